/* net/socket.c - opening, sharing and closing sockets; sending and hearing with the count of what is in flight. */
#include "net/socket.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "net/packet.h"
#include "net/udp.h"

enum { HEAR_AT_MOST = 64, NS_A_HOP = 1000 };

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
	int fd = udp_bind(at, errors, error);

	if (fd < 0)
		return NULL;
	struct socket *s = calloc(1, sizeof(*s));
	assert(s);
	*s = (struct socket){ .host = h, .engine = e, .ops = ops, .owner = owner, .fd = fd, .refs = 1, .local = *at,
			      .number = ++h->last_socket };
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = s };
	if (epoll_ctl(h->epoll, EPOLL_CTL_ADD, fd, &event)) {
		error_set(error, "cannot watch a socket: %s", strerror(errno));
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
	h->due -= s->due;
	s->due = 0;
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

void sockets_give_up(struct host *h)
{
	size_t at = 0;

	for (struct socket *s; (s = table_next(&h->sockets, &at));) {
		h->due -= s->due;
		s->due = 0;
		packet_unhold(s);
	}
}

static void note_in_flight(const struct host *h, const struct endpoint *to)
{
	struct socket *target = h->clock.jump ? socket_at(h, to) : NULL;

	if (!target)
		return;
	target->due++;
	target->host->due++;
}

static void note_received(struct socket *s)
{
	if (s->due) {
		s->due--;
		s->host->due--;
	}
	if (s->host->clock.jump)	/* so that no two datagrams arrive at the same time */
		clock_jump(&s->host->clock, s->host->clock.now_ns + NS_A_HOP);
}

static void hear_errors(struct socket *s)
{
	struct endpoint to;
	int code;

	while (udp_error(s->fd, &to, &code))
		if (s->owner)
			s->ops->unreachable(s, &to, code);
}

/* An ICMP error that waits makes the next send fail without sending: it is heard, and we try again. */
void socket_send(struct socket *s, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes,
		 size_t len)
{
	const struct endpoint *source = udp_is_any(&s->local) ? from : NULL;
	int code = udp_send(s->fd, source, to, bytes, len);

	if (code) {
		hear_errors(s);
		code = udp_send(s->fd, source, to, bytes, len);
	}
	if (!code)
		note_in_flight(s->host, to);
	else if (s->owner)
		s->ops->unreachable(s, to, code);
}

void socket_hear(struct socket *s, uint32_t events)
{
	struct host *h = s->host;
	struct arrival a;

	if (s->fd < 0)
		return;
	socket_hold(s);
	if (events & EPOLLERR)
		hear_errors(s);
	for (int i = 0; i < HEAR_AT_MOST && s->refs > 1 && !h->ending.done; i++) {	/* 1: only ours is left */
		a.to = s->local;
		long len = udp_receive(s->fd, h->room, UDP_MAX, &a.from, &a.to);
		if (len == -EAGAIN)
			break;
		if (len < 0)
			continue;	/* an ICMP error, told by the queue */
		note_received(s);
		a.bytes = h->room;
		a.len = (size_t)len;
		packet_arrive(s, &a);
	}
	packet_unhold(s);
	socket_release(s);
}
