/* sim/reception.c - matching what comes in to the last transaction, and the answers that need no one. */
#include "sim/reception.h"

#include <string.h>

static void send_empty(struct client *c, enum message_type type, uint16_t mid, struct sink *sink)
{
	uint8_t room[4];
	struct buffer b = buffer_on(room, sizeof(room));

	message_begin(&b, type, CODE_EMPTY, mid, NULL, 0);
	sink->send(sink->world, &(struct out){ .link = c->link, .bytes = room, .len = b.len });
}

static void reset(struct client *c, const struct message *m, struct sink *sink)
{
	if (m->type == TYPE_CON && c->automatic & AUTOMATIC_RST)
		send_empty(c, TYPE_RST, m->mid, sink);
}

static bool token_is(const struct transaction *t, const struct message *m)
{
	return m->token.len == t->sent.token_len && !memcmp(m->bytes + m->token.at, t->sent.token, m->token.len);
}

static void conclude(struct transaction *t, enum transaction_state state, const struct in *in)
{
	t->replies++;
	if (!transaction_open(t))
		return;
	t->state = state;
	t->next_ns = NEVER;
	t->concluded_ns = in->at_ns;
	t->reply_len = in->len < sizeof(t->reply) ? in->len : sizeof(t->reply);
	memcpy(t->reply, in->bytes, t->reply_len);
}

/* RFC 7252 5.4.1: a response with a critical option that is not known is rejected. Uri-Path is let
 * through: 24.538 6.3.1.2.2 b)2) puts the client address there (reading T2). */
static bool has_unknown_critical(const struct message *m)
{
	for (unsigned i = 0; i < m->options_kept; i++)
		if (m->options[i].number & 1 && !option_fact(m->options[i].number))
			return true;
	return false;
}

static bool may_take(struct transaction *t, const struct message *m)
{
	bool reject = has_unknown_critical(m);

	t->reply_critical |= reject;
	return !reject;
}

/* ACK and RST match by Message ID (4.4); a piggybacked response by its token as well (5.3.2). */
static void take_ack(struct transaction *t, const struct in *in, const struct message *m)
{
	if (!t->sent.len || m->mid != t->sent.mid)
		return;
	if (m->type == TYPE_RST) {
		conclude(t, TRANSACTION_RESET, in);
	} else if (message_is_empty(m)) {
		if (t->state == TRANSACTION_PENDING)
			t->state = TRANSACTION_ACKED;
		t->next_ns = NEVER;
	} else if (message_is_response(m) && token_is(t, m) && may_take(t, m)) {
		conclude(t, TRANSACTION_ANSWERED, in);
	}
}

static bool seen_before(struct client *c, uint16_t mid)
{
	unsigned kept = sizeof(c->seen_mids) / sizeof(*c->seen_mids);
	unsigned n = c->seen_count < kept ? c->seen_count : kept;

	for (unsigned i = 0; i < n; i++)
		if (c->seen_mids[i] == mid)
			return true;
	c->seen_mids[c->seen_count % kept] = mid;
	c->seen_count = c->seen_count + 1u >= 2 * kept ? (uint8_t)kept : (uint8_t)(c->seen_count + 1);
	return false;
}

/* A separate response (5.2.2) or one to a NON (5.2.3). */
static void take_response(struct client *c, const struct in *in, const struct message *m, struct sink *sink)
{
	if (!c->last.sent.len || !token_is(&c->last, m) || !may_take(&c->last, m)) {
		reset(c, m, sink);
		return;
	}
	if (m->type == TYPE_CON && c->automatic & AUTOMATIC_ACK)
		send_empty(c, TYPE_ACK, m->mid, sink);
	if (m->type == TYPE_CON && c->automatic & AUTOMATIC_DEDUP && seen_before(c, m->mid))
		return;
	conclude(&c->last, TRANSACTION_ANSWERED, in);
}

void reception_take(struct client *c, const struct in *in, const struct message *m, struct sink *sink)
{
	if (!endpoint_equal(&in->peer, &c->peer)) {
		c->last.reply_other_peer = true;	/* another endpoint answers nothing of ours (5.3.2) */
		return;
	}
	if (m->len < 4 || m->version != 1)
		return;
	if (m->type == TYPE_ACK || m->type == TYPE_RST) {
		if (m->whole)
			take_ack(&c->last, in, m);
		return;
	}
	if (m->whole && message_is_response(m))
		take_response(c, in, m, sink);
	else
		reset(c, m, sink);	/* a ping, a request we do not serve, or a format error */
}
