/* dtls/connection_server.c - the server's mouth: what it answers. */
#include <assert.h>
#include <openssl/crypto.h>
#include <string.h>

#include "dtls/connection_parts.h"

void server_hello_request(struct connection *c)
{
	struct buffer body = flight_room(c);

	flight_begin(c);
	flight_message(c, HANDSHAKE_HELLO_REQUEST, &body);
	c->run->state = STATE_WAIT_CLIENT_HELLO;
	flight_send(c, true);
}

static void say_hello(struct connection *c)
{
	struct buffer body = flight_room(c);

	hello_write_server(c, &body);
	flight_message(c, HANDSHAKE_SERVER_HELLO, &body);
}

/* The ticket is only the number of a session in our store; who steals it has nothing. */
static void say_ticket(struct connection *c)
{
	enum { LIFETIME_S = 86400 };
	struct buffer body = flight_room(c);
	uint8_t ticket[STORED_ID_MAX];

	if (!c->run->agreed.ticket_expected)
		return;
	connection_random(ticket, sizeof(ticket));
	server_store(c, ticket, sizeof(ticket));
	buffer_u32(&body, LIFETIME_S);
	buffer_u16(&body, sizeof(ticket));
	buffer_bytes(&body, ticket, sizeof(ticket));
	flight_message(c, HANDSHAKE_NEW_SESSION_TICKET, &body);
}

void server_store(struct connection *c, const uint8_t *id, size_t len)
{
	const struct kept *k = c->kept;
	struct stored_session stored = { .suite = k->suite, .extended_master = k->extended_master };

	if (!c->profile->store || !len || (c->identity && c->identity->credential))	/* found again by PSK identity only */
		return;
	memcpy(stored.master, k->master, MASTER_SECRET);
	if (c->identity) {
		stored.identity = c->identity->psk_identity;
		stored.identity_len = c->identity->psk_identity_len;
	}
	session_store_put(c->profile->store, id, len, &stored);
	OPENSSL_cleanse(&stored, sizeof(stored));
}

static bool say_key_exchange(struct connection *c)
{
	struct buffer body = flight_room(c);
	enum key_exchange kx = c->run->agreed.suite->kx;

	if (kx == KX_PSK && !c->profile->identity_hint)
		return true;	/* nothing to say (RFC 4279 2) */
	if (kx != KX_PSK && !share_make(c))
		return false;
	key_exchange_write_server(c, &body);
	if (kx == KX_ECDHE_ECDSA && !signature_write(c, &body, body.bytes, body.len))
		return false;
	flight_message(c, HANDSHAKE_SERVER_KEY_EXCHANGE, &body);
	return true;
}

static void say_certificate(struct connection *c)
{
	struct buffer body = flight_room(c);

	certificate_write(&body, c->profile->credential);
	flight_message(c, HANDSHAKE_CERTIFICATE, &body);
}

static void ask_certificate(struct connection *c)
{
	struct buffer body = flight_room(c);

	c->run->agreed.certificate_wanted = true;
	certificate_request_write(&body);
	flight_message(c, HANDSHAKE_CERTIFICATE_REQUEST, &body);
}

static void answer_full(struct connection *c)
{
	say_hello(c);
	if (c->run->agreed.suite->kx == KX_ECDHE_ECDSA)
		say_certificate(c);
	if (!say_key_exchange(c)) {
		connection_fail(c, ALERT_INTERNAL_ERROR, "no key of its own for the exchange");
		return;
	}
	if (c->run->agreed.suite->kx == KX_ECDHE_ECDSA && c->profile->find_certificate)
		ask_certificate(c);
	struct buffer nothing = flight_room(c);
	flight_message(c, HANDSHAKE_SERVER_HELLO_DONE, &nothing);
	c->run->state = STATE_WAIT_CLIENT_KEY;
	flight_send(c, true);
}

static void answer_resumed(struct connection *c)
{
	say_hello(c);
	if (!keys_make(c)) {
		connection_fail(c, ALERT_INTERNAL_ERROR, "the keys could not be made");
		return;
	}
	say_ticket(c);
	flight_change(c);
	flight_finished(c);
	c->run->state = STATE_WAIT_FINISHED;
	flight_send(c, true);
	handshake_change(c);
}

void server_client_hello(struct connection *c, const struct assembled *m)
{
	struct negotiation *g = &c->run->agreed;
	struct client_hello hello;

	if (!client_hello_read(&hello, body_of(m), m->length) || hello.trailing || hello.suites.len < 2 ||
	    hello.suites.len % 2 || !hello.compressions.len || hello.session_id.len > sizeof(g->session_id)) {
		connection_fail(c, ALERT_DECODE_ERROR, "a ClientHello that cannot be read");
		return;
	}
	if (has_habit(c->profile, HABIT_NO_UNKNOWN) && hello_offers(hello.suites, 0xfafa)) {
		connection_fail(c, ALERT_HANDSHAKE_FAILURE, "a suite that nobody knows");
		return;
	}
	if (has_habit(c->profile, HABIT_NO_BARE_HELLO) && !hello.extensions.len) {
		connection_fail(c, ALERT_HANDSHAKE_FAILURE, "a ClientHello without extensions");
		return;
	}
	if (!hello_check_client(c, &hello))
		return;
	memcpy(g->random[CLIENT], hello.random, HELLO_RANDOM);
	if (!connection_random(g->random[SERVER], HELLO_RANDOM)) {
		connection_fail(c, ALERT_INTERNAL_ERROR, "no randomness from libcrypto");
		return;
	}
	flight_begin(c);
	if (g->resumed)
		answer_resumed(c);
	else
		answer_full(c);
}

void server_certificate(struct connection *c, const struct assembled *m)
{
	if (!c->run->agreed.certificate_wanted || c->run->peer_key)
		connection_fail(c, ALERT_UNEXPECTED_MESSAGE, "a Certificate that was not asked for");
	else
		certificate_read_client(c, body_of(m), m->length);
}

void server_client_key(struct connection *c, const struct assembled *m)
{
	bool certified = c->run->agreed.certificate_wanted;

	if (certified && !c->run->peer_key) {
		connection_fail(c, ALERT_HANDSHAKE_FAILURE, "the client shows no certificate");
		return;
	}
	if (!key_exchange_read_client(c, body_of(m), m->length))
		return;
	if (!keys_make(c)) {
		connection_fail(c, ALERT_ILLEGAL_PARAMETER, "the keys could not be made");
		return;
	}
	c->run->state = certified ? STATE_WAIT_CLIENT_VERIFY : STATE_WAIT_FINISHED;
	handshake_change(c);
}

void server_certificate_verify(struct connection *c, const struct assembled *m)
{
	if (!certificate_verify_fits(c, body_of(m), m->length)) {
		connection_fail(c, ALERT_DECRYPT_ERROR, "the client's signature is wrong");
		return;
	}
	transcript_add(c->run, m->bytes, body_of(m), m->length);
	c->run->state = STATE_WAIT_FINISHED;
	handshake_change(c);
}

void server_finished(struct connection *c, const struct assembled *m)
{
	bool resumed = c->run->agreed.resumed;

	if (!keys_finished_fits(c, body_of(m), m->length) && !has_habit(c->profile, HABIT_ANY_FINISHED)) {
		connection_fail(c, ALERT_DECRYPT_ERROR, "the client's Finished is wrong");
		return;
	}
	transcript_add(c->run, m->bytes, body_of(m), m->length);
	if (!resumed) {
		flight_begin(c);
		say_ticket(c);
		flight_change(c);
		flight_finished(c);
		flight_send(c, false);
		server_store(c, c->run->agreed.session_id, c->run->agreed.session_id_len);
	}
	handshake_done(c, !resumed);
}
