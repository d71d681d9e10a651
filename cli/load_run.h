/* cli/load_run.h - the parts of a load that run here, and what is said of them while they run. */
#ifndef CLI_LOAD_RUN_H
#define CLI_LOAD_RUN_H

#include <stdio.h>

#include "cli/load_parts.h"
#include "cli/load_setup.h"

struct load_run {
	const struct load_setup *setup;
	const struct options *options;
	struct load_parts *parts;
	FILE *seconds;				/* --seconds, or NULL */
	uint64_t told;				/* that have their line there */
	bool talk;				/* a live line */
	struct load_result result;		/* of all parts, at the end */
};

/* Runs to the end, or to a signal; the result is filled either way. -1: an error of ours or of the world. */
int load_run(struct load_run *, struct error *);
void load_run_free(struct load_run *);

#endif
