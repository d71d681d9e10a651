/* conformance/judge/rules_timing.c - retransmission: RFC 7252 4.2, 4.7, 4.8 (group D, the rows of time). */
#include <stdio.h>

#include "conformance/judge/rules.h"

enum { MS = 1000000, SAMPLES = 5, SAME = 1000 };

/* The message whose copy was just seen: the request's, or a separate response's. */
static const struct sending *repeated(const struct subject *s)
{
	return s->moment == AT_COPY ? &s->exchange->asked_by : &s->exchange->separate;
}

/* A Confirmable message's retransmission by its sender: no record doubled on the way, and nothing has
 * come back that would have ended retransmission (then it is MSG-18's, -20's, -33's). */
static bool is_retransmission(const struct subject *s)
{
	const struct exchange *x = s->exchange;
	const struct sending *sending = repeated(s);
	bool over = s->moment == AT_COPY ? x->ack.delivered || x->response.delivered : x->confirmed || x->rejected;

	return sending->type == TYPE_CON && !sending->replayed && !over && !s->now->datagram->deliberate &&
	       !exchange_is(s->exchange, TRAIT_DELIBERATE);
}

static enum answer late_or_early(struct note *note, const char *expected, uint64_t got_ns)
{
	return broken(note, WHERE_WHOLE, expected, "%llu ms", (unsigned long long)(got_ns / MS));
}

static uint64_t random_ns(const struct timing *t) { return t->ack_timeout_ns / 1000 * t->ack_random_permille; }

uint64_t jitter_now(const struct subject *s)
{
	uint64_t allowed = s->context->timing.jitter_ns, behind = s->now ? s->now->datagram->jitter_ns : 0;

	return behind > allowed ? behind : allowed;
}

/* GOT lies in LEAST to MOST, give or take TIMES the jitter; outside by less than that it cannot be said. */
static enum answer in_bounds(const struct subject *s, struct note *note, uint64_t got, uint64_t least, uint64_t most,
			     const char *what, unsigned times)
{
	uint64_t jitter = times * jitter_now(s);
	unsigned long long least_ms = least / MS, most_ms = most / MS;
	char expected[96];

	if (got >= least && got <= most)
		return HELD;
	if (most == UINT64_MAX)
		snprintf(expected, sizeof(expected), "%s %llu ms or more", what, least_ms);
	else if (!least)
		snprintf(expected, sizeof(expected), "%s %llu ms at most", what, most_ms);
	else
		snprintf(expected, sizeof(expected), "%s %llu to %llu ms", what, least_ms, most_ms);
	note->by = (uint8_t)s->by;
	related_to(note, repeated(s)->first_frame);
	if (got + jitter >= least && (got < least || got - most <= jitter))
		return cannot_say(note, expected, "%llu ms, with a jitter of %llu ms", (unsigned long long)(got / MS),
				  (unsigned long long)(jitter / MS));
	return late_or_early(note, expected, got);
}

/* MSG-14. */
enum answer first_copy_is_in_time(const struct subject *s, struct note *note)
{
	const struct timing *t = &s->context->timing;

	if (!is_retransmission(s) || repeated(s)->seen != 2)
		return NOT_ASKED;
	return in_bounds(s, note, repeated(s)->gap_ns, t->ack_timeout_ns, random_ns(t), "a first retransmission after", 1);
}

/* MSG-15. */
enum answer interval_doubles(const struct subject *s, struct note *note)
{
	const struct sending *sending = repeated(s);

	if (!is_retransmission(s) || sending->seen < 3)
		return NOT_ASKED;
	return in_bounds(s, note, sending->gap_ns, 2 * sending->gap_before_ns, 2 * sending->gap_before_ns,
			 "an interval twice the one before:", JITTER_OF_TWO);
}

/* MSG-16. */
enum answer gives_up_in_time(const struct subject *s, struct note *note)
{
	const struct timing *t = &s->context->timing;
	const struct sending *sending = repeated(s);
	char expected[64];

	if (!is_retransmission(s))
		return NOT_ASKED;
	if (sending->seen > t->max_retransmit + 1u) {
		note->by = (uint8_t)s->by;
		snprintf(expected, sizeof(expected), "at most %u retransmissions", t->max_retransmit);
		related_to(note, sending->first_frame);
		return broken(note, WHERE_WHOLE, expected, "%u", sending->seen - 1u);
	}
	return in_bounds(s, note, s->at_ns - sending->first_ns, 0, t->max_transmit_wait_ns, "all copies within MAX_TRANSMIT_WAIT:", 1);
}

/* MSG-17: MAX_TRANSMIT_SPAN of RFC 7252 4.8.2. */
enum answer spacing_is_kept(const struct subject *s, struct note *note)
{
	const struct timing *t = &s->context->timing;
	uint64_t span = random_ns(t) * ((1u << t->max_retransmit) - 1u);

	if (!is_retransmission(s))
		return NOT_ASKED;
	if (repeated(s)->gap_ns < t->ack_timeout_ns)
		return in_bounds(s, note, repeated(s)->gap_ns, t->ack_timeout_ns, UINT64_MAX, "a spacing of copies of", 1);
	return in_bounds(s, note, s->at_ns - repeated(s)->first_ns, 0, span, "all copies within MAX_TRANSMIT_SPAN:", 1);
}

/* MSG-22: a first interval that never varies. */
enum answer interval_is_random(const struct subject *s, struct note *note)
{
	const struct trouble *trouble = peer_trouble(s->peer);
	const struct intervals *intervals = s->moment == AT_COPY ? &trouble->asked : &trouble->answered;

	if (!is_retransmission(s) || repeated(s)->seen != 2 || intervals->count < SAMPLES)
		return NOT_ASKED;
	if (intervals->most_ns - intervals->least_ns > s->context->timing.ack_timeout_ns / SAME)
		return HELD;
	note->by = (uint8_t)s->by;
	return broken(note, WHERE_WHOLE, "a first interval that varies (ACK_RANDOM_FACTOR above 1.0)",
		      "%u first intervals of %llu ms", intervals->count, (unsigned long long)(intervals->least_ns / MS));
}

/* MSG-23: NSTART is 1. */
enum answer one_is_outstanding(const struct subject *s, struct note *note)
{
	if (!is_request_exchange(s->exchange) || !s->exchange->entered.open)
		return NOT_ASKED;
	if (s->peer->open <= 1)
		return HELD;
	if (s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, "at most NSTART (1) outstanding interaction with a server", "%u, or an answer was not seen: the "
				  "vantage point is not known (--vantage)", s->peer->open);
	return broken(note, WHERE_WHOLE, "at most NSTART (1) outstanding interaction with a server", "%u", s->peer->open);
}

/* The other side's word reached the sender of the copies: known at its side only. */
static bool reached(const struct subject *s, enum side sender)
{
	return s->context->vantage == (sender == SIDE_CLIENT ? VANTAGE_CLIENT : VANTAGE_SERVER);
}

static bool is_after(const struct subject *s, uint64_t then) { return s->at_ns > then + jitter_now(s); }

/* MSG-18, MSG-20: after an ACK or RST there is no further copy. */
static enum answer stops(const struct subject *s, struct note *note, bool stopped, const struct reply *by,
			 const char *expected)
{
	if (!stopped || !by->delivered || by->faulty || by->mid != s->exchange->asked_by.mid ||
	    s->exchange->asked_by.type != TYPE_CON || exchange_is(s->exchange, TRAIT_DELIBERATE))
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return s->exchange->asked_by.last_ns <= by->at_ns ? HELD : NOT_ASKED;
	if (!is_after(s, by->at_ns) || s->now->datagram->deliberate || s->exchange->asked_by.replayed)
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	related_to(note, by->frame);
	if (!reached(s, SIDE_CLIENT))
		return cannot_say(note, expected, "another copy; whether the answer had arrived is not seen from here");
	return broken(note, WHERE_WHOLE, expected, "another copy");
}

enum answer ack_stops_copies(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	return stops(s, note, x->ack.seen && x->ack.type == TYPE_ACK, &x->ack, "no retransmission after the ACK");
}

enum answer rst_stops_copies(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	return stops(s, note, x->ack.seen && x->ack.type == TYPE_RST, &x->ack, "no retransmission after the RST");
}

/* MSG-34: a response that overtakes the ACK ends retransmission too. */
enum answer response_stops_copies(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!x->response.seen || x->response.type > TYPE_NON || x->response_faulty || x->asked_by.type != TYPE_CON ||
	    (x->ack.seen && x->ack.at_ns < x->response.at_ns) || !x->response.delivered)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->asked_by.last_ns <= x->response.at_ns ? HELD : NOT_ASKED;
	if (x->asked_by.replayed || s->now->datagram->deliberate || exchange_is(x, TRAIT_DELIBERATE) ||
	    !is_after(s, x->response.at_ns) || !reached(s, SIDE_CLIENT))
		return NOT_ASKED;
	related_to(note, x->response.frame);
	return broken(note, WHERE_WHOLE, "no retransmission of the request after its separate response", "another copy");
}

/* MSG-33: one more may have crossed the ACK, or the ACK was lost beyond our view; two did not. */
enum answer ack_stops_response(const struct subject *s, struct note *note)
{
	static const char expected[] = "no retransmission of the separate response after its ACK or RST";
	const struct exchange *x = s->exchange;

	if ((!x->confirmed && !x->rejected) || x->separate.type != TYPE_CON)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->count.repeats_after ? NOT_ASKED : HELD;
	if (!is_after(s, x->confirmed_ns) || x->separate.replayed)
		return NOT_ASKED;
	related_to(note, x->separate.first_frame);
	if (reached(s, SIDE_SERVER) || (reached(s, SIDE_CLIENT) && !s->context->impaired && x->count.repeats_after > 1))
		return broken(note, WHERE_WHOLE, expected, "another copy");
	return x->count.repeats_after > 1 ? cannot_say(note, expected, "another copy; the ACK may have been lost") : NOT_ASKED;
}

/* MSG-26: a copy of the request that comes after all is acknowledged still. */
enum answer late_copy_is_acknowledged(const struct subject *s, struct note *note)
{
	static const char expected[] = "an ACK of the request's copy, after its separate response was acknowledged";
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x) || !x->count.copies_after || was_cut(s))
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->count.acks_after >= x->count.copies_after ? NOT_ASKED : absent(s, note, expected);
	return s->now->message->type == TYPE_ACK && s->now->message->mid == x->asked_by.mid ? HELD : NOT_ASKED;
}

/* MSG-27: where a copy was needed, the first may have been lost on its way, unless each got its ACK. */
enum answer ack_is_prompt(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct timing *t = &s->context->timing;
	char expected[64];

	bool all_answered = x->count.acks == x->asked_by.delivered && !x->asked_by.replayed;

	if (!is_request_exchange(x) || s->now->message->type != TYPE_ACK || x->asked_by.type != TYPE_CON ||
	    (s->context->vantage == VANTAGE_SERVER ? x->count.acks != 1 : !all_answered))
		return NOT_ASKED;
	uint64_t took = x->ack.at_ns - x->asked_by.first_ns;
	if (took <= t->processing_delay_ns)
		return HELD;
	snprintf(expected, sizeof(expected), "an ACK within PROCESSING_DELAY (%llu ms)",
		 (unsigned long long)(t->processing_delay_ns / MS));
	related_to(note, x->asked_by.first_frame);
	if (took <= t->processing_delay_ns + jitter_now(s) || s->context->impaired)
		return cannot_say(note, expected, "%llu ms, with a jitter of %llu ms or delays on purpose",
				  (unsigned long long)(took / MS), (unsigned long long)(jitter_now(s) / MS));
	return late_or_early(note, expected, took);
}

/* MSG-09: an ACK with another Message ID stops nothing. Judged where the client was seen to retransmit. */
enum answer stray_ack_stops_nothing(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct sending *asked = &x->asked_by;
	bool stray = s->peer->stray_ack_ns > asked->first_ns;

	if (!is_request_exchange(x) || asked->type != TYPE_CON || !stray || exchange_is(x, TRAIT_DELIBERATE))
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	if (s->moment == AT_COPY)
		return s->at_ns > s->peer->stray_ack_ns ? HELD : NOT_ASKED;
	if (x->ack.seen || x->response.seen || asked->seen < 2 || asked->seen > s->context->timing.max_retransmit ||
	    asked->last_ns > s->peer->stray_ack_ns || !reached(s, SIDE_CLIENT) ||
	    s->at_ns - asked->first_ns < s->context->timing.max_transmit_wait_ns)
		return NOT_ASKED;
	return broken(note, WHERE_WHOLE, "retransmission goes on: the ACK had another Message ID", "no further copy");
}

/* MSG-41: Tokens that count up are not random. */
enum answer token_is_random(const struct subject *s, struct note *note)
{
	if (!is_request_exchange(s->exchange) || exchange_secure(s->exchange) || !s->exchange->asked.token_len)
		return NOT_ASKED;
	if (s->peer->token_steps < 3)
		return HELD;
	return broken(note, where_token(s->now->message), "a random Token, without DTLS", "one that counts up, three times");
}
