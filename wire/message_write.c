/* wire/message_write.c - the writer of CoAP messages: always by RFC 7252 3, tokens above eight octets by RFC 8974 2.1. */
#include <assert.h>

#include "wire/message.h"

static unsigned nibble(size_t value) { return value < 13 ? (unsigned)value : value < 269 ? 13 : 14; }

static void extend(struct buffer *b, size_t value)
{
	if (value >= 269)
		buffer_u16(b, (uint16_t)(value - 269));
	else if (value >= 13)
		buffer_u8(b, (uint8_t)(value - 13));
}

struct writer message_begin(struct buffer *b, enum message_type type, uint8_t code, uint16_t mid, const void *token,
			    size_t token_len)
{
	assert(token_len <= 65535 + 269);
	buffer_u8(b, (uint8_t)(1 << 6 | type << 4 | nibble(token_len)));
	buffer_u8(b, code);
	buffer_u16(b, mid);
	extend(b, token_len);
	buffer_bytes(b, token, token_len);
	return (struct writer){ .out = b };
}

void writer_option_head(struct writer *w, uint32_t number, size_t len)
{
	assert(number >= w->last && number <= 65535 && len <= 65535 + 269);
	uint32_t delta = number - w->last;
	buffer_u8(w->out, (uint8_t)(nibble(delta) << 4 | nibble(len)));
	extend(w->out, delta);
	extend(w->out, len);
	w->last = number;
}

void writer_option(struct writer *w, uint32_t number, const void *value, size_t len)
{
	writer_option_head(w, number, len);
	buffer_bytes(w->out, value, len);
}

void writer_option_uint(struct writer *w, uint32_t number, uint32_t value)
{
	uint8_t octets[4];
	size_t len = 0;

	for (int shift = 24; shift >= 0; shift -= 8)
		if (value >> shift)
			octets[len++] = (uint8_t)(value >> shift);
	writer_option(w, number, octets, len);
}

void writer_payload(struct writer *w, const void *payload, size_t len)
{
	if (!len)
		return;
	buffer_u8(w->out, 0xff);
	buffer_bytes(w->out, payload, len);
}
