/* reports/json_run.c - a run as JSON, schema m5gtest.run/1 (doc: interface). */
#include <stdlib.h>

#include "reports/headline.h"
#include "reports/json_parts.h"
#include "reports/render.h"

#define PUT(object, key, value) json_object_object_add(object, key, value)

static struct json_object *target_object(const struct run_result *r)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "given", part_text(r->target));
	PUT(o, "name", part_text(r->target_name));
	PUT(o, "embedded", json_object_new_boolean(r->embedded));
	if (r->embedded)
		PUT(o, "note", part_text("not your server"));
	return o;
}

static struct json_object *summary_object(const struct run_result *r)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "selected", json_object_new_uint64(r->selected));
	for (unsigned v = 0; v < VERDICT_NOTE; v++)
		PUT(o, verdict_word((enum verdict)v), json_object_new_uint64(r->counts[v]));
	PUT(o, "not-reached", json_object_new_uint64(r->selected > r->case_count ? r->selected - r->case_count : 0));
	return o;
}

static struct json_object *case_object(const struct case_result *c)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "id", part_text(c->id));
	PUT(o, "title", part_text(c->title));
	PUT(o, "link", part_text(c->link));
	PUT(o, "place", part_text(c->place));
	PUT(o, "rules", part_words(c->rules));
	PUT(o, "clauses", part_words(c->clauses));
	PUT(o, "verdict", part_text(verdict_word(c->verdict)));
	PUT(o, "reason", part_text(c->reason));
	PUT(o, "slow", json_object_new_boolean(c->slow));
	PUT(o, "time_s", part_seconds(c->took_ns));
	PUT(o, "findings", part_findings(c->findings, c->finding_count));
	return o;
}

static struct json_object *cases_array(const struct run_result *r)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < r->case_count; i++)
		json_object_array_add(list, case_object(&r->cases[i]));
	return list;
}

static struct json_object *stale_array(const struct run_result *r)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < r->stale_count; i++)
		json_object_array_add(list, part_text(r->stale[i]));
	return list;
}

static struct json_object *features_object(const struct run_result *r)
{
	struct json_object *o = json_object_new_object();

	for (unsigned bit = 0; applies_word(bit); bit++) {
		struct json_object *one;
		if (1u << bit & (APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR))
			continue;
		one = json_object_new_object();
		PUT(one, "declared", part_text(headline_declared(r, bit)));
		PUT(one, "observed", part_text(headline_observed(r, bit)));
		PUT(o, applies_word(bit), one);
	}
	return o;
}

static struct json_object *links_object(const struct run_result *r)
{
	static const char *const words[] = { "coap", "coaps" };
	struct json_object *o = json_object_new_object();

	for (int t = 0; t < 2; t++) {
		const struct contact_link *l = &r->contact.links[t];
		struct json_object *one = json_object_new_object();
		PUT(one, "heard", json_object_new_boolean(l->heard));
		PUT(one, "round_trips", json_object_new_uint64(l->samples));
		PUT(one, "least_s", part_seconds(l->least_ns));
		PUT(one, "most_s", part_seconds(l->most_ns));
		PUT(o, words[t], one);
	}
	PUT(o, "jitter_s", part_seconds(r->context->timing.jitter_ns));
	return o;
}

int json_report_run(FILE *out, const struct run_result *r, const struct report_style *style)
{
	struct json_object *o = part_opening("m5gtest.run/1", r->context);
	struct standing *standings = standing_of_run(r);

	(void)style;
	PUT(o, "target", target_object(r));
	PUT(o, "seed", json_object_new_uint64(r->seed));
	PUT(o, "time_s", part_seconds(r->took_ns));
	PUT(o, "interrupted", json_object_new_boolean(r->interrupted));
	PUT(o, "diagnosis", part_text(r->diagnosis));
	PUT(o, "contact", links_object(r));
	PUT(o, "features", features_object(r));
	PUT(o, "summary", summary_object(r));
	PUT(o, "cases", cases_array(r));
	PUT(o, "waived_must", json_object_new_uint64(r->waived_must));
	PUT(o, "stale_waivers", stale_array(r));
	PUT(o, "findings", part_findings(r->loose, r->loose_count));
	PUT(o, "rules", part_rules(standings));
	PUT(o, "coverage", part_coverage(standings));
	free(standings);
	return part_write(out, o);
}
