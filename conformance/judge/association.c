/* conformance/judge/association.c - DTLS associations as the judge remembers them. */
#include "conformance/judge/association.h"

#include <assert.h>
#include <stdlib.h>

enum { ASSOCIATIONS_MOST = 1 << 17 };

static bool equal(const void *entry, const void *key)
{
	return ((const struct association *)entry)->number == *(const uint32_t *)key;
}

static uint64_t hash_of(uint32_t number) { return table_hash(&number, sizeof(number), 0); }

void associations_init(struct associations *all)
{
	*all = (struct associations){ 0 };
	table_init(&all->table, equal);
}

static void drop_oldest(struct associations *all)
{
	struct association *a = all->oldest;

	table_remove(&all->table, hash_of(a->number), a);
	all->oldest = a->newer;
	if (!all->oldest)
		all->newest = NULL;
	all->count--;
	free(a);
}

void associations_free(struct associations *all)
{
	while (all->oldest)
		drop_oldest(all);
	table_free(&all->table);
}

static struct association *add(struct associations *all, uint32_t number)
{
	if (all->count == ASSOCIATIONS_MOST)
		drop_oldest(all);
	struct association *a = calloc(1, sizeof(*a));
	assert(a);
	a->number = number;
	table_put(&all->table, hash_of(number), a);
	if (all->newest)
		all->newest->newer = a;
	else
		all->oldest = a;
	all->newest = a;
	all->count++;
	return a;
}

struct association *association_of(struct associations *all, const struct observation *o)
{
	if (!o->association)
		return NULL;
	struct association *a = table_find(&all->table, hash_of(o->association), &o->association);
	return a ? a : add(all, o->association);
}
