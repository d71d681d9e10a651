/* net/socket.h - a socket of the host, UDP or of Ethernet frames: shared by counting, known by its port, counted in flight. */
#ifndef NET_SOCKET_H
#define NET_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/world.h"

struct outbox;
struct packet;

struct arrival {
	struct endpoint from, to;
	const uint8_t *bytes;
	size_t len;
};

/* What becomes of what a socket hears. Either may release the socket. */
struct socket_ops {
	void (*input)(struct socket *, const struct arrival *);
	/* ICMP says so, or our own kernel. FROM's address: where we sent from, if the socket has many. */
	void (*unreachable)(struct socket *, const struct endpoint *from, const struct endpoint *to, int code);
	/* Of a socket with many links, whose datagrams go and come in batches: these are next. Else NULL. */
	void (*expect)(struct socket *, const struct arrival *, int n);
};

struct socket {
	struct host *host;
	struct engine *engine;
	const struct socket_ops *ops;
	void *owner;			/* NULL: nobody listens any more */
	int fd;
	bool tapped;			/* as its engine is, but for a listener that somebody else watches */
	unsigned refs;
	struct endpoint local;		/* as bound: perhaps any address */
	uint32_t number;		/* from 1 in the order of opening: what the impairment's dice depend on, */
	uint32_t sent, heard;		/* with these counts of datagrams */
	unsigned due;			/* jumping clock: datagrams of ours sent here and not yet received, */
	struct packet *held;		/* and those not yet sent, for want of room here */
	struct outbox *outbox;		/* what goes at the end of the loop's round, or NULL */
	bool unsent;			/* in the host's list of those */
	struct socket *next_unsent, *next_dead;
};

/* Bound to AT, whose port is filled. ERRORS: ask for ICMP errors. One reference is the caller's. */
struct socket *socket_open(struct engine *, struct endpoint *at, bool errors, const struct socket_ops *, void *owner,
			   struct error *);
struct socket *socket_hold(struct socket *);
void socket_release(struct socket *);	/* the last one closes it; NULL is harmless */

/* Our own socket that would hear what is sent to an endpoint, or NULL. */
struct socket *socket_at(const struct host *, const struct endpoint *);
void socket_send(struct socket *, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes,
		 size_t len);
/* Hears what is there: a bounded number of datagrams and, where there are ICMP ERRORS, all of them. Returns how many
 * datagrams, or less than 1. */
int socket_hear(struct socket *, bool errors);
/* Sends what waits in outboxes. */
void socket_flush(struct socket *);
void sockets_flush(struct host *);
/* Frees what was closed since the last call. */
void sockets_bury(struct host *);
/* What still waits for room, which two sockets may do for each other. */
void sockets_forget_held(struct host *);
/* Nothing came for long: what was in flight is lost. */
void sockets_give_up(struct host *);
bool sockets_equal_port(const void *entry, const void *key);

#endif
