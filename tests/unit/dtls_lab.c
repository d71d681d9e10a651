/* tests/unit/dtls_lab.c - the wire, the clock and the two ends of a laboratory. */
#include "tests/unit/dtls_lab.h"

#include <check.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"

enum { DELAY_NS = 5 * NS_PER_MS, LATE_NS = 40 * NS_PER_MS };

struct parcel {
	struct heap_item item;	/* first */
	int to;
	size_t len;
	uint8_t bytes[];
};

static bool chance(unsigned of_a_thousand) { return (unsigned)rand() % 1000 < of_a_thousand; }

static void post(struct lab *l, int from, const uint8_t *bytes, size_t len, uint64_t delay)
{
	struct parcel *p = calloc(1, sizeof(*p) + len);

	ck_assert_ptr_nonnull(p);
	p->to = !from;
	p->len = len;
	memcpy(p->bytes, bytes, len);
	heap_set(&l->wire, &p->item, l->clock.now_ns + delay);
}

static void send(struct lab *l, int from, const uint8_t *sent, size_t len)
{
	const struct lab_config *c = &l->config;
	uint8_t bytes[1 << 16];

	ck_assert_uint_le(len, sizeof(bytes));
	memcpy(bytes, sent, len);
	if (len && chance(c->damage)) {
		for (int n = rand() % 4; n; n--)
			bytes[(size_t)rand() % len] ^= (uint8_t)(1 << rand() % 8);
		len -= rand() % 8 ? 0 : (size_t)rand() % len;
	}

	l->sent++;
	l->pair->now_ns = l->clock.now_ns;
	pair_show(l->pair, from == LAB_CLIENT, bytes, len);
	if (chance(c->loss)) {
		l->lost++;
		return;
	}
	post(l, from, bytes, len, chance(c->late) ? LATE_NS : DELAY_NS);
	if (chance(c->twice))
		post(l, from, bytes, len, LATE_NS);
}

/* --- our ends --- */

static void world_send(void *arg, const uint8_t *bytes, size_t len)
{
	const struct lab_ends_of *s = arg;

	if (!s->lab->config.stimuli[s->side])	/* which may ask for more than fits */
		ck_assert_uint_le(len, s->lab->config.pair.mtu ? s->lab->config.pair.mtu : 1400);
	send(s->lab, s->side, bytes, len);
}

static void keep_message(struct lab_end *e, const uint8_t *bytes, size_t len)
{
	e->received++;
	e->last_len = len < sizeof(e->last) ? len : sizeof(e->last);
	memcpy(e->last, bytes, e->last_len);
}

static void world_received(void *arg, const uint8_t *bytes, size_t len, uint16_t epoch)
{
	const struct lab_ends_of *s = arg;
	struct lab_end *e = &s->lab->ends[s->side];

	e->last_epoch = epoch;
	keep_message(e, bytes, len);
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

static void peer_send(void *arg, const uint8_t *bytes, size_t len) { send(arg, LAB_SERVER, bytes, len); }

static void peer_received(void *arg, const uint8_t *bytes, size_t len)
{
	keep_message(&((struct lab *)arg)->ends[LAB_SERVER], bytes, len);
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

static void peer_look(struct lab *l)
{
	struct lab_end *e = &l->ends[LAB_SERVER];
	const char *why = l->config.peer->why(e->peer);

	e->up |= l->config.peer->is_up(e->peer);
	e->failed |= why != NULL;
	if (why)
		snprintf(e->why, sizeof(e->why), "%s", why);
}

static void ends_make(struct lab *l, const struct resumption *resume)
{
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

static void wire_clear(struct lab *l)
{
	for (struct heap_item *i; (i = heap_top(&l->wire));) {
		heap_remove(&l->wire, i);
		free(i);
	}
}

static void ends_free(struct lab *l)
{
	for (int side = 0; side < 2; side++)
		connection_free(l->ends[side].connection);
	if (l->ends[LAB_SERVER].peer)
		l->config.peer->peer_free(l->ends[LAB_SERVER].peer);
	wire_clear(l);
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

/* --- OpenSSL's ends --- */

static void collect(struct lab *l, int side)
{
	struct flight *out = side == LAB_CLIENT ? &l->pair->to_server : &l->pair->to_client;

	for (; out->read < out->count; out->read++)
		send(l, side, out->bytes[out->read], out->len[out->read]);
	out->read = out->count = 0;
}

static void openssl_go_on(struct lab *l, int side)
{
	struct lab_end *e = &l->ends[side];
	uint8_t room[2048];
	bool was = SSL_is_init_finished(e->ssl);
	int n;

	if (!was)
		SSL_do_handshake(e->ssl);
	while ((n = SSL_read(e->ssl, room, sizeof(room))) > 0)
		keep_message(e, room, (size_t)n);
	int error = SSL_get_error(e->ssl, n);
	if (error == SSL_ERROR_SSL) {
		e->failed = true;
		snprintf(e->why, sizeof(e->why), "%s", ERR_reason_error_string(ERR_peek_error()));
	}
	e->closed |= error == SSL_ERROR_ZERO_RETURN;
	ERR_clear_error();
	e->up |= SSL_is_init_finished(e->ssl);
	collect(l, side);
}

static void openssl_input(struct lab *l, int side, const uint8_t *bytes, size_t len)
{
	struct flight *in = side == LAB_CLIENT ? &l->pair->to_client : &l->pair->to_server;

	ck_assert_uint_eq(in->count, 0);
	memcpy(in->bytes[0], bytes, len);
	in->len[0] = len;
	in->read = 0;
	in->count = 1;
	openssl_go_on(l, side);
	in->read = in->count = 0;
}

static uint64_t openssl_deadline(const struct lab *l, int side)
{
	struct timeval left;

	if (DTLSv1_get_timeout(l->ends[side].ssl, &left) != 1)
		return NEVER;
	return l->clock.now_ns + (uint64_t)left.tv_sec * NS_PER_S + (uint64_t)left.tv_usec * 1000;
}

/* --- the loop --- */

static uint64_t end_deadline(const struct lab *l, int side)
{
	const struct lab_end *e = &l->ends[side];

	if (e->peer)
		return l->config.peer->deadline(e->peer);
	return e->connection ? connection_deadline(e->connection) : openssl_deadline(l, side);
}

static void end_tick(struct lab *l, int side)
{
	struct lab_end *e = &l->ends[side];

	if (e->connection) {
		connection_tick(e->connection, l->clock.now_ns);
		return;
	}
	if (e->peer) {
		l->config.peer->tick(e->peer);
		peer_look(l);
		return;
	}
	if (DTLSv1_handle_timeout(e->ssl) < 0)
		e->failed = true;
	collect(l, side);
}

static void end_input(struct lab *l, int side, const uint8_t *bytes, size_t len)
{
	if (l->ends[side].peer) {
		l->config.peer->input(l->ends[side].peer, bytes, len);
		peer_look(l);
		return;
	}
	if (l->ends[side].connection)
		connection_input(l->ends[side].connection, bytes, len, l->clock.now_ns);
	else
		openssl_input(l, side, bytes, len);
}

static void deliver(struct lab *l)
{
	struct parcel *p = (struct parcel *)heap_top(&l->wire);

	heap_remove(&l->wire, &p->item);
	end_input(l, p->to, p->bytes, p->len);
	free(p);
}

void lab_run(struct lab *l, uint64_t for_ns)
{
	uint64_t until = l->clock.now_ns + for_ns;

	for (;;) {
		uint64_t client = end_deadline(l, LAB_CLIENT), server = end_deadline(l, LAB_SERVER);
		uint64_t wire = heap_top(&l->wire) ? heap_top(&l->wire)->at_ns : NEVER;
		uint64_t next = client < server ? client : server;
		next = wire <= next ? wire : next;
		if (next > until || next == NEVER)
			return;
		clock_jump(&l->clock, next > l->clock.now_ns ? next : l->clock.now_ns);
		if (next == wire)
			deliver(l);
		else
			end_tick(l, next == client ? LAB_CLIENT : LAB_SERVER);
	}
}

void lab_handshake(struct lab *l)
{
	if (l->ends[LAB_CLIENT].connection)
		connection_start(l->ends[LAB_CLIENT].connection, l->clock.now_ns);
	else
		openssl_go_on(l, LAB_CLIENT);
	lab_run(l, 200 * (uint64_t)NS_PER_S);
}

void lab_handshake_up(struct lab *l)
{
	lab_handshake(l);
	for (int side = 0; side < 2; side++)
		ck_assert_msg(l->ends[side].up && !l->ends[side].failed, "%s: %s (seed %u)", side ? "server" : "client",
			      l->ends[side].why, l->config.seed);
}

/* A CoAP message with TEXT as payload, so that the dissector finds one: NON POST, mid 1, no token. */
bool lab_say(struct lab *l, int side, const char *text)
{
	uint8_t message[64] = { 0x50, 0x02, 0, 1, 0xff };
	size_t len = 5 + strlen(text);
	struct lab_end *to = &l->ends[!side];
	unsigned before = to->received;
	bool ok;

	memcpy(message + 5, text, strlen(text));
	if (l->ends[side].peer) {
		ok = l->config.peer->say(l->ends[side].peer, message, len);
	} else if (l->ends[side].connection) {
		ok = connection_send(l->ends[side].connection, message, len);
	} else {
		ok = SSL_write(l->ends[side].ssl, message, (int)len) > 0;
		collect(l, side);
	}
	lab_run(l, NS_PER_S / 2);
	return ok && to->received > before && to->last_len == len && !memcmp(to->last, message, len);
}

void lab_exchange(struct lab *l)
{
	ck_assert_msg(lab_say(l, LAB_CLIENT, "request"), "seed %u: %s, %s", l->config.seed, l->ends[0].why, l->ends[1].why);
	ck_assert(lab_say(l, LAB_SERVER, "answer"));
}

void lab_renegotiate(struct lab *l, int by)
{
	if (l->ends[by].peer) {
		ck_assert(l->config.peer->renegotiate(l->ends[by].peer));
	} else if (l->ends[by].connection) {
		ck_assert(connection_renegotiate(l->ends[by].connection, l->clock.now_ns));
	} else {
		ck_assert_int_eq(SSL_renegotiate(l->ends[by].ssl), 1);
		SSL_do_handshake(l->ends[by].ssl);
		collect(l, by);
	}
	lab_run(l, 200 * (uint64_t)NS_PER_S);
}

void lab_ck_all_open(struct lab *l, unsigned sessions)
{
	struct watch *w = l->watch;

	watch_sessions(w);
	const struct seen *dark = watch_nth(w, OBS_DARK, 0);
	ck_assert_msg(!dark, "frame %u: %s (seed %u)", dark ? dark->frame : 0, dark ? dark->why : "", l->config.seed);
	ck_assert_uint_eq(w->kinds[OBS_STRAY], 0);
	ck_assert_uint_eq(w->session_count, sessions);
	for (unsigned i = 0; i < sessions; i++)
		ck_assert(w->sessions[i].finished_verified && !w->sessions[i].finished_wrong);
}
