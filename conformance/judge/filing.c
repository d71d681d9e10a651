/* conformance/judge/filing.c - copies, replies and confirmations into their exchange. */
#include "conformance/judge/filing.h"

#include <string.h>

#include "conformance/judge/flow.h"
#include "conformance/judge/request.h"

enum { MAX_AGE_DEFAULT_S = 60 };	/* RFC 7252 5.10.5 */
#define SECOND_NS 1000000000ull

bool was_dropped(const struct observation *o) { return o->datagram->fate == FATE_DROPPED; }

uint16_t epoch_of(const struct observation *o) { return o->record ? o->record->epoch : 0; }

bool token_is(const struct exchange *x, const struct message *m)
{
	uint8_t token[8], len = token_sum(m, token);

	return len == x->asked.token_len && memcmp(token, x->asked.token, len) == 0;
}

/* --- a sending and its copies --- */

void file_first(struct sending *s, const struct incoming *in)
{
	const struct observation *o = in->o;
	const struct datagram *d = o->datagram;

	s->from = d->from;
	s->to = d->to;
	s->association = o->association;
	s->epoch = epoch_of(o);
	s->mid = o->message->mid;
	s->type = o->message->type;
	s->hash = s->last_hash = in->hash;
	s->first_ns = s->last_ns = d->at_ns;
	s->first_frame = s->last_frame = d->frame;
	s->seen = 1;
	s->delivered = !was_dropped(o) + (d->fate == FATE_DOUBLED);
	s->seq = o->record ? o->record->seq : 0;
}

static void file_again(struct sending *s, const struct incoming *in)
{
	const struct observation *o = in->o;
	const struct datagram *d = o->datagram;

	s->gap_before_ns = s->gap_ns;
	s->gap_ns = d->at_ns - s->last_ns;
	s->replayed += o->record && o->record->epoch && o->record->seq == s->seq;
	s->seen++;
	s->delivered += !was_dropped(o) + (d->fate == FATE_DOUBLED);
	s->last_ns = d->at_ns;
	s->last_frame = d->frame;
	s->last_hash = in->hash;
	s->seq = o->record ? o->record->seq : 0;
}

static void file_interval(struct intervals *i, uint64_t gap_ns)
{
	if (!i->count || gap_ns < i->least_ns)
		i->least_ns = gap_ns;
	if (gap_ns > i->most_ns)
		i->most_ns = gap_ns;
	i->count += i->count < UINT16_MAX;
}

struct tracked file_copy(struct memory *m, struct exchange *x, struct sending *s, const struct incoming *in)
{
	bool opening = s == &x->asked_by;
	uint16_t replayed = s->replayed;

	file_again(s, in);
	if (s->seen == 2 && s->type == TYPE_CON && !s->replayed)
		file_interval(opening ? &peer_in_trouble(x->peer)->asked : &peer_in_trouble(x->peer)->answered, s->gap_ns);
	if (opening && in->o->datagram->deliberate)
		x->asked.traits |= 1ull << TRAIT_DELIBERATE;
	if (opening && !was_dropped(in->o)) {
		registrations_ask(&m->registrations, x);
		x->count.acks_due += x->ack.seen && s->replayed == replayed;
		x->count.copies_after += x->confirmed;
	}
	x->count.repeats_after += !opening && (x->confirmed || x->rejected);
	return (struct tracked){ .exchange = x, .part = opening ? PART_COPY : PART_RESPONSE_COPY,
				 .by = opening == x->from_server ? SIDE_SERVER : SIDE_CLIENT };
}

/* --- replies --- */

static void reply_first(struct reply *r, const struct incoming *in)
{
	const struct observation *o = in->o;

	*r = (struct reply){ .at_ns = o->datagram->at_ns, .hash = in->hash, .frame = o->datagram->frame,
			     .association = o->association, .epoch = epoch_of(o), .mid = o->message->mid,
			     .type = o->message->type, .code = o->message->code, .seen = true,
			     .delivered = !was_dropped(o) };
}

/* A critical option that a client cannot take in a response: unknown, or defined for requests only
 * (RFC 7252 5.4.1, 5.4); or 0. */
static uint32_t foreign_critical(const struct message *m)
{
	for (unsigned i = 0; i < m->options_kept; i++) {
		const struct option_fact *fact = option_fact(m->options[i].number);
		if ((m->options[i].number & 1) && (!fact || !(fact->where & IN_RESPONSE)))
			return m->options[i].number;
	}
	return 0;
}

/* May a client rightly reject it? */
static bool is_faulty(const struct exchange *x, const struct observation *o)
{
	const struct message *m = o->message;

	return !m->whole || m->anomaly_count || foreign_critical(m) || !token_is(x, m) ||
	       o->association != x->asked_by.association || epoch_of(o) != x->asked_by.epoch ||
	       !endpoint_equal(&o->datagram->from, &x->asked_by.to);
}

static void file_ack(struct exchange *x, const struct incoming *in)
{
	const struct message *m = in->o->message;

	if (!x->ack.seen) {
		reply_first(&x->ack, in);
		x->ack.faulty = m->anomaly_count || (!message_is_empty(m) && is_faulty(x, in->o));
	}
	x->answer_differs |= x->ack.hash != in->hash;
	if (m->type == TYPE_RST)
		x->count.resets++;
	else
		x->count.acks++;
	x->count.empty_acks += message_is_empty(m) && m->type == TYPE_ACK;
	x->count.acks_after += x->confirmed;
	x->count.acks_due -= x->count.acks_due > 0;
	x->ack.delivered |= !was_dropped(in->o);
}

static void file_result(struct exchange *x, const struct msgin5g *g, const struct binding *binding)
{
	enum outcome_said reg = msgin5g_result(g, binding, ELEMENT_REG_RESULT);
	enum outcome_said dereg = msgin5g_result(g, binding, ELEMENT_DEREG_RESULT);

	if (reg == RESULT_ABSENT && dereg == RESULT_ABSENT)
		return;
	x->said = (uint8_t)(reg != RESULT_ABSENT ? reg : dereg);
	x->result_of = reg != RESULT_ABSENT ? MSGIN5G_REG : MSGIN5G_DEREG;
}

/* Who refuses with these tells the client not to come again, or not yet. */
static void file_refusal(struct exchange *x, const struct observation *o)
{
	uint8_t code = o->message->code;
	uint32_t wait_s = MAX_AGE_DEFAULT_S;

	if (CODE_CLASS(code) == 2 && x->peer->trouble)
		x->peer->trouble->refusal.code = 0;
	if (code != CODE_UNAUTHORIZED && code != CODE_BAD_OPTION && code != CODE_SERVICE_UNAVAILABLE &&
	    code != CODE_TOO_MANY_REQUESTS)
		return;
	message_option_uint(o->message, OPTION_MAX_AGE, &wait_s);
	peer_in_trouble(x->peer)->refusal =
		(struct refusal){ .code = code, .association = o->association, .frame = o->datagram->frame,
				  .content_hash = x->asked.content_hash, .retry_ns = o->datagram->at_ns + wait_s * SECOND_NS };
}

/* True for the first. */
static bool file_response(struct exchange *x, const struct incoming *in, const struct binding *binding)
{
	bool first = !x->response.seen;
	struct block two;

	x->count.responses++;
	x->foreign_critical = foreign_critical(in->o->message);
	x->response_faulty |= is_faulty(x, in->o);
	x->response_astray |= in->o->message->whole && !token_is(x, in->o->message);
	x->response.delivered |= !was_dropped(in->o);
	if (!first)
		return false;
	reply_first(&x->response, in);
	x->in_parts = CODE_CLASS(in->o->message->code) == 2 && block_read(&two, in->o->message, OPTION_BLOCK2) && !two.num && two.more;
	x->challenged = in->o->message->code == CODE_UNAUTHORIZED && message_option(in->o->message, OPTION_ECHO, 0);
	if (in->g)
		file_result(x, in->g, binding);
	file_refusal(x, in->o);
	return true;
}

static void learn_alive(struct exchange *x, bool response)
{
	struct service *service = x->peer->service;

	if (!service)
		return;
	if (service->alive_ns < x->asked_by.first_ns)
		service->alive_ns = x->asked_by.first_ns;
	if (response && x->asked.token_nibble <= 8 && !exchange_is(x, TRAIT_FORMAT_ERROR))
		service->token_lengths |= (uint16_t)(1u << x->asked.token_len);
}

struct tracked file_reply(struct memory *memory, struct exchange *x, const struct incoming *in)
{
	struct tracked t = { .exchange = x, .part = PART_REPLY, .by = x->from_server ? SIDE_CLIENT : SIDE_SERVER };
	const struct message *m = in->o->message;
	bool response = message_is_response(m) && m->type != TYPE_RST;

	/* An ACK or RST with what may not be in it is none (RFC 7252 4.2). */
	if (m->type > TYPE_NON && (message_is_empty(m) || (response && m->type == TYPE_ACK)))
		file_ack(x, in);
	if (response)
		t.first_response = file_response(x, in, &memory->context->binding);
	exchange_settle(x, response || x->count.resets);
	if (!x->from_server)
		learn_alive(x, response);
	return t;
}

struct tracked file_separate(struct memory *m, struct exchange *x, const struct incoming *in)
{
	struct tracked t = file_reply(m, x, in);
	struct sending *before = memory_find_mid(m, (struct sending_key){
			.from = in->o->datagram->from, .to = in->o->datagram->to, .association = in->o->association,
			.epoch = epoch_of(in->o), .mid = in->o->message->mid, .agree = AGREE_ALL });

	x->before.separate_frame = before && before->type <= TYPE_NON ? before->first_frame : 0;
	memory_forget_sending(m, &x->separate);
	x->separate = (struct sending){ 0 };
	file_first(&x->separate, in);
	memory_index_sending(m, x, &x->separate);
	x->confirmed = x->rejected = false;
	x->count.repeats_after = 0;
	x->peer->mid_echoes += x->separate.mid == x->asked_by.mid && x->peer->mid_echoes < UINT8_MAX;
	return t;
}

struct tracked file_confirmation(struct exchange *x, const struct incoming *in)
{
	if (!was_dropped(in->o)) {
		if (in->o->message->type == TYPE_RST)
			x->rejected = true;
		else
			x->confirmed = true;
		x->confirmed_ns = in->o->datagram->at_ns;
	}
	return (struct tracked){ .exchange = x, .part = PART_CONFIRMATION, .by = x->from_server ? SIDE_SERVER : SIDE_CLIENT };
}
