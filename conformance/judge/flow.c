/* conformance/judge/flow.c - following bodies in blocks. */
#include "conformance/judge/flow.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/judge/exchange.h"
#include "conformance/judge/peer.h"
#include "wire/table.h"

enum { BLOCK_OCTETS = 3 };

bool block_read(struct block *b, const struct message *m, uint32_t number)
{
	uint32_t value;

	*b = (struct block){ .option = message_option(m, number, 0) };
	if (!b->option || b->option->value.len > BLOCK_OCTETS || !message_option_uint(m, number, &value))
		return false;
	b->is = true;
	b->num = value >> 4;
	b->more = value >> 3 & 1;
	b->szx = value & 7;
	b->at = b->num << (b->szx + 4);
	return true;
}

bool message_is_piece(const struct message *m)
{
	struct block one, two;
	bool request = message_is_request(m);

	if (block_read(&one, m, OPTION_BLOCK1) && request && (one.num || one.more))
		return true;
	return block_read(&two, m, OPTION_BLOCK2) && (two.num || (two.more && !request));
}

/* 0: absent. */
static uint64_t option_hash(const struct message *m, uint32_t number)
{
	const struct option *o = message_option(m, number, 0);

	return o ? table_hash(m->bytes + o->value.at, o->value.len, 0) | 1 : 0;
}

/* --- a request --- */

static enum place place_of(const struct flow *f, const struct block *b, uint64_t tag)
{
	if (!b->num)
		return PLACE_FIRST;
	if (!f->coming || tag != f->tag || b->at > f->taken)
		return PLACE_MISSING;
	return b->at == f->taken ? PLACE_NEXT : PLACE_AGAIN;
}

static void ask_one(struct flow_step *s, struct flow *f, const struct exchange *x)
{
	uint64_t tag = x->step->tag;
	bool other_body = x->asked.content_hash != f->first_hash;

	s->place = place_of(f, &s->one, tag);
	s->format_changed = s->place == PLACE_NEXT && x->step->format != f->format;
	s->restarts = s->place == PLACE_FIRST ? f->coming && tag == f->tag : f->restarted;
	s->clear_before = s->place == PLACE_MISSING && f->clear_frame && f->clear_end == s->one.at;
	s->said_szx = s->place == PLACE_FIRST || !f->coming ? SZX_NONE : f->said_szx;
	s->frame = s->clear_before ? f->clear_frame : f->frame;
	if (s->place != PLACE_FIRST)
		return;
	if (other_body && tag && f->open_tag) {
		s->tag_recycled = tag == f->open_tag;
		s->tag_renewed = !s->tag_recycled;
	}
	f->open_tag = s->one.more ? tag : 0;
	f->first_hash = x->asked.content_hash;
	f->frame = x->asked_by.first_frame;
}

static void ask_two(struct flow_step *s, const struct flow *f)
{
	if (!s->two.num || !f->fetching)
		return;
	s->follows = true;
	s->after_body = f->after_body;
	s->etag_known = f->etag_known;
	s->etag_mixed = f->etag_mixed;
	s->two_szx = f->two_szx;
	s->due = f->due;
	s->frame = f->frame;
}

/* The session's; a message in the clear beside one leaves its flow as it is. */
static struct flow *flow_of(struct peer *peer, uint32_t association)
{
	struct flow *f = peer->flow;

	if (!f)
		f = peer->flow = calloc(1, sizeof(*f));
	assert(f);
	if (association && f->association != association)
		*f = (struct flow){ .association = association, .clear_frame = f->clear_frame, .clear_end = f->clear_end };
	return f;
}

static struct flow_step *step_of(struct exchange *x)
{
	if (!x->step)
		x->step = calloc(1, sizeof(*x->step));
	assert(x->step);
	return x->step;
}

/* What this block adds, if it follows. */
static void gather(struct flow *f, const struct flow_step *s, const struct message *m)
{
	/* The last block may come again, with the Echo that was asked for. */
	if (s->place == PLACE_FIRST || (f->body_len <= sizeof(f->body) && s->one.at < f->body_len))
		f->body_len = s->one.at;
	if ((s->place != PLACE_FIRST && s->place != PLACE_NEXT) || s->one.at != f->body_len || m->payload.len > sizeof(f->body) - f->body_len) {
		f->body_len = UINT32_MAX;
		return;
	}
	memcpy(f->body + f->body_len, m->bytes + m->payload.at, m->payload.len);
	f->body_len += m->payload.len;
}

static void ask_blocks(struct exchange *x, const struct observation *o, struct flow *f, struct block one, struct block two)
{
	const struct message *m = o->message;

	one.option = two.option = NULL;
	if (!o->association && f->association) {
		f->clear_frame = o->datagram->frame;
		f->clear_end = one.at + m->payload.len;
		return;
	}
	struct flow_step *s = step_of(x);
	s->tag = option_hash(m, OPTION_REQUEST_TAG);
	if (!message_option_uint(m, OPTION_CONTENT_FORMAT, &s->format))
		s->format = UINT32_MAX;
	s->one = one;
	s->two = two;
	if (one.is) {
		ask_one(s, f, x);
		gather(f, s, m);
	} else {
		ask_two(s, f);
	}
	if (!o->association) {
		f->clear_frame = o->datagram->frame;
		f->clear_end = one.at + m->payload.len;
	}
}

/* Whom a server may give an Echo to: an endpoint, in its session (RFC 9175 2.3). */
static uint64_t whom(const struct exchange *x, uint32_t association)
{
	return endpoint_hash_seeded(&x->peer->client, association);
}

static enum echoed who_was_given(const struct given *g, uint64_t value, uint64_t me)
{
	enum echoed who = ECHOED_UNKNOWN;

	for (unsigned i = 0; g && i < GIVEN_MOST && i < g->count; i++)
		if (g->value[i] == value && g->whom[i] == me)
			return ECHOED_HERE;
		else if (g->value[i] == value)
			who = ECHOED_ELSEWHERE;
	return who;
}

static void ask_echo(const struct given *g, struct exchange *x, const struct observation *o, struct flow *f)
{
	uint64_t value = option_hash(o->message, OPTION_ECHO);
	struct flow_echo *e = &step_of(x)->echo;

	*e = f->given;
	e->same = value && value == f->echo;
	e->said = value ? who_was_given(g, value, whom(x, o->association)) : ECHOED_NOT;
	f->given.due = false;
}

void flow_ask(struct given **given, struct exchange *x, const struct observation *o)
{
	bool echo = message_option(o->message, OPTION_ECHO, 0);
	struct block one, two;

	block_read(&one, o->message, OPTION_BLOCK1);
	block_read(&two, o->message, OPTION_BLOCK2);
	if (!one.is && !two.is && !echo && !x->peer->flow)
		return;
	struct flow *f = flow_of(x->peer, o->association);
	if (one.is || two.is)
		ask_blocks(x, o, f, one, two);
	if (o->association == f->association && (echo || f->given.due || f->given.proven))
		ask_echo(*given, x, o, f);
}

/* --- its answer --- */

static void learn_one(struct flow *f, const struct exchange *x, const struct message *answer)
{
	const struct flow_step *s = x->step;
	struct block said;

	f->coming = answer->code == CODE_CONTINUE && (s->place == PLACE_FIRST || s->place == PLACE_NEXT);
	if (!f->coming) {
		f->open_tag = 0;
		return;
	}
	if (s->place == PLACE_FIRST) {
		f->format = x->step->format;
		f->tag = x->step->tag;
		f->said_szx = SZX_NONE;
	}
	f->restarted = s->restarts;
	f->taken = s->one.at + (16u << s->one.szx);
	f->frame = x->asked_by.first_frame;
	if (block_read(&said, answer, OPTION_BLOCK1) && said.szx < s->one.szx)
		f->said_szx = said.szx;
}

static void learn_two(struct flow *f, const struct exchange *x, const struct message *answer)
{
	uint64_t etag = option_hash(answer, OPTION_ETAG);
	struct block b;

	if (!block_read(&b, answer, OPTION_BLOCK2) || !b.more || CODE_CLASS(answer->code) != 2) {
		f->fetching = false;
		return;
	}
	if (!b.num) {
		f->etag = etag;
		f->etag_mixed = false;
		f->after_body = x->step->one.is;
	}
	f->fetching = true;
	f->etag_known = etag && f->etag;
	f->etag_mixed |= etag != f->etag;
	f->two_szx = b.szx;
	f->due = b.at + (16u << b.szx);
	f->frame = x->asked_by.first_frame;
}

void flow_hear(struct given **given, const struct exchange *x, const struct observation *o)
{
	const struct message *m = o->message;
	uint64_t value = option_hash(m, OPTION_ECHO);
	bool proved = x->step && x->step->echo.said == ECHOED_HERE && CODE_CLASS(m->code) == 2;

	if (x->asked.by != OPENED_BY_REQUEST || o->association != x->asked_by.association || (!value && !proved))
		return;
	struct flow *f = flow_of(x->peer, o->association);
	f->given.proven |= proved;
	if (!value)
		return;
	f->echo = value;
	f->given.due = o->datagram->fate != FATE_DROPPED;	/* what was lost nobody can bring back */
	f->given.challenged = m->code == CODE_UNAUTHORIZED;
	f->given.frame = o->datagram->frame;
	if (!*given)
		*given = calloc(1, sizeof(**given));
	assert(*given);
	(*given)->value[(*given)->count % GIVEN_MOST] = value;
	(*given)->whom[(*given)->count++ % GIVEN_MOST] = whom(x, o->association);
}

void flow_learn(const struct exchange *x, const struct observation *o)
{
	struct flow *f = x->peer->flow;

	if (!x->step || !f || x->challenged || (f->association && f->association != o->association))
		return;
	if (x->step->one.is)
		learn_one(f, x, o->message);
	if (x->step->one.is || x->step->two.is)
		learn_two(f, x, o->message);
}

bool flow_whole(const struct exchange *x, struct message *m)
{
	const struct flow *f = x->peer->flow;

	if (!x->step || !x->step->one.is || x->step->one.more || !f || f->body_len > sizeof(f->body) || CODE_CLASS(x->response.code) != 2)
		return false;
	*m = (struct message){ .bytes = f->body, .len = f->body_len, .whole = true, .payload = { 0, f->body_len } };
	return true;
}
