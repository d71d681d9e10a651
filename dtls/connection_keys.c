/* dtls/connection_keys.c - the transcript, and what is made from it: master secret, epoch keys, Finished. */
#include <assert.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/connection_parts.h"

void transcript_add(struct run *r, const uint8_t header[HANDSHAKE_HEADER], const uint8_t *body, size_t len)
{
	size_t need = r->transcript_len + HANDSHAKE_HEADER + len;

	if (need > r->transcript_size) {
		r->transcript_size = 2 * need > 1024 ? 2 * need : 1024;
		r->transcript = realloc(r->transcript, r->transcript_size);
		assert(r->transcript);
	}
	memcpy(r->transcript + r->transcript_len, header, HANDSHAKE_HEADER);
	if (len)
		memcpy(r->transcript + r->transcript_len + HANDSHAKE_HEADER, body, len);
	r->transcript_len = need;
}

void transcript_restart(struct run *r) { r->transcript_len = 0; }

static size_t transcript_hash_of(struct connection *c, uint8_t hash[HASH_MAX])
{
	const struct run *r = c->run;

	return schedule_hash(c->profile->bench->schedule, r->agreed.suite->hash, r->transcript, r->transcript_len, hash);
}

static void keep(struct connection *c, const uint8_t master[MASTER_SECRET])
{
	const struct negotiation *g = &c->run->agreed;
	struct resumption r = { .suite = g->suite->number, .extended_master = g->extended_master,
				.session_id_len = g->session_id_len };

	memcpy(r.session_id, g->session_id, g->session_id_len);
	memcpy(r.master, master, MASTER_SECRET);
	connection_keep(c, &r);
	OPENSSL_cleanse(&r, sizeof(r));
}

static bool master_make(struct connection *c, uint8_t master[MASTER_SECRET])
{
	const struct negotiation *g = &c->run->agreed;
	uint8_t premaster[PREMASTER_ROOM], hash[HASH_MAX];
	size_t len, hash_len = 0;

	if (g->resumed) {
		memcpy(master, c->kept->master, MASTER_SECRET);
		return true;
	}
	len = premaster_make(c, premaster);
	if (g->extended_master)
		hash_len = transcript_hash_of(c, hash);
	bool ok = len && schedule_master(c->profile->bench->schedule, master, g->suite, premaster, len, g->random[CLIENT],
					 g->random[SERVER], g->extended_master ? hash : NULL, hash_len);
	OPENSSL_cleanse(premaster, sizeof(premaster));
	if (ok)
		keep(c, master);
	return ok;
}

/* --- epochs --- */

struct epoch *epoch_find(const struct connection *c, uint16_t number)
{
	struct epoch *e = c->epochs[number % 2];

	return e && e->number == number ? e : NULL;
}

static size_t size_for(const struct suite *suite) { return sizeof(struct epoch) + (suite ? 2u * suite->key_len : 0); }

size_t epoch_size(const struct epoch *e) { return e ? size_for(e->suite) : 0; }

void epoch_forget(struct connection *c, unsigned place)
{
	OPENSSL_clear_free(c->epochs[place], epoch_size(c->epochs[place]));
	c->epochs[place] = NULL;
}

struct epoch *epoch_begin(struct connection *c, uint16_t number, const struct suite *suite)
{
	struct epoch *e = OPENSSL_zalloc(size_for(suite));

	assert(e);
	epoch_forget(c, number % 2);
	e->number = number;
	e->suite = suite;
	return c->epochs[number % 2] = e;
}

static void direction_take(struct epoch *e, int side, const struct direction_keys *from)
{
	memcpy(e->key + side * e->suite->key_len, from->key, e->suite->key_len);
	memcpy(e->iv[side], from->iv, sizeof(e->iv[side]));
}

static void direction_give(const struct epoch *e, int side, struct direction_keys *to)
{
	memcpy(to->key, e->key + side * e->suite->key_len, e->suite->key_len);
	memcpy(to->iv, e->iv[side], sizeof(to->iv));
}

void epoch_keys_of(struct epoch_keys *keys, const struct epoch *e)
{
	keys->suite = e->suite;
	keys->encrypt_then_mac = false;	/* no suite of this engine has a MAC of its own */
	direction_give(e, CLIENT, &keys->client);
	direction_give(e, SERVER, &keys->server);
}

bool keys_make(struct connection *c)
{
	struct run *r = c->run;
	uint8_t master[MASTER_SECRET];
	struct epoch_keys keys;

	if (!master_make(c, master))
		return false;
	struct epoch *e = epoch_begin(c, (uint16_t)(r->epoch + 1), r->agreed.suite);
	bool ok = schedule_epoch(c->profile->bench->schedule, &keys, r->agreed.suite, master, r->agreed.random[CLIENT],
				 r->agreed.random[SERVER]);
	if (ok) {
		direction_take(e, CLIENT, &keys.client);
		direction_take(e, SERVER, &keys.server);
	}
	OPENSSL_cleanse(&keys, sizeof(keys));
	if (ok && c->profile->world->keylog)
		c->profile->world->keylog(c->arg, r->agreed.random[CLIENT], master);
	OPENSSL_cleanse(master, sizeof(master));
	r->keys_made = ok;
	return ok;
}

void keys_finished(struct connection *c, int side, uint8_t verify[VERIFY_DATA])
{
	uint8_t hash[HASH_MAX];
	size_t len = transcript_hash_of(c, hash);
	bool ok = schedule_finished(c->profile->bench->schedule, verify, c->run->agreed.suite, c->kept->master,
				    side == CLIENT, hash, len);

	assert(ok);
	(void)ok;
}

bool keys_finished_fits(struct connection *c, const uint8_t *body, size_t len)
{
	int side = !own_side(c);
	uint8_t verify[VERIFY_DATA];

	keys_finished(c, side, verify);
	memcpy(c->verify[side], verify, VERIFY_DATA);
	return len == VERIFY_DATA && !CRYPTO_memcmp(verify, body, VERIFY_DATA);
}
