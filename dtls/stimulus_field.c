/* dtls/stimulus_field.c - a field of a handshake message found and edited; the lengths around it follow. */
#include <string.h>

#include "dtls/stimulus.h"
#include "wire/cursor.h"

/* Where a field stands: its content, and so many octets of length before that. An extension begins
 * with its number, and the block of them has a length too. */
struct place {
	size_t at, len, prefix;
	size_t whole;		/* where the field begins, with length and number */
	size_t block, block_len;/* of the extensions, behind their length; 0: not in one */
	bool there;
};

/* --- finding --- */

static struct place fixed_place(struct cursor *c, size_t len)
{
	struct place p = { .at = c->at, .len = len, .whole = c->at };

	p.there = cursor_take(c, len) != NULL;
	return p;
}

static struct place vector_place(struct cursor *c, size_t octets)
{
	struct place p = { .whole = c->at, .prefix = octets };

	p.len = (size_t)cursor_number(c, octets);
	p.at = c->at;
	p.there = cursor_take(c, p.len) != NULL;
	return p;
}

/* Its place by the shape that the table of fields gives it. */
static void walk(struct place *places, struct cursor *c, enum handshake_field field)
{
	const struct field_fact *f = field_fact(field);

	places[field] = f->shape == SHAPE_FIXED ? fixed_place(c, f->octets) : vector_place(c, f->octets);
}

static void walk_all(struct place *places, struct cursor *c, const enum handshake_field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		walk(places, c, fields[i]);
}

static const enum handshake_field client_hello[] = { FIELD_CH_VERSION, FIELD_CH_RANDOM,       FIELD_CH_SESSION_ID, FIELD_CH_COOKIE,
						     FIELD_CH_SUITES,  FIELD_CH_COMPRESSIONS, FIELD_CH_EXTENSIONS };
static const enum handshake_field hello_verify[] = { FIELD_HVR_VERSION, FIELD_HVR_COOKIE };
static const enum handshake_field server_hello[] = { FIELD_SH_VERSION, FIELD_SH_RANDOM,	     FIELD_SH_SESSION_ID,
						     FIELD_SH_SUITE,   FIELD_SH_COMPRESSION, FIELD_SH_EXTENSIONS };

static struct place extension_place(const struct buffer *body, const struct place *block, uint16_t number)
{
	struct cursor c = cursor_of(body->bytes, block->at + block->len);

	if (!block->there)
		return (struct place){ 0 };
	c.at = block->at;
	while (cursor_left(&c)) {
		size_t whole = c.at;
		uint16_t type = cursor_u16(&c);
		struct place p = vector_place(&c, 2);
		p.whole = whole;
		p.block = block->at;
		p.block_len = block->len;
		if (p.there && type == number)
			return p;
	}
	return (struct place){ 0 };
}

/* The point is behind the identity in ECDHE_PSK, alone in ECDHE_ECDSA: told apart by what fits the body. */
static void walk_client_key(struct place *places, const struct buffer *body)
{
	struct cursor psk = cursor_of(body->bytes, body->len), ecdsa = psk;

	walk(places, &psk, FIELD_CKE_FIRST);
	walk(places, &psk, FIELD_CKE_POINT);
	if (!places[FIELD_CKE_POINT].there)
		walk(places, &ecdsa, FIELD_CKE_POINT);
}

static struct place find(const struct buffer *body, const struct stimulus *d)
{
	struct place places[FIELD_COUNT] = { 0 };
	struct cursor c = cursor_of(body->bytes, body->len);
	const struct field_fact *f = field_fact(d->field);
	bool client = d->message == HANDSHAKE_CLIENT_HELLO;

	if (!f || f->shape == SHAPE_REST)
		return (struct place){ .len = body->len, .there = true };
	if (client)
		walk_all(places, &c, client_hello, sizeof(client_hello) / sizeof(*client_hello));
	else if (d->message == HANDSHAKE_HELLO_VERIFY_REQUEST)
		walk_all(places, &c, hello_verify, sizeof(hello_verify) / sizeof(*hello_verify));
	else if (d->message == HANDSHAKE_SERVER_HELLO)
		walk_all(places, &c, server_hello, sizeof(server_hello) / sizeof(*server_hello));
	else if (d->message == HANDSHAKE_CLIENT_KEY_EXCHANGE)
		walk_client_key(places, body);
	else
		walk(places, &c, d->field);
	if (f->shape == SHAPE_EXTENSION)
		return extension_place(body, &places[client ? FIELD_CH_EXTENSIONS : FIELD_SH_EXTENSIONS], d->extension);
	return places[d->field];
}

/* --- editing --- */

static void number_put(uint8_t *at, size_t octets, size_t number)
{
	for (size_t i = 0; i < octets; i++)
		at[i] = (uint8_t)(number >> 8 * (octets - 1 - i));
}

/* REMOVE octets of the content at AT replaced; its length and that of the block follow. */
static bool content_put(struct buffer *b, const struct place *p, size_t at, size_t remove, const uint8_t *bytes, size_t len)
{
	buffer_splice(b, p->at + at, remove, bytes, len);
	if (b->failed)
		return false;
	number_put(b->bytes + p->at - p->prefix, p->prefix, p->len - remove + len);
	if (p->block)
		number_put(b->bytes + p->block - 2, 2, p->block_len - remove + len);
	return true;
}

/* The field itself taken away, or put in: only the block around it has to know. */
static bool whole_put(struct buffer *b, const struct place *p, size_t at, size_t remove, const uint8_t *bytes, size_t len)
{
	buffer_splice(b, at, remove, bytes, len);
	if (!b->failed && p->block)
		number_put(b->bytes + p->block - 2, 2, p->block_len - remove + len);
	return !b->failed;
}

static bool drop(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	(void)d;
	return whole_put(b, p, p->whole, p->at + p->len - p->whole, NULL, 0);
}

/* An extension as a whole, else the content: suites offered twice, an identity doubled. */
static bool duplicate(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	uint8_t copy[STIMULUS_OCTETS];
	size_t from = p->block ? p->whole : p->at, len = p->at + p->len - from;

	(void)d;
	if (len > sizeof(copy))
		return false;
	memcpy(copy, b->bytes + from, len);
	if (p->block)
		return whole_put(b, p, p->at + p->len, 0, copy, len);
	return content_put(b, p, p->len, 0, copy, len);
}

static bool empty(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	(void)d;
	return content_put(b, p, 0, p->len, NULL, 0);
}

static bool replace(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	return content_put(b, p, 0, p->len, d->octets, d->octets_len);
}

static bool insert(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	return content_put(b, p, p->len, 0, d->octets, d->octets_len);
}

static bool flip(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	(void)d;
	if (p->len)
		b->bytes[p->at + p->len - 1] ^= 1;
	return p->len;
}

static bool truncate_there(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	(void)d;
	b->len = p->at + p->len / 2;
	return true;
}

static bool length(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	number_put(b->bytes + p->at - p->prefix, p->prefix, (size_t)d->number);
	return true;
}

static bool capitals(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	(void)d;
	for (size_t i = p->at; i < p->at + p->len; i++)
		if (b->bytes[i] >= 'a' && b->bytes[i] <= 'z')
			b->bytes[i] = (uint8_t)(b->bytes[i] - 'a' + 'A');
	return true;
}

static bool sized(struct buffer *b, const struct place *p, const struct stimulus *d)
{
	static const uint8_t x[] = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
	struct place now = *p;

	if (!empty(b, p, d))
		return false;
	now.len = 0;
	now.block_len -= p->block ? p->len : 0;
	for (uint64_t left = d->number; left;) {
		size_t part = left < sizeof(x) - 1 ? (size_t)left : sizeof(x) - 1;
		if (!content_put(b, &now, now.len, 0, x, part))
			return false;
		now.len += part;
		now.block_len += p->block ? part : 0;
		left -= part;
	}
	return true;
}

/* By verb; NULL: edits no field. */
static bool (*const edits[STIMULUS_COUNT])(struct buffer *, const struct place *, const struct stimulus *) = {
	[STIMULUS_DROP] = drop,	 [STIMULUS_DUPLICATE] = duplicate,	[STIMULUS_EMPTY] = empty,
	[STIMULUS_REPLACE] = replace,	 [STIMULUS_INSERT] = insert,		[STIMULUS_FLIP] = flip,
	[STIMULUS_SIZED] = sized,	 [STIMULUS_CAPITALS] = capitals,
	[STIMULUS_LENGTH] = length,	 [STIMULUS_TRUNCATE] = truncate_there,
};

/* An extension behind the others; where there is no block, one is made. */
static bool extension_add(struct buffer *b, const struct stimulus *d)
{
	struct stimulus all = { .message = d->message };
	uint8_t extension[4 + STIMULUS_OCTETS];

	all.field = d->message == HANDSHAKE_CLIENT_HELLO ? FIELD_CH_EXTENSIONS : FIELD_SH_EXTENSIONS;
	struct place block = find(b, &all);
	if (!block.there) {
		buffer_u16(b, 0);
		block = find(b, &all);
	}
	if (!block.there)
		return false;
	number_put(extension, 2, d->extension);
	number_put(extension + 2, 2, d->octets_len);
	memcpy(extension + 4, d->octets, d->octets_len);
	return content_put(b, &block, block.len, 0, extension, 4 + (size_t)d->octets_len);
}

bool field_edit(struct buffer *b, const struct stimulus *d)
{
	const struct field_fact *f = field_fact(d->field);
	const struct place p = find(b, d);

	if (f && f->shape == SHAPE_EXTENSION && d->verb == STIMULUS_INSERT)
		return extension_add(b, d);
	return p.there && edits[d->verb] && edits[d->verb](b, &p, d);
}
