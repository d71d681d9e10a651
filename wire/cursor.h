/* wire/cursor.h - reading octets without ever running off the end.
 *
 * A failed read returns zeros and makes the cursor fail for good: parse straight through,
 * look at `failed` once at the end. */
#ifndef WIRE_CURSOR_H
#define WIRE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const uint8_t *bytes;	/* borrowed */
	size_t len, at;
	bool failed;
};

static inline struct cursor cursor_of(const void *bytes, size_t len)
{
	return (struct cursor){ .bytes = bytes, .len = len };
}

static inline size_t cursor_left(const struct cursor *c)
{
	return c->failed ? 0 : c->len - c->at;
}

/* N octets at the cursor, which moves past them; NULL (and failed) where there are fewer. */
static inline const uint8_t *cursor_take(struct cursor *c, size_t n)
{
	const uint8_t *here = c->bytes + c->at;

	if (c->failed || n > c->len - c->at) {
		c->failed = true;
		return NULL;
	}
	c->at += n;
	return here;
}

/* A big-endian number of N octets, N at most 8. */
static inline uint64_t cursor_number(struct cursor *c, size_t n)
{
	const uint8_t *p = cursor_take(c, n);
	uint64_t value = 0;

	for (size_t i = 0; p && i < n; i++)
		value = value << 8 | p[i];
	return value;
}

static inline uint8_t cursor_u8(struct cursor *c) { return (uint8_t)cursor_number(c, 1); }
static inline uint16_t cursor_u16(struct cursor *c) { return (uint16_t)cursor_number(c, 2); }
static inline uint32_t cursor_u24(struct cursor *c) { return (uint32_t)cursor_number(c, 3); }
static inline uint32_t cursor_u32(struct cursor *c) { return (uint32_t)cursor_number(c, 4); }
static inline uint64_t cursor_u48(struct cursor *c) { return cursor_number(c, 6); }

#endif
