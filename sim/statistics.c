/* sim/statistics.c - counting, merging, and the proof that the counts add up. */
#include "sim/statistics.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct operation_row {
	const char *word;
	enum population_kind population;
} operation_rows[] = {
#define OPERATION(name, population, word, text) { word, POPULATION_##population },
#include "sim/operation.def"
#undef OPERATION
};

static const char *const population_words[] = {
#define POPULATION(name, word, ...) word,
#include "sim/population.def"
#undef POPULATION
};

static const struct outcome_row {
	const char *word, *text;
	enum outcome_standing standing;
} outcome_rows[] = {
#define OUTCOME(name, word, standing, text) { word, text, OUTCOME_IS_##standing },
#include "sim/outcome.def"
#undef OUTCOME
};

const char *operation_word(enum operation o) { return operation_rows[o].word; }
enum population_kind operation_population(enum operation o) { return operation_rows[o].population; }
const char *population_word(enum population_kind k) { return population_words[k]; }
const char *outcome_word(enum outcome o) { return outcome_rows[o].word; }
const char *outcome_text(enum outcome o) { return outcome_rows[o].text; }
enum outcome_standing outcome_standing_of(enum outcome o) { return outcome_rows[o].standing; }

enum operation operation_named(const char *word)
{
	unsigned i = 0;

	while (i < OPERATION_COUNT && strcmp(operation_rows[i].word, word) != 0)
		i++;
	return (enum operation)i;
}

enum population_kind population_named(const char *word)
{
	unsigned i = 0;

	while (i < POPULATIONS && strcmp(population_words[i], word) != 0)
		i++;
	return (enum population_kind)i;
}

enum operation operation_of(enum population_kind kind, enum operation of_ue)
{
	static const enum operation others[POPULATIONS][OPERATION_DELIBERATE + 1] = {
		[POPULATION_GATEWAYS] = { [OPERATION_REGISTER] = OPERATION_GATEWAY_REGISTER, [OPERATION_RENEW] = OPERATION_GATEWAY_RENEW,
					  [OPERATION_DEREGISTER] = OPERATION_GATEWAY_DEREGISTER },
		[POPULATION_DEVICES] = { [OPERATION_REGISTER] = OPERATION_DEVICE_REGISTER, [OPERATION_RENEW] = OPERATION_DEVICE_RENEW,
					 [OPERATION_DEREGISTER] = OPERATION_DEVICE_DEREGISTER,
					 [OPERATION_DELIBERATE] = OPERATION_DEVICE_DELIBERATE },
		[POPULATION_BEHIND] = { [OPERATION_REGISTER] = OPERATION_BEHIND_REGISTER, [OPERATION_RENEW] = OPERATION_BEHIND_RENEW,
					[OPERATION_DEREGISTER] = OPERATION_BEHIND_DEREGISTER,
					[OPERATION_DELIBERATE] = OPERATION_BEHIND_DELIBERATE },
	};
	return kind == POPULATION_UES ? of_ue : others[kind][of_ue];
}

bool operation_is_deliberate(enum operation o)
{
	return o == OPERATION_DELIBERATE || o == OPERATION_DEVICE_DELIBERATE || o == OPERATION_BEHIND_DELIBERATE;
}

enum outcome outcome_named(const char *word)
{
	unsigned i = 0;

	while (i < OUTCOME_COUNT && strcmp(outcome_rows[i].word, word) != 0)
		i++;
	return (enum outcome)i;
}

/* --- seconds --- */

static void make_room(struct statistics *s, size_t least)
{
	size_t room = s->second_room ? s->second_room : 64;

	while (room < least)
		room *= 2;
	s->seconds = realloc(s->seconds, room * sizeof(*s->seconds));
	assert(s->seconds);
	s->second_room = room;
}

struct second_statistics *statistics_second(struct statistics *s, uint64_t n)
{
	size_t i = n < SECONDS_KEPT ? (size_t)n : SECONDS_KEPT - 1;

	if (i >= s->second_room)
		make_room(s, i + 1);
	while (s->second_count <= i)
		s->seconds[s->second_count++] = (struct second_statistics){ 0 };
	return &s->seconds[i];
}

static struct second_statistics *second_at(struct statistics *s, uint64_t start_ns, uint64_t at_ns)
{
	return statistics_second(s, at_ns > start_ns ? (at_ns - start_ns) / 1000000000 : 0);
}

/* --- counting --- */

void statistics_begin(struct statistics *s, enum operation operation, uint64_t start_ns, uint64_t at_ns)
{
	s->operations[operation].began++;
	second_at(s, start_ns, at_ns)->began++;
}

void statistics_sent(struct statistics *s, bool again, uint64_t start_ns, uint64_t at_ns)
{
	s->sent++;
	s->retransmitted += again;
	second_at(s, start_ns, at_ns)->sent++;
}

void statistics_received(struct statistics *s, uint64_t start_ns, uint64_t at_ns)
{
	s->received++;
	second_at(s, start_ns, at_ns)->received++;
}

static uint64_t span(uint64_t from_ns, uint64_t to_ns) { return to_ns > from_ns ? to_ns - from_ns : 0; }

static void count_detail(struct operation_statistics *o, const struct concluded *c)
{
	unsigned after = c->retransmissions < RETRANSMISSIONS_KEPT ? c->retransmissions : RETRANSMISSIONS_KEPT - 1;

	if (c->outcome == OUTCOME_ANSWERED)
		o->after[after]++;
	else if (c->outcome == OUTCOME_REFUSED)
		o->codes[c->detail]++;
	else if (c->outcome == OUTCOME_ALERT)
		o->alerts[c->detail]++;
}

void statistics_conclude(struct statistics *s, const struct concluded *c, uint64_t start_ns)
{
	struct operation_statistics *o = &s->operations[c->operation];
	enum outcome_standing standing = outcome_standing_of(c->outcome);

	o->outcomes[c->outcome]++;
	count_detail(o, c);
	if (c->responded) {
		histogram_add(&o->latency, span(c->intended_ns, c->at_ns));
		histogram_add(&o->service, span(c->begun_ns, c->at_ns));
	}
	if (standing == OUTCOME_IS_OPEN)
		return;
	struct second_statistics *second = second_at(s, start_ns, c->at_ns);
	second->good += standing == OUTCOME_IS_GOOD;
	second->bad += standing == OUTCOME_IS_BAD;
}

/* --- merging and comparing --- */

static void merge_counts(uint64_t *into, const uint64_t *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		into[i] += from[i];
}

static void merge_operation(struct operation_statistics *into, const struct operation_statistics *from)
{
	into->began += from->began;
	merge_counts(into->outcomes, from->outcomes, OUTCOME_COUNT);
	merge_counts(into->after, from->after, RETRANSMISSIONS_KEPT);
	merge_counts(into->codes, from->codes, 256);
	merge_counts(into->alerts, from->alerts, 256);
	histogram_merge(&into->latency, &from->latency);
	histogram_merge(&into->service, &from->service);
}

static void merge_seconds(struct statistics *into, const struct statistics *from)
{
	for (size_t i = 0; i < from->second_count; i++) {
		struct second_statistics *to = statistics_second(into, i);
		const struct second_statistics *one = &from->seconds[i];
		to->began += one->began;
		to->good += one->good;
		to->bad += one->bad;
		to->sent += one->sent;
		to->received += one->received;
	}
}

void statistics_merge(struct statistics *into, const struct statistics *from)
{
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		merge_operation(&into->operations[i], &from->operations[i]);
	histogram_merge(&into->lag, &from->lag);
	into->lives_begun += from->lives_begun;
	into->lives_ended += from->lives_ended;
	into->sent += from->sent;
	into->received += from->received;
	into->retransmitted += from->retransmitted;
	into->unexpected += from->unexpected;
	merge_seconds(into, from);
}

void statistics_merge_population(struct statistics *into, const struct statistics *from, enum population_kind kind)
{
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		if (operation_rows[i].population == kind)
			merge_operation(&into->operations[i], &from->operations[i]);
}

void statistics_free(struct statistics *s)
{
	for (unsigned i = 0; i < OPERATION_COUNT; i++) {
		histogram_free(&s->operations[i].latency);
		histogram_free(&s->operations[i].service);
	}
	histogram_free(&s->lag);
	free(s->seconds);
	*s = (struct statistics){ 0 };
}

static bool operations_equal(const struct operation_statistics *a, const struct operation_statistics *b)
{
	return a->began == b->began && !memcmp(a->outcomes, b->outcomes, sizeof(a->outcomes)) &&
	       !memcmp(a->after, b->after, sizeof(a->after)) && !memcmp(a->codes, b->codes, sizeof(a->codes)) &&
	       !memcmp(a->alerts, b->alerts, sizeof(a->alerts)) && histogram_equal(&a->latency, &b->latency) &&
	       histogram_equal(&a->service, &b->service);
}

bool statistics_equal(const struct statistics *a, const struct statistics *b)
{
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		if (!operations_equal(&a->operations[i], &b->operations[i]))
			return false;
	if (a->lives_begun != b->lives_begun || a->lives_ended != b->lives_ended || a->sent != b->sent ||
	    a->received != b->received || a->retransmitted != b->retransmitted || a->unexpected != b->unexpected ||
	    a->second_count != b->second_count)
		return false;
	return histogram_equal(&a->lag, &b->lag) &&
	       (!a->second_count || !memcmp(a->seconds, b->seconds, a->second_count * sizeof(*a->seconds)));
}

/* --- sums --- */

static uint64_t sum(const uint64_t *counts, size_t n)
{
	uint64_t total = 0;

	for (size_t i = 0; i < n; i++)
		total += counts[i];
	return total;
}

bool statistics_adds_up(const struct statistics *s)
{
	for (unsigned i = 0; i < OPERATION_COUNT; i++) {
		const struct operation_statistics *o = &s->operations[i];
		if (sum(o->outcomes, OUTCOME_COUNT) != o->began ||
		    sum(o->after, RETRANSMISSIONS_KEPT) != o->outcomes[OUTCOME_ANSWERED] ||
		    sum(o->codes, 256) != o->outcomes[OUTCOME_REFUSED] ||
		    sum(o->alerts, 256) != o->outcomes[OUTCOME_ALERT])
			return false;
	}
	return true;
}

void statistics_totals(struct totals *t, const struct statistics *s)
{
	*t = (struct totals){ 0 };
	for (unsigned i = 0; i < OPERATION_COUNT; i++) {
		if (operation_is_deliberate((enum operation)i)) {
			t->deliberate += s->operations[i].began;
			continue;
		}
		t->began += s->operations[i].began;
		merge_counts(t->outcomes, s->operations[i].outcomes, OUTCOME_COUNT);
	}
	for (unsigned i = 0; i < OUTCOME_COUNT; i++) {
		enum outcome_standing standing = outcome_standing_of((enum outcome)i);
		t->good += standing == OUTCOME_IS_GOOD ? t->outcomes[i] : 0;
		t->bad += standing == OUTCOME_IS_BAD ? t->outcomes[i] : 0;
		t->open += standing == OUTCOME_IS_OPEN ? t->outcomes[i] : 0;
	}
}

void statistics_latency(struct histogram *into, const struct statistics *s)
{
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		if (!operation_is_deliberate((enum operation)i))
			histogram_merge(into, &s->operations[i].latency);
}
