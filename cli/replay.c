/* cli/replay.c - m5gtest replay: a capture's client side sent to a live server, and the answers compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/examination.h"
#include "cli/interruption.h"
#include "cli/replay_run.h"
#include "cli/session.h"
#include "cli/setup.h"
#include "pcap/script.h"

struct replaying {
	const struct options *options;
	struct wanted_reports reports;
	struct target target;
	struct context context;
	struct script script;
	const struct fault *faults[WORDS_MAX + 1];
	struct replay_run_config config;
	struct replay_result result;
};

static int read_speed(const char *text, double *speed, struct error *error)
{
	char *end;

	*speed = 1;
	if (!text)
		return 0;
	if (!strcmp(text, "max")) {
		*speed = 0;
		return 0;
	}
	*speed = strtod(text, &end);
	if (end == text || *end || !(*speed > 0 && *speed <= 1e6))
		return error_set(error, "--speed: '%s' is neither max nor a number above 0", text);
	return 0;
}

static int read_words(struct replaying *r, struct error *error)
{
	const struct replaying_options *o = &r->options->replaying;
	uint64_t timeout = 0;

	for (unsigned i = 0; i < o->ignored.count; i++)
		if (replay_check_ignored(o->ignored.list[i], error))
			return -1;
	if (read_speed(o->speed, &r->config.speed, error) ||
	    (r->options->running.timeout && option_number("--timeout", r->options->running.timeout, 1, 3600, &timeout, error)))
		return -1;
	for (unsigned i = 0; i < r->reports.count; i++)
		if (!r->reports.list[i].format->replay)
			return error_set(error, "--report: '%s' is not a format of replays (console, json)", r->reports.list[i].format->word);
	r->config.answer_within_ns = timeout * NS_PER_S;
	r->config.ignored = o->ignored.count ? o->ignored.list : NULL;
	r->config.keep_ids = o->keep_ids;
	r->config.copies = o->copies;
	r->config.real_time = r->options->running.real_time;
	r->config.pcap = r->options->reporting.pcap;
	return 0;
}

/* With --list alone no target need be named: then every link is there and no key is. */
static int read_target(struct replaying *r, struct error *error)
{
	const struct options *o = r->options;
	const char *words = o->operand_count > 1 ? o->operands[1] : "embedded";

	if (setup_context(&r->context, &o->judging, error) || setup_target(&r->target, &r->context, o, words, error))
		return -1;
	if (o->serving.faults.count && !r->target.embedded)
		return error_set(error, "--fault is for the embedded server only");
	return setup_faults(r->faults, &o->serving.faults, error);
}

/* The question that a run of ours was judged by; the options were put over it. What the captured server was is no matter. */
static void take_question(struct context *to, const struct context *captured)
{
	to->edition = captured->edition;
	to->rulebook = captured->rulebook;
	to->strict = captured->strict;
	to->binding = captured->binding;
	to->binding_confirmed = captured->binding_confirmed;
	memcpy(to->readings, captured->readings, sizeof(to->readings));
}

/* Who may use which UE Service ID: a PSK file does not say; then the capture of a run does, or nobody. */
static bool tells_ids(const struct replaying *r)
{
	return !r->options->judging.psk_file && !strstr(r->target.words, "://");
}

/* --server: clients of another one are left out. */
static void choose_server(struct script *script, const struct uri *server)
{
	struct endpoint at;

	for (size_t i = 0; i < script->client_count; i++) {
		struct script_client *c = &script->clients[i];
		bool address = !uri_literal(server, &at) || (c->server.family == at.family && !memcmp(c->server.addr, at.addr, sizeof(at.addr)));
		if (!address || c->server.port != server->port)
			snprintf(c->why_not, sizeof(c->why_not), "it spoke to another server than --server names");
	}
}

static int read_capture(struct replaying *r, struct error *error)
{
	const char *path = r->options->operands[0];
	struct script_maker *maker = script_maker_new();
	struct check_result check = { 0 };
	struct capture_tally tally;
	struct examination e;
	int bad = examination_begin(&e, &r->options->judging, &check, error);

	if (!bad) {
		keyring_identities(e.keyring, &r->target.ues);
		e.looks_on = script_maker_observation;
		e.looker = maker;
		bad = examination_read(&e, path, &tally, error);
		examination_end(&e);
	}
	script_maker_end(maker, e.dissector, &r->script);
	if (!bad && e.ours)
		take_question(&r->context, &e.context);
	if (!bad && !tells_ids(r))
		setup_ues(&r->context, e.ours ? &e.context.ues : &(struct identities){ .count = 0 });
	if (!bad && r->options->judging.server)
		choose_server(&r->script, &e.context.servers[0]);
	examination_free(&e);
	check_result_free(&check);
	return bad;
}

static int write_reports(struct replaying *r, struct error *error)
{
	struct report_style style = setup_style(&r->options->reporting);

	for (unsigned i = 0; i < r->reports.count; i++)
		if (report_replay_to(r->reports.list[i].format, r->reports.list[i].path, &r->result, &style, error))
			return -1;
	return 0;
}

static int replay_it(struct replaying *r)
{
	struct error error;
	bool list = r->options->reporting.list_only;

	r->result = (struct replay_result){ .capture = r->options->operands[0], .target = r->target.words, .embedded = r->target.embedded && !list,
					    .only_list = list, .context = &r->context, .script = &r->script };
	if (list)
		replay_run_list(&r->config, &r->result);
	else if (replay_run(&r->config, &r->result, &error))
		return complain(EXIT_OURS, "%s", error.text);
	if (write_reports(r, &error))
		return complain(EXIT_OURS, "%s", error.text);
	if (!list && interruption_signal())
		return 128 + interruption_signal();
	return replay_result_status(&r->result);
}

static int replay(struct replaying *r)
{
	struct error error;

	if (setup_reports(&r->reports, &r->options->reporting, &error) || read_words(r, &error) || read_target(r, &error))
		return complain(EXIT_USAGE, "%s", error.text);
	if (read_capture(r, &error))
		return complain(EXIT_OURS, "%s", error.text);
	r->config.target = &r->target;
	r->config.context = &r->context;
	r->config.script = &r->script;
	r->config.faults = r->faults[0] ? r->faults : NULL;
	return replay_it(r);
}

int command_replay(const struct options *options)
{
	struct replaying r = { .options = options };
	unsigned least = options->reporting.list_only ? 1 : 2;

	if (options->operand_count < least || options->operand_count > 2 || !*options->operands[0] ||
	    (options->operand_count == 2 && !*options->operands[1]))
		return complain(EXIT_USAGE, "replay takes a CAPTURE and a TARGET: a coap or coaps URI, a target file, or the word embedded");
	int status = replay(&r);
	replay_result_free(&r.result);
	script_free(&r.script);
	context_free(&r.context);
	target_free(&r.target);
	return status;
}
