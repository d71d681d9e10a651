/* net/listener.c - accepting: finding the link of a peer, or making it. */
#include "net/listener.h"

#include <assert.h>
#include <stdlib.h>

#include "net/gate.h"
#include "net/link.h"

struct pair {
	const struct endpoint *peer, *local;
};

static bool equal_pair(const void *entry, const void *key)
{
	const struct link *link = entry;
	const struct pair *pair = key;

	return endpoint_equal(&link->peer, pair->peer) && endpoint_equal(&link->local, pair->local);
}

static uint64_t pair_hash(const struct endpoint *peer, const struct endpoint *local)
{
	return endpoint_hash(peer) + 31 * endpoint_hash(local);
}

struct link *listener_find(const struct listener *l, const struct endpoint *peer, const struct endpoint *local)
{
	struct pair pair = { peer, local };

	return table_find(&l->peers, pair_hash(peer, local), &pair);
}

struct link *listener_link(struct listener *l, const struct arrival *a)
{
	struct link *link = link_new(l->engine, l->gate ? TRANSPORT_COAPS : TRANSPORT_COAP);

	link->socket = socket_hold(l->socket);
	link->local = a->to;
	link->peer = a->from;
	link->listener = l;
	return link;
}

void listener_admit(struct listener *l, struct link *link)
{
	table_put(&l->peers, pair_hash(&link->peer, &link->local), link);
}

void listener_forget(struct listener *l, struct link *link)
{
	table_remove(&l->peers, pair_hash(&link->peer, &link->local), link);
	if (l->gate)
		gate_forget(l->gate, link);
}

static void hear(struct socket *s, const struct arrival *a)
{
	struct listener *l = s->owner;

	if (l->gate) {
		gate_hear(l->gate, a);
		return;
	}
	struct link *link = listener_find(l, &a->from, &a->to);
	if (!link) {
		link = listener_link(l, a);
		listener_admit(l, link);
		link_event(link, LINK_UP);
	}
	link_input(link, &a->from, a->bytes, a->len);
}

static void unreachable(struct socket *s, const struct endpoint *to, int code)
{
	struct listener *l = s->owner;
	size_t at = 0;

	for (struct link *link; (link = table_next(&l->peers, &at));)
		if (endpoint_equal(&link->peer, to))
			link_unreachable(link, code);
}

static const struct socket_ops listener_socket = { hear, unreachable };

struct listener *listener_open(struct engine *e, const struct listen_wanted *wanted, struct endpoint *bound,
			       struct error *error)
{
	struct listener *l = calloc(1, sizeof(*l));

	assert(l);
	*l = (struct listener){ .engine = e };
	*bound = wanted->at;
	table_init(&l->peers, equal_pair);
	l->socket = socket_open(e, bound, false, &listener_socket, l, error);
	if (!l->socket || (wanted->transport == TRANSPORT_COAPS && !(l->gate = gate_new(l, wanted, error)))) {
		listener_free(l);
		return NULL;
	}
	return l;
}

void listener_free(struct listener *l)
{
	size_t at = 0;

	for (struct link *link; (link = table_next(&l->peers, &at));)
		link_free(link);
	gate_free(l->gate);
	if (l->socket)
		l->socket->owner = NULL;
	socket_release(l->socket);
	table_free(&l->peers);
	free(l);
}
