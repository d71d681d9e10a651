/* dtls/session_store.c - sessions by id, the oldest forgotten first. */
#include "dtls/session_store.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "wire/table.h"

struct entry {
	struct entry *next;	/* the next younger */
	uint8_t id[STORED_ID_MAX];
	size_t id_len;
	struct stored_session session;
	uint8_t *identity;
};

struct session_store {
	struct table by_id;
	struct entry *oldest, *youngest;
	size_t limit;
};

struct id {
	const uint8_t *bytes;
	size_t len;
};

static bool id_equal(const void *entry, const void *key)
{
	const struct entry *e = entry;
	const struct id *id = key;

	return e->id_len == id->len && !memcmp(e->id, id->bytes, id->len);
}

static uint64_t id_hash(const uint8_t *id, size_t len) { return table_hash(id, len, 2); }

struct session_store *session_store_new(size_t limit)
{
	struct session_store *s = calloc(1, sizeof(*s));

	assert(s && limit);
	table_init(&s->by_id, id_equal);
	s->limit = limit;
	return s;
}

static void entry_free(struct entry *e)
{
	free(e->identity);
	OPENSSL_clear_free(e, sizeof(*e));
}

void session_store_free(struct session_store *s)
{
	if (!s)
		return;
	for (struct entry *e = s->oldest, *next; e; e = next) {
		next = e->next;
		entry_free(e);
	}
	table_free(&s->by_id);
	free(s);
}

static void forget_oldest(struct session_store *s)
{
	struct entry *e = s->oldest;

	table_remove(&s->by_id, id_hash(e->id, e->id_len), e);
	s->oldest = e->next;
	entry_free(e);
}

static struct entry *entry_new(struct session_store *s, const uint8_t *id, size_t len)
{
	struct entry *e = OPENSSL_zalloc(sizeof(*e));

	assert(e && len && len <= STORED_ID_MAX);
	if (s->by_id.used >= s->limit)
		forget_oldest(s);
	memcpy(e->id, id, len);
	e->id_len = len;
	table_put(&s->by_id, id_hash(id, len), e);
	*(s->oldest ? &s->youngest->next : &s->oldest) = e;
	return s->youngest = e;
}

void session_store_put(struct session_store *s, const uint8_t *id, size_t len, const struct stored_session *session)
{
	const struct id key = { id, len };
	struct entry *e = table_find(&s->by_id, id_hash(id, len), &key);
	uint8_t *identity = malloc(session->identity_len + 1);

	assert(identity);
	if (session->identity_len)
		memcpy(identity, session->identity, session->identity_len);
	if (!e)
		e = entry_new(s, id, len);
	free(e->identity);
	e->session = *session;
	e->session.identity = e->identity = identity;
}

const struct stored_session *session_store_find(const struct session_store *s, const uint8_t *id, size_t len)
{
	const struct id key = { id, len };
	const struct entry *e = len ? table_find(&s->by_id, id_hash(id, len), &key) : NULL;

	return e ? &e->session : NULL;
}
