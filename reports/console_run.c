/* reports/console_run.c - a run as a test engineer reads it: a line a case, what was found beneath it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "reports/console.h"
#include "reports/escape.h"
#include "reports/headline.h"
#include "reports/render.h"

#define INDENT "    "

enum {
	ALIKE = 3,	/* so many cases not run for one reason are still listed, */
	OF_A_KIND = 2	/* and so many findings of one rule in a case */
};

struct widths {
	int verdict, id, link;
};

static int wider(int width, const char *text)
{
	int len = (int)strlen(text);

	return len > width ? len : width;
}

static struct widths measure(const struct run_result *r)
{
	struct widths w = { 0 };

	for (size_t i = 0; i < r->case_count; i++) {
		w.verdict = wider(w.verdict, verdict_word(r->cases[i].verdict));
		w.id = wider(w.id, r->cases[i].id);
		w.link = wider(w.link, r->cases[i].link);
	}
	return w;
}

static void print_headline(FILE *out, const struct run_result *r)
{
	char *target = headline_target(r);

	fputs("m5gtest " PACKAGE_VERSION " run against ", out);
	escape_console(out, target);
	fputc('\n', out);
	console_question(out, r->context);
	fprintf(out, "seed: %" PRIu64 "\n\n", r->seed);
	free(target);
}

/* Fails and warnings always; what could not be said where it decided the case; notes on request. */
static bool shown(const struct finding *f, enum verdict of_case, const struct report_style *style)
{
	if (f->verdict <= VERDICT_XPASS || f->verdict == VERDICT_WARN || f->verdict == VERDICT_XFAIL || style->verbose)
		return true;
	return f->verdict == VERDICT_INCONC && of_case == VERDICT_INCONC;
}

static void print_labelled(FILE *out, const char *label, const char *text)
{
	if (!text)
		return;
	fprintf(out, INDENT "%s", label);
	escape_console(out, text);
	fputc('\n', out);
}

/* A reason that opens with the rule of a finding shown beneath says the same twice. */
static bool said_below(const struct case_result *c, const struct report_style *style)
{
	for (size_t i = 0; c->reason && i < c->finding_count; i++) {
		const char *id = c->findings[i].clause->id;
		size_t len = strlen(id);
		if (strncmp(c->reason, id, len) == 0 && c->reason[len] == ':' && shown(&c->findings[i], c->verdict, style))
			return true;
	}
	return false;
}

/* How many findings of the same rule and verdict stand before this one. */
static unsigned before_alike(const struct case_result *c, size_t at)
{
	unsigned n = 0;

	for (size_t i = 0; i < at; i++)
		n += c->findings[i].clause == c->findings[at].clause && c->findings[i].verdict == c->findings[at].verdict;
	return n;
}

/* A copy of a request that is answered wrongly again is the same defect: two of a kind, then a count. */
static void print_findings(FILE *out, const struct case_result *c, const struct report_style *style)
{
	unsigned left_out = 0;

	for (size_t i = 0; i < c->finding_count; i++) {
		if (!shown(&c->findings[i], c->verdict, style))
			continue;
		if (!style->verbose && before_alike(c, i) >= OF_A_KIND)
			left_out++;
		else
			console_finding(out, INDENT, &c->findings[i], style);
	}
	if (left_out)
		fprintf(out, INDENT "and %u more of the same (--verbose lists them)\n", left_out);
}

static void print_case(FILE *out, const struct case_result *c, struct widths w, const struct report_style *style)
{
	bool dull = c->verdict >= VERDICT_PASS;

	if (style->quiet && (c->verdict == VERDICT_PASS || c->verdict == VERDICT_NA))
		return;
	console_verdict(out, c->verdict, w.verdict, style);
	fprintf(out, "  %-*s  %-*s  ", w.id, c->id, w.link, c->link);
	escape_console(out, c->title);
	if (c->clauses && c->clauses[0]) {
		fputs("  [", out);
		escape_console(out, c->clauses[0]);
		fputc(']', out);
	}
	if (style->verbose)
		fprintf(out, "  (%.3f s)", (double)c->took_ns / 1e9);
	fputc('\n', out);
	if (!said_below(c, style))
		print_labelled(out, "", c->reason);
	if (!dull || style->verbose)
		print_labelled(out, "at ", c->place);
	print_findings(out, c, style);
}

/* How many cases from C on did not run for the very same reason: told in one line, not as a wall. */
static size_t not_run_alike(const struct case_result *c, size_t left, const struct report_style *style)
{
	size_t n = 0;

	if (c->verdict != VERDICT_NOT_RUN || !c->reason || style->verbose)
		return 0;
	while (n < left && c[n].verdict == VERDICT_NOT_RUN && c[n].reason && !strcmp(c[n].reason, c->reason) &&
	       !strcmp(c[n].link, c->link))
		n++;
	return n > ALIKE ? n : 0;
}

static void print_not_run(FILE *out, const struct case_result *c, size_t n, struct widths w, const struct report_style *style)
{
	char count[32];

	snprintf(count, sizeof(count), "%zu cases", n);
	console_verdict(out, c->verdict, w.verdict, style);
	fprintf(out, "  %-*s  %-*s  %s to %s: ", w.id, count, w.link, c->link, c->id, c[n - 1].id);
	escape_console(out, c->reason);
	fputc('\n', out);
}

static void print_cases(FILE *out, const struct run_result *r, const struct report_style *style)
{
	struct widths w = measure(r);

	for (size_t i = 0, n; i < r->case_count; i += n ? n : 1) {
		n = not_run_alike(&r->cases[i], r->case_count - i, style);
		if (!n)
			print_case(out, &r->cases[i], w, style);
		else
			print_not_run(out, &r->cases[i], n, w, style);
	}
}

static void print_loose(FILE *out, const struct run_result *r, const struct report_style *style)
{
	bool opened = false;

	for (size_t i = 0; i < r->loose_count; i++) {
		if (!shown(&r->loose[i], VERDICT_PASS, style))
			continue;
		if (!opened)
			fputs("found outside any case\n", out);
		opened = true;
		console_finding(out, INDENT, &r->loose[i], style);
	}
}

/* A server in this process has no link to measure, and is known. */
static void print_contact(FILE *out, const struct run_result *r)
{
	char *features = headline_features(r), *links = headline_links(r);

	if (!r->embedded && *links)
		fprintf(out, "round trips at first contact: %s; jitter allowed %.0f ms\n", links,
			(double)r->context->timing.jitter_ns / 1e6);
	if (!r->embedded && *features)
		fprintf(out, "features declared, and as found: %s\n", features);
	free(features);
	free(links);
}

static void print_summary(FILE *out, const struct run_result *r, const struct report_style *style)
{
	struct standing *standings = standing_of_run(r);
	char *counts = headline_counts(r);

	fputc('\n', out);
	if (r->diagnosis) {
		fputs("diagnosis: ", out);
		escape_console(out, r->diagnosis);
		fputc('\n', out);
	}
	for (size_t i = 0; i < r->stale_count; i++)
		print_labelled(out, "stale waiver: ", r->stale[i]);
	print_contact(out, r);
	if (r->interrupted)
		fputs("interrupted: this is what was done until then\n", out);
	console_coverage(out, standings, style);
	fprintf(out, "%s in %.1f s%s\n", counts, (double)r->took_ns / 1e9, r->virtual_time ? " of its own clock, which jumps" : "");
	free(counts);
	free(standings);
}

int console_run(FILE *out, const struct run_result *r, const struct report_style *style)
{
	print_headline(out, r);
	print_cases(out, r, style);
	print_loose(out, r, style);
	print_summary(out, r, style);
	return ferror(out) ? -1 : 0;
}
