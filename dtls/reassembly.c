/* dtls/reassembly.c - joining the fragments of handshake messages. */
#include "dtls/reassembly.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "wire/buffer.h"
#include "wire/cursor.h"

bool handshake_read(struct handshake *h, const uint8_t *bytes, size_t len)
{
	struct cursor c = cursor_of(bytes, len);

	*h = (struct handshake){ 0 };
	h->type = cursor_u8(&c);
	h->length = cursor_u24(&c);
	h->message_seq = cursor_u16(&c);
	h->fragment_offset = cursor_u24(&c);
	h->fragment_length = cursor_u24(&c);
	return !c.failed;
}

void handshake_header_write(uint8_t out[HANDSHAKE_HEADER], const struct handshake *h)
{
	struct buffer b = buffer_on(out, HANDSHAKE_HEADER);

	buffer_u8(&b, h->type);
	buffer_u24(&b, h->length);
	buffer_u16(&b, h->message_seq);
	buffer_u24(&b, h->fragment_offset);
	buffer_u24(&b, h->fragment_length);
}

static uint8_t *body_of(const struct assembled *m) { return m->bytes + HANDSHAKE_HEADER; }

static size_t room_for(uint32_t length) { return HANDSHAKE_HEADER + length + (length + 7) / 8; }

static void begin(struct reassembly *r, struct assembled *m, const struct handshake *h)
{
	struct handshake whole = *h;

	whole.fragment_offset = 0;
	whole.fragment_length = h->length;
	*m = (struct assembled){ .length = h->length, .missing = h->length, .type = h->type };
	m->bytes = calloc(1, room_for(h->length));
	assert(m->bytes);
	handshake_header_write(m->bytes, &whole);
	r->held += room_for(h->length);
}

static void fill(struct assembled *m, uint32_t at, const uint8_t *fragment, uint32_t len)
{
	uint8_t *there = body_of(m) + m->length;

	for (uint32_t i = 0; i < len; i++) {
		uint32_t place = at + i;
		uint8_t bit = (uint8_t)(1 << place % 8);
		if (there[place / 8] & bit)
			continue;
		there[place / 8] |= bit;
		body_of(m)[place] = fragment[i];
		m->missing--;
	}
}

static bool in_bounds(const struct handshake *h)
{
	return h->fragment_offset <= h->length && h->fragment_length <= h->length - h->fragment_offset;
}

bool reassembly_pass(struct handshake *h, const uint8_t *fragment)
{
	h->complete = h->fragment_length == h->length;
	h->body = h->complete ? fragment : NULL;
	h->body_len = h->complete ? h->length : 0;
	return in_bounds(h);
}

bool reassembly_take(struct reassembly *r, struct handshake *h, const uint8_t *fragment)
{
	if (h->message_seq >= REASSEMBLY_MESSAGES || h->length > REASSEMBLY_MESSAGE)
		return reassembly_pass(h, fragment);
	struct assembled *m = &r->messages[h->message_seq];
	uint32_t bit = UINT32_C(1) << h->message_seq;
	h->again = r->complete & bit;
	if (h->again && !m->bytes)
		return reassembly_pass(h, fragment);
	if (!in_bounds(h) || (m->bytes && (m->type != h->type || m->length != h->length)))
		return false;
	if (!m->bytes)
		begin(r, m, h);
	fill(m, h->fragment_offset, fragment, h->fragment_length);
	if (m->missing)
		return true;
	r->complete |= bit;
	h->complete = true;
	h->body = body_of(m);
	h->body_len = m->length;
	return true;
}

const struct assembled *reassembly_message(const struct reassembly *r, unsigned seq)
{
	if (seq >= REASSEMBLY_MESSAGES || !r->messages[seq].bytes || r->messages[seq].missing)
		return NULL;
	return &r->messages[seq];
}

bool reassembly_contradicts(const struct reassembly *r, const struct handshake *h, const uint8_t *fragment)
{
	if (h->message_seq >= REASSEMBLY_MESSAGES || !in_bounds(h))
		return false;
	const struct assembled *m = &r->messages[h->message_seq];
	if (!m->bytes)
		return false;
	if (m->type != h->type || m->length != h->length)
		return true;
	const uint8_t *there = body_of(m) + m->length;
	for (uint32_t i = 0; i < h->fragment_length; i++) {
		uint32_t place = h->fragment_offset + i;
		if (there[place / 8] & 1 << place % 8 && body_of(m)[place] != fragment[i])
			return true;
	}
	return false;
}

void reassembly_forget(struct reassembly *r)
{
	for (int i = 0; i < REASSEMBLY_MESSAGES; i++) {
		free(r->messages[i].bytes);
		r->messages[i] = (struct assembled){ 0 };
	}
	r->held = 0;
}
