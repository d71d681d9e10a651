/* net/loop.c - poll, timers, events; in virtual time the clock jumps when nothing is left to hear. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/link.h"
#include "net/socket.h"
#include "net/polling.h"
#include "net/world.h"

enum {
	FIRE_AT_MOST = 64,		/* then sockets get their turn */
	GIVE_UP_NS = 200 * NS_PER_MS	/* real time after which what was sent on loopback will not come */
};

void timer_set(struct host *h, struct timer *t, uint64_t at_ns)
{
	if (at_ns == NEVER)
		timer_stop(h, t);
	else
		heap_set(&h->timers, &t->item, at_ns);
}

void timer_stop(struct host *h, struct timer *t) { heap_remove(&h->timers, &t->item); }

static void grow(struct event_queue *q)
{
	size_t size = q->size ? 2 * q->size : 16;
	struct event *events = malloc(size * sizeof(*events));

	assert(events);
	for (size_t i = 0; i < q->count; i++)
		events[i] = q->events[(q->first + i) % q->size];
	free(q->events);
	*q = (struct event_queue){ .events = events, .count = q->count, .size = size };
}

void event_push(struct host *h, uint32_t link, enum link_event what)
{
	struct event_queue *q = &h->queue;

	if (q->count == q->size)
		grow(q);
	q->events[(q->first + q->count++) % q->size] = (struct event){ link, what };
}

/* All of them, even when UNTIL says yes to one: an input that follows must not overtake them. */
void events_give(struct host *h)
{
	struct event_queue *q = &h->queue;

	while (q->count) {
		struct event event = q->events[q->first];
		q->first = (q->first + 1) % q->size;
		q->count--;
		link_tell(h, event.link, event.what);
	}
}

static uint64_t next_at(const struct host *h)
{
	const struct heap_item *top = heap_top(&h->timers);

	return top ? top->at_ns : NEVER;
}

static void fire_timers(struct host *h)
{
	for (int i = 0; i < FIRE_AT_MOST && !h->ending.done && next_at(h) <= h->clock.now_ns; i++) {
		struct timer *t = (struct timer *)heap_top(&h->timers);
		heap_remove(&h->timers, &t->item);
		t->fire(h, t);
	}
}

/* Nanoseconds until something is due; NEVER: nothing will be. */
static uint64_t patience(const struct host *h)
{
	uint64_t at = next_at(h);

	if (h->queue.count || at <= h->clock.now_ns || h->clock.jump)
		return 0;
	return at == NEVER ? NEVER : at - h->clock.now_ns;
}

/* The number of sockets that had something; -1: the system failed. Late, or called away by a signal, it looks once
 * more: what has come by now came before the timers that fire next. */
static int hear(struct host *h, uint64_t ns, struct error *error)
{
	uint64_t due = ns == NEVER ? NEVER : h->clock.now_ns + ns;
	int n = polling_hear(h->polling, ns, error);
	uint64_t now = clock_read(&h->clock);

	if (!h->clock.jump && now > due)
		lag_note(&h->lag, now - due, now);
	return n || h->clock.jump || now <= due ? n : polling_hear(h->polling, 0, error);
}

/* Nothing was readable. False: nothing is left that could happen. */
static int jump(struct host *h, struct error *error)
{
	if (h->counts.due) {
		int n = hear(h, GIVE_UP_NS, error);
		if (n == 0 && !h->ending.stop)
			sockets_give_up(h);
		return n < 0 ? -1 : 1;
	}
	if (next_at(h) == NEVER)
		return 0;
	clock_jump(&h->clock, next_at(h));
	return 1;
}

/* 1: go on; 0: nothing left to do; -1: the world failed. */
static int step(struct host *h, struct error *error)
{
	sockets_bury(h);
	links_bury(h);
	events_give(h);
	fire_timers(h);
	h->ending.done = h->ending.done || (h->ending.until && h->ending.until(h->ending.arg));	/* a timer may have been what it waits for */
	if (h->ending.done)
		return 1;
	uint64_t ns = patience(h);
	if (ns == NEVER && !h->listeners)
		return 0;
	sockets_flush(h);
	int n = hear(h, ns, error);
	if (n || !h->clock.jump || h->queue.count || next_at(h) <= h->clock.now_ns)
		return n < 0 ? -1 : 1;
	return jump(h, error);
}

int host_run(struct host *h, bool (*until)(void *arg), void *arg, struct error *error)
{
	int result = 1;

	h->ending.until = until;
	h->ending.arg = arg;
	h->ending.done = until && until(arg);
	clock_read(&h->clock);
	for (size_t i = 0; i < h->engine_count; i++)
		engine_refresh(h->engines[i]);	/* its owner may have spoken to it */
	while (result > 0 && !h->ending.done && !h->ending.stop)
		result = step(h, error);
	h->ending.stop = 0;
	h->ending.until = NULL;
	return result < 0 ? -1 : 0;
}

void host_stop(struct host *h)
{
	const uint64_t one = 1;
	int saved = errno;

	h->ending.stop = 1;
	(void)!write(h->wake, &one, sizeof(one));
	errno = saved;
}
