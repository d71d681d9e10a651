/* wire/buffer.c - writing octets into caller-owned room. */
#include "wire/buffer.h"

#include <string.h>

void buffer_bytes(struct buffer *b, const void *bytes, size_t len)
{
	if (b->failed || len > b->size - b->len) {
		b->failed = true;
		return;
	}
	if (len)
		memcpy(b->bytes + b->len, bytes, len);
	b->len += len;
}

void buffer_text(struct buffer *b, const char *text) { buffer_bytes(b, text, strlen(text)); }

void buffer_number(struct buffer *b, uint64_t value, size_t octets)
{
	uint8_t room[8];

	for (size_t i = 0; i < octets; i++)
		room[i] = (uint8_t)(value >> 8 * (octets - 1 - i));
	buffer_bytes(b, room, octets);
}

void buffer_splice(struct buffer *b, size_t at, size_t remove, const void *bytes, size_t len)
{
	if (b->failed || at > b->len || remove > b->len - at || len > b->size - (b->len - remove)) {
		b->failed = true;
		return;
	}
	memmove(b->bytes + at + len, b->bytes + at + remove, b->len - at - remove);
	if (len)
		memcpy(b->bytes + at, bytes, len);
	b->len = b->len - remove + len;
}
