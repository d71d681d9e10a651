/* dtls/hello.c - reading ClientHello, ServerHello, ClientKeyExchange and NewSessionTicket. */
#include "dtls/hello.h"

enum { RANDOM = 32 };

struct span span_read(struct cursor *c, size_t octets)
{
	struct span s = { .len = (size_t)cursor_number(c, octets) };

	s.bytes = cursor_take(c, s.len);
	if (!s.bytes)
		s.len = 0;
	return s;
}

/* Absent extensions are no error (RFC 5246 7.4.1.2). */
static struct span extensions_of(struct cursor *c)
{
	return cursor_left(c) ? span_read(c, 2) : (struct span){ 0 };
}

bool client_hello_read(struct client_hello *h, const uint8_t *body, size_t len)
{
	struct cursor c = cursor_of(body, len);

	*h = (struct client_hello){ 0 };
	h->version = cursor_u16(&c);
	h->random = cursor_take(&c, RANDOM);
	h->session_id = span_read(&c, 1);
	h->cookie = span_read(&c, 1);
	h->suites = span_read(&c, 2);
	h->compressions = span_read(&c, 1);
	h->extensions = extensions_of(&c);
	return !c.failed;
}

bool server_hello_read(struct server_hello *h, const uint8_t *body, size_t len)
{
	struct cursor c = cursor_of(body, len);

	*h = (struct server_hello){ 0 };
	h->version = cursor_u16(&c);
	h->random = cursor_take(&c, RANDOM);
	h->session_id = span_read(&c, 1);
	h->suite = cursor_u16(&c);
	h->compression = cursor_u8(&c);
	h->extensions = extensions_of(&c);
	return !c.failed;
}

bool hello_extension(struct span extensions, uint16_t number, struct span *out)
{
	struct cursor c = cursor_of(extensions.bytes, extensions.len);

	while (cursor_left(&c)) {
		uint16_t type = cursor_u16(&c);
		struct span data = span_read(&c, 2);
		if (c.failed)
			return false;
		if (type != number)
			continue;
		*out = data;
		return true;
	}
	return false;
}

static bool has_identity(enum key_exchange kx)
{
	switch (kx) {
	case KX_PSK:
	case KX_DHE_PSK:
	case KX_ECDHE_PSK:
	case KX_RSA_PSK:
		return true;
	case KX_RSA:
	case KX_DHE_RSA:
	case KX_ECDHE_RSA:
	case KX_ECDHE_ECDSA:
		return false;
	}
	return false;
}

/* In all four it comes first (RFC 4279 2, 3, 4; RFC 5489 2). */
bool key_exchange_identity(struct span *identity, enum key_exchange kx, const uint8_t *body, size_t len)
{
	struct cursor c = cursor_of(body, len);

	if (!has_identity(kx))
		return false;
	*identity = span_read(&c, 2);
	return !c.failed;
}

bool session_ticket_read(struct span *ticket, const uint8_t *body, size_t len)
{
	struct cursor c = cursor_of(body, len);

	cursor_u32(&c);	/* its lifetime */
	*ticket = span_read(&c, 2);
	return !c.failed;
}
