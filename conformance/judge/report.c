/* conformance/judge/report.c - counting answers and making findings of them. */
#include "conformance/judge/report.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "conformance/judge/exchange.h"
#include "conformance/judge/association.h"

/* --- answers --- */

void reporter_init(struct reporter *r, const struct context *context, void (*found)(void *, const struct finding *),
		   void *arg)
{
	*r = (struct reporter){ .context = context, .found = found, .arg = arg,
				.binding_confirmed = context->binding_confirmed };
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		r->verdicts[i] = clause_verdict(clause_row((enum clause_id)i), context);
}

static enum side breaker(const struct clause *clause, const struct subject *s, const struct note *note)
{
	if (note->by)
		return (enum side)note->by;
	if (clause->binds == SIDE_CLIENT || clause->binds == SIDE_SERVER)
		return (enum side)clause->binds;
	return s->by;
}

/* What we did wrong on purpose is not counted against our client; nor against a server of ours that
 * deviates in front of it. */
static bool deliberate(enum side by, const struct subject *s)
{
	if (s->now)
		return s->now->datagram->deliberate && by == s->by;
	return by == SIDE_CLIENT && s->exchange && exchange_is(s->exchange, TRAIT_DELIBERATE);
}

static enum verdict verdict_of(const struct reporter *r, const struct rule *rule, const struct note *note)
{
	enum verdict verdict = r->verdicts[rule->clause];

	if (note->as_note)
		return VERDICT_NOTE;
	return note->as_warn && verdict == VERDICT_FAIL ? VERDICT_WARN : verdict;
}

/* Where an exchange shows: what was seen of it last. */
static uint32_t last_frame(const struct exchange *x)
{
	uint32_t frame = x->asked_by.last_frame;

	if (x->ack.frame > frame)
		frame = x->ack.frame;
	return x->response.frame > frame ? x->response.frame : frame;
}

static void place_finding(struct finding *f, const struct subject *s)
{
	const struct exchange *x = s->exchange;

	f->at_ns = s->at_ns;
	f->absence = !s->now;
	f->frame = s->now ? s->now->datagram->frame : x ? last_frame(x) : 0;
	if (x) {
		f->client = x->from_server ? x->asked_by.to : x->asked_by.from;
		f->server = x->from_server ? x->asked_by.from : x->asked_by.to;
		f->association = x->asked_by.association;
	} else if (!s->now && s->association) {
		f->client = s->association->client;
		f->server = s->association->server;
		f->frame = s->association->last_frame;
	} else if (s->now) {
		f->client = s->by == SIDE_SERVER ? s->now->datagram->to : s->now->datagram->from;
		f->server = s->by == SIDE_SERVER ? s->now->datagram->from : s->now->datagram->to;
	}
	if (s->association)
		f->association = s->association->number;
}

/* Of a place in a body in blocks what is in the last one; where nothing is, all that this one adds. */
static struct range in_last_block(struct range where, const struct subject *s)
{
	struct range payload = s->now->message->payload;

	if (where.at < payload.at)
		return where;
	if (where.at < payload.at + s->before)
		return payload;
	return (struct range){ where.at - s->before, where.len };
}

static void count_finding(struct reporter *r, const struct finding *f)
{
	struct tally_row *row = &r->rows[f->clause - clause_row((enum clause_id)0)];

	if (f->answer == BROKEN)
		row->broken++;
	else
		row->cannot_say++;
}

static bool is_wanted(const struct reporter *r, const struct finding *f) { return !r->wants || r->wants(r->arg, f); }

/* What looks wrong may be what the capture left off. */
static bool shown_in_part(const struct subject *s)
{
	return (s->now && s->now->datagram->cut) || (s->exchange && exchange_is(s->exchange, TRAIT_CUT)) ||
	       (s->association && s->association->cut);
}

/* The rule is asked again, as most answers need no words. */
static void put_into_words(struct finding *f, const struct rule *rule, const struct subject *s)
{
	struct note note = { 0 };

	rule->holds(s, &note);
	snprintf(f->expected, sizeof(f->expected), "%s", note.expected);
	snprintf(f->actual, sizeof(f->actual), "%.*s%s", shown_in_part(s) ? 160 : 199, note.actual,
		 shown_in_part(s) ? " (the capture cut the message off)" : "");
}

static void report(struct reporter *r, const struct rule *rule, struct finding *f, const struct subject *s,
		   const struct note *note, struct stash *stash)
{
	f->clause = clause_row(rule->clause);
	f->where = s->before ? in_last_block(note->where, s) : note->where;
	memcpy(f->related, note->related, sizeof(f->related));
	place_finding(f, s);
	if (!stash)
		count_finding(r, f);
	if (!stash && !is_wanted(r, f))
		return;
	put_into_words(f, rule, s);
	if (stash)
		stash_finding(stash, f);
	else
		r->found(r->arg, f);
}

static void report_broken(struct reporter *r, const struct rule *rule, const struct subject *s, const struct note *note,
			  struct stash *stash)
{
	struct finding f = { .answer = BROKEN, .by = breaker(clause_row(rule->clause), s, note) };

	if (deliberate(f.by, s))
		return;
	f.verdict = verdict_of(r, rule, note);
	if (shown_in_part(s)) {
		f.answer = CANNOT_SAY;
		f.verdict = VERDICT_INCONC;
	}
	if ((rule->needs & NEEDS_BINDING) && !r->binding_confirmed) {
		f.answer = CANNOT_SAY;
		f.binding_unconfirmed = true;
		f.verdict = VERDICT_INCONC;
	}
	report(r, rule, &f, s, note, stash);
}

static void report_unknown(struct reporter *r, const struct rule *rule, const struct subject *s, const struct note *note,
			   struct stash *stash)
{
	enum side by = breaker(clause_row(rule->clause), s, note);

	if (deliberate(by, s))
		return;
	if ((rule->needs & NEEDS_ORACLE) && r->oracle_said[rule->clause]) {
		r->rows[rule->clause].cannot_say++;
		return;
	}
	r->oracle_said[rule->clause] = rule->needs & NEEDS_ORACLE;
	struct finding f = { .answer = CANNOT_SAY, .verdict = VERDICT_INCONC, .by = by };
	report(r, rule, &f, s, note, stash);
}

void report_noted(struct reporter *r, const struct rule *rule, enum answer answer, const struct subject *s,
		  const struct note *note, struct stash *stash)
{
	switch (answer) {
	case NOT_ASKED:
		break;
	case HELD:
		stash_held(stash, rule->clause);
		break;
	case BROKEN:
		report_broken(r, rule, s, note, stash);
		break;
	case CANNOT_SAY:
		report_unknown(r, rule, s, note, stash);
		break;
	}
}

void report_stash(struct reporter *r, struct stash *stash)
{
	for (unsigned i = 0; i < stash->row_count; i++)
		r->rows[stash->rows[i].clause].held += stash->rows[i].held;
	for (unsigned i = 0; i < stash->finding_count; i++) {
		count_finding(r, &stash->findings[i]);
		if (is_wanted(r, &stash->findings[i]))
			r->found(r->arg, &stash->findings[i]);
	}
}
