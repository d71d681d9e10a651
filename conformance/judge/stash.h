/* conformance/judge/stash.h - what rules said of an association that is not yet known to carry CoAP.
 *
 * Rows of groups I, J and K hold for associations with CoAP, or with a named coaps server (facts 7);
 * a handshake comes before either shows. Counted when it does, dropped when it does not. */
#ifndef JUDGE_STASH_H
#define JUDGE_STASH_H

#include "conformance/judge/finding.h"

enum { STASHED_MOST = 12, STASH_ROWS = 160 };

struct stash {
	struct stashed_row { uint16_t clause, held; } rows[STASH_ROWS];
	unsigned row_count, finding_count;
	struct finding findings[STASHED_MOST];
};

void stash_held(struct stash *, enum clause_id);
void stash_finding(struct stash *, const struct finding *);

#endif
