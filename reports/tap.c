/* reports/tap.c - test points in the Test Anything Protocol, version 13: read by prove, Jenkins and automake.
 *
 * A case left out is "ok # SKIP", one that failed as its waiver says "not ok # TODO"; what was found stands in a
 * YAML block beneath its point. */
#include <inttypes.h>
#include <stdlib.h>

#include "reports/escape.h"
#include "reports/headline.h"
#include "reports/point.h"
#include "reports/render.h"

static const char *const directives[POINT_STATES] = {
	[POINT_SKIPPED] = " # SKIP", [POINT_EXPECTED] = " # TODO",
};

static void print_key(FILE *out, const char *key, const char *value)
{
	fprintf(out, "  %s: ", key);
	escape_yaml(out, value);
	fputc('\n', out);
}

static void print_block(FILE *out, const struct point *p)
{
	fputs("  ---\n", out);
	print_key(out, "verdict", verdict_word(p->verdict));
	if (p->reason)
		print_key(out, "message", p->reason);
	if (p->place)
		print_key(out, "at", p->place);
	if (p->finding_count)
		fputs("  findings:\n", out);
	for (size_t i = 0; i < p->finding_count; i++) {
		char *line = headline_finding(p->findings[i]);
		fputs("    - ", out);
		escape_yaml(out, line);
		fputc('\n', out);
		free(line);
	}
	fputs("  ...\n", out);
}

static void print_point(FILE *out, const struct point *p, size_t number)
{
	bool ok = p->state == POINT_OK || p->state == POINT_SKIPPED;

	fprintf(out, "%s %zu - %s %s: ", ok ? "ok" : "not ok", number, p->id, p->suite);
	escape_tap(out, p->title);
	if (directives[p->state]) {
		fprintf(out, "%s ", directives[p->state]);
		escape_tap(out, p->reason ? p->reason : verdict_word(p->verdict));
	}
	fputc('\n', out);
	if (p->state != POINT_SKIPPED && (!ok || p->finding_count))
		print_block(out, p);
}

static void print_points(FILE *out, const struct points *points)
{
	fprintf(out, "TAP version 13\n1..%zu%s\n", points->count, points->count ? "" : " # SKIP nothing was judged");
	for (size_t i = 0; i < points->property_count; i++) {
		fprintf(out, "# %s: ", points->properties[i].name);
		escape_tap(out, points->properties[i].value);
		fputc('\n', out);
	}
	for (size_t i = 0; i < points->count; i++)
		print_point(out, &points->list[i], i + 1);
	fprintf(out, "# %s\n", points->summary);
}

int tap_run(FILE *out, const struct run_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_run(out, r, print_points);
}

int tap_check(FILE *out, const struct check_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_check(out, r, print_points);
}

int tap_load(FILE *out, const struct load_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_load(out, r, print_points);
}
