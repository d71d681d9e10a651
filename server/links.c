/* server/links.c - renegotiations counted a link, and the last two links that spoke. */
#include "server/links.h"

#include <assert.h>
#include <stdlib.h>

struct renegotiated {
	uint32_t link, times;
};

static bool equal(const void *entry, const void *key)
{
	return ((const struct renegotiated *)entry)->link == *(const uint32_t *)key;
}

static struct renegotiated *find(const struct links *l, uint32_t link)
{
	return l->renegotiated.used ? table_find(&l->renegotiated, table_hash(&link, sizeof(link), 0), &link) : NULL;
}

void links_init(struct links *l)
{
	*l = (struct links){ 0 };
	table_init(&l->renegotiated, equal);
}

void links_free(struct links *l)
{
	size_t at = 0;

	for (void *entry; (entry = table_next(&l->renegotiated, &at));)
		free(entry);
	table_free(&l->renegotiated);
}

void links_spoke(struct links *l, uint32_t link, bool secure)
{
	uint32_t *recent = l->recent[secure];

	if (recent[0] == link)
		return;
	recent[1] = recent[0];
	recent[0] = link;
}

void links_renegotiated(struct links *l, uint32_t link)
{
	struct renegotiated *r = find(l, link);

	if (!r) {
		r = calloc(1, sizeof(*r));
		assert(r);
		r->link = link;
		table_put(&l->renegotiated, table_hash(&link, sizeof(link), 0), r);
	}
	r->times++;
}

void links_closed(struct links *l, uint32_t link)
{
	struct renegotiated *r = find(l, link);

	for (int secure = 0; secure < 2; secure++) {
		uint32_t *recent = l->recent[secure];
		if (recent[0] == link)
			recent[0] = recent[1], recent[1] = 0;
		else if (recent[1] == link)
			recent[1] = 0;
	}
	if (r)
		table_remove(&l->renegotiated, table_hash(&link, sizeof(link), 0), r);
	free(r);
}

uint32_t links_generation(const struct links *l, uint32_t link)
{
	const struct renegotiated *r = find(l, link);

	return r ? r->times : 0;
}

uint32_t links_other(const struct links *l, uint32_t link, bool secure)
{
	return l->recent[secure][0] != link ? l->recent[secure][0] : l->recent[secure][1];
}
