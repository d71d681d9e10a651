/* tests/peers/mbedtls_server.c - a DTLS 1.2 server of mbedTLS, in memory. */
#include "tests/peers/peer.h"

#ifdef HAVE_MBEDTLS
#include <assert.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_cookie.h>
#include <mbedtls/ssl_ticket.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"

enum { DATAGRAM = 2048 };

struct house {
	mbedtls_entropy_context entropy;
	mbedtls_ctr_drbg_context random;
	mbedtls_ssl_config config;
	mbedtls_ssl_cache_context cache;
	mbedtls_ssl_cookie_ctx cookie;
	mbedtls_ssl_ticket_context ticket;
	mbedtls_x509_crt certificate;
	mbedtls_pk_context key;
	int suites[2];
	unsigned mtu;
};

struct peer {
	struct house *house;
	const struct peer_world *world;
	mbedtls_ssl_context ssl;
	uint64_t intermediate_ns, final_ns;	/* 0: no timer */
	uint8_t datagram[DATAGRAM];
	size_t datagram_len;
	bool up, failed;
	char why[64];
};

static const struct words {
	const char *suite;
	int number;
} words[] = {
	{ "PSK-AES128-CCM8", 0xC0A8 },
	{ "PSK-AES256-CCM8", 0xC0A9 },
	{ "PSK-AES128-CCM", 0xC0A4 },
	{ "PSK-AES256-CCM", 0xC0A5 },
	{ "PSK-AES128-GCM-SHA256", 0x00A8 },
	{ "PSK-AES256-GCM-SHA384", 0x00A9 },
	{ "PSK-CHACHA20-POLY1305", 0xCCAB },
	{ "ECDHE-PSK-CHACHA20-POLY1305", 0xCCAC },
	{ "ECDHE-ECDSA-AES128-CCM8", 0xC0AE },
	{ "ECDHE-ECDSA-AES128-CCM", 0xC0AC },
	{ "ECDHE-ECDSA-AES128-GCM-SHA256", 0xC02B },
	{ "ECDHE-ECDSA-CHACHA20-POLY1305", 0xCCA9 },
};

static int number_of(const char *suite)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i].suite, suite))
			return words[i].number;
	return 0;
}

static bool knows(const char *suite) { return number_of(suite); }

/* --- the house --- */

static void need(int status)
{
	if (status) {
		fprintf(stderr, "mbedTLS: -0x%04x\n", (unsigned)-status);
		abort();
	}
}

static int give_psk(void *arg, mbedtls_ssl_context *ssl, const unsigned char *identity, size_t len)
{
	(void)arg;
	if (len != 3 || memcmp(identity, "ue1", 3))
		return -1;
	return mbedtls_ssl_set_hs_psk(ssl, (const unsigned char *)"secretPSK", 9);
}

static void certificate_set(struct house *h, const struct peer_wanted *w)
{
	mbedtls_x509_crt_init(&h->certificate);
	mbedtls_pk_init(&h->key);
	if (!w->certificate)
		return;
	need(mbedtls_x509_crt_parse_der(&h->certificate, w->certificate, w->certificate_len));
	need(mbedtls_pk_parse_key(&h->key, w->key, w->key_len, NULL, 0));
	need(mbedtls_ssl_conf_own_cert(&h->config, &h->certificate, &h->key));
}

static void resumption_set(struct house *h, const struct peer_wanted *w)
{
	mbedtls_ssl_cache_init(&h->cache);
	mbedtls_ssl_ticket_init(&h->ticket);
	if (w->tickets) {
		need(mbedtls_ssl_ticket_setup(&h->ticket, mbedtls_ctr_drbg_random, &h->random, MBEDTLS_CIPHER_AES_256_GCM, 86400));
		mbedtls_ssl_conf_session_tickets_cb(&h->config, mbedtls_ssl_ticket_write, mbedtls_ssl_ticket_parse, &h->ticket);
	} else {
		mbedtls_ssl_conf_session_cache(&h->config, &h->cache, mbedtls_ssl_cache_get, mbedtls_ssl_cache_set);
	}
}

static void *house_new(const struct peer_wanted *w)
{
	struct house *h = calloc(1, sizeof(*h));

	assert(h);
	mbedtls_entropy_init(&h->entropy);
	mbedtls_ctr_drbg_init(&h->random);
	need(mbedtls_ctr_drbg_seed(&h->random, mbedtls_entropy_func, &h->entropy, NULL, 0));
	mbedtls_ssl_config_init(&h->config);
	need(mbedtls_ssl_config_defaults(&h->config, MBEDTLS_SSL_IS_SERVER, MBEDTLS_SSL_TRANSPORT_DATAGRAM,
					 MBEDTLS_SSL_PRESET_DEFAULT));
	mbedtls_ssl_conf_rng(&h->config, mbedtls_ctr_drbg_random, &h->random);
	h->suites[0] = number_of(w->suite);
	h->mtu = w->mtu;
	mbedtls_ssl_conf_ciphersuites(&h->config, h->suites);
	mbedtls_ssl_conf_psk_cb(&h->config, give_psk, NULL);
	mbedtls_ssl_conf_renegotiation(&h->config, MBEDTLS_SSL_RENEGOTIATION_ENABLED);
	mbedtls_ssl_cookie_init(&h->cookie);
	if (w->cookie) {
		need(mbedtls_ssl_cookie_setup(&h->cookie, mbedtls_ctr_drbg_random, &h->random));
		mbedtls_ssl_conf_dtls_cookies(&h->config, mbedtls_ssl_cookie_write, mbedtls_ssl_cookie_check, &h->cookie);
	} else {
		mbedtls_ssl_conf_dtls_cookies(&h->config, NULL, NULL, NULL);
	}
	certificate_set(h, w);
	resumption_set(h, w);
	return h;
}

static void house_free(void *house)
{
	struct house *h = house;

	mbedtls_ssl_config_free(&h->config);
	mbedtls_ssl_cache_free(&h->cache);
	mbedtls_ssl_cookie_free(&h->cookie);
	mbedtls_ssl_ticket_free(&h->ticket);
	mbedtls_x509_crt_free(&h->certificate);
	mbedtls_pk_free(&h->key);
	mbedtls_ctr_drbg_free(&h->random);
	mbedtls_entropy_free(&h->entropy);
	free(h);
}

/* --- one association --- */

static int push(void *arg, const unsigned char *bytes, size_t len)
{
	struct peer *p = arg;

	p->world->send(p->world->arg, bytes, len);
	return (int)len;
}

static int pull(void *arg, unsigned char *bytes, size_t size)
{
	struct peer *p = arg;
	size_t len = p->datagram_len;

	if (!len)
		return MBEDTLS_ERR_SSL_WANT_READ;
	assert(len <= size);
	memcpy(bytes, p->datagram, len);
	p->datagram_len = 0;
	return (int)len;
}

static void timer_set(void *arg, uint32_t intermediate_ms, uint32_t final_ms)
{
	struct peer *p = arg;
	uint64_t now = p->world->now_ns(p->world->arg);

	p->intermediate_ns = final_ms ? now + intermediate_ms * (uint64_t)NS_PER_MS : 0;
	p->final_ns = final_ms ? now + final_ms * (uint64_t)NS_PER_MS : 0;
}

static int timer_get(void *arg)
{
	struct peer *p = arg;
	uint64_t now = p->world->now_ns(p->world->arg);

	if (!p->final_ns)
		return -1;
	return now >= p->final_ns ? 2 : now >= p->intermediate_ns ? 1 : 0;
}

static void *peer_new(void *house, const struct peer_world *world)
{
	struct peer *p = calloc(1, sizeof(*p));
	struct house *h = house;

	assert(p);
	p->house = h;
	p->world = world;
	mbedtls_ssl_init(&p->ssl);
	need(mbedtls_ssl_setup(&p->ssl, &h->config));
	mbedtls_ssl_set_mtu(&p->ssl, (uint16_t)h->mtu);
	mbedtls_ssl_set_bio(&p->ssl, p, push, pull, NULL);
	mbedtls_ssl_set_timer_cb(&p->ssl, p, timer_set, timer_get);
	need(mbedtls_ssl_set_client_transport_id(&p->ssl, (const unsigned char *)"client", 6));
	return p;
}

static void peer_free(void *peer)
{
	struct peer *p = peer;

	mbedtls_ssl_free(&p->ssl);
	free(p);
}

static bool only_waits(int status) { return status == MBEDTLS_ERR_SSL_WANT_READ || status == MBEDTLS_ERR_SSL_WANT_WRITE; }

static void fail(struct peer *p, int status)
{
	p->failed = true;
	snprintf(p->why, sizeof(p->why), "-0x%04x", (unsigned)-status);
}

/* After its HelloVerifyRequest it wants to be begun anew. */
static void shake(struct peer *p)
{
	int status = mbedtls_ssl_handshake(&p->ssl);

	if (status == MBEDTLS_ERR_SSL_HELLO_VERIFY_REQUIRED) {
		need(mbedtls_ssl_session_reset(&p->ssl));
		need(mbedtls_ssl_set_client_transport_id(&p->ssl, (const unsigned char *)"client", 6));
	} else if (!status) {
		p->up = true;
	} else if (!only_waits(status)) {
		fail(p, status);
	}
}

static void go_on(struct peer *p)
{
	uint8_t room[DATAGRAM];
	int n;

	if (!p->up && !p->failed)
		shake(p);
	while (p->up && !p->failed && (n = mbedtls_ssl_read(&p->ssl, room, sizeof(room))) != 0) {
		if (n > 0)
			p->world->received(p->world->arg, room, (size_t)n);
		else if (only_waits(n))
			break;
		else
			fail(p, n);
	}
}

static void input(void *peer, const uint8_t *datagram, size_t len)
{
	struct peer *p = peer;

	assert(len <= sizeof(p->datagram));
	memcpy(p->datagram, datagram, len);
	p->datagram_len = len;
	go_on(p);
	p->datagram_len = 0;
}

static uint64_t deadline(void *peer)
{
	const struct peer *p = peer;

	return p->final_ns && !p->failed ? p->final_ns : NEVER;
}

static void tick(void *peer) { go_on(peer); }

static bool say(void *peer, const uint8_t *bytes, size_t len)
{
	return mbedtls_ssl_write(&((struct peer *)peer)->ssl, bytes, len) == (int)len;
}

static bool renegotiate(void *peer)
{
	int status = mbedtls_ssl_renegotiate(&((struct peer *)peer)->ssl);

	return !status || only_waits(status);
}

static bool is_up(void *peer) { return ((struct peer *)peer)->up; }
static const char *why(void *peer) { return ((struct peer *)peer)->failed ? ((struct peer *)peer)->why : NULL; }

static const struct peer_kind kind = { "mbedTLS", house_new, house_free, peer_new, peer_free, input, deadline,
				       tick, say, renegotiate, is_up, why, knows };
const struct peer_kind *const peer_mbedtls = &kind;
#else
const struct peer_kind *const peer_mbedtls = NULL;
#endif
