/* conformance/judge/track.c - finding the exchange of a message, or opening one. */
#include "conformance/judge/track.h"

#include <string.h>

#include "conformance/judge/filing.h"
#include "conformance/judge/flow.h"
#include "conformance/judge/request.h"
#include "wire/table.h"

/* A NON's Message ID is free again after NON_LIFETIME (RFC 7252 4.8.2). */
static bool is_over(const struct memory *m, const struct sending *s, const struct observation *o)
{
	return s->type == TYPE_NON && o->datagram->at_ns - s->first_ns >= m->context->timing.non_lifetime_ns;
}

/* --- roles --- */

/* Did the server's side send it? Requests make their sender the client; of the rest the target, or
 * what these two said before, decides; last, the DTLS client, or the message's type. */
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

/* --- opening --- */

/* An earlier message with this Message ID that makes the new one interesting. */
static void look_back(struct memory *m, struct exchange *x, const struct sending *same_pair)
{
	const struct exchange *recent = memory_recent_mid(m, &x->asked_by.to, x->asked_by.mid);

	if (same_pair) {
		bool same_association = same_pair->association == x->asked_by.association;
		bool epoch = same_association && same_pair->epoch != x->asked_by.epoch;
		x->before.kind = EARLIER_OTHER_SESSION;
		if (epoch && same_pair->hash == x->asked_by.hash)
			x->before.kind = EARLIER_OTHER_EPOCH;
		else if (same_association && !epoch)
			x->before.kind = EARLIER_SAME_MID;
		x->before.mid_frame = same_pair->first_frame;
	} else if (recent && !endpoint_equal(&recent->asked_by.from, &x->asked_by.from)) {
		x->before.kind = EARLIER_OTHER_SESSION;
		x->before.mid_frame = recent->asked_by.first_frame;
	}
}

/* Of these the one of the same session, if there is one. */
static struct sending *of_session(const struct memory *m, const struct observation *o, struct sending *any)
{
	if (!any || (any->association == o->association && any->epoch == epoch_of(o)))
		return any;
	return memory_find_mid(m, key_of(o, false, AGREE_ALL));
}

/* What was sent with this Message ID before, to the same endpoint: in this session, or in another. */
static struct sending *sent_before(struct memory *m, const struct incoming *in)
{
	struct sending *same = of_session(m, in->o, in->sent), *s = same ? same : in->sent;

	if (s && (s->type > TYPE_NON || is_over(m, s, in->o))) {
		memory_forget_sending(m, s);
		return NULL;
	}
	return s;
}

static void index_token(struct memory *m, struct exchange *x)
{
	if (exchange_had(x, ANOMALY_TOKEN_LENGTH) || exchange_had(x, ANOMALY_TOKEN_TRUNCATED))
		return;
	const struct exchange *older = memory_index_token(m, x);
	if (older && !older->response.seen && !older->count.resets && older->peer->disrupted_ns <= older->asked_by.first_ns)
		x->before.token_frame = older->asked_by.first_frame;
}

/* The least that MAX_TRANSMIT_WAIT can be. */
static uint64_t given_up_after(const struct timing *t) { return t->ack_timeout_ns * ((2ull << t->max_retransmit) - 1); }

/* A registration in a NON is wrong on purpose (24.538 6.3.1.1) and need not be answered; but what answers it is known. */
static bool is_wrong_in_type(const struct exchange *x)
{
	enum msgin5g_kind kind = exchange_procedure(x);

	return exchange_is(x, TRAIT_DELIBERATE) && x->asked_by.type == TYPE_NON && (kind == MSGIN5G_REG || kind == MSGIN5G_DEREG);
}

/* Counted while nothing has come back; what is wrong on purpose waits for nothing. */
static void wait_for(const struct memory *m, struct exchange *x)
{
	struct peer *peer = x->peer;
	bool wrong = is_wrong_in_type(x);

	if ((exchange_is(x, TRAIT_DELIBERATE) && !wrong) || exchange_is(x, TRAIT_FORMAT_ERROR) || exchange_is(x, TRAIT_UNHEARD))
		return;
	/* RFC 7252 4.2, 4.8.2: the sender may have given up, its own random factor is not known. */
	if (x->asked_by.first_ns >= peer->given_up_ns)
		peer_forget_flight(peer);
	peer->given_up_ns = x->asked_by.first_ns + given_up_after(&m->context->timing);
	x->entered.open = !wrong;
	x->entered.unanswered = true;
	x->entered.generation = peer->generation;
	peer->open += !wrong;
	peer->waiting = ++peer->unanswered == 1 ? x : NULL;
}

/* Tokens in the clear that count up; a request equal to the one before. */
static void compare_with_last(struct exchange *x)
{
	struct peer *peer = x->peer;
	uint64_t token = 0;

	for (unsigned i = 0; i < x->asked.token_len; i++)
		token = token << 8 | x->asked.token[i];
	if (!peer->token_known || token != peer->last_token + 1)
		peer->token_steps = 0;
	else if (peer->token_steps < UINT8_MAX)
		peer->token_steps++;
	peer->last_token = token;
	peer->token_known = true;
	if (!exchange_is(x, TRAIT_PAYLOAD))
		return;
	if (peer->last_content == x->asked.content_hash && x->before.kind == EARLIER_NONE)
		x->before.equal_frame = peer->last_content_frame;
	peer->last_content = x->asked.content_hash;
	peer->last_content_frame = x->asked_by.first_frame;
}

#define FLOW_BITS (UINT64_C(1) << OPTION_BLOCK1 | UINT64_C(1) << OPTION_BLOCK2 | UINT64_C(1) << OPTION_ECHO % 64)

static void open_request(struct memory *m, struct exchange *x, const struct observation *o)
{
	memory_note_mid(m, x);
	index_token(m, x);
	wait_for(m, x);
	compare_with_last(x);
	if (o->message->option_bits & FLOW_BITS || x->peer->flow)
		flow_ask(&m->given, x, o);
	if (!was_dropped(o))
		registrations_ask(&m->registrations, x);
}

/* RFC 6347 4.1, 4.2.4, 4.2.8: records of an earlier epoch, before the Finished, of a replaced association. */
static bool may_be_dropped(const struct arrival *a) { return a->epoch_age_ns || a->early || a->replaced; }

static struct tracked open_exchange(struct memory *m, const struct incoming *in, const struct identity *identity)
{
	const struct observation *o = in->o;
	bool from_server = sent_by_server(m, o);
	struct peer *peer = peer_of(m, o, from_server);
	struct sending *before = sent_before(m, in);
	struct exchange *x = memory_open(m, peer, o->datagram->at_ns);
	const struct target *target = !from_server && peer->uri >= 0 ? &m->targets[peer->uri] : NULL;

	x->from_server = from_server;
	file_first(&x->asked_by, in);
	asked_sum_up(&x->asked, o, in->g, target, identity, m->context);
	registrations_expect(&m->registrations, x);
	if (in->g && x->asked.by == OPENED_BY_REQUEST)
		individuals_note(m, x, in->g, o->datagram->at_ns);
	x->arrival = *in->arrival;
	if (may_be_dropped(&x->arrival))
		x->asked.traits |= 1ull << TRAIT_UNHEARD;
	if (o->message->type <= TYPE_NON)
		look_back(m, x, before);
	if (x->before.kind == EARLIER_SAME_MID)
		memory_forget_sending(m, before);
	memory_index_sending(m, x, &x->asked_by);
	if (x->asked.by == OPENED_BY_REQUEST)
		open_request(m, x, o);
	if (x->asked.by == OPENED_BY_REPLY && from_server && o->message->type == TYPE_ACK)
		peer->stray_ack_ns = o->datagram->at_ns;
	return (struct tracked){ .exchange = x, .part = PART_OPENING, .by = from_server ? SIDE_SERVER : SIDE_CLIENT };
}

/* --- finding --- */

/* By the Token of a response to its receiver: in the same session, from the same endpoint, from any. */
static struct exchange *by_token(const struct memory *m, const struct observation *o)
{
	const struct message *message = o->message;
	struct token_key key = { .client = o->datagram->to, .server = o->datagram->from,
				 .association = o->association, .epoch = epoch_of(o) };
	struct exchange *x = NULL;

	if (message_anomaly(message, ANOMALY_TOKEN_LENGTH) || message_anomaly(message, ANOMALY_TOKEN_TRUNCATED))
		return NULL;
	key.len = token_sum(message, key.token);
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
	uint8_t token[8], len = token_sum(message, token);
	struct exchange *x = memory_find_bare_token(m, token, len);

	return x && !x->response.seen && !x->count.resets ? x : NULL;
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

	return peer && !d->deliberate ? peer->waiting : NULL;
}

/* ACK and RST: by Message ID; a response in an ACK with that of another message, or of none, by Token. */
static struct tracked track_reply(struct memory *m, const struct incoming *in)
{
	struct sending *s = by_mid(m, in->o);
	struct exchange *x = s ? s->exchange : NULL;

	if (message_is_response(in->o->message) && (!x || s != &x->asked_by || !token_is(x, in->o->message))) {
		struct exchange *other = by_token(m, in->o);
		if (!other && !x)
			other = by_bare_token(m, in->o);
		if (other)
			return file_reply(m, other, in);
	}
	if (!x)
		return (struct tracked){ 0 };
	return s == &x->separate ? file_confirmation(x, in) : file_reply(m, x, in);
}

/* The message that this one repeats: same endpoints, session, Message ID and Token, in its lifetime. */
static struct sending *repeated(const struct memory *m, const struct incoming *in)
{
	const struct observation *o = in->o;
	struct sending *s = of_session(m, o, in->sent);

	if (!s || s->type > TYPE_NON || is_over(m, s, o))
		return NULL;
	return token_is(s->exchange, o->message) || s->hash == in->hash ? s : NULL;
}

static struct tracked track_response(struct memory *m, const struct incoming *in)
{
	struct exchange *x = by_token(m, in->o);

	if (!x)
		x = by_bare_token(m, in->o);
	if (!x)
		x = by_waiting(m, in->o);
	return x ? file_separate(m, x, in) : (struct tracked){ 0 };
}

static struct tracked track_known(struct memory *m, const struct incoming *in)
{
	if (in->o->message->type > TYPE_NON)
		return track_reply(m, in);
	struct sending *s = repeated(m, in);
	if (s)
		return file_copy(m, s->exchange, s, in);
	return message_is_response(in->o->message) ? track_response(m, in) : (struct tracked){ 0 };
}

/* Of an exchange that was closed to save memory: nothing can be asked of it. */
static bool is_late(struct memory *m, const struct incoming *in)
{
	const struct datagram *d = in->o->datagram;
	bool to_client = in->o->message->type >= TYPE_ACK && memory_target(m, &d->from) >= 0;
	enum late late = residue_late(&m->residues, to_client ? &d->to : &d->from, in->o->message->mid, in->hash, to_client, d->at_ns);

	m->forgotten += late == LATE_UNKNOWN;
	return late != LATE_NOT;
}

struct tracked track_message(struct memory *m, const struct observation *o, const struct msgin5g *g,
			     const struct identity *identity, const struct arrival *arrival)
{
	struct incoming in = { o, g, arrival, table_hash(o->message->bytes, o->message->len, 0), NULL };
	bool replies = o->message->type > TYPE_NON;

	if (!replies)
		in.sent = memory_find_mid(m, key_of(o, false, AGREE_ENDPOINTS));
	struct tracked t = track_known(m, &in);
	if (!t.exchange && is_late(m, &in))
		return t;
	if (!t.exchange && replies)	/* others have looked already */
		in.sent = memory_find_mid(m, key_of(o, false, AGREE_ENDPOINTS));
	if (!t.exchange)
		t = open_exchange(m, &in, identity);
	t.exchange->peer->secured |= o->association != 0;
	return t;
}
