/* reports/standing.c - how each rule stands: its tally and its findings, put together. */
#include "reports/standing.h"

#include <assert.h>
#include <stdlib.h>

#include "conformance/load_result.h"

static enum verdict by_tally(const struct standing *s)
{
	if (s->not_applicable)
		return VERDICT_NA;
	if (s->cannot_say)
		return VERDICT_INCONC;
	return s->held || s->broken ? VERDICT_PASS : VERDICT_NOT_RUN;
}

/* What is counted counts, also where the context calls the row n/a: a fail is never hidden. */
static void stand(struct standing *s, enum clause_id id, const struct tally *tally, const struct context *context)
{
	const struct tally_row *row = &tally->rows[id];

	*s = (struct standing){ .clause = clause_row(id), .automated = rule_of(id) != NULL,
				.held = row->held, .broken = row->broken, .cannot_say = row->cannot_say };
	if (!s->held && !s->broken && !s->cannot_say)
		s->not_applicable = clause_not_applicable(s->clause, context);
	s->verdict = by_tally(s);
}

/* A broken rule stands as its findings say: level, reading and policy made their verdict. A note colours
 * nothing, but a rule whose only answers are notes was broken in a way that is allowed: it stands as "note". */
static void colour(struct standing *standings, const struct finding *findings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct standing *s = &standings[findings[i].clause - clause_row(0)];
		if (findings[i].verdict == VERDICT_NOTE && !s->held && s->verdict == VERDICT_PASS)
			s->verdict = VERDICT_NOTE;
		else
			s->verdict = verdict_worst(s->verdict, findings[i].verdict);
	}
}

static struct standing *all(const struct tally *tally, const struct context *context)
{
	struct standing *standings = calloc(CLAUSE_COUNT, sizeof(*standings));

	assert(standings);
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		stand(&standings[i], (enum clause_id)i, tally, context);
	return standings;
}

struct standing *standing_of_run(const struct run_result *r)
{
	struct standing *standings = all(&r->tally, r->context);

	for (size_t i = 0; i < r->case_count; i++)
		colour(standings, r->cases[i].findings, r->cases[i].finding_count);
	colour(standings, r->loose, r->loose_count);
	return standings;
}

struct standing *standing_of_check(const struct check_result *r)
{
	struct standing *standings = all(&r->tally, r->context);

	colour(standings, r->findings, r->finding_count);
	return standings;
}

/* Of a load only counts are left of most findings. */
struct standing *standing_of_load(const struct load_result *r)
{
	struct standing *standings = all(&r->tally, r->context);

	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		for (unsigned v = 0; v < VERDICT_COUNT; v++)
			if (r->rules[i].counts[v])
				colour(standings, &(struct finding){ .clause = clause_row((enum clause_id)i), .verdict = (enum verdict)v }, 1);
	return standings;
}

struct coverage coverage_of(const struct standing *standings)
{
	struct coverage c = { .rules = CLAUSE_COUNT };

	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		const struct standing *s = &standings[i];
		if (s->held || s->broken)
			c.judged++;
		else if (s->cannot_say)
			c.undecided++;
		else if (!s->automated)
			c.unjudgeable++;
		else if (s->not_applicable)
			c.not_applicable++;
		else
			c.idle++;
	}
	return c;
}
