/* cli/load_setup.c - what a load needs, and whether this machine can give it. */
#include "cli/load_setup.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "cli/akma.h"
#include "cli/load_memory.h"
#include "dtls/connection.h"

enum { DESCRIPTORS_SPARE = 64 };

/* --- the scenario --- */

/* Scenarios are installed beside the case tables; in a source tree they stand beside their folder. */
static bool find_shipped(char *path, size_t size, const char *name)
{
	static const char *const places[] = { "%s/scenarios/%s.yaml", "%s/../scenarios/%s.yaml" };

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		int n = i ? snprintf(path, size, places[1], setup_datadir(), name) : snprintf(path, size, places[0], setup_datadir(), name);
		if (n > 0 && (size_t)n < size && !access(path, R_OK))
			return true;
	}
	return false;
}

struct scenario *load_scenario(const char *words, struct error *error)
{
	char path[4096];

	if (strchr(words, '/') || !access(words, R_OK))
		return scenario_read(words, error);
	if (find_shipped(path, sizeof(path), words))
		return scenario_read(path, error);
	error_set(error, "%s: neither a file nor the name of a scenario in %s/scenarios", words, setup_datadir());
	return NULL;
}

/* Whom the server must know: devices are the Gateway UEs' affair. */
static uint32_t known_of(const struct scenario *s, enum population_kind kind)
{
	const struct scenario *part = scenario_part(s, kind);

	return part && kind != POPULATION_DEVICES ? part->population.ues : 0;
}

static int read_credential(struct identity *ue, const struct certificate_plan *plan, uint32_t n, struct error *error)
{
	char certificate[NAME_TEMPLATE_TEXT + NAME_NUMBER_ROOM], key[NAME_TEMPLATE_TEXT + NAME_NUMBER_ROOM];
	struct credential *own = calloc(1, sizeof(*own));

	assert(own);
	ue->credential = own;
	if (plan->made)
		return credential_make(own) ? 0 : error_set(error, "no certificate from libcrypto");
	name_format(&plan->certificate, n, certificate, sizeof(certificate));
	name_format(&plan->key, n, key, sizeof(key));
	return credential_read(own, certificate, key, error) ? error_prepend(error, "UE %u: ", n) : 0;
}

void load_identities_free(struct identities *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct credential *own = (struct credential *)(uintptr_t)all->list[i].credential;
		if (own)
			credential_free(own);
		free(own);
	}
	free(all->list);
	*all = (struct identities){ 0 };
}

/* What its templates say, and of AKMA the key that follows from that. */
static int make_identity(struct identity *ue, const struct population_plan *plan, uint32_t n, struct error *error)
{
	struct akma_subscription own;

	population_identity(plan, n, ue);
	if (plan->certificate.is)
		return read_credential(ue, &plan->certificate, n, error);
	if (!plan->akma.is)
		return 0;
	if (!population_subscription(plan, n, &own))
		return error_set(error, "UE %u: its AKMA key is none of 32 octets", n);
	ue->akma = &own;
	int bad = akma_derive_key(ue, error);
	ue->akma = &plan->akma.shared;
	return bad;
}

int load_identities(struct identities *all, const struct scenario *s, struct error *error)
{
	size_t count = 1;

	for (unsigned kind = 0; kind < POPULATIONS; kind++)
		count += known_of(s, (enum population_kind)kind);
	*all = (struct identities){ .list = calloc(count, sizeof(*all->list)) };
	assert(all->list);
	for (unsigned kind = 0; kind < POPULATIONS; kind++)
		for (uint32_t i = 0; i < known_of(s, (enum population_kind)kind); i++) {
			const struct population_plan *plan = &scenario_part(s, (enum population_kind)kind)->population;
			if (make_identity(&all->list[all->count++], plan, plan->first + i, error))
				return -1;
		}
	return 0;
}

int load_override_ues(struct scenario *s, const char *text, struct error *error)
{
	uint64_t ues = s->population.ues;

	if (text && option_number("--ues", text, 1, 1 << 23, &ues, error))
		return -1;
	s->population.ues = s->life.count ? (uint32_t)ues : 0;
	return 0;
}

/* --- addresses and descriptors --- */

static bool is_loopback(const struct endpoint *e) { return e->family == FAMILY_IPV4 && e->addr[0] == 127; }

/* All of 127/8 is ours: an address a UE, and more ports of the kernel's choice for those that move. */
static const struct source_plan loopback = {
	.prefixes = { { .at = { .family = FAMILY_IPV4, .addr = { 127, 128 } }, .bits = 9 } }, .prefix_count = 1, .ports = 4,
};

static int check_sources(const struct source_plan *plan, struct error *error)
{
	const uint64_t ends[] = { 0, source_plan_count(plan) - 1 };
	struct endpoint at;

	for (unsigned i = 0; i < 2; i++) {
		source_plan_at(plan, ends[i], &at);
		at.port = 0;
		if (host_can_send_from(&at, error))
			return error_prepend(error, "sources: ");
	}
	return 0;
}

static uint64_t descriptors(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_max == RLIM_INFINITY ? UINT64_MAX : limit.rlim_max;
}

/* One socket a UE: by OpenSSL always, else where no sources are named. */
static int check_descriptors(const struct load_setup *l, struct error *error)
{
	double share = !l->shared ? 1 : l->own_dtls ? 0 : l->scenario->coaps;
	const struct scenario *gateways = l->scenario->others[POPULATION_GATEWAYS];
	uint64_t sockets = (uint64_t)(share * l->scenario->population.ues) + (gateways ? 2u * gateways->population.ues : 0);

	if (sockets + DESCRIPTORS_SPARE <= descriptors())
		return 0;
	return error_set(error, "%llu UEs need a socket each, and a process here may have %llu descriptors: %s",
			 (unsigned long long)sockets, (unsigned long long)descriptors(),
			 l->shared ? "our own DTLS (--dtls own), fewer UEs (--ues), or a higher limit (ulimit -n)"
						: "name addresses to send from in the scenario (sources: [PREFIX], and here: ip route add "
						  "local PREFIX dev lo), or fewer UEs (--ues)");
}

static int choose_sources(struct load_setup *l, struct error *error)
{
	const struct source_plan *said = &l->scenario->population.sources;
	enum transport transport = l->scenario->coaps >= 1 ? TRANSPORT_COAPS : TRANSPORT_COAP;
	struct endpoint server;

	if (host_resolve(&server, &l->target.uri[transport], error))
		return -1;
	l->loopback = &loopback;
	l->sources = said->prefix_count ? *said : loopback;
	l->shared = said->prefix_count || is_loopback(&server);
	if (l->shared && l->sources.prefixes[0].at.family != server.family)
		return error_set(error, "sources and target are not of one family, IPv4 or IPv6");
	return l->shared ? check_sources(&l->sources, error) : 0;
}

/* --- options --- */

static int read_faults(struct load_setup *l, const struct words *words, struct error *error)
{
	if (words->count && !l->target.embedded)
		return error_set(error, "--fault is for the embedded server only");
	return setup_faults(l->faults, words, error);
}

/* A mutation that does not fit its message is the scenario's fault: a population of one UE finds it. */
static int check_part(const struct scenario *part, const struct population_config *base, struct error *error)
{
	struct population_config config = *base;
	struct population *population;

	config.scenario = part;
	config.shards = part->population.ues;
	config.settings[TRANSPORT_COAP].gateway = part->is_part;
	population = population_new(&config, error);
	population_free(population);
	return population ? 0 : error_prepend(error, "%s: ", part->name);
}

static bool speaks(const struct scenario *s, int transport)
{
	return transport == TRANSPORT_COAPS ? s->coaps > 0 : s->coaps < 1 || s->others[POPULATION_GATEWAYS];
}

static int check_messages(const struct load_setup *l, struct error *error)
{
	struct population_config config = { 0 };

	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++) {
		if (speaks(l->scenario, t) && !l->target.has[t])
			return error_set(error, "the scenario speaks %s, and the target names none", t ? "coaps" : "coap");
		config.settings[t] = (struct request_setting){ .binding = &l->context.binding, .uri = l->target.uri[t],
							       .pre_cr = l->context.edition == EDITION_PRE_CR };
	}
	for (unsigned kind = 0; kind < POPULATIONS; kind++) {
		const struct scenario *part = scenario_part(l->scenario, (enum population_kind)kind);
		if (part && check_part(part, &config, error))
			return -1;
	}
	return 0;
}

/* Parts need one seed, or they are not parts of one run. */
static int read_parts(struct load_setup *l, const struct options *o, struct error *error)
{
	uint64_t seconds = 0, threads = 1, now = (uint64_t)time(NULL);

	if ((o->loading.start_at && option_number("--start-at", o->loading.start_at, 1, UINT32_MAX, &seconds, error)) ||
	    (o->loading.threads && option_number("--threads", o->loading.threads, 1, 256, &threads, error)))
		return -1;
	if (seconds && seconds <= now)
		return error_set(error, "--start-at: that time is over, by %llu s: date +%%s says when now is", (unsigned long long)(now - seconds));
	l->start_ns = seconds * NS_PER_S;
	l->threads = (unsigned)threads;
	if (l->shard.count > 1 && !o->running.seed)
		return error_set(error, "%s needs --seed: the same for all parts", l->shard.by ? l->shard.by : "--shard");
	if (o->loading.metrics && !strcmp(o->loading.metrics, "-") && o->reporting.pcap && !strcmp(o->reporting.pcap, "-"))
		return error_set(error, "--metrics: standard output is the capture's (--pcap -)");
	if (threads > 1 && (o->reporting.pcap || o->judging.keylog))
		return error_set(error, "--pcap and --keylog write one file: with --threads there are several writers");
	return 0;
}

static int check_certificates(const struct load_setup *l, struct error *error)
{
	const struct certificate_plan *plan = &l->scenario->population.certificate;

	if (plan->is && !l->own_dtls)
		return error_set(error, "UEs with certificates speak by our own DTLS only, not --dtls openssl");
	if (plan->made && !l->target.embedded)
		return error_set(error, "certificates that are made here are known to the embedded server only: give file and key");
	return 0;
}

int load_setup(struct load_setup *l, const struct options *o, struct error *error)
{
	l->seed = (uint64_t)time(NULL) & 0xffffffff;
	l->own_dtls = true;
	if (read_parts(l, o, error) || setup_reports(&l->reports, &o->reporting, error) ||
	    (o->running.seed && option_number("--seed", o->running.seed, 0, UINT32_MAX, &l->seed, error)) ||
	    setup_own_dtls(&l->own_dtls, o->running.dtls, error) || setup_context(&l->context, &o->judging, error) || !(l->scenario = load_scenario(o->operands[0], error)) ||
	    load_override_ues(l->scenario, o->loading.ues, error) || setup_target(&l->target, &l->context, o, o->operands[1], error) ||
	    read_faults(l, &o->serving.faults, error) || check_messages(l, error) ||
	    choose_sources(l, error) || check_descriptors(l, error) || load_check_memory(l, !o->loading.no_judge, error))
		return -1;
	if (check_certificates(l, error))
		return -1;
	setup_ues(&l->context, &(struct identities){ 0 });
	if ((l->target.embedded || l->scenario->coaps > 0) && load_identities(&l->ues, l->scenario, error))
		return -1;
	if (l->scenario->population.akma.is && l->scenario->coaps > 0)
		l->context.features |= APPLIES_AKMA;
	if (l->scenario->coaps > 0) {
		free(l->context.ues.list);
		l->context.ues = l->ues;	/* one list for all: of a million UEs */
	}
	return 0;
}

void load_setup_free(struct load_setup *l)
{
	if (l->ues.list == l->context.ues.list)
		l->context.ues = (struct identities){ 0 };
	load_identities_free(&l->ues);
	scenario_free(l->scenario);
	context_free(&l->context);
	target_free(&l->target);
}
