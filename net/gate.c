/* net/gate.c - DTLS servers: the stateless cookie exchange, and newcomers until they are admitted. */
#include "net/gate.h"

#include <assert.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "net/link.h"
#include "net/packet.h"
#include "net/peers.h"
#include "net/secure.h"
#include "wire/hello.h"

#define SERVER_SUITES "PSK-AES128-CCM8:PSK-AES256-CCM8:PSK-AES128-CCM:PSK-AES256-CCM:" \
		      "PSK-AES128-GCM-SHA256:PSK-AES256-GCM-SHA384:PSK-CHACHA20-POLY1305:" \
		      "ECDHE-PSK-CHACHA20-POLY1305"

enum { COOKIE = 32, NEWCOMERS = 1000, STRANGER_KEY = 16 };

struct gate {
	struct listener *listener;
	struct host *host;
	SSL_CTX *ctx;
	struct identity_index keys;
	uint8_t secret[COOKIE];
	struct association *waiting;	/* takes ClientHellos until one has a cookie */
	const struct arrival *now;	/* the one it is reading */
	struct table newcomers;		/* links by peer */
	uint32_t newcomers_at_most;
};

static struct gate *gate_of(const SSL *ssl) { return ((struct association *)SSL_get_app_data(ssl))->gate; }

/* The random of a ClientHello in epoch 0, not cut into fragments before it; or NULL. */
static const uint8_t *client_hello_random(const struct arrival *a)
{
	enum { HANDSHAKE_HEADER = 12, RANDOM_AT = RECORD_HEADER + HANDSHAKE_HEADER + 2, CLIENT_HELLO = 1 };
	struct record record;
	const uint8_t *fragment;
	size_t len;

	if (!record_read(&record, a->bytes, a->len, 0, &fragment, &len) || record.type != SSL3_RT_HANDSHAKE ||
	    record.epoch || len < RANDOM_AT - RECORD_HEADER + HELLO_RANDOM || fragment[0] != CLIENT_HELLO)
		return NULL;
	return a->bytes + RANDOM_AT;
}

/* The parameters of a ClientHello, its cookie left out. */
static uint64_t parameters(const struct arrival *a)
{
	enum { BODY_AT = RECORD_HEADER + 12 };
	struct client_hello h;

	if (!client_hello_random(a) || !client_hello_read(&h, a->bytes + BODY_AT, a->len - BODY_AT))
		return 0;
	uint64_t hash = table_hash(h.random, HELLO_RANDOM, h.version);
	hash = table_hash(h.session_id.bytes, h.session_id.len, hash);
	hash = table_hash(h.suites.bytes, h.suites.len, hash);
	return table_hash(h.compressions.bytes, h.compressions.len, hash);
}

/* Bound to the address and the parameters (RFC 6347 4.2.1). The same cookie is good for all of an association: a
 * client may bring it again when it renegotiates. */
static int make_cookie(SSL *ssl, unsigned char *cookie, unsigned *len)
{
	const struct association *a = SSL_get_app_data(ssl);
	const struct gate *g = a->gate;
	const struct endpoint *peer = a->link ? &a->link->peer : &g->now->from;
	uint64_t offered = a->link ? a->offered : parameters(g->now);
	uint8_t bound[sizeof(*peer) + sizeof(offered)];
	size_t n = 0;

	memcpy(bound, peer, sizeof(*peer));
	memcpy(bound + sizeof(*peer), &offered, sizeof(offered));
	*len = COOKIE;
	return EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, g->secret, sizeof(g->secret), bound, sizeof(bound), cookie, COOKIE,
			 &n) != NULL;
}

static int check_cookie(SSL *ssl, const unsigned char *cookie, unsigned len)
{
	uint8_t right[COOKIE];
	unsigned right_len;

	return make_cookie(ssl, right, &right_len) && len == right_len && !CRYPTO_memcmp(cookie, right, len);
}

static const struct identity *known(const struct gate *g, const char *name)
{
	const struct identity *who = NULL;

	if (name)
		who = identity_index_find(&g->keys, (const uint8_t *)name, strlen(name));
	return who && !who->unprovisioned ? who : NULL;
}

/* Who is not known gets a key that nobody has, and fails as one with a wrong key does: to return 0
 * would answer unknown_psk_identity, which RFC 7925 4.2 rules out and which tells a guesser something. */
static unsigned no_psk(unsigned char *key, unsigned size)
{
	unsigned len = size < STRANGER_KEY ? size : STRANGER_KEY;

	return RAND_bytes(key, (int)len) == 1 ? len : 0;
}

static unsigned server_psk(SSL *ssl, const char *name, unsigned char *key, unsigned size)
{
	const struct identity *who = known(gate_of(ssl), name);

	if (!who || who->psk_len > size)
		return no_psk(key, size);
	memcpy(key, who->psk, who->psk_len);
	return (unsigned)who->psk_len;
}

static SSL_CTX *make_context(const struct listen_wanted *wanted, struct error *error)
{
	static const unsigned char id[] = "m5gtest";
	SSL_CTX *ctx = secure_context(DTLS_server_method(), SERVER_SUITES, error);

	if (!ctx)
		return NULL;
	if (wanted->identity_hint && !SSL_CTX_use_psk_identity_hint(ctx, wanted->identity_hint)) {
		secure_error(error, "PSK identity hint");
		SSL_CTX_free(ctx);
		return NULL;
	}
	if (wanted->renegotiation)
		SSL_CTX_set_options(ctx, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
	SSL_CTX_set_session_id_context(ctx, id, sizeof(id));
	SSL_CTX_set_psk_server_callback(ctx, server_psk);
	SSL_CTX_set_cookie_generate_cb(ctx, make_cookie);
	SSL_CTX_set_cookie_verify_cb(ctx, check_cookie);
	return ctx;
}

static struct association *next_waiting(struct gate *g)
{
	return association_new(g->host, secure_ssl(g->host->secure, g->ctx), g);
}

struct gate *gate_new(struct listener *l, const struct listen_wanted *wanted, struct error *error)
{
	struct host *h = l->engine->host;
	SSL_CTX *ctx = secure_get(h, error) ? make_context(wanted, error) : NULL;

	if (!ctx)
		return NULL;
	struct gate *g = calloc(1, sizeof(*g));
	assert(g);
	*g = (struct gate){ .listener = l, .host = h, .ctx = ctx,
			     .newcomers_at_most = wanted->newcomers_at_most ? wanted->newcomers_at_most : NEWCOMERS };
	identity_index_init(&g->keys, wanted->keys);
	RAND_bytes(g->secret, sizeof(g->secret));
	peers_init(&g->newcomers);
	g->waiting = next_waiting(g);
	return g;
}

void gate_free(struct gate *g)
{
	if (!g)
		return;
	peers_free(&g->newcomers);
	association_free(g->waiting);
	SSL_CTX_free(g->ctx);
	identity_index_free(&g->keys);
	free(g);
}

void gate_reply(struct gate *g, const uint8_t *bytes, size_t len)
{
	packet_depart(&(struct departure){ .socket = g->listener->socket, .from = g->now->to, .to = g->now->from,
					   .bytes = bytes, .len = len });
}

static bool began_with(const struct link *link, const uint8_t *random)
{
	uint8_t own[HELLO_RANDOM];

	if (!link || !link->association)
		return false;
	SSL_get_client_random(link->association->ssl, own, sizeof(own));
	return !memcmp(own, random, sizeof(own));
}

static void make_newcomer(struct gate *g, const struct arrival *a)
{
	struct association *one = g->waiting;
	struct link *link = listener_link(g->listener, a);

	g->waiting = next_waiting(g);
	link->association = one;
	one->link = link;
	one->offered = parameters(a);
	peers_put(&g->newcomers, link);
	association_go_on(one);
}

static void listen_to(struct gate *g, const struct arrival *a, struct link *newcomer)
{
	BIO_ADDR *nowhere = BIO_ADDR_new();	/* OpenSSL asks for it; our BIO knows no addresses */

	assert(nowhere);
	ERR_clear_error();
	g->now = a;
	g->waiting->inbox = a;
	int verified = DTLSv1_listen(g->waiting->ssl, nowhere);
	g->waiting->inbox = NULL;
	if (verified > 0) {
		if (newcomer)
			link_free(newcomer);	/* it began anew */
		make_newcomer(g, a);
	}
	g->now = NULL;
	ERR_clear_error();
	BIO_ADDR_free(nowhere);
}

void gate_hear(struct gate *g, const struct arrival *a)
{
	struct link *newcomer = peers_find(&g->newcomers, &a->from, &a->to);
	struct link *live = peers_find(&g->listener->peers, &a->from, &a->to);
	const uint8_t *random = client_hello_random(a);

	if (random && !began_with(newcomer, random) && !began_with(live, random)) {
		if (newcomer || g->newcomers.used < g->newcomers_at_most)
			listen_to(g, a, newcomer);
		return;
	}
	if (newcomer)
		associations_hear(newcomer, a);
	if (live && live->state == LINK_OPEN) {
		listener_spoke(g->listener, live);
		associations_hear(live, a);
	}
}

void gate_admit(struct gate *g, struct association *a)
{
	struct listener *l = g->listener;
	struct link *link = a->link;
	struct link *old = peers_find(&l->peers, &link->peer, &link->local);

	a->identity = known(g, SSL_get_psk_identity(a->ssl));
	if (old == link)
		return;		/* a renegotiation */
	SSL_clear_options(a->ssl, SSL_OP_COOKIE_EXCHANGE);	/* it asked for no cookie inside the association */
	peers_remove(&g->newcomers, link);
	if (old) {
		link_why(old, "replaced by a new handshake of the peer");
		link_event(old, LINK_CLOSED);
	}
	listener_admit(l, link);
}

void gate_forget(struct gate *g, struct link *link) { peers_remove(&g->newcomers, link); }
