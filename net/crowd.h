/* net/crowd.h - many clear links on one socket: each has a source address of its own (IP_PKTINFO).
 *
 *     link number = CROWD_BIT | times its place was used | place
 *
 * A link is a place of some 30 octets and an entry in its socket's table of addresses: a million
 * of them must fit. Whatever they have in common is the crowd's. */
#ifndef NET_CROWD_H
#define NET_CROWD_H

#include "net/socket.h"
#include "net/world.h"

#define CROWD_BIT 0x80000000u

/* 0: cannot, why in host->why. */
uint32_t crowd_open(struct engine *, const struct link_wanted *);
/* All but the first are harmless where the number is dead. */
void crowd_send(struct host *, const struct out *);
void crowd_close(struct host *, uint32_t link);
void crowd_tell(struct host *, uint32_t link, enum link_event);
void crowd_local(const struct host *, uint32_t link, struct endpoint *);
const char *crowd_why(const struct host *, uint32_t link);	/* the last failure on its socket; never NULL */
void crowds_free(struct host *);

#endif
