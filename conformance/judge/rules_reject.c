/* conformance/judge/rules_reject.c - how a server takes what is malformed (group C, reactions). */
#include "conformance/judge/rules.h"

/* A CON that cannot be processed: rejected by an RST with its Message ID (RFC 7252 4.2). */
static enum answer rst_expected(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;

	if (s->moment == AT_CLOSE)
		return x->ack.seen || x->response.seen ? NOT_ASKED : absent(s, note, expected);
	if (s->now->message->type == TYPE_RST && s->now->message->mid == x->asked_by.mid)
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_TYPE, expected, "%s", NOW_TEXT(s));
}

/* Silence is asked for. */
static enum answer silence_expected(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;

	if (s->moment == AT_CLOSE)
		return x->ack.seen || x->response.seen ? NOT_ASKED : silent(s);
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_TYPE, expected, "%s", NOW_TEXT(s));
}

/* A NON may be rejected by an RST; anything else but silence is wrong. */
static enum answer rst_or_silence(const struct subject *s, struct note *note, const char *expected)
{
	if (s->moment == AT_REPLY && s->now->message->type == TYPE_RST)
		return HELD;
	return silence_expected(s, note, expected);
}

/* The message that opened the exchange was a CON with this anomaly, and the first thing wrong with it:
 * what follows a format error was not read. */
static bool con_with(const struct subject *s, enum anomaly_kind kind)
{
	const struct exchange *x = s->exchange;

	return x->asked_by.type == TYPE_CON && exchange_had(x, kind) && !exchange_is(x, TRAIT_UNHEARD);
}

static enum answer format_error(const struct subject *s, struct note *note, enum anomaly_kind kind,
				const char *expected)
{
	return con_with(s, kind) ? rst_expected(s, note, expected) : NOT_ASKED;
}

/* clang-format off */
enum answer rejects_delta_15(const struct subject *s, struct note *n)
{ return format_error(s, n, ANOMALY_DELTA_15, "RST with the same Message ID, as option delta 15 is a format error"); }
enum answer rejects_length_15(const struct subject *s, struct note *n)
{ return format_error(s, n, ANOMALY_LENGTH_15, "RST with the same Message ID, as option length 15 is a format error"); }
enum answer rejects_short_option(const struct subject *s, struct note *n)
{ return format_error(s, n, ANOMALY_OPTION_TRUNCATED, "RST with the same Message ID, as the message ends inside an option"); }
enum answer rejects_short_token(const struct subject *s, struct note *n)
{ return format_error(s, n, ANOMALY_TOKEN_TRUNCATED, "RST with the same Message ID, as the message ends inside its Token"); }
enum answer rejects_lone_marker(const struct subject *s, struct note *n)
{ return format_error(s, n, ANOMALY_MARKER_ALONE, "RST with the same Message ID, as no payload follows the marker"); }
enum answer rejects_full_empty(const struct subject *s, struct note *n)
{ return format_error(s, n, ANOMALY_EMPTY_WITH_CONTENT, "RST with the same Message ID, as an Empty message ends after four octets"); }
enum answer rejects_reserved_class(const struct subject *s, struct note *n)
{ return format_error(s, n, ANOMALY_RESERVED_CLASS, "RST with the same Message ID, as the code is of a reserved class"); }
/* clang-format on */

/* HDR-04.a: nobody gives 15 a meaning. */
enum answer rejects_token_length_15(const struct subject *s, struct note *note)
{
	if (!con_with(s, ANOMALY_TOKEN_LENGTH) || s->exchange->asked.token_nibble < 15)
		return NOT_ASKED;
	return rst_expected(s, note, "RST with the same Message ID, as Token length 15 is reserved");
}

/* HDR-04.b (T13): who echoes a Token of 9 to 12 octets supports RFC 8974, declared or not. */
enum answer rejects_long_token(const struct subject *s, struct note *note)
{
	static const char expected[] = "RST with the same Message ID, as Token lengths 9 to 14 are reserved without RFC 8974";
	const struct exchange *x = s->exchange;

	if (!con_with(s, ANOMALY_TOKEN_LENGTH) || x->asked.token_nibble == 15 || context_has(s->context, APPLIES_LONG_TOKEN))
		return NOT_ASKED;
	enum answer answer = rst_expected(s, note, expected);
	note->as_note = answer == BROKEN && s->now && s->now->message->token_length == x->asked.token_nibble;
	return answer;
}

/* HDR-02. */
enum answer ignores_other_version(const struct subject *s, struct note *note)
{
	if (!exchange_had(s->exchange, ANOMALY_VERSION))
		return NOT_ASKED;
	return silence_expected(s, note, "silence, as the Version is not 1");
}

/* HDR-09. */
enum answer ignores_reserved_class_non(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (x->asked_by.type != TYPE_NON || !exchange_had(x, ANOMALY_RESERVED_CLASS))
		return NOT_ASKED;
	return rst_or_silence(s, note, "RST or silence, as the code is of a reserved class");
}

/* MSG-06: other format errors of a NON. */
enum answer ignores_malformed_non(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (x->asked_by.type != TYPE_NON || !exchange_is(x, TRAIT_FORMAT_ERROR) ||
	    exchange_had(x, ANOMALY_RESERVED_CLASS))
		return NOT_ASKED;
	return rst_or_silence(s, note, "RST or silence, as the Non-confirmable message cannot be processed");
}

/* HDR-15: nothing to answer to; that the server lives on, the runner's probe shows. */
enum answer ignores_short_datagram(const struct subject *s, struct note *note)
{
	if (!exchange_had(s->exchange, ANOMALY_TOO_SHORT))
		return NOT_ASKED;
	return silence_expected(s, note, "silence, as the datagram has no Message ID");
}

/* HDR-21: "CoAP ping". */
enum answer answers_ping(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (x->asked.by != OPENED_BY_PING || x->asked.anomalies)
		return NOT_ASKED;
	return rst_expected(s, note, "RST with the same Message ID, as the answer to an Empty Confirmable message");
}

/* HDR-25: an ACK with a request code or reserved class, an RST that is not Empty. */
enum answer ignores_malformed_reply(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const uint32_t bad = 1u << ANOMALY_REQUEST_IN_ACK | 1u << ANOMALY_RST_NOT_EMPTY | 1u << ANOMALY_RESERVED_CLASS;

	if (x->asked.by != OPENED_BY_REPLY || !(x->asked.anomalies & bad))
		return NOT_ASKED;
	return silence_expected(s, note, "silence, as such an ACK or RST is ignored");
}

/* MSG-04: nothing answers a stray ACK or RST. */
enum answer ignores_stray_reply(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (x->asked.by != OPENED_BY_REPLY)
		return NOT_ASKED;
	note->by = x->from_server ? SIDE_CLIENT : SIDE_SERVER;
	return silence_expected(s, note, "silence, as an ACK or RST is never answered");
}

/* MSG-44: a response that the server did not ask for. */
enum answer rejects_stray_response(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (x->asked.by != OPENED_BY_RESPONSE || x->from_server || x->asked_by.type != TYPE_CON ||
	    exchange_is(x, TRAIT_FORMAT_ERROR) || exchange_is(x, TRAIT_UNHEARD))
		return NOT_ASKED;
	return rst_expected(s, note, "RST with the same Message ID, as no request of the server asked for this response");
}

/* HDR-27: Content-Format 00 32 means 50. */
enum answer accepts_leading_zeros(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	uint8_t code = s->now->message->code;

	if (s->moment != AT_REPLY || !is_request_exchange(x) || !exchange_is(x, TRAIT_FORMAT_JSON) ||
	    !exchange_is(x, TRAIT_FORMAT_LONG) || exchange_is(x, TRAIT_FORMAT_ERROR))
		return NOT_ASKED;
	if (s->now->message->type != TYPE_RST && code != CODE_UNSUPPORTED_CONTENT_FORMAT && code != CODE_BAD_OPTION)
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "leading zero octets accepted: Content-Format 00 32 means 50", "%s", NOW_TEXT(s));
}

/* HDR-18: 0xFF inside a Token or an elective option's value is data. */
enum answer takes_ones_as_data(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (s->moment != AT_REPLY || !is_request_exchange(x) || !exchange_is(x, TRAIT_ONES_INSIDE) ||
	    exchange_is(x, TRAIT_FORMAT_ERROR) || exchange_is(x, TRAIT_UNHEARD))
		return NOT_ASKED;
	if (s->now->message->type != TYPE_RST)
		return HELD;
	if (exchange_has_odd_option(x))
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "0xFF inside the Token or an option's value taken as data", "RST");
}
