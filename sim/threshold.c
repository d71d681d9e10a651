/* sim/threshold.c - reading thresholds, and asking statistics whether they were kept. */
#include "sim/threshold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum unit { TIME, SHARE, COUNT, RATE };

static const struct quantity_row {
	const char *word;
	enum unit unit;
} rows[] = {
#define QUANTITY(name, word, unit, text) { word, unit },
#include "sim/threshold.def"
#undef QUANTITY
};

static const struct { const char *word; enum comparison comparison; } comparisons[] = {
	{ "<=", AT_MOST }, { ">=", AT_LEAST }, { "==", EXACTLY }, { "<", BELOW }, { ">", ABOVE },
};

/* --- reading --- */

/* "99", "99.99": up to four digits after the point. */
static bool read_ppm(const char *text, uint32_t *ppm)
{
	char *end;
	double percent;

	if (strspn(text, "0123456789.") != strlen(text) || !*text || *text == '.')
		return false;
	percent = strtod(text, &end);
	*ppm = (uint32_t)llround(percent * 10000);
	return !*end && percent > 0 && percent <= 100;
}

static bool read_quantity(struct threshold *t, const char *word)
{
	if (word[0] == 'p' && read_ppm(word + 1, &t->ppm)) {
		t->quantity = QUANTITY_PERCENTILE;
		return true;
	}
	for (unsigned i = QUANTITY_MEAN; i < QUANTITIES; i++)
		if (*rows[i].word && !strcmp(rows[i].word, word)) {
			t->quantity = (enum quantity)i;
			return true;
		}
	t->quantity = QUANTITY_OUTCOME;
	t->outcome = outcome_named(word);
	return t->outcome != OUTCOME_COUNT;
}

/* "register.p99.9": the operation ends at the first point. */
static int read_subject(struct threshold *t, const char *word, struct error *error)
{
	const char *point = strchr(word, '.');
	char operation[32];

	t->operation = OPERATION_COUNT;
	t->population = POPULATIONS;
	if (point && word[0] != 'p') {
		snprintf(operation, sizeof(operation), "%.*s", (int)(point - word), word);
		t->operation = operation_named(operation);
		t->population = population_named(operation);
		if (t->operation == OPERATION_COUNT && t->population == POPULATIONS)
			return error_set(error, "'%s' is neither an operation nor a population", operation);
		word = point + 1;
	} else if (!strncmp(word, "ping.", 5)) {
		t->operation = OPERATION_PING;
		word += 5;
	}
	if (!read_quantity(t, word))
		return error_set(error, "'%s' is nothing that is measured (p99, mean, max, failed, rate, findings, refused ...)",
				 word);
	if ((t->operation != OPERATION_COUNT || t->population != POPULATIONS) && rows[t->quantity].unit == COUNT)
		return error_set(error, "'%s' is not counted by operation", word);
	return 0;
}

static bool read_count(const char *text, double *limit)
{
	char *end;

	*limit = strtod(text, &end);
	return !*end && *text >= '0' && *text <= '9';
}

static int read_limit(struct threshold *t, const char *text, struct error *error)
{
	struct node node = { .kind = NODE_SCALAR, .file = "", .text = text };
	size_t len = strlen(text);
	uint64_t ns;

	switch (rows[t->quantity].unit) {
	case TIME:
		t->limit = duration_parse(text, len, &ns) ? (double)ns : -1;
		return t->limit >= 0 ? 0 : error_set(error, "'%s' is no duration", text);
	case RATE:
		return node_rate(&node, &t->limit, NULL) ? error_set(error, "'%s' is no rate, as 500/s", text) : 0;
	case SHARE:
		t->share = len && text[len - 1] == '%';
		if (t->share)
			return node_share(&node, &t->limit, NULL) ? error_set(error, "'%s' is no share", text) : 0;
		break;
	case COUNT:
		break;
	}
	return read_count(text, &t->limit) ? 0 : error_set(error, "'%s' is no count", text);
}

int threshold_parse(struct threshold *t, const char *words, struct error *error)
{
	char subject[48], comparison[4], limit[40], more;

	*t = (struct threshold){ 0 };
	if (strlen(words) >= sizeof(t->words) || sscanf(words, "%47s %3s %39s %c", subject, comparison, limit, &more) != 3)
		return error_set(error, "expected a threshold as p99 < 200ms, failed < 0.1%% or findings == 0, not '%.60s'", words);
	snprintf(t->words, sizeof(t->words), "%s", words);
	for (size_t i = 0; i < sizeof(comparisons) / sizeof(*comparisons); i++)
		if (!strcmp(comparisons[i].word, comparison)) {
			t->comparison = comparisons[i].comparison;
			return read_subject(t, subject, error) || read_limit(t, limit, error) ? -1 : 0;
		}
	return error_set(error, "'%s' compares nothing: < <= > >= ==", comparison);
}

int threshold_read(struct threshold *t, const struct node *node, struct error *error)
{
	char words[sizeof(t->words)];
	struct error why;

	if (node_text(node, words, sizeof(words), error))
		return -1;
	return threshold_parse(t, words, &why) ? node_error(node, error, "%s", why.text) : 0;
}

/* --- asking --- */

static void take_totals(struct totals *totals, const struct threshold *t, const struct statistics *s)
{
	struct statistics only = { 0 };

	if (t->operation == OPERATION_COUNT) {
		statistics_totals(totals, s);
		return;
	}
	only.operations[OPERATION_REGISTER] = s->operations[t->operation];	/* a row that the totals count */
	statistics_totals(totals, &only);
}

static bool latency_value(const struct threshold *t, const struct statistics *s, double *value)
{
	struct histogram h = { 0 };

	if (t->operation == OPERATION_COUNT)
		statistics_latency(&h, s);
	else
		histogram_merge(&h, &s->operations[t->operation].latency);
	bool any = h.total != 0;
	*value = (double)(t->quantity == QUANTITY_MEAN	? histogram_mean(&h)
			  : t->quantity == QUANTITY_MAX ? h.max_ns
							: histogram_percentile(&h, t->ppm));
	histogram_free(&h);
	return any;
}

static bool share_value(const struct threshold *t, uint64_t part, uint64_t whole, double *value)
{
	*value = t->share && whole ? (double)part / (double)whole : (double)part;
	return whole != 0;
}

/* False: there was nothing to measure. */
static bool take_value(const struct threshold *t, const struct measured *m, double *value)
{
	struct totals totals;

	take_totals(&totals, t, m->statistics);
	switch (t->quantity) {
	case QUANTITY_PERCENTILE:
	case QUANTITY_MEAN:
	case QUANTITY_MAX:
		return latency_value(t, m->statistics, value);
	case QUANTITY_FAILED:	/* of what came to an end by the peer or the wire */
		return share_value(t, totals.bad, totals.good + totals.bad, value);
	case QUANTITY_OUTCOME:
		return share_value(t, totals.outcomes[t->outcome], totals.began, value);
	case QUANTITY_RATE:
		*value = m->took_ns ? (double)totals.good * 1e9 / (double)m->took_ns : 0;
		return m->took_ns != 0;
	case QUANTITY_FINDINGS:
		*value = (double)m->findings;
		return true;
	case QUANTITY_WARNINGS:
		*value = (double)m->warnings;
		return true;
	case QUANTITIES:
		break;
	}
	return false;
}

static bool keeps(double value, enum comparison comparison, double limit)
{
	switch (comparison) {
	case BELOW:
		return value < limit;
	case AT_MOST:
		return value <= limit;
	case ABOVE:
		return value > limit;
	case AT_LEAST:
		return value >= limit;
	case EXACTLY:
		return value == limit;
	}
	return false;
}

enum threshold_answer threshold_ask(const struct threshold *t, const struct measured *m, double *value)
{
	struct statistics only = { 0 };
	struct measured of_some = *m;

	if (t->population != POPULATIONS) {
		statistics_merge_population(&only, m->statistics, t->population);
		of_some.statistics = &only;
	}
	bool any = take_value(t, &of_some, value);
	statistics_free(&only);
	if (!any)
		return THRESHOLD_NOTHING;
	return keeps(*value, t->comparison, t->limit) ? THRESHOLD_KEPT : THRESHOLD_MISSED;
}

char *threshold_value(char *text, size_t size, const struct threshold *t, double value)
{
	switch (rows[t->quantity].unit) {
	case TIME:
		snprintf(text, size, "%.3f ms", value / 1e6);
		break;
	case SHARE:
		snprintf(text, size, t->share ? "%.4g%%" : "%.0f", t->share ? value * 100 : value);
		break;
	case RATE:
		snprintf(text, size, "%.1f/s", value);
		break;
	case COUNT:
		snprintf(text, size, "%.0f", value);
		break;
	}
	return text;
}
