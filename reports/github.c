/* reports/github.c - test points as GitHub Actions workflow commands: annotations at the case's line. */
#include <stdlib.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/headline.h"
#include "reports/point.h"
#include "reports/render.h"

/* NULL: not worth an annotation. What was not run for want of something is; what was left out is not. */
static const char *command_of(const struct point *p)
{
	switch (p->state) {
	case POINT_FAILED:
	case POINT_ERROR:
		return "error";
	case POINT_OK:
		return p->verdict == VERDICT_WARN ? "warning" : NULL;
	case POINT_SKIPPED:
		return p->verdict == VERDICT_NOT_RUN && !p->by_choice ? "notice" : NULL;
	case POINT_EXPECTED:
	case POINT_STATES:
		break;
	}
	return NULL;
}

/* "cases/registration.yaml:31" as file and line. */
static void print_place(FILE *out, const char *place)
{
	const char *colon = strrchr(place, ':');
	char *file = colon ? strndup(place, (size_t)(colon - place)) : strdup(place);

	fputs("file=", out);
	escape_github(out, file, true);
	if (colon) {
		fputs(",line=", out);
		escape_github(out, colon + 1, true);
	}
	fputc(',', out);
	free(file);
}

static void print_point(FILE *out, const struct point *p)
{
	const char *command = command_of(p);
	const char *before = "";

	if (!command)
		return;
	fprintf(out, "::%s ", command);
	if (p->place)
		print_place(out, p->place);
	fprintf(out, "title=%s %s %s::", verdict_word(p->verdict), p->id, p->suite);
	if (p->reason) {
		escape_github(out, p->reason, false);
		before = "%0A";
	}
	for (size_t i = 0; i < p->finding_count; i++) {
		char *line = headline_finding(p->findings[i]);
		fputs(before, out);
		escape_github(out, line, false);
		before = "%0A";
		free(line);
	}
	if (!*before)
		escape_github(out, p->title, false);
	fputc('\n', out);
}

static void print_points(FILE *out, const struct points *points)
{
	for (size_t i = 0; i < points->count; i++)
		print_point(out, &points->list[i]);
	fprintf(out, "::notice title=m5gtest::%s%%0A", points->summary);
	for (size_t i = 0; i < 2; i++) {
		fprintf(out, "%s%s: ", i ? "%0A" : "", points->properties[i].name);
		escape_github(out, points->properties[i].value, false);
	}
	fputc('\n', out);
}

int github_run(FILE *out, const struct run_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_run(out, r, print_points);
}

int github_check(FILE *out, const struct check_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_check(out, r, print_points);
}

int github_load(FILE *out, const struct load_result *r, const struct report_style *style)
{
	(void)style;
	return points_print_load(out, r, print_points);
}
