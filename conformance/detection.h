/* conformance/detection.h - what the self-test found: which fault was noticed, by what. */
#ifndef CONFORMANCE_DETECTION_H
#define CONFORMANCE_DETECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "conformance/result.h"

enum killed { KILLED_NAMED, KILLED_ORACLE, KILLED_OTHER, SURVIVED };
const char *killed_word(enum killed);

/* One fault, or one null server. */
struct detection_row {
	const char *word, *clause, *expected, *links;	/* borrowed from the tables */
	enum killed killed;
	char by[300];			/* the rules and cases that were red, space-separated */
	char reason[200];		/* null servers: what passed that must not; survivors: what was seen */
	size_t passed;			/* null servers: cases that passed */
};

struct detection {
	struct detection_row *faults, *nulls;
	size_t fault_count, null_count;
	size_t killed[SURVIVED + 1];
	size_t false_alarms;		/* of the faultless server: fails, warns, errors, inconcs */
	char false_alarm[300];		/* the first of them */
	size_t clean_cases;		/* passes of the faultless server */
	size_t compared, same;		/* runs whose capture was judged again; with the same findings */
	char difference[360];		/* the first that differed */
};

/* What a run with a fault shows, against what its row expects. */
void detection_judge(struct detection_row *, const struct run_result *);
int detection_status(const struct detection *);
void detection_free(struct detection *);

#endif
