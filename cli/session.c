/* cli/session.c - a run, put together and taken apart. */
#include "cli/session.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/embedded.h"
#include "cli/interruption.h"
#include "cli/oracle.h"
#include "cli/watch.h"
#include "sim/client_fault.h"

struct session {
	const struct session_config *config;
	struct host *host;
	struct watch watch;
	struct embeddeds embedded;
	struct hook_oracle hook;	/* of the target, where it names one */
	struct served served[EMBEDDED_MOST];
	struct runner *runner;
};

static void found(void *arg, const struct finding *finding)
{
	struct session *s = arg;

	if (s->config->found)
		s->config->found(s->config->arg, finding);
	runner_found(s->runner, finding);
}

static void over(void *arg, const struct case_result *one)
{
	const struct session_config *c = ((const struct session *)arg)->config;

	c->over(c->arg, one);
}

/* Of the first flight; RFC 6347 4.2.4.1 says 1 s. */
static uint64_t dtls_timeout(const struct target *t) { return t->dtls_timeout_ns ? t->dtls_timeout_ns : NS_PER_S; }

/* First contact is made, or there is none any more: the judge is told its question. */
static void start_judging(struct session *s)
{
	if (!s->watch.judge)
		watch_judge(&s->watch, s->config->context, false, found, s);
}

/* Virtual time: waiting costs nothing. */
static bool is_patient(const struct session_config *c) { return c->target->embedded && !c->real_time; }

/* In virtual time, and where delays are made on purpose, the link is what the tables say. */
static bool is_real(const struct session_config *c)
{
	return !is_patient(c) && !c->context->impaired;
}

/* First contact is made: what it found decides how long silence is, and which rows apply. */
static void met(void *arg, const struct first_contact *contact)
{
	struct session *s = arg;
	struct context *context = s->config->context;
	uint32_t undeclared = ~s->config->target->declared_yes & ~s->config->target->declared_no;

	context->probed = contact->seen & undeclared;
	if (is_real(s->config))
		context->timing.jitter_ns = contact_jitter_ns(contact, context->timing.jitter_ns);
	for (unsigned t = TRANSPORT_COAP; t <= TRANSPORT_COAPS && is_real(s->config); t++) {
		struct play_setting *setting = &s->served[0].settings[t];
		setting->silence_ns = contact_silence_ns(contact, t, setting->silence_ns);
		if (contact->links[t].samples)
			setting->refusal_within_ns = dtls_timeout(s->config->target) + setting->silence_ns;
	}
	start_judging(s);
}

static bool run_hook(const char *command)
{
	int status = system(command);

	return WIFEXITED(status) && !WEXITSTATUS(status);
}

int session_hook_reset(const struct target *target, struct error *error)
{
	if (*target->hook_reset && !run_hook(target->hook_reset))
		return error_set(error, "the hook 'reset' failed: %s", target->hook_reset);
	return 0;
}

static int restart(void *arg) { return run_hook(((const struct session *)arg)->config->target->hook_restart) ? 0 : -1; }

static int open_host(struct session *s, struct error *error)
{
	const struct session_config *c = s->config;
	struct host_config config = { .jump = is_patient(c), .seed = c->seed, .exact_ids = c->exact_ids, .own_dtls = c->own_dtls,
				      .dtls_timeout_ns = dtls_timeout(c->target),
				      .no_renegotiation = c->context->features & APPLIES_RFC7925,
				      .impairment = c->impairment, .interface = c->target->uri[TRANSPORT_COAP].interface,
				      .tap = watch_datagram, .tap_arg = &s->watch, .keylog = watch_keylog, .keylog_arg = &s->watch };

	if (session_hook_reset(c->target, error))
		return -1;
	s->host = host_new(&config, error);
	return s->host ? 0 : -1;
}

static int fill_setting(struct play_setting *setting, const struct session_config *c, const struct uri *uri,
			enum transport transport, const struct endpoint *at, struct error *error)
{
	bool patient = is_patient(c);
	uint64_t answer = c->answer_within_ns ? c->answer_within_ns : (patient ? 95ull : 10ull) * NS_PER_S;

	*setting = (struct play_setting){
		.request = { .binding = &c->context->binding, .uri = *uri, .pre_cr = c->context->edition == EDITION_PRE_CR },
		.transport = (uint8_t)transport,
		.timing = { .ack_timeout_ns = c->context->timing.ack_timeout_ns,
			    .ack_random_permille = c->context->timing.ack_random_permille,
			    .max_retransmit = c->context->timing.max_retransmit },
		.answer_within_ns = answer,
		.silence_ns = 3ull * NS_PER_S,
		.handshake_within_ns = (patient ? 65ull : 12ull) * NS_PER_S,
		.refusal_within_ns = (patient ? 65ull : 12ull) * NS_PER_S,
	};
	if (c->client_fault && client_fault_concerns(c->client_fault, (uint8_t)transport))
		setting->fault = c->client_fault;
	if (setting->fault && setting->fault->timing.ack_timeout_ns)
		setting->timing = setting->fault->timing;
	if (at)
		setting->peer = *at;
	return at ? 0 : host_resolve(&setting->peer, uri, error);
}

/* A Gateway UE: its devices' side is the target's, and behind it is our server. */
static int serve_gateway(struct session *s, struct served *served, const char *faults, const struct gateway_place *place,
			 struct error *error)
{
	const struct session_config *c = s->config;
	struct play_setting *setting = &served->settings[TRANSPORT_COAP];
	struct context *context = c->context;

	served->faults = faults;
	context->gateways |= 1ull << context->server_count;
	context->servers[context->server_count++] = place->devices;
	context->far |= 1ull << context->server_count;
	context->servers[context->server_count++] = place->far;
	if (fill_setting(setting, c, &place->devices, TRANSPORT_COAP, NULL, error))
		return -1;
	setting->request.gateway = true;
	setting->far = (struct far_side){ .at = place->far_at, .gateway_id = place->ue_service_id };
	setting->oracle = server_oracle(&s->embedded.far.told);
	return 0;
}

static int open_gateways(struct session *s, struct error *error)
{
	struct embeddeds *all = &s->embedded;

	if (gateways_open(all, s->host, s->config, error))
		return -1;
	for (size_t i = 0; i < all->count; i++)
		if (serve_gateway(s, &s->served[i], all->list[i].words, &all->list[i].place, error))
			return -1;
	return 0;
}

static void give_oracle(struct served *served, struct oracle oracle)
{
	served->settings[TRANSPORT_COAP].oracle = served->settings[TRANSPORT_COAPS].oracle = oracle;
}

/* What is played against, and what the judge must know of it. AT: where it is, or NULL: where its URIs say. */
static int serve_pair(struct session *s, struct served *served, const char *faults, const struct uri *uris, const struct endpoint *at,
		      struct error *error)
{
	const struct session_config *c = s->config;

	served->faults = faults;
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++) {
		if (!c->target->has[t])
			continue;
		c->context->servers[c->context->server_count++] = uris[t];
		if (fill_setting(&served->settings[t], c, &uris[t], (enum transport)t, at ? &at[t] : NULL, error))
			return -1;
	}
	return 0;
}

static int open_served(struct session *s, struct error *error)
{
	const struct session_config *c = s->config;

	c->context->server_count = 0;
	c->context->gateways = c->context->far = 0;
	c->context->impaired = c->impairment.loss || c->impairment.duplicate || c->impairment.reorder;
	if (c->target->gateway)
		return open_gateways(s, error);
	if (!c->target->embedded) {
		if (serve_pair(s, &s->served[0], "", c->target->uri, NULL, error))
			return -1;
		if (*c->target->hook_oracle)
			give_oracle(&s->served[0], hook_oracle(&s->hook, c->target->hook_oracle));
		return 0;
	}
	if (embeddeds_open(&s->embedded, s->host, c, error))
		return -1;
	for (size_t i = 0; i < s->embedded.count; i++) {
		struct embedded *one = &s->embedded.list[i];
		if (serve_pair(s, &s->served[i], one->words, one->uri, one->at, error))
			return -1;
		give_oracle(&s->served[i], server_oracle(&one->told));
	}
	return 0;
}

static void open_runner(struct session *s)
{
	const struct session_config *c = s->config;
	struct runner_config config = { .target = c->target, .cases = c->cases, .context = c->context, .served = s->served,
					.served_count = c->target->embedded || c->target->gateway ? s->embedded.count : 1, .case_globs = c->case_globs,
					.rule_globs = c->rule_globs, .slow = c->slow || is_patient(c),
					.stop_at_fail = c->stop, .jobs = c->target->gateway ? 1 : c->jobs, .seed = c->seed, .met = met, .over = c->over ? over : NULL, .arg = s };

	if (*c->target->hook_restart)
		config.restart = restart;
	s->runner = runner_new(&config);
}

static void stop(void *host) { host_stop(host); }

int session_loop(struct host *host, bool (*until)(void *arg), void *arg, struct error *error)
{
	int bad;

	interruption_begin(stop, host);
	bad = host_run(host, until, arg, error);
	bad = bad || host_say_goodbye(host, error);	/* while it is watched */
	interruption_end();
	return bad;
}

static void take_apart(struct session *s)
{
	if (s->host)
		host_free(s->host);
	runner_free(s->runner);
	hook_oracle_free(&s->hook);
	embeddeds_free(&s->embedded);
	watch_free(&s->watch);
	free(s);
}

int session_run(const struct session_config *config, struct run_result *result, struct error *error)
{
	struct session *s = calloc(1, sizeof(*s));
	uint64_t began;
	int bad;

	assert(s);
	s->config = config;
	if (open_host(s, error) || open_served(s, error) ||
	    watch_record(&s->watch, config->context, config->pcap, config->keylog, error)) {
		take_apart(s);
		return -1;
	}
	open_runner(s);
	began = host_now(s->host);
	host_engine(s->host, &runner_engine, s->runner, true);
	bad = session_loop(s->host, runner_done, s->runner, error);
	start_judging(s);
	if (interruption_signal())
		runner_interrupt(s->runner);
	result->started_ns = began;
	result->took_ns = host_now(s->host) - began;
	bad = watch_end(&s->watch, host_now(s->host), error) || bad;
	runner_result(s->runner, result);
	result->virtual_time = is_patient(config);
	judge_add(&result->tally, s->watch.judge);
	take_apart(s);
	return bad ? -1 : 0;
}
