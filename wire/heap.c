/* wire/heap.c - a binary heap of pointers; each item knows its place, so moving one is cheap. */
#include "wire/heap.h"

#include <assert.h>
#include <stdlib.h>

static bool sooner(const struct heap_item *a, const struct heap_item *b)
{
	return a->at_ns != b->at_ns ? a->at_ns < b->at_ns : a->order < b->order;
}

static void put(struct heap *h, size_t i, struct heap_item *item)
{
	h->items[i] = item;
	item->place = i + 1;
}

static void sift_up(struct heap *h, size_t i, struct heap_item *item)
{
	while (i && sooner(item, h->items[(i - 1) / 2])) {
		put(h, i, h->items[(i - 1) / 2]);
		i = (i - 1) / 2;
	}
	put(h, i, item);
}

static void sift_down(struct heap *h, size_t i, struct heap_item *item)
{
	for (;;) {
		size_t child = 2 * i + 1;
		if (child + 1 < h->count && sooner(h->items[child + 1], h->items[child]))
			child++;
		if (child >= h->count || !sooner(h->items[child], item))
			break;
		put(h, i, h->items[child]);
		i = child;
	}
	put(h, i, item);
}

void heap_free(struct heap *h)
{
	free(h->items);
	*h = (struct heap){ 0 };
}

void heap_remove(struct heap *h, struct heap_item *item)
{
	if (!item->place)
		return;
	size_t i = item->place - 1;
	struct heap_item *last = h->items[--h->count];
	item->place = 0;
	if (last == item)
		return;
	sift_down(h, i, last);
	sift_up(h, last->place - 1, last);
}

void heap_set(struct heap *h, struct heap_item *item, uint64_t at_ns)
{
	heap_remove(h, item);
	if (h->count == h->size) {
		h->size = h->size ? 2 * h->size : 16;
		h->items = realloc(h->items, h->size * sizeof(*h->items));
		assert(h->items);
	}
	item->at_ns = at_ns;
	item->order = h->order++;
	sift_up(h, h->count++, item);
}

struct heap_item *heap_top(const struct heap *h) { return h->count ? h->items[0] : NULL; }
