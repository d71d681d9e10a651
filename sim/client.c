/* sim/client.c - the virtual UE: links, sending and retransmission. */
#include "sim/client.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "sim/client_fault.h"
#include "sim/echo.h"
#include "sim/reception.h"

bool transaction_open(const struct transaction *t)
{
	return t->sent.len && (t->state == TRANSACTION_PENDING || t->state == TRANSACTION_ACKED);
}

const char *transaction_state_word(enum transaction_state state)
{
	static const char *const words[] = { "no answer", "an Empty ACK only", "a response", "RST", "no answer",
					     "the link ended" };
	return words[state];
}

uint8_t automatic_named(const char *word)
{
	static const struct { const char *word; uint8_t bit; } rows[] = {
#define AUTOMATIC(name, bit, word, text) { word, AUTOMATIC_##name },
#include "sim/automatic.def"
#undef AUTOMATIC
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!strcmp(rows[i].word, word))
			return rows[i].bit;
	return 0;
}

/* A step's are declared; a fault's are not. */
static void want_stimuli(const struct client *c, struct link_wanted *wanted)
{
	wanted->undeclared = !c->stimuli && c->fault && c->fault->stimuli;
	wanted->stimuli = wanted->undeclared ? c->fault->stimuli : c->stimuli;
}

/* Where it goes; by faults elsewhere. */
static struct endpoint goal_of(const struct client *c, const struct endpoint *peer)
{
	enum { COAP_PORT = 5683 };
	static const struct endpoint all_nodes = { .family = FAMILY_IPV4, .addr = { 224, 0, 1, 187 }, .port = COAP_PORT };
	struct endpoint goal = client_deviates(c, CLIENT_DEVIATION_TO_A_GROUP) ? all_nodes : *peer;

	if (client_deviates(c, CLIENT_DEVIATION_DEFAULT_PORT))
		goal.port = COAP_PORT;
	return goal;
}

void client_open(struct client *c, uint8_t transport, const struct endpoint *peer, bool resume, struct sink *sink)
{
	struct link_wanted wanted = { .transport = transport, .peer = goal_of(c, peer), .identity = c->identity, .server_name = c->server_name,
				      .resume = resume };

	if (transport == TRANSPORT_COAPS)
		want_stimuli(c, &wanted);

	c->peer = wanted.peer;
	echo_forget(c);
	c->has_former = false;
	c->seen_count = 0;
	c->unreachable = false;
	c->link = sink->open(sink->world, &wanted);
	c->state = c->link ? CLIENT_OPENING : CLIENT_FAILED;
	snprintf(c->why, sizeof(c->why), "%s", c->link ? "" : sink->why(sink->world, 0));
}

void client_close(struct client *c, bool silently, struct sink *sink)
{
	if (c->link)
		sink->close(sink->world, c->link, silently);
	c->link = 0;
	c->state = CLIENT_DOWN;
	c->renegotiating = false;
	if (transaction_open(&c->last))
		c->last.state = TRANSACTION_CUT;
}

void client_give_up(struct client *c, struct sink *sink)
{
	client_close(c, true, sink);
	c->state = CLIENT_FAILED;
	snprintf(c->why, sizeof(c->why), "the handshake did not end in time");
}

static void cut(struct client *c, enum client_link state, uint64_t now_ns, struct sink *sink)
{
	snprintf(c->why, sizeof(c->why), "%s", sink->why(sink->world, c->link));
	c->state = state;
	c->renegotiating = false;
	if (!transaction_open(&c->last))
		return;
	c->last.state = TRANSACTION_CUT;
	c->last.concluded_ns = now_ns;
}

void client_hold_copies(struct client *c)
{
	if (client_deviates(c, CLIENT_DEVIATION_COPIES_ACROSS))
		return;
	c->last.retransmits = false;
	c->last.next_ns = NEVER;
}

void client_event(struct client *c, enum link_event event, uint64_t now_ns, struct sink *sink)
{
	switch (event) {
	case LINK_UP:
		c->state = CLIENT_UP;
		c->handshakes++;
		break;
	case LINK_RENEGOTIATED:
		client_hold_copies(c);
		c->renegotiating = false;
		if (c->anew)
			echo_forget(c);
		c->handshakes++;
		break;
	case LINK_FAILED:
		cut(c, CLIENT_FAILED, now_ns, sink);
		break;
	case LINK_CLOSED:
		cut(c, CLIENT_CLOSED, now_ns, sink);
		break;
	case LINK_UNREACHABLE:
		c->unreachable = true;
		snprintf(c->why, sizeof(c->why), "%s", sink->why(sink->world, c->link));
		break;
	}
}

uint16_t client_next_mid(struct client *c, struct sink *sink)
{
	if (!c->mid_known)
		sink->random(sink->world, &c->mid, sizeof(c->mid));
	c->mid_known = true;
	if (c->mid < CLIENT_LEAST_MID)
		c->mid += CLIENT_LEAST_MID;
	return client_deviates(c, CLIENT_DEVIATION_CONSTANT_MID) ? c->mid : c->mid++;
}

/* RFC 7252 5.3.1: random towards guessing, a count inside so that no token returns. */
void client_next_token(struct client *c, uint8_t token[8], struct sink *sink)
{
	if (!c->token_count)
		sink->random(sink->world, c->token_base, sizeof(c->token_base));
	memcpy(token, c->token_base, 8);
	uint32_t count = c->token_count++;
	if (client_deviates(c, CLIENT_DEVIATION_COUNTED_TOKEN)) {
		memcpy(token, (const uint8_t[8]){ [7] = (uint8_t)count }, 8);
		return;
	}
	for (int i = 0; i < 4; i++)
		token[4 + i] ^= (uint8_t)(count >> 8 * i);
}

static void put_on_link(struct client *c, const struct sent *s, struct sink *sink)
{
	struct out out = { .link = c->link, .bytes = s->bytes, .len = s->len, .wish = s->wish,
			   .deliberate = *s->deliberate ? s->deliberate : NULL };

	sink->send(sink->world, &out);
}

/* No octets and the wish to replay: the link's last datagram goes out again. */
static void replay_on_link(struct client *c, struct sink *sink)
{
	sink->send(sink->world, &(struct out){ .link = c->link, .wish = { .replay = true }, .deliberate = "replay" });
}

/* The first interval lies between ACK_TIMEOUT and ACK_TIMEOUT * ACK_RANDOM_FACTOR (RFC 7252 4.2). */
static uint64_t first_interval(struct client *c, struct sink *sink)
{
	const struct client_timing *t = c->timing;
	uint64_t spread = t->ack_timeout_ns / 1000 * (t->ack_random_permille - 1000);
	uint32_t chance;

	sink->random(sink->world, &chance, sizeof(chance));
	return t->ack_timeout_ns + (uint64_t)((double)spread * chance / UINT32_MAX);
}

void client_renew(struct client *c, struct sent *s, struct sink *sink)
{
	s->mid = client_next_mid(c, sink);
	s->bytes[2] = (uint8_t)(s->mid >> 8);
	s->bytes[3] = (uint8_t)s->mid;
	if (s->long_token || s->token_len != 8)
		return;
	c->has_former = true;
	memcpy(c->former, s->token, sizeof(c->former));
	client_next_token(c, s->token, sink);
	memcpy(s->bytes + 4, s->token, s->token_len);
}

void client_send(struct client *c, const struct sent *sent, uint64_t now_ns, struct sink *sink)
{
	struct transaction *t = &c->last;

	assert(c->state == CLIENT_UP);
	memset(t, 0, sizeof(*t));
	t->sent = *sent;
	echo_add(c, &t->sent);
	client_fault_strike_request(c, &t->sent);
	t->copies = 1;
	t->started_ns = t->copied_ns = now_ns;
	t->retransmits = sent->type == TYPE_CON && c->automatic & AUTOMATIC_RETRANSMIT;
	t->interval_ns = first_interval(c, sink);
	t->next_ns = t->retransmits ? now_ns + t->interval_ns : NEVER;
	put_on_link(c, &t->sent, sink);
	if (client_deviates(c, CLIENT_DEVIATION_TWO_AT_ONCE))
		reception_ask_again(c, sink);
}

void client_repeat(struct client *c, bool record, uint64_t now_ns, struct sink *sink)
{
	struct transaction *t = &c->last;

	t->state = TRANSACTION_PENDING;
	t->started_ns = t->copied_ns = now_ns;
	t->next_ns = NEVER;
	t->retransmits = false;
	/* A copy that no timer asked for is no retransmission: said, so that none takes it for one. */
	if (!*t->sent.deliberate)
		snprintf(t->sent.deliberate, sizeof(t->sent.deliberate), "repeat");
	if (record)
		replay_on_link(c, sink);
	else
		put_on_link(c, &t->sent, sink);
}

/* The same message, the same octets (RFC 7252 4.2), in a new record. */
static void retransmit(struct client *c, struct sink *sink)
{
	struct sent copy = c->last.sent;
	struct buffer octets = { .bytes = copy.bytes, .len = copy.len, .size = sizeof(copy.bytes) };

	client_fault_strike(c, CLIENT_STRIKE_COPY, &octets, &copy.wish);
	copy.len = octets.len;
	if (copy.wish.replay && !c->last.sent.wish.replay)
		sink->send(sink->world, &(struct out){ .link = c->link, .wish = copy.wish });	/* the old record */
	else
		put_on_link(c, &copy, sink);
}

uint64_t client_tick(struct client *c, uint64_t now_ns, struct sink *sink)
{
	struct transaction *t = &c->last;

	if (t->state != TRANSACTION_PENDING || !t->sent.len || c->state != CLIENT_UP)
		return NEVER;
	if (now_ns < t->next_ns)
		return t->next_ns;
	if (t->copies > c->timing->max_retransmit) {
		t->state = TRANSACTION_GIVEN_UP;
		t->concluded_ns = now_ns;
		return NEVER;
	}
	t->copies++;
	t->copied_ns = now_ns;
	t->interval_ns *= client_deviates(c, CLIENT_DEVIATION_CONSTANT_INTERVAL) ? 1 : 2;
	t->next_ns = now_ns + t->interval_ns;
	retransmit(c, sink);
	return t->next_ns;
}

void client_input(struct client *c, const struct in *in, struct sink *sink)
{
	struct message m;

	if (c->last.sent.long_token)
		message_read_long_token(&m, in->bytes, in->len);
	else
		message_read(&m, in->bytes, in->len);
	reception_take(c, in, &m, sink);
}
