/* reports/json_check.c - judged captures as JSON, schema m5gtest.check/1 (doc: interface). */
#include <stdlib.h>

#include "reports/json_parts.h"
#include "reports/render.h"

#define PUT(object, key, value) json_object_object_add(object, key, value)

static struct json_object *files_array(const struct check_result *r)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < r->file_count; i++)
		json_object_array_add(list, part_text(r->files[i]));
	return list;
}

static struct json_object *frames_before_array(const struct check_result *r)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < r->file_count; i++)
		json_object_array_add(list, json_object_new_int64(r->frames_before ? r->frames_before[i] : 0));
	return list;
}

static struct json_object *session_object(const struct session_row *s)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "client", part_text(s->client));
	PUT(o, "server", part_text(s->server));
	PUT(o, "first_frame", json_object_new_int64(s->first_frame));
	PUT(o, "version", part_text(s->version));
	PUT(o, "suite", part_text(s->suite));
	PUT(o, "identity", part_text(s->identity));
	PUT(o, "key_source", part_text(s->key_source));
	PUT(o, "opened", json_object_new_int64(s->opened));
	PUT(o, "failed", json_object_new_int64(s->failed));
	PUT(o, "dark", json_object_new_int64(s->dark));
	PUT(o, "finished", part_text(s->finished_wrong ? "wrong" : s->finished_verified ? "verified" : NULL));
	PUT(o, "why_dark", part_text(s->why_dark));
	return o;
}

static struct json_object *sessions_array(const struct check_result *r)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < r->session_count; i++)
		json_object_array_add(list, session_object(&r->sessions[i]));
	return list;
}

static struct json_object *summary_object(const struct check_result *r)
{
	static const enum verdict said[] = { VERDICT_FAIL, VERDICT_WARN, VERDICT_INCONC, VERDICT_NOTE };
	struct json_object *o = json_object_new_object();

	PUT(o, "findings", json_object_new_uint64(r->finding_count + check_result_left_out(r)));
	PUT(o, "counted_only", json_object_new_uint64(check_result_left_out(r)));
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		PUT(o, verdict_word(said[i]), json_object_new_uint64(r->counts[said[i]]));
	return o;
}

int json_report_check(FILE *out, const struct check_result *r, const struct report_style *style)
{
	struct json_object *o = part_opening("m5gtest.check/1", r->context);
	struct standing *standings = standing_of_check(r);

	(void)style;
	PUT(o, "files", files_array(r));
	PUT(o, "frames_before", frames_before_array(r));
	PUT(o, "packets", json_object_new_uint64(r->packets));
	PUT(o, "datagrams", json_object_new_uint64(r->datagrams));
	PUT(o, "messages", json_object_new_uint64(r->messages));
	PUT(o, "sessions", sessions_array(r));
	PUT(o, "summary", summary_object(r));
	PUT(o, "findings", part_findings(r->findings, r->finding_count));
	PUT(o, "rules", part_rules(standings));
	PUT(o, "coverage", part_coverage(standings));
	free(standings);
	return part_write(out, o);
}
