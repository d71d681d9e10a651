/* conformance/load_result.c - gathering, merging and concluding what a load found. */
#include "conformance/load_result.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void load_result_init(struct load_result *r, const struct scenario *s)
{
	*r = (struct load_result){ .scenario = strdup(s->name), .phase_count = s->phase_count,
				   .threshold_count = s->threshold_count };
	r->rules = calloc(CLAUSE_COUNT, sizeof(*r->rules));
	assert(r->rules && r->scenario);
	for (unsigned i = 0; i < s->phase_count; i++) {
		snprintf(r->phases[i].name, sizeof(r->phases[i].name), "%s", s->phases[i].name);
		r->phases[i].counted = s->phases[i].counted;
	}
	for (unsigned i = 0; i < s->threshold_count; i++)
		r->thresholds[i].threshold = s->thresholds[i];
}

void load_result_free(struct load_result *r)
{
	for (unsigned i = 0; i < r->phase_count; i++)
		statistics_free(&r->phases[i].statistics);
	for (unsigned i = 0; r->rules && i < CLAUSE_COUNT; i++)
		for (unsigned e = 0; e < r->rules[i].example_count; e++)
			free(r->rules[i].examples[e].datagram);
	free(r->rules);
	free(r->parts);
	free(r->scenario);
	free(r->target);
	*r = (struct load_result){ 0 };
}

/* --- findings --- */

static void keep_example(struct load_rule *rule, const struct finding *finding, const uint8_t *datagram, size_t len)
{
	struct load_example *e;

	if (rule->example_count == LOAD_EXAMPLES)
		return;
	e = &rule->examples[rule->example_count++];
	*e = (struct load_example){ .finding = *finding };
	if (!datagram || !len)
		return;
	e->len = len < LOAD_DATAGRAM ? len : LOAD_DATAGRAM;
	e->datagram = malloc(e->len);
	assert(e->datagram);
	memcpy(e->datagram, datagram, e->len);
}

void load_result_found(struct load_result *r, const struct finding *finding, const uint8_t *datagram, size_t len)
{
	struct load_rule *rule = &r->rules[finding->clause - clause_row(0)];

	if (finding->by == SIDE_CLIENT)
		rule->ours += finding->verdict == VERDICT_FAIL;
	else
		rule->counts[finding->verdict]++;
	keep_example(rule, finding, datagram, len);
}

uint64_t load_result_findings(const struct load_result *r, enum verdict verdict)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		n += r->rules[i].counts[verdict];
	return n;
}

uint64_t load_result_ours(const struct load_result *r)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		n += r->rules[i].ours;
	return n;
}

/* --- merging --- */

static int add_parts(struct load_result *into, const struct load_result *from, struct error *error)
{
	for (size_t i = 0; i < from->part_count; i++)
		for (size_t k = 0; k < into->part_count; k++) {
			if (from->parts[i].shards != into->parts[k].shards)
				return error_set(error, "a part of %u and a part of %u are not of one run", into->parts[k].shards,
						 from->parts[i].shards);
			if (from->parts[i].shard == into->parts[k].shard)
				return error_set(error, "part %u of %u is there twice", from->parts[i].shard + 1, from->parts[i].shards);
		}
	into->parts = realloc(into->parts, (into->part_count + from->part_count + 1) * sizeof(*into->parts));
	assert(into->parts);
	if (from->part_count)
		memcpy(into->parts + into->part_count, from->parts, from->part_count * sizeof(*into->parts));
	into->part_count += from->part_count;
	return 0;
}

static bool same_run(const struct load_result *a, const struct load_result *b)
{
	if (strcmp(a->scenario, b->scenario) != 0 || a->seed != b->seed || a->phase_count != b->phase_count ||
	    a->threshold_count != b->threshold_count || a->virtual_time != b->virtual_time)
		return false;
	for (unsigned i = 0; i < a->phase_count; i++)
		if (strcmp(a->phases[i].name, b->phases[i].name) != 0 || a->phases[i].counted != b->phases[i].counted)
			return false;
	for (unsigned i = 0; i < a->threshold_count; i++)
		if (strcmp(a->thresholds[i].threshold.words, b->thresholds[i].threshold.words) != 0)
			return false;
	return true;
}

static void merge_rule(struct load_rule *into, const struct load_rule *from)
{
	for (unsigned v = 0; v < VERDICT_COUNT; v++)
		into->counts[v] += from->counts[v];
	into->ours += from->ours;
	for (unsigned e = 0; e < from->example_count; e++)
		keep_example(into, &from->examples[e].finding, from->examples[e].datagram, from->examples[e].len);
}

static void merge_tally(struct tally *into, const struct tally *from)
{
	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		into->rows[i].held += from->rows[i].held;
		into->rows[i].broken += from->rows[i].broken;
		into->rows[i].cannot_say += from->rows[i].cannot_say;
	}
	into->messages += from->messages;
	into->records += from->records;
	into->dark += from->dark;
	into->strays += from->strays;
	into->forgotten += from->forgotten;
}

static uint64_t longer(uint64_t a, uint64_t b) { return a > b ? a : b; }

int load_result_merge(struct load_result *into, const struct load_result *part, struct error *error)
{
	if (!same_run(into, part))
		return error_set(error, "not a part of the same run: another scenario, seed, phase or threshold");
	if (add_parts(into, part, error))
		return -1;
	into->interrupted |= part->interrupted;
	into->judged &= part->judged;
	into->ues += part->ues;
	into->start_ns = into->start_ns && into->start_ns < part->start_ns ? into->start_ns : part->start_ns;
	into->took_ns = longer(into->took_ns, part->took_ns);
	for (unsigned i = 0; i < into->phase_count; i++) {
		into->phases[i].took_ns = longer(into->phases[i].took_ns, part->phases[i].took_ns);
		statistics_merge(&into->phases[i].statistics, &part->phases[i].statistics);
	}
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		merge_rule(&into->rules[i], &part->rules[i]);
	merge_tally(&into->tally, &part->tally);
	return 0;
}

/* --- concluding --- */

void load_result_statistics(struct statistics *into, const struct load_result *r, bool counted_only)
{
	for (unsigned i = 0; i < r->phase_count; i++)
		if (r->phases[i].counted || !counted_only)
			statistics_merge(into, &r->phases[i].statistics);
}

uint64_t load_result_lag(const struct load_result *r)
{
	struct histogram lag = { 0 };

	for (unsigned i = 0; i < r->phase_count; i++)
		histogram_merge(&lag, &r->phases[i].statistics.lag);
	uint64_t ns = histogram_percentile(&lag, 990000);
	histogram_free(&lag);
	return ns;
}

void load_result_conclude(struct load_result *r)
{
	struct statistics counted = { 0 };
	struct measured m = { .statistics = &counted, .findings = load_result_findings(r, VERDICT_FAIL),
			      .warnings = load_result_findings(r, VERDICT_WARN) };

	load_result_statistics(&counted, r, true);
	for (unsigned i = 0; i < r->phase_count; i++)
		m.took_ns += r->phases[i].counted ? r->phases[i].took_ns : 0;
	r->behind = load_result_lag(r) > LOAD_BEHIND_NS;
	for (unsigned i = 0; i < r->threshold_count; i++) {
		struct load_threshold *t = &r->thresholds[i];
		t->answer = threshold_ask(&t->threshold, &m, &t->value);
	}
	statistics_free(&counted);
}

/* Nobody got anything but ICMP errors, or not even a link. */
static bool out_of_reach(const struct totals *t)
{
	uint64_t nowhere = t->outcomes[OUTCOME_UNREACHABLE] + t->outcomes[OUTCOME_NOT_TRIED];

	return t->began && nowhere == t->began;
}

int load_result_status(const struct load_result *r, bool allow_inconc)
{
	struct statistics all = { 0 };
	struct totals totals;
	uint64_t began = 0;
	bool missed = load_result_findings(r, VERDICT_FAIL) != 0, unmeasured = r->behind;

	load_result_statistics(&all, r, false);
	statistics_totals(&totals, &all);
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		began += all.operations[i].began;
	statistics_free(&all);
	for (unsigned i = 0; i < r->threshold_count; i++) {
		missed |= r->thresholds[i].answer == THRESHOLD_MISSED;
		unmeasured |= r->thresholds[i].answer == THRESHOLD_NOTHING;
	}
	if (out_of_reach(&totals) || load_result_ours(r))
		return 3;
	if (missed)
		return 1;
	if (began && unmeasured && r->threshold_count && !allow_inconc)
		return 5;
	return began ? 0 : 4;
}
