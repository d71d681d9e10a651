/* conformance/judge/rules_form.c - the form of each message sent (groups C and E): what the reader noticed. */
#include "conformance/judge/rules.h"

#include <stdio.h>

enum { MESSAGE_MOST = 1152, PAYLOAD_MOST = 1024 };	/* RFC 7252 4.6 */

/* The row is the sender's, though some name the receiver's duty too. */
static enum answer form(const struct subject *s, struct note *note, enum anomaly_kind kind)
{
	const struct message *m = s->now->message;
	const struct anomaly *anomaly = m->anomaly_count ? message_anomaly(m, kind) : NULL;
	char expected[120];

	if (!anomaly)
		return m->whole ? HELD : NOT_ASKED;
	const struct anomaly_fact *fact = anomaly_fact(kind);
	note->by = (uint8_t)s->by;
	snprintf(expected, sizeof(expected), "a message by %s", fact->clause);
	if (anomaly->number)
		return broken(note, anomaly->where, expected, "%s (option %u)", fact->text, anomaly->number);
	return broken(note, anomaly->where, expected, "%s", fact->text);
}

enum answer form_TOKEN_LENGTH(const struct subject *, struct note *);	/* of two rows: below */

#define ANOMALY(name, ...)                                                                                              \
	enum answer form_##name(const struct subject *s, struct note *note) { return form(s, note, ANOMALY_##name); }
#include "wire/anomaly.def"
#undef ANOMALY

/* HDR-03.a and .b, by the length that is written. */
enum answer token_length_is_not_15(const struct subject *s, struct note *note)
{
	return s->now->message->token_length == 15 ? form_TOKEN_LENGTH(s, note) : HELD;
}

enum answer token_is_not_long(const struct subject *s, struct note *note)
{
	return s->now->message->token_length == 15 ? NOT_ASKED : form_TOKEN_LENGTH(s, note);
}

/* HDR-29: with an unknown path MTU. */
enum answer fits_a_packet(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (m->len > MESSAGE_MOST)
		return broken(note, WHERE_WHOLE, "a message of at most 1152 octets", "%zu octets", m->len);
	if (m->payload.len > PAYLOAD_MOST)
		return broken(note, m->payload, "a payload of at most 1024 octets", "%u octets", m->payload.len);
	return HELD;
}

/* MSG-03: an ACK has a response or nothing in it. */
enum answer ack_has_response(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (m->type != TYPE_ACK)
		return NOT_ASKED;
	if (message_is_empty(m) || message_is_response(m))
		return HELD;
	note->by = (uint8_t)s->by;
	return broken(note, WHERE_CODE, "an ACK that is Empty or carries a response", "code %s", CODE_TEXT(m->code));
}

static bool is_multicast(const struct endpoint *e)
{
	return e->family == FAMILY_IPV4 ? e->addr[0] >> 4 == 14 : e->family == FAMILY_IPV6 && e->addr[0] == 0xff;
}

/* MSG-46.a. */
enum answer multicast_is_non(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_multicast(&x->asked_by.to))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (s->now->message->type != TYPE_NON)
		return broken(note, WHERE_TYPE, "a Non-confirmable request to a group", "%s", NOW_TEXT(s));
	return HELD;
}
