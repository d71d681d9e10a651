/* reports/metrics.c - OpenMetrics 1.0 text: families of counters, gauges and histograms; and JSON Lines. */
#include "reports/metrics.h"

#include <inttypes.h>


/* Bounds of the histograms' buckets: 2^14 - 1 ns (16 us) to 2^35 - 1 ns (34 s). A bound is the end
 * of a bucket of ours, so the counts are exact. */
enum { LEAST_BOUND = 14, GREATEST_BOUND = 35 };

static void family(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# TYPE %s %s\n# HELP %s %s\n", name, type, name, help);
}

static void seconds(FILE *out, uint64_t s, uint64_t ns) { fprintf(out, "%" PRIu64 ".%09" PRIu64, s, ns); }

/* LABELS: without braces, or "". */
static void histogram_family(FILE *out, const char *name, const char *labels, const struct histogram *h)
{
	const char *comma = *labels ? "," : "";
	uint64_t below = 0;
	unsigned bucket = 0;

	for (unsigned bits = LEAST_BOUND; bits <= GREATEST_BOUND; bits++) {
		uint64_t bound = (UINT64_C(1) << bits) - 1;
		for (; h->total && bucket <= histogram_bucket(bound); bucket++)
			below += h->counts[bucket];
		fprintf(out, "%s_bucket{%s%sle=\"", name, labels, comma);
		seconds(out, bound / 1000000000, bound % 1000000000);
		fprintf(out, "\"} %" PRIu64 "\n", below);
	}
	fprintf(out, "%s_bucket{%s%sle=\"+Inf\"} %" PRIu64 "\n", name, labels, comma, h->total);
	fprintf(out, "%s_count%s%s%s %" PRIu64 "\n%s_sum%s%s%s ", name, *labels ? "{" : "", labels, *labels ? "}" : "", h->total, name,
		*labels ? "{" : "", labels, *labels ? "}" : "");
	seconds(out, h->sum_s, h->sum_ns);
	fputc('\n', out);
}

static void operations(FILE *out, const struct statistics *s)
{
	family(out, "m5gtest_begun", "counter", "Operations begun.");
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		fprintf(out, "m5gtest_begun_total{operation=\"%s\"} %" PRIu64 "\n", operation_word((enum operation)i), s->operations[i].began);
	family(out, "m5gtest_outcomes", "counter", "Operations by how they ended.");
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		for (unsigned k = 0; k < OUTCOME_COUNT; k++)
			fprintf(out, "m5gtest_outcomes_total{operation=\"%s\",outcome=\"%s\"} %" PRIu64 "\n", operation_word((enum operation)i),
				outcome_word((enum outcome)k), s->operations[i].outcomes[k]);
}

static void refusals(FILE *out, const struct statistics *s)
{
	family(out, "m5gtest_refused", "counter", "Operations refused, by CoAP code.");
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		for (unsigned k = 0; k < 256; k++)
			if (s->operations[i].codes[k])
				fprintf(out, "m5gtest_refused_total{operation=\"%s\",code=\"%u.%02u\"} %" PRIu64 "\n",
					operation_word((enum operation)i), k >> 5, k & 31, s->operations[i].codes[k]);
	family(out, "m5gtest_alerts", "counter", "Handshakes that failed by an alert, by its number.");
	for (unsigned k = 0; k < 256; k++)
		if (s->operations[OPERATION_HANDSHAKE].alerts[k])
			fprintf(out, "m5gtest_alerts_total{alert=\"%u\"} %" PRIu64 "\n", k, s->operations[OPERATION_HANDSHAKE].alerts[k]);
}

static void latencies(FILE *out, const struct statistics *s)
{
	char label[48];

	family(out, "m5gtest_latency_seconds", "histogram", "From the intended start to the response.");
	for (unsigned i = 0; i < OPERATION_COUNT; i++) {
		snprintf(label, sizeof(label), "operation=\"%s\"", operation_word((enum operation)i));
		if (s->operations[i].began)
			histogram_family(out, "m5gtest_latency_seconds", label, &s->operations[i].latency);
	}
	family(out, "m5gtest_generator_lag_seconds", "histogram", "How late our own starts were.");
	histogram_family(out, "m5gtest_generator_lag_seconds", "", &s->lag);
}

static void findings(FILE *out, const struct load_result *r)
{
	family(out, "m5gtest_findings", "counter", "Rules broken by the server, by verdict.");
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		for (unsigned v = 0; v < VERDICT_COUNT; v++)
			if (r->rules[i].counts[v])
				fprintf(out, "m5gtest_findings_total{rule=\"%s\",verdict=\"%s\"} %" PRIu64 "\n", clause_row((enum clause_id)i)->id,
					verdict_word((enum verdict)v), r->rules[i].counts[v]);
}

static void counter(FILE *out, const char *name, const char *help, uint64_t value)
{
	family(out, name, "counter", help);
	fprintf(out, "%s_total %" PRIu64 "\n", name, value);
}

static void gauge(FILE *out, const char *name, const char *help, uint64_t value)
{
	family(out, name, "gauge", help);
	fprintf(out, "%s %" PRIu64 "\n", name, value);
}

int metrics_write(FILE *out, const void *arg)
{
	const struct load_now *now = arg;
	struct statistics s = { 0 };

	load_result_statistics(&s, now->result, false);
	operations(out, &s);
	refusals(out, &s);
	latencies(out, &s);
	findings(out, now->result);
	counter(out, "m5gtest_sent", "CoAP messages sent.", s.sent);
	counter(out, "m5gtest_received", "CoAP messages heard.", s.received);
	counter(out, "m5gtest_retransmitted", "Of the sent ones: copies after the first.", s.retransmitted);
	counter(out, "m5gtest_unexpected", "Of the heard ones: they answer nothing of ours.", s.unexpected);
	gauge(out, "m5gtest_ues_live", "UEs whose life is going on.", now->live);
	gauge(out, "m5gtest_ues_registered", "UEs that were told they are registered.", now->registered);
	gauge(out, "m5gtest_open", "Operations without an outcome yet.", now->open);
	fputs("# EOF\n", out);
	statistics_free(&s);
	return ferror(out) ? -1 : 0;
}

int metrics_line(FILE *out, const struct load_now *now, uint64_t second)
{
	struct statistics s = { 0 };
	struct second_statistics last = { 0 };

	load_result_statistics(&s, now->result, false);
	if (second < s.second_count)
		last = s.seconds[second];
	fprintf(out, "{\"second\":%" PRIu64 ",\"begun\":%" PRIu64 ",\"good\":%" PRIu64 ",\"bad\":%" PRIu64 ",\"sent\":%" PRIu64
		",\"received\":%" PRIu64 ",\"live\":%u,\"open\":%u,\"registered\":%u,\"findings\":%" PRIu64 "}\n",
		second, last.began, last.good, last.bad, last.sent, last.received, now->live, now->open,
		now->registered, load_result_findings(now->result, VERDICT_FAIL));
	statistics_free(&s);
	return fflush(out) || ferror(out) ? -1 : 0;
}
