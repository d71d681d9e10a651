/* conformance/judge/rule.c - the table of rules: rule.def with the functions of rules_*.c. */
#include "conformance/judge/rules.h"

static const struct rule rows[] = {
#define RULE(clause_, scope_, moments_, needs_, function)                                                               \
	{ .clause = CLAUSE_##clause_, .scope = scope_, .moments = (moments_), .needs = (needs_), .holds = function },
#include "conformance/judge/rule.def"
#undef RULE
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

const struct rule *rule_row(unsigned index) { return index < ROWS ? &rows[index] : NULL; }

const struct rule *rule_of(enum clause_id clause)
{
	for (unsigned i = 0; i < ROWS; i++)
		if (rows[i].clause == clause)
			return &rows[i];
	return NULL;
}

unsigned rule_count(void) { return ROWS; }
