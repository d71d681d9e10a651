/* net/door.c - DTLS servers by our own engine: the stateless cookie exchange, and newcomers until they are admitted. */
#include "net/door.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dtls/cookie.h"
#include "dtls/reassembly.h"
#include "dtls/record.h"
#include "dtls/session_store.h"
#include "dtls/stimulus.h"
#include "net/link.h"
#include "net/own.h"
#include "net/packet.h"
#include "net/peers.h"

enum { NEWCOMERS = 1 << 14, RESUMABLE = 1 << 14 };

struct door {
	struct connection_profile profile;
	struct listener *listener;
	struct host *host;
	const struct identities *pool;
	struct identity_index keys;
	struct identity nobody;
	struct credential credential;	/* zero: none */
	struct identity *raw;		/* the pool with keys that nothing was derived from: of a habit, or NULL */
	uint8_t secret[COOKIE_SECRET];
	const char *stimuli;		/* wanted of its associations, or NULL */
	struct stimuli bent;		/* the same, as far as they are of the door */
	struct table newcomers;		/* links by peer */
	struct table replaced;		/* the same, of those that a habit keeps */
	uint32_t newcomers_at_most;
	bool dead;			/* a habit: nothing is heard any more */
};

static bool has(const struct door *d, enum habit habit) { return d->bent.habits >> habit & 1; }

static void fill_profile(struct door *d, const struct listen_wanted *wanted)
{
	static const uint16_t suites[] = {	/* PSK: CCM_8, CCM, GCM, CHACHA20; then ECDHE_PSK; ECDHE_ECDSA */
		0xc0a8, 0xc0a9, 0xc0a4, 0xc0a5, 0x00a8, 0x00a9, 0xccab, 0xccac, 0xc0ae,
	};

	d->profile = (struct connection_profile){ .bench = own_workbench(d->host), .world = &own_world, .server = true,
						  .forgetful = true, .renegotiate = wanted->renegotiation,
						  .identity_hint = wanted->identity_hint, .find = own_find,
						  .store = session_store_new(RESUMABLE) };
	memcpy(d->profile.suites, suites, sizeof(suites));
	d->profile.habits = d->bent.habits;
	if (d->credential.key && !has(d, HABIT_NO_ECDSA))	/* without it no ECDSA suite is chosen */
		d->profile.credential = &d->credential;
	if (d->keys.by_certificate.used)
		d->profile.find_certificate = own_find_certificate;
	if (has(d, HABIT_HINT))
		d->profile.identity_hint = "m5gtest";
	if (has(d, HABIT_NO_CCM_8))
		memcpy(d->profile.suites, suites + 1, sizeof(suites) - sizeof(*suites));
}

static void keep_raw_keys(struct door *d)
{
	d->raw = calloc(d->pool->count + 1, sizeof(*d->raw));
	assert(d->raw);
	for (size_t i = 0; i < d->pool->count; i++) {
		d->raw[i] = d->pool->list[i];
		if (d->raw[i].akma)
			memcpy(d->raw[i].psk, d->raw[i].akma->key, sizeof(d->raw[i].akma->key));
	}
}

struct door *door_new(struct listener *l, const struct listen_wanted *wanted, struct error *error)
{
	struct door *d = calloc(1, sizeof(*d));

	assert(d);
	*d = (struct door){ .listener = l, .host = l->engine->host, .pool = wanted->keys,
			    .newcomers_at_most = wanted->newcomers_at_most ? wanted->newcomers_at_most : NEWCOMERS };
	identity_index_init(&d->keys, wanted->keys);
	peers_init(&d->newcomers);
	peers_init(&d->replaced);
	d->stimuli = wanted->stimuli;
	if (wanted->stimuli && stimuli_parse(&d->bent, wanted->stimuli, error)) {
		door_free(d);
		return NULL;
	}
	if ((wanted->certificate || d->keys.by_certificate.used) && !credential_make(&d->credential)) {
		error_set(error, "no certificate from libcrypto");
		door_free(d);
		return NULL;
	}
	fill_profile(d, wanted);
	if (has(d, HABIT_RAW_AKMA))
		keep_raw_keys(d);
	if (cookie_secret_make(d->secret) && cookie_secret_make(d->nobody.psk)) {
		d->nobody.psk_len = COOKIE_SECRET;
		return d;
	}
	error_set(error, "no randomness from libcrypto");
	door_free(d);
	return NULL;
}

void door_free(struct door *d)
{
	if (!d)
		return;
	peers_free(&d->newcomers);
	peers_free(&d->replaced);
	stimuli_free(&d->bent);
	session_store_free(d->profile.store);
	identity_index_free(&d->keys);
	free(d->raw);
	credential_free(&d->credential);
	free(d);
}

static bool alike(const struct identity *who, const uint8_t *name, size_t len)
{
	const uint8_t *nul = memchr(name, 0, len);
	size_t n = nul ? (size_t)(nul - name) : len;

	return n == who->psk_identity_len && !strncasecmp((const char *)who->psk_identity, (const char *)name, n);
}

/* Its habits may know more identities than there are, or fewer. */
static const struct identity *known(const struct door *d, const uint8_t *name, size_t len)
{
	const struct identity *who = identity_index_find(&d->keys, name, len);

	for (size_t i = 0; !who && has(d, HABIT_ANY_CASE) && i < d->pool->count; i++)
		who = alike(&d->pool->list[i], name, len) ? &d->pool->list[i] : NULL;
	if (!who || who->credential || (has(d, HABIT_SHORT_NAMES) && (len < 2 || len > 32)))
		return NULL;
	if (who->unprovisioned && !has(d, HABIT_STRANGERS))
		return NULL;
	return d->raw ? &d->raw[who - d->pool->list] : who;
}

/* Who is not known gets a key that nobody has, and fails as one with a wrong key does: anything else tells
 * a guesser something (RFC 7925 4.2). */
const struct identity *door_identity(struct door *d, const uint8_t *psk_identity, size_t len)
{
	enum { LONGEST = 128 };		/* RFC 4279 5.3 */

	d->dead |= has(d, HABIT_ODD_KILLS) && (!len || len > LONGEST);
	const struct identity *who = known(d, psk_identity, len);

	if (!who && has(d, HABIT_TELLS_STRANGERS))
		return NULL;
	return who ? who : &d->nobody;
}

const struct identity *door_certificate(struct door *d, const uint8_t *certificate, size_t len)
{
	const struct identity *who = identity_index_find_certificate(&d->keys, certificate, len);

	return who && !who->unprovisioned ? who : NULL;
}

/* --- who knocks --- */

/* Of the random of a ClientHello in epoch 0, not cut into fragments before it; 0: it is none. */
static uint64_t hello_hash(const struct arrival *a)
{
	enum { RANDOM_AT = HANDSHAKE_HEADER + 2 };
	const uint8_t *fragment;
	struct record record;
	size_t len;

	if (!record_read(&record, a->bytes, a->len, 0, &fragment, &len) || record.type != RECORD_HANDSHAKE || record.epoch ||
	    len < RANDOM_AT + HELLO_RANDOM || fragment[0] != HANDSHAKE_CLIENT_HELLO)
		return 0;
	return table_hash(fragment + RANDOM_AT, HELLO_RANDOM, 0) | 1;
}

static void make_newcomer(struct door *d, const struct arrival *a, uint64_t hello)
{
	struct link *link = listener_link(d->listener, a);

	link->hello = hello;
	link_accept(link, &d->profile, d->stimuli);
	peers_put(&d->newcomers, link);
	own_hear(link->own, a);
}

static void reply(const struct door *d, const struct arrival *a, const struct buffer *b)
{
	packet_depart(&(struct departure){ .socket = d->listener->socket, .from = a->to, .to = a->from, .bytes = b->bytes,
					   .len = b->len });
}

static void abort_there(const struct door *d, const struct arrival *a)
{
	static const struct record header = { .type = RECORD_ALERT, .version = DTLS_1_2 };
	static const uint8_t alert[] = { ALERT_FATAL, ALERT_HANDSHAKE_FAILURE };
	uint8_t room[RECORD_HEADER + sizeof(alert)];
	struct buffer b = buffer_on(room, sizeof(room));

	record_header_write(&b, &header, sizeof(alert));
	buffer_bytes(&b, alert, sizeof(alert));
	reply(d, a, &b);
}

static void forget(struct link *link, const char *why)
{
	link_why(link, "%s", why);
	link_event(link, LINK_CLOSED);
}

static void screen(struct door *d, const struct arrival *a, uint64_t hello, struct link *newcomer)
{
	uint8_t room[COOKIE_REPLY];
	struct buffer ask = buffer_on(room, sizeof(room));

	switch (cookie_screen(d->secret, &a->from, a->bytes, a->len, &d->bent, &ask)) {
	case COOKIE_NO_HELLO:
		return;
	case COOKIE_ASKED:
		if (has(d, HABIT_COOKIE_ABORTS) && cookie_brought(a->bytes, a->len))
			abort_there(d, a);
		else
			reply(d, a, &ask);
		return;
	case COOKIE_GOOD:
		if (newcomer)
			link_free(newcomer);	/* it began anew */
		make_newcomer(d, a, hello);
		return;
	}
}

/* A Confirmable message of CoAP, version 1: no DTLS record begins so. */
static bool is_clear_coap(const struct arrival *a) { return a->len >= 4 && a->bytes[0] >> 4 == 4; }

static void reset_there(const struct door *d, const struct arrival *a)
{
	uint8_t reset[] = { 0x70, 0, a->bytes[2], a->bytes[3] };
	struct buffer b = { .bytes = reset, .len = sizeof(reset) };

	reply(d, a, &b);
}

void door_hear(struct door *d, const struct arrival *a)
{
	struct link *newcomer = peers_find(&d->newcomers, &a->from, &a->to);
	struct link *live = peers_find(&d->listener->peers, &a->from, &a->to);
	struct link *replaced = peers_find(&d->replaced, &a->from, &a->to);
	uint64_t hello = hello_hash(a);

	if (d->dead)
		return;
	if (has(d, HABIT_CLEAR_RESET) && is_clear_coap(a))
		reset_there(d, a);
	if (hello && !(newcomer && newcomer->hello == hello) && !(live && live->hello == hello)) {
		if (live && has(d, HABIT_FORGETS_LIVE))
			forget(live, "forgotten at a ClientHello");
		if (newcomer || d->newcomers.used < d->newcomers_at_most)
			screen(d, a, hello, newcomer);
		return;
	}
	if (newcomer)
		own_hear(newcomer->own, a);
	if (live && live->state == LINK_OPEN && live != newcomer) {
		listener_spoke(d->listener, live);
		own_hear(live->own, a);
	}
	if (replaced && replaced->state == LINK_OPEN)
		own_hear(replaced->own, a);
	if (live && live->state == LINK_OPEN && has(d, HABIT_TAKES_CLEAR) && is_clear_coap(a))
		link_input(live, &a->from, a->bytes, a->len);
}

void door_admit(struct door *d, struct link *link)
{
	struct listener *l = d->listener;
	struct link *old = peers_find(&l->peers, &link->peer, &link->local);

	peers_remove(&d->newcomers, link);
	if (old && has(d, HABIT_KEEPS_REPLACED)) {
		peers_remove(&l->peers, old);
		peers_put(&d->replaced, old);
	} else if (old) {
		forget(old, "replaced by a new handshake of the peer");
	}
	listener_admit(l, link);
}

void door_forget(struct door *d, struct link *link)
{
	peers_remove(&d->newcomers, link);
	peers_remove(&d->replaced, link);
}
