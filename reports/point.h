/* reports/point.h - results as CI systems count them: test points, each ok or not.
 *
 * A run's cases, the rules that a check judged, or a load's thresholds and the rules that its answers broke or kept. Findings outside any case that are worse than a note
 * make a point of their own, so that no report is green where the exit status is not. */
#ifndef REPORTS_POINT_H
#define REPORTS_POINT_H

#include <stdio.h>

#include "conformance/load_result.h"
#include "conformance/result.h"

enum point_state {
	POINT_OK,
	POINT_FAILED,
	POINT_ERROR,		/* ours, or undecided in a run: never green */
	POINT_SKIPPED,
	POINT_EXPECTED,	/* failed as a waiver says */
	POINT_STATES
};

/* Strings are the result's or constants; findings are the result's. */
struct point {
	const char *suite;	/* a run's link; a group of rules; "load" */
	const char *id, *title, *reason, *place;	/* reason, place: may be NULL */
	enum verdict verdict;
	enum point_state state;
	bool by_choice;		/* slow, and left out */
	uint64_t took_ns;
	const struct finding **findings;
	size_t finding_count;
	char said[96];		/* where the reason is made for this point */
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
int points_print_load(FILE *, const struct load_result *, void (*print)(FILE *, const struct points *));

#endif
