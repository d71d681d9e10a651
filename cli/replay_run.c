/* cli/replay_run.c - a replay from the first handshake to the judge's last word. */
#include "cli/replay_run.h"

#include <string.h>

#include "cli/embedded.h"
#include "cli/sameness.h"
#include "cli/watch.h"

struct replay_run {
	const struct replay_run_config *config;
	struct host *host;
	struct watch watch;
	struct embeddeds embedded;
	struct endpoint peers[2];
	struct raw_list findings;
	struct replay *replay;
};

/* What the captured client did wrong is not what is asked. */
static void found(void *arg, const struct finding *finding)
{
	if (finding->by & (SIDE_SERVER | SIDE_GATEWAY))
		raw_list_add(&((struct replay_run *)arg)->findings, finding);
}

static int open_embedded(struct replay_run *r, struct error *error)
{
	static const struct case_table no_cases;
	const struct session_config like_a_run = { .target = r->config->target, .context = r->config->context, .cases = &no_cases,
						   .faults = r->config->faults };

	return embeddeds_open(&r->embedded, r->host, &like_a_run, error);
}

static int open_target(struct replay_run *r, struct error *error)
{
	const struct replay_run_config *c = r->config;

	if (c->target->embedded && open_embedded(r, error))
		return -1;
	c->context->server_count = 0;
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++) {
		const struct uri *uri = c->target->embedded ? &r->embedded.list[0].uri[t] : &c->target->uri[t];
		if (!c->target->has[t])
			continue;
		c->context->servers[c->context->server_count++] = *uri;
		if (host_resolve(&r->peers[t], uri, error))
			return -1;
	}
	return 0;
}

static int open_host(struct replay_run *r, struct error *error)
{
	const struct replay_run_config *c = r->config;
	struct host_config config = { .jump = c->target->embedded && !c->real_time, .tap = watch_datagram, .tap_arg = &r->watch,
				      .keylog = watch_keylog, .keylog_arg = &r->watch };

	if (session_hook_reset(c->target, error))
		return -1;
	r->host = host_new(&config, error);
	return r->host ? 0 : -1;
}

static struct replay *new_replay(const struct replay_run_config *c, const struct endpoint *peers)
{
	bool patient = c->target->embedded && !c->real_time;
	struct replay_config config = {
		.script = c->script, .target = c->target, .peers = peers, .ignored = c->ignored, .speed = c->speed, .keep_ids = c->keep_ids,
		.copies = c->copies, .handshake_within_ns = (patient ? 65ull : 12ull) * NS_PER_S,
		.answer_within_ns = c->answer_within_ns ? c->answer_within_ns : (patient ? 95ull : 10ull) * NS_PER_S,
	};

	return replay_new(&config);
}

static int play(struct replay_run *r, struct error *error)
{
	r->replay = new_replay(r->config, r->peers);
	host_engine(r->host, &replay_engine, r->replay, true);
	int bad = session_loop(r->host, replay_done, r->replay, error);
	bad = watch_end(&r->watch, host_now(r->host), error) || bad;
	if (!bad && replay_unreachable(r->replay))
		bad = error_set(error, "%s cannot be reached", r->config->target->words);
	return bad ? -1 : 0;
}

static void take_apart(struct replay_run *r)
{
	if (r->host)
		host_free(r->host);
	replay_free(r->replay);
	embeddeds_free(&r->embedded);
	watch_free(&r->watch);
}

int replay_run(const struct replay_run_config *config, struct replay_result *result, struct error *error)
{
	struct replay_run r = { .config = config };
	int bad = open_host(&r, error) || open_target(&r, error) ||
		  watch_open(&r.watch, config->context, false, config->pcap, NULL, found, &r, error) || play(&r, error);

	if (r.replay)
		replay_tell(r.replay, result);
	result->findings = r.findings.findings;
	result->finding_count = r.findings.count;
	if (r.replay)
		replay_result_count(result);
	take_apart(&r);
	return bad ? -1 : 0;
}

void replay_run_list(const struct replay_run_config *config, struct replay_result *result)
{
	struct replay *replay = new_replay(config, NULL);

	replay_tell(replay, result);
	replay_result_count(result);
	replay_free(replay);
}
