/* wire/buffer.h - writing octets into caller-owned room without ever running over it.
 *
 * A write that does not fit writes nothing and makes the buffer fail for good: write straight
 * through, look at `failed` once at the end. */
#ifndef WIRE_BUFFER_H
#define WIRE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	uint8_t *bytes;		/* the caller's */
	size_t len, size;
	bool failed;
};

static inline struct buffer buffer_on(void *room, size_t size)
{
	return (struct buffer){ .bytes = room, .size = size };
}

void buffer_bytes(struct buffer *, const void *bytes, size_t len);
void buffer_text(struct buffer *, const char *text);		/* without its NUL */
void buffer_number(struct buffer *, uint64_t value, size_t octets);	/* big-endian, octets <= 8 */

/* Replace REMOVE octets at AT by the LEN octets given (which must not lie in the buffer). */
void buffer_splice(struct buffer *, size_t at, size_t remove, const void *bytes, size_t len);

static inline void buffer_u8(struct buffer *b, uint8_t v) { buffer_number(b, v, 1); }
static inline void buffer_u16(struct buffer *b, uint16_t v) { buffer_number(b, v, 2); }
static inline void buffer_u24(struct buffer *b, uint32_t v) { buffer_number(b, v, 3); }
static inline void buffer_u32(struct buffer *b, uint32_t v) { buffer_number(b, v, 4); }
static inline void buffer_u48(struct buffer *b, uint64_t v) { buffer_number(b, v, 6); }

#endif
