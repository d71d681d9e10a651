/* sim/population.c - a population as an engine: made, ticked, stopped. */
#include "sim/population.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/population_state.h"
#include "wire/dice.h"

uint32_t ue_number(const struct population *p, const struct ue *ue)
{
	return p->scenario->population.first + ue_number_of(p, (uint32_t)(ue - p->ues));
}

/* What a UE is shall not hang on what it has done: PURPOSE tells the draws apart. */
static uint64_t trait_dice(const struct population *p, const struct ue *ue, uint32_t purpose)
{
	uint64_t dice = p->config.seed ^ (uint64_t)purpose << 48;

	return dice_roll(&dice) ^ ue_number(p, ue);
}

uint64_t ue_dice(const struct population *p, struct ue *ue)
{
	return trait_dice(p, ue, 1) ^ (uint64_t)++ue->count << 32;
}

void ue_timer(struct population *p, struct ue *ue, uint64_t at_ns)
{
	if (at_ns == NEVER)
		heap_remove(&p->timers, &ue->timer);
	else
		heap_set(&p->timers, &ue->timer, at_ns);
}

static bool equal_link(const void *entry, const void *key)
{
	return ((const struct ue *)entry)->link == *(const uint32_t *)key;
}

struct ue *ue_of_link(const struct population *p, uint32_t link)
{
	return table_find(&p->by_link, table_hash(&link, sizeof(link), 0), &link);
}

/* --- making --- */

static bool moves(const struct scenario *s)
{
	for (unsigned i = 0; i < s->life.count; i++)
		if (s->life.steps[i].word == LIFE_MOVE)
			return true;
	for (unsigned i = 0; i < s->outage_count; i++)
		if (s->outages[i].other_port)
			return true;
	return false;
}

/* Who moves must have somewhere to go. */
static int check_sources(const struct population *p, struct error *error)
{
	const struct source_plan *sources = p->config.sources;
	uint64_t ues = p->scenario->population.ues, least = moves(p->scenario) ? 2 * ues : ues;

	if (!sources || source_plan_count(sources) >= least)
		return 0;
	return error_set(error, "%llu sources for %llu UEs%s", (unsigned long long)source_plan_count(sources),
			 (unsigned long long)ues, least > ues ? " that move: twice as many are needed" : "");
}

static unsigned choose(const double *shares, unsigned count, double share, unsigned otherwise)
{
	for (unsigned i = 0; i < count; i++) {
		if (share < shares[i])
			return i;
		share -= shares[i];
	}
	return otherwise;
}

static void shape(const struct population *p, struct ue *ue)
{
	const struct scenario *s = p->scenario;
	uint64_t dice = trait_dice(p, ue, 2);
	double shares[SCENARIO_SHARES];

	for (unsigned i = 0; i < s->misbehaviour_count; i++)
		shares[i] = s->misbehaviours[i].share;
	ue->profile = choose(s->population.profiles, PROFILE_CHOICES, dice_share(&dice), PROFILE_NONE) & 15;
	ue->variant = (choose(shares, s->misbehaviour_count, dice_share(&dice), VARIANTS - 1) + 1) % VARIANTS & 15;
	if (dice_share(&dice) < s->coaps)
		ue->flags |= UE_SECURE;
}

static bool asks(const struct life_step *step)
{
	return step->word == LIFE_REGISTER || step->word == LIFE_DEREGISTER || step->word == LIFE_PING;
}

/* The misbehaviour that strikes in this step, or NULL. */
static const struct misbehaviour *strikes(const struct scenario *s, const struct life_step *step, unsigned variant)
{
	const struct misbehaviour *m = variant ? &s->misbehaviours[variant - 1] : NULL;

	return m && m->request.kind == step->request.kind && !step->request.but_count ? m : NULL;
}

static size_t place_of(const struct population *p, unsigned transport, unsigned step, unsigned profile, unsigned variant)
{
	const struct life_step *l = &p->scenario->life.steps[step];

	if (l->word != LIFE_REGISTER || l->profile_said)
		profile = 0;
	if (!strikes(p->scenario, l, variant))
		variant = 0;
	return ((transport * p->scenario->life.count + step) * PROFILE_CHOICES + profile) * VARIANTS + variant;
}

const struct prepared *ue_prepared(const struct population *p, const struct ue *ue)
{
	return &p->prepared[place_of(p, !!(ue->flags & UE_SECURE), ue->step, ue->profile, ue->variant)];
}

static int prepare_one(struct population *p, unsigned transport, unsigned step, unsigned profile, unsigned variant,
		       struct error *error)
{
	const struct life_step *l = &p->scenario->life.steps[step];
	const struct misbehaviour *m = strikes(p->scenario, l, variant);
	struct prepared *to = &p->prepared[place_of(p, transport, step, profile, variant)];
	struct request_plan plan = l->request;

	plan.individual = p->scenario->population.kind == POPULATION_BEHIND;
	if (to->bytes)
		return 0;
	if (l->word == LIFE_REGISTER && !l->profile_said)
		plan.profile = (enum profile_choice)profile;
	if (m) {
		plan.but = m->request.but;
		plan.but_count = m->request.but_count;
	}
	return prepared_build(to, &plan, &p->config.settings[transport], error);
}

static int prepare(struct population *p, struct error *error)
{
	const struct scenario *s = p->scenario;

	p->prepared = calloc((size_t)2 * s->life.count * PROFILE_CHOICES * VARIANTS + 1, sizeof(*p->prepared));
	assert(p->prepared);
	for (unsigned transport = 0; transport < 2; transport++) {
		if (transport ? s->coaps <= 0 : s->coaps >= 1)
			continue;
		for (unsigned step = 0; step < s->life.count; step++)
			for (unsigned i = 0; asks(&s->life.steps[step]) && i < PROFILE_CHOICES * VARIANTS; i++)
				if (i % VARIANTS <= s->misbehaviour_count &&
				    prepare_one(p, transport, step, i / VARIANTS, i % VARIANTS, error))
					return -1;
	}
	return 0;
}

struct population *population_new(const struct population_config *config, struct error *error)
{
	struct population *p = calloc(1, sizeof(*p));

	assert(p);
	p->config = *config;
	p->config.shards += !p->config.shards;
	p->scenario = config->scenario;
	p->ue_count = population_count(&p->config);
	table_init(&p->by_link, equal_link);
	p->ues = calloc(p->ue_count ? p->ue_count : 1, sizeof(*p->ues));
	assert(p->ues);
	if (p->scenario->coaps > 0 && !config->identities)
		p->identities = calloc(p->ue_count + 1, sizeof(*p->identities));
	for (uint32_t i = 0; i < p->ue_count; i++)
		shape(p, &p->ues[i]);
	p->now.ues = p->ue_count;
	p->timetable.next_ns = NEVER;
	if (check_sources(p, error) || prepare(p, error)) {
		population_free(p);
		return NULL;
	}
	return p;
}

void population_free(struct population *p)
{
	if (!p)
		return;
	for (size_t i = 0; p->prepared && i < (size_t)2 * p->scenario->life.count * PROFILE_CHOICES * VARIANTS; i++)
		prepared_free(&p->prepared[i]);
	for (uint32_t i = 0; p->identities && i < p->ue_count; i++)
		free(p->identities[i]);
	for (unsigned i = 0; i < p->scenario->phase_count; i++)
		statistics_free(&p->phases[i]);
	heap_free(&p->timers);
	table_free(&p->by_link);
	free(p->identities);
	free(p->prepared);
	free(p->ues);
	free(p);
}

/* --- the end --- */

void population_stop(struct population *p, uint64_t now_ns)
{
	if (p->now.stopping)
		return;
	p->now.stopping = true;
	p->timetable.next_ns = NEVER;
	p->timetable.owed = 0;
	p->deadline_ns = now_ns + p->scenario->stop.drain_ns;
}

bool population_stopping(const struct population *p) { return p->now.stopping; }

void population_end(struct population *p, uint64_t now_ns)
{
	for (uint32_t i = 0; p->now.open && i < p->ue_count; i++)
		if (ue_is_open(&p->ues[i]))
			ue_conclude(p, &p->ues[i], OUTCOME_UNFINISHED, 0, now_ns);
	p->done = true;
}

bool population_done(void *self)
{
	const struct population *p = self;
	const struct timetable *t = &p->timetable;

	if (p->done || !p->begun)
		return p->done;
	return p->now.stopping ? !p->now.open : !p->now.live && t->next_ns == NEVER && !t->owed;
}

const struct statistics *population_statistics(const struct population *p, unsigned phase) { return &p->phases[phase]; }

void population_look(const struct population *p, struct population_now *now) { *now = p->now; }

/* --- ticking --- */

static uint64_t after_start(const struct population *p, uint64_t ns)
{
	return ns == NEVER ? NEVER : p->now.start_ns + ns;
}

static uint64_t outage_at(const struct population *p)
{
	const struct scenario *s = p->scenario;

	if (p->now.stopping || p->timetable.outage >= s->outage_count)
		return NEVER;
	return after_start(p, s->outages[p->timetable.outage].at_ns);
}

static void strike(struct population *p, uint64_t now_ns, struct sink *sink)
{
	unsigned which = p->timetable.outage++;
	const struct outage *o = &p->scenario->outages[which];

	for (uint32_t i = 0; i < p->ue_count; i++) {
		struct ue *ue = &p->ues[i];
		uint64_t dice = trait_dice(p, ue, 16 + which);
		if (ue->state != UE_ABSENT && ue->state != UE_AWAY && dice_share(&dice) < o->share)
			ue_lose_power(p, ue, o, now_ns, sink);
	}
}

static uint64_t earlier(uint64_t a, uint64_t b) { return a < b ? a : b; }

static uint64_t deadline(void *self)
{
	const struct population *p = self;
	const struct heap_item *top = heap_top(&p->timers);

	if (!p->begun)
		return p->config.start_ns;
	if (population_done(self))
		return NEVER;
	uint64_t at = earlier(top ? top->at_ns : NEVER, earlier(p->timetable.next_ns, outage_at(p)));
	at = p->timetable.owed ? 0 : at;
	return earlier(at, p->now.stopping ? p->deadline_ns : after_start(p, p->scenario->stop.after_ns));
}

static void begin(struct population *p, uint64_t now_ns, struct sink *sink)
{
	p->begun = true;
	p->now.start_ns = p->config.start_ns ? p->config.start_ns : now_ns;
	sink->random(sink->world, &p->key, sizeof(p->key));
	timetable_begin(p);
}

/* Everything due, but no more than a handful at once: sockets want their turn. */
static void fire_timers(struct population *p, uint64_t now_ns, struct sink *sink)
{
	const struct heap_item *top;

	for (unsigned i = 0; i < STARTS_AT_ONCE && (top = heap_top(&p->timers)) && top->at_ns <= now_ns; i++)
		ue_timer_over(p, (struct ue *)top, now_ns, sink);
}

static uint64_t tick(void *self, uint64_t now_ns, struct sink *sink)
{
	struct population *p = self;

	if (!p->begun && now_ns < p->config.start_ns)
		return p->config.start_ns;
	if (!p->begun)
		begin(p, now_ns, sink);
	while (outage_at(p) <= now_ns)
		strike(p, now_ns, sink);
	if (now_ns >= after_start(p, p->scenario->stop.after_ns))
		population_stop(p, now_ns);
	if (p->now.stopping && now_ns >= p->deadline_ns)
		population_end(p, now_ns);
	if (population_done(p))
		return NEVER;
	timetable_arrive(p, now_ns, sink);
	fire_timers(p, now_ns, sink);
	uint64_t at = deadline(p);
	return at <= now_ns ? now_ns + 1 : at;	/* a nanosecond in which sockets are heard */
}

const struct engine_ops population_engine = { population_input, population_event, tick, deadline };
