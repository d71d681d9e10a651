/* sim/transfer.c - cutting, going on from block to block, joining (RFC 7959 2). */
#include "sim/transfer.h"

#include <string.h>

#include "sim/client.h"
#include "sim/client_fault.h"

enum { MORE = 8, SIZE_0 = 16 };

static uint32_t size_of(uint8_t szx) { return (uint32_t)SIZE_0 << szx; }

/* RFC 7959 2.2. */
struct block {
	uint32_t num;
	bool more;
	uint8_t szx;
};

static bool read_block(struct block *b, const struct message *m, uint32_t number)
{
	uint32_t value;

	if (!message_option_uint(m, number, &value))
		return false;
	*b = (struct block){ .num = value >> 4, .more = value & MORE, .szx = value & 7 };
	return true;
}

/* --- cutting --- */

/* The options that a block has beside those of the whole, in ascending order. */
struct added {
	uint32_t number, value;
};

static unsigned options_to_add(struct added added[3], const struct block_plan *p, bool more)
{
	unsigned n = 0;

	if (p->two)
		added[n++] = (struct added){ OPTION_BLOCK2, p->num2 << 4 | p->szx2 };
	if (p->one)
		added[n++] = (struct added){ OPTION_BLOCK1, p->num1 << 4 | (more ? MORE : 0) | p->szx1 };
	if (p->tag)
		added[n++] = (struct added){ OPTION_REQUEST_TAG, p->tag };
	return n;
}

/* The rest of an answer is asked for without body, and so without its Content-Format. */
static bool belongs(const struct block_plan *p, const struct option *o) { return !p->num2 || o->number != OPTION_CONTENT_FORMAT; }

void transfer_cut(struct sent *piece, const struct sent *whole, const struct block_plan *p)
{
	struct added added[3];
	struct message m;
	unsigned n, next = 0;

	message_read(&m, whole->bytes, whole->len);
	uint32_t size = p->one ? size_of(p->szx1) : m.payload.len, at = p->one ? p->num1 * size : 0;
	uint32_t left = m.payload.len > at && !p->num2 ? m.payload.len - at : 0;
	*piece = *whole;
	struct buffer out = buffer_on(piece->bytes, sizeof(piece->bytes));
	struct writer w = message_begin(&out, (enum message_type)m.type, m.code, m.mid, m.bytes + m.token.at, m.token.len);
	n = options_to_add(added, p, left > size);
	for (unsigned i = 0; i < m.options_kept; i++) {
		while (next < n && added[next].number < m.options[i].number)
			writer_option_uint(&w, added[next].number, added[next].value), next++;
		if (belongs(p, &m.options[i]))
			writer_option(&w, m.options[i].number, m.bytes + m.options[i].value.at, m.options[i].value.len);
	}
	for (; next < n; next++)
		writer_option_uint(&w, added[next].number, added[next].value);
	writer_payload(&w, m.bytes + m.payload.at + at, left < size ? left : size);
	piece->len = out.len;
}

/* --- going on: a block is a new message, with a Message ID and a Token of its own (RFC 7959 2.1) --- */

static uint32_t body_len(const struct transfer *t)
{
	struct message m;

	message_read(&m, t->whole.bytes, t->whole.len);
	return m.payload.len;
}

static void send_piece(struct client *c, uint64_t now_ns, struct sink *sink)
{
	struct transfer *t = c->transfer;
	struct sent sent;
	bool last = !t->piece.one || (t->piece.num1 + 1) * size_of(t->piece.szx1) >= body_len(t);

	t->piece.two = t->fetching || (t->ask_two && last);
	transfer_cut(&sent, &t->whole, &t->piece);
	client_send(c, &sent, now_ns, sink);
}

void transfer_begin(struct client *c, const struct sent *sent, const struct block_plan *p, uint64_t now_ns, struct sink *sink)
{
	struct transfer *t = c->transfer;

	t->on = true;
	t->fetching = false;
	t->ask_two = p->two;
	t->whole = *sent;
	t->piece = *p;
	t->body_len = 0;
	t->count++;
	if (p->one)
		t->piece.tag = client_deviates(c, CLIENT_DEVIATION_RECYCLES_TAG) ? 1 : t->count;
	send_piece(c, now_ns, sink);
}

/* The next block: where the server asks for smaller ones, of that size and numbered anew (RFC 7959 2.3). */
static bool goes_on(struct client *c, const struct in *in, const struct message *m, struct sink *sink)
{
	struct transfer *t = c->transfer;
	uint32_t at = (t->piece.num1 + 1) * size_of(t->piece.szx1);
	struct block said;

	if (at >= body_len(t))
		return false;
	if (read_block(&said, m, OPTION_BLOCK1) && said.szx < t->piece.szx1 && !client_deviates(c, CLIENT_DEVIATION_KEEPS_BLOCK_SIZE))
		t->piece.szx1 = said.szx;
	t->piece.num1 = at / size_of(t->piece.szx1);
	client_renew(c, &t->whole, sink);
	send_piece(c, in->at_ns, sink);
	return true;
}

/* --- joining --- */

/* RFC 7959 2.4: blocks of which the ETags differ are no one body. */
static bool takes(struct client *c, const struct message *m, const struct block *b)
{
	struct transfer *t = c->transfer;
	const struct option *etag = message_option(m, OPTION_ETAG, 0);
	uint8_t len = etag && etag->value.len <= sizeof(t->etag) ? (uint8_t)etag->value.len : 0;
	bool same = len == t->etag_len && (!len || !memcmp(t->etag, m->bytes + etag->value.at, len));

	if (!b->num) {
		t->etag_len = len;
		if (len)
			memcpy(t->etag, m->bytes + etag->value.at, len);
	} else if (!same && !client_deviates(c, CLIENT_DEVIATION_MIXES_ETAGS)) {
		return false;
	}
	if (b->num << (b->szx + 4) != t->body_len || m->payload.len > sizeof(t->body) - t->body_len)
		return false;
	memcpy(t->body + t->body_len, m->bytes + m->payload.at, m->payload.len);
	t->body_len += m->payload.len;
	return true;
}

static void join(struct transfer *t, struct in *in, const struct message *m)
{
	struct buffer whole = buffer_on(t->joined, sizeof(t->joined));
	struct writer w = message_begin(&whole, (enum message_type)m->type, m->code, m->mid, m->bytes + m->token.at, m->token.len);

	writer_option_uint(&w, OPTION_CONTENT_FORMAT, 50);
	writer_payload(&w, t->body, t->body_len);
	if (whole.failed)
		return;
	in->bytes = t->joined;
	in->len = whole.len;
}

static bool fetches(struct client *c, struct in *in, const struct message *m, const struct block *b, struct sink *sink)
{
	struct transfer *t = c->transfer;

	t->on = takes(c, m, b);
	if (!t->on)
		return false;
	if (!b->more) {
		t->on = false;
		join(t, in, m);
		return false;
	}
	t->fetching = true;
	t->piece = (struct block_plan){ .two = true, .szx2 = b->szx,
				   .num2 = b->num + (client_deviates(c, CLIENT_DEVIATION_SKIPS_BLOCK) ? 2 : 1) };
	client_renew(c, &t->whole, sink);
	send_piece(c, in->at_ns, sink);
	return true;
}

bool transfer_goes_on(struct client *c, struct in *in, const struct message *m, struct sink *sink)
{
	struct transfer *t = c->transfer;
	struct block b;

	if (!t || !t->on || !transaction_open(&c->last))
		return false;
	if (m->code == CODE_CONTINUE && !t->fetching && t->piece.one && goes_on(c, in, m, sink))
		return true;
	if (CODE_CLASS(m->code) == 2 && m->code != CODE_CONTINUE && read_block(&b, m, OPTION_BLOCK2))
		return fetches(c, in, m, &b, sink);
	t->on = false;
	return false;
}
