/* reports/json_parts.c - the members that both JSON reports have (doc: interface, "JSON"). */
#include "reports/json_parts.h"

#include <inttypes.h>
#include <stdlib.h>

#include "reports/digest.h"
#include "reports/escape.h"
#include "reports/headline.h"

#define PUT(object, key, value) json_object_object_add(object, key, value)

struct json_object *part_text(const char *text)
{
	char *clean = escape_json(text);
	struct json_object *string = clean ? json_object_new_string(clean) : NULL;

	free(clean);
	return string;
}

struct json_object *part_words(char *const *words)
{
	struct json_object *list = json_object_new_array();

	for (; words && *words; words++)
		json_object_array_add(list, part_text(*words));
	return list;
}

struct json_object *part_seconds(uint64_t ns)
{
	char text[40];

	snprintf(text, sizeof(text), "%" PRIu64 ".%06" PRIu64, ns / 1000000000, ns / 1000 % 1000000);
	return json_object_new_double_s((double)ns / 1e9, text);
}

static struct json_object *endpoint_text(const struct endpoint *end)
{
	char text[ENDPOINT_TEXT];

	return end->family == FAMILY_NONE && end->carrier == CARRIER_UDP
		? NULL : part_text(endpoint_format(text, sizeof(text), end));
}

static struct json_object *related_frames(const struct finding *f)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < sizeof(f->related) / sizeof(f->related[0]); i++)
		if (f->related[i])
			json_object_array_add(list, json_object_new_int64(f->related[i]));
	return list;
}

struct json_object *part_finding(const struct finding *f)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "rule", part_text(f->clause->id));
	PUT(o, "clause", part_text(f->clause->source));
	PUT(o, "level", part_text(level_word(f->clause->level)));
	PUT(o, "verdict", part_text(verdict_word(f->verdict)));
	PUT(o, "expected", part_text(f->expected[0] ? f->expected : f->clause->text));
	PUT(o, "actual", part_text(f->actual));
	PUT(o, "frame", json_object_new_int64(f->frame));
	PUT(o, "offset", json_object_new_int64(f->where.at));
	PUT(o, "length", json_object_new_int64(f->where.len));
	PUT(o, "related", related_frames(f));
	PUT(o, "by", part_text(side_word(f->by)));
	PUT(o, "client", endpoint_text(&f->client));
	PUT(o, "server", endpoint_text(&f->server));
	return o;
}

struct json_object *part_findings(const struct finding *findings, size_t count)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < count; i++)
		json_object_array_add(list, part_finding(&findings[i]));
	return list;
}

struct json_object *part_rules(const struct standing *standings)
{
	struct json_object *list = json_object_new_array();

	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		const struct standing *s = &standings[i];
		if (!s->automated && !s->held && !s->broken && !s->cannot_say)
			continue;
		struct json_object *o = json_object_new_object();
		PUT(o, "id", part_text(s->clause->id));
		PUT(o, "verdict", part_text(verdict_word(s->verdict)));
		PUT(o, "judged", json_object_new_uint64(s->held + s->broken));
		PUT(o, "broken", json_object_new_uint64(s->broken));
		PUT(o, "undecided", json_object_new_uint64(s->cannot_say));
		if (s->not_applicable)
			PUT(o, "reason", part_text(s->not_applicable));
		json_object_array_add(list, o);
	}
	return list;
}

struct json_object *part_coverage(const struct standing *standings)
{
	struct coverage c = coverage_of(standings);
	struct json_object *o = json_object_new_object();

	PUT(o, "rules", json_object_new_int64(c.rules));
	PUT(o, "judged", json_object_new_int64(c.judged));
	PUT(o, "undecided", json_object_new_int64(c.undecided));
	PUT(o, "not-exercised", json_object_new_int64(c.idle));
	PUT(o, "n/a", json_object_new_int64(c.not_applicable));
	PUT(o, "without-judge", json_object_new_int64(c.unjudgeable));
	return o;
}

static struct json_object *tool_object(void)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "name", part_text("m5gtest"));
	PUT(o, "version", part_text(PACKAGE_VERSION));
	return o;
}

static struct json_object *requirements_object(const struct context *context)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "edition", part_text(headline_edition(context)));
	PUT(o, "rulebook", part_text(headline_rulebook(context)));
	PUT(o, "text", part_text(headline_text(context)));
	PUT(o, "sha256", part_text(RULES_SHA256));
	PUT(o, "rules", json_object_new_int64(CLAUSE_COUNT));
	PUT(o, "strict", json_object_new_boolean(context->strict));
	return o;
}

static struct json_object *readings_object(const struct context *context)
{
	struct json_object *o = json_object_new_object();

	for (unsigned i = 0; reading_row(i); i++) {
		const struct reading_fact *fact = reading_row(i);
		if (*fact->values)
			PUT(o, fact->id, part_text(reading_value(context, fact->reading)));
	}
	return o;
}

struct json_object *part_opening(const char *schema, const struct context *context)
{
	struct json_object *o = json_object_new_object();

	PUT(o, "schema", part_text(schema));
	PUT(o, "tool", tool_object());
	PUT(o, "requirements", requirements_object(context));
	PUT(o, "binding", part_text(context->binding.name));
	PUT(o, "readings", readings_object(context));
	return o;
}

int part_write(FILE *out, struct json_object *o)
{
	fputs(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE), out);
	fputc('\n', out);
	json_object_put(o);
	return ferror(out) ? -1 : 0;
}
