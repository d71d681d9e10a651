/* conformance/judge/report.h - from a rule's answer to a count and a finding. */
#ifndef JUDGE_REPORT_H
#define JUDGE_REPORT_H

#include "conformance/judge/judge.h"
#include "conformance/judge/stash.h"

struct reporter {
	const struct context *context;
	void (*found)(void *arg, const struct finding *);
	void *arg;
	bool binding_confirmed;
	enum verdict verdicts[CLAUSE_COUNT];
	bool oracle_said[CLAUSE_COUNT];		/* "state not observable" is reported once a rule */
	struct tally_row rows[CLAUSE_COUNT];
};

void reporter_init(struct reporter *, const struct context *, void (*found)(void *, const struct finding *), void *arg);
void note_clear(struct note *);
void report_answer(struct reporter *, const struct rule *, enum answer, const struct subject *, const struct note *);
/* What was said of the association counts now. */
void report_stash(struct reporter *, struct stash *);

#endif
