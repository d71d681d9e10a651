/* conformance/judge/rules_exchange.c - requests, acknowledgements and responses that belong together (group D). */
#include "conformance/judge/rules.h"

#include <stdio.h>
#include <string.h>

#include "conformance/judge/filing.h"
#include "wire/hex.h"

/* A request that a server can process as a message: what is malformed has rows of its own. */
static bool is_well_formed(const struct exchange *x)
{
	return is_request_exchange(x) && !exchange_is(x, TRAIT_FORMAT_ERROR) && !exchange_is(x, TRAIT_UNHEARD);
}

/* MSG-01. */
enum answer con_is_acknowledged(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_well_formed(x) || x->asked_by.type != TYPE_CON || was_cut(s))
		return NOT_ASKED;
	if (x->ack.seen)
		return x->ack.mid == x->asked_by.mid ? HELD : NOT_ASKED;	/* another MID: MSG-02 */
	return absent(s, note, "an ACK or RST of the Confirmable request");
}

/* MSG-02: an ACK or RST names a message that the other side has sent. */
enum answer reply_echoes_mid(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;
	char text[64];

	if (m->type <= TYPE_NON)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (s->moment == AT_REQUEST) {
		if (x->asked.by != OPENED_BY_REPLY || !seen_from_start(s))
			return NOT_ASKED;
		return broken(note, WHERE_MID, "the Message ID of a message to answer",
			      "Message ID 0x%04x, of none that was sent to it", m->mid);
	}
	if (s->moment == AT_CONFIRM || m->mid == x->asked_by.mid)
		return HELD;
	snprintf(text, sizeof(text), "the Message ID of the request (0x%04x)", x->asked_by.mid);
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_MID, text, "Message ID 0x%04x", m->mid);
}

/* MSG-05. */
enum answer non_is_not_acknowledged(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	bool of_separate = s->moment == AT_CONFIRM;
	uint8_t type = of_separate ? x->separate.type : x->asked_by.type;

	if (type != TYPE_NON)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (s->now->message->type != TYPE_ACK)
		return HELD;
	related_to(note, of_separate ? x->separate.first_frame : x->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "no ACK of a Non-confirmable message", "%s", NOW_TEXT(s));
}

/* MSG-07: a retransmission is no reuse. Of requests and pings, and of separate responses. */
enum answer mid_is_fresh(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	bool request = s->moment == AT_REQUEST;
	uint32_t before = !request ? x->before.separate_frame
				   : x->before.kind == EARLIER_SAME_MID ? x->before.mid_frame : 0;

	if (request ? !is_request_exchange(x) && x->asked.by != OPENED_BY_PING
		    : !is_response(s) || s->now->message->type > TYPE_NON)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (!before)
		return HELD;
	related_to(note, before);
	return broken(note, WHERE_MID, "a Message ID not used towards this endpoint within EXCHANGE_LIFETIME",
		      "0x%04x again, in another message", s->now->message->mid);
}

/* MSG-19. */
enum answer copy_is_the_same(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct sending *sending = s->moment == AT_COPY ? &x->asked_by : &x->separate;

	note->by = (uint8_t)s->by;
	if (sending->last_hash == sending->hash)
		return HELD;
	related_to(note, sending->first_frame);
	return broken(note, WHERE_WHOLE, "a retransmission that is the same message, octet by octet",
		      "other octets under the same Message ID and Token");
}

/* MSG-10 (T14): a duplicate gets the same ACK or RST again. */
enum answer duplicate_is_answered_alike(const struct subject *s, struct note *note)
{
	static const char expected[] = "the same ACK or RST again for a duplicate, octet by octet";
	const struct exchange *x = s->exchange;
	unsigned replies = (unsigned)x->count.acks + x->count.resets;

	if (!is_well_formed(x) || x->asked_by.type != TYPE_CON || x->asked_by.seen < 2 || was_cut(s))
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->count.acks_due ? absent(s, note, expected) : NOT_ASKED;
	if (s->now->message->type <= TYPE_NON || replies < 2)
		return NOT_ASKED;
	if (!x->answer_differs)
		return HELD;
	related_to(note, x->ack.frame);
	return broken(note, WHERE_WHOLE, expected, "%s with other octets", NOW_TEXT(s));
}

/* MSG-12 (T14). */
enum answer duplicate_non_is_ignored(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_well_formed(x) || x->asked_by.type != TYPE_NON || x->asked_by.delivered < 2)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->count.responses == 1 && !x->count.resets ? HELD : NOT_ASKED;
	bool second = message_is_response(s->now->message) && x->count.responses > 1;
	if (!second && !(s->now->message->type == TYPE_RST && x->response.seen))
		return NOT_ASKED;
	related_to(note, x->response.frame);
	return broken(note, WHERE_WHOLE, "a duplicate of a Non-confirmable request ignored", "%s", second ? "a second response" : "RST");
}

/* MSG-30. */
enum answer response_after_empty_ack_is_separate(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_response(s) || !x->count.empty_acks || x->asked_by.type != TYPE_CON)
		return NOT_ASKED;
	if (s->now->message->type != TYPE_ACK)
		return HELD;
	related_to(note, x->ack.frame);
	return broken(note, WHERE_TYPE, "a separate response, as the request was acknowledged by an Empty ACK",
		      "%s", NOW_TEXT(s));
}

/* MSG-31: by chance the Message IDs may be equal, so the same server must do it twice. */
enum answer separate_has_own_mid(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_response(s) || s->now->message->type > TYPE_NON || x->asked_by.type != TYPE_CON)
		return NOT_ASKED;
	if (s->now->message->mid != x->asked_by.mid)
		return HELD;
	if (s->peer->mid_echoes < 2)
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_MID, "a Message ID of its own in a separate response", "that of the request, again");
}

/* MSG-32. */
enum answer confirmation_is_empty(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (s->exchange->separate.type != TYPE_CON || m->type != TYPE_ACK)
		return NOT_ASKED;
	if (message_is_empty(m))
		return HELD;
	related_to(note, s->exchange->separate.first_frame);
	return broken(note, WHERE_CODE, "an Empty ACK of the separate response", "%s", NOW_TEXT(s));
}

/* MSG-28, MSG-36: the client takes the response it asked for, in whichever message it comes. */
static enum answer is_taken(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;

	if (s->now->message->type != TYPE_RST)
		return HELD;
	related_to(note, x->separate.first_frame);
	return broken(note, WHERE_TYPE, expected, "RST");
}

/* A response that the client must take: its Token, no option it could not know. */
static bool is_takable(const struct exchange *x)
{
	return is_request_exchange(x) && !x->response_faulty && !exchange_is(x, TRAIT_DELIBERATE);
}

enum answer separate_is_taken(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_takable(x) || x->asked_by.type != TYPE_CON || x->separate.type != TYPE_CON)
		return NOT_ASKED;
	return is_taken(s, note, "a separate response accepted like a piggybacked one");
}

enum answer other_type_is_taken(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_takable(x) || x->asked_by.type == x->separate.type)
		return NOT_ASKED;
	return is_taken(s, note, "a NON response to a CON request, and a CON response to a NON request, accepted");
}

/* MSG-35. */
enum answer non_gets_non(const struct subject *s, struct note *note)
{
	if (!is_response(s) || s->exchange->asked_by.type != TYPE_NON || s->now->message->type > TYPE_NON)
		return NOT_ASKED;
	if (s->now->message->type == TYPE_NON)
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "a Non-confirmable response to a Non-confirmable request", "%s", NOW_TEXT(s));
}

enum { TOKEN_LONGEST = 8 };	/* RFC 7252 3; more is RFC 8974's */

static bool has_token_to_compare(const struct subject *s)
{
	return is_response(s) && is_well_formed(s->exchange) && !message_anomaly(s->now->message, ANOMALY_TOKEN_LENGTH) &&
	       !message_anomaly(s->now->message, ANOMALY_TOKEN_TRUNCATED);
}

/* HDR-05. */
enum answer long_token_comes_back(const struct subject *s, struct note *note)
{
	const struct message *m = s->now ? s->now->message : NULL;

	if (!has_token_to_compare(s) || s->exchange->asked.token_nibble <= TOKEN_LONGEST)
		return NOT_ASKED;
	if (token_is(s->exchange, m))
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, where_token(m), "the request's Token, longer than eight octets, whole", "another, of %u octets", m->token.len);
}

/* HDR-06. */
enum answer long_token_is_no_format_error(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_well_formed(x) || x->asked.token_nibble <= TOKEN_LONGEST || x->asked_by.type != TYPE_CON || exchange_has_odd_option(x))
		return NOT_ASKED;
	if (message_is_response(s->now->message))
		return HELD;
	if (s->now->message->type != TYPE_RST)
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "a Token that is too long for it answered, with 5.03 or 4.00", "RST");
}

/* MSG-37. */
enum answer response_has_token(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	char text[80], hex[40], got[40];

	if (!has_token_to_compare(s) || x->asked.token_nibble > TOKEN_LONGEST)
		return NOT_ASKED;
	const struct message *m = s->now->message;
	if (token_is(x, m))
		return HELD;
	snprintf(text, sizeof(text), "the request's Token (%s)",
		 x->asked.token_len ? hex_format(hex, sizeof(hex), x->asked.token, x->asked.token_len) : "empty");
	related_to(note, x->asked_by.first_frame);
	return broken(note, where_token(m), text, "%s",
		      m->token.len ? hex_format(got, sizeof(got), m->bytes + m->token.at, m->token.len)
				   : "an empty Token");
}

/* MSG-38: this server answers other Token lengths. */
enum answer token_length_is_taken(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct service *service = s->peer->service;
	uint16_t others = service && x->asked.token_nibble <= 8 ? (uint16_t)(service->token_lengths & ~(1u << x->asked.token_len)) : 0;

	if (s->moment != AT_REPLY || !is_well_formed(x) || x->asked.meant == MSGIN5G_NONE)
		return NOT_ASKED;
	if (message_is_response(s->now->message))
		return HELD;
	if (x->response.seen || s->now->message->type != TYPE_RST || !others || exchange_is(x, TRAIT_ONES_INSIDE) ||
	    exchange_has_odd_option(x))
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "a Token of any length from 0 to 8 accepted", "RST to one of %u octets",
		      x->asked.token_len);
}

/* MSG-39, MSG-40. */
static enum answer token_is_free(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x))
		return NOT_ASKED;
	if (!x->before.token_frame)
		return HELD;
	related_to(note, x->before.token_frame);
	return broken(note, where_token(s->now->message), expected, "the Token of a request not yet answered");
}

enum answer token_is_unique(const struct subject *s, struct note *note)
{
	return token_is_free(s, note, "a Token not in use towards this server");
}

enum answer token_is_not_reused(const struct subject *s, struct note *note)
{
	if (!exchange_secure(s->exchange))
		return NOT_ASKED;
	return token_is_free(s, note, "on a secure connection, a Token that no other response can bind to");
}

/* MSG-42. */
enum answer response_comes_from_there(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	char asked[ENDPOINT_TEXT], got[ENDPOINT_TEXT], text[96];

	if (!is_response(s))
		return NOT_ASKED;
	if (endpoint_equal(&s->now->datagram->from, &x->asked_by.to))
		return HELD;
	if (!endpoint_equal(&s->now->datagram->to, &x->asked_by.from))
		return NOT_ASKED;	/* to another client: CDTLS-03 */
	snprintf(text, sizeof(text), "the response from %s", endpoint_format(asked, sizeof(asked), &x->asked_by.to));
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_WHOLE, text, "%s", endpoint_format(got, sizeof(got), &s->now->datagram->from));
}

/* MSG-43: a response that the client did not ask for. */
enum answer stray_response_is_rejected(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (s->moment == AT_CONFIRM ? !x->response_astray || x->separate.type != TYPE_CON
				    : x->asked.by != OPENED_BY_RESPONSE || !x->from_server || !seen_from_start(s))
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	if (s->moment == AT_CLOSE)
		return NOT_ASKED;	/* a client that went silent may be gone */
	if (s->now->message->type == TYPE_RST)
		return HELD;
	related_to(note, s->moment == AT_CONFIRM ? x->separate.first_frame : x->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "RST, or silence to a NON, as no request has this Token", "%s", NOW_TEXT(s));
}

/* MSG-29, RSP-22: notes. */
enum answer response_is_piggybacked(const struct subject *s, struct note *note)
{
	if (!is_first_response(s) || s->exchange->asked_by.type != TYPE_CON || CODE_CLASS(s->now->message->code) != 2)
		return NOT_ASKED;
	if (s->now->message->type == TYPE_ACK)
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "a piggybacked response, where the server can", "%s", NOW_TEXT(s));
}

enum answer error_is_piggybacked(const struct subject *s, struct note *note)
{
	if (!is_first_response(s) || s->exchange->asked_by.type != TYPE_CON || CODE_CLASS(s->now->message->code) < 4)
		return NOT_ASKED;
	if (s->now->message->type == TYPE_ACK)
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_TYPE, "an error response piggybacked like a success", "%s", NOW_TEXT(s));
}
