/* sim/reception.c - matching what comes in to the last transaction, and the answers that need no one. */
#include "sim/reception.h"

#include <string.h>

#include "sim/client_fault.h"
#include "sim/echo.h"
#include "sim/request.h"
#include "sim/transfer.h"

void reception_send_empty(struct client *c, enum message_type type, uint16_t mid, struct sink *sink)
{
	uint8_t room[32];
	struct buffer b = buffer_on(room, sizeof(room));
	struct wish wish = { 0 };

	message_begin(&b, type, CODE_EMPTY, mid, NULL, 0);
	if (type != TYPE_CON)
		client_fault_strike(c, type == TYPE_RST ? CLIENT_STRIKE_RESET : CLIENT_STRIKE_ACK, &b, &wish);
	sink->send(sink->world, &(struct out){ .link = c->link, .bytes = room, .len = b.len, .wish = wish });
}

static void reset(struct client *c, const struct message *m, struct sink *sink)
{
	if (m->type == TYPE_CON && c->automatic & AUTOMATIC_RST)
		reception_send_empty(c, client_deviates(c, CLIENT_DEVIATION_ACKS_STRANGERS) ? TYPE_ACK : TYPE_RST, m->mid, sink);
}

static bool token_is(const struct transaction *t, const struct message *m)
{
	struct message sent;

	if (!t->sent.long_token)
		return m->token.len == t->sent.token_len && !memcmp(m->bytes + m->token.at, t->sent.token, m->token.len);
	message_read_long_token(&sent, t->sent.bytes, t->sent.len);
	return m->token.len == sent.token.len && !memcmp(m->bytes + m->token.at, sent.bytes + sent.token.at, m->token.len);
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

static bool may_take(struct client *c, const struct message *m)
{
	bool reject = has_unknown_critical(m) && !client_deviates(c, CLIENT_DEVIATION_TAKES_CRITICAL);

	c->last.reply_critical |= reject;
	return !reject;
}

void reception_ask_again(struct client *c, struct sink *sink)
{
	struct sent again = c->last.sent;
	uint16_t mid = client_next_mid(c, sink);

	if (again.len < 4)
		return;
	again.bytes[2] = (uint8_t)(mid >> 8);
	again.bytes[3] = (uint8_t)mid;
	sink->send(sink->world, &(struct out){ .link = c->link, .bytes = again.bytes, .len = again.len });
}

/* A fault: the request once more, as new, though its answer says what is wrong with it. */
static void repeat_refused(struct client *c, const struct message *m, struct sink *sink)
{
	if (client_deviates(c, CLIENT_DEVIATION_REPEATS_REFUSED) && m->code == c->fault->refusal && c->last.replies == 1)
		reception_ask_again(c, sink);
}

/* Faults: of what came nothing is noticed. */
static bool misses(const struct client *c, const struct message *m)
{
	if (client_deviates(c, CLIENT_DEVIATION_MISSES_SEPARATE))
		return m->type == TYPE_CON || m->type == TYPE_NON;
	if (client_deviates(c, CLIENT_DEVIATION_MISSES_UNKNOWN) && message_is_response(m) && !code_name(m->code))
		return true;
	return c->last.copies < 2 && ((m->type == TYPE_ACK && client_deviates(c, CLIENT_DEVIATION_MISSES_ACK)) ||
				      (m->type == TYPE_RST && client_deviates(c, CLIENT_DEVIATION_MISSES_RESET)));
}

/* But for a challenge; with the last block, where it came or leaves in some. */
static void answered(struct client *c, const struct in *in, const struct message *m, struct sink *sink)
{
	struct in whole = *in;

	if (echo_take(c, in, m, sink) || transfer_goes_on(c, &whole, m, sink))
		return;
	conclude(&c->last, TRANSACTION_ANSWERED, &whole);
	repeat_refused(c, m, sink);
}

/* ACK and RST match by Message ID (4.4); a piggybacked response by its token as well (5.3.2). */
static void take_ack(struct client *c, const struct in *in, const struct message *m, struct sink *sink)
{
	struct transaction *t = &c->last;

	if (m->type == TYPE_ACK && m->mid != t->sent.mid && client_deviates(c, CLIENT_DEVIATION_ANSWERS_ACK))
		reception_send_empty(c, TYPE_RST, m->mid, sink);
	if (m->type == TYPE_ACK && t->copies > 1 && client_deviates(c, CLIENT_DEVIATION_ANY_ACK_STOPS))
		t->next_ns = NEVER;
	if (!t->sent.len || m->mid != t->sent.mid || misses(c, m))
		return;
	if (m->type == TYPE_RST) {
		conclude(t, TRANSACTION_RESET, in);
	} else if (message_is_empty(m)) {
		if (t->state == TRANSACTION_PENDING)
			t->state = TRANSACTION_ACKED;
		t->next_ns = NEVER;
	} else if (message_is_response(m) && token_is(t, m) && may_take(c, m)) {
		answered(c, in, m, sink);
	}
}

enum { SEEN_KEPT = sizeof(((struct client *)0)->seen_mids) / sizeof(uint16_t) };

static bool is_seen(const struct client *c, uint16_t mid)
{
	unsigned n = c->seen_count < SEEN_KEPT ? c->seen_count : SEEN_KEPT;

	for (unsigned i = 0; i < n; i++)
		if (c->seen_mids[i] == mid)
			return true;
	return false;
}

static bool seen_before(struct client *c, uint16_t mid)
{
	unsigned kept = SEEN_KEPT;

	if (is_seen(c, mid))
		return true;
	c->seen_mids[c->seen_count % kept] = mid;
	c->seen_count = c->seen_count + 1u >= 2 * kept ? (uint8_t)kept : (uint8_t)(c->seen_count + 1);
	return false;
}

/* Empty, of a CON; by faults a Reset, and of a NON too. */
static void confirm(struct client *c, const struct message *m, struct sink *sink)
{
	bool con = m->type == TYPE_CON, other = !con && c->last.sent.type == TYPE_CON;

	if ((con && client_deviates(c, CLIENT_DEVIATION_RESETS_SEPARATE)) || (other && client_deviates(c, CLIENT_DEVIATION_RESETS_OTHER_TYPE)))
		reception_send_empty(c, TYPE_RST, m->mid, sink);
	else if ((con && c->automatic & AUTOMATIC_ACK) || (!con && client_deviates(c, CLIENT_DEVIATION_ACKS_NON)))
		reception_send_empty(c, TYPE_ACK, m->mid, sink);
}

static bool is_former(const struct client *c, const struct message *m)
{
	return c->has_former && m->token.len == sizeof(c->former) && !memcmp(m->bytes + m->token.at, c->former, sizeof(c->former));
}

/* A separate response (5.2.2) or one to a NON (5.2.3). */
static void take_response(struct client *c, const struct in *in, const struct message *m, struct sink *sink)
{
	bool ours = c->last.sent.len && token_is(&c->last, m);

	/* To the block before, or to what was challenged: its response comes once more (RFC 7252 4.5). */
	if (!ours && (is_former(c, m) || (m->type == TYPE_CON && c->automatic & AUTOMATIC_DEDUP && is_seen(c, m->mid)))) {
		confirm(c, m, sink);
		return;
	}
	if (!ours || !may_take(c, m)) {
		reset(c, m, sink);
		return;
	}
	confirm(c, m, sink);
	if (m->type == TYPE_CON && c->automatic & AUTOMATIC_DEDUP && seen_before(c, m->mid))
		return;
	if (misses(c, m))
		return;
	answered(c, in, m, sink);
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
			take_ack(c, in, m, sink);
		return;
	}
	if (m->whole && message_is_response(m))
		take_response(c, in, m, sink);
	else
		reset(c, m, sink);	/* a ping, a request we do not serve, or a format error */
}
