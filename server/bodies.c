/* server/bodies.c - the bodies of links, the oldest making room. */
#include <assert.h>
#include <stdlib.h>

#include "server/blocks.h"

void bodies_free(struct bodies *all) { free(all->list); }

struct body *bodies_find(struct bodies *all, uint32_t link)
{
	for (unsigned i = 0; all->list && i < BODIES; i++)
		if (all->list[i].link == link) {
			all->list[i].used = ++all->count;
			return &all->list[i];
		}
	return NULL;
}

struct body *bodies_of(struct bodies *all, uint32_t link)
{
	struct body *b = bodies_find(all, link);

	if (b)
		return b;
	if (!all->list)
		all->list = calloc(BODIES, sizeof(*all->list));
	assert(all->list);
	b = all->list;
	for (unsigned i = 1; i < BODIES; i++)
		b = all->list[i].used < b->used ? &all->list[i] : b;
	b->link = link;
	b->used = ++all->count;
	b->coming = false;
	b->len = b->answer_len = 0;
	return b;
}
