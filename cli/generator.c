/* cli/generator.c - one part of a load, put together, run and taken apart. */
#include "cli/generator.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/akma.h"

/* --- all populations --- */

static void stop_all(struct generator *g, uint64_t now_ns)
{
	for (unsigned i = 0; i < POPULATIONS; i++)
		if (g->populations[i])
			population_stop(g->populations[i], now_ns);
}

void generator_look(const struct generator *g, struct population_now *now)
{
	struct population_now one;

	population_look(g->populations[POPULATION_UES], now);
	for (unsigned i = POPULATION_UES + 1; i < POPULATIONS; i++) {
		if (!g->populations[i])
			continue;
		population_look(g->populations[i], &one);
		now->live += one.live;
		now->open += one.open;
		now->registered += one.registered;
		now->arrived += one.arrived;
		now->ues += one.ues;
		now->stopping |= one.stopping;
	}
}

/* What stops one of them stops all. */
static bool all_done(void *arg)
{
	struct generator *g = arg;
	bool done = true, stopping = false;

	for (unsigned i = 0; i < POPULATIONS; i++) {
		if (!g->populations[i])
			continue;
		done = done && population_done(g->populations[i]);
		stopping = stopping || population_stopping(g->populations[i]);
	}
	if (stopping && !done)
		stop_all(g, host_now(g->host));
	return done;
}

/* --- the tap --- */

static void found(void *arg, const struct finding *finding)
{
	struct generator *g = arg;
	const struct datagram *d = g->at_hand;
	uint64_t enough = g->config.scenario->stop.findings;

	struct finding by_ours = *finding;

	/* Our own Gateway UEs are not what is tested. */
	if (gateways_are_at(&g->gateways, &finding->server))
		by_ours.by = SIDE_CLIENT;
	load_result_found(&g->result, &by_ours, d ? d->bytes : NULL, d ? d->len : 0);
	if (enough && load_result_findings(&g->result, VERDICT_FAIL) >= enough)
		stop_all(g, finding->at_ns);
}

static void tap(void *arg, const struct datagram *datagram)
{
	struct generator *g = arg;

	g->at_hand = datagram;
	watch_datagram(&g->watch, datagram);
	g->at_hand = NULL;
}

static void keylog(void *arg, const char *line) { watch_keylog(&((struct generator *)arg)->watch, line); }

static void master(void *arg, const uint8_t client_random[HELLO_RANDOM], const uint8_t secret[MASTER_SECRET])
{
	watch_master(&((struct generator *)arg)->watch, client_random, secret);
}

/* --- the meter --- */

static void no_input(void *self, const struct in *in, struct sink *sink) { (void)self, (void)in, (void)sink; }

static void no_event(void *self, uint32_t link, enum link_event event, uint64_t now_ns, struct sink *sink)
{
	(void)self, (void)link, (void)event, (void)now_ns, (void)sink;
}

static uint64_t meter_deadline(void *self) { return ((const struct generator *)self)->next_second_ns; }

static uint64_t meter_tick(void *self, uint64_t now_ns, struct sink *sink)
{
	struct generator *g = self;

	(void)sink;
	if (g->next_second_ns && now_ns >= g->next_second_ns)
		g->config.each_second(g->config.arg, g);
	if (!g->next_second_ns)
		g->next_second_ns = g->config.start_ns ? g->config.start_ns : now_ns;
	while (g->next_second_ns <= now_ns)
		g->next_second_ns += NS_PER_S;
	return g->next_second_ns;
}

static const struct engine_ops meter_engine = { no_input, no_event, meter_tick, meter_deadline };

/* --- putting together --- */

static uint32_t millionths(double share) { return (uint32_t)lround(share * 1e6); }

static int open_host(struct generator *g, struct error *error)
{
	const struct impair_plan *impair = &g->config.scenario->impair;
	struct host_config config = { .jump = g->target.embedded && !g->config.real_time, .seed = g->config.seed + g->config.shard,
				      .impairment = { millionths(impair->loss), millionths(impair->duplicate),
						      millionths(impair->reorder), impair->delay_min_ns, impair->delay_max_ns },
				      .tap = g->config.judge || g->config.pcap ? tap : NULL, .tap_arg = g,
				      .own_dtls = g->config.own_dtls, .keylog = keylog, .master = master, .keylog_arg = g };

	g->host = host_new(&config, error);
	return g->host ? 0 : -1;
}

static bool uses(const struct generator *g, enum transport transport)
{
	double coaps = g->config.scenario->coaps;

	return transport == TRANSPORT_COAPS ? coaps > 0 : coaps < 1 || g->config.scenario->others[POPULATION_GATEWAYS];
}

static int listen_on(struct generator *g, struct sink *sink, enum transport transport, struct error *error)
{
	struct listen_wanted wanted = { .transport = (uint8_t)transport, .keys = g->config.ues, .renegotiation = true,
					.own_dtls = g->config.own_dtls,
					.identity_hint = g->config.scenario->population.akma.is ? AKMA_HINT : NULL };
	struct endpoint bound;

	uri_literal(&g->target.uri[transport], &wanted.at);
	wanted.at.port = 0;
	if (host_listen(g->host, sink, &wanted, &bound, error))
		return -1;
	g->target.uri[transport].port = bound.port;
	return 0;
}

static int open_server(struct generator *g, struct error *error)
{
	struct server_config config = { .binding = &g->reference, .ues = g->config.ues, .path = "/msgin5g",
					.pre_cr = g->context.edition == EDITION_PRE_CR, .faults = g->config.faults };

	binding_default(&g->reference);
	g->server = server_new(&config, error);
	if (!g->server)
		return -1;
	struct sink *sink = host_engine(g->host, &server_engine, g->server, false);
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++)
		if (listen_on(g, sink, (enum transport)t, error))
			return -1;
	server_nosec_port(g->server, g->target.uri[TRANSPORT_COAP].port);
	return 0;
}

static int fill_setting(struct generator *g, struct population_config *config, enum transport transport, struct error *error)
{
	const struct uri *uri = &g->target.uri[transport];

	if (!uses(g, transport))
		return 0;
	g->context.servers[g->context.server_count++] = *uri;
	config->settings[transport] = (struct request_setting){ .binding = &g->context.binding, .uri = *uri,
								.pre_cr = g->context.edition == EDITION_PRE_CR };
	return host_resolve(&config->peers[transport], uri, error);
}

static int open_population(struct generator *g, enum population_kind kind, const struct population_config *config, struct error *error)
{
	g->populations[kind] = population_new(config, error);
	if (!g->populations[kind])
		return -1;
	g->sinks[kind] = host_engine(g->host, &population_engine, g->populations[kind], true);
	return 0;
}

static int open_gateways(struct generator *g, const struct population_config *config, struct error *error)
{
	struct gateways_config gateways = { .scenario = config->scenario, .host = g->host, .binding = &g->context.binding,
					    .uri = g->target.uri[TRANSPORT_COAP], .pre_cr = g->context.edition == EDITION_PRE_CR,
					    .faults = g->config.faults, .shard = config->shard, .shards = config->shards };
	struct population_config own = *config;

	own.doer = &g->gateways.doer;
	if (gateways_of_load(&g->gateways, &gateways, error) || open_population(g, POPULATION_GATEWAYS, &own, error))
		return -1;
	g->gateways.population = g->populations[POPULATION_GATEWAYS];
	g->gateways.sink = g->sinks[POPULATION_GATEWAYS];
	g->context.gateways |= 1ull << g->context.server_count;
	gateways_uri(&g->gateways, &g->context.servers[g->context.server_count++]);
	g->context.features |= APPLIES_GATEWAY | (config->scenario->gateway.bulk_after_ns ? APPLIES_BULK : 0);
	return 0;
}

/* Gateway UEs, and those who come to them. */
static int open_others(struct generator *g, const struct population_config *config, struct error *error)
{
	struct population_config one = *config;

	one.identities = NULL;
	for (unsigned kind = POPULATION_GATEWAYS; kind < POPULATIONS; kind++) {
		int bad;
		one.scenario = config->scenario->others[kind];
		if (!one.scenario)
			continue;
		one.seed = config->seed + kind;
		bad = kind == POPULATION_GATEWAYS ? open_gateways(g, &one, error) : open_population(g, (enum population_kind)kind, &one, error);
		if (bad)
			return -1;
		one.gateways = config->scenario->others[POPULATION_GATEWAYS]->population.ues;
		one.at_gateways = g->gateways.at;
		one.sources = source_plan_count(&one.scenario->population.sources) ? &one.scenario->population.sources : g->config.loopback;
		one.settings[TRANSPORT_COAP].gateway = true;
		gateways_uri(&g->gateways, &one.settings[TRANSPORT_COAP].uri);
	}
	return 0;
}

static int open_populations(struct generator *g, struct error *error)
{
	const struct scenario *s = g->config.scenario;
	struct population_config config = { .scenario = s, .sources = g->config.sources, .identities = g->config.ues,
					    .own_dtls = g->config.own_dtls, .seed = g->config.seed, .shard = g->config.shard,
					    .shards = g->config.shards, .start_ns = g->config.start_ns };

	g->context.server_count = 0;
	g->context.impaired = s->impair.loss > 0 || s->impair.duplicate > 0 || s->impair.reorder > 0;
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++)
		if (fill_setting(g, &config, (enum transport)t, error))
			return -1;
	return open_population(g, POPULATION_UES, &config, error) || open_others(g, &config, error) ? -1 : 0;
}

static uint32_t count_ues(const struct generator *g)
{
	struct population_now now;

	generator_look(g, &now);
	return now.ues;
}

static int open_watch(struct generator *g, struct error *error)
{
	const struct generator_config *config = &g->config;

	if (!config->judge)
		return watch_files(&g->watch, &g->context, config->pcap, config->keylog, error);
	if (watch_open(&g->watch, &g->context, false, config->pcap, config->keylog, found, g, error))
		return -1;
	watch_crowd(&g->watch, count_ues(g));
	return 0;
}

int generator_open(struct generator *g, const struct generator_config *config, struct error *error)
{
	*g = (struct generator){ .config = *config, .context = *config->context, .target = *config->target };
	g->config.shards += !g->config.shards;
	load_result_init(&g->result, config->scenario);
	if (open_host(g, error) || (g->target.embedded && open_server(g, error)) || open_populations(g, error))
		return -1;
	if (open_watch(g, error))
		return -1;
	if (config->each_second)
		host_engine(g->host, &meter_engine, g, false);
	return 0;
}

/* --- running --- */

int generator_run(struct generator *g)
{
	g->failed = host_run(g->host, all_done, g, &g->error) != 0;
	g->ended_ns = host_now(g->host);
	for (unsigned i = 0; i < POPULATIONS; i++)
		if (g->populations[i] && !population_done(g->populations[i]))
			population_end(g->populations[i], g->ended_ns);
	gateways_end(&g->gateways, g->ended_ns);
	if (!g->failed && uses(g, TRANSPORT_COAPS))
		g->failed = host_say_goodbye(g->host, &g->error) != 0;	/* while it is watched */
	return g->failed ? -1 : 0;
}

static void gather(const struct generator *g, struct load_result *r)
{
	struct population_now now;
	uint64_t begin = 0, end_ns = g->ended_ns ? g->ended_ns : host_now(g->host);

	generator_look(g, &now);
	r->seed = g->config.seed;
	r->start_ns = now.start_ns;
	r->took_ns = now.start_ns && end_ns > now.start_ns ? end_ns - now.start_ns : 0;
	r->ues = now.ues;
	r->embedded = g->target.embedded;
	r->virtual_time = g->target.embedded && !g->config.real_time;
	r->judged = g->config.judge;
	for (unsigned i = 0; i < r->phase_count; i++) {
		uint64_t for_ns = g->config.scenario->phases[i].for_ns, left = r->took_ns - begin;
		r->phases[i].took_ns = i + 1 < r->phase_count && for_ns < left ? for_ns : left;
		begin += r->phases[i].took_ns;
		for (unsigned k = 0; k < POPULATIONS; k++)
			if (g->populations[k])
				statistics_merge(&r->phases[i].statistics, population_statistics(g->populations[k], i));
	}
}

void generator_snapshot(const struct generator *g, struct load_result *r)
{
	load_result_init(r, g->config.scenario);
	gather(g, r);
	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		memcpy(r->rules[i].counts, g->result.rules[i].counts, sizeof(r->rules[i].counts));
		r->rules[i].ours = g->result.rules[i].ours;
	}
}

void generator_conclude(struct generator *g, bool interrupted)
{
	struct load_result *r = &g->result;

	r->target = strdup(g->config.target->words);
	r->interrupted = interrupted;
	r->parts = malloc(sizeof(*r->parts));
	assert(r->parts && r->target);
	r->parts[r->part_count++] = (struct load_part){ g->config.shard, g->config.shards };
	g->failed |= watch_end(&g->watch, host_now(g->host), &g->error) != 0;
	if (g->watch.judge)
		judge_add(&r->tally, g->watch.judge);
	gather(g, r);
	r->context = g->config.context;
}

void generator_free(struct generator *g)
{
	if (g->host)
		host_free(g->host);
	for (unsigned i = 0; i < POPULATIONS; i++)
		population_free(g->populations[i]);
	gateways_of_load_free(&g->gateways);
	server_free(g->server);
	watch_free(&g->watch);
	load_result_free(&g->result);
}
