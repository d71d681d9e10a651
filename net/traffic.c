/* net/traffic.c - what sockets send and hear, with the count of what is in flight between our own. */
#include <errno.h>

#include "net/ether.h"
#include "net/mailbox.h"
#include "net/packet.h"
#include "net/socket.h"
#include "net/udp.h"

enum {
	FEW = 8,			/* at once, of a socket with one link */
	NS_A_HOP = 1000
};

static void note_in_flight(const struct host *h, const struct endpoint *to)
{
	struct socket *target = h->clock.jump ? socket_at(h, to) : NULL;

	if (!target)
		return;
	target->due++;
	target->host->counts.due++;
}

static void note_received(struct socket *s)
{
	if (s->due) {
		s->due--;
		s->host->counts.due--;
	}
	if (s->host->clock.jump)	/* so that no two datagrams arrive at the same time */
		clock_jump(&s->host->clock, s->host->clock.now_ns + NS_A_HOP);
}

static void hear_errors(struct socket *s)
{
	struct endpoint from = s->local, to;
	int code;

	while (udp_error(s->fd, &from, &to, &code))
		if (s->owner)
			s->ops->unreachable(s, &from, &to, code);
}

static void tell_unreachable(struct socket *s, const struct endpoint *from, const struct endpoint *to, int code)
{
	if (s->owner)
		s->ops->unreachable(s, from, to, code);
}

static int carry(const struct socket *s, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes, size_t len)
{
	if (s->local.carrier == CARRIER_ETHER)
		return ether_send(s->fd, from, to, bytes, len);
	return udp_send(s->fd, udp_is_any(&s->local) ? from : NULL, to, bytes, len);
}

/* An ICMP error that waits makes the next send fail without sending: it is heard, and we try again. */
static void overcome(struct socket *s, int code)
{
	if (code == EMSGSIZE && s->local.carrier == CARRIER_UDP)
		udp_let_fragment(s->fd);
	hear_errors(s);
}

static void send_now(struct socket *s, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes,
		     size_t len)
{
	int code = carry(s, from, to, bytes, len);

	if (code) {
		overcome(s, code);
		code = carry(s, from, to, bytes, len);
	}
	if (code)
		tell_unreachable(s, from, to, code);
	else
		note_in_flight(s->host, to);
}

void socket_flush(struct socket *s)
{
	struct endpoint from = s->local, to;
	int code, left = 0;

	if (!s->outbox)
		return;
	while ((code = outbox_send(s->outbox, s->fd))) {
		overcome(s, code);
		if (left != outbox_left(s->outbox)) {
			left = outbox_left(s->outbox);	/* perhaps only an ICMP error: once more */
			continue;
		}
		outbox_skip(s->outbox, &from, &to);
		tell_unreachable(s, &from, &to, code);
		left = 0;
	}
}

void sockets_flush(struct host *h)
{
	while (h->unsent) {
		struct socket *s = h->unsent;
		h->unsent = s->next_unsent;
		s->unsent = false;
		socket_flush(s);
		socket_release(s);
	}
}

/* False: not into the outbox, by its nature. */
static bool post(struct socket *s, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes,
		 size_t len)
{
	if (!s->outbox)
		s->outbox = outbox_new(&s->local);
	if (!outbox_put(s->outbox, from, to, bytes, len)) {
		socket_flush(s);
		if (!outbox_put(s->outbox, from, to, bytes, len))
			return false;
	}
	if (s->unsent)
		return true;
	s->unsent = true;
	s->next_unsent = s->host->unsent;
	s->host->unsent = socket_hold(s);
	return true;
}

/* In virtual time nothing is gained by waiting, and the order of everything would hang on it. */
void socket_send(struct socket *s, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes,
		 size_t len)
{
	if (!s->ops->expect || s->host->clock.jump || !post(s, from, to, bytes, len))
		send_now(s, from, to, bytes, len);
}

/* Once taken they are all given out, even when the run is over meanwhile: the next one hears them. */
static int take(struct socket *s)
{
	struct arrival list[INBOX];
	struct host *h = s->host;
	int n = inbox_fill(h->inbox, s->fd, s->ops->expect ? INBOX : FEW);

	if (n > 0 && !h->clock.jump)
		lag_note(&h->lag, inbox_waited(h->inbox, clock_world()), h->clock.now_ns);
	for (int i = 0, got = n; i < got; i++) {
		struct arrival *one = &list[i - (got - n)];
		one->to = s->local;
		one->len = inbox_read(h->inbox, i, &one->from, &one->to, &one->bytes);
		if (s->local.carrier == CARRIER_ETHER && !ether_open(one))
			n--;
	}
	if (s->ops->expect)
		s->ops->expect(s, list, n);
	for (int i = 0; i < n; i++) {
		note_received(s);
		packet_arrive(s, &list[i]);
	}
	return n;
}

int socket_hear(struct socket *s, bool errors)
{
	if (s->fd < 0)
		return 0;
	socket_hold(s);
	clock_read(&s->host->clock);
	if (errors)
		hear_errors(s);
	int n = take(s);
	packet_unhold(s);
	socket_release(s);
	return n;
}
