/* cli/load.c - m5gtest load: a population of virtual UEs against a server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/interruption.h"
#include "cli/load_run.h"
#include "cli/load_setup.h"

static int run_and_report(const struct load_setup *setup, const struct options *options)
{
	struct load_run run = { .setup = setup, .options = options,
				.talk = isatty(STDERR_FILENO) && !options->reporting.quiet };
	struct error error;
	int status, bad = load_run(&run, &error);

	if (bad)
		complain(EXIT_OURS, "%s", error.text);
	if (run.result.rules && setup_write_load(&setup->reports, &run.result, &options->reporting, &error))
		bad = complain(EXIT_OURS, "%s", error.text);
	status = bad ? EXIT_OURS : load_result_status(&run.result, options->reporting.allow_inconc);
	if (!bad && interruption_signal())
		status = 128 + interruption_signal();
	load_run_free(&run);
	return status;
}

/* --- the files of one part among many --- */

enum { NAMED_MOST = WORDS_MAX + 4 };

/* Every path on the command line that this part writes. Returns how many. */
static unsigned written_paths(struct options *o, const char **paths[NAMED_MOST])
{
	const char **const single[] = { &o->reporting.pcap, &o->judging.keylog, &o->loading.metrics, &o->loading.seconds };
	unsigned n = 0;

	for (unsigned i = 0; i < o->reporting.reports.count; i++)
		paths[n++] = &o->reporting.reports.list[i];
	for (unsigned i = 0; i < sizeof(single) / sizeof(*single); i++)
		if (*single[i])
			paths[n++] = single[i];
	return n;
}

/* Parts that one command line starts would write the same files: each has its number in the name. */
static int name_paths(struct options *mine, const struct shard *shard, char *names[NAMED_MOST], struct error *error)
{
	const char **paths[NAMED_MOST];
	unsigned count = written_paths(mine, paths);

	for (unsigned i = 0; i < count; i++) {
		const char *said = *paths[i];
		size_t len = strlen(said);
		bool is_stdout = len > 2 && !strcmp(said + len - 2, ":-");
		if (shard->by && shard->count > 1 && !is_stdout && !strstr(said, "{shard}"))
			return error_set(error, "%s starts %u parts, and all would write %s: put {shard} into the name", shard->by,
					 shard->count, said);
		*paths[i] = names[i] = shard_path(shard, said);
	}
	return 0;
}

int command_load(const struct options *options)
{
	struct load_setup setup = { 0 };
	struct options mine = *options;
	char *names[NAMED_MOST] = { NULL };
	struct error error;
	int status;

	if (options->operand_count != 2 || !*options->operands[0] || !*options->operands[1])
		return complain(EXIT_USAGE, "load takes a scenario and a target: a URI, a target file, or the word embedded");
	if (shard_read(&setup.shard, options->loading.shard, &error) || name_paths(&mine, &setup.shard, names, &error) ||
	    load_setup(&setup, &mine, &error))
		status = complain_of(&error);
	else
		status = run_and_report(&setup, &mine);
	load_setup_free(&setup);
	for (unsigned i = 0; i < NAMED_MOST; i++)
		free(names[i]);
	return status;
}
