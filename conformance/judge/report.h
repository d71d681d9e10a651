/* conformance/judge/report.h - from a rule's answer to a count and a finding. */
#ifndef JUDGE_REPORT_H
#define JUDGE_REPORT_H

#include "conformance/judge/judge.h"
#include "conformance/judge/stash.h"

struct reporter {
	const struct context *context;
	void (*found)(void *arg, const struct finding *);
	bool (*wants)(void *arg, const struct finding *);	/* NULL: all */
	void *arg;
	bool binding_confirmed;
	enum verdict verdicts[CLAUSE_COUNT];
	bool oracle_said[CLAUSE_COUNT];		/* "state not observable" is reported once a rule */
	struct tally_row rows[CLAUSE_COUNT];
};

void reporter_init(struct reporter *, const struct context *, void (*found)(void *, const struct finding *), void *arg);
/* Of an answer that is more than a count. NOTE: as the rule left it, without its words; STASH: of the association whose
 * rules wait until it is known to matter, or NULL. */
void report_noted(struct reporter *, const struct rule *, enum answer, const struct subject *, const struct note *,
		  struct stash *);

static inline void report_answer(struct reporter *r, const struct rule *rule, enum answer answer, const struct subject *s,
				 const struct note *note, struct stash *stash)
{
	if (answer == HELD && !stash)
		r->rows[rule->clause].held++;
	else if (answer != NOT_ASKED)
		report_noted(r, rule, answer, s, note, stash);
}

/* What was said of the association counts now. */
void report_stash(struct reporter *, struct stash *);

#endif
