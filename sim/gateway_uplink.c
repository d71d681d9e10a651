/* sim/gateway_uplink.c - a Gateway UE as a client of the MSGin5G Server: it registers itself, then asks for others. */
#include <string.h>

#include "sim/gateway_state.h"

enum { TRY_AGAIN_S = 30 };

static bool was_accepted(const struct gateway *g, const struct transaction *t)
{
	struct msgin5g answer;
	struct message m;

	if (t->state != TRANSACTION_ANSWERED)
		return false;
	message_read(&m, t->reply, t->reply_len);
	msgin5g_read(&answer, &m, g->config.binding);
	return CODE_CLASS(m.code) == 2 && msgin5g_result(&answer, g->config.binding, ELEMENT_REG_RESULT) != RESULT_FAILURE;
}

/* The exchange is over, one way or the other. */
static void conclude(struct gateway *g, uint64_t now_ns)
{
	struct uplink *u = &g->uplink;

	if (u->doing == UPLINK_NOTHING || transaction_open(&u->client.last))
		return;
	if (u->doing == UPLINK_ASKS)
		waiting_answered(g, &u->client.last);
	else
		u->registered = was_accepted(g, &u->client.last);
	if (u->doing == UPLINK_REGISTERS && !u->registered)
		u->not_before_ns = now_ns + TRY_AGAIN_S * (uint64_t)NS_PER_S;
	u->doing = UPLINK_NOTHING;
}

static void send_next(struct gateway *g, uint64_t now_ns, struct sink *sink)
{
	struct uplink *u = &g->uplink;
	bool registered = u->registered;
	struct sent sent;

	if (u->doing != UPLINK_NOTHING || now_ns < u->not_before_ns || !waiting_build_next(g, &sent, now_ns, sink))
		return;
	u->doing = registered ? UPLINK_ASKS : UPLINK_REGISTERS;
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

uint64_t uplink_tick(struct gateway *g, uint64_t now_ns, struct sink *sink)
{
	struct uplink *u = &g->uplink;
	uint64_t next, due;

	if (gateway_deviates(g, GATEWAY_STAYS_AWAY))
		return u->next_ns = NEVER;
	next = client_tick(&u->client, now_ns, sink);
	conclude(g, now_ns);
	if (u->client.state == CLIENT_UP)
		send_next(g, now_ns, sink);
	else if (u->client.state != CLIENT_OPENING)
		connect(g, now_ns, sink);
	if (u->doing != UPLINK_NOTHING)
		return u->next_ns = client_tick(&u->client, now_ns, sink);
	due = u->registered && u->client.state == CLIENT_UP ? waiting_deadline(g) : NEVER;
	next = u->not_before_ns > now_ns && (!u->registered || u->client.state != CLIENT_UP) ? u->not_before_ns : NEVER;
	return u->next_ns = due < next ? due : next;
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
