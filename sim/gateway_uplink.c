/* sim/gateway_uplink.c - a Gateway UE as a client of the MSGin5G Server: it registers itself, then asks for others. */
#include <string.h>

#include "sim/gateway_state.h"

enum { TRY_AGAIN_S = 30, ANSWER_WITHIN_S = 60 };

static bool was_accepted(const struct gateway *g, const struct transaction *t, enum element result)
{
	struct msgin5g answer;
	struct message m;

	if (t->state != TRANSACTION_ANSWERED)
		return false;
	message_read(&m, t->reply, t->reply_len);
	msgin5g_read(&answer, &m, g->config.binding);
	return CODE_CLASS(m.code) == 2 && msgin5g_result(&answer, g->config.binding, result) != RESULT_FAILURE;
}

static void tell(const struct gateway *g, enum gateway_exchange about, bool success, uint64_t now_ns)
{
	const struct uplink *u = &g->uplink;

	if (g->config.told)
		g->config.told(g->config.told_arg, &(struct gateway_told){ .about = about, .transaction = &u->client.last, .success = success,
									   .unreachable = u->client.unreachable, .at_ns = now_ns });
}

static enum gateway_exchange about_what(const struct uplink *u)
{
	if (u->doing != UPLINK_ASKS)
		return GATEWAY_FOR_ITSELF;
	return u->client.last.sent.kind ? GATEWAY_FOR_ONE : GATEWAY_BULK_OF_OTHERS;
}

/* The exchange is over, one way or the other. */
static void conclude(struct gateway *g, uint64_t now_ns)
{
	struct uplink *u = &g->uplink;
	enum gateway_exchange about = about_what(u);
	bool success;

	if (u->doing == UPLINK_NOTHING || transaction_open(&u->client.last))
		return;
	success = was_accepted(g, &u->client.last, u->doing == UPLINK_LEAVES ? ELEMENT_DEREG_RESULT : ELEMENT_REG_RESULT);
	if (u->doing == UPLINK_ASKS)
		waiting_answered(g, &u->client.last);
	else if (success || u->doing == UPLINK_REGISTERS)
		u->registered = success && u->doing == UPLINK_REGISTERS;
	if (u->doing == UPLINK_REGISTERS && !u->registered && !g->config.on_orders)
		u->not_before_ns = now_ns + TRY_AGAIN_S * (uint64_t)NS_PER_S;
	u->doing = UPLINK_NOTHING;
	tell(g, about, success, now_ns);
}

/* For itself first: as it is told to, or else whenever it is not registered. */
static bool build_own(struct gateway *g, struct sent *sent, struct sink *sink)
{
	struct uplink *u = &g->uplink;
	enum msgin5g_kind kind = u->order;

	if (!g->config.on_orders && !u->registered)
		kind = MSGIN5G_REG;
	if (kind == MSGIN5G_NONE)
		return false;
	u->order = MSGIN5G_NONE;
	u->doing = kind == MSGIN5G_REG ? UPLINK_REGISTERS : UPLINK_LEAVES;
	waiting_build_own(g, sent, kind, sink);
	return true;
}

static void send_next(struct gateway *g, uint64_t now_ns, struct sink *sink)
{
	struct uplink *u = &g->uplink;
	struct sent sent;

	if (u->doing != UPLINK_NOTHING || now_ns < u->not_before_ns)
		return;
	if (!build_own(g, &sent, sink)) {
		if (!u->registered || !waiting_build_next(g, &sent, now_ns, sink))
			return;
		u->doing = UPLINK_ASKS;
	}
	client_send(&u->client, &sent, now_ns, sink);
}

static void connect(struct gateway *g, uint64_t now_ns, struct sink *sink)
{
	struct uplink *u = &g->uplink;

	if (now_ns < u->not_before_ns)
		return;
	if (u->client.link)
		client_close(&u->client, false, sink);
	u->not_before_ns = now_ns + TRY_AGAIN_S * (uint64_t)NS_PER_S;
	client_open(&u->client, u->config.transport, &u->config.server, false, sink);
}

/* The link of before goes without a word. */
static void reset(struct uplink *u, struct sink *sink)
{
	if (u->client.link)
		client_close(&u->client, true, sink);
	u->client.last = (struct transaction){ 0 };
	u->client.mid_known = false;
	u->client.token_count = 0;
	u->not_before_ns = 0;
	u->reset = false;
}

/* When there is something to be done, the exchange that is open aside. */
static uint64_t deadline_of(const struct gateway *g, uint64_t now_ns)
{
	const struct uplink *u = &g->uplink;
	bool up = u->client.state == CLIENT_UP;
	uint64_t due = u->registered && up ? waiting_deadline(g) : NEVER;
	uint64_t next = u->not_before_ns > now_ns && (!u->registered || !up) ? u->not_before_ns : NEVER;

	return due < next ? due : next;
}

/* The next thing of the exchange that is open; an Empty ACK is not waited on for ever. */
static uint64_t go_on(struct uplink *u, uint64_t now_ns, struct sink *sink)
{
	struct transaction *t = &u->client.last;
	uint64_t within = u->config.answer_within_ns ? u->config.answer_within_ns : ANSWER_WITHIN_S * (uint64_t)NS_PER_S;

	if (u->doing == UPLINK_NOTHING || t->state != TRANSACTION_ACKED)
		return client_tick(&u->client, now_ns, sink);
	if (now_ns < t->copied_ns + within)
		return t->copied_ns + within;
	t->state = TRANSACTION_GIVEN_UP;
	return NEVER;
}

uint64_t uplink_tick(struct gateway *g, uint64_t now_ns, struct sink *sink)
{
	struct uplink *u = &g->uplink;

	if (u->reset)
		reset(u, sink);
	if (gateway_deviates(g, GATEWAY_STAYS_AWAY) || g->dark)
		return u->next_ns = NEVER;
	go_on(u, now_ns, sink);
	conclude(g, now_ns);
	if (u->client.state == CLIENT_UP)
		send_next(g, now_ns, sink);
	else if (u->client.state != CLIENT_OPENING)
		connect(g, now_ns, sink);
	if (u->doing != UPLINK_NOTHING)
		return u->next_ns = go_on(u, now_ns, sink);
	return u->next_ns = deadline_of(g, now_ns);
}

void uplink_power(struct gateway *g, bool on, uint64_t now_ns)
{
	struct uplink *u = &g->uplink;

	u->next_ns = 0;		/* there is something to be done */
	if (on)
		return;
	if (u->doing != UPLINK_NOTHING)
		tell(g, about_what(u), false, now_ns);
	u->doing = UPLINK_NOTHING;
	u->order = MSGIN5G_NONE;
	u->registered = false;
	u->reset = true;
}

void gateway_order(struct gateway *g, enum msgin5g_kind kind)
{
	struct uplink *u = &g->uplink;

	u->order = kind;
	u->not_before_ns = u->client.state == CLIENT_OPENING ? u->not_before_ns : 0;
	u->next_ns = 0;
}

void uplink_event(struct gateway *g, enum link_event what, uint64_t now_ns, struct sink *sink)
{
	client_event(&g->uplink.client, what, now_ns, sink);
	if (what == LINK_UP)
		g->uplink.not_before_ns = now_ns;
	uplink_tick(g, now_ns, sink);
}

void uplink_input(struct gateway *g, const struct in *in, struct sink *sink)
{
	client_input(&g->uplink.client, in, sink);
}
