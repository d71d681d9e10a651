/* conformance/judge/rules_session.c - what becomes of messages and of the association around them (groups I, J). */
#include "conformance/judge/rules.h"

#define MSL_NS 120000000000ull	/* RFC 793: two minutes */
enum { WINDOW_LEAST = 32 };

static bool is_secure_request(const struct exchange *x)
{
	return is_request_exchange(x) && exchange_secure(x) && !exchange_is(x, TRAIT_FORMAT_ERROR);
}

static bool answered(const struct exchange *x) { return x->ack.seen || x->response.seen; }

/* CDTLS-09: an MSGin5G Server sends requests of its own too, later (facts 7). */
enum answer client_is_dtls_client(const struct subject *s, struct note *note)
{
	if (!is_request_exchange(s->exchange) || !s->association)
		return NOT_ASKED;
	if (s->now->from_client || s->association->client_asked)
		return HELD;
	note->by = SIDE_CLIENT;
	return broken(note, WHERE_WHOLE, "the CoAP client is the DTLS client", "the DTLS server's request comes first");
}

/* DTLS12-09. */
enum answer old_epoch_is_forgotten(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_secure_request(x) || x->arrival.epoch_age_ns <= MSL_NS)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return answered(x) ? NOT_ASKED : silent(s);
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_WHOLE, "records of an earlier epoch discarded, after two minutes at the latest",
		      "%s to one of epoch %u", NOW_TEXT(s), x->asked_by.epoch);
}

/* DTLS12-11: any answer more than there were records. */
enum answer duplicate_record_is_dropped(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	unsigned genuine = x->asked_by.delivered - x->asked_by.replayed;
	unsigned replies = (unsigned)x->count.acks + x->count.resets;

	if (!is_secure_request(x) || !x->asked_by.replayed || x->asked_by.type != TYPE_CON)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return replies && replies <= genuine ? HELD : NOT_ASKED;
	if (s->now->message->type <= TYPE_NON || replies <= genuine)
		return NOT_ASKED;
	related_to(note, x->asked_by.last_frame);
	return broken(note, WHERE_WHOLE, "a record whose number was received before dropped", "%s", NOW_TEXT(s));
}

/* DTLS12-12: inside the window a late record is taken. */
enum answer late_record_is_taken(const struct subject *s, struct note *note)
{
	static const char expected[] = "a record less than 32 behind the newest accepted";
	const struct exchange *x = s->exchange;

	if (!is_secure_request(x) || !x->arrival.behind || x->arrival.behind >= WINDOW_LEAST || x->asked_by.replayed ||
	    x->asked_by.seen > 1 || x->asked_by.type != TYPE_CON)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return answered(x) ? NOT_ASKED : absent(s, note, expected);
	return HELD;
}

/* DTLS12-13.b. */
enum answer association_survives(const struct subject *s, struct note *note)
{
	static const char expected[] = "an answer in the same association, which survives a record that does not authenticate";
	const struct exchange *x = s->exchange;

	if (!is_secure_request(x) || !x->arrival.after_bad || x->asked_by.type != TYPE_CON)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return answered(x) ? NOT_ASKED : absent(s, note, expected);
	return HELD;
}

/* DTLS12-30. */
enum answer early_data_waits(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_secure_request(x) || !x->arrival.early || !s->association)
		return NOT_ASKED;
	if (s->association->ways[WAY_CLIENT].finished)
		return HELD;
	/* Where the server's Finished comes first, only one who sees all of the client's knows that it is missing. */
	if (s->association->ways[WAY_SERVER].epoch && (s->context->impaired || s->context->vantage == VANTAGE_UNKNOWN))
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_WHOLE, "application data kept or dropped until the Finished has come", "%s before it",
		      NOW_TEXT(s));
}

/* DTLS12-40. */
enum answer old_association_survives_a_hello(const struct subject *s, struct note *note)
{
	static const char expected[] = "an answer in the old association, which a ClientHello alone does not end";
	const struct exchange *x = s->exchange;

	if (!is_secure_request(x) || !x->arrival.after_hello || x->asked_by.type != TYPE_CON)
		return NOT_ASKED;
	related_to(note, s->peer->hello_frame);
	if (s->moment == AT_CLOSE)
		return answered(x) || s->peer->complete != x->asked_by.association ? NOT_ASKED : absent(s, note, expected);
	return HELD;
}

/* DTLS12-41. */
enum answer old_association_is_gone(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_secure_request(x) || !x->arrival.replaced)
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return answered(x) ? NOT_ASKED : silent(s);
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_WHOLE, "no answer under the keys of an association that a newer one has replaced", "%s",
		      NOW_TEXT(s));
}

/* --- ON_ASSOCIATION: at its end --- */

/* An absence at the end of an association: BROKEN where it cannot be loss. */
static enum answer missing(const struct subject *s, struct note *note, uint64_t since_ns, const char *expected)
{
	if (s->at_ns < since_ns + s->context->timing.processing_delay_ns || s->context->impaired)
		return NOT_ASKED;
	if (s->context->vantage == VANTAGE_UNKNOWN || strain_around(s->strain, since_ns))
		return NOT_ASKED;
	return broken(note, WHERE_WHOLE, expected, "nothing");
}

/* DTLS12-37. */
enum answer close_is_answered(const struct subject *s, struct note *note)
{
	const struct way *client = &s->association->ways[WAY_CLIENT], *server = &s->association->ways[WAY_SERVER];

	if (!client->closed || client->fatal || server->fatal || !s->association->completed)
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	related_to(note, client->closed_frame);
	if (server->closed)
		return HELD;
	return missing(s, note, client->closed_ns, "close_notify answered by close_notify");
}

/* DTLS12-37.b, where it is kept. */
enum answer close_is_the_end(const struct subject *s, struct note *note)
{
	const struct way *client = &s->association->ways[WAY_CLIENT], *server = &s->association->ways[WAY_SERVER];

	(void)note;
	return (client->closed && !client->after_closed) || (server->closed && !server->after_closed) ? HELD : NOT_ASKED;
}

/* DTLS12-38, where it is kept. */
enum answer fatal_is_the_end(const struct subject *s, struct note *note)
{
	const struct way *client = &s->association->ways[WAY_CLIENT], *server = &s->association->ways[WAY_SERVER];

	(void)note;
	return (client->fatal && !client->after_fatal) || (server->fatal && !server->after_fatal) ? HELD : NOT_ASKED;
}

/* DTLS12-29. */
enum answer last_flight_is_repeated(const struct subject *s, struct note *note)
{
	const struct way *client = &s->association->ways[WAY_CLIENT], *server = &s->association->ways[WAY_SERVER];

	if (!client->finished_again || !server->finished_last)
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (server->finished_again)
		return HELD;
	return missing(s, note, s->association->last_ns, "the last flight again, as the client repeated its own");
}
