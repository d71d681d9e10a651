/* reports/load_read.c - the reader of m5gtest.load/1: what is missing or of another kind is an error with its name. */
#include "reports/load_read.h"

#include <assert.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"
#include "wire/message.h"

/* Errors stick: the first one is kept, and what follows reads as nothing. */
struct reader {
	const char *path;
	struct error *error;
	bool failed;
};

static void fail(struct reader *r, const char *what)
{
	if (!r->failed)
		error_set(r->error, "%s: no m5gtest.load/1 report: '%s' is missing or of another kind", r->path, what);
	r->failed = true;
}

static struct json_object *member(struct reader *r, struct json_object *o, const char *key, enum json_type type)
{
	struct json_object *value = NULL;

	if (!json_object_is_type(o, json_type_object) || !json_object_object_get_ex(o, key, &value) ||
	    !json_object_is_type(value, type)) {
		fail(r, key);
		return NULL;
	}
	return value;
}

static uint64_t number(struct reader *r, struct json_object *o, const char *key)
{
	return json_object_get_uint64(member(r, o, key, json_type_int));
}

static bool boolean(struct reader *r, struct json_object *o, const char *key)
{
	return json_object_get_boolean(member(r, o, key, json_type_boolean));
}

static const char *text(struct reader *r, struct json_object *o, const char *key)
{
	struct json_object *value = member(r, o, key, json_type_string);

	return value ? json_object_get_string(value) : "";
}

static size_t length(struct json_object *list) { return list ? json_object_array_length(list) : 0; }

/* Element I of a list of numbers. */
static uint64_t at(struct reader *r, struct json_object *list, size_t i, const char *what)
{
	struct json_object *value = json_object_is_type(list, json_type_array) ? json_object_array_get_idx(list, i) : NULL;

	if (!json_object_is_type(value, json_type_int))
		fail(r, what);
	return json_object_get_uint64(value);
}

/* --- statistics --- */

static void read_histogram(struct reader *r, struct histogram *h, struct json_object *o, const char *key)
{
	struct json_object *from = member(r, o, key, json_type_object);
	struct json_object *buckets = from ? member(r, from, "buckets", json_type_array) : NULL;

	for (size_t i = 0; i < length(buckets); i++) {
		struct json_object *pair = json_object_array_get_idx(buckets, i);
		uint64_t bucket = at(r, pair, 0, "buckets");
		if (bucket < HISTOGRAM_BUCKETS)
			histogram_fill(h, (unsigned)bucket, at(r, pair, 1, "buckets"));
		else
			fail(r, "buckets");
	}
	if (!from)
		return;
	h->min_ns = number(r, from, "min_ns");
	h->max_ns = number(r, from, "max_ns");
	h->sum_s = number(r, from, "sum_s");
	h->sum_ns = number(r, from, "sum_ns");
	if (h->total != number(r, from, "count"))
		fail(r, "count");
}

static void read_outcomes(struct reader *r, struct operation_statistics *s, struct json_object *o)
{
	struct json_object *outcomes = member(r, o, "outcomes", json_type_object);

	for (unsigned i = 0; outcomes && i < OUTCOME_COUNT; i++)
		s->outcomes[i] = number(r, outcomes, outcome_word((enum outcome)i));
}

static void read_codes(struct reader *r, uint64_t *counts, struct json_object *o)
{
	struct json_object *codes = member(r, o, "refused-by", json_type_object);

	if (!codes)
		return;
	json_object_object_foreach(codes, key, value) {
		uint8_t code;
		if (code_read(key, &code) && json_object_is_type(value, json_type_int))
			counts[code] = json_object_get_uint64(value);
		else
			fail(r, "refused-by");
	}
}

static void read_alerts(struct reader *r, uint64_t *counts, struct json_object *o)
{
	struct json_object *alerts = member(r, o, "alerts", json_type_array);

	for (size_t i = 0; i < length(alerts); i++) {
		struct json_object *row = json_object_array_get_idx(alerts, i);
		counts[at(r, row, 0, "alerts") & 255] = at(r, row, 2, "alerts");
	}
}

static void read_operation(struct reader *r, struct statistics *s, struct json_object *o)
{
	enum operation operation = operation_named(text(r, o, "operation"));
	struct json_object *after = member(r, o, "answered-after", json_type_array);
	struct operation_statistics *to;

	if (operation == OPERATION_COUNT) {
		fail(r, "operation");
		return;
	}
	to = &s->operations[operation];
	to->began = number(r, o, "begun");
	read_outcomes(r, to, o);
	for (unsigned i = 0; i < RETRANSMISSIONS_KEPT; i++)
		to->after[i] = at(r, after, i, "answered-after");
	read_codes(r, to->codes, o);
	read_alerts(r, to->alerts, o);
	read_histogram(r, &to->latency, o, "latency");
	read_histogram(r, &to->service, o, "service");
}

static void read_seconds(struct reader *r, struct statistics *s, struct json_object *o)
{
	struct json_object *list = member(r, o, "seconds", json_type_array);

	for (size_t i = 0; i < length(list) && i < SECONDS_KEPT && !r->failed; i++) {
		struct json_object *row = json_object_array_get_idx(list, i);
		*statistics_second(s, i) = (struct second_statistics){
			at(r, row, 0, "seconds"), at(r, row, 1, "seconds"), at(r, row, 2, "seconds"), at(r, row, 3, "seconds"),
			at(r, row, 4, "seconds"),
		};
	}
}

static void read_phase(struct reader *r, struct load_phase *p, struct json_object *o)
{
	struct json_object *operations = member(r, o, "operations", json_type_array);
	struct statistics *s = &p->statistics;

	snprintf(p->name, sizeof(p->name), "%s", text(r, o, "name"));
	p->counted = boolean(r, o, "counted");
	p->took_ns = number(r, o, "took_ns");
	for (size_t i = 0; i < length(operations); i++)
		read_operation(r, s, json_object_array_get_idx(operations, i));
	read_histogram(r, &s->lag, o, "lag");
	s->lives_begun = number(r, o, "lives-begun");
	s->lives_ended = number(r, o, "lives-ended");
	s->sent = number(r, o, "sent");
	s->received = number(r, o, "received");
	s->retransmitted = number(r, o, "retransmitted");
	s->unexpected = number(r, o, "unexpected");
	read_seconds(r, s, o);
	if (!r->failed && !statistics_adds_up(s))
		fail(r, "outcomes");
}

/* --- findings --- */

static enum verdict verdict_named(const char *word)
{
	unsigned v = 0;

	while (v < VERDICT_COUNT && strcmp(verdict_word((enum verdict)v), word) != 0)
		v++;
	return (enum verdict)v;
}

static void read_datagram(struct load_example *e, struct json_object *o)
{
	struct json_object *hex = NULL;
	uint8_t bytes[LOAD_DATAGRAM];
	const char *digits;
	long len;

	if (!json_object_object_get_ex(o, "datagram", &hex) || !(digits = json_object_get_string(hex)))
		return;
	len = hex_read(bytes, sizeof(bytes), digits, strlen(digits));
	if (len <= 0)
		return;
	e->datagram = malloc((size_t)len);
	assert(e->datagram);
	memcpy(e->datagram, bytes, (size_t)len);
	e->len = (size_t)len;
}

static void read_example(struct reader *r, struct load_rule *rule, const struct clause *clause, struct json_object *o)
{
	struct load_example *e;

	if (rule->example_count == LOAD_EXAMPLES)
		return;
	e = &rule->examples[rule->example_count++];
	*e = (struct load_example){ .finding = { .clause = clause, .answer = BROKEN, .verdict = verdict_named(text(r, o, "verdict")),
						 .by = strcmp(text(r, o, "by"), side_word(SIDE_CLIENT)) ? SIDE_SERVER : SIDE_CLIENT,
						 .frame = (uint32_t)number(r, o, "frame"),
						 .where = { (uint32_t)number(r, o, "offset"), (uint32_t)number(r, o, "length") } } };
	if (e->finding.verdict == VERDICT_COUNT) {
		fail(r, "verdict");
		e->finding.verdict = VERDICT_ERROR;
	}
	snprintf(e->finding.expected, sizeof(e->finding.expected), "%s", text(r, o, "expected"));
	snprintf(e->finding.actual, sizeof(e->finding.actual), "%s", text(r, o, "actual"));
	read_datagram(e, o);
}

static void read_finding(struct reader *r, struct load_result *result, struct json_object *o)
{
	const struct clause *clause = clause_named(text(r, o, "rule"));
	struct json_object *counts = member(r, o, "counts", json_type_object);
	struct json_object *examples = member(r, o, "examples", json_type_array);

	if (!clause || !counts) {
		fail(r, "rule");
		return;
	}
	struct load_rule *rule = &result->rules[clause - clause_row(0)];
	rule->ours = number(r, o, "by-our-ues");
	json_object_object_foreach(counts, key, value) {
		enum verdict v = verdict_named(key);
		if (v == VERDICT_COUNT)
			fail(r, "counts");
		else
			rule->counts[v] = json_object_get_uint64(value);
	}
	for (size_t i = 0; i < length(examples); i++)
		read_example(r, rule, clause, json_object_array_get_idx(examples, i));
}

static void read_rule(struct reader *r, struct tally *t, struct json_object *o)
{
	const struct clause *clause = clause_named(text(r, o, "id"));
	uint64_t judged = number(r, o, "judged"), broken = number(r, o, "broken");

	if (!clause || broken > judged)
		fail(r, "rules");
	else
		t->rows[clause - clause_row(0)] = (struct tally_row){ judged - broken, broken, number(r, o, "undecided") };
}

static void read_tally(struct reader *r, struct tally *t, struct json_object *o)
{
	struct json_object *rules = member(r, o, "rules", json_type_array), *m = member(r, o, "messages", json_type_object);

	for (size_t i = 0; i < length(rules); i++)
		read_rule(r, t, json_object_array_get_idx(rules, i));
	if (!m)
		return;
	t->messages = number(r, m, "judged");
	t->records = number(r, m, "records");
	t->dark = number(r, m, "dark");
	t->strays = number(r, m, "strays");
	t->forgotten = number(r, m, "forgotten");
}

/* --- the whole --- */

static void read_parts(struct reader *r, struct load_result *result, struct json_object *o)
{
	struct json_object *list = member(r, o, "parts", json_type_array);

	result->parts = calloc(length(list) + 1, sizeof(*result->parts));
	assert(result->parts);
	for (size_t i = 0; i < length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		uint64_t part = number(r, one, "part"), of = number(r, one, "of");
		if (!part || part > of || of > UINT32_MAX)
			fail(r, "parts");
		result->parts[result->part_count++] = (struct load_part){ (uint32_t)part - 1, (uint32_t)of };
	}
}

static void read_lists(struct reader *r, struct load_result *result, struct json_object *o)
{
	struct json_object *phases = member(r, o, "phases", json_type_array);
	struct json_object *thresholds = member(r, o, "thresholds", json_type_array);
	struct json_object *findings = member(r, o, "findings", json_type_array);

	if (length(phases) > SCENARIO_PHASES || length(thresholds) > SCENARIO_THRESHOLDS) {
		fail(r, "phases");
		return;
	}
	for (size_t i = 0; i < length(phases); i++)
		read_phase(r, &result->phases[result->phase_count++], json_object_array_get_idx(phases, i));
	for (size_t i = 0; i < length(thresholds); i++)
		if (threshold_parse(&result->thresholds[result->threshold_count++].threshold,
				    text(r, json_object_array_get_idx(thresholds, i), "threshold"), NULL))
			fail(r, "thresholds");
	for (size_t i = 0; i < length(findings); i++)
		read_finding(r, result, json_object_array_get_idx(findings, i));
}

static void read_result(struct reader *r, struct load_result *result, struct context *context, struct json_object *o)
{
	const char *words;

	if (strcmp(text(r, o, "schema"), "m5gtest.load/1") != 0)
		fail(r, "schema");
	words = text(r, o, "context");
	if (!r->failed && context_read(context, words, strlen(words), NULL))
		fail(r, "context");
	result->scenario = strdup(text(r, o, "scenario"));
	result->target = strdup(text(r, o, "target"));
	result->embedded = boolean(r, o, "embedded");
	result->virtual_time = boolean(r, o, "virtual-time");
	result->judged = boolean(r, o, "judged");
	result->interrupted = boolean(r, o, "interrupted");
	result->seed = number(r, o, "seed");
	result->start_ns = number(r, o, "start_ns");
	result->took_ns = number(r, o, "took_ns");
	result->ues = (uint32_t)number(r, o, "ues");
	read_parts(r, result, o);
	read_tally(r, &result->tally, o);
	read_lists(r, result, o);
}

int load_read_is(const char *path, bool *is, struct error *error)
{
	struct json_object *o = json_object_from_file(path), *schema = NULL;

	if (!o)
		return error_set(error, "%s: cannot be read as JSON", path);
	*is = json_object_is_type(o, json_type_object) && json_object_object_get_ex(o, "schema", &schema) &&
	      json_object_is_type(schema, json_type_string) && !strcmp(json_object_get_string(schema), "m5gtest.load/1");
	json_object_put(o);
	return 0;
}

int load_read(struct load_result *result, struct context *context, const char *path, struct error *error)
{
	struct reader r = { .path = path, .error = error };
	struct json_object *o = json_object_from_file(path);

	*result = (struct load_result){ .rules = calloc(CLAUSE_COUNT, sizeof(*result->rules)), .context = context };
	assert(result->rules);
	context_default(context);
	if (!o)
		return error_set(error, "%s: cannot be read as JSON", path);
	read_result(&r, result, context, o);
	json_object_put(o);
	return r.failed ? -1 : 0;
}
