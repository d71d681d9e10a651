/* wire/heap.h - the one heap: deadlines, soonest first. */
#ifndef WIRE_HEAP_H
#define WIRE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Embedded in whatever waits; zero-initialised: not in a heap. */
struct heap_item {
	uint64_t at_ns;
	size_t place;		/* index + 1 in the heap; 0: not in it */
	uint64_t order;		/* equal deadlines: first in, first out */
};

struct heap {
	struct heap_item **items;
	size_t count, size;
	uint64_t order;
};

void heap_free(struct heap *);
void heap_set(struct heap *, struct heap_item *, uint64_t at_ns);	/* enters or moves */
void heap_remove(struct heap *, struct heap_item *);			/* harmless where it is not in */
struct heap_item *heap_top(const struct heap *);			/* or NULL */

#endif
