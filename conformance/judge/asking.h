/* conformance/judge/asking.h - which rules are asked at a moment, and which of them of a subject with these facts.
 *
 * Most subjects look alike at a glance (conformance/judge/gate.h): the rules to call are picked once for the same facts,
 * and what is known to be held without a call is counted as so many times the same. */
#ifndef JUDGE_ASKING_H
#define JUDGE_ASKING_H

#include "conformance/judge/gate.h"
#include "conformance/judge/judge.h"

enum { SCOPES = ON_ASSOCIATION + 1, MOMENTS = 7, RULES_MOST = 250, SELECTIONS = 64 };

struct asked_rule {
	struct gate gate;
	const struct rule *rule;
	uint64_t held;			/* without a call, by selections that gave way to others */
};

struct selection {
	uint64_t facts, times;		/* times: so often; 0: an empty place */
	uint8_t call_count;
	uint8_t calls[RULES_MOST];	/* indices into the list */
};

struct asking_list {
	unsigned count;
	uint64_t looked_at;		/* facts that some gate here names: others make no difference */
	struct asked_rule rules[RULES_MOST];
	struct selection selections[SELECTIONS];
};

/* The rules that apply in a context, sorted out once. */
struct asking {
	struct asking_list lists[SCOPES][MOMENTS];
};

void asking_init(struct asking *, const struct context *);	/* one that is all zeros */
void asking_open(struct asking *);	/* all gates: every rule is called */
struct asking_list *asking_at(struct asking *, enum scope, enum moment);
/* The rules to call of a subject with these facts, which is counted. */
const struct selection *asking_select(struct asking_list *, uint64_t facts);
/* What was held without a call. */
void asking_add(struct tally *, const struct asking *);

#endif
