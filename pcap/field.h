/* pcap/field.h - numbers of a capture file, in the byte order of the machine that wrote it. */
#ifndef PCAP_FIELD_H
#define PCAP_FIELD_H

#include "wire/cursor.h"

struct fields {
	struct cursor in;
	bool little;
};

static inline struct fields fields_of(const void *bytes, size_t len, bool little)
{
	return (struct fields){ .in = cursor_of(bytes, len), .little = little };
}

static inline uint16_t field_u16(struct fields *f)
{
	uint16_t v = cursor_u16(&f->in);
	return f->little ? __builtin_bswap16(v) : v;
}

static inline uint32_t field_u32(struct fields *f)
{
	uint32_t v = cursor_u32(&f->in);
	return f->little ? __builtin_bswap32(v) : v;
}

static inline uint64_t field_u64(struct fields *f)
{
	uint64_t v = cursor_number(&f->in, 8);
	return f->little ? __builtin_bswap64(v) : v;
}

#endif
