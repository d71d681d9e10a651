/* cli/run.c - m5gtest run: case tables against a server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/interruption.h"
#include "cli/session.h"
#include "cli/setup.h"
#include "cli/tables.h"
#include "conformance/waiver.h"

struct run {
	const struct options *options;
	struct target target;
	struct context context;
	struct case_table cases;
	struct wanted_reports reports;
	struct run_result result;
	struct waivers waivers;
	const struct fault *faults[WORDS_MAX + 1];
	const struct client_fault *client_fault;
	unsigned done;
};

static int read_faults(struct run *run, struct error *error)
{
	const struct words *words = &run->options->serving.faults;

	if (words->count && !run->target.embedded)
		return error_set(error, "--fault is for the embedded server only");
	if (setup_both_faults(run->faults, &run->client_fault, words, error))
		return -1;
	for (unsigned i = 0; run->faults[i]; i++)
		if ((run->faults[i]->strike == STRIKE_GATEWAY) != run->target.gateway)
			return error_set(error, run->target.gateway ? "--fault %s is the server's: not with --sut gateway"
								    : "--fault %s is a Gateway UE's: say --sut gateway", run->faults[i]->word);
	return 0;
}

static int read_running(const struct running_options *o, struct session_config *config, struct error *error)
{
	uint64_t jobs = 0, timeout = 0;

	config->seed = (uint64_t)time(NULL) & 0xffffffff;
	if ((o->seed && option_number("--seed", o->seed, 0, UINT32_MAX, &config->seed, error)) ||
	    (o->jobs && option_number("--jobs", o->jobs, 1, 1000, &jobs, error)) ||
	    (o->timeout && option_number("--timeout", o->timeout, 1, 3600, &timeout, error)) ||
	    setup_chance("--loss", o->loss, &config->impairment.loss, error) ||
	    setup_chance("--duplicate", o->duplicate, &config->impairment.duplicate, error) ||
	    setup_chance("--reorder", o->reorder, &config->impairment.reorder, error) ||
	    setup_own_dtls(&config->own_dtls, o->dtls, error))
		return -1;
	config->jobs = (unsigned)jobs;
	config->answer_within_ns = timeout * NS_PER_S;
	config->exact_ids = o->exact_ids;
	config->far = o->far_side;
	config->slow = o->slow;
	config->stop = o->stop;
	config->real_time = o->real_time;
	return 0;
}

static int prepare(struct run *run, struct session_config *config, struct error *error)
{
	const struct options *o = run->options;

	if (setup_reports(&run->reports, &o->reporting, error) || setup_context(&run->context, &o->judging, error) ||
	    setup_target(&run->target, &run->context, o, o->operands[0], error) || read_faults(run, error) ||
	    read_running(&o->running, config, error) ||
	    tables_read(&run->cases, error) ||
	    (o->judging.waivers && waivers_read(&run->waivers, o->judging.waivers, &run->cases, error)))
		return -1;
	config->target = &run->target;
	config->context = &run->context;
	config->cases = &run->cases;
	config->case_globs = o->running.cases.count ? o->running.cases.list : NULL;
	config->rule_globs = o->running.rules.count ? o->running.rules.list : NULL;
	config->faults = run->faults[0] ? run->faults : NULL;
	config->client_fault = run->client_fault;
	config->pcap = o->reporting.pcap;
	config->keylog = o->judging.keylog;
	return 0;
}

/* Progress is talk: on a terminal only. */
static void over(void *arg, const struct case_result *one)
{
	struct run *run = arg;

	fprintf(stderr, "\r\033[K%u %s %s over %s", ++run->done, verdict_word(one->verdict), one->id, one->link);
}

/* One that cannot be written does not keep the others from being. */
static int write_reports(struct run *run, struct error *error)
{
	struct report_style style = setup_style(&run->options->reporting);
	int bad = 0;

	for (unsigned i = 0; i < run->reports.count; i++)
		bad |= report_run_to(run->reports.list[i].format, run->reports.list[i].path, &run->result, &style,
				     bad ? NULL : error);
	return bad;
}

static int print_config(const struct run *run)
{
	char *text = context_write(&run->context);

	printf("target=%s\ncases=%s (%zu rows)\n%s", run->target.words, setup_datadir(), run->cases.count, text ? text : "");
	free(text);
	return EXIT_OK;
}

static int dry_run(const struct session_config *config)
{
	struct served target = { .faults = "" };
	struct runner_config c = { .target = config->target, .cases = config->cases, .context = config->context,
				   .served = &target, .served_count = 1,
				   .case_globs = config->case_globs, .rule_globs = config->rule_globs };
	struct run_result result = { 0 };
	struct runner *runner = runner_new(&c);
	int status;

	runner_result(runner, &result);
	for (size_t i = 0; i < result.case_count; i++)
		printf("%-28s %-6s %s\n", result.cases[i].id, result.cases[i].link, result.cases[i].title);
	status = result.case_count ? EXIT_OK : complain(EXIT_NOTHING, "no case is selected (m5gtest list cases)");
	run_result_free(&result);
	runner_free(runner);
	return status;
}

static void apply_waivers(struct run *run)
{
	char today[16];
	time_t now = time(NULL);
	struct tm day;

	strftime(today, sizeof(today), "%Y-%m-%d", gmtime_r(&now, &day));
	waivers_apply(&run->waivers, &run->result, today);
}

static int play(struct run *run, struct session_config *config)
{
	struct error error;
	bool talk = isatty(STDERR_FILENO) && !run->options->reporting.quiet;
	int bad;

	config->over = talk ? over : NULL;
	config->arg = run;
	bad = session_run(config, &run->result, &error);
	if (talk && run->done)
		fprintf(stderr, "\r\033[K");
	if (bad)
		return complain(EXIT_OURS, "%s", error.text);
	apply_waivers(run);
	if (write_reports(run, &error))
		return complain(EXIT_OURS, "%s", error.text);
	if (!run->result.case_count)
		complain(EXIT_NOTHING, "no case is selected (m5gtest list cases)");
	if (interruption_signal())
		return 128 + interruption_signal();
	return run_result_status(&run->result, run->options->reporting.allow_inconc);
}

int command_run(const struct options *options)
{
	static struct run run;
	struct session_config config = { 0 };
	struct error error;
	int status;

	if (options->operand_count != 1 || !*options->operands[0])
		return complain(EXIT_USAGE, "run takes one TARGET: a coap or coaps URI, a target file, or the word embedded");
	run = (struct run){ .options = options };
	if (prepare(&run, &config, &error))
		return complain_of(&error);
	if (options->reporting.print_config)
		status = print_config(&run);
	else if (options->running.dry_run)
		status = dry_run(&config);
	else
		status = play(&run, &config);
	run_result_free(&run.result);
	waivers_free(&run.waivers);
	case_table_free(&run.cases);
	context_free(&run.context);
	target_free(&run.target);
	return status;
}
