/* reports/point.c - results as CI systems count them. */
#include "reports/point.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "reports/headline.h"
#include "reports/standing.h"

static enum point_state state_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_ERROR:
	case VERDICT_INCONC:
		return POINT_ERROR;
	case VERDICT_FAIL:
	case VERDICT_XPASS:
		return POINT_FAILED;
	case VERDICT_XFAIL:
		return POINT_EXPECTED;
	case VERDICT_NA:
	case VERDICT_NOT_RUN:
		return POINT_SKIPPED;
	case VERDICT_WARN:
	case VERDICT_PASS:
	case VERDICT_NOTE:
	case VERDICT_COUNT:
		break;
	}
	return POINT_OK;
}

/* The findings of CLAUSE, or all where it is NULL. */
static void point_takes(struct point *p, const struct finding *findings, size_t count, const struct clause *clause)
{
	size_t taken = 0;

	for (size_t i = 0; i < count; i++)
		taken += !clause || findings[i].clause == clause;
	p->findings = calloc(taken + 1, sizeof(struct finding *));
	assert(p->findings);
	for (size_t i = 0; i < count; i++)
		if (!clause || findings[i].clause == clause)
			p->findings[p->finding_count++] = &findings[i];
}

static void property_put(struct points *points, const char *name, const char *value)
{
	assert(points->property_count < sizeof(points->properties) / sizeof(points->properties[0]));
	points->properties[points->property_count++] = (struct property){ .name = name, .value = strdup(value) };
}

static void put_question(struct points *points, const struct context *context)
{
	char *readings = headline_readings(context);

	property_put(points, "text judged", headline_text(context));
	property_put(points, "edition", headline_edition(context));
	property_put(points, "rulebook", headline_rulebook(context));
	property_put(points, "binding", context->binding.name);
	if (*readings)
		property_put(points, "readings", readings);
	free(readings);
}

static struct point *point_new(struct points *points, struct point point)
{
	struct point *p = &points->list[points->count++];

	*p = point;
	p->state = state_of(p->verdict);
	return p;
}

static void take_case(struct points *points, const struct case_result *c)
{
	struct point *p = point_new(points, (struct point){ .suite = c->link, .id = c->id, .title = c->title,
		.reason = c->reason, .place = c->place, .verdict = c->verdict, .by_choice = c->slow,
		.took_ns = c->took_ns });

	point_takes(p, c->findings, c->finding_count, NULL);
}

/* What could not be said of no case in particular decides nothing: see run_result_status. */
static void take_loose(struct points *points, const struct run_result *r)
{
	enum verdict verdict = VERDICT_NOTE;

	for (size_t i = 0; i < r->loose_count; i++)
		if (r->loose[i].verdict != VERDICT_INCONC)
			verdict = verdict_worst(verdict, r->loose[i].verdict);
	if (verdict >= VERDICT_PASS)
		return;
	struct point *p = point_new(points, (struct point){ .suite = "outside any case", .id = "findings",
		.title = "what was found outside any case", .verdict = verdict });
	point_takes(p, r->loose, r->loose_count, NULL);
}

static void of_run(struct points *points, const struct run_result *r)
{
	char *target = headline_target(r);
	char seed[24];

	*points = (struct points){ .summary = headline_counts(r), .took_ns = r->took_ns };
	points->list = calloc(r->case_count + 1, sizeof(*points->list));
	assert(points->list);
	for (size_t i = 0; i < r->case_count; i++)
		take_case(points, &r->cases[i]);
	take_loose(points, r);
	property_put(points, "target", target);
	put_question(points, r->context);
	snprintf(seed, sizeof(seed), "%" PRIu64, r->seed);
	property_put(points, "seed", seed);
	if (r->diagnosis)
		property_put(points, "diagnosis", r->diagnosis);
	free(target);
}

static const char *group_name(char group)
{
	static const char *const names[] = {
		"rules A", "rules B", "rules C", "rules D", "rules E", "rules F", "rules G",
		"rules H", "rules I", "rules J", "rules K", "rules L", "rules M", "rules N",
	};
	unsigned at = (unsigned)(group - 'A');

	return at < sizeof(names) / sizeof(names[0]) ? names[at] : "rules";
}

/* A capture that does not let a rule be decided is no error of anyone: such a rule is skipped. */
static void take_rule(struct points *points, const struct check_result *r, const struct standing *s)
{
	if (!s->held && !s->broken && !s->cannot_say)
		return;
	struct point *p = point_new(points, (struct point){ .suite = group_name(s->clause->group), .id = s->clause->id,
		.title = s->clause->text, .verdict = s->verdict });
	if (p->verdict == VERDICT_INCONC) {
		p->state = POINT_SKIPPED;
		p->reason = "could not be decided for all it was asked of";
	}
	point_takes(p, r->findings, r->finding_count, s->clause);
}

static char *file_names(const struct check_result *r)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert(out);
	for (size_t i = 0; i < r->file_count; i++)
		fprintf(out, "%s%s", i ? " " : "", r->files[i]);
	fclose(out);
	return text;
}

static void of_check(struct points *points, const struct check_result *r)
{
	struct standing *standings = standing_of_check(r);
	char *files = file_names(r);

	*points = (struct points){ .summary = headline_found(r) };
	points->list = calloc(CLAUSE_COUNT, sizeof(*points->list));
	assert(points->list);
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		take_rule(points, r, &standings[i]);
	property_put(points, "capture", files);
	put_question(points, r->context);
	free(files);
	free(standings);
}

/* What a threshold says is in its words; a generator that fell behind kept none. */
static void take_threshold(struct points *points, const struct load_result *r, const struct load_threshold *t)
{
	struct point *p = point_new(points, (struct point){ .suite = "load", .id = "threshold", .title = t->threshold.words,
		.verdict = t->answer == THRESHOLD_KEPT && !r->behind ? VERDICT_PASS : VERDICT_FAIL });
	char value[40];

	if (t->answer == THRESHOLD_NOTHING)
		snprintf(p->said, sizeof(p->said), "there was nothing to measure");
	else
		snprintf(p->said, sizeof(p->said), "%s%s", threshold_value(value, sizeof(value), &t->threshold, t->value),
			 r->behind ? ", but the generator fell behind" : "");
	p->reason = p->state == POINT_OK ? NULL : p->said;
}

static void take_load_rule(struct points *points, const struct load_result *r, const struct standing *s)
{
	const struct load_rule *rule = &r->rules[s->clause - clause_row(0)];

	if (!s->held && !s->broken && !s->cannot_say && !rule->ours)
		return;
	struct point *p = point_new(points, (struct point){ .suite = group_name(s->clause->group), .id = s->clause->id,
		.title = s->clause->text, .verdict = rule->ours ? VERDICT_ERROR : s->verdict });
	if (p->verdict == VERDICT_INCONC)
		p->state = POINT_SKIPPED;
	if (rule->ours)
		snprintf(p->said, sizeof(p->said), "broken %" PRIu64 " times by our own UEs", rule->ours);
	else if (p->state != POINT_OK)
		snprintf(p->said, sizeof(p->said), "%" PRIu64 " times, could not be decided %" PRIu64 " times", s->broken, s->cannot_say);
	p->reason = *p->said ? p->said : NULL;
	p->findings = calloc(rule->example_count + 1, sizeof(struct finding *));
	assert(p->findings);
	for (unsigned i = 0; i < rule->example_count; i++)
		p->findings[p->finding_count++] = &rule->examples[i].finding;
}

static void of_load(struct points *points, const struct load_result *r)
{
	struct standing *standings = standing_of_load(r);
	char text[96];

	snprintf(text, sizeof(text), "%" PRIu64 " UEs, %" PRIu64 " findings, generator %s", (uint64_t)r->ues,
		 load_result_findings(r, VERDICT_FAIL), r->behind ? "behind" : "in time");
	*points = (struct points){ .summary = strdup(text), .took_ns = r->took_ns };
	points->list = calloc(CLAUSE_COUNT + r->threshold_count, sizeof(*points->list));
	assert(points->list);
	for (unsigned i = 0; i < r->threshold_count; i++)
		take_threshold(points, r, &r->thresholds[i]);
	for (unsigned i = 0; i < CLAUSE_COUNT; i++)
		take_load_rule(points, r, &standings[i]);
	property_put(points, "scenario", r->scenario);
	property_put(points, "target", r->target);
	if (r->context)
		put_question(points, r->context);
	snprintf(text, sizeof(text), "%" PRIu64, r->seed);
	property_put(points, "seed", text);
	free(standings);
}

static void release(struct points *points)
{
	for (size_t i = 0; i < points->count; i++)
		free(points->list[i].findings);
	free(points->list);
	for (size_t i = 0; i < points->property_count; i++)
		free(points->properties[i].value);
	free(points->summary);
	*points = (struct points){ 0 };
}

int points_print_run(FILE *out, const struct run_result *r, void (*print)(FILE *, const struct points *))
{
	struct points points;

	of_run(&points, r);
	print(out, &points);
	release(&points);
	return ferror(out) ? -1 : 0;
}

int points_print_check(FILE *out, const struct check_result *r, void (*print)(FILE *, const struct points *))
{
	struct points points;

	of_check(&points, r);
	print(out, &points);
	release(&points);
	return ferror(out) ? -1 : 0;
}

int points_print_load(FILE *out, const struct load_result *r, void (*print)(FILE *, const struct points *))
{
	struct points points;

	of_load(&points, r);
	print(out, &points);
	release(&points);
	return ferror(out) ? -1 : 0;
}
