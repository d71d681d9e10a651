/* conformance/waiver.h - fails that are known and accepted for a while, and cannot rot.
 *
 *     waivers:
 *       - {case: "REG-00*", rule: COAP-MSG-10, server: "acme*", link: coap,
 *          symptom: "expected the request's Token (*), got *", reason: "fixed in 1.3",
 *          see: "https://acme.example/1234", until: 2026-12-31}
 *
 * A waiver names a case, a rule or both (globs), the symptom, a reason and its last day; `see` says where
 * more is written. The symptom is the whole of what the finding or the steps say, "expected ..., got ...",
 * or the whole of what was got; `*` stands for what differs from run to run. Another symptom stays red; a case that
 * passes although a waiver names it alone is xpass; a waiver past its day, or that waived nothing in a
 * whole run, is stale and red. */
#ifndef CONFORMANCE_WAIVER_H
#define CONFORMANCE_WAIVER_H

#include <stddef.h>

#include "conformance/case.h"
#include "conformance/result.h"
#include "wire/error.h"

struct waiver {
	char case_glob[64], rule_glob[64], server_glob[128], link[8], symptom[400], reason[200], see[200];
	char until[12];			/* "2026-12-31" */
	char place[256];		/* file:line */
	unsigned used;
};

struct waivers {
	struct waiver *list;
	size_t count;
};

/* Ids that no case or rule bears, a missing symptom, reason or day: file:line:column. */
int waivers_read(struct waivers *, const char *path, const struct case_table *, struct error *);
/* TODAY as "2026-11-23". Turns waived fails into xfail, passes into xpass, and lists what is stale. */
void waivers_apply(struct waivers *, struct run_result *, const char *today);
void waivers_free(struct waivers *);

#endif
