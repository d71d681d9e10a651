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

/* Exact, or with `*` for what differs: octets, times, ports. */
static bool is_symptom(const char *symptom, const char *said)
{
	return !strcmp(symptom, said) || !fnmatch(symptom, said, 0);
}

/* "expected ..., got ...", or only what was got. */
static bool shows(const struct waiver *w, const char *said)
{
	const char *got = strstr(said, ", got ");

	return is_symptom(w->symptom, said) || (got && is_symptom(w->symptom, got + strlen(", got ")));
}

static bool waives_finding(const struct waiver *w, const struct finding *f)
{
	char said[sizeof(f->expected) + sizeof(f->actual) + 32];

	if (*w->rule_glob && fnmatch(w->rule_glob, f->clause->id, 0))
		return false;
	snprintf(said, sizeof(said), "expected %s, got %s", f->expected, f->actual);
	return is_symptom(w->symptom, said) || is_symptom(w->symptom, f->actual);
}

/* Steps say first where they stand: "cases/x.yaml:12: ". */
static const char *without_place(const char *reason)
{
	const char *at = strstr(reason, ".yaml:");

	at = at ? strstr(at, ": ") : NULL;
	return at ? at + 2 : reason;
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
		if (strcmp(w->until, today) >= 0 && !*w->rule_glob && concerns(w, r, c) && shows(w, without_place(c->reason))) {
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

static bool is_must(const char *id, bool *counted)
{
	const struct clause *clause = clause_named(id);
	bool *one = &counted[clause - clause_row((enum clause_id)0)];
	bool is_new = clause->level == LEVEL_MUST && !*one;

	*one |= is_new;
	return is_new;
}

/* Each row once: of findings that are waived, and what a case is there for whose steps are. */
static size_t count_waived_must(const struct run_result *r)
{
	bool counted[CLAUSE_COUNT] = { false };
	size_t n = 0;

	for (size_t i = 0; i < r->case_count; i++) {
		const struct case_result *c = &r->cases[i];
		bool by_rule = false;
		if (c->verdict != VERDICT_XFAIL)
			continue;
		for (size_t k = 0; k < c->finding_count; k++) {
			bool waived = c->findings[k].verdict == VERDICT_XFAIL;
			n += waived && is_must(c->findings[k].clause->id, counted);
			by_rule |= waived;
		}
		for (char **rule = c->rules; !by_rule && rule && *rule; rule++)
			n += is_must(*rule, counted);
	}
	return n;
}

/* The waiver that covers all that is red in the case, or, of several, the last; NULL: not all is covered. */
static const struct waiver *cover(struct waivers *all, struct run_result *r, const struct case_result *c, const char *today)
{
	const struct waiver *by = NULL;
	bool covered = true;

	for (size_t i = 0; i < c->finding_count; i++) {
		const struct waiver *one = is_red(c->findings[i].verdict) ? waiver_of_finding(all, r, c, &c->findings[i], today) : by;
		covered &= one || !is_red(c->findings[i].verdict);
		by = one ? one : by;
	}
	if (c->verdict == VERDICT_FAIL && reason_is_of_steps(c)) {
		const struct waiver *one = waiver_of_reason(all, r, c, today);
		covered &= one != NULL;
		by = one ? one : by;
	}
	return covered ? by : NULL;
}

/* All that is red must be waived, or the case stays as it is. */
static void apply_to_red(struct waivers *all, struct run_result *r, struct case_result *c, const char *today)
{
	const struct waiver *by = cover(all, r, c, today);
	char text[700];

	if (!by)
		return;
	for (size_t i = 0; i < c->finding_count; i++)
		if (is_red(c->findings[i].verdict))
			c->findings[i].verdict = VERDICT_XFAIL;
	c->verdict = VERDICT_XFAIL;
	snprintf(text, sizeof(text), "waived until %s: %s%s%s%s", by->until, by->reason, *by->see ? " (" : "", by->see, *by->see ? ")" : "");
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
	r->waived_must = count_waived_must(r);
	run_result_count(r);
}

void waivers_free(struct waivers *all)
{
	free(all->list);
	*all = (struct waivers){ 0 };
}
