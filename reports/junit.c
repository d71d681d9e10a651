/* reports/junit.c - test points as the JUnit XML that Jenkins, GitLab and GitHub actions read.
 *
 * One testsuite a link (of a check: a group of rules). JUnit knows no "inconclusive" and no "warning": the first
 * is an error of type inconc, the second a passed testcase with its findings in system-out. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/headline.h"
#include "reports/point.h"
#include "reports/render.h"

struct sums {
	size_t points, by[POINT_STATES];
	uint64_t took_ns;
};

static void attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	escape_xml(out, value);
	fputc('"', out);
}

static void time_attribute(FILE *out, uint64_t ns)
{
	fprintf(out, " time=\"%" PRIu64 ".%06" PRIu64 "\"", ns / 1000000000, ns / 1000 % 1000000);
}

/* Of one suite, or of all where it is NULL. */
static struct sums sum(const struct points *points, const char *suite)
{
	struct sums s = { 0 };

	for (size_t i = 0; i < points->count; i++) {
		const struct point *p = &points->list[i];
		if (suite && strcmp(p->suite, suite) != 0)
			continue;
		s.points++;
		s.by[p->state]++;
		s.took_ns += p->took_ns;
	}
	return s;
}

static void print_sums(FILE *out, const struct sums *s)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"", s->points, s->by[POINT_FAILED],
		s->by[POINT_ERROR], s->by[POINT_SKIPPED] + s->by[POINT_EXPECTED]);
	time_attribute(out, s->took_ns);
}

static void print_findings(FILE *out, const struct point *p)
{
	for (size_t i = 0; i < p->finding_count; i++) {
		char *line = headline_finding(p->findings[i]);
		escape_xml(out, line);
		fputc('\n', out);
		free(line);
	}
}

static void print_outcome(FILE *out, const struct point *p, const char *element)
{
	fprintf(out, "      <%s", element);
	attribute(out, "message", p->reason ? p->reason : verdict_word(p->verdict));
	attribute(out, "type", verdict_word(p->verdict));
	fputc('>', out);
	print_findings(out, p);
	fprintf(out, "</%s>\n", element);
}

static void print_quiet_outcome(FILE *out, const struct point *p)
{
	if (p->state == POINT_OK)
		return;
	fputs("      <skipped", out);
	attribute(out, "message", p->reason ? p->reason : verdict_word(p->verdict));
	fputs("/>\n", out);
}

static void print_point(FILE *out, const struct point *p)
{
	fputs("    <testcase", out);
	attribute(out, "classname", p->suite);
	fputs(" name=\"", out);
	escape_xml(out, p->id);
	fputc(' ', out);
	escape_xml(out, p->title);
	fputc('"', out);
	time_attribute(out, p->took_ns);
	fputs(">\n", out);
	if (p->state == POINT_FAILED || p->state == POINT_ERROR) {
		print_outcome(out, p, p->state == POINT_FAILED ? "failure" : "error");
	} else {
		print_quiet_outcome(out, p);
		if (p->finding_count) {
			fputs("      <system-out>", out);
			print_findings(out, p);
			fputs("</system-out>\n", out);
		}
	}
	fputs("    </testcase>\n", out);
}

static void print_properties(FILE *out, const struct points *points)
{
	fputs("    <properties>\n", out);
	for (size_t i = 0; i < points->property_count; i++) {
		fputs("      <property", out);
		attribute(out, "name", points->properties[i].name);
		attribute(out, "value", points->properties[i].value);
		fputs("/>\n", out);
	}
	fputs("    </properties>\n", out);
}

static void print_suite(FILE *out, const struct points *points, const char *suite)
{
	struct sums s = sum(points, suite);

	fputs("  <testsuite", out);
	attribute(out, "name", suite);
	print_sums(out, &s);
	fputs(">\n", out);
	print_properties(out, points);
	for (size_t i = 0; i < points->count; i++)
		if (strcmp(points->list[i].suite, suite) == 0)
			print_point(out, &points->list[i]);
	fputs("  </testsuite>\n", out);
}

static bool first_of_suite(const struct points *points, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(points->list[i].suite, points->list[at].suite) == 0)
			return false;
	return true;
}

static void print_points(FILE *out, const struct points *points)
{
	struct sums s = sum(points, NULL);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"m5gtest\"", out);
	print_sums(out, &s);
	fputs(">\n", out);
	for (size_t i = 0; i < points->count; i++)
		if (first_of_suite(points, i))
			print_suite(out, points, points->list[i].suite);
	fputs("</testsuites>\n", out);
}

int junit_run(FILE *out, const struct run_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_run(out, r, print_points);
}

int junit_check(FILE *out, const struct check_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_check(out, r, print_points);
}

int junit_load(FILE *out, const struct load_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_load(out, r, print_points);
}
