/* wire/table.h - the one hash table: pointers to the caller's structs, found by hash and comparison.
 *
 * Open addressing; entries are never copied; the caller computes hashes (table_hash) and frees. */
#ifndef WIRE_TABLE_H
#define WIRE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Packed: there are several slots for each of very many UEs. */
struct __attribute__((packed)) table_slot {
	void *entry;		/* NULL: never used; table_gone: removed */
	uint32_t hash;		/* its lower half: from it the place in any size up to 2^32 follows */
};

struct table {
	struct table_slot *slots;
	size_t size, used, gone;
	bool (*equal)(const void *entry, const void *key);
};

void table_init(struct table *, bool (*equal)(const void *entry, const void *key));
void table_free(struct table *);	/* the slots, not the entries */
void *table_find(const struct table *, uint64_t hash, const void *key);
void table_put(struct table *, uint64_t hash, void *entry);	/* not checked for duplicates */
void table_remove(struct table *, uint64_t hash, const void *entry);
/* Every entry; START is 0 at first and is moved on; NULL at the end. Removing the one just given is allowed. */
void *table_next(const struct table *, size_t *start);
uint64_t table_hash(const void *bytes, size_t len, uint64_t seed);

/* For whoever looks up many at once: fetches into the cache first all slots, then all entries. */
static inline void table_expect_slot(const struct table *t, uint64_t hash)
{
	if (t->size)
		__builtin_prefetch(&t->slots[hash & (t->size - 1)]);
}

static inline void table_expect_entry(const struct table *t, uint64_t hash)
{
	if (t->size)
		__builtin_prefetch(t->slots[hash & (t->size - 1)].entry);
}

#endif
