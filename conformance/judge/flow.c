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

/* UINT32_MAX: none. */
static uint32_t format_of(const struct message *m)
{
	uint32_t format;

	return message_option_uint(m, OPTION_CONTENT_FORMAT, &format) ? format : UINT32_MAX;
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

/* What comes at AT, in its place or, with the Echo that was asked for, once more. */
static void append(struct flow *f, bool fits, uint32_t at, const struct message *m)
{
	if (!at)
		f->body.len = 0;
	if (!fits || f->body.len > FLOW_BODY || at > f->body.len || m->payload.len > FLOW_BODY - at) {
		f->body.len = UINT32_MAX;
		return;
	}
	memcpy(f->body.octets + at, m->bytes + m->payload.at, m->payload.len);
	f->body.len = at + m->payload.len;
}

/* What this block adds, if it follows. */
static void gather(struct flow *f, const struct flow_step *s, const struct message *m)
{
	bool fits = s->place == PLACE_FIRST || (s->place == PLACE_NEXT && !f->body.is_answer);

	f->body.is_answer = false;
	append(f, fits, s->one.at, m);
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
	s->format = format_of(m);
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
	append(f, !b.num || (f->fetching && f->body.is_answer && b.at == f->due && etag == f->etag), b.at, answer);
	f->body.is_answer = true;
	if (!b.num) {
		f->etag = etag;
		f->etag_mixed = false;
		f->after_body = x->step && x->step->one.is;
		f->asker = x->asked;
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

void flow_learn(struct exchange *x, const struct observation *o)
{
	bool unasked = x->in_parts && !x->step && o->association == x->asked_by.association;
	struct flow *f = unasked ? flow_of(x->peer, o->association) : x->peer->flow;

	if ((!x->step && !unasked) || !f || x->challenged || (f->association && f->association != o->association))
		return;
	if (x->step && x->step->one.is)
		learn_one(f, x, o->message);
	if (unasked || x->step->one.is || x->step->two.is)
		learn_two(f, x, o->message);
}

/* --- a body as one payload --- */

/* Where in its body the message's block begins, if that is the last one and follows those that are known; else 0. */
static uint32_t last_begins(const struct flow *f, const struct message *m)
{
	struct block one, two;

	if (message_is_request(m))
		return block_read(&one, m, OPTION_BLOCK1) && !one.more && !f->body.is_answer && f->format == format_of(m) &&
		       place_of(f, &one, option_hash(m, OPTION_REQUEST_TAG)) == PLACE_NEXT ? one.at : 0;
	return message_is_response(m) && CODE_CLASS(m->code) == 2 && block_read(&two, m, OPTION_BLOCK2) && !two.more &&
	       f->body.is_answer && f->fetching && two.at == f->due && option_hash(m, OPTION_ETAG) == f->etag ? two.at : 0;
}

bool flow_completes(const struct flow *f, const struct observation *o, struct whole *whole)
{
	const struct message *m = o->message;
	uint32_t head = m->payload.at;

	whole->before = f && f->association == o->association ? last_begins(f, m) : 0;
	if (!whole->before || f->body.len > FLOW_BODY || f->body.len < whole->before || !m->payload.len || head > FLOW_HEAD ||
	    m->payload.len > FLOW_BODY - whole->before) {
		whole->before = 0;
		return false;
	}
	whole->message = *m;
	whole->message.bytes = whole->bytes;
	whole->message.payload.len += whole->before;
	whole->message.len = head + whole->message.payload.len;
	memcpy(whole->bytes, m->bytes, head);
	memcpy(whole->bytes + head, f->body.octets, whole->before);
	memcpy(whole->bytes + head + whole->before, m->bytes + head, m->payload.len);
	return true;
}

#define TRAIT(name) (UINT64_C(1) << TRAIT_##name)
static const uint64_t of_body = TRAIT(DELIBERATE) | TRAIT(JSON_BROKEN) | TRAIT(JSON_FAULTY) | TRAIT(JSON_DEEP) | TRAIT(JSON_MALFORMED) |
				TRAIT(JSON_DUPLICATE) | TRAIT(JSON_BAD_STRING) | TRAIT(JSON_UNUSUAL) | TRAIT(SERVICE_SAID) |
				TRAIT(TYPE_SAID) | TRAIT(UE_SAID) | TRAIT(CREDENTIAL_SAID) | TRAIT(CLIENT_ADDRESS) |
				TRAIT(SEGMENT_SIZE) | TRAIT(PROFILE_FAULTY) | TRAIT(INDIVIDUAL) | TRAIT(DEVICE_UNSOUND) |
				TRAIT(DEVICE_UNCREDITED) | TRAIT(DEVICE_STRANGER) | TRAIT(UE_ITS_OWN) | TRAIT(UE_NOT_ITS_OWN);

void flow_adopt(struct exchange *x, const struct whole *whole)
{
	const struct asked *asker = &x->peer->flow->asker;

	if (!x->step || !x->step->follows || x->step->two.at != whole->before)
		return;
	x->asked.traits = (x->asked.traits & ~of_body) | (asker->traits & of_body);
	x->asked.service_hash = asker->service_hash;
	x->asked.layer2_hash = asker->layer2_hash;
	x->asked.said = asker->said;
	x->asked.meant = asker->meant;
	x->asked.device_said = asker->device_said;
	x->asked.device_meant = asker->device_meant;
}
