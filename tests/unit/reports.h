/* tests/unit/reports.h - the suites of check_reports, one a file, and the results that they render. */
#ifndef TESTS_REPORTS_H
#define TESTS_REPORTS_H

#include <check.h>

#include "reports/render.h"

Suite *escape_tests(void);
Suite *console_tests(void);
Suite *json_report_tests(void);
Suite *ci_tests(void);
Suite *file_tests(void);
Suite *ladder_tests(void);
Suite *load_report_tests(void);

/* A context of defaults but for T1=literal; seven cases on two links, among them every trouble a string can
 * be; eight selected, so that one was not reached. Everything else is zero or NULL. */
struct run_result *fixture_run(void);
/* One capture with two sessions, one dark; four findings. */
struct check_result *fixture_check(void);
/* A run and a check in which nothing was there. */
struct run_result *fixture_empty_run(void);
struct check_result *fixture_empty_check(void);
void fixture_run_free(struct run_result *);
void fixture_check_free(struct check_result *);

/* What the renderer writes; the caller frees. */
char *rendered_run(int (*)(FILE *, const struct run_result *, const struct report_style *), const struct run_result *,
		   struct report_style);
char *rendered_check(int (*)(FILE *, const struct check_result *, const struct report_style *),
		     const struct check_result *, struct report_style);

/* "rules: JUDGED judged, ..." for a table of which only these were asked; counted here without reports/. */
char *coverage_line(unsigned judged, unsigned undecided, const struct tally *, const struct context *);

/* Exactly EXPECTED; shows where they part. */
void expect_text(const char *actual, const char *expected);

#endif
