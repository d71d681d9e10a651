/* reports/render.h - the renderers: pure functions from a result to text, a row each in format.def.
 *
 * They return 0, or -1 where writing failed (the stream's error flag tells no more). They never look at
 * anything but their arguments. */
#ifndef REPORTS_RENDER_H
#define REPORTS_RENDER_H

#include "reports/report.h"

int console_run(FILE *, const struct run_result *, const struct report_style *);
int console_load(FILE *, const struct load_result *, const struct report_style *);
int json_report_load(FILE *, const struct load_result *, const struct report_style *);
int console_replay(FILE *, const struct replay_result *, const struct report_style *);
int json_report_replay(FILE *, const struct replay_result *, const struct report_style *);
int junit_load(FILE *, const struct load_result *, const struct report_style *);
int tap_load(FILE *, const struct load_result *, const struct report_style *);
int github_load(FILE *, const struct load_result *, const struct report_style *);
int console_check(FILE *, const struct check_result *, const struct report_style *);
int json_report_run(FILE *, const struct run_result *, const struct report_style *);
int json_report_check(FILE *, const struct check_result *, const struct report_style *);
int junit_run(FILE *, const struct run_result *, const struct report_style *);
int junit_check(FILE *, const struct check_result *, const struct report_style *);
int tap_run(FILE *, const struct run_result *, const struct report_style *);
int tap_check(FILE *, const struct check_result *, const struct report_style *);
int github_run(FILE *, const struct run_result *, const struct report_style *);
int github_check(FILE *, const struct check_result *, const struct report_style *);

#endif
