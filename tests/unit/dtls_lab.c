/* tests/unit/dtls_lab.c - a laboratory's two ends, made and given up. */
#include "tests/unit/dtls_lab.h"

#include <check.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"

/* --- our ends --- */

static void world_send(void *arg, const uint8_t *bytes, size_t len)
{
	const struct lab_ends_of *s = arg;

	if (!s->lab->config.stimuli[s->side])	/* which may ask for more than fits */
		ck_assert_uint_le(len, s->lab->config.pair.mtu ? s->lab->config.pair.mtu : 1400);
	lab_send(s->lab, s->side, bytes, len);
}

static void world_received(void *arg, const uint8_t *bytes, size_t len, uint16_t epoch)
{
	const struct lab_ends_of *s = arg;
	struct lab_end *e = &s->lab->ends[s->side];

	e->last_epoch = epoch;
	lab_keep(e, bytes, len);
}

static void world_event(void *arg, enum connection_event event, const char *why)
{
	const struct lab_ends_of *s = arg;
	struct lab_end *e = &s->lab->ends[s->side];

	snprintf(e->why, sizeof(e->why), "%s", why ? why : "");
	e->up |= event == CONNECTION_UP;
	e->failed |= event == CONNECTION_FAILED;
	e->closed |= event == CONNECTION_CLOSED;
	e->renegotiated += event == CONNECTION_RENEGOTIATED;
	e->refused += event == CONNECTION_REFUSED;
}

static void world_keylog(void *arg, const uint8_t client_random[HELLO_RANDOM], const uint8_t master[MASTER_SECRET])
{
	const struct lab_ends_of *s = arg;
	char line[256] = "CLIENT_RANDOM ";
	size_t at = strlen(line);

	if (!s->lab->config.pair.keylog)
		return;
	for (int i = 0; i < HELLO_RANDOM; i++, at += 2)
		snprintf(line + at, sizeof(line) - at, "%02x", client_random[i]);
	line[at++] = ' ';
	for (int i = 0; i < MASTER_SECRET; i++, at += 2)
		snprintf(line + at, sizeof(line) - at, "%02x", master[i]);
	ck_assert_int_eq(keyring_line(s->lab->watch->keyring, line, NULL), 0);
}

static const struct identity *find(void *arg, const uint8_t *psk_identity, size_t len)
{
	const struct lab_ends_of *s = arg;
	const struct identities pool = { &s->lab->identity, 1 };

	return identities_find_psk(&pool, psk_identity, len);
}

static const struct suite *suite_wanted(const struct lab *l)
{
	const struct suite *s = suite_by_name(l->config.pair.suite);

	ck_assert_msg(s, "%s", l->config.pair.suite);
	return s;
}

static void profile_fill(struct lab *l, int side)
{
	struct connection_profile *p = &l->profiles[side];
	const struct pair_config *c = &l->config.pair;

	p->bench = l->bench;
	p->world = &l->world;
	p->server = side == LAB_SERVER;
	p->suites[0] = suite_wanted(l)->number;
	p->mtu = c->mtu ? (uint16_t)c->mtu : 1400;
	p->no_extended_master = c->no_extended_master;
	p->tickets = c->tickets;
	p->renegotiate = l->config.renegotiate;
	p->find = find;
	p->store = l->store;
	p->credential = l->credential.key ? &l->credential : NULL;
}

static void take_credential(struct lab *l)
{
	X509 *x = SSL_CTX_get0_certificate(l->pair->server_ctx);
	unsigned char *der = NULL;
	int len = x ? i2d_X509(x, &der) : 0;

	l->credential = (struct credential){ der, (size_t)len, SSL_CTX_get0_privatekey(l->pair->server_ctx) };
}

/* --- a server of another library --- */

static void peer_send(void *arg, const uint8_t *bytes, size_t len) { lab_send(arg, LAB_SERVER, bytes, len); }

static void peer_received(void *arg, const uint8_t *bytes, size_t len)
{
	lab_keep(&((struct lab *)arg)->ends[LAB_SERVER], bytes, len);
}

static uint64_t peer_now(void *arg) { return ((struct lab *)arg)->clock.now_ns; }

static void house_open(struct lab *l)
{
	const struct pair_config *c = &l->config.pair;
	struct peer_wanted wanted = { .suite = c->suite, .mtu = c->mtu ? c->mtu : 1400, .tickets = c->tickets,
				      .cookie = c->cookie, .certificate = l->credential.certificate,
				      .certificate_len = l->credential.certificate_len };
	unsigned char *key = NULL;

	if (l->credential.key) {
		wanted.key_len = (size_t)i2d_PrivateKey(l->credential.key, &key);
		wanted.key = key;
	}
	l->peer_world = (struct peer_world){ peer_send, peer_received, peer_now, l };
	l->house = l->config.peer->house_new(&wanted);
	OPENSSL_free(key);
}

static void ends_make(struct lab *l, const struct resumption *resume)
{
	l->admitted = false;
	for (int side = 0; side < 2; side++) {
		struct lab_end *e = &l->ends[side];
		*e = (struct lab_end){ .ssl = side == LAB_CLIENT ? l->pair->client : l->pair->server };
		if (side == LAB_SERVER && l->config.peer) {
			e->ssl = NULL;
			e->peer = l->config.peer->peer_new(l->house, &l->peer_world);
		}
		if (!l->config.own[side] || e->peer)
			continue;
		e->ssl = NULL;
		e->connection = connection_new(&l->profiles[side], &l->sides[side],
					       side == LAB_CLIENT ? &l->identity : NULL,
					       side == LAB_CLIENT ? resume : NULL);
	}
	for (int side = 0; side < 2; side++)
		if (l->ends[side].connection && l->config.stimuli[side])
			stimuli_hook(l->config.stimuli[side], l->ends[side].connection);
}

struct lab *lab_new(const struct lab_config *config)
{
	struct lab *l = calloc(1, sizeof(*l));

	ck_assert_ptr_nonnull(l);
	l->config = *config;
	l->watch = watch_new(false);
	keyring_psk(l->watch->keyring, (const uint8_t *)"ue1", 3, (const uint8_t *)"secretPSK", 9);
	/* RFC 8442's suites are unknown to OpenSSL: both ends are ours then, its contexts are not used. */
	struct pair_config c = config->pair;
	if (!suite_wanted(l)->openssl)
		c.suite = "PSK-AES128-CCM8";
	l->pair = pair_new(l->watch, &c, &l->frame);
	l->bench = workbench_new();
	l->store = session_store_new(16);
	ck_assert(cookie_secret_make(l->cookie_secret));
	l->world = (struct connection_world){ world_send, world_received, world_event, world_keylog };
	l->identity = (struct identity){ .psk_identity = "ue1", .psk_identity_len = 3, .psk = "secretPSK", .psk_len = 9 };
	l->identity.psk[0] ^= config->wrong_psk ? 1 : 0;
	take_credential(l);
	for (int side = 0; side < 2; side++) {
		l->sides[side] = (struct lab_ends_of){ l, side };
		profile_fill(l, side);
	}
	clock_start(&l->clock, true);
	if (config->peer)
		house_open(l);
	ends_make(l, NULL);
	srand(config->seed);
	return l;
}

static void ends_free(struct lab *l)
{
	for (int side = 0; side < 2; side++)
		connection_free(l->ends[side].connection);
	if (l->ends[LAB_SERVER].peer)
		l->config.peer->peer_free(l->ends[LAB_SERVER].peer);
	lab_clear_wire(l);
}

void lab_free(struct lab *l)
{
	clock_stop(&l->clock);
	ends_free(l);
	if (l->house)
		l->config.peer->house_free(l->house);
	heap_free(&l->wire);
	OPENSSL_free((void *)(uintptr_t)l->credential.certificate);
	pair_free(l->pair);
	watch_free(l->watch);
	workbench_free(l->bench);
	session_store_free(l->store);
	free(l);
}

void lab_again(struct lab *l, bool resume, uint16_t client_port)
{
	struct resumption r = { 0 };
	SSL_SESSION *session = NULL;

	if (resume && l->config.own[LAB_CLIENT])
		connection_resumption(l->ends[LAB_CLIENT].connection, &r);
	else if (resume)
		session = SSL_get1_session(l->pair->client);
	ends_free(l);
	pair_again(l->pair, session, client_port);
	SSL_SESSION_free(session);
	ends_make(l, &r);
}
