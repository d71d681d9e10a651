/* reports/point.h - results as CI systems count them: test points, each ok or not.
 *
 * A run's cases, or the rules that a check judged. Findings outside any case that are worse than a note
 * make a point of their own, so that no report is green where the exit status is not. */
#ifndef REPORTS_POINT_H
#define REPORTS_POINT_H

#include <stdio.h>

#include "conformance/result.h"

enum outcome {
	OUTCOME_OK,
	OUTCOME_FAILED,
	OUTCOME_ERROR,		/* ours, or undecided in a run: never green */
	OUTCOME_SKIPPED,
	OUTCOME_EXPECTED,	/* failed as a waiver says */
	OUTCOME_COUNT
};

/* Strings are the result's or constants; findings are the result's. */
struct point {
	const char *suite;	/* a run's link; a check's group of rules */
	const char *id, *title, *reason, *place;	/* reason, place: may be NULL */
	enum verdict verdict;
	enum outcome outcome;
	bool by_choice;		/* slow, and left out */
	uint64_t took_ns;
	const struct finding **findings;
	size_t finding_count;
};

struct property {
	const char *name;
	char *value;
};

struct points {
	struct point *list;
	size_t count;
	struct property properties[8];	/* what was asked */
	size_t property_count;
	char *summary;
	uint64_t took_ns;
};

/* Hands the points of a result to PRINT, which need not look for write errors; 0, or -1 where there was one. */
int points_print_run(FILE *, const struct run_result *, void (*print)(FILE *, const struct points *));
int points_print_check(FILE *, const struct check_result *, void (*print)(FILE *, const struct points *));

#endif
