/* conformance/judge/report.h - from a rule's answer to a count and a finding; and which rules are asked when. */
#ifndef JUDGE_REPORT_H
#define JUDGE_REPORT_H

#include "conformance/judge/gate.h"
#include "conformance/judge/judge.h"
#include "conformance/judge/stash.h"

enum { SCOPES = ON_ASSOCIATION + 1, MOMENTS = 7, RULES_MOST = 320 };

struct asked_rule {
	struct gate gate;
	const struct rule *rule;
};

struct asking_list {
	unsigned count;
	struct asked_rule rules[RULES_MOST];
};

/* The rules that apply in a context, sorted out once. */
struct asking {
	struct asking_list lists[SCOPES][MOMENTS];
};

void asking_init(struct asking *, const struct context *);
void asking_open(struct asking *);	/* all gates: every rule is called */
const struct asking_list *asking_at(const struct asking *, enum scope, enum moment);

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
