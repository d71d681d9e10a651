/* conformance/judge/memory_exchange.c - exchanges in line and by Message ID and Token. */
#include "conformance/judge/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/judge/memory_table.h"

enum { BARE_TOKEN_LEAST = 4 };	/* shorter ones are equal by chance */

/* --- comparing --- */

static bool sending_equal(const void *entry, const void *asked)
{
	const struct sending *s = entry;
	const struct sending_key *key = asked;

	if (s->mid != key->mid || !endpoint_equal(&s->from, &key->from))
		return false;
	if (key->agree <= AGREE_ENDPOINTS && !endpoint_equal(&s->to, &key->to))
		return false;
	return key->agree != AGREE_ALL || (s->association == key->association && s->epoch == key->epoch);
}

static bool token_equal(const void *entry, const void *asked)
{
	const struct exchange *x = entry;
	const struct token_key *key = asked;

	if (x->asked.token_len != key->len || memcmp(x->asked.token, key->token, key->len) != 0 ||
	    !endpoint_equal(&x->asked_by.from, &key->client))
		return false;
	if (key->agree <= AGREE_ENDPOINTS && !endpoint_equal(&x->asked_by.to, &key->server))
		return false;
	return key->agree != AGREE_ALL ||
	       (x->asked_by.association == key->association && x->asked_by.epoch == key->epoch);
}

struct bare_key {
	const uint8_t *token;
	size_t len;
};

static bool bare_equal(const void *entry, const void *asked)
{
	const struct exchange *x = entry;
	const struct bare_key *key = asked;

	return x->asked.token_len == key->len && memcmp(x->asked.token, key->token, key->len) == 0;
}

static uint64_t mid_hash(const struct endpoint *from, uint16_t mid)
{
	return endpoint_hash_seeded(from, mid + 1u);
}

static uint64_t token_hash(const struct endpoint *client, const uint8_t *token, size_t len)
{
	return table_hash(token, len, endpoint_hash(client));
}

void memory_tables_init(struct memory *m)
{
	table_init(&m->by_mid, sending_equal);
	table_init(&m->by_token, token_equal);
	table_init(&m->by_bare_token, bare_equal);
}

void memory_tables_free(struct memory *m)
{
	table_free(&m->by_mid);
	table_free(&m->by_token);
	table_free(&m->by_bare_token);
}

/* --- by Message ID --- */

void memory_index_sending(struct memory *m, struct exchange *x, struct sending *s)
{
	s->exchange = x;
	s->indexed = true;
	table_put(&m->by_mid, mid_hash(&s->from, s->mid), s);
}

void memory_forget_sending(struct memory *m, struct sending *s)
{
	if (s->indexed)
		table_remove(&m->by_mid, mid_hash(&s->from, s->mid), s);
	s->indexed = false;
}

struct sending *memory_find_mid(const struct memory *m, struct sending_key key)
{
	return table_find(&m->by_mid, mid_hash(&key.from, key.mid), &key);
}

static struct recent *recent_place(const struct memory *m, uint64_t hash) { return &m->recent[hash % RECENT_MIDS]; }

struct exchange *memory_recent_mid(struct memory *m, const struct endpoint *server, uint16_t mid)
{
	uint64_t hash = mid_hash(server, mid);
	const struct recent *r = recent_place(m, hash);

	return r->x && r->hash == hash && r->x->asked_by.mid == mid && endpoint_equal(&r->x->asked_by.to, server) ? r->x : NULL;
}

void memory_note_mid(struct memory *m, struct exchange *x)
{
	uint64_t hash = mid_hash(&x->asked_by.to, x->asked_by.mid);

	*recent_place(m, hash) = (struct recent){ hash, x };
}

static void forget_mid(struct memory *m, struct exchange *x)
{
	struct recent *r = recent_place(m, mid_hash(&x->asked_by.to, x->asked_by.mid));

	if (r->x == x)
		r->x = NULL;
}

/* --- by Token --- */

static void forget_token(struct memory *m, struct exchange *x)
{
	if (x->entered.token)
		table_remove(&m->by_token, token_hash(&x->asked_by.from, x->asked.token, x->asked.token_len), x);
	if (x->entered.bare_token)
		table_remove(&m->by_bare_token, table_hash(x->asked.token, x->asked.token_len, 0), x);
	x->entered.token = x->entered.bare_token = false;
}

static struct token_key key_of(const struct exchange *x)
{
	struct token_key key = { .client = x->asked_by.from, .server = x->asked_by.to,
				 .association = x->asked_by.association, .epoch = x->asked_by.epoch,
				 .len = x->asked.token_len, .agree = AGREE_ENDPOINTS };

	memcpy(key.token, x->asked.token, sizeof(key.token));
	return key;
}

struct exchange *memory_index_token(struct memory *m, struct exchange *x)
{
	struct bare_key bare = { x->asked.token, x->asked.token_len };
	uint64_t bare_hash = table_hash(bare.token, bare.len, 0);
	struct exchange *older = memory_find_token(m, key_of(x));

	if (older)
		forget_token(m, older);
	table_put(&m->by_token, token_hash(&x->asked_by.from, x->asked.token, x->asked.token_len), x);
	x->entered.token = true;
	if (bare.len >= BARE_TOKEN_LEAST && !table_find(&m->by_bare_token, bare_hash, &bare)) {
		table_put(&m->by_bare_token, bare_hash, x);
		x->entered.bare_token = true;
	}
	return older;
}

struct exchange *memory_find_token(const struct memory *m, struct token_key key)
{
	return table_find(&m->by_token, token_hash(&key.client, key.token, key.len), &key);
}

struct exchange *memory_find_bare_token(const struct memory *m, const uint8_t *token, size_t len)
{
	struct bare_key bare = { token, len };

	if (len < BARE_TOKEN_LEAST || len > 8)
		return NULL;
	return table_find(&m->by_bare_token, table_hash(token, len, 0), &bare);
}

/* --- ahead of use --- */

void memory_expect(const struct memory *m, const struct observation *o)
{
	const struct message *message = o->message;
	const struct datagram *d = o->datagram;
	bool answers = message->type > TYPE_NON || message_is_response(message);
	const uint8_t *token = message->bytes + message->token.at;

	table_expect_slot(&m->by_mid, mid_hash(message->type > TYPE_NON ? &d->to : &d->from, message->mid));
	table_expect_slot(&m->peers, peer_hash(answers ? &d->to : &d->from, answers ? &d->from : &d->to));
	if (message_is_empty(message))
		return;
	table_expect_slot(&m->by_token, token_hash(answers ? &d->to : &d->from, token, message->token.len));
	if (answers)
		return;
	table_expect_slot(&m->by_bare_token, table_hash(token, message->token.len, 0));
	residue_expect(&m->residues, &d->from, message->mid);
}

/* The next to expire: it was last looked at long ago. */
static void expect_exchange(const struct exchange *x)
{
	enum { CACHE_LINE = 64 };

	for (size_t at = 0; x && at < sizeof(*x); at += CACHE_LINE)
		__builtin_prefetch((const char *)x + at);
}

/* --- in line --- */

static struct exchange *blank(struct memory *m)
{
	struct exchange *x = m->spare;

	if (x)
		m->spare = x->newer;
	else
		x = malloc(sizeof(*x));
	assert(x);
	memset(x, 0, sizeof(*x));
	return x;
}

struct exchange *memory_open(struct memory *m, struct peer *peer, uint64_t now_ns)
{
	if (m->exchange_count >= m->exchange_most)
		memory_close_oldest(m, now_ns, true);
	struct exchange *x = blank(m);
	x->peer = peer;
	peer->exchanges++;
	if (m->newest)
		m->newest->newer = x;
	else
		m->oldest = x;
	m->newest = x;
	m->exchange_count++;
	return x;
}

void memory_close_oldest(struct memory *m, uint64_t now_ns, bool forgotten)
{
	struct exchange *x = m->oldest;

	expect_exchange(x->newer);
	m->forgotten += forgotten;
	if (m->close)
		m->close(m->arg, x, now_ns, forgotten);
	memory_forget_sending(m, &x->asked_by);
	memory_forget_sending(m, &x->separate);
	forget_token(m, x);
	forget_mid(m, x);
	exchange_settle(x, true);
	free(x->step);
	x->peer->exchanges--;
	m->oldest = x->newer;
	if (!m->oldest)
		m->newest = NULL;
	m->exchange_count--;
	x->newer = m->spare;
	m->spare = x;
}
