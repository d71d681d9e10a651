/* net/listener.c - accepting: finding the link of a peer, or making it. */
#include "net/listener.h"

#include <assert.h>
#include <stdlib.h>

#include "net/door.h"
#include "net/gate.h"
#include "net/link.h"
#include "net/peers.h"

enum { PEERS_AT_MOST = 1000000 };

struct link *listener_link(struct listener *l, const struct arrival *a)
{
	struct link *link = link_new(l->engine, l->gate || l->door ? TRANSPORT_COAPS : TRANSPORT_COAP);

	link->socket = socket_hold(l->socket);
	link->local = a->to;
	link->peer = a->from;
	link->listener = l;
	return link;
}

static void append(struct listener *l, struct link *link)
{
	link->older = l->newest;
	link->newer = NULL;
	*(l->newest ? &l->newest->newer : &l->oldest) = link;
	l->newest = link;
}

/* Harmless where it is not in the list. */
static void take_out(struct listener *l, struct link *link)
{
	if (link->older || l->oldest == link)
		*(link->older ? &link->older->newer : &l->oldest) = link->newer;
	if (link->newer || l->newest == link)
		*(link->newer ? &link->newer->older : &l->newest) = link->older;
	link->older = link->newer = NULL;
}

static void forget_oldest(struct listener *l)
{
	struct link *oldest = l->oldest;

	link_say_goodbye(oldest);
	link_why(oldest, "forgotten: too many peers");
	link_event(oldest, LINK_CLOSED);
}

void listener_admit(struct listener *l, struct link *link)
{
	if (l->peers.used >= l->peers_at_most)
		forget_oldest(l);
	peers_put(&l->peers, link);
	append(l, link);
}

void listener_spoke(struct listener *l, struct link *link)
{
	if (l->newest == link)
		return;
	take_out(l, link);
	append(l, link);
}

void listener_forget(struct listener *l, struct link *link)
{
	peers_remove(&l->peers, link);
	take_out(l, link);
	if (l->gate)
		gate_forget(l->gate, link);
	if (l->door)
		door_forget(l->door, link);
}

static void hear(struct socket *s, const struct arrival *a)
{
	struct listener *l = s->owner;

	if (l->gate || l->door) {
		if (l->gate)
			gate_hear(l->gate, a);
		else
			door_hear(l->door, a);
		return;
	}
	struct link *link = peers_find(&l->peers, &a->from, &a->to);
	if (!link) {
		link = listener_link(l, a);
		listener_admit(l, link);
		link_event(link, LINK_UP);
	}
	listener_spoke(l, link);
	link_input(link, &a->from, a->bytes, a->len);
}

static void unreachable(struct socket *s, const struct endpoint *from, const struct endpoint *to, int code)
{
	struct listener *l = s->owner;
	size_t at = 0;

	(void)from;
	for (struct link *link; (link = table_next(&l->peers, &at));)
		if (endpoint_equal(&link->peer, to))
			link_unreachable(link, code);
}

static void expect(struct socket *s, const struct arrival *list, int n)
{
	const struct listener *l = s->owner;

	if (l)
		peers_expect(&l->peers, list, n);
}

static const struct socket_ops listener_socket = { hear, unreachable, expect };

static int secure(struct listener *l, const struct listen_wanted *wanted, struct error *error)
{
	if (wanted->own_dtls || wanted->stimuli)
		l->door = door_new(l, wanted, error);
	else
		l->gate = gate_new(l, wanted, error);
	return l->gate || l->door ? 0 : -1;
}

struct listener *listener_open(struct engine *e, const struct listen_wanted *wanted, struct endpoint *bound,
			       struct error *error)
{
	struct listener *l = calloc(1, sizeof(*l));

	assert(l);
	*l = (struct listener){ .engine = e, .peers_at_most = wanted->peers_at_most };
	if (!l->peers_at_most)
		l->peers_at_most = PEERS_AT_MOST;
	*bound = wanted->at;
	peers_init(&l->peers);
	l->socket = socket_open(e, bound, false, &listener_socket, l, error);
	if (l->socket && wanted->unwatched)
		l->socket->tapped = false;
	if (!l->socket || (wanted->transport == TRANSPORT_COAPS && secure(l, wanted, error))) {
		listener_free(l);
		return NULL;
	}
	return l;
}

void listener_free(struct listener *l)
{
	peers_free(&l->peers);
	gate_free(l->gate);
	door_free(l->door);
	if (l->socket)
		l->socket->owner = NULL;
	socket_release(l->socket);
	free(l);
}
