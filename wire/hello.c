/* wire/hello.c - reading the hello messages of a handshake. */
#include "wire/hello.h"

#include "wire/cursor.h"

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
	h->trailing = cursor_left(&c);
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

bool hello_verify_read(struct hello_verify *h, const uint8_t *body, size_t len)
{
	struct cursor c = cursor_of(body, len);

	*h = (struct hello_verify){ 0 };
	h->version = cursor_u16(&c);
	h->cookie = span_read(&c, 1);
	return !c.failed;
}

bool hello_next_extension(struct span extensions, size_t *at, uint16_t *number, struct span *out)
{
	struct cursor c = cursor_of(extensions.bytes, extensions.len);

	c.at = *at;
	if (!cursor_left(&c))
		return false;
	*number = cursor_u16(&c);
	*out = span_read(&c, 2);
	*at = c.at;
	return !c.failed;
}

bool hello_extension(struct span extensions, uint16_t number, struct span *out)
{
	uint16_t one;

	for (size_t at = 0; hello_next_extension(extensions, &at, &one, out);)
		if (one == number)
			return true;
	return false;
}
