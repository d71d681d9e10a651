/* tests/unit/dtls_lab_run.c - a laboratory's wire and clock, and what its ends do with what comes. */
#include "tests/unit/dtls_lab.h"

#include <check.h>
#include <openssl/err.h>
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

void lab_send(struct lab *l, int from, const uint8_t *sent, size_t len)
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

void lab_clear_wire(struct lab *l)
{
	for (struct heap_item *i; (i = heap_top(&l->wire));) {
		heap_remove(&l->wire, i);
		free(i);
	}
}

void lab_keep(struct lab_end *e, const uint8_t *bytes, size_t len)
{
	e->received++;
	e->last_len = len < sizeof(e->last) ? len : sizeof(e->last);
	memcpy(e->last, bytes, e->last_len);
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

/* --- OpenSSL's ends --- */

static void collect(struct lab *l, int side)
{
	struct flight *out = side == LAB_CLIENT ? &l->pair->to_server : &l->pair->to_client;

	for (; out->read < out->count; out->read++)
		lab_send(l, side, out->bytes[out->read], out->len[out->read]);
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
		lab_keep(e, room, (size_t)n);
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

/* In front of our server, where cookies are asked for. False: not for the connection. */
static bool admit(struct lab *l, const uint8_t *bytes, size_t len)
{
	struct endpoint from = pair_endpoint(true, l->config.pair.client_port);
	uint8_t room[COOKIE_REPLY];
	struct buffer reply = buffer_on(room, sizeof(room));

	if (l->admitted || !l->config.pair.cookie)
		return true;
	switch (cookie_screen(l->cookie_secret, &from, bytes, len, NULL, &reply)) {
	case COOKIE_GOOD:
		return l->admitted = true;
	case COOKIE_ASKED:
		lab_send(l, LAB_SERVER, reply.bytes, reply.len);
		break;
	case COOKIE_NO_HELLO:
		break;
	}
	return false;
}

static void end_input(struct lab *l, int side, const uint8_t *bytes, size_t len)
{
	if (l->ends[side].peer) {
		l->config.peer->input(l->ends[side].peer, bytes, len);
		peer_look(l);
		return;
	}
	if (l->ends[side].connection && side == LAB_SERVER && !admit(l, bytes, len))
		return;
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
