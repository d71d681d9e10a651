/* net/linger.c - sockets that outlive their link by a second. */
#include "net/linger.h"

#include <assert.h>
#include <stdlib.h>

enum { LINGER_S = 1 };

struct linger {
	struct timer timer;		/* first */
	struct socket *socket;
};

void linger_free(struct timer *t)
{
	socket_release(((struct linger *)t)->socket);
	free(t);
}

static void expire(struct host *h, struct timer *t)
{
	(void)h;
	linger_free(t);
}

void linger_on(struct socket *s)
{
	struct linger *one = calloc(1, sizeof(*one));

	assert(one);
	*one = (struct linger){ .timer = { .fire = expire, .discard = linger_free }, .socket = socket_hold(s) };
	timer_set(s->host, &one->timer, s->host->clock.now_ns + LINGER_S * (uint64_t)NS_PER_S);
}
