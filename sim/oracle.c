/* sim/oracle.c - reading what an oracle printed.
 *
 * Entry by entry: a list may have more values than the JSON reader keeps. */
#include "sim/oracle.h"

#include <string.h>

static const char wanted[] = "an oracle prints [{\"ue-service-id\": \"...\", \"client-profile\": {...} or null}, ...]";

static size_t skip_space(const struct oracle_text *t, size_t at)
{
	while (at < t->len && strchr(" \t\r\n", t->bytes[at]) && t->bytes[at])
		at++;
	return at;
}

static bool is_at(const struct oracle_text *t, size_t at, char c) { return at < t->len && t->bytes[at] == c; }

/* The first ',' or ']' that belongs to the list itself, or its end. */
static size_t entry_end(const struct oracle_text *t, size_t at)
{
	unsigned depth = 0;
	bool quoted = false;

	for (; at < t->len; at++) {
		char c = t->bytes[at];
		if (quoted && c == '\\')
			at++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && !depth && (c == ',' || c == ']'))
			return at;
		else if (!quoted && (c == '{' || c == '['))
			depth++;
		else if (!quoted && (c == '}' || c == ']') && depth)
			depth--;
	}
	return t->len;
}

/* NULL: it is one; else what is wrong with it. */
static const char *read_entry(struct stored *s, const char *bytes, size_t len)
{
	int id;

	json_read(&s->entry, (const uint8_t *)bytes, (struct range){ 0, (uint32_t)len });
	if (!s->entry.whole || json_anomaly(&s->entry, JSON_NOT_UTF8) || s->entry.nodes[0].kind != KIND_OBJECT)
		return "is no JSON object";
	id = json_member(&s->entry, 0, "ue-service-id");
	if (id < 0 || s->entry.nodes[id].kind != KIND_STRING)
		return "has no string 'ue-service-id'";
	s->profile = json_member(&s->entry, 0, "client-profile");
	if (s->profile < 0)
		return json_anomaly(&s->entry, JSON_TOO_MANY) ? "has more values than can be read" : "has no 'client-profile'";
	return NULL;
}

static bool is_of(const struct stored *s, const char *ue_service_id)
{
	return json_string_is(&s->entry, json_member(&s->entry, 0, "ue-service-id"), ue_service_id);
}

int oracle_find(const struct oracle_text *t, const char *ue_service_id, struct stored *stored, struct error *error)
{
	size_t at = skip_space(t, 0), end;
	bool found = false, empty;
	struct stored one;

	if (!is_at(t, at, '['))
		return error_set(error, "what it said is no JSON list: %s", wanted);
	at = skip_space(t, at + 1);
	empty = is_at(t, at, ']');
	for (unsigned n = 1; !empty; n++, at = end + 1) {
		end = entry_end(t, at);
		const char *wrong = read_entry(&one, t->bytes + at, end - at);
		if (wrong)
			return error_set(error, "entry %u of what it said %s: %s", n, wrong, wanted);
		if (!found && (found = is_of(&one, ue_service_id)))
			*stored = one;
		if (!is_at(t, end, ','))
			break;
	}
	if (!empty)
		at = end;
	if (!is_at(t, at, ']') || skip_space(t, at + 1) != t->len)
		return error_set(error, "what it said does not end with the JSON list: %s", wanted);
	stored->found = found;
	return 0;
}
