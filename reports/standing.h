/* reports/standing.h - how each rule stands after a run or a check, and how much of the text was exercised. */
#ifndef REPORTS_STANDING_H
#define REPORTS_STANDING_H

#include <stdbool.h>
#include <stdint.h>

#include "conformance/result.h"

struct load_result;

/* One clause. The verdict is the worst of its answers: an answer that could not be given is never a pass. */
struct standing {
	const struct clause *clause;
	const char *not_applicable;	/* why, in words; NULL: it applies */
	bool automated;			/* a function judges it */
	enum verdict verdict;		/* not-run: never asked */
	uint64_t held, broken, cannot_say;
};

/* A partition of the table: rules = unjudgeable + not_applicable + judged + undecided + idle. */
struct coverage {
	unsigned rules, unjudgeable, not_applicable;	/* unjudgeable: no function judges it */
	unsigned judged, undecided, idle;		/* undecided: could never say; idle: not exercised */
};

/* The caller frees the CLAUSE_COUNT rows. */
struct standing *standing_of_run(const struct run_result *);
struct standing *standing_of_check(const struct check_result *);
struct standing *standing_of_load(const struct load_result *);
struct coverage coverage_of(const struct standing *);

#endif
