/* cli/load.c - m5gtest load: a population of virtual UEs against a server. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/load_run.h"
#include "cli/load_setup.h"

static int write_reports(const struct load_setup *setup, const struct load_run *run, const struct options *options, struct error *error)
{
	struct report_style style = setup_style(&options->reporting);

	for (unsigned i = 0; i < setup->reports.count; i++)
		if (report_load_to(setup->reports.list[i].format, setup->reports.list[i].path, &run->result, &style, error))
			return -1;
	return 0;
}

static int run_and_report(const struct load_setup *setup, const struct options *options)
{
	struct load_run run = { .setup = setup, .options = options,
				.talk = isatty(STDERR_FILENO) && !options->reporting.quiet };
	struct error error;
	int status, bad = load_run(&run, &error);

	if (bad)
		complain(EXIT_OURS, "%s", error.text);
	if (run.result.rules && write_reports(setup, &run, options, &error))
		bad = complain(EXIT_OURS, "%s", error.text);
	status = bad ? EXIT_OURS : load_result_status(&run.result, options->reporting.allow_inconc);
	if (!bad && load_run_signal())
		status = 128 + load_run_signal();
	load_run_free(&run);
	return status;
}

int command_load(const struct options *options)
{
	struct load_setup setup = { 0 };
	struct error error;
	int status;

	if (options->operand_count != 2 || !*options->operands[0] || !*options->operands[1])
		return complain(EXIT_USAGE, "load takes a scenario and a target: a URI, a target file, or the word embedded");
	if (load_setup(&setup, options, &error))
		status = complain_of(&error);
	else
		status = run_and_report(&setup, options);
	load_setup_free(&setup);
	return status;
}
