/* conformance/judge/rules_coaps.c - CoAP messages and the DTLS session they travel in (group I). */
#include "conformance/judge/rules.h"

#include <stdio.h>

static uint16_t epoch_now(const struct subject *s) { return s->now->record ? s->now->record->epoch : 0; }

static bool in_the_clear(const struct observation *o) { return o->association == 0; }

static bool same_session(const struct subject *s, uint32_t association, uint16_t epoch)
{
	return s->now->association == association && epoch_now(s) == epoch;
}

/* "association 2, epoch 1" */
static const char *session_text(char *text, size_t size, uint32_t association, uint16_t epoch)
{
	if (association)
		snprintf(text, size, "association %u, epoch %u", association, epoch);
	else
		snprintf(text, size, "the clear");
	return text;
}

/* CDTLS-01. */
enum answer coaps_is_not_clear(const struct subject *s, struct note *note)
{
	const struct peer *peer = s->peer;
	const struct uri *servers = s->context->servers;
	bool secure = peer->uri >= 0 && servers[peer->uri].secure;
	bool at_server = endpoint_equal(&s->now->datagram->from, &peer->server) ||
			 endpoint_equal(&s->now->datagram->to, &peer->server);

	if (!in_the_clear(s->now))
		return HELD;
	if (!at_server || (!secure && !peer->secured))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	return broken(note, WHERE_WHOLE, "CoAP messages of a coaps endpoint as DTLS application data", "%s in the clear",
		      NOW_TEXT(s));
}

/* CDTLS-03. An answer in the clear is CDTLS-05's. */
enum answer response_in_session(const struct subject *s, struct note *note)
{
	const struct sending *asked = &s->exchange->asked_by;
	char expected[64], actual[64], text[160];

	if (!is_response(s) || !exchange_secure(s->exchange) || in_the_clear(s->now))
		return NOT_ASKED;
	if (same_session(s, asked->association, asked->epoch))
		return HELD;
	snprintf(text, sizeof(text), "the response in the session and epoch of its request (%s)",
		 session_text(expected, sizeof(expected), asked->association, asked->epoch));
	related_to(note, asked->first_frame);
	return broken(note, WHERE_WHOLE, text, "%s",
		      session_text(actual, sizeof(actual), s->now->association, epoch_now(s)));
}

/* CDTLS-04: Empty ACKs and RSTs, both ways; piggybacked responses are CDTLS-03's. */
enum answer reply_in_session(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct sending *asked = s->moment == AT_CONFIRM ? &x->separate : &x->asked_by;
	char expected[64], actual[64], text[160];

	if (!asked->association || s->now->message->type <= TYPE_NON || message_is_response(s->now->message))
		return NOT_ASKED;
	if (same_session(s, asked->association, asked->epoch))
		return HELD;
	note->by = (uint8_t)s->by;
	snprintf(text, sizeof(text), "ACK or RST in the session and epoch of the message (%s)",
		 session_text(expected, sizeof(expected), asked->association, asked->epoch));
	related_to(note, asked->first_frame);
	return broken(note, WHERE_WHOLE, text, "%s",
		      session_text(actual, sizeof(actual), s->now->association, epoch_now(s)));
}

/* CDTLS-05: the server sends none, the client takes none. */
enum answer nosec_does_not_answer(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x) || !exchange_secure(x))
		return NOT_ASKED;
	if (s->moment == AT_REPLY && !message_is_response(s->now->message))
		return NOT_ASKED;
	if (s->moment == AT_CONFIRM && (x->separate.association || s->now->message->type == TYPE_RST))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (s->moment == AT_REPLY ? !in_the_clear(s->now) : x->separate.association != 0)
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_WHOLE, "no response in the clear to a request over DTLS", "%s in the clear", NOW_TEXT(s));
}

/* CDTLS-06: a copy has a new record sequence number. */
enum answer copy_is_a_new_record(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct sending *sending = s->moment == AT_COPY ? &x->asked_by : &x->separate;

	if (!sending->association || sending->type != TYPE_CON)
		return NOT_ASKED;
	if (!sending->replayed)
		return HELD;
	note->by = (uint8_t)s->by;
	/* Networks double datagrams too: certain only where none can. */
	note->as_warn = s->context->vantage == VANTAGE_UNKNOWN || s->context->impaired;
	related_to(note, sending->first_frame);
	return broken(note, WHERE_WHOLE, "a retransmission in a new DTLS record", "the record of sequence number %llu again",
		      (unsigned long long)sending->seq);
}

/* CDTLS-07. */
enum answer copy_stays_in_epoch(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x) || x->asked_by.type != TYPE_CON || !exchange_secure(x))
		return NOT_ASKED;
	if (s->moment == AT_COPY)
		return HELD;
	if (x->before.kind != EARLIER_OTHER_EPOCH)
		return NOT_ASKED;
	related_to(note, x->before.mid_frame);
	return broken(note, WHERE_WHOLE, "no retransmission of a Confirmable message in another epoch",
		      "the same message in epoch %u", x->asked_by.epoch);
}

/* CDTLS-08, MSG-13: the Message ID is known from elsewhere, the message is new. */
static enum answer is_executed(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;

	related_to(note, x->before.mid_frame);
	if (s->moment == AT_CLOSE)
		return x->ack.seen || x->response.seen ? NOT_ASKED : absent(s, note, expected);
	return s->now->message->type == TYPE_RST ? NOT_ASKED : HELD;
}

static bool is_new_elsewhere(const struct exchange *x)
{
	return is_request_exchange(x) && x->before.kind == EARLIER_OTHER_SESSION && x->asked_by.type == TYPE_CON &&
	       !exchange_is(x, TRAIT_FORMAT_ERROR) && !exchange_is(x, TRAIT_UNHEARD);
}

enum answer mid_of_other_session_is_new(const struct subject *s, struct note *note)
{
	if (!is_new_elsewhere(s->exchange) || !exchange_secure(s->exchange))
		return NOT_ASKED;
	return is_executed(s, note, "the request executed: its Message ID is new in this session");
}

enum answer mid_of_other_endpoint_is_new(const struct subject *s, struct note *note)
{
	if (!is_new_elsewhere(s->exchange))
		return NOT_ASKED;
	return is_executed(s, note, "the request executed: another endpoint used its Message ID");
}

/* CDTLS-16: a replayed record brings no second response. */
enum answer replay_is_not_executed(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	unsigned copies = x->asked_by.delivered, genuine = copies - x->asked_by.replayed;

	if (!is_request_exchange(x) || !exchange_secure(x) || !x->asked_by.replayed)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->count.responses <= genuine && x->response.seen ? HELD : NOT_ASKED;
	if (!message_is_response(s->now->message) || x->count.responses <= genuine)
		return NOT_ASKED;
	related_to(note, x->asked_by.last_frame);
	return broken(note, WHERE_WHOLE, "a replayed DTLS record dropped", "another response");
}

/* CDTLS-17. */
enum answer coaps_port_ignores_clear(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct peer *peer = s->peer;

	if (x->from_server || exchange_secure(x) || peer->uri < 0 || !s->context->servers[peer->uri].secure)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->ack.seen || x->response.seen ? NOT_ASKED : silent(s);
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_WHOLE, "silence, as CoAP in the clear came to the DTLS port", "%s", NOW_TEXT(s));
}
