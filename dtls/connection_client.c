/* dtls/connection_client.c - the client's mouth: what it says and what it makes of each answer. */
#include <assert.h>
#include <openssl/crypto.h>
#include <string.h>

#include "dtls/connection_parts.h"
#include "wire/cursor.h"

enum { COOKIES_MAX = 8 };

static void say_hello(struct connection *c)
{
	struct buffer body = flight_room(c);

	transcript_restart(c->run);
	flight_begin(c);
	hello_write_client(c, &body);
	flight_message(c, HANDSHAKE_CLIENT_HELLO, &body);
	hello_reread(c, &body);
	c->run->state = STATE_WAIT_SERVER_HELLO;
	flight_send(c, true);
}

/* A ticket has no session id to be recognised by: the client makes one up, which the server
 * repeats where it takes the ticket (RFC 5077 3.4). */
static void offer_session(struct connection *c)
{
	struct negotiation *g = &c->run->agreed;
	const struct kept *k = c->kept;

	if (!k || c->up_epoch)
		return;
	g->session_id_len = k->ticket_len ? sizeof(g->session_id) : k->session_id_len;
	if (k->ticket_len)
		connection_random(g->session_id, sizeof(g->session_id));
	else
		memcpy(g->session_id, k->session_id, k->session_id_len);
}

void client_begin(struct connection *c)
{
	if (!connection_random(c->run->agreed.random[CLIENT], HELLO_RANDOM)) {
		connection_die(c, CONNECTION_FAILED, "no randomness from libcrypto");
		return;
	}
	offer_session(c);
	say_hello(c);
}

void client_verify_request(struct connection *c, const struct assembled *m)
{
	struct negotiation *g = &c->run->agreed;
	struct cursor body = cursor_of(body_of(m), m->length);

	cursor_u16(&body);	/* its version says nothing (RFC 6347 4.2.1) */
	g->cookie_len = cursor_u8(&body);
	const uint8_t *cookie = cursor_take(&body, g->cookie_len);
	if (!cookie) {
		connection_fail(c, ALERT_DECODE_ERROR, "a HelloVerifyRequest that ends too early");
	} else if (c->run->next_out > COOKIES_MAX) {
		connection_fail(c, ALERT_HANDSHAKE_FAILURE, "asked for a cookie again and again");
	} else {
		memcpy(g->cookie, cookie, g->cookie_len);
		say_hello(c);
	}
}

void client_server_hello(struct connection *c, const struct assembled *m)
{
	struct run *r = c->run;
	struct server_hello hello;

	if (!server_hello_read(&hello, body_of(m), m->length)) {
		connection_fail(c, ALERT_DECODE_ERROR, "a ServerHello that ends too early");
		return;
	}
	if (!hello_check_server(c, &hello))
		return;
	memcpy(r->agreed.random[SERVER], hello.random, HELLO_RANDOM);
	r->last_type = HANDSHAKE_SERVER_HELLO;
	r->state = r->agreed.resumed ? STATE_WAIT_FINISHED : STATE_WAIT_SERVER_DONE;
	if (!r->agreed.resumed)
		return;
	if (!keys_make(c))
		connection_fail(c, ALERT_INTERNAL_ERROR, "the keys could not be made");
	else
		handshake_change(c);
}

/* The types of the server's first flight are numbered in the order they must come. */
static bool in_order(struct connection *c, const struct assembled *m)
{
	if (m->type <= c->run->last_type) {
		connection_fail(c, ALERT_UNEXPECTED_MESSAGE, "the server's flight is out of order");
		return false;
	}
	c->run->last_type = m->type;
	return true;
}

static bool by_certificate(const struct connection *c) { return c->run->agreed.suite->kx == KX_ECDHE_ECDSA; }

static bool by_shares(const struct connection *c)
{
	return by_certificate(c) || c->run->agreed.suite->kx == KX_ECDHE_PSK;
}

void client_certificate(struct connection *c, const struct assembled *m)
{
	if (!in_order(c, m))
		return;
	if (!by_certificate(c))
		connection_fail(c, ALERT_UNEXPECTED_MESSAGE, "a Certificate under a PSK suite");
	else
		certificate_read(c, body_of(m), m->length);
}

void client_key_exchange(struct connection *c, const struct assembled *m)
{
	if (in_order(c, m))
		key_exchange_read_server(c, body_of(m), m->length);
}

void client_certificate_request(struct connection *c, const struct assembled *m)
{
	if (!in_order(c, m))
		return;
	if (!by_certificate(c))
		connection_fail(c, ALERT_HANDSHAKE_FAILURE, "a CertificateRequest under a PSK suite");
	else
		c->run->agreed.certificate_wanted = true;
	c->run->agreed.certificate_fits = certificate_request_fits(body_of(m), m->length);
}

static const struct credential *own_credential(const struct connection *c)
{
	return c->identity && c->run->agreed.certificate_fits ? c->identity->credential : NULL;
}

static void say_certificate(struct connection *c)
{
	struct buffer body = flight_room(c);

	certificate_write(&body, own_credential(c));
	flight_message(c, HANDSHAKE_CERTIFICATE, &body);
}

static bool say_verify(struct connection *c)
{
	struct buffer body = flight_room(c);

	if (!certificate_verify_write(c, &body))
		return false;
	flight_message(c, HANDSHAKE_CERTIFICATE_VERIFY, &body);
	return true;
}

void client_server_done(struct connection *c, const struct assembled *m)
{
	struct buffer body = flight_room(c);

	if (!in_order(c, m))
		return;
	if ((by_certificate(c) && !c->run->peer_key) || (by_shares(c) && !c->run->peer_share_len)) {
		connection_fail(c, ALERT_UNEXPECTED_MESSAGE, "ServerHelloDone before the keys were exchanged");
		return;
	}
	if (by_shares(c) && !share_make(c)) {
		connection_fail(c, ALERT_INTERNAL_ERROR, "no key of its own for the exchange");
		return;
	}
	flight_begin(c);
	if (c->run->agreed.certificate_wanted)
		say_certificate(c);
	key_exchange_write_client(c, &body);
	flight_message(c, HANDSHAKE_CLIENT_KEY_EXCHANGE, &body);
	if (!keys_make(c)) {
		connection_fail(c, ALERT_ILLEGAL_PARAMETER, "the keys could not be made");
		return;
	}
	if (c->run->agreed.certificate_wanted && own_credential(c) && !say_verify(c)) {
		connection_fail(c, ALERT_INTERNAL_ERROR, "no signature from libcrypto");
		return;
	}
	flight_change(c);
	flight_finished(c);
	c->run->state = STATE_WAIT_FINISHED;
	flight_send(c, true);
	handshake_change(c);
}

void client_ticket(struct connection *c, const struct assembled *m)
{
	struct kept *k = c->kept;
	struct span ticket;

	if (!c->run->agreed.ticket_expected) {
		connection_fail(c, ALERT_UNEXPECTED_MESSAGE, "a NewSessionTicket that was not announced");
		return;
	}
	if (!session_ticket_read(&ticket, body_of(m), m->length)) {
		connection_fail(c, ALERT_DECODE_ERROR, "a NewSessionTicket that ends too early");
		return;
	}
	/* An empty one: the server changed its mind (RFC 5077 3.3). Too long a one is not worth the room. */
	if (!ticket.len || ticket.len > RESUMPTION_TICKET)
		return;
	struct kept *with = OPENSSL_zalloc(sizeof(*with) + ticket.len);
	assert(with);
	*with = *k;
	with->ticket_len = (uint16_t)ticket.len;
	memcpy(with->ticket, ticket.bytes, ticket.len);
	OPENSSL_clear_free(k, sizeof(*k) + k->ticket_len);
	c->kept = with;
}

void client_finished(struct connection *c, const struct assembled *m)
{
	if (!keys_finished_fits(c, body_of(m), m->length)) {
		connection_fail(c, ALERT_DECRYPT_ERROR, "the server's Finished is wrong");
		return;
	}
	transcript_add(c->run, m->bytes, body_of(m), m->length);
	if (c->run->agreed.resumed) {
		flight_begin(c);
		flight_change(c);
		flight_finished(c);
		flight_send(c, false);
	}
	handshake_done(c, c->run->agreed.resumed);
}
