/* dtls/connection_handshake.c - messages in the order of their numbers, each to the handler of the state. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/connection_parts.h"

enum { CLIENT_ONLY = 1, SERVER_ONLY = 2, HASHED = 4 };

/* Which message a state waits for (RFC 5246 7.3), hashed before it is handled: HelloVerifyRequest
 * never (RFC 6347 4.2.1), Finished and CertificateVerify by their handlers, since they do not cover themselves. */
static const struct expected {
	uint8_t state, type, flags;
	void (*handle)(struct connection *, const struct assembled *);
} expected[] = {
	/* clang-format off */
	{ STATE_WAIT_SERVER_HELLO, HANDSHAKE_HELLO_VERIFY_REQUEST, CLIENT_ONLY,               client_verify_request },
	{ STATE_WAIT_SERVER_HELLO, HANDSHAKE_SERVER_HELLO,         CLIENT_ONLY | HASHED, client_server_hello },
	{ STATE_WAIT_SERVER_DONE,  HANDSHAKE_CERTIFICATE,          CLIENT_ONLY | HASHED, client_certificate },
	{ STATE_WAIT_SERVER_DONE,  HANDSHAKE_SERVER_KEY_EXCHANGE,  CLIENT_ONLY | HASHED, client_key_exchange },
	{ STATE_WAIT_SERVER_DONE,  HANDSHAKE_CERTIFICATE_REQUEST,  CLIENT_ONLY | HASHED, client_certificate_request },
	{ STATE_WAIT_SERVER_DONE,  HANDSHAKE_SERVER_HELLO_DONE,    CLIENT_ONLY | HASHED, client_server_done },
	{ STATE_WAIT_FINISHED,     HANDSHAKE_NEW_SESSION_TICKET,   CLIENT_ONLY | HASHED, client_ticket },
	{ STATE_WAIT_FINISHED,     HANDSHAKE_FINISHED,             CLIENT_ONLY,          client_finished },
	{ STATE_WAIT_CLIENT_HELLO, HANDSHAKE_CLIENT_HELLO,         SERVER_ONLY | HASHED, server_client_hello },
	{ STATE_WAIT_CLIENT_KEY,   HANDSHAKE_CERTIFICATE,          SERVER_ONLY | HASHED, server_certificate },
	{ STATE_WAIT_CLIENT_KEY,   HANDSHAKE_CLIENT_KEY_EXCHANGE,  SERVER_ONLY | HASHED, server_client_key },
	{ STATE_WAIT_CLIENT_VERIFY, HANDSHAKE_CERTIFICATE_VERIFY,  SERVER_ONLY,          server_certificate_verify },
	{ STATE_WAIT_FINISHED,     HANDSHAKE_FINISHED,             SERVER_ONLY,          server_finished },
	/* clang-format on */
};

static const struct expected *expected_now(const struct connection *c, uint8_t type)
{
	int mouth = c->profile->server ? SERVER_ONLY : CLIENT_ONLY;

	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
		if (expected[i].state == c->run->state && expected[i].type == type && expected[i].flags & mouth)
			return &expected[i];
	return NULL;
}

static void handle(struct connection *c, const struct assembled *m)
{
	const struct expected *e = expected_now(c, m->type);

	if (!e) {
		connection_fail(c, ALERT_UNEXPECTED_MESSAGE, "a handshake message out of its order");
		return;
	}
	if (e->flags & HASHED)
		transcript_add(c->run, m->bytes, body_of(m), m->length);
	e->handle(c, m);
}

static void handle_in_order(struct connection *c)
{
	while (!c->dead && c->run && c->run->state != STATE_DONE) {
		struct run *r = c->run;
		const struct assembled *m = reassembly_message(&r->in, r->next_in);
		if (!m)
			return;
		/* Of the new epoch: it waits for the ChangeCipherSpec before it. */
		if (m->type == HANDSHAKE_FINISHED && c->read_epoch == r->epoch)
			return;
		r->next_in++;
		handle(c, m);
	}
}

/* --- a handshake that the peer begins --- */

static bool begins(const struct connection *c, const struct handshake *h)
{
	return h->type == (c->profile->server ? HANDSHAKE_CLIENT_HELLO : HANDSHAKE_HELLO_REQUEST) && c->up_epoch &&
	       (!c->run || c->run->state == STATE_DONE);
}

/* True: there is a run now that takes the message. */
static bool begin(struct connection *c, const struct handshake *h)
{
	if (!c->profile->renegotiate) {
		connection_alert(c, ALERT_WARNING, ALERT_NO_RENEGOTIATION);
		return false;
	}
	if (c->profile->server) {
		run_new(c, STATE_WAIT_CLIENT_HELLO);
		c->run->next_in = h->message_seq;
		return true;
	}
	/* HelloRequest takes a number of the server's (RFC 6347 4.2.2). */
	run_new(c, STATE_NEW)->next_in = (uint16_t)(h->message_seq + 1);
	client_begin(c);
	return false;
}

/* The last message of a flight we have answered comes again: so does our answer, once a copy. Not
 * without end between two timeouts: two ends could keep each other busy for ever. */
static bool is_repeated_flight(const struct connection *c, const struct handshake *h)
{
	const struct run *r = c->run;

	if (r->repeated >= REPEATED_MAX || has_habit(c->profile, HABIT_NO_FLIGHT_AGAIN))
		return false;
	return r->item_count && r->answered && h->message_seq == r->answered - 1 &&
	       h->fragment_offset + h->fragment_length == h->length;
}

/* A stateless server numbers every HelloVerifyRequest alike (RFC 6347 4.2.2): another one says that the
 * cookie was not taken, and is answered anew, not by the flight again, which it would refuse for ever. */
static bool asks_again(const struct connection *c, const struct handshake *h)
{
	enum { ASKED_AGAIN_MAX = 8 };
	const struct run *r = c->run;

	return !c->profile->server && r->state == STATE_WAIT_SERVER_HELLO && h->type == HANDSHAKE_HELLO_VERIFY_REQUEST &&
	       h->message_seq + 1 == r->next_in && h->fragment_length == h->length && r->next_out > 1 &&
	       r->asked_again < ASKED_AGAIN_MAX;
}

/* Finished is the one message of the new epoch; a Finished of the old one is the last handshake's, come again. */
static bool belongs(const struct run *r, const struct handshake *h, uint16_t epoch)
{
	return epoch == r->epoch + (h->type == HANDSHAKE_FINISHED);
}

static void fragment_input(struct connection *c, uint16_t epoch, struct handshake *h, const uint8_t *fragment)
{
	struct run *r = c->run;

	if (begins(c, h) && epoch == c->up_epoch) {
		if (!begin(c, h))
			return;
		r = c->run;
	}
	if (!r || !belongs(r, h, epoch))
		return;
	if (asks_again(c, h)) {
		r->asked_again++;
		r->next_in = h->message_seq;
		reassembly_forget(&r->in);	/* it may bring another cookie */
		r->in.complete = 0;
		r->next_out--;		/* the ClientHello that was not taken: its number is still free */
	}
	if (has_habit(c->profile, HABIT_DEAF_AT_FIRST) && h->type == HANDSHAKE_FINISHED && !r->deaf) {
		r->deaf = true;
		return;
	}
	if (has_habit(c->profile, HABIT_NO_FRAGMENTS) && h->fragment_length != h->length)
		return;
	if (h->message_seq < r->next_in && has_habit(c->profile, HABIT_OLD_IS_FATAL)) {
		connection_fail(c, ALERT_UNEXPECTED_MESSAGE, "a handshake message that came before");
		return;
	}
	if (h->message_seq < r->next_in) {
		if (is_repeated_flight(c, h) && h->type != HANDSHAKE_HELLO_VERIFY_REQUEST) {
			uint64_t deadline = c->deadline_ns;	/* our own patience does not start anew */
			r->repeated++;
			flight_again(c);
			c->deadline_ns = deadline;
		}
		return;
	}
	if (r->state == STATE_DONE || h->length > MESSAGE_ROOM)
		return;
	reassembly_take(&r->in, h, fragment);
	handle_in_order(c);
}

void handshake_input(struct connection *c, uint16_t epoch, const uint8_t *plain, size_t len)
{
	struct handshake h;

	while (!c->dead && handshake_read(&h, plain, len) && h.fragment_length <= len - HANDSHAKE_HEADER) {
		fragment_input(c, epoch, &h, plain + HANDSHAKE_HEADER);
		plain += HANDSHAKE_HEADER + h.fragment_length;
		len -= HANDSHAKE_HEADER + h.fragment_length;
	}
}

/* --- the change of epochs --- */

void handshake_change(struct connection *c)
{
	struct run *r = c->run;

	if (!r->change_seen || !r->keys_made || r->state == STATE_WAIT_CLIENT_VERIFY || c->read_epoch != r->epoch)
		return;
	c->read_epoch = (uint16_t)(r->epoch + 1);
	early_read(c);
	handle_in_order(c);
}

void early_keep(struct connection *c, const uint8_t *record, size_t len)
{
	struct run *r = c->run;

	if (r->early_count == EARLY_RECORDS)
		return;
	struct early *e = &r->early[r->early_count];
	e->bytes = malloc(len);
	assert(e->bytes);
	memcpy(e->bytes, record, len);
	e->len = len;
	r->early_count++;
}

/* The list is taken off first: reading may keep some of it again, or end the run. */
void early_read(struct connection *c)
{
	struct early early[EARLY_RECORDS];
	unsigned count = c->run ? c->run->early_count : 0;

	if (!count)
		return;
	memcpy(early, c->run->early, sizeof(early));
	c->run->early_count = 0;
	for (unsigned i = 0; i < count; i++) {
		if (!c->dead)
			record_input(c, early[i].bytes, early[i].len);
		free(early[i].bytes);
	}
}

void handshake_done(struct connection *c, bool linger)
{
	struct run *r = c->run;
	bool first = !c->up_epoch;

	c->up_epoch = c->write_epoch;
	c->suite = r->agreed.suite;
	c->secure = r->agreed.secure;
	c->resumed = r->agreed.resumed;
	r->state = STATE_DONE;
	c->deadline_ns = linger ? c->now_ns + LINGER_NS : NEVER;
	connection_event(c, first ? CONNECTION_UP : CONNECTION_RENEGOTIATED, NULL);
	early_read(c);
	if (!linger && c->run && c->run->state == STATE_DONE)
		run_free(c);
}
