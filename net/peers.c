/* net/peers.c - tables of links by peer and local endpoint. */
#include "net/peers.h"

#include "net/link.h"

struct pair {
	const struct endpoint *peer, *local;
};

static bool equal(const void *entry, const void *key)
{
	const struct link *link = entry;
	const struct pair *pair = key;

	return endpoint_equal(&link->peer, pair->peer) && endpoint_equal(&link->local, pair->local);
}

static uint64_t hash(const struct endpoint *peer, const struct endpoint *local)
{
	return endpoint_hash(peer) + 31 * endpoint_hash(local);
}

void peers_init(struct table *t) { table_init(t, equal); }

struct link *peers_find(const struct table *t, const struct endpoint *peer, const struct endpoint *local)
{
	return table_find(t, hash(peer, local), &(struct pair){ peer, local });
}

void peers_expect(const struct table *t, const struct arrival *list, int n)
{
	for (int i = 0; i < n; i++)
		table_expect_slot(t, hash(&list[i].from, &list[i].to));
	for (int i = 0; i < n; i++)
		table_expect_entry(t, hash(&list[i].from, &list[i].to));
}

void peers_put(struct table *t, struct link *link) { table_put(t, hash(&link->peer, &link->local), link); }

void peers_remove(struct table *t, const struct link *link) { table_remove(t, hash(&link->peer, &link->local), link); }

void peers_free(struct table *t)
{
	size_t at = 0;

	for (struct link *link; (link = table_next(t, &at));)
		link_free(link);
	table_free(t);
}
