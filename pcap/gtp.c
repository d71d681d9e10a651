/* pcap/gtp.c - a user's IP packet out of a GTP-U tunnel (TS 29.281 5.1). */
#include "pcap/packet.h"
#include "wire/cursor.h"

enum {
	VERSION_1 = 1 << 5,
	PROTOCOL_GTP = 1 << 4,
	HAS_OPTIONAL = 7,	/* E, S or PN: then all three fields are there (5.1, note 4) */
	HAS_EXTENSION = 4,
	G_PDU = 255,		/* 7.1 */
	HEADER = 8,
	EXTENSIONS_MOST = 8
};

/* 5.2.1: length in 4 octets, content, type of the next. */
static void pass_extensions(struct cursor *c, uint8_t next)
{
	for (int i = 0; next && i < EXTENSIONS_MOST; i++) {
		size_t length = 4u * cursor_u8(c);
		const uint8_t *rest = length ? cursor_take(c, length - 1) : NULL;
		if (!rest)
			c->failed = true;
		next = rest ? rest[length - 2] : 0;
	}
	c->failed |= next;
}

bool gtp_unwrap(struct slice *s)
{
	struct cursor c = cursor_of(s->bytes, s->len);
	uint8_t flags = cursor_u8(&c), type = cursor_u8(&c);
	size_t length = cursor_u16(&c);

	cursor_u32(&c);			/* the tunnel's endpoint identifier */
	if ((flags & 0xf0) != (VERSION_1 | PROTOCOL_GTP) || type != G_PDU || HEADER + length != s->wire)
		return false;
	if (flags & HAS_OPTIONAL) {
		cursor_u24(&c);		/* sequence number and N-PDU number */
		uint8_t next = cursor_u8(&c);
		pass_extensions(&c, flags & HAS_EXTENSION ? next : 0);
	}
	if (c.failed || !cursor_left(&c))
		return false;
	*s = slice_past(*s, c.at);
	return s->bytes[0] >> 4 == 4 || s->bytes[0] >> 4 == 6;
}
