/* cli/session.c - a run, put together and taken apart. */
#include "cli/session.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/watch.h"
#include "server/null.h"
#include "server/server.h"

static struct host *running_host;	/* for the signal handler only */
static volatile sig_atomic_t caught;

static void on_signal(int signal)
{
	caught = signal;
	if (running_host)
		host_stop(running_host);
}

int session_signal(void) { return caught; }

struct session {
	const struct session_config *config;
	struct host *host;
	struct watch watch;
	struct server *server;
	struct identities known;	/* the pool without strangers: whom the embedded server knows */
	struct runner *runner;
};

static void found(void *arg, const struct finding *finding)
{
	struct session *s = arg;

	if (s->config->found)
		s->config->found(s->config->arg, finding);
	runner_found(s->runner, finding);
}

static void tap(void *arg, const struct datagram *datagram) { watch_datagram(&((struct session *)arg)->watch, datagram); }

static void keylog(void *arg, const char *line) { watch_keylog(&((struct session *)arg)->watch, line); }

static bool run_hook(const char *command)
{
	int status = system(command);

	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static int restart(void *arg) { return run_hook(((const struct session *)arg)->config->target->hook_restart) ? 0 : -1; }

static void know_provisioned(struct session *s)
{
	const struct identities *all = &s->config->target->ues;

	s->known.list = calloc(all->count + 1, sizeof(*all->list));
	for (size_t i = 0; i < all->count; i++)
		if (!all->list[i].unprovisioned)
			s->known.list[s->known.count++] = all->list[i];
}

static int listen_on(struct session *s, struct sink *sink, enum transport transport, struct error *error)
{
	struct listen_wanted wanted = { .transport = (uint8_t)transport, .keys = &s->known, .renegotiation = true };
	struct endpoint bound;

	uri_literal(&s->config->target->uri[transport], &wanted.at);
	wanted.at.port = 0;
	if (host_listen(s->host, sink, &wanted, &bound, error))
		return -1;
	s->config->target->uri[transport].port = bound.port;
	return 0;
}

static struct sink *add_null(struct session *s, struct error *error)
{
	const struct null_server *null = null_server_named(s->config->null_server);

	if (!null) {
		error_set(error, "unknown null server '%s'", s->config->null_server);
		return NULL;
	}
	return host_engine(s->host, null->ops, NULL, false);
}

static struct sink *add_server(struct session *s, const struct binding *binding, struct error *error)
{
	struct server_config config = { .binding = binding, .ues = &s->known, .path = "/msgin5g",
					.pre_cr = s->config->context->edition == EDITION_PRE_CR,
					.faults = s->config->faults };

	config.nosec_port = s->config->target->uri[TRANSPORT_COAP].port;
	s->server = server_new(&config, error);
	return s->server ? host_engine(s->host, &server_engine, s->server, false) : NULL;
}

/* The reference server speaks the default binding, whatever the run is told. */
static int embed(struct session *s, const struct binding *binding, struct error *error)
{
	struct sink *sink;

	know_provisioned(s);
	sink = s->config->null_server ? add_null(s, error) : add_server(s, binding, error);
	if (!sink)
		return -1;
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++)
		if (s->config->target->has[t] && listen_on(s, sink, (enum transport)t, error))
			return -1;
	if (s->server)
		server_nosec_port(s->server, s->config->target->uri[TRANSPORT_COAP].port);
	return 0;
}

static int open_host(struct session *s, struct error *error)
{
	const struct session_config *c = s->config;
	struct host_config config = { .jump = c->target->embedded && !c->real_time, .seed = c->seed, .exact_ids = c->exact_ids,
				      .impairment = c->impairment, .tap = tap, .tap_arg = s, .keylog = keylog, .keylog_arg = s };

	if (*c->target->hook_reset && !run_hook(c->target->hook_reset))
		return error_set(error, "the hook 'reset' failed: %s", c->target->hook_reset);
	s->host = host_new(&config, error);
	return s->host ? 0 : -1;
}

static int fill_setting(struct play_setting *setting, const struct session_config *c, enum transport transport,
			struct error *error)
{
	bool patient = c->target->embedded && !c->real_time;
	uint64_t answer = c->answer_within_ns ? c->answer_within_ns : (patient ? 95ull : 10ull) * NS_PER_S;

	*setting = (struct play_setting){
		.request = { .binding = &c->context->binding, .uri = c->target->uri[transport],
			     .pre_cr = c->context->edition == EDITION_PRE_CR },
		.transport = (uint8_t)transport,
		.timing = { .ack_timeout_ns = 2ull * NS_PER_S, .ack_random_permille = 1500, .max_retransmit = 4 },
		.answer_within_ns = answer,
		.silence_ns = 3ull * NS_PER_S,
		.handshake_within_ns = (patient ? 65ull : 12ull) * NS_PER_S,
	};
	return host_resolve(&setting->peer, &c->target->uri[transport], error);
}

static int open_runner(struct session *s, struct error *error)
{
	const struct session_config *c = s->config;
	struct runner_config config = { .target = c->target, .cases = c->cases, .context = c->context,
					.case_globs = c->case_globs, .rule_globs = c->rule_globs, .slow = c->slow || c->target->embedded,
					.stop_at_fail = c->stop, .jobs = c->jobs, .seed = c->seed, .over = c->over, .arg = c->arg };

	c->context->server_count = 0;
	c->context->impaired = c->impairment.loss || c->impairment.duplicate || c->impairment.reorder;
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++) {
		if (!c->target->has[t])
			continue;
		c->context->servers[c->context->server_count++] = c->target->uri[t];
		if (fill_setting(&config.settings[t], c, (enum transport)t, error))
			return -1;
	}
	if (*c->target->hook_restart) {
		config.restart = restart;
		config.arg = s;
		config.over = NULL;
	}
	s->runner = runner_new(&config);
	return 0;
}

static int loop(struct session *s, struct error *error)
{
	struct sigaction action = { .sa_handler = on_signal }, before_int, before_term;
	int bad;

	caught = 0;
	running_host = s->host;
	sigaction(SIGINT, &action, &before_int);
	sigaction(SIGTERM, &action, &before_term);
	bad = host_run(s->host, runner_done, s->runner, error);
	sigaction(SIGINT, &before_int, NULL);
	sigaction(SIGTERM, &before_term, NULL);
	running_host = NULL;
	if (caught)
		runner_interrupt(s->runner);
	return bad;
}

static void take_apart(struct session *s)
{
	if (s->host)
		host_free(s->host);
	runner_free(s->runner);
	server_free(s->server);
	watch_free(&s->watch);
	free(s->known.list);
}

int session_run(const struct session_config *config, struct run_result *result, struct error *error)
{
	struct session s = { .config = config };
	struct binding reference;
	uint64_t began;
	int bad;

	binding_default(&reference);
	bad = open_host(&s, error) || (config->target->embedded && embed(&s, &reference, error)) || open_runner(&s, error) ||
	      watch_open(&s.watch, config->context, false, config->pcap, config->keylog, found, &s, error);
	if (bad) {
		take_apart(&s);
		return -1;
	}
	began = host_now(s.host);
	host_engine(s.host, &runner_engine, s.runner, true);
	bad = loop(&s, error);
	result->started_ns = began;
	result->took_ns = host_now(s.host) - began;
	bad = watch_end(&s.watch, host_now(s.host), error) || bad;
	runner_result(s.runner, result);
	judge_add(&result->tally, s.watch.judge);
	take_apart(&s);
	return bad ? -1 : 0;
}
