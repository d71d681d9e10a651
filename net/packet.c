/* net/packet.c - a datagram's way through impairment and tap, and the ones that are late. */
#include "net/packet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "net/impair.h"

/* What is still to be done with a datagram that waits. */
enum stage { STAGE_DEPART, STAGE_LEAVE, STAGE_DELIVER };

/* A receive buffer we were not allowed to enlarge holds some 180 datagrams of 1,400 octets. */
enum { DUE_MAX = 64 };

struct packet {
	struct timer timer;		/* first */
	enum stage stage;
	struct departure way;		/* holds its socket; bytes and words are at the end */
	struct packet *next;		/* held back for the same target */
	uint8_t bytes[];
};

static void fire(struct host *, struct timer *);

static void discard(struct timer *t)
{
	struct packet *p = (struct packet *)t;

	socket_release(p->way.socket);
	free(p);
}

static struct packet *copy(enum stage stage, const struct departure *d)
{
	size_t words = d->deliberate ? strlen(d->deliberate) + 1 : 0;
	struct packet *p = malloc(sizeof(*p) + d->len + words);

	assert(p);
	*p = (struct packet){ .timer = { .fire = fire, .discard = discard }, .stage = stage, .way = *d };
	memcpy(p->bytes, d->bytes, d->len);
	p->way.bytes = p->bytes;
	p->way.delay_ns = 0;
	if (words)
		p->way.deliberate = memcpy(p->bytes + d->len, d->deliberate, words);
	socket_hold(d->socket);
	return p;
}

static void keep(enum stage stage, const struct departure *d, uint64_t delay_ns)
{
	struct host *h = d->socket->host;

	timer_set(h, &copy(stage, d)->timer, h->clock.now_ns + delay_ns);
}

/* In virtual time a burst may be longer than the target's receive buffer: what is too much waits,
 * without time passing, until the target has heard. */
static void leave(const struct departure *d)
{
	struct host *h = d->socket->host;
	struct socket *target = h->clock.jump ? socket_at(h, &d->to) : NULL;

	if (!target || (!target->held && target->due < DUE_MAX)) {
		socket_send(d->socket, &d->from, &d->to, d->bytes, d->len);
		return;
	}
	struct packet **end = &target->held;
	while (*end)
		end = &(*end)->next;
	*end = copy(STAGE_LEAVE, d);
}

static struct packet *take_held(struct socket *target)
{
	struct packet *p = target->held;

	if (p)
		target->held = p->next;
	return p;
}

void packet_unhold(struct socket *target)
{
	while (target->held && target->due < DUE_MAX) {
		struct packet *p = take_held(target);
		socket_send(p->way.socket, &p->way.from, &p->way.to, p->way.bytes, p->way.len);
		discard(&p->timer);
	}
}

void packet_forget_held(struct socket *target)
{
	for (struct packet *p; (p = take_held(target));)
		discard(&p->timer);
}

static void tap(struct socket *s, struct datagram d)
{
	struct host *h = s->host;

	if (d.from.carrier == CARRIER_ETHER)	/* as whoever hears it must take it, and a capture of it */
		d.len = datagram_unpadded(d.bytes, d.len);
	d.at_ns = h->clock.now_ns;
	d.jitter_ns = lag_jitter(&h->lag, d.at_ns);
	d.frame = ++h->counts.frames;
	if (h->config.tap)
		h->config.tap(h->config.tap_arg, &d);
}

void packet_depart(const struct departure *d)
{
	struct socket *s = d->socket;
	struct plan plan = { .fate = FATE_DELIVERED, .copies = 1 };

	if (d->delay_ns) {
		keep(STAGE_DEPART, d, d->delay_ns);
		return;
	}
	if (s->tapped)
		plan = impair_plan(&s->host->config.impairment, s->host->config.seed, s->number, true, s->sent++);
	if (d->drop)
		plan = (struct plan){ .fate = FATE_DROPPED };
	if (s->tapped)
		tap(s, (struct datagram){ .fate = plan.fate, .outbound = true, .from = d->from, .to = d->to,
					  .bytes = d->bytes, .len = d->len, .deliberate = d->deliberate });
	for (int i = 0; i < plan.copies; i++) {
		if (plan.delay_ns[i])
			keep(STAGE_LEAVE, d, plan.delay_ns[i]);
		else
			leave(d);
	}
}

static void deliver(struct socket *s, const struct arrival *a)
{
	struct departure d = { .socket = s, .from = a->from, .to = a->to, .bytes = a->bytes, .len = a->len };

	if (s->host->ending.done)	/* the run is over: the next one hears it */
		keep(STAGE_DELIVER, &d, 0);
	else if (s->owner)
		s->ops->input(s, a);
}

void packet_arrive(struct socket *s, const struct arrival *a)
{
	struct host *h = s->host;

	if (!s->tapped) {
		deliver(s, a);
		return;
	}
	struct plan plan = impair_plan(&h->config.impairment, h->config.seed, s->number, false, s->heard++);
	tap(s, (struct datagram){ .fate = plan.fate, .from = a->from, .to = a->to, .bytes = a->bytes, .len = a->len });
	for (int i = 0; i < plan.copies; i++) {
		struct departure d = { .socket = s, .from = a->from, .to = a->to, .bytes = a->bytes, .len = a->len };
		if (plan.delay_ns[i])
			keep(STAGE_DELIVER, &d, plan.delay_ns[i]);
		else
			deliver(s, a);
	}
}

static void fire(struct host *h, struct timer *t)
{
	const struct departure *d = &((struct packet *)t)->way;

	(void)h;
	switch (((struct packet *)t)->stage) {
	case STAGE_DEPART:
		packet_depart(d);
		break;
	case STAGE_LEAVE:
		leave(d);
		break;
	case STAGE_DELIVER:
		deliver(d->socket, &(struct arrival){ d->from, d->to, d->bytes, d->len });
		break;
	}
	discard(t);
}
