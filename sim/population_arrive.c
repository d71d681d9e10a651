/* sim/population_arrive.c - who begins when: the phases' arrivals, and this shard's part of them. */
#include "sim/population_state.h"
#include "wire/dice.h"

static const struct phase_plan *phase_of(const struct population *p) { return &p->scenario->phases[p->timetable.phase]; }

static void begin_phase(struct population *p)
{
	uint64_t dice = p->config.seed + p->timetable.phase;

	arrivals_begin(&p->timetable.arrivals, &phase_of(p)->arrive, dice_roll(&dice));
}

/* The next of the whole run, from its start; NEVER: no more. */
static uint64_t next_of_all(struct population *p)
{
	struct timetable *t = &p->timetable;

	for (;;) {
		uint64_t at = arrivals_next(&t->arrivals);
		if (p->scenario->is_part)	/* one plan through all phases */
			return at;
		if (at < phase_of(p)->for_ns)
			return t->phase_ns + at;
		if (t->phase + 1 == p->scenario->phase_count)
			return NEVER;
		t->phase_ns += phase_of(p)->for_ns;
		t->phase++;
		begin_phase(p);
	}
}

/* Everybody has arrived, and nobody arrives twice. */
static bool used_up(const struct population *p)
{
	return !p->scenario->population.again && p->timetable.cursor >= p->ue_count;
}

static void advance(struct population *p)
{
	struct timetable *t = &p->timetable;
	uint64_t at;

	do
		at = used_up(p) ? NEVER : next_of_all(p);
	while (at != NEVER && arrival_shard(p, t->count++) != p->config.shard);
	t->next_ns = at == NEVER ? NEVER : p->now.start_ns + at;
}

void timetable_begin(struct population *p)
{
	begin_phase(p);
	advance(p);
}

unsigned timetable_phase(const struct population *p, uint64_t at_ns)
{
	uint64_t end = p->now.start_ns;
	unsigned i = 0;

	for (; i + 1 < p->scenario->phase_count; i++) {
		end += p->scenario->phases[i].for_ns;
		if (at_ns < end)
			break;
	}
	return i;
}

/* The UE whose turn it is; NULL: it is busy still. */
static struct ue *next_ue(struct population *p)
{
	struct ue *ue = &p->ues[p->timetable.cursor % p->ue_count];

	p->timetable.cursor++;
	return ue->state == UE_ABSENT ? ue : NULL;
}

static enum operation first_operation(const struct scenario *s)
{
	for (unsigned i = 0; i < s->life.count; i++) {
		if (s->life.steps[i].word == LIFE_DEREGISTER)
			return operation_of(s->population.kind, OPERATION_DEREGISTER);
		if (s->life.steps[i].word == LIFE_PING)
			return OPERATION_PING;
		if (s->life.steps[i].word == LIFE_REGISTER)
			break;
	}
	return operation_of(s->population.kind, OPERATION_REGISTER);
}

static void nobody_free(struct population *p, uint64_t intended_ns, uint64_t now_ns)
{
	struct statistics *s = &p->phases[timetable_phase(p, intended_ns)];
	enum operation operation = first_operation(p->scenario);

	statistics_begin(s, operation, p->now.start_ns, now_ns);
	statistics_conclude(s, &(struct concluded){ .operation = operation, .outcome = OUTCOME_NOT_TRIED }, p->now.start_ns);
}

/* A closed loop owes a life for each that has ended. */
static bool pay_debt(struct population *p, uint64_t now_ns, struct sink *sink)
{
	struct timetable *t = &p->timetable;

	if (t->owed && used_up(p))
		t->owed = 0;
	if (!t->owed)
		return false;
	struct ue *ue = next_ue(p);
	t->owed--;
	if (ue)
		ue_begin_life(p, ue, now_ns, now_ns, sink);
	else
		nobody_free(p, now_ns, now_ns);
	return true;
}

static void one_arrives(struct population *p, uint64_t now_ns, struct sink *sink)
{
	uint64_t intended_ns = p->timetable.next_ns;
	struct ue *ue = next_ue(p);

	advance(p);
	if (ue)
		ue_begin_life(p, ue, intended_ns, now_ns, sink);
	else
		nobody_free(p, intended_ns, now_ns);
}

void timetable_arrive(struct population *p, uint64_t now_ns, struct sink *sink)
{
	for (unsigned i = 0; i < STARTS_AT_ONCE && p->ue_count && !p->now.stopping; i++) {
		if (p->timetable.next_ns <= now_ns)
			one_arrives(p, now_ns, sink);
		else if (!pay_debt(p, now_ns, sink))
			break;
	}
}
