/* conformance/judge/unjudged.c - the table of clauses without a rule, and its words. */
#include "conformance/judge/unjudged.h"

#include <stddef.h>

static const struct unjudged rows[] = {
#define UNJUDGED(name, kind_, because_) { .clause = CLAUSE_##name, .kind = UNJUDGED_##kind_, .because = because_ },
#include "conformance/judge/unjudged.def"
#undef UNJUDGED
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

const struct unjudged *unjudged_row(unsigned index) { return index < ROWS ? &rows[index] : NULL; }

const struct unjudged *unjudged_of(enum clause_id clause)
{
	for (unsigned i = 0; i < ROWS; i++)
		if (rows[i].clause == clause)
			return &rows[i];
	return NULL;
}

const char *unjudged_word(enum unjudged_kind kind)
{
	switch (kind) {
	case UNJUDGED_SAME:
		return "the same as another row";
	case UNJUDGED_BY_CASE:
		return "decided by cases";
	case UNJUDGED_UNTESTABLE:
		return "untestable";
	case UNJUDGED_OUT_OF_SCOPE:
		return "out of scope";
	case UNJUDGED_LEFT_OPEN:
		return "left open by the specification";
	case UNJUDGED_NOT_YET:
		return "not judged yet";
	}
	return "";
}
