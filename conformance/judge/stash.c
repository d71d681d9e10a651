/* conformance/judge/stash.c - answers kept until it is known whether they count. */
#include "conformance/judge/stash.h"

void stash_held(struct stash *s, enum clause_id clause)
{
	unsigned i = 0;

	while (i < s->row_count && s->rows[i].clause != clause)
		i++;
	if (i == STASH_ROWS)
		return;
	if (i == s->row_count)
		s->rows[s->row_count++] = (struct stashed_row){ (uint16_t)clause, 0 };
	s->rows[i].held++;
}

void stash_finding(struct stash *s, const struct finding *f)
{
	if (s->finding_count < STASHED_MOST)
		s->findings[s->finding_count++] = *f;
}
