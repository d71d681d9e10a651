/* conformance/judge/unjudged.h - the clauses that no rule judges, each with its answer. */
#ifndef JUDGE_UNJUDGED_H
#define JUDGE_UNJUDGED_H

#include "conformance/judge/clause.h"

enum unjudged_kind {
	UNJUDGED_SAME,		/* the row that its same-as names reports it */
	UNJUDGED_BY_CASE,	/* a case decides it by what it expects: no single message shows it */
	UNJUDGED_UNTESTABLE,	/* nothing that can be watched tells */
	UNJUDGED_OUT_OF_SCOPE,
	UNJUDGED_LEFT_OPEN,	/* the specification does not say enough */
	UNJUDGED_NOT_YET	/* with the issue that will */
};

struct unjudged {
	enum clause_id clause;
	enum unjudged_kind kind;
	const char *because;
};

/* NULL: a rule judges it. A row that is the same as another has an answer of its own. */
const struct unjudged *unjudged_of(enum clause_id);
const struct unjudged *unjudged_row(unsigned index);	/* NULL: past the end */
const char *unjudged_word(enum unjudged_kind);		/* "left open by the specification" */

#endif
