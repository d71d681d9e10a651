/* dtls/dissector_learn.c - what a whole handshake message tells about the session that it makes. */
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

/* Another fact: what was tried with fewer need not stay refused. */
static void facts_changed(struct session *s)
{
	if (s->proven)
		return;
	s->making->trial = (struct key_trial){ .version = s->making->trial.version };
	s->key_source = KEY_NONE;
}

static struct session *session_of(struct dissector *d, struct association *a, struct handshaking *h, uint32_t frame)
{
	if (!h->session) {
		h->session = flow_association_session(a, h->epoch);
		/* Agreed already: that handshake came to nothing, this is another. */
		if (!h->session || h->session->agreed.has_random[SIDE_SERVER]) {
			h->session = session_new(d, a, h->epoch, frame);
			flow_association_session_set(a, h->session);
		}
	}
	return h->session;
}

static void hash_ticket(struct dissector *d, struct session *s, enum side side, struct span ticket)
{
	uint8_t hash[HASH_MAX];

	if (!ticket.len || !schedule_hash(d->schedule, HASH_SHA256, ticket.bytes, ticket.len, hash))
		return;
	memcpy(s->making->ticket[side], hash, sizeof(s->making->ticket[side]));
	s->making->has_ticket[side] = true;
}

static void learn_client_hello(struct dissector *d, struct session *s, const struct handshake *m)
{
	struct agreement *g = &s->agreed;
	struct making *making = s->making;
	struct client_hello hello;
	struct span ticket;

	client_hello_read(&hello, m->body, m->body_len);
	if (!hello.random)
		return;
	if (!g->has_random[SIDE_SERVER])
		g->version = hello.version;
	memcpy(g->client_random, hello.random, RANDOM_LENGTH);
	g->has_random[SIDE_CLIENT] = true;
	if (hello.session_id.len <= SESSION_ID_MAX) {
		making->offered_len = (uint8_t)hello.session_id.len;
		if (making->offered_len)
			memcpy(making->offered_id, hello.session_id.bytes, making->offered_len);
	}
	if (hello_extension(hello.extensions, EXTENSION_SESSION_TICKET, &ticket))
		hash_ticket(d, s, SIDE_CLIENT, ticket);
}

/* The secret is that of the session resumed, and so is its identity. */
static void inherit(struct dissector *d, struct session *s)
{
	const struct stored_session *stored = session_resumed(d, s);

	if (stored)
		session_identity(s, (struct span){ stored->identity, stored->identity_len });
}

static void learn_server_extensions(struct agreement *g, struct span extensions)
{
	struct span x;

	g->extended_master = hello_extension(extensions, EXTENSION_EXTENDED_MASTER_SECRET, &x);
	g->encrypt_then_mac = hello_extension(extensions, EXTENSION_ENCRYPT_THEN_MAC, &x);
	g->truncated_hmac = hello_extension(extensions, EXTENSION_TRUNCATED_HMAC, &x);
	g->connection_ids = hello_extension(extensions, EXTENSION_CONNECTION_ID, &x);
	if (hello_extension(extensions, EXTENSION_SUPPORTED_VERSIONS, &x) && x.len == 2)
		g->version = (uint16_t)(x.bytes[0] << 8 | x.bytes[1]);
}

static void learn_server_hello(struct dissector *d, struct session *s, const struct handshake *m)
{
	struct agreement *g = &s->agreed;
	struct making *making = s->making;
	struct server_hello hello;

	server_hello_read(&hello, m->body, m->body_len);
	if (!hello.random)
		return;
	g->version = hello.version;
	g->suite_number = hello.suite;
	g->suite = suite_by_number(hello.suite);
	memcpy(making->server_random, hello.random, RANDOM_LENGTH);
	g->has_random[SIDE_SERVER] = true;
	learn_server_extensions(g, hello.extensions);
	if (hello.session_id.len > SESSION_ID_MAX)
		return;
	making->session_id_len = (uint8_t)hello.session_id.len;
	if (making->session_id_len)
		memcpy(making->session_id, hello.session_id.bytes, making->session_id_len);
	g->resumed = making->session_id_len && making->session_id_len == making->offered_len &&
		     !memcmp(making->session_id, making->offered_id, making->offered_len);
	if (g->resumed)
		inherit(d, s);
}

static void learn_key_exchange(struct session *s, const struct handshake *m)
{
	struct span identity;

	s->agreed.exchanged = true;
	if (s->agreed.suite && key_exchange_identity(&identity, s->agreed.suite->kx, m->body, m->body_len))
		session_identity(s, identity);
}

/* RFC 7627 3: over all messages up to and including ClientKeyExchange. Asked again until none is missing. */
static void learn_session_hash(struct dissector *d, struct handshaking *h)
{
	const struct agreement *g = &h->session->agreed;
	struct making *making = h->session->making;
	size_t len;

	if (!g->suite || !g->extended_master || !g->exchanged || making->session_hash_len)
		return;
	if (!transcript_hash(d, h, TRANSCRIPT_KEY_EXCHANGE, making->session_hash, &len))
		return;
	making->session_hash_len = (uint8_t)len;
	facts_changed(h->session);
}

/* One side's Finished may wait for the other's, or for a message that comes late. */
static void verify(struct dissector *d, struct handshaking *h, enum side side)
{
	struct session *s = h->session;
	uint8_t hash[HASH_MAX], right[VERIFY_DATA];
	const struct assembled *m = reassembly_message(&h->sides[side], (unsigned)h->finished[side] - 1);
	size_t len;

	if (!m || s->finished & (FINISHED_RIGHT | FINISHED_WRONG) << side || !s->proven)
		return;
	if (!transcript_hash(d, h, side == SIDE_CLIENT ? TRANSCRIPT_CLIENT_FINISHED : TRANSCRIPT_SERVER_FINISHED, hash,
			     &len) ||
	    !session_finished(d, s, side, hash, len, right))
		return;
	bool fits = m->length == VERIFY_DATA && !CRYPTO_memcmp(m->bytes + HANDSHAKE_HEADER, right, VERIFY_DATA);
	s->finished |= (uint8_t)((fits ? FINISHED_RIGHT : FINISHED_WRONG) << side);
}

static void learn(struct dissector *d, struct association *a, struct handshaking *h, const struct handshake *m,
		  enum side from, uint32_t frame)
{
	struct session *s = h->session;
	struct span ticket;

	/* All others come after a ServerHello, though the capture may lack it. */
	if (m->type != HANDSHAKE_CLIENT_HELLO && !a->established) {
		a->established = true;
		a->established_by = frame;
	}
	switch (m->type) {
	case HANDSHAKE_CLIENT_HELLO:
		learn_client_hello(d, s, m);
		h->hello_seq[SIDE_CLIENT] = m->message_seq;
		break;
	case HANDSHAKE_SERVER_HELLO:
		learn_server_hello(d, s, m);
		h->hello_seq[SIDE_SERVER] = m->message_seq;
		break;
	case HANDSHAKE_SERVER_HELLO_DONE:
		h->server_done = true;
		break;
	case HANDSHAKE_CLIENT_KEY_EXCHANGE:
		learn_key_exchange(s, m);
		break;
	case HANDSHAKE_NEW_SESSION_TICKET:
		if (session_ticket_read(&ticket, m->body, m->body_len))
			hash_ticket(d, s, SIDE_SERVER, ticket);
		session_remember(d, s);
		break;
	case HANDSHAKE_FINISHED:
		h->finished[from] = m->message_seq + 1;
		break;
	default:
		break;
	}
}

void handshake_learn(struct dissector *d, struct association *a, struct handshaking *h, const struct handshake *m,
		     enum side from, uint32_t frame)
{
	if (m->type == HANDSHAKE_HELLO_REQUEST || m->type == HANDSHAKE_HELLO_VERIFY_REQUEST)
		return;	/* before any session */
	session_of(d, a, h, frame);
	learn(d, a, h, m, from, frame);
	facts_changed(h->session);
	learn_session_hash(d, h);
	verify(d, h, SIDE_CLIENT);
	verify(d, h, SIDE_SERVER);
}

/* The server turns to its new keys before it heard of any: an abbreviated handshake (RFC 5246 7.3),
 * resumed by a ticket without a session id (RFC 5077 3.4). */
void handshake_learn_ccs(struct dissector *d, struct association *a, uint16_t epoch, bool from_client)
{
	struct handshaking *h = a->handshaking;

	if (!h || !h->session || from_client || h->epoch != epoch + 1)
		return;
	struct agreement *g = &h->session->agreed;
	if (g->resumed || !g->has_random[SIDE_SERVER] || h->server_done || g->exchanged || !h->session->making->has_ticket[SIDE_CLIENT])
		return;
	g->resumed = true;
	inherit(d, h->session);
	facts_changed(h->session);
}
