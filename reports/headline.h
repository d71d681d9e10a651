/* reports/headline.h - what was asked, in the words that every report shares. */
#ifndef REPORTS_HEADLINE_H
#define REPORTS_HEADLINE_H

#include "conformance/result.h"

const char *headline_edition(const struct context *);	/* "cr" */
const char *headline_rulebook(const struct context *);	/* "ts24538" */
const char *headline_text(const struct context *);	/* "change request to TS 24.538 v1.1.0" */

/* "T1=literal T14=literal": the readings that are not at their defaults; "" where all are. The caller frees. */
char *headline_readings(const struct context *);

/* "embedded", "acme.yaml (acme 1.2)"; for embedded with "not your server". The caller frees. */
char *headline_target(const struct run_result *);

/* PICS: of each feature that was probed what the target declares and what was seen: "reneg yes, seen; block unset,
 * not seen". "" none. The caller frees. */
char *headline_features(const struct run_result *);
const char *headline_declared(const struct run_result *, unsigned bit);	/* "yes", "no", "unset" */
const char *headline_observed(const struct run_result *, unsigned bit);	/* "seen", "not seen", "not probed" */

/* "coap 0.2 to 0.4 ms": the round trips of first contact, by link. "" none was measured. The caller frees. */
char *headline_links(const struct run_result *);

/* "3 selected: 0 fail, 2 pass, 1 not-run (1 slow)": always adds up. The caller frees. */
char *headline_counts(const struct run_result *);

/* "3 findings: 1 fail, 0 warn, 1 inconc, 1 note". The caller frees. */
char *headline_found(const struct check_result *);

/* "fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 ...", by the one formatter, without its newline. The caller frees. */
char *headline_finding(const struct finding *);

#endif
