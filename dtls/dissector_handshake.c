/* dtls/dissector_handshake.c - handshake records: each message or fragment to its handshake, and given out. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

static void forget_octets(struct dissector *d, struct handshaking *h)
{
	for (int side = 0; side < 2; side++) {
		d->assembly_octets -= h->sides[side].held;
		reassembly_forget(&h->sides[side]);
	}
}

void handshaking_free(struct dissector *d, struct association *a)
{
	struct handshaking *h = a->handshaking;

	if (!h)
		return;
	a->done_epoch = h->epoch;
	for (int side = 0; side < 2; side++)
		a->done[side] = h->sides[side].complete;
	forget_octets(d, h);
	free(h);
	a->handshaking = NULL;
}

static struct handshaking *handshaking_new(struct dissector *d, struct association *a, uint16_t epoch)
{
	handshaking_free(d, a);
	struct handshaking *h = calloc(1, sizeof(*h));
	assert(h);
	h->epoch = epoch;
	h->hello_seq[SIDE_CLIENT] = h->hello_seq[SIDE_SERVER] = -1;
	return a->handshaking = h;
}

/* The epoch that the message's handshake leads to. Its Finished is the one message that is in it already. */
static uint16_t leads_to(const struct handshake *m, uint16_t epoch)
{
	if (m->type == HANDSHAKE_FINISHED && epoch > 0)
		return epoch;
	return (uint16_t)(epoch + 1);
}

/* Who sends messages of that type. */
static enum side sender(const struct handshake *m)
{
	switch (m->type) {
	case HANDSHAKE_HELLO_REQUEST:
	case HANDSHAKE_SERVER_HELLO:
	case HANDSHAKE_HELLO_VERIFY_REQUEST:
	case HANDSHAKE_NEW_SESSION_TICKET:
	case HANDSHAKE_SERVER_KEY_EXCHANGE:
	case HANDSHAKE_CERTIFICATE_REQUEST:
	case HANDSHAKE_SERVER_HELLO_DONE:
		return SIDE_SERVER;
	default:
		return SIDE_CLIENT;
	}
}

/* A ClientHello of another random, or other octets in the place of what is known: not a
 * retransmission but a handshake of its own. */
static bool is_another_hello(const struct association *a, const struct handshake *m, const uint8_t *fragment,
			     uint16_t epoch)
{
	enum { VERSION_AND_RANDOM = 2 + RANDOM_LENGTH };
	const struct session *s = flow_association_session(a, epoch);

	if (!m->fragment_offset && m->fragment_length >= VERSION_AND_RANDOM && s && s->agreed.has_random[SIDE_CLIENT])
		return memcmp(fragment + 2, s->agreed.client_random, RANDOM_LENGTH) != 0;
	if (!a->handshaking || a->handshaking->epoch != epoch)
		return s != NULL && !m->fragment_offset;
	return reassembly_contradicts(&a->handshaking->sides[SIDE_CLIENT], m, fragment);
}

/* In epoch 0 a new ClientHello begins a new association; one that no ServerHello answered is taken
 * over by it. */
static struct association *flow_association_for(struct dissector *d, const struct passage *p, const struct handshake *m,
					   const uint8_t *fragment, struct association *a)
{
	unsigned from = flow_end(p->flow, &p->datagram->from);
	unsigned client_end = sender(m) == SIDE_CLIENT ? from : !from;

	if (!a)
		return flow_association_new(d, p->flow, client_end);
	if (m->type != HANDSHAKE_CLIENT_HELLO || p->record.epoch)
		return a;
	if (from != a->client_end || a->middle)
		return flow_association_new(d, p->flow, client_end);
	if (!is_another_hello(a, m, fragment, 1))
		return a;
	if (a->established)
		return flow_association_new(d, p->flow, client_end);
	handshaking_free(d, a);
	a->done_epoch = 0;
	if (flow_association_session(a, 1))
		session_reset(flow_association_session(a, 1));
	return a;
}

/* NULL: of an earlier handshake. */
static struct handshaking *handshaking_for(struct dissector *d, struct association *a, const struct handshake *m,
					   const uint8_t *fragment, uint16_t epoch)
{
	uint16_t to = leads_to(m, epoch);
	struct handshaking *h = a->handshaking;

	if (h && h->epoch > to)
		return NULL;
	if (!h && a->done_epoch >= to && !(m->type == HANDSHAKE_CLIENT_HELLO && is_another_hello(a, m, fragment, to)))
		return NULL;
	if (!h || h->epoch < to)
		return handshaking_new(d, a, to);
	if (m->type == HANDSHAKE_CLIENT_HELLO && is_another_hello(a, m, fragment, to))
		return handshaking_new(d, a, to);
	return h;
}

static void take(struct dissector *d, struct handshaking *h, enum side from, struct handshake *m,
		 const uint8_t *fragment)
{
	struct reassembly *r = &h->sides[from];

	/* Repeated at will and no part of a transcript; some servers begin to count behind them. */
	if (m->type == HANDSHAKE_HELLO_REQUEST || m->type == HANDSHAKE_HELLO_VERIFY_REQUEST) {
		reassembly_pass(m, fragment);
		return;
	}
	if (d->assembly_octets >= ASSEMBLY_OCTETS) {
		d->tally.fragments_unkept++;
		reassembly_pass(m, fragment);
		return;
	}
	size_t before = r->held;
	reassembly_take(r, m, fragment);
	d->assembly_octets += r->held - before;
}

/* Of a handshake that is over: what of it was complete is known, the octets are not. */
static void take_again(const struct association *a, uint16_t to, enum side from, struct handshake *m,
		       const uint8_t *fragment)
{
	reassembly_pass(m, fragment);
	m->again = a->done_epoch != to || m->message_seq >= 32 || a->done[from] >> m->message_seq & 1;
}

/* Both Finished are there: nothing of it is needed but to tell a retransmission. */
static bool is_over(const struct association *a)
{
	const struct handshaking *h = a->handshaking;

	return h && h->session && h->finished[SIDE_CLIENT] && h->finished[SIDE_SERVER];
}

static struct association *one_message(struct dissector *d, const struct passage *p, struct observation *o,
				       struct association *a, struct handshake *m)
{
	const uint8_t *fragment = o->plain + HANDSHAKE_HEADER;
	uint16_t epoch = p->record.epoch ? o->opened_by : 0;

	a = flow_association_for(d, p, m, fragment, a);
	enum side from = flow_association_from_client(a, p->datagram) ? SIDE_CLIENT : SIDE_SERVER;
	struct handshaking *h = handshaking_for(d, a, m, fragment, epoch);
	if (h)
		take(d, h, from, m, fragment);
	else
		take_again(a, leads_to(m, epoch), from, m, fragment);
	if (h && m->complete && !m->again)
		handshake_learn(d, a, h, m, from, p->datagram->frame);
	o->association = a->number;
	o->from_client = from == SIDE_CLIENT;
	o->handshake = m;
	d->saw(d->arg, o);
	if (is_over(a)) {
		if (d->crowded)
			session_settle(a->handshaking->session);
		handshaking_free(d, a);
	}
	return a;
}

void dissect_handshake(struct dissector *d, const struct passage *p, struct observation *o, struct association *a)
{
	const uint8_t *plain = o->plain;
	size_t left = o->plain_len;
	struct handshake m;

	while (left) {
		o->plain = plain;
		if (!handshake_read(&m, plain, left) || m.fragment_length > left - HANDSHAKE_HEADER) {
			/* Too short for what it says: given out as it is, nothing learned. */
			o->plain_len = left;
			o->kind = left < HANDSHAKE_HEADER ? OBS_RECORD : OBS_HANDSHAKE;
			o->handshake = left < HANDSHAKE_HEADER ? NULL : &m;
			d->saw(d->arg, o);
			return;
		}
		o->kind = OBS_HANDSHAKE;
		o->plain_len = HANDSHAKE_HEADER + m.fragment_length;
		a = one_message(d, p, o, a, &m);
		plain += o->plain_len;
		left -= o->plain_len;
	}
}
