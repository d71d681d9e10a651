/* reports/json_load.c - a load as JSON, schema m5gtest.load/1: all that reports/load_read.c needs to merge it exactly. */
#include <stdlib.h>

#include "conformance/load_result.h"
#include "reports/json_parts.h"
#include "reports/render.h"
#include "wire/alert.h"
#include "wire/hex.h"

#define PUT(object, key, value) json_object_object_add(object, key, value)

static struct json_object *number(uint64_t n) { return json_object_new_uint64(n); }

/* [bucket, count] of each that is not empty; for people, percentiles in milliseconds. */
static struct json_object *histogram_object(const struct histogram *h)
{
	static const struct { const char *word; uint32_t ppm; } rows[] = {
		{ "p50_ms", 500000 }, { "p90_ms", 900000 }, { "p99_ms", 990000 }, { "p99.9_ms", 999000 }, { "p99.99_ms", 999900 },
	};
	struct json_object *o = json_object_new_object(), *counts = json_object_new_array();

	PUT(o, "count", number(h->total));
	PUT(o, "min_ns", number(h->min_ns));
	PUT(o, "max_ns", number(h->max_ns));
	PUT(o, "sum_s", number(h->sum_s));
	PUT(o, "sum_ns", number(h->sum_ns));
	for (size_t i = 0; h->total && i < sizeof(rows) / sizeof(*rows); i++)
		PUT(o, rows[i].word, json_object_new_double((double)histogram_percentile(h, rows[i].ppm) / 1e6));
	for (unsigned i = 0; h->total && i < HISTOGRAM_BUCKETS; i++) {
		if (!h->counts[i])
			continue;
		struct json_object *pair = json_object_new_array();
		json_object_array_add(pair, number(i));
		json_object_array_add(pair, number(h->counts[i]));
		json_object_array_add(counts, pair);
	}
	PUT(o, "buckets", counts);
	return o;
}

static struct json_object *outcomes_object(const struct operation_statistics *s)
{
	struct json_object *o = json_object_new_object();

	for (unsigned i = 0; i < OUTCOME_COUNT; i++)
		PUT(o, outcome_word((enum outcome)i), number(s->outcomes[i]));
	return o;
}

static struct json_object *codes_object(const uint64_t *counts)
{
	struct json_object *o = json_object_new_object();
	char key[8];

	for (unsigned i = 0; i < 256; i++) {
		snprintf(key, sizeof(key), "%u.%02u", i >> 5, i & 31);
		if (counts[i])
			PUT(o, key, number(counts[i]));
	}
	return o;
}

/* By number, with its name beside it: [51, "decrypt_error", 3]. */
static struct json_object *alerts_array(const uint64_t *counts)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < 256; i++) {
		if (!counts[i])
			continue;
		struct json_object *row = json_object_new_array();
		json_object_array_add(row, number(i));
		json_object_array_add(row, part_text(alert_name((uint8_t)i)));
		json_object_array_add(row, number(counts[i]));
		json_object_array_add(list, row);
	}
	return list;
}

static struct json_object *numbers(const uint64_t *list, size_t n)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < n; i++)
		json_object_array_add(array, number(list[i]));
	return array;
}

static struct json_object *operation_object(enum operation operation, const struct operation_statistics *s)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "operation", part_text(operation_word(operation)));
	PUT(o, "begun", number(s->began));
	PUT(o, "outcomes", outcomes_object(s));
	PUT(o, "answered-after", numbers(s->after, RETRANSMISSIONS_KEPT));
	PUT(o, "refused-by", codes_object(s->codes));
	PUT(o, "alerts", alerts_array(s->alerts));
	PUT(o, "latency", histogram_object(&s->latency));
	PUT(o, "service", histogram_object(&s->service));
	return o;
}

/* [begun, good, bad, sent, received] a second. */
static struct json_object *seconds_array(const struct statistics *s)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < s->second_count; i++) {
		const struct second_statistics *one = &s->seconds[i];
		const uint64_t row[] = { one->began, one->good, one->bad, one->sent, one->received };
		json_object_array_add(list, numbers(row, 5));
	}
	return list;
}

static struct json_object *phase_object(const struct load_phase *p)
{
	struct json_object *o = json_object_new_object(), *operations = json_object_new_array();
	const struct statistics *s = &p->statistics;

	PUT(o, "name", part_text(p->name));
	PUT(o, "counted", json_object_new_boolean(p->counted));
	PUT(o, "took_ns", number(p->took_ns));
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		if (s->operations[i].began)
			json_object_array_add(operations, operation_object((enum operation)i, &s->operations[i]));
	PUT(o, "operations", operations);
	PUT(o, "lag", histogram_object(&s->lag));
	PUT(o, "lives-begun", number(s->lives_begun));
	PUT(o, "lives-ended", number(s->lives_ended));
	PUT(o, "sent", number(s->sent));
	PUT(o, "received", number(s->received));
	PUT(o, "retransmitted", number(s->retransmitted));
	PUT(o, "unexpected", number(s->unexpected));
	PUT(o, "seconds", seconds_array(s));
	return o;
}

static struct json_object *phases_array(const struct load_result *r)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < r->phase_count; i++)
		json_object_array_add(list, phase_object(&r->phases[i]));
	return list;
}

/* --- findings --- */

static struct json_object *examples_array(const struct load_rule *rule)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < rule->example_count; i++) {
		const struct load_example *e = &rule->examples[i];
		struct json_object *one = part_finding(&e->finding);
		char hex[2 * LOAD_DATAGRAM + 1];
		if (e->datagram)
			PUT(one, "datagram", part_text(hex_format(hex, sizeof(hex), e->datagram, e->len)));
		json_object_array_add(list, one);
	}
	return list;
}

static bool is_quiet(const struct load_rule *rule)
{
	for (unsigned v = 0; v < VERDICT_COUNT; v++)
		if (rule->counts[v])
			return false;
	return !rule->ours && !rule->example_count;
}

static struct json_object *findings_array(const struct load_result *r)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		const struct load_rule *rule = &r->rules[i];
		if (is_quiet(rule))
			continue;
		struct json_object *o = json_object_new_object(), *counts = json_object_new_object();
		PUT(o, "rule", part_text(clause_row((enum clause_id)i)->id));
		for (unsigned v = 0; v < VERDICT_COUNT; v++)
			if (rule->counts[v])
				PUT(counts, verdict_word((enum verdict)v), number(rule->counts[v]));
		PUT(o, "counts", counts);
		PUT(o, "by-our-ues", number(rule->ours));
		PUT(o, "examples", examples_array(rule));
		json_object_array_add(list, o);
	}
	return list;
}

static struct json_object *messages_object(const struct tally *t)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "judged", number(t->messages));
	PUT(o, "records", number(t->records));
	PUT(o, "dark", number(t->dark));
	PUT(o, "strays", number(t->strays));
	PUT(o, "forgotten", number(t->forgotten));
	return o;
}

/* --- the whole --- */

static struct json_object *parts_array(const struct load_result *r)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < r->part_count; i++) {
		struct json_object *o = json_object_new_object();
		PUT(o, "part", number(r->parts[i].shard + UINT64_C(1)));
		PUT(o, "of", number(r->parts[i].shards));
		json_object_array_add(list, o);
	}
	return list;
}

static struct json_object *thresholds_array(const struct load_result *r)
{
	static const char *const words[] = { "kept", "missed", "unmeasured" };
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < r->threshold_count; i++) {
		const struct load_threshold *t = &r->thresholds[i];
		struct json_object *o = json_object_new_object();
		char text[40];
		PUT(o, "threshold", part_text(t->threshold.words));
		PUT(o, "answer", part_text(r->behind && t->answer == THRESHOLD_KEPT ? "doubtful" : words[t->answer]));
		PUT(o, "value", t->answer == THRESHOLD_NOTHING ? NULL : part_text(threshold_value(text, sizeof(text), &t->threshold, t->value)));
		json_object_array_add(list, o);
	}
	return list;
}

static struct json_object *populations_object(const struct statistics *all)
{
	struct json_object *o = json_object_new_object();

	for (unsigned i = 0; i < POPULATIONS; i++) {
		struct json_object *one = json_object_new_object();
		struct statistics own = { 0 };
		struct totals t;
		statistics_merge_population(&own, all, (enum population_kind)i);
		statistics_totals(&t, &own);
		statistics_free(&own);
		PUT(one, "begun", number(t.began));
		PUT(one, "good", number(t.good));
		PUT(one, "bad", number(t.bad));
		PUT(one, "open", number(t.open));
		PUT(one, "deliberate", number(t.deliberate));
		PUT(o, population_word((enum population_kind)i), one);
	}
	return o;
}

static struct json_object *summary_object(const struct load_result *r)
{
	struct json_object *o = json_object_new_object();
	struct statistics all = { 0 };
	struct totals t;

	load_result_statistics(&all, r, false);
	statistics_totals(&t, &all);
	PUT(o, "begun", number(t.began));
	PUT(o, "good", number(t.good));
	PUT(o, "bad", number(t.bad));
	PUT(o, "open", number(t.open));
	PUT(o, "deliberate", number(t.deliberate));
	PUT(o, "populations", populations_object(&all));
	PUT(o, "fail", number(load_result_findings(r, VERDICT_FAIL)));
	PUT(o, "warn", number(load_result_findings(r, VERDICT_WARN)));
	PUT(o, "inconc", number(load_result_findings(r, VERDICT_INCONC)));
	PUT(o, "generator-behind", json_object_new_boolean(r->behind));
	statistics_free(&all);
	return o;
}

int json_report_load(FILE *out, const struct load_result *r, const struct report_style *style)
{
	struct json_object *o = part_opening("m5gtest.load/1", r->context);
	struct standing *standings = standing_of_load(r);
	struct context plain = *r->context;
	char *context;

	(void)style;
	plain.ues = (struct identities){ 0 };	/* too many, and no merge needs them */
	context = context_write(&plain);
	PUT(o, "context", part_text(context));
	PUT(o, "scenario", part_text(r->scenario));
	PUT(o, "target", part_text(r->target));
	PUT(o, "embedded", json_object_new_boolean(r->embedded));
	PUT(o, "virtual-time", json_object_new_boolean(r->virtual_time));
	PUT(o, "judged", json_object_new_boolean(r->judged));
	PUT(o, "interrupted", json_object_new_boolean(r->interrupted));
	PUT(o, "seed", number(r->seed));
	PUT(o, "start_ns", number(r->start_ns));
	PUT(o, "took_ns", number(r->took_ns));
	PUT(o, "parts", parts_array(r));
	PUT(o, "ues", number(r->ues));
	PUT(o, "summary", summary_object(r));
	PUT(o, "thresholds", thresholds_array(r));
	PUT(o, "phases", phases_array(r));
	PUT(o, "messages", messages_object(&r->tally));
	PUT(o, "findings", findings_array(r));
	PUT(o, "rules", part_rules(standings));
	PUT(o, "coverage", part_coverage(standings));
	free(context);
	free(standings);
	return part_write(out, o);
}
