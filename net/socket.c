/* net/socket.c - opening, sharing and closing sockets, and finding ours by port. */
#include "net/socket.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/ether.h"
#include "net/mailbox.h"
#include "net/packet.h"
#include "net/udp.h"
#include "net/polling.h"

static uint64_t port_hash(uint16_t port) { return table_hash(&port, sizeof(port), 0); }

/* A socket bound to any address hears every address of its family. */
bool sockets_equal_port(const void *entry, const void *key)
{
	const struct endpoint *local = &((const struct socket *)entry)->local, *to = key;

	return local->port == to->port && local->family == to->family &&
	       (udp_is_any(local) || !memcmp(local->addr, to->addr, sizeof(to->addr)));
}

struct socket *socket_at(const struct host *h, const struct endpoint *to)
{
	return table_find(&h->sockets, port_hash(to->port), to);
}

struct socket *socket_open(struct engine *e, struct endpoint *at, bool errors, const struct socket_ops *ops,
			   void *owner, struct error *error)
{
	struct host *h = e->host;
	int fd = at->carrier == CARRIER_ETHER ? ether_bind(at, h->config.interface, error) : udp_bind(at, errors, error);

	if (fd < 0)
		return NULL;
	if (!h->clock.jump)
		udp_stamp(fd);
	struct socket *s = calloc(1, sizeof(*s));
	assert(s);
	*s = (struct socket){ .host = h, .engine = e, .ops = ops, .owner = owner, .fd = fd, .tapped = e->tapped, .refs = 1, .local = *at,
			      .number = ++h->counts.sockets };
	if (polling_add(h->polling, s, error)) {
		close(fd);
		free(s);
		return NULL;
	}
	table_put(&h->sockets, port_hash(at->port), s);
	return s;
}

struct socket *socket_hold(struct socket *s)
{
	s->refs++;
	return s;
}

/* A poll result of this round may still name it: the struct stays until the round is over. */
void socket_release(struct socket *s)
{
	if (!s || --s->refs)
		return;
	struct host *h = s->host;
	table_remove(&h->sockets, port_hash(s->local.port), s);
	packet_forget_held(s);
	h->counts.due -= s->due;
	s->due = 0;
	socket_flush(s);
	outbox_free(s->outbox);
	s->outbox = NULL;
	polling_remove(h->polling, s);
	close(s->fd);
	s->fd = -1;
	s->owner = NULL;
	s->next_dead = h->dead.sockets;
	h->dead.sockets = s;
}

void sockets_bury(struct host *h)
{
	while (h->dead.sockets) {
		struct socket *s = h->dead.sockets;
		h->dead.sockets = s->next_dead;
		free(s);
	}
}

void sockets_forget_held(struct host *h)
{
	size_t at = 0;

	for (struct socket *s; (s = table_next(&h->sockets, &at));)
		packet_forget_held(s);
}

void sockets_give_up(struct host *h)
{
	size_t at = 0;

	for (struct socket *s; (s = table_next(&h->sockets, &at));) {
		h->counts.due -= s->due;
		s->due = 0;
		packet_unhold(s);
	}
}
