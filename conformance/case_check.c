/* conformance/case_check.c - a case that could not fail, or that speaks of nobody, is a faulty table. */
#include <string.h>

#include "conformance/case_file.h"

/* Whom the steps have named and who has sent something, as the reader goes along. */
struct walk {
	const struct case_row *row;
	const char *current;		/* NULL: nobody yet */
	unsigned sent;			/* bit 1 << index into row->actors */
	unsigned sent_again;		/* likewise: twice at least */
	bool looks;
};

static unsigned bit_of(const struct case_row *row, const char *name)
{
	for (unsigned i = 0; i < row->actor_count; i++)
		if (!strcmp(row->actors[i], name))
			return 1u << i;
	return 0;
}

/* An expect without `of` is about the last UE named; all others must name theirs. */
static int take_name(struct walk *w, const struct step *s, struct error *error)
{
	if (*s->ue)
		w->current = s->ue;
	else if (s->fact->role != STEP_LOOKS)
		return node_error(s->node, error, "'%s' names no UE", s->fact->word);
	return w->current ? 0 : node_error(s->node, error, "'%s' comes before any UE was named", s->fact->word);
}

static int walk_step(struct walk *w, const struct step *s, struct error *error)
{
	if (!strcmp(s->fact->word, "wait"))
		return 0;
	if (take_name(w, s, error))
		return -1;
	unsigned bit = bit_of(w->row, w->current);
	bool needs_message = s->fact->role == STEP_LOOKS || s->fact->role == STEP_REPEATS;
	if (needs_message && !(w->sent & bit))
		return node_error(s->node, error, "'%s' has sent nothing yet that '%s' could be about", w->current, s->fact->word);
	if (s->fact->role == STEP_LOOKS && expectation_is_empty(&s->expect, w->row->links & 1 << TRANSPORT_COAP))
		return node_error(s->node, error, "this expects nothing: any outcome over coap would do");
	if (s->fact->role == STEP_LOOKS && (s->expect.same || s->expect.alike) && !(w->sent_again & bit))
		return node_error(s->node, error, "'%s' has sent one message only: there is no answer before to compare with", w->current);
	if (s->fact->role == STEP_SENDS || s->fact->role == STEP_REPEATS)
		w->sent_again |= w->sent & bit;
	if (s->fact->role == STEP_SENDS)
		w->sent |= bit;
	w->looks |= s->fact->role == STEP_LOOKS || (s->fact->role == STEP_LINKS && !s->no_wait);
	return 0;
}

static int walk_list(struct walk *w, const struct step_list *list, struct error *error)
{
	for (size_t i = 0; i < list->count; i++)
		if (walk_step(w, &list->steps[i], error))
			return -1;
	return 0;
}

/* A rule may be asked where this case runs: on its links, with the features that it needs or probes. Timers, and which
 * edition is judged, are the target's. */
static bool may_be_asked(const struct case_row *row, enum clause_id id)
{
	uint32_t applies = clause_row(id)->applies & ~(uint32_t)(APPLIES_TIMERS | APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR);
	uint32_t given = row->needs | row->probes;

	if (row->links & 1 << TRANSPORT_COAPS)
		given |= APPLIES_COAPS | APPLIES_PSK;
	if (row->gateway)
		given |= APPLIES_GATEWAY;
	return !(applies & ~given);
}

static int check_rules(const struct case_row *row, struct error *error)
{
	const struct node *list = node_get(row->node, "rules");

	for (unsigned i = 0; i < row->rule_count; i++)
		if (may_be_asked(row, row->rules[i]))
			return 0;
	return node_error(list, error, "'%s' exercises no rule: %s is not asked on its links, or without a feature that it does not need",
			  row->id, clause_row(row->rules[0])->id);
}

int case_row_check(const struct case_row *row, struct error *error)
{
	struct walk w = { .row = row };

	if (check_rules(row, error))
		return -1;
	if (walk_list(&w, &row->before, error))
		return -1;
	w.looks = false;
	if (walk_list(&w, &row->steps, error))
		return -1;
	if (!w.looks)
		return node_error(node_get(row->node, "steps"), error, "'%s' could not fail: no step expects anything", row->id);
	if (row->negative && !*row->twin)
		return node_error(row->node, error, "'%s' expects a refusal or silence: name the twin that must have passed", row->id);
	return walk_list(&w, &row->after, error);
}
