/* reports/report.h - results as text that people or CI systems read: a table of pure renderers. */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "conformance/result.h"
#include "wire/error.h"

struct load_result;
struct replay_result;

struct report_style {
	bool colour, quiet, verbose;
	bool shell_is_terminal;
};

/* A row of reports/format.def. */
struct report_format {
	const char *word, *text;	/* "junit", what reads it */
	int (*run)(FILE *, const struct run_result *, const struct report_style *);
	int (*check)(FILE *, const struct check_result *, const struct report_style *);
	int (*load)(FILE *, const struct load_result *, const struct report_style *);
	int (*replay)(FILE *, const struct replay_result *, const struct report_style *);	/* NULL: not of a replay */
};

const struct report_format *report_format_named(const char *word);
const struct report_format *report_format_row(unsigned index);

/* "json:out.json", "junit:-": the format, and PATH into the words; -1 with what is known. */
const struct report_format *report_wanted(const char *words, const char **path, struct error *);

/* Whether PATH can be written, asked before the work that it is to report; nothing stays. -1 with the reason. */
int report_reach(const char *path, struct error *);

/* Writes to a temporary name beside PATH and renames; "-" is standard output. Nothing half-written stays. */
int report_run_to(const struct report_format *, const char *path, const struct run_result *,
		  const struct report_style *, struct error *);
int report_check_to(const struct report_format *, const char *path, const struct check_result *,
		    const struct report_style *, struct error *);
int report_load_to(const struct report_format *, const char *path, const struct load_result *,
		   const struct report_style *, struct error *);
int report_replay_to(const struct report_format *, const char *path, const struct replay_result *,
		     const struct report_style *, struct error *);
/* Anything else in the same way (PATH NULL: to standard error): WRITE returns -1 where writing failed. */
int report_file(const char *path, int (*write)(FILE *, const void *arg), const void *arg, struct error *);

#endif
