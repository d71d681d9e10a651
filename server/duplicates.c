/* server/duplicates.c - the answers kept, found by message, dropped in the order they came. */
#include "server/duplicates.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool equal(const void *entry, const void *key)
{
	return !memcmp(&((const struct answered *)entry)->key, key, sizeof(struct message_key));
}

static uint64_t hash_of(const struct message_key *key) { return table_hash(key, sizeof(*key), 0); }

void duplicates_init(struct duplicates *d)
{
	*d = (struct duplicates){ 0 };
	table_init(&d->table, equal);
}

static void drop_oldest(struct duplicates *d)
{
	struct answered *a = d->oldest;

	table_remove(&d->table, a->hash, a);	/* harmless where a younger one took its place */
	d->oldest = a->younger;
	if (!d->oldest)
		d->youngest = NULL;
	d->count--;
	free(a);
}

void duplicates_free(struct duplicates *d)
{
	table_free(&d->table);
	for (struct answered *a; (a = d->oldest);) {
		d->oldest = a->younger;
		free(a);
	}
}

struct answered *duplicates_find(const struct duplicates *d, const struct message_key *key, uint64_t now_ns)
{
	struct answered *a = table_find(&d->table, hash_of(key), key);

	return a && now_ns < a->until_ns ? a : NULL;
}

void duplicates_put(struct duplicates *d, const struct message_key *key, const void *bytes, size_t len,
		    const struct manner *manner, uint64_t now_ns, uint64_t until_ns)
{
	struct answered *a = malloc(sizeof(*a) + len);
	uint64_t hash = hash_of(key);
	struct answered *before = table_find(&d->table, hash, key);

	assert(a);
	*a = (struct answered){ .key = *key, .hash = hash, .until_ns = until_ns, .manner = *manner, .len = len };
	if (len)
		memcpy(a->bytes, bytes, len);
	if (before)
		table_remove(&d->table, hash, before);
	table_put(&d->table, hash, a);
	if (d->youngest)
		d->youngest->younger = a;
	else
		d->oldest = a;
	d->youngest = a;
	d->count++;
	while (d->count > DUPLICATES_MAX || (d->oldest != a && d->oldest->until_ns <= now_ns))
		drop_oldest(d);
}
