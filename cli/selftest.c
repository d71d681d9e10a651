/* cli/selftest.c - m5gtest selftest: every fault and null server, and the faultless one, in virtual time. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/sameness.h"
#include "cli/session.h"
#include "cli/setup.h"
#include "cli/tables.h"
#include "conformance/detection.h"
#include "reports/detection.h"
#include "server/null.h"

struct selftest {
	const struct options *options;
	struct case_table cases;
	struct detection detection;
	uint64_t seed;
	char capture[512];		/* of the run at hand: judged again, then gone */
};

/* What the run found, and what `check` finds in its capture. */
static int compare_offline(struct selftest *s, struct raw_list *live, const char *what, struct error *error)
{
	struct detection *d = &s->detection;
	char differs[300] = "";
	bool same = false;

	if (sameness_check(s->capture, live, &same, differs, sizeof(differs), error))
		return -1;
	d->compared++;
	d->same += same;
	if (!same && !*d->difference)
		snprintf(d->difference, sizeof(d->difference), "%s: %s", what, differs);
	return 0;
}

/* One whole run against the embedded server, with what is wrong with it. */
static int run_one(struct selftest *s, const struct fault *fault, const char *null_server, const char *links,
		   struct run_result *result, struct context *context, struct error *error)
{
	const struct fault *faults[] = { fault, NULL };
	struct target target;
	struct options options = { .judging = s->options->judging };
	struct raw_list live = { 0 };
	struct session_config config = { .target = &target, .context = context, .cases = &s->cases, .seed = s->seed, .jobs = 1,
					 .faults = fault ? faults : NULL, .null_server = null_server, .pcap = s->capture,
					 .found = raw_list_add, .arg = &live,
					 .own_dtls = s->options->running.dtls && !strcmp(s->options->running.dtls, "own") };
	const char *what = fault ? fault->word : null_server ? null_server : "the faultless server";
	int bad;

	config.case_globs = s->options->running.cases.count ? s->options->running.cases.list : NULL;
	if (setup_context(context, &options.judging, error) || setup_target(&target, context, &options, "embedded", error))
		return -1;
	target.has[TRANSPORT_COAPS] = !links || strstr(links, "coaps");
	target.has[TRANSPORT_COAP] = !links || !strncmp(links, "coap ", 5) || !strcmp(links, "coap") || strstr(links, " coap");
	bad = session_run(&config, result, error) || compare_offline(s, &live, what, error);
	target_free(&target);
	raw_list_free(&live);
	remove(s->capture);
	return bad ? -1 : 0;
}

static void clean_up(struct run_result *result, struct context *context)
{
	run_result_free(result);
	context_free(context);
}

static bool wanted(const struct selftest *s, const char *word)
{
	const struct words *only = &s->options->serving.faults;

	for (unsigned i = 0; i < only->count; i++)
		if (!strcmp(only->list[i], word))
			return true;
	return !only->count;
}

static int test_fault(struct selftest *s, const struct fault *fault, struct error *error)
{
	struct detection *d = &s->detection;
	struct detection_row *row = &d->faults[d->fault_count++];
	struct run_result result = { 0 };
	struct context context;

	*row = (struct detection_row){ .word = fault->word, .clause = fault->clause, .expected = fault->expected,
				       .links = fault->links };
	if (run_one(s, fault, NULL, fault->links, &result, &context, error))
		return error_prepend(error, "%s: ", fault->word);
	detection_judge(row, &result);
	d->killed[row->killed]++;
	clean_up(&result, &context);
	return 0;
}

static int test_faults(struct selftest *s, struct error *error)
{
	const struct fault *fault;
	unsigned count = 0;

	while (fault_row(count))
		count++;
	s->detection.faults = calloc(count + 1, sizeof(*s->detection.faults));
	assert(s->detection.faults);
	for (unsigned i = 0; (fault = fault_row(i)); i++)
		if (wanted(s, fault->word) && test_fault(s, fault, error))
			return -1;
	return 0;
}

static int test_null(struct selftest *s, const struct null_server *null, struct error *error)
{
	struct detection_row *row = &s->detection.nulls[s->detection.null_count++];
	struct run_result result = { 0 };
	struct context context;

	*row = (struct detection_row){ .word = null->word, .expected = "", .links = null->links };
	if (run_one(s, NULL, null->word, null->links, &result, &context, error))
		return error_prepend(error, "%s: ", null->word);
	for (size_t i = 0; i < result.case_count; i++) {
		if (result.cases[i].verdict != VERDICT_PASS)
			continue;
		if (!row->passed++)
			snprintf(row->reason, sizeof(row->reason), "%s over %s", result.cases[i].id, result.cases[i].link);
	}
	clean_up(&result, &context);
	return 0;
}

static int test_nulls(struct selftest *s, struct error *error)
{
	const struct null_server *null;
	unsigned count = 0;

	while (null_server_row(count))
		count++;
	s->detection.nulls = calloc(count + 1, sizeof(*s->detection.nulls));
	assert(s->detection.nulls);
	for (unsigned i = 0; (null = null_server_row(i)); i++)
		if (wanted(s, null->word) && test_null(s, null, error))
			return -1;
	return 0;
}

static void alarm_of(struct detection *d, const struct case_result *c)
{
	if (!d->false_alarms++)
		snprintf(d->false_alarm, sizeof(d->false_alarm), "%s over %s: %s: %s", c->id, c->link, verdict_word(c->verdict),
			 c->reason ? c->reason : "");
}

/* The faultless server: no fail, no warn, no error, no inconc. */
static int test_clean(struct selftest *s, struct error *error)
{
	struct run_result result = { 0 };
	struct context context;

	if (run_one(s, NULL, NULL, NULL, &result, &context, error))
		return -1;
	for (size_t i = 0; i < result.case_count; i++) {
		const struct case_result *c = &result.cases[i];
		if (c->verdict == VERDICT_PASS)
			s->detection.clean_cases++;
		else if (c->verdict != VERDICT_NA)
			alarm_of(&s->detection, c);
	}
	s->detection.false_alarms += result.loose_count;
	clean_up(&result, &context);
	return 0;
}

static int print(struct selftest *s, const struct wanted_reports *reports, struct error *error)
{
	struct report_style style = setup_style(&s->options->reporting);

	for (unsigned i = 0; i < reports->count; i++) {
		const char *word = reports->list[i].format->word, *path = reports->list[i].path;
		FILE *out = strcmp(path, "-") ? fopen(path, "w") : stdout;
		if (!out)
			return error_set(error, "%s cannot be written", path);
		int bad = !strcmp(word, "json") ? report_detection_json(out, &s->detection)
						: report_detection_console(out, &s->detection, &style);
		bad = (out == stdout ? fflush(out) : fclose(out)) || bad;
		if (bad)
			return error_set(error, "%s cannot be written", path);
	}
	return 0;
}

int command_selftest(const struct options *options)
{
	struct selftest s = { .options = options, .seed = 1 };
	struct wanted_reports reports;
	struct error error;
	int status;

	if (options->operand_count)
		return complain(EXIT_USAGE, "selftest takes no operand");
	const char *temporary = getenv("TMPDIR");
	snprintf(s.capture, sizeof(s.capture), "%s/m5gtest-selftest-%ld.pcapng", temporary && *temporary ? temporary : P_tmpdir,
		 (long)getpid());
	if (setup_reports(&reports, &options->reporting, &error) ||
	    (options->running.seed && option_number("--seed", options->running.seed, 0, UINT32_MAX, &s.seed, &error)) ||
	    tables_read(&s.cases, &error))
		return complain(EXIT_USAGE, "%s", error.text);
	if (test_clean(&s, &error) || test_faults(&s, &error) || test_nulls(&s, &error) || print(&s, &reports, &error))
		status = complain(EXIT_OURS, "%s", error.text);
	else
		status = detection_status(&s.detection);
	detection_free(&s.detection);
	case_table_free(&s.cases);
	return status;
}
