/* reports/json_replay.c - a replay as JSON, schema m5gtest.replay/1. */
#include <stdlib.h>

#include "conformance/replay_result.h"
#include "reports/json_parts.h"
#include "reports/render.h"
#include "wire/engine.h"
#include "wire/message.h"

#define PUT(object, key, value) json_object_object_add(object, key, value)

static struct json_object *client_object(const struct replay_result *r, size_t i)
{
	const struct script_client *c = &r->script->clients[i];
	struct json_object *o = json_object_new_object();
	char text[IDENTITY_TEXT + 1];

	PUT(o, "captured", part_text(endpoint_format(text, sizeof(text), &c->captured)));
	PUT(o, "server", part_text(endpoint_format(text, sizeof(text), &c->server)));
	PUT(o, "transport", part_text(c->transport == TRANSPORT_COAPS ? "coaps" : "coap"));
	snprintf(text, sizeof(text), "%.*s", (int)c->psk_identity_len, (const char *)c->psk_identity);
	PUT(o, "identity", part_text(*text ? text : NULL));
	PUT(o, "why_not", part_text(r->why_not[i]));
	return o;
}

static struct json_object *line_object(const struct replay_result *r, size_t i)
{
	const struct script_line *line = &r->script->lines[i];
	struct json_object *o = json_object_new_object();
	struct message m;
	char text[200];

	message_read(&m, line->bytes, line->len);
	PUT(o, "frame", json_object_new_int64(line->frame));
	PUT(o, "client", json_object_new_int64((int64_t)line->client + 1));
	PUT(o, "time_s", part_seconds(r->script->clients[line->client].start_ns + line->after_ns));
	PUT(o, "message", part_text(message_format(text, sizeof(text), &m)));
	PUT(o, "outcome", part_text(r->only_list && r->lines[i].outcome == REPLAY_NOT_ENDED ? NULL
										  : replay_outcome_word(r->lines[i].outcome)));
	PUT(o, "why", part_text(*r->lines[i].why ? r->lines[i].why : NULL));
	return o;
}

static struct json_object *summary_object(const struct replay_result *r)
{
	static const enum verdict said[] = { VERDICT_FAIL, VERDICT_WARN, VERDICT_INCONC, VERDICT_NOTE };
	struct json_object *o = json_object_new_object();

	for (int i = 0; i < REPLAY_OUTCOMES; i++)
		PUT(o, replay_outcome_word((enum replay_outcome)i), json_object_new_uint64(r->counts[i]));
	PUT(o, "strays", json_object_new_uint64(r->strays));
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		PUT(o, verdict_word(said[i]), json_object_new_uint64(r->verdicts[said[i]]));
	return o;
}

static struct json_object *list_of(const struct replay_result *r, size_t count,
				   struct json_object *(*object)(const struct replay_result *, size_t))
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < count; i++)
		json_object_array_add(list, object(r, i));
	return list;
}

int json_report_replay(FILE *out, const struct replay_result *r, const struct report_style *style)
{
	struct json_object *o = part_opening("m5gtest.replay/1", r->context);

	(void)style;
	PUT(o, "capture", part_text(r->capture));
	PUT(o, "target", part_text(r->target));
	PUT(o, "embedded", json_object_new_boolean(r->embedded));
	PUT(o, "summary", summary_object(r));
	PUT(o, "clients", list_of(r, r->script->client_count, client_object));
	PUT(o, "lines", list_of(r, r->script->line_count, line_object));
	PUT(o, "findings", part_findings(r->findings, r->finding_count));
	return part_write(out, o);
}
