/* conformance/judge/track.c - filing messages in exchanges. */
#include "conformance/judge/track.h"

#include <string.h>

#include "conformance/judge/request.h"
#include "wire/table.h"

static bool dropped(const struct observation *o) { return o->datagram->fate == FATE_DROPPED; }

static uint16_t epoch_of(const struct observation *o) { return o->record ? o->record->epoch : 0; }

/* --- a sending and its copies --- */

static void send_first(struct sending *s, const struct observation *o, uint64_t hash)
{
	const struct datagram *d = o->datagram;

	s->from = d->from;
	s->to = d->to;
	s->association = o->association;
	s->epoch = epoch_of(o);
	s->mid = o->message->mid;
	s->type = o->message->type;
	s->hash = s->last_hash = hash;
	s->first_ns = s->last_ns = d->at_ns;
	s->first_frame = s->last_frame = d->frame;
	s->seen = 1;
	s->delivered = !dropped(o) + (d->fate == FATE_DOUBLED);
	s->delivered_ns = dropped(o) ? 0 : d->at_ns;
	s->seq = o->record ? o->record->seq : 0;
}

static void send_again(struct sending *s, const struct observation *o, uint64_t hash)
{
	const struct datagram *d = o->datagram;

	s->gap_ns = d->at_ns - s->last_ns;
	if (s->seen == 1)
		s->first_gap_ns = s->gap_ns;
	s->replayed += o->record && o->record->epoch && o->record->seq == s->seq;
	s->seen++;
	s->delivered += !dropped(o) + (d->fate == FATE_DOUBLED);
	if (!dropped(o))
		s->delivered_ns = d->at_ns;
	s->last_ns = d->at_ns;
	s->last_frame = d->frame;
	s->last_hash = hash;
	s->seq = o->record ? o->record->seq : 0;
}

/* A NON's Message ID is free again after NON_LIFETIME (RFC 7252 4.8.2). */
static bool over(const struct memory *m, const struct sending *s, const struct observation *o)
{
	return s->type == TYPE_NON && o->datagram->at_ns - s->first_ns >= m->context->timing.non_lifetime_ns;
}

/* --- roles --- */

/* Did the server's side send it? Requests make their sender the client and responses theirs the
 * server; of the rest the target, or what these two said before, decides; last, the type does. */
static bool sent_by_server(const struct memory *m, const struct observation *o)
{
	const struct datagram *d = o->datagram;

	if (message_is_request(o->message))
		return false;
	if (memory_target(m, &d->from) >= 0 || memory_target(m, &d->to) >= 0)
		return memory_target(m, &d->from) >= 0;
	if (memory_find_peer(m, &d->from, &d->to))
		return false;
	if (memory_find_peer(m, &d->to, &d->from))
		return true;
	return o->association ? !o->from_client
			      : message_is_response(o->message) || o->message->type >= TYPE_ACK;
}

static struct peer *peer_of(struct memory *m, const struct observation *o, bool from_server)
{
	const struct datagram *d = o->datagram;

	return from_server ? memory_peer(m, &d->to, &d->from, d->at_ns) : memory_peer(m, &d->from, &d->to, d->at_ns);
}

/* --- opening --- */

/* An earlier message with this Message ID that makes the new one interesting. */
static void look_back(struct memory *m, struct exchange *x, const struct sending *same_pair)
{
	const struct exchange *recent = memory_recent_mid(m, &x->asked_by.to, x->asked_by.mid);

	if (same_pair) {
		bool same_association = same_pair->association == x->asked_by.association;
		bool epoch = same_association && same_pair->epoch != x->asked_by.epoch;
		x->earlier = EARLIER_OTHER_SESSION;
		if (epoch && same_pair->hash == x->asked_by.hash)
			x->earlier = EARLIER_OTHER_EPOCH;
		else if (same_association && !epoch)
			x->earlier = EARLIER_SAME_MID;
		x->earlier_frame = same_pair->first_frame;
	} else if (recent && !endpoint_equal(&recent->asked_by.from, &x->asked_by.from)) {
		x->earlier = EARLIER_OTHER_SESSION;
		x->earlier_frame = recent->asked_by.first_frame;
	}
}

static struct sending_key key_of(const struct observation *o, bool of_other_side, enum agree agree)
{
	const struct datagram *d = o->datagram;

	return (struct sending_key){ .from = of_other_side ? d->to : d->from,
				     .to = of_other_side ? d->from : d->to,
				     .association = o->association,
				     .epoch = epoch_of(o),
				     .mid = o->message->mid,
				     .agree = agree };
}

static void index_token(struct memory *m, struct exchange *x)
{
	if (exchange_had(x, ANOMALY_TOKEN_LENGTH) || exchange_had(x, ANOMALY_TOKEN_TRUNCATED))
		return;
	const struct exchange *older = memory_index_token(m, x);
	if (older && !older->response.seen && !older->resets)
		x->token_frame = older->asked_by.first_frame;
}

/* What was sent with this Message ID before, to the same endpoint: in this session, or in another. */
static struct sending *sent_before(struct memory *m, const struct observation *o)
{
	struct sending *s = memory_find_mid(m, key_of(o, false, AGREE_ALL));

	if (!s)
		s = memory_find_mid(m, key_of(o, false, AGREE_ENDPOINTS));
	if (s && (s->type > TYPE_NON || over(m, s, o))) {
		memory_forget_sending(m, s);
		return NULL;
	}
	return s;
}

/* Counted while nothing has come back; what is wrong on purpose waits for nothing. */
static void wait_for(struct exchange *x)
{
	struct peer *peer = x->peer;

	if (exchange_is(x, TRAIT_DELIBERATE) || exchange_is(x, TRAIT_FORMAT_ERROR) || exchange_is(x, TRAIT_UNHEARD))
		return;
	x->open = x->unanswered = true;
	peer->open++;
	peer->waiting = ++peer->unanswered == 1 ? x : NULL;
}

static void open_request(struct memory *m, struct exchange *x, const struct observation *o)
{
	memory_note_mid(m, x);
	index_token(m, x);
	wait_for(x);
	if (!dropped(o))
		registrations_ask(&m->registrations, x);
}

static struct exchange *open_exchange(struct memory *m, const struct observation *o, const struct msgin5g *g,
				      const struct identity *identity, uint64_t hash)
{
	bool from_server = sent_by_server(m, o);
	struct peer *peer = peer_of(m, o, from_server);
	struct sending *before = sent_before(m, o);
	struct exchange *x = memory_open(m, peer, o->datagram->at_ns);
	const struct target *target = !from_server && peer->uri >= 0 ? &m->targets[peer->uri] : NULL;

	x->from_server = from_server;
	send_first(&x->asked_by, o, hash);
	asked_sum_up(&x->asked, o, g, target, identity, m->context);
	if (o->message->type <= TYPE_NON)
		look_back(m, x, before);
	if (x->earlier == EARLIER_SAME_MID)
		memory_forget_sending(m, before);
	memory_index_sending(m, x, &x->asked_by);
	if (x->asked.by == OPENED_BY_REQUEST)
		open_request(m, x, o);
	return x;
}

/* --- replies --- */

static bool token_is(const struct exchange *x, const struct message *m)
{
	return m->token.len == x->asked.token_len &&
	       memcmp(m->bytes + m->token.at, x->asked.token, m->token.len) == 0;
}

static void reply_first(struct reply *r, const struct observation *o, uint64_t hash)
{
	*r = (struct reply){ .at_ns = o->datagram->at_ns, .hash = hash, .frame = o->datagram->frame,
			     .association = o->association, .epoch = epoch_of(o), .mid = o->message->mid,
			     .type = o->message->type, .code = o->message->code, .seen = true,
			     .delivered = !dropped(o), .token_nibble = o->message->token_length };
}


static void file_ack(struct exchange *x, const struct observation *o, uint64_t hash)
{
	bool differs = x->ack.seen && x->ack.hash != hash;

	if (!x->ack.seen)
		reply_first(&x->ack, o, hash);
	x->answer_differs |= differs;
	if (o->message->type == TYPE_RST)
		x->resets++;
	else
		x->acks++;
	x->empty_acks += message_is_empty(o->message) && o->message->type == TYPE_ACK;
	if (!dropped(o))
		x->ack.delivered = true;
}

/* Options that a client must not take in a response: critical ones that it cannot know or that are
 * defined for requests only (RFC 7252 5.4.1, 5.4). */
static bool has_foreign_critical(const struct message *m)
{
	for (unsigned i = 0; i < m->options_kept; i++) {
		const struct option_fact *fact = option_fact(m->options[i].number);
		if ((m->options[i].number & 1) && (!fact || !(fact->where & IN_RESPONSE)))
			return true;
	}
	return false;
}

static bool is_faulty(const struct exchange *x, const struct observation *o)
{
	const struct message *m = o->message;

	return !m->whole || m->anomaly_count || has_foreign_critical(m) || !token_is(x, m) ||
	       o->association != x->asked_by.association || epoch_of(o) != x->asked_by.epoch ||
	       !endpoint_equal(&o->datagram->from, &x->asked_by.to);
}

/* True for the first. */
static bool file_response(struct exchange *x, const struct observation *o, const struct msgin5g *g,
			  const struct binding *binding, uint64_t hash)
{
	bool first = !x->response.seen;

	x->responses++;
	x->response_faulty |= is_faulty(x, o);
	if (!dropped(o))
		x->response.delivered = true;
	if (!first)
		return false;
	reply_first(&x->response, o, hash);
	if (!g)
		return true;
	enum outcome_said reg = msgin5g_result(g, binding, ELEMENT_REG_RESULT);
	enum outcome_said dereg = msgin5g_result(g, binding, ELEMENT_DEREG_RESULT);
	x->said = (uint8_t)(reg != RESULT_ABSENT ? reg : dereg);
	x->result_of = reg != RESULT_ABSENT ? MSGIN5G_REG : dereg != RESULT_ABSENT ? MSGIN5G_DEREG : MSGIN5G_NONE;
	return true;
}

static void learn_alive(struct exchange *x, bool response)
{
	struct service *service = x->peer->service;

	if (!service)
		return;
	if (service->alive_ns < x->asked_by.first_ns)
		service->alive_ns = x->asked_by.first_ns;
	if (response && !exchange_is(x, TRAIT_FORMAT_ERROR))
		service->token_lengths |= (uint16_t)(1u << x->asked.token_len);
}

static struct tracked reply(struct memory *m, struct exchange *x, const struct observation *o, const struct msgin5g *g,
			    uint64_t hash)
{
	struct tracked t = { .exchange = x, .part = PART_REPLY, .by = x->from_server ? SIDE_CLIENT : SIDE_SERVER };
	bool response = message_is_response(o->message);

	if (o->message->type == TYPE_ACK || o->message->type == TYPE_RST)
		file_ack(x, o, hash);
	if (response)
		t.first_response = file_response(x, o, g, &m->context->binding, hash);
	exchange_settle(x, response || x->resets);
	if (!x->from_server)
		learn_alive(x, response);
	return t;
}

/* A separate response: it has copies of its own, and the client's ACK or RST will name its MID. */
static struct tracked separate(struct memory *m, struct exchange *x, const struct observation *o,
			       const struct msgin5g *g, uint64_t hash)
{
	struct tracked t = reply(m, x, o, g, hash);

	memory_forget_sending(m, &x->separate);
	x->separate = (struct sending){ 0 };
	send_first(&x->separate, o, hash);
	memory_index_sending(m, x, &x->separate);
	x->confirmed = x->rejected = false;
	x->peer->mid_echoes += o->message->mid == x->asked_by.mid && x->peer->mid_echoes < UINT8_MAX;
	return t;
}

static struct tracked confirmation(struct exchange *x, const struct observation *o)
{
	if (!dropped(o)) {
		if (o->message->type == TYPE_RST)
			x->rejected = true;
		else
			x->confirmed = true;
		x->confirmed_ns = o->datagram->at_ns;
	}
	x->confirmations++;
	return (struct tracked){ .exchange = x, .part = PART_CONFIRMATION, .by = SIDE_CLIENT };
}

/* --- finding the exchange --- */

/* By the Token of a response to its receiver: in the same session, from the same endpoint, from any. */
static struct exchange *by_token(const struct memory *m, const struct observation *o)
{
	const struct message *message = o->message;
	struct token_key key = { .client = o->datagram->to, .server = o->datagram->from,
				 .association = o->association, .epoch = epoch_of(o) };
	struct exchange *x = NULL;

	if (message->token.len > sizeof(key.token) || message_anomaly(message, ANOMALY_TOKEN_LENGTH) ||
	    message_anomaly(message, ANOMALY_TOKEN_TRUNCATED))
		return NULL;
	key.len = (uint8_t)message->token.len;
	memcpy(key.token, message->bytes + message->token.at, key.len);
	for (int agree = AGREE_ALL; !x && agree <= AGREE_SENDER; agree++) {
		key.agree = (enum agree)agree;
		x = memory_find_token(m, key);
	}
	return x;
}

/* To another client than the one that asked with this Token and still waits. */
static struct exchange *by_bare_token(const struct memory *m, const struct observation *o)
{
	const struct message *message = o->message;
	struct exchange *x = memory_find_bare_token(m, message->bytes + message->token.at, message->token.len);

	return x && !x->response.seen && !x->resets ? x : NULL;
}

static struct sending *by_mid(const struct memory *m, const struct observation *o)
{
	struct sending *s = NULL;

	for (int agree = AGREE_ALL; !s && agree <= AGREE_SENDER; agree++)
		s = memory_find_mid(m, key_of(o, true, (enum agree)agree));
	/* From another port than was asked: only towards one who asked. */
	if (s && !endpoint_equal(&s->to, &o->datagram->from) &&
	    (s != &s->exchange->asked_by || s->exchange->asked.by != OPENED_BY_REQUEST))
		return NULL;
	return s;
}

/* The only request of this client that waits for a response: then the Token is wrong. */
static struct exchange *by_waiting(const struct memory *m, const struct observation *o)
{
	const struct datagram *d = o->datagram;
	const struct peer *peer = memory_find_peer(m, &d->to, &d->from);
	struct exchange *x = peer ? peer->waiting : NULL;

	return d->deliberate ? NULL : x;
}

/* ACK and RST: by Message ID; a response in an ACK with that of another message, or of none, by Token. */
static struct tracked track_reply(struct memory *m, const struct observation *o, const struct msgin5g *g, uint64_t hash)
{
	struct sending *s = by_mid(m, o);
	bool response = message_is_response(o->message);
	struct exchange *x = s ? s->exchange : NULL;

	if (response && (!x || s != &x->asked_by || !token_is(x, o->message))) {
		struct exchange *other = by_token(m, o);
		if (!other && !x)
			other = by_bare_token(m, o);
		if (other)
			return reply(m, other, o, g, hash);
	}
	if (!x)
		return (struct tracked){ 0 };
	return s == &x->separate ? confirmation(x, o) : reply(m, x, o, g, hash);
}

static struct tracked copy(struct memory *m, struct exchange *x, struct sending *s, const struct observation *o, uint64_t hash)
{
	bool opening = s == &x->asked_by;

	send_again(s, o, hash);
	if (opening && o->datagram->deliberate)
		x->asked.traits |= 1ull << TRAIT_DELIBERATE;
	if (opening && !dropped(o))
		registrations_ask(&m->registrations, x);
	return (struct tracked){ .exchange = x, .part = opening ? PART_COPY : PART_RESPONSE_COPY,
				 .by = opening == x->from_server ? SIDE_SERVER : SIDE_CLIENT };
}

/* The message that this one repeats: same endpoints, session, Message ID and Token, in its lifetime. */
static struct sending *repeated(const struct memory *m, const struct observation *o)
{
	struct sending *s = memory_find_mid(m, key_of(o, false, AGREE_ALL));

	if (!s || s->type > TYPE_NON || over(m, s, o))
		return NULL;
	return s == &s->exchange->separate || token_is(s->exchange, o->message) ? s : NULL;
}

static struct tracked track_response(struct memory *m, const struct observation *o, const struct msgin5g *g,
				     uint64_t hash)
{
	struct exchange *x = by_token(m, o);

	if (!x)
		x = by_bare_token(m, o);
	if (!x)
		x = by_waiting(m, o);
	return x ? separate(m, x, o, g, hash) : (struct tracked){ 0 };
}

static struct tracked track_known(struct memory *m, const struct observation *o, const struct msgin5g *g, uint64_t hash)
{
	if (o->message->type > TYPE_NON)
		return track_reply(m, o, g, hash);
	struct sending *s = repeated(m, o);
	if (s)
		return copy(m, s->exchange, s, o, hash);
	return message_is_response(o->message) ? track_response(m, o, g, hash) : (struct tracked){ 0 };
}

struct tracked track_message(struct memory *m, const struct observation *o, const struct msgin5g *g,
			     const struct identity *identity)
{
	uint64_t hash = table_hash(o->message->bytes, o->message->len, 0);
	struct tracked t = track_known(m, o, g, hash);

	if (!t.exchange) {
		t.exchange = open_exchange(m, o, g, identity, hash);
		t.part = PART_OPENING;
		t.by = t.exchange->from_server ? SIDE_SERVER : SIDE_CLIENT;
	}
	t.exchange->peer->secured |= o->association != 0;
	return t;
}
