/* server/blocks.c - requests put together from blocks, and answers cut into them (RFC 7959 2). */
#include "server/blocks.h"

#include <string.h>

#include "server/exchange.h"

enum { SZX_RESERVED = 7, MORE = 8 };

/* RFC 7959 2.2. */
struct block {
	uint32_t num, at, size;
	bool more;
	uint8_t szx;
};

static bool read_block(struct block *b, const struct message *m, uint32_t number)
{
	uint32_t value;

	if (!message_option_uint(m, number, &value))
		return false;
	*b = (struct block){ .num = value >> 4, .more = value & MORE, .szx = value & 7 };
	b->size = 16u << b->szx;
	b->at = b->num * b->size;
	return true;
}

static uint32_t value_of(uint32_t num, bool more, uint8_t szx) { return num << 4 | (more ? MORE : 0) | szx; }

/* RFC 7959 2.2: of a length that only TCP uses. */
static bool sizes_check(struct exchange *x)
{
	struct block one, two;
	bool bad = (read_block(&one, &x->request, OPTION_BLOCK1) && one.szx == SZX_RESERVED) ||
		   (read_block(&two, &x->request, OPTION_BLOCK2) && two.szx == SZX_RESERVED);

	return !bad || exchange_refuse(x, REFUSAL_BLOCK_SIZE, NULL, -1);
}

/* --- what comes --- */

static uint32_t format_of(const struct message *m)
{
	uint32_t format;

	return message_option_uint(m, OPTION_CONTENT_FORMAT, &format) ? format : UINT32_MAX;
}

static bool tag_is(const struct body *body, const struct message *m)
{
	const struct option *o = message_option(m, OPTION_REQUEST_TAG, 0);
	size_t len = o ? o->value.len : 0;

	return len == body->tag_len && (!len || !memcmp(body->tag, m->bytes + o->value.at, len));
}

static void begin(struct body *body, const struct message *m)
{
	const struct option *o = message_option(m, OPTION_REQUEST_TAG, 0);

	body->coming = true;
	body->len = 0;
	body->format = format_of(m);
	body->tag_len = o && o->value.len <= sizeof(body->tag) ? (uint8_t)o->value.len : 0;
	if (body->tag_len)
		memcpy(body->tag, m->bytes + o->value.at, body->tag_len);
}

/* Does the block belong to the end of what came? Where a fault takes it all the same, it does. */
static bool fits(struct exchange *x, struct body *body, const struct block *b)
{
	const struct message *m = &x->request;

	if (b->more && m->payload.len != b->size && !exchange_refuse(x, REFUSAL_BLOCK_SIZE, NULL, -1))
		return false;
	if (!b->num && body->coming && exchange_deviates(x, DEVIATION_REFUSES_SECOND_BODY))
		return exchange_refuse(x, REFUSAL_BLOCK_MISSING, NULL, -1);
	if (!b->num)
		begin(body, m);
	else if ((!body->coming || body->len != b->at || !tag_is(body, m)) && !exchange_refuse(x, REFUSAL_BLOCK_MISSING, NULL, -1))
		return false;
	if (body->format != format_of(m) && !exchange_deviates(x, DEVIATION_JOINS_FORMATS) && !exchange_refuse(x, REFUSAL_BLOCK_FORMAT, NULL, -1))
		return false;
	return m->payload.len <= sizeof(body->octets) - body->len || exchange_refuse(x, REFUSAL_BODY_TOO_LARGE, NULL, BODY_ROOM);
}

static void append(struct body *body, const struct message *m)
{
	size_t room = sizeof(body->octets) - body->len, len = m->payload.len < room ? m->payload.len : room;

	memcpy(body->octets + body->len, m->bytes + m->payload.at, len);
	body->len += len;
}

/* The last block's header and options before the whole body. */
static void put_together(struct exchange *x, struct body *body)
{
	struct buffer whole = buffer_on(body->whole, sizeof(body->whole));
	const struct message *m = &x->request;

	buffer_bytes(&whole, m->bytes, m->payload.len ? m->payload.at - 1 : m->len);
	buffer_u8(&whole, 0xff);
	buffer_bytes(&whole, body->octets, body->len);
	body->coming = false;
	if (!whole.failed)
		message_read(&x->request, whole.bytes, whole.len);
}

/* Until the next: 2.31, and how large it may be. */
static void continues(struct exchange *x, const struct block *b)
{
	struct answer *a = &x->answer;

	a->code = exchange_deviates(x, DEVIATION_BLOCKS_CHANGED) ? CODE_CHANGED : CODE_CONTINUE;
	a->more_comes = true;
	a->block1 = value_of(b->num, true, b->szx < PREFERRED_SZX ? b->szx : PREFERRED_SZX);
}

bool blocks_later(const struct exchange *x)
{
	struct block b;

	return x->server->config.blocks && read_block(&b, &x->request, OPTION_BLOCK1) && b.num;
}

bool blocks_wait(struct exchange *x)
{
	struct block b;

	if (!x->server->config.blocks || !read_block(&b, &x->request, OPTION_BLOCK1))
		return false;
	x->answer.has_block1 = true;
	x->answer.block1 = value_of(b.num, false, b.szx);
	if (!b.num && !b.more)
		return false;
	struct body *body = bodies_of(&x->server->bodies, x->in->link);
	if (!fits(x, body, &b)) {
		body->coming = false;
		return true;
	}
	append(body, &x->request);
	if (b.more)
		continues(x, &b);
	else
		put_together(x, body);
	return b.more;
}

void blocks_keep(struct exchange *x)
{
	struct body *body = bodies_find(&x->server->bodies, x->in->link);
	struct block b;

	if (!body || !blocks_later(x) || !read_block(&b, &x->request, OPTION_BLOCK1))
		return;
	body->coming = true;
	body->len = b.at;
}

/* --- what leaves --- */

/* The rest of an answer is asked for: nothing is executed again (RFC 7959 2.7). */
bool blocks_resume(struct exchange *x)
{
	struct body *body = bodies_find(&x->server->bodies, x->in->link);
	struct block b;

	if (!x->server->config.blocks)
		return false;
	if (!sizes_check(x))
		return true;
	if (!read_block(&b, &x->request, OPTION_BLOCK2) || !b.num || message_option(&x->request, OPTION_BLOCK1, 0))
		return false;
	if (!body || b.at >= body->answer_len) {
		exchange_refuse(x, REFUSAL_BLOCK_MISSING, NULL, -1);
		return true;
	}
	x->answer.code = body->code;
	x->answer.stored = body;
	return true;
}

void blocks_cut(struct exchange *x, struct cut *cut, const struct buffer *body)
{
	bool larger = exchange_deviates(x, DEVIATION_BLOCK2_LARGER);
	const struct body *stored = x->answer.stored;
	struct block b;

	*cut = (struct cut){ .bytes = stored ? stored->answer : body->bytes, .len = stored ? stored->answer_len : body->len };
	if (!x->server->config.blocks || !read_block(&b, &x->request, OPTION_BLOCK2) || CODE_CLASS(x->answer.code) != 2)
		return;
	if (larger && b.szx < SZX_RESERVED - 1)
		b.szx++, b.size *= 2;
	if (!stored && cut->len > b.size && cut->len <= sizeof(stored->answer)) {
		struct body *kept = bodies_of(&x->server->bodies, x->in->link);
		kept->code = x->answer.code;
		kept->answer_len = cut->len;
		memcpy(kept->answer, cut->bytes, cut->len);
	}
	cut->is = true;
	cut->etag = (uint32_t)table_hash(cut->bytes, cut->len, exchange_deviates(x, DEVIATION_ETAG_CHANGES) ? b.num : 0);
	cut->block2 = value_of(b.num, cut->len > b.at + b.size, b.szx);
	cut->bytes += b.at;
	cut->len = cut->len > b.at + b.size ? b.size : cut->len - b.at;
}
