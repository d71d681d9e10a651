/* reports/console_load.c - a load as people read it: what was done, how it ended, how long it took, what was broken. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/load_result.h"
#include "reports/console.h"
#include "reports/escape.h"
#include "reports/render.h"
#include "wire/alert.h"
#include "wire/message.h"

#define INDENT "    "

static void print_headline(FILE *out, const struct load_result *r)
{
	fputs("m5gtest " PACKAGE_VERSION " load \"", out);
	escape_console(out, r->scenario);
	fputs("\" against ", out);
	escape_console(out, r->target);
	fprintf(out, "%s\n", r->embedded ? " (the reference server in this process: not your server)" : "");
	if (r->context)
		console_question(out, r->context);
	fprintf(out, "seed: %" PRIu64 ", UEs: %u", r->seed, r->ues);
	if (r->part_count && r->parts[0].shards > 1)
		fprintf(out, ", %zu of %u parts", r->part_count, r->parts[0].shards);
	fprintf(out, "%s\n", r->virtual_time ? ", in virtual time: its clock jumps, latency is the wire's alone" : "");
}

/* --- one operation --- */

static void print_retransmissions(FILE *out, const struct operation_statistics *o)
{
	const char *before = " (";

	for (unsigned i = 1; i < RETRANSMISSIONS_KEPT; i++) {
		if (!o->after[i])
			continue;
		fprintf(out, "%s%" PRIu64 " after %u%s retransmission%s", before, o->after[i], i,
			i == RETRANSMISSIONS_KEPT - 1 ? " and more" : "", i > 1 ? "s" : "");
		before = ", ";
	}
	if (*before == ',')
		fputc(')', out);
}

static void print_codes(FILE *out, const struct operation_statistics *o)
{
	const char *before = " (";
	char text[40];

	for (unsigned i = 0; i < 256; i++) {
		if (!o->codes[i])
			continue;
		fprintf(out, "%s%" PRIu64 " %s", before, o->codes[i], code_format(text, sizeof(text), (uint8_t)i));
		before = ", ";
	}
	fputs(*before == ',' ? ")" : "", out);
}

static void print_alerts(FILE *out, const struct operation_statistics *o)
{
	const char *before = " (";

	for (unsigned i = 0; i < 256; i++) {
		if (!o->alerts[i])
			continue;
		const char *name = alert_name((uint8_t)i);
		fprintf(out, "%s%" PRIu64 " %s", before, o->alerts[i], name ? name : "unknown alert");
		before = ", ";
	}
	fputs(*before == ',' ? ")" : "", out);
}

static void print_outcomes(FILE *out, const struct operation_statistics *o)
{
	const char *before = ": ";

	for (unsigned i = 0; i < OUTCOME_COUNT; i++) {
		if (!o->outcomes[i])
			continue;
		fprintf(out, "%s%" PRIu64 " %s", before, o->outcomes[i], outcome_word((enum outcome)i));
		if (i == OUTCOME_ANSWERED)
			print_retransmissions(out, o);
		else if (i == OUTCOME_REFUSED)
			print_codes(out, o);
		else if (i == OUTCOME_ALERT)
			print_alerts(out, o);
		before = ", ";
	}
	fputc('\n', out);
}

static void print_latency(FILE *out, const char *what, const struct histogram *h)
{
	static const struct { const char *word; uint32_t ppm; } rows[] = {
		{ "p50", 500000 }, { "p90", 900000 }, { "p99", 990000 }, { "p99.9", 999000 }, { "p99.99", 999900 },
	};

	if (!h->total)
		return;
	fprintf(out, INDENT "%s", what);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		fprintf(out, "  %s %.3f", rows[i].word, (double)histogram_percentile(h, rows[i].ppm) / 1e6);
	fprintf(out, "  max %.3f ms\n", (double)h->max_ns / 1e6);
}

static void print_operation(FILE *out, enum operation operation, const struct operation_statistics *o,
			    const struct report_style *style)
{
	if (!o->began)
		return;
	fprintf(out, "  %-10s %" PRIu64 " begun", operation_word(operation), o->began);
	print_outcomes(out, o);
	print_latency(out, "latency", &o->latency);
	if (style->verbose)
		print_latency(out, "service", &o->service);
}

/* Where there are others than UEs: each population's sum. */
static void print_populations(FILE *out, const struct statistics *s)
{
	struct totals totals[POPULATIONS];
	bool others = false;

	for (unsigned i = 0; i < POPULATIONS; i++) {
		struct statistics own = { 0 };
		statistics_merge_population(&own, s, (enum population_kind)i);
		statistics_totals(&totals[i], &own);
		others |= i && totals[i].began;
		statistics_free(&own);
	}
	for (unsigned i = 0; others && i < POPULATIONS; i++) {
		const struct totals *t = &totals[i];
		if (t->began)
			fprintf(out, "  %-10s %" PRIu64 " begun: %" PRIu64 " good, %" PRIu64 " bad, %" PRIu64 " open or not tried\n",
				population_word((enum population_kind)i), t->began, t->good, t->bad, t->open);
	}
}

static void print_phase(FILE *out, const struct load_phase *p, const struct report_style *style)
{
	const struct statistics *s = &p->statistics;

	fputs("\nphase ", out);
	escape_console(out, p->name);
	fprintf(out, ", %.1f s%s: %" PRIu64 " lives begun, %" PRIu64 " ended\n", (double)p->took_ns / 1e9,
		p->counted ? "" : ", not counted", s->lives_begun, s->lives_ended);
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		print_operation(out, (enum operation)i, &s->operations[i], style);
	print_populations(out, s);
	fprintf(out, "  messages   %" PRIu64 " sent (%" PRIu64 " again), %" PRIu64 " heard, %" PRIu64 " of these unexpected\n", s->sent,
		s->retransmitted, s->received, s->unexpected);
}

/* --- findings --- */

static void print_rule(FILE *out, enum clause_id id, const struct load_rule *rule, const struct report_style *style)
{
	bool any = rule->ours != 0;

	for (unsigned v = 0; v < VERDICT_COUNT; v++) {
		if (!rule->counts[v] || ((v == VERDICT_NOTE || v == VERDICT_INCONC) && !style->verbose))
			continue;
		fputs("  ", out);
		console_verdict(out, (enum verdict)v, 7, style);
		fprintf(out, "%s: %" PRIu64 " times\n", clause_row(id)->id, rule->counts[v]);
		any = true;
	}
	if (rule->ours)
		fprintf(out, "  error  %s: %" PRIu64 " times by our own UEs\n", clause_row(id)->id, rule->ours);
	for (unsigned e = 0; any && e < rule->example_count; e++)
		console_finding(out, INDENT, &rule->examples[e].finding, style);
}

static void print_findings(FILE *out, const struct load_result *r, const struct report_style *style)
{
	if (!r->judged) {
		fputs("\nanswers were not judged\n", out);
		return;
	}
	fprintf(out, "\nfindings: %" PRIu64 " fail, %" PRIu64 " warn, %" PRIu64 " inconc; %" PRIu64 " messages judged, %" PRIu64
		" exchanges forgotten for want of room\n",
		load_result_findings(r, VERDICT_FAIL), load_result_findings(r, VERDICT_WARN), load_result_findings(r, VERDICT_INCONC),
		r->tally.messages, r->tally.forgotten);
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		print_rule(out, (enum clause_id)i, &r->rules[i], style);
}

/* --- the end --- */

static void print_generator(FILE *out, const struct load_result *r)
{
	double ms = (double)load_result_lag(r) / 1e6;

	if (r->behind)
		fprintf(out, "THE GENERATOR FELL BEHIND: one start of a hundred was more than %.3f ms late. What was measured is not what was asked; "
			     "no threshold is kept. Fewer UEs a second, or more --threads.\n", ms);
	else
		fprintf(out, "generator: of a hundred starts 99 at most %.3f ms late\n", ms);
}

/* Seconds in a row in which messages were sent and none was heard: a server that was away. The last second is broken. */
static void print_silences(FILE *out, const struct statistics *s)
{
	enum { SENT_LEAST = 10, SILENCES_MOST = 10 };
	unsigned printed = 0;

	for (size_t i = 0, end; i + 1 < s->second_count && printed < SILENCES_MOST; i = end + 1) {
		uint64_t sent = 0;
		for (end = i; end < s->second_count && s->seconds[end].sent && !s->seconds[end].received; end++)
			sent += s->seconds[end].sent;
		if (sent < SENT_LEAST)
			continue;
		fprintf(out, "silence: from %zu s to %zu s nothing was heard, and %" PRIu64 " messages were sent\n", i, end, sent);
		printed++;
	}
}

static const char *threshold_word(const struct load_result *r, const struct load_threshold *t)
{
	if (t->answer == THRESHOLD_MISSED)
		return "missed";
	if (t->answer == THRESHOLD_NOTHING)
		return "unmeasured";
	return r->behind ? "doubtful" : "kept";
}

static void print_thresholds(FILE *out, const struct load_result *r, const struct report_style *style)
{
	char text[40];

	for (unsigned i = 0; i < r->threshold_count; i++) {
		const struct load_threshold *t = &r->thresholds[i];
		const char *colour = !style->colour ? "" : t->answer == THRESHOLD_KEPT && !r->behind ? "\033[32m" : "\033[31m";
		fprintf(out, "%s%-10s%s  %s", colour, threshold_word(r, t), *colour ? "\033[0m" : "", t->threshold.words);
		if (t->answer != THRESHOLD_NOTHING)
			fprintf(out, ": %s", threshold_value(text, sizeof(text), &t->threshold, t->value));
		fputc('\n', out);
	}
}

static void print_total(FILE *out, const struct load_result *r)
{
	struct statistics all = { 0 };
	struct totals t;

	load_result_statistics(&all, r, false);
	statistics_totals(&t, &all);
	fprintf(out, "%" PRIu64 " begun: %" PRIu64 " good, %" PRIu64 " bad, %" PRIu64 " open or not tried", t.began, t.good, t.bad, t.open);
	if (t.deliberate)
		fprintf(out, "; and %" PRIu64 " wrong on purpose", t.deliberate);
	fprintf(out, "; in %.1f s\n", (double)r->took_ns / 1e9);
	print_silences(out, &all);
	statistics_free(&all);
}

int console_load(FILE *out, const struct load_result *r, const struct report_style *style)
{
	print_headline(out, r);
	for (unsigned i = 0; !style->quiet && i < r->phase_count; i++)
		print_phase(out, &r->phases[i], style);
	print_findings(out, r, style);
	if (r->interrupted)
		fputs("interrupted: this is what was done until then\n", out);
	print_generator(out, r);
	print_thresholds(out, r, style);
	print_total(out, r);
	return ferror(out) ? -1 : 0;
}
