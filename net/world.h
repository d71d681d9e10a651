/* net/world.h - the host's insides, for net/ only: loop, engines, links.
 *
 *     host --> engines --> links --> socket (shared, counted) --> file descriptor
 *          \-> timers: engines' deadlines, associations' retransmissions, late datagrams
 *
 * Nothing but the loop calls an engine: what happens inside a sink's call becomes an event in the
 * host's queue. */
#ifndef NET_WORLD_H
#define NET_WORLD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/clock.h"
#include "net/host.h"
#include "net/lag.h"
#include "wire/heap.h"
#include "wire/table.h"

struct timer {
	struct heap_item item;		/* first: the heap gives it back */
	void (*fire)(struct host *, struct timer *);
	void (*discard)(struct timer *);	/* frees it when the host ends; NULL: its owner does */
};

struct engine {
	struct timer timer;		/* first */
	struct host *host;
	const struct engine_ops *ops;
	void *self;
	bool tapped;
	struct sink sink;
};

enum link_state { LINK_OPENING, LINK_OPEN, LINK_DOWN };

struct socket;
struct listener;
struct association;
struct own;
struct own_shared;

struct link {
	uint32_t id;
	uint8_t transport, state;	/* enum transport, enum link_state */
	struct engine *engine;
	struct socket *socket, *other;	/* OTHER: made for PATH_OTHER_PORT */
	struct endpoint local, peer;
	struct listener *listener;	/* who accepted it, or NULL */
	struct association *association;/* DTLS, or NULL */
	struct own *own;		/* DTLS by our own engine, or NULL */
	uint64_t hello;			/* door: of the ClientHello it began with */
	struct association *newcomer;	/* the client's, of a new session, until it has finished; or NULL */
	struct association *former;	/* the client's, which a new session replaced, for one who wishes for it; or NULL */
	char *why;
	struct link *older, *newer;	/* among the listener's peers, by when they spoke last */
	struct link *next_dead;
	uint8_t *last;			/* the datagram of the last message, for a replay of it; or NULL */
	size_t last_len;
};

struct event {
	uint32_t link;
	enum link_event what;
};

struct event_queue {
	struct event *events;		/* a ring */
	size_t first, count, size;
};

/* What a run is told to stop at. */
struct ending {
	volatile sig_atomic_t stop;	/* host_stop */
	bool done;			/* UNTIL said so */
	bool (*until)(void *arg);
	void *arg;
};

/* What is closed, kept until nobody can name it: a poll result a socket, an engine's caller a link. */
struct graveyard {
	struct socket *sockets;
	struct link *links;
};

struct counts {
	uint32_t links, sockets, frames;	/* ever */
	unsigned due;			/* jumping clock: our datagrams to our sockets, not yet received */
	unsigned lingering;		/* sockets of closed links */
};

struct host {
	struct host_config config;
	struct counts counts;
	struct clock clock;
	struct lag lag;
	struct heap timers;
	struct polling *polling;
	int wake;			/* for host_stop */
	struct ending ending;
	struct engine **engines;
	size_t engine_count;
	struct event_queue queue;
	struct table links, sockets;	/* by number; by port */
	struct socket *unsent;		/* with something in their outboxes */
	struct listener *listeners;
	struct graveyard dead;
	uint8_t *ports;			/* a bit each: links of ours had it */
	struct secure *secure;		/* OpenSSL's contexts and sessions, or NULL */
	struct own_shared *own;		/* of our own DTLS engine, or NULL */
	struct crowds *crowds;		/* links on shared sockets, or NULL */
	struct inbox *inbox;
	uint64_t dice;			/* state of the seeded random source */
	struct error why;		/* of the last open() that failed */
};

/* net/engine.c: the only calls into engines; each asks UNTIL afterwards. */
void engine_input(struct engine *, const struct in *);
void engine_event(struct engine *, uint32_t link, enum link_event);
void engine_refresh(struct engine *);
void engine_tick(struct host *, struct timer *);

/* net/loop.c */
void timer_set(struct host *, struct timer *, uint64_t at_ns);	/* NEVER stops it */
void timer_stop(struct host *, struct timer *);
void event_push(struct host *, uint32_t link, enum link_event);
void events_give(struct host *);				/* all that wait, from the loop only */

#endif
