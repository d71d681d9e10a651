/* conformance/judge/asking.c - the rules of a moment, picked by facts. */
#include "conformance/judge/asking.h"

#include <assert.h>

static void enter(struct asking *asking, const struct rule *rule)
{
	for (unsigned moment = 0; moment < MOMENTS; moment++) {
		struct asking_list *list = &asking->lists[rule->scope][moment];
		if (!(rule->moments & 1u << moment))
			continue;
		assert(list->count < RULES_MOST);
		struct gate gate = gate_of(rule);
		list->rules[list->count++] = (struct asked_rule){ gate, rule, 0 };
		list->looked_at |= gate.asked_with | (gate.held_with == NEVER_HELD ? 0 : gate.held_with);
	}
}

void asking_init(struct asking *asking, const struct context *context)
{
	for (unsigned i = 0; rule_row(i); i++)
		if (!clause_not_applicable(clause_row(rule_row(i)->clause), context))
			enter(asking, rule_row(i));
}

void asking_open(struct asking *asking)
{
	for (unsigned scope = 0; scope < SCOPES; scope++)
		for (unsigned moment = 0; moment < MOMENTS; moment++)
			for (unsigned i = 0; i < asking->lists[scope][moment].count; i++)
				asking->lists[scope][moment].rules[i].gate = (struct gate){ 0, NEVER_HELD };
}

struct asking_list *asking_at(struct asking *asking, enum scope scope, enum moment moment)
{
	return &asking->lists[scope][__builtin_ctz(moment)];
}

/* --- selections --- */

static bool is_held(const struct asked_rule *asked, uint64_t facts) { return !(asked->gate.held_with & ~facts); }

/* Facts that have been seen often give way to others: what they held is kept with the rules. */
static void pick(struct asking_list *list, struct selection *s, uint64_t facts)
{
	unsigned count = 0;

	for (unsigned i = 0; i < list->count; i++) {
		struct asked_rule *asked = &list->rules[i];
		if (s->times && is_held(asked, s->facts))
			asked->held += s->times;
		if (!is_held(asked, facts) && !(asked->gate.asked_with & ~facts))
			s->calls[count++] = (uint8_t)i;
	}
	s->facts = facts;
	s->times = 0;
	s->call_count = (uint8_t)count;
}

const struct selection *asking_select(struct asking_list *list, uint64_t all_facts)
{
	uint64_t facts = all_facts & list->looked_at;
	struct selection *s = &list->selections[facts * 0x9e3779b97f4a7c15u >> 58];

	if (s->facts != facts || !s->times)
		pick(list, s, facts);
	s->times++;
	return s;
}
_Static_assert(SELECTIONS == 1 << (64 - 58), "six bits choose one");

static uint64_t held_times(const struct asking_list *list, const struct asked_rule *asked)
{
	uint64_t times = asked->held;

	for (unsigned i = 0; i < SELECTIONS; i++)
		if (list->selections[i].times && is_held(asked, list->selections[i].facts))
			times += list->selections[i].times;
	return times;
}

static void add_list(struct tally *tally, const struct asking_list *list)
{
	for (unsigned i = 0; i < list->count; i++)
		tally->rows[list->rules[i].rule->clause].held += held_times(list, &list->rules[i]);
}

void asking_add(struct tally *tally, const struct asking *asking)
{
	for (unsigned scope = 0; scope < SCOPES; scope++)
		for (unsigned moment = 0; moment < MOMENTS; moment++)
			add_list(tally, &asking->lists[scope][moment]);
}
