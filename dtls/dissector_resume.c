/* dtls/dissector_resume.c - master secrets of opened sessions, by session id or ticket, for those who resume them. */
#include <assert.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

struct resumable {
	struct resumable *next;		/* the next younger */
	uint8_t id[SESSION_ID_MAX];	/* of a session, or the hash of a ticket */
	size_t id_len;
	uint8_t master[MASTER_SECRET];
	uint8_t *identity;
	size_t identity_len;
};

struct resumables {
	struct table by_id;
	struct resumable *oldest, *youngest;
};

static bool id_equal(const void *entry, const void *key)
{
	const struct resumable *r = entry;
	const struct span *id = key;

	return r->id_len == id->len && !memcmp(r->id, id->bytes, id->len);
}

struct resumables *resumables_new(void)
{
	struct resumables *all = calloc(1, sizeof(*all));

	assert(all);
	table_init(&all->by_id, id_equal);
	return all;
}

static void resumable_free(struct resumable *r)
{
	free(r->identity);
	OPENSSL_clear_free(r, sizeof(*r));
}

void resumables_free(struct resumables *all)
{
	for (struct resumable *r = all->oldest, *next; r; r = next) {
		next = r->next;
		resumable_free(r);
	}
	table_free(&all->by_id);
	free(all);
}

static void forget_oldest(struct resumables *all)
{
	struct resumable *r = all->oldest;

	table_remove(&all->by_id, table_hash(r->id, r->id_len, 2), r);
	all->oldest = r->next;
	resumable_free(r);
}

static void set_identity(struct resumable *r, const struct session *s)
{
	free(r->identity);
	r->identity = malloc(s->identity_len + 1);
	assert(r->identity);
	if (s->identity_len)
		memcpy(r->identity, s->identity, s->identity_len);
	r->identity_len = s->identity_len;
}

void resumables_put(struct resumables *all, const uint8_t *id, size_t len, const uint8_t master[MASTER_SECRET],
		    const struct session *s)
{
	struct span key = { id, len };
	uint64_t hash = table_hash(id, len, 2);
	struct resumable *r = table_find(&all->by_id, hash, &key);

	if (!r) {
		if (all->by_id.used >= RESUMABLE_MAX)
			forget_oldest(all);
		r = OPENSSL_zalloc(sizeof(*r));
		assert(r && len <= sizeof(r->id));
		memcpy(r->id, id, len);
		r->id_len = len;
		table_put(&all->by_id, hash, r);
		*(all->oldest ? &all->youngest->next : &all->oldest) = r;
		all->youngest = r;
	}
	memcpy(r->master, master, MASTER_SECRET);
	set_identity(r, s);
}

const uint8_t *resumables_find(const struct resumables *all, const uint8_t *id, size_t len, struct span *identity)
{
	struct span key = { id, len };
	const struct resumable *r = len ? table_find(&all->by_id, table_hash(id, len, 2), &key) : NULL;

	if (!r)
		return NULL;
	*identity = (struct span){ r->identity, r->identity_len };
	return r->master;
}
