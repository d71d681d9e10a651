/* net/listener.h - one socket for many peers, each of them a link of its own. */
#ifndef NET_LISTENER_H
#define NET_LISTENER_H

#include "net/host.h"
#include "net/socket.h"
#include "net/world.h"

struct gate;
struct door;

struct listener {
	struct listener *next;
	struct engine *engine;
	struct socket *socket;
	struct table peers;		/* links the engine may know of */
	struct link *oldest, *newest;	/* of them, by when they spoke last */
	uint32_t peers_at_most;
	struct gate *gate;		/* DTLS by OpenSSL: who wants to come in, or NULL */
	struct door *door;		/* DTLS by our own engine, or NULL */
};

struct listener *listener_open(struct engine *, const struct listen_wanted *, struct endpoint *bound, struct error *);
void listener_free(struct listener *);	/* and its links, silently */
/* A new link for whoever sent it; not yet among the peers. */
struct link *listener_link(struct listener *, const struct arrival *);
/* Among the peers from now on; too many, and the one silent for longest goes. */
void listener_admit(struct listener *, struct link *);
void listener_spoke(struct listener *, struct link *);
void listener_forget(struct listener *, struct link *);	/* harmless where it is not among them */

#endif
