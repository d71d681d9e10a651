/* wire/table.c - the hash table. */
#include "wire/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char gone_mark;
#define GONE ((void *)(uintptr_t)&gone_mark)

static inline uint64_t take_in(uint64_t h, const uint8_t *word)
{
	uint64_t w;

	memcpy(&w, word, sizeof(w));
	h = (h ^ w) * 0xc4ceb9fe1a85ec53u;
	return h ^ h >> 29;
}

/* Two lanes, as a step waits for the one before it. */
uint64_t table_hash(const void *bytes, size_t len, uint64_t seed)
{
	const uint8_t *p = bytes;
	uint64_t h = seed ^ 0x9e3779b97f4a7c15u ^ len * 0xff51afd7ed558ccdu, k = h;

	for (; len >= 16; p += 16, len -= 16) {
		h = take_in(h, p);
		k = take_in(k, p + 8);
	}
	h ^= k * 0xff51afd7ed558ccdu;
	if (len >= 8) {
		h = take_in(h, p);
		p += 8, len -= 8;
	}
	if (len >= 4) {
		uint32_t word;
		memcpy(&word, p, 4);
		h = (h ^ word) * 0xc4ceb9fe1a85ec53u;
		h ^= h >> 29;
		p += 4, len -= 4;
	}
	for (; len; p++, len--)
		h = (h ^ *p) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

void table_init(struct table *t, bool (*equal)(const void *, const void *))
{
	*t = (struct table){ .equal = equal };
}

void table_free(struct table *t)
{
	free(t->slots);
	t->slots = NULL;
	t->size = t->used = t->gone = 0;
}

void *table_find(const struct table *t, uint64_t hash, const void *key)
{
	if (!t->size)
		return NULL;
	for (size_t i = hash & (t->size - 1);; i = (i + 1) & (t->size - 1)) {
		const struct table_slot *s = &t->slots[i];
		if (!s->entry)
			return NULL;
		if (s->entry != GONE && s->hash == (uint32_t)hash && t->equal(s->entry, key))
			return s->entry;
	}
}

/* The place for an entry: the first that holds none. */
static struct table_slot *free_slot(struct table_slot *slots, size_t size, uint64_t hash)
{
	size_t i = hash & (size - 1);

	while (slots[i].entry && slots[i].entry != GONE)
		i = (i + 1) & (size - 1);
	return &slots[i];
}

/* Room for one more: at most four fifths are in use, removed slots included; of these at most a quarter, as each
 * search goes over them. */
static void make_room(struct table *t)
{
	if (5 * (t->used + t->gone + 1) <= 4 * t->size && 4 * t->gone <= t->size)
		return;
	size_t size = t->size ? t->size : 8;
	while (4 * (t->used + 1) > 2 * size)
		size *= 2;
	struct table_slot *slots = calloc(size, sizeof(*slots));
	assert(slots);
	for (size_t i = 0; i < t->size; i++)
		if (t->slots[i].entry && t->slots[i].entry != GONE)
			*free_slot(slots, size, t->slots[i].hash) = t->slots[i];
	free(t->slots);
	t->slots = slots;
	t->size = size;
	t->gone = 0;
}

void table_put(struct table *t, uint64_t hash, void *entry)
{
	make_room(t);
	struct table_slot *s = free_slot(t->slots, t->size, hash);
	t->gone -= s->entry == GONE;
	*s = (struct table_slot){ entry, (uint32_t)hash };
	t->used++;
}

/* A removed slot before one never used ends no search earlier than that one: it may be used anew, and so may the
 * removed ones before it. */
static void clear_gone(struct table *t, size_t i)
{
	if (t->slots[(i + 1) & (t->size - 1)].entry)
		return;
	for (; t->slots[i].entry == GONE; i = (i - 1) & (t->size - 1)) {
		t->slots[i].entry = NULL;
		t->gone--;
	}
}

void table_remove(struct table *t, uint64_t hash, const void *entry)
{
	if (!t->size)
		return;
	for (size_t i = hash & (t->size - 1); t->slots[i].entry; i = (i + 1) & (t->size - 1)) {
		if (t->slots[i].entry != entry)
			continue;
		t->slots[i].entry = GONE;
		t->used--;
		t->gone++;
		clear_gone(t, i);
		return;
	}
}

void *table_next(const struct table *t, size_t *start)
{
	while (*start < t->size) {
		void *entry = t->slots[(*start)++].entry;
		if (entry && entry != GONE)
			return entry;
	}
	return NULL;
}
