/* conformance/judge/rules_json.c - JSON payloads: RFC 8259 (group G). */
#include <stdio.h>

#include "conformance/judge/request.h"
#include "conformance/judge/rules.h"

static bool is_json(const struct subject *s) { return s->msgin5g && message_says_json(s->now->message); }

/* None of the reader's faults that this rule reports. Other JSON applications may send arrays. */
static enum answer no_fault(const struct subject *s, struct note *note, const enum json_fault *faults, unsigned count)
{
	if (!is_json(s))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	for (unsigned i = 0; i < count; i++) {
		const struct json_anomaly *anomaly = json_anomaly(&s->msgin5g->json, faults[i]);
		if (!anomaly || (faults[i] == JSON_NOT_OBJECT && s->exchange->asked.meant == MSGIN5G_NONE))
			continue;
		char expected[64];
		snprintf(expected, sizeof(expected), "JSON by %s", json_fault_clause(faults[i]));
		return broken(note, anomaly->where, expected, "%s", json_fault_text(faults[i]));
	}
	return HELD;
}

#define NO_FAULT(...) no_fault(s, note, (const enum json_fault[]){ __VA_ARGS__ }, \
			       sizeof((const enum json_fault[]){ __VA_ARGS__ }) / sizeof(enum json_fault))

enum answer json_is_utf8(const struct subject *s, struct note *note) { return NO_FAULT(JSON_NOT_UTF8); }
enum answer json_has_no_mark(const struct subject *s, struct note *note) { return NO_FAULT(JSON_BYTE_ORDER_MARK); }
enum answer json_names_are_unique(const struct subject *s, struct note *note) { return NO_FAULT(JSON_DUPLICATE); }

enum answer json_is_one_text(const struct subject *s, struct note *note)
{
	return NO_FAULT(JSON_SYNTAX, JSON_INCOMPLETE, JSON_TRAILING, JSON_NOT_OBJECT);
}

enum answer json_strings_are_right(const struct subject *s, struct note *note)
{
	return NO_FAULT(JSON_CONTROL, JSON_ESCAPE, JSON_SURROGATE);
}

/* What is odd in the text gets an answer like any other. */
static enum answer has_an_outcome(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;

	if (x->asked.meant == MSGIN5G_NONE || x->asked_by.type != TYPE_CON || exchange_is(x, TRAIT_FORMAT_ERROR))
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->response.seen || x->count.resets ? NOT_ASKED : absent(s, note, expected);
	if (s->now->message->type != TYPE_RST && (!s->first_response || CODE_CLASS(s->now->message->code) != 5))
		return s->first_response ? HELD : NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, expected, "%s", NOW_TEXT(s));
}

/* JSON-04, -05: duplicates, control characters, surrogates at the server. */
enum answer duplicate_has_an_outcome(const struct subject *s, struct note *note)
{
	if (!exchange_is(s->exchange, TRAIT_JSON_DUPLICATE))
		return NOT_ASKED;
	return has_an_outcome(s, note, "a defined outcome for a duplicate member name");
}

enum answer bad_string_has_an_outcome(const struct subject *s, struct note *note)
{
	if (!exchange_is(s->exchange, TRAIT_JSON_BAD_STRING))
		return NOT_ASKED;
	return has_an_outcome(s, note, "a defined outcome for a string that is not right");
}

/* JSON-06. */
enum answer conforming_json_is_accepted(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_first_response(s) || x->asked.meant == MSGIN5G_NONE || x->asked.said != x->asked.meant ||
	    !exchange_is(x, TRAIT_JSON_UNUSUAL) || !exchange_is(x, TRAIT_UE_SAID) || exchange_is(x, TRAIT_PROFILE_FAULTY))
		return NOT_ASKED;
	if (s->now->message->code != CODE_BAD_REQUEST)
		return exchange_succeeded(x) ? HELD : NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "every conforming text accepted: any order of members, white space, escapes", "%s",
		      NOW_TEXT(s));
}

/* JSON-07 (T5). */
enum answer deep_json_is_survived(const struct subject *s, struct note *note)
{
	if (!exchange_is(s->exchange, TRAIT_JSON_DEEP))
		return NOT_ASKED;
	return has_an_outcome(s, note, "a clean answer to deep nesting, huge numbers or long strings");
}
