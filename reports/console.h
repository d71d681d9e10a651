/* reports/console.h - what both console reports write alike. */
#ifndef REPORTS_CONSOLE_H
#define REPORTS_CONSOLE_H

#include "reports/report.h"
#include "reports/standing.h"

/* The verdict's word, coloured by STYLE and filled with spaces to WIDTH. */
void console_verdict(FILE *, enum verdict, int width, const struct report_style *);
void console_finding(FILE *, const char *indent, const struct finding *, const struct report_style *);
/* Which text, edition, rulebook, binding, readings. */
void console_question(FILE *, const struct context *);
/* Rules judged and rules that nothing exercised, the latter by name where the style is verbose. */
void console_coverage(FILE *, const struct standing *, const struct report_style *);

#endif
