/* net/linger.c - sockets that outlive their link, until the peer has said goodbye too. */
#include "net/linger.h"

#include <assert.h>
#include <stdlib.h>

enum { LINGER_S = 1, ALERT = 21 };

struct linger {
	struct timer timer;		/* first */
	struct socket *socket;
};

static void discard(struct timer *t)
{
	struct linger *one = (struct linger *)t;
	struct socket *s = one->socket;

	s->host->counts.lingering--;
	s->owner = NULL;
	socket_release(s);
	free(one);
}

static void expire(struct host *h, struct timer *t)
{
	(void)h;
	discard(t);
}

static void hear(struct socket *s, const struct arrival *a)
{
	struct linger *one = s->owner;

	if (!a->len || a->bytes[0] != ALERT)
		return;
	timer_stop(s->host, &one->timer);
	discard(&one->timer);
}

static void unreachable(struct socket *s, const struct endpoint *from, const struct endpoint *to, int code)
{
	(void)s, (void)from, (void)to, (void)code;
}

static const struct socket_ops linger_socket = { hear, unreachable, NULL };

void linger_on(struct socket *s)
{
	struct linger *one = calloc(1, sizeof(*one));

	assert(one);
	*one = (struct linger){ .timer = { .fire = expire, .discard = discard }, .socket = socket_hold(s) };
	s->ops = &linger_socket;
	s->owner = one;
	s->host->counts.lingering++;
	timer_set(s->host, &one->timer, s->host->clock.now_ns + LINGER_S * (uint64_t)NS_PER_S);
}
