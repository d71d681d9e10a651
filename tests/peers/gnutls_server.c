/* tests/peers/gnutls_server.c - a DTLS 1.2 server of GnuTLS, in memory. */
#include "tests/peers/peer.h"

#ifdef HAVE_GNUTLS
#include <assert.h>
#include <errno.h>
#include <gnutls/dtls.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"

enum { SESSIONS = 8, DATAGRAM = 2048 };

struct stored {
	uint8_t key[GNUTLS_MAX_SESSION_ID], data[1024];
	unsigned key_len, data_len;
};

struct house {
	struct peer_wanted wanted;
	gnutls_psk_server_credentials_t psk;
	gnutls_certificate_credentials_t certificate;
	gnutls_datum_t ticket_key, cookie_key;
	struct stored sessions[SESSIONS];
	unsigned session_count;
};

struct peer {
	struct house *house;
	const struct peer_world *world;
	gnutls_session_t session;
	uint8_t datagram[DATAGRAM];
	size_t datagram_len;		/* 0: nothing to read */
	bool up, failed, verified, asking;	/* asking: its HelloRequest is under way */
	const char *why;
};

/* GnuTLS's words for a suite of OpenSSL's name. */
static const struct words {
	const char *suite, *priority;
} words[] = {
	{ "PSK-AES128-CCM8", "+PSK:+AES-128-CCM-8:+AEAD" },
	{ "PSK-AES256-CCM8", "+PSK:+AES-256-CCM-8:+AEAD" },
	{ "PSK-AES128-CCM", "+PSK:+AES-128-CCM:+AEAD" },
	{ "PSK-AES128-GCM-SHA256", "+PSK:+AES-128-GCM:+AEAD" },
	{ "PSK-AES256-GCM-SHA384", "+PSK:+AES-256-GCM:+AEAD" },
	{ "PSK-CHACHA20-POLY1305", "+PSK:+CHACHA20-POLY1305:+AEAD" },
	{ "ECDHE-PSK-CHACHA20-POLY1305", "+ECDHE-PSK:+CHACHA20-POLY1305:+AEAD" },
	{ "ECDHE-ECDSA-AES128-CCM8", "+ECDHE-ECDSA:+AES-128-CCM-8:+AEAD" },
	{ "ECDHE-ECDSA-AES128-GCM-SHA256", "+ECDHE-ECDSA:+AES-128-GCM:+AEAD" },
	{ "ECDHE-ECDSA-CHACHA20-POLY1305", "+ECDHE-ECDSA:+CHACHA20-POLY1305:+AEAD" },
};

static const char *priority_of(const char *suite)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i].suite, suite))
			return words[i].priority;
	return NULL;
}

static bool knows(const char *suite) { return priority_of(suite); }

/* --- the house --- */

static int give_psk(gnutls_session_t session, const char *identity, gnutls_datum_t *key)
{
	(void)session;
	if (strcmp(identity, "ue1"))
		return -1;
	key->data = gnutls_malloc(9);
	assert(key->data);
	memcpy(key->data, "secretPSK", 9);
	key->size = 9;
	return 0;
}

static void *house_new(const struct peer_wanted *wanted)
{
	struct house *h = calloc(1, sizeof(*h));

	assert(h);
	h->wanted = *wanted;
	gnutls_psk_allocate_server_credentials(&h->psk);
	gnutls_psk_set_server_credentials_function(h->psk, give_psk);
	gnutls_certificate_allocate_credentials(&h->certificate);
	if (wanted->certificate) {
		const gnutls_datum_t certificate = { (uint8_t *)(uintptr_t)wanted->certificate, (unsigned)wanted->certificate_len };
		const gnutls_datum_t key = { (uint8_t *)(uintptr_t)wanted->key, (unsigned)wanted->key_len };
		int status = gnutls_certificate_set_x509_key_mem(h->certificate, &certificate, &key, GNUTLS_X509_FMT_DER);
		assert(!status);
		(void)status;
	}
	gnutls_session_ticket_key_generate(&h->ticket_key);
	gnutls_key_generate(&h->cookie_key, GNUTLS_COOKIE_KEY_SIZE);
	return h;
}

static void house_free(void *house)
{
	struct house *h = house;

	gnutls_psk_free_server_credentials(h->psk);
	gnutls_certificate_free_credentials(h->certificate);
	gnutls_free(h->ticket_key.data);
	gnutls_free(h->cookie_key.data);
	free(h);
}

static int session_store(void *house, gnutls_datum_t key, gnutls_datum_t data)
{
	struct house *h = house;
	struct stored *s = &h->sessions[h->session_count++ % SESSIONS];

	if (key.size > sizeof(s->key) || data.size > sizeof(s->data))
		return -1;
	memcpy(s->key, key.data, s->key_len = key.size);
	memcpy(s->data, data.data, s->data_len = data.size);
	return 0;
}

static gnutls_datum_t session_fetch(void *house, gnutls_datum_t key)
{
	const struct house *h = house;
	gnutls_datum_t found = { NULL, 0 };

	for (unsigned i = 0; i < SESSIONS; i++) {
		const struct stored *s = &h->sessions[i];
		if (s->key_len != key.size || !key.size || memcmp(s->key, key.data, key.size))
			continue;
		found.data = gnutls_malloc(s->data_len);
		assert(found.data);
		memcpy(found.data, s->data, found.size = s->data_len);
	}
	return found;
}

static int session_remove(void *house, gnutls_datum_t key)
{
	(void)house, (void)key;
	return 0;
}

/* --- one association --- */

static ssize_t push(gnutls_transport_ptr_t arg, const void *bytes, size_t len)
{
	struct peer *p = arg;

	p->world->send(p->world->arg, bytes, len);
	return (ssize_t)len;
}

static ssize_t pull(gnutls_transport_ptr_t arg, void *bytes, size_t size)
{
	struct peer *p = arg;

	if (!p->datagram_len) {
		gnutls_transport_set_errno(p->session, EAGAIN);
		return -1;
	}
	assert(p->datagram_len <= size);
	ssize_t len = (ssize_t)p->datagram_len;
	memcpy(bytes, p->datagram, p->datagram_len);
	p->datagram_len = 0;
	return len;
}

static int pull_timeout(gnutls_transport_ptr_t arg, unsigned ms)
{
	(void)ms;
	return ((struct peer *)arg)->datagram_len != 0;
}

static void *peer_new(void *house, const struct peer_world *world)
{
	enum { FIRST_MS = 1000, TOTAL_MS = 120000 };
	struct peer *p = calloc(1, sizeof(*p));
	struct house *h = house;
	char priority[256];

	assert(p);
	p->house = h;
	p->world = world;
	gnutls_init(&p->session, GNUTLS_SERVER | GNUTLS_DATAGRAM | GNUTLS_NONBLOCK);
	snprintf(priority, sizeof(priority), "NONE:+VERS-DTLS1.2:+COMP-NULL:+GROUP-ALL:+SIGN-ALL:+CTYPE-ALL:%s",
		 priority_of(h->wanted.suite));
	int status = gnutls_priority_set_direct(p->session, priority, NULL);
	assert(!status);
	(void)status;
	gnutls_credentials_set(p->session, GNUTLS_CRD_PSK, h->psk);
	gnutls_credentials_set(p->session, GNUTLS_CRD_CERTIFICATE, h->certificate);
	gnutls_transport_set_ptr(p->session, p);
	gnutls_transport_set_push_function(p->session, push);
	gnutls_transport_set_pull_function(p->session, pull);
	gnutls_transport_set_pull_timeout_function(p->session, pull_timeout);
	gnutls_dtls_set_mtu(p->session, h->wanted.mtu);
	gnutls_dtls_set_timeouts(p->session, FIRST_MS, TOTAL_MS);
	gnutls_db_set_ptr(p->session, h);
	gnutls_db_set_store_function(p->session, session_store);
	gnutls_db_set_retrieve_function(p->session, session_fetch);
	gnutls_db_set_remove_function(p->session, session_remove);
	if (h->wanted.tickets)
		gnutls_session_ticket_enable_server(p->session, &h->ticket_key);
	p->verified = !h->wanted.cookie;
	return p;
}

static void peer_free(void *peer)
{
	struct peer *p = peer;

	gnutls_deinit(p->session);
	free(p);
}

static void go_on(struct peer *p)
{
	enum { RECORDS = 8 };	/* of a datagram: of each that it discards GnuTLS says that it should be called again */
	uint8_t room[DATAGRAM];
	unsigned idle = 0;
	ssize_t n;

	if (p->failed)
		return;
	if (p->asking && gnutls_rehandshake(p->session) == GNUTLS_E_SUCCESS)
		p->asking = p->up = false;
	if (!p->up) {
		int status = gnutls_handshake(p->session);
		p->up = status == GNUTLS_E_SUCCESS;
		if (status < 0 && gnutls_error_is_fatal(status)) {
			p->failed = true;
			p->why = gnutls_strerror_name(status);
			gnutls_alert_send_appropriate(p->session, status);
		}
	}
	while (p->up && (n = gnutls_record_recv(p->session, room, sizeof(room))) != 0) {
		if (n > 0)
			p->world->received(p->world->arg, room, (size_t)n);
		else if (n == GNUTLS_E_REHANDSHAKE)
			p->up = false, go_on(p);
		else if (gnutls_error_is_fatal((int)n) || ++idle > RECORDS)
			break;
	}
}

/* GnuTLS leaves the cookie exchange to its user, without a session. */
static void screen(struct peer *p)
{
	gnutls_dtls_prestate_st state = { 0 };
	static uint8_t client[] = "client";

	if (gnutls_dtls_cookie_verify(&p->house->cookie_key, client, sizeof(client), p->datagram, p->datagram_len, &state)) {
		gnutls_dtls_cookie_send(&p->house->cookie_key, client, sizeof(client), &state, p, push);
		return;
	}
	gnutls_dtls_prestate_set(p->session, &state);
	p->verified = true;
}

static void input(void *peer, const uint8_t *datagram, size_t len)
{
	struct peer *p = peer;

	assert(len <= sizeof(p->datagram));
	memcpy(p->datagram, datagram, len);
	p->datagram_len = len;
	if (!p->verified)
		screen(p);
	if (p->verified)
		go_on(p);
	p->datagram_len = 0;
}

static uint64_t deadline(void *peer)
{
	struct peer *p = peer;

	if (p->up || p->failed || !p->verified)
		return NEVER;
	return p->world->now_ns(p->world->arg) + (gnutls_dtls_get_timeout(p->session) + (uint64_t)1) * NS_PER_MS;
}

static void tick(void *peer) { go_on(peer); }

static bool say(void *peer, const uint8_t *bytes, size_t len)
{
	return gnutls_record_send(((struct peer *)peer)->session, bytes, len) == (ssize_t)len;
}

static bool renegotiate(void *peer)
{
	struct peer *p = peer;

	/* A flight that waits for its answer: to be called until it has come. */
	p->asking = true;
	return !gnutls_error_is_fatal(gnutls_rehandshake(p->session));
}

static bool is_up(void *peer) { return ((struct peer *)peer)->up; }
static const char *why(void *peer) { return ((struct peer *)peer)->why; }

static const struct peer_kind kind = { "GnuTLS", house_new, house_free, peer_new, peer_free, input, deadline,
				       tick, say, renegotiate, is_up, why, knows };
const struct peer_kind *const peer_gnutls = &kind;
#else
const struct peer_kind *const peer_gnutls = NULL;
#endif
