/* net/peers.h - links found by the pair of their endpoints. */
#ifndef NET_PEERS_H
#define NET_PEERS_H

#include "net/socket.h"
#include "net/world.h"

void peers_init(struct table *);
struct link *peers_find(const struct table *, const struct endpoint *peer, const struct endpoint *local);
/* These will be looked up next. */
void peers_expect(const struct table *, const struct arrival *, int n);
void peers_put(struct table *, struct link *);
void peers_remove(struct table *, const struct link *);	/* harmless where it is not in */
/* Frees the links too, in silence. */
void peers_free(struct table *);

#endif
