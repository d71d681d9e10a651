/* conformance/waiver.c - waivers against what a run found. */
#include "conformance/waiver.h"

#include <assert.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool concerns(const struct waiver *w, const struct run_result *r, const struct case_result *c)
{
	return (!*w->case_glob || !fnmatch(w->case_glob, c->id, 0)) && (!*w->link || !strcmp(w->link, c->link)) &&
	       (!*w->server_glob || !fnmatch(w->server_glob, r->target_name, 0));
}

static bool waives_finding(const struct waiver *w, const struct finding *f)
{
	char said[sizeof(f->expected) + sizeof(f->actual) + 32];

	snprintf(said, sizeof(said), "expected %s, got %s", f->expected, f->actual);
	return (!*w->rule_glob || !fnmatch(w->rule_glob, f->clause->id, 0)) && strstr(said, w->symptom);
}

/* A waiver in force for this case that the predicate takes; it is counted. */
static struct waiver *waiver_of_finding(struct waivers *all, const struct run_result *r, const struct case_result *c,
					const struct finding *f, const char *today)
{
	for (size_t i = 0; i < all->count; i++) {
		struct waiver *w = &all->list[i];
		if (strcmp(w->until, today) >= 0 && concerns(w, r, c) && waives_finding(w, f)) {
			w->used++;
			return w;
		}
	}
	return NULL;
}

static struct waiver *waiver_of_reason(struct waivers *all, const struct run_result *r, const struct case_result *c,
				       const char *today)
{
	for (size_t i = 0; i < all->count; i++) {
		struct waiver *w = &all->list[i];
		if (strcmp(w->until, today) >= 0 && !*w->rule_glob && concerns(w, r, c) && strstr(c->reason, w->symptom)) {
			w->used++;
			return w;
		}
	}
	return NULL;
}

static bool is_red(enum verdict v) { return v == VERDICT_FAIL || v == VERDICT_WARN; }

/* A reason that no finding gives is the steps' own. */
static bool reason_is_of_steps(const struct case_result *c)
{
	for (size_t i = 0; c->reason && i < c->finding_count; i++) {
		size_t len = strlen(c->findings[i].clause->id);
		if (!strncmp(c->reason, c->findings[i].clause->id, len) && c->reason[len] == ':')
			return false;
	}
	return c->reason != NULL;
}

static void count_waived(struct run_result *r, const struct finding *f)
{
	r->waived_must += f->clause->level == LEVEL_MUST;
}

/* All that is red must be waived, or the case stays as it is. */
static void apply_to_red(struct waivers *all, struct run_result *r, struct case_result *c, const char *today)
{
	const struct waiver *by = NULL, *one;
	char text[300];

	for (size_t i = 0; i < c->finding_count; i++) {
		struct finding *f = &c->findings[i];
		if (!is_red(f->verdict))
			continue;
		one = waiver_of_finding(all, r, c, f, today);
		if (!one)
			return;
		by = one;
		count_waived(r, f);
		f->verdict = VERDICT_XFAIL;
	}
	if (c->verdict == VERDICT_FAIL && reason_is_of_steps(c)) {
		one = waiver_of_reason(all, r, c, today);
		if (!one)
			return;
		by = one;
	}
	if (!by)
		return;
	c->verdict = VERDICT_XFAIL;
	snprintf(text, sizeof(text), "waived until %s: %s", by->until, by->reason);
	free(c->reason);
	c->reason = strdup(text);
}

/* A waiver that names this very case (no glob, no rule), and nothing was wrong with it. */
static void apply_to_pass(struct waivers *all, struct run_result *r, struct case_result *c)
{
	char text[300];

	for (size_t i = 0; i < all->count; i++) {
		struct waiver *w = &all->list[i];
		if (strcmp(w->case_glob, c->id) || *w->rule_glob || !concerns(w, r, c))
			continue;
		w->used++;
		c->verdict = VERDICT_XPASS;
		snprintf(text, sizeof(text), "it passes: take the waiver at %s away", w->place);
		free(c->reason);
		c->reason = strdup(text);
		return;
	}
}

static void add_stale(struct run_result *r, const char *format, const struct waiver *w)
{
	char text[500];

	snprintf(text, sizeof(text), format, w->place, w->until);
	r->stale = realloc(r->stale, (r->stale_count + 1) * sizeof(*r->stale));
	assert(r->stale);
	r->stale[r->stale_count++] = strdup(text);
}

static bool any_concerned(const struct waiver *w, const struct run_result *r)
{
	for (size_t i = 0; i < r->case_count; i++)
		if (concerns(w, r, &r->cases[i]) && r->cases[i].verdict != VERDICT_NOT_RUN && r->cases[i].verdict != VERDICT_NA)
			return true;
	return false;
}

void waivers_apply(struct waivers *all, struct run_result *r, const char *today)
{
	for (size_t i = 0; i < r->case_count; i++) {
		if (is_red(r->cases[i].verdict))
			apply_to_red(all, r, &r->cases[i], today);
		else if (r->cases[i].verdict == VERDICT_PASS)
			apply_to_pass(all, r, &r->cases[i]);
	}
	for (size_t i = 0; i < all->count; i++) {
		const struct waiver *w = &all->list[i];
		if (strcmp(w->until, today) < 0)
			add_stale(r, "%s: this waiver ended on %s", w);
		else if (!w->used && any_concerned(w, r))
			add_stale(r, "%s: this waiver (until %s) waived nothing: its symptom was not seen", w);
	}
	run_result_count(r);
}

void waivers_free(struct waivers *all)
{
	free(all->list);
	*all = (struct waivers){ 0 };
}
