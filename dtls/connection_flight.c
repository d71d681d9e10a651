/* dtls/connection_flight.c - flights out: messages numbered and hashed, cut into records, sent, sent again.
 *
 *     body --message hook--> numbered, hashed --> item
 *     items --> pieces --flight hook--> records --record hook--> sealed --> packed into datagrams */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/connection_parts.h"

struct buffer flight_room(struct connection *c) { return buffer_on(c->profile->bench->message, MESSAGE_ROOM); }

void flight_begin(struct connection *c)
{
	struct run *r = c->run;

	for (unsigned i = 0; i < r->item_count; i++)
		free(r->items[i].body);
	r->item_count = 0;
	r->transmission = r->timeouts = r->repeated = 0;
	r->timeout_ns = c->profile->timeout_ns ? c->profile->timeout_ns : TIMEOUT_DEFAULT_NS;
	if (has_habit(c->profile, HABIT_HASTY))
		r->timeout_ns = TIMEOUT_DEFAULT_NS / 5;
}

static struct item *item_add(struct connection *c, uint8_t record_type, uint8_t type, const uint8_t *body, size_t len)
{
	struct run *r = c->run;

	assert(r->item_count < FLIGHT_ITEMS);
	struct item *i = &r->items[r->item_count++];
	*i = (struct item){ .record_type = record_type, .type = type, .epoch = c->write_epoch, .len = (uint32_t)len };
	i->body = malloc(len + 1);
	assert(i->body);
	if (len)
		memcpy(i->body, body, len);
	return i;
}

void flight_message(struct connection *c, enum handshake_type type, struct buffer *body)
{
	struct run *r = c->run;
	struct message_out out = { .type = (uint8_t)type, .seq = r->next_out, .body = body };
	uint8_t header[HANDSHAKE_HEADER];

	assert(!body->failed);
	if (c->hooks && c->hooks->message)
		c->hooks->message(c->hooks_arg, &out);
	if (out.omit)
		return;
	if (!out.unnumbered)
		r->next_out++;
	struct item *i = item_add(c, RECORD_HANDSHAKE, out.type, body->bytes, body->len);
	i->seq = out.seq;
	const struct handshake h = { .type = out.type, .length = i->len, .message_seq = out.seq,
				     .fragment_length = i->len };
	handshake_header_write(header, &h);
	if (!out.unhashed && type != HANDSHAKE_HELLO_REQUEST)
		transcript_add(r, header, body->bytes, body->len);
}

void flight_change(struct connection *c)
{
	static const uint8_t change[] = { 1 };

	item_add(c, RECORD_CHANGE_CIPHER_SPEC, PIECE_CHANGE_CIPHER_SPEC, change, sizeof(change));
	c->write_epoch++;
}

void flight_finished(struct connection *c)
{
	struct buffer body = flight_room(c);
	uint8_t verify[VERIFY_DATA];

	keys_finished(c, own_side(c), verify);
	memcpy(c->verify[own_side(c)], verify, VERIFY_DATA);
	buffer_bytes(&body, verify, sizeof(verify));
	flight_message(c, HANDSHAKE_FINISHED, &body);
}

/* --- records --- */

static size_t mtu_of(const struct connection *c) { return c->profile->mtu ? c->profile->mtu : MTU_DEFAULT; }

/* Header, explicit nonce and tag at most. */
static size_t expansion(uint16_t epoch)
{
	enum { NONCE_AND_TAG = 8 + 16 };

	return RECORD_HEADER + (epoch ? NONCE_AND_TAG : 0);
}

static void write_length(uint8_t header[RECORD_HEADER], uint16_t length)
{
	if (!length)
		return;
	header[RECORD_HEADER - 2] = (uint8_t)(length >> 8);
	header[RECORD_HEADER - 1] = (uint8_t)length;
}

/* Seals one record behind what OUT holds; the datagram leaves first where both would be too long. */
static void record_pack(struct connection *c, struct buffer *out, struct record_out *r)
{
	const struct epoch *keyed = epoch_find(c, r->key_epoch);
	bool sealed = keyed && keyed->suite && !r->clear;
	struct epoch_keys keys;
	size_t before = out->len;

	if (sealed)
		epoch_keys_of(&keys, keyed);
	for (int copies = r->twice ? 2 : 1; copies; copies--) {
		size_t start = out->len;
		if (!record_seal(c->profile->bench->protector, sealed ? &keys : NULL, !c->profile->server, &r->header, r->plain->bytes,
				 r->plain->len, out))
			return;
		if (r->bad_tag)
			out->bytes[out->len - 1] ^= 1;
		write_length(out->bytes + start, r->length);
	}
	if (before && out->len > mtu_of(c)) {
		c->profile->world->send(c->arg, out->bytes, before);
		memmove(out->bytes, out->bytes + before, out->len - before);
		out->len -= before;
	}
}

static void record_add(struct connection *c, struct buffer *out, uint8_t type, uint16_t epoch, unsigned transmission,
		       struct buffer *plain)
{
	struct epoch *e = epoch_find(c, epoch);
	struct record_out r = { .key_epoch = epoch, .transmission = transmission, .plain = plain };

	assert(e);
	r.header = (struct record){ .type = type, .version = DTLS_1_2, .epoch = epoch, .seq = e->next_seq++ };
	if (c->hooks && c->hooks->record)
		c->hooks->record(c->hooks_arg, &r);
	if (r.header.epoch != epoch)
		e->next_seq--;		/* written under another epoch's number, it took none of this one */
	if (!r.omit)
		record_pack(c, out, &r);
}

static void datagram_send(struct connection *c, struct buffer *out)
{
	if (out->len)
		c->profile->world->send(c->arg, out->bytes, out->len);
	out->len = 0;
	out->failed = false;
}

static struct buffer datagram_room(struct connection *c) { return buffer_on(c->profile->bench->datagram, 2 * RECORD_ROOM); }

bool record_output(struct connection *c, uint8_t type, uint16_t epoch, const uint8_t *bytes, size_t len)
{
	struct buffer out = datagram_room(c), plain = flight_room(c);

	buffer_bytes(&plain, bytes, len);
	if (plain.failed)
		return false;
	record_add(c, &out, type, epoch, 1, &plain);
	datagram_send(c, &out);
	return true;
}

/* --- the plan of a flight --- */

/* By the book: each message in as few records as fit a datagram each. */
static size_t plan(const struct connection *c, struct piece *pieces)
{
	size_t count = 0;

	for (unsigned n = 0; n < c->run->item_count; n++) {
		const struct item *i = &c->run->items[n];
		size_t room = mtu_of(c) - expansion(i->epoch) - HANDSHAKE_HEADER;
		uint32_t at = 0;
		do {
			uint32_t part = i->len - at < room ? i->len - at : (uint32_t)room;
			assert(count < PIECES_MAX);
			pieces[count++] = (struct piece){ .item = (uint8_t)n, .handshake_type = i->type, .seq = i->seq,
							  .offset = at, .length = part, .total = i->len };
			at += part;
		} while (at < i->len);
	}
	return count;
}

/* The octets of a piece; what a hook asks for beyond the body is zeros. */
static void piece_write(struct buffer *plain, const struct item *i, const struct piece *p)
{
	uint8_t header[HANDSHAKE_HEADER];
	const struct handshake h = { .type = p->handshake_type, .length = p->total, .message_seq = p->seq,
				     .fragment_offset = p->offset, .fragment_length = p->length };

	if (i->record_type == RECORD_HANDSHAKE) {
		handshake_header_write(header, &h);
		buffer_bytes(plain, header, sizeof(header));
	}
	for (uint32_t n = 0; n < p->length; n++)
		buffer_u8(plain, p->offset + n < i->len ? i->body[p->offset + n] : 0);
}

static void pieces_send(struct connection *c, const struct piece *pieces, size_t count)
{
	struct buffer out = datagram_room(c);

	for (size_t n = 0; n < count; n++) {
		const struct item *i = &c->run->items[pieces[n].item];
		struct buffer plain = flight_room(c);
		assert(pieces[n].item < c->run->item_count);
		if (pieces[n].alone)
			datagram_send(c, &out);
		piece_write(&plain, i, &pieces[n]);
		if (!plain.failed)
			record_add(c, &out, i->record_type, i->epoch, c->run->transmission, &plain);
		if (pieces[n].alone)
			datagram_send(c, &out);
	}
	datagram_send(c, &out);
}

void flight_again(struct connection *c)
{
	struct piece pieces[PIECES_MAX];
	size_t count = plan(c, pieces);

	c->run->transmission++;
	if (c->hooks && c->hooks->flight)
		c->hooks->flight(c->hooks_arg, pieces, &count, c->run->transmission);
	if (c->run->state != STATE_DONE)
		c->deadline_ns = c->now_ns + c->run->timeout_ns;
	pieces_send(c, pieces, count);
}

void flight_send(struct connection *c, bool expect)
{
	c->run->answered = c->run->next_in;
	flight_again(c);
	if (!expect)
		c->deadline_ns = NEVER;
}
