/* cli/setup.h - options to what is tested and what it is judged by. */
#ifndef CLI_SETUP_H
#define CLI_SETUP_H

#include "cli/options.h"
#include "conformance/case.h"
#include "conformance/judge/context.h"
#include "conformance/target.h"
#include "reports/report.h"
#include "server/fault.h"
#include "sim/client_fault.h"

/* Where the case tables are: M5GTEST_DATADIR, or what was installed. */
const char *setup_datadir(void);
/* Edition, rulebook, readings, features, strictness, binding, server: what both run and check take. The
 * second changes a context only in what the options say. */
int setup_context(struct context *, const struct judging_options *, struct error *);
int setup_judging(struct context *, const struct judging_options *, struct error *);
/* What the judge may know of the pool: who may use which UE Service ID, but no key. */
void setup_ues(struct context *, const struct identities *ues);
/* The target with the options over it (psk-file, binding), and the context with what the target says. */
int setup_target(struct target *, struct context *, const struct options *, const char *words, struct error *);
/* Declares them, as far as they go together; with AKMA the embedded target's UEs get their keys by it. */
int setup_features(struct target *, struct context *, uint32_t features, struct error *);
/* The rows of --fault's words, into WORDS_MAX + 1 pointers that are zero. */
/* --dtls: what it says, or what OWN was. */
int setup_own_dtls(bool *own, const char *word, struct error *);
int setup_faults(const struct fault **, const struct words *, struct error *);
/* The same where a word may be a fault of our own UE too: of those one, at most. */
int setup_both_faults(const struct fault **, const struct client_fault **, const struct words *, struct error *);
/* "1", "0.5": percent to millionths. */
int setup_chance(const char *option, const char *text, uint32_t *millionths, struct error *);
/* Colour and quietness. */
struct report_style setup_style(const struct reporting_options *);

/* One --report each, checked before anything runs. */
struct wanted_report {
	const struct report_format *format;
	const char *path;
};
struct wanted_reports {
	struct wanted_report list[WORDS_MAX + 1];
	unsigned count;
};
/* The console goes to standard output unless another report does; to standard error (PATH is NULL) where the capture
 * does. */
int setup_reports(struct wanted_reports *, const struct reporting_options *, struct error *);
/* A load's reports, run here or merged; the first that cannot be written ends it. */
int setup_write_load(const struct wanted_reports *, const struct load_result *, const struct reporting_options *, struct error *);

#endif
