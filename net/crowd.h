/* net/crowd.h - many links on one socket, in the clear or by our own DTLS engine: each has a source address of its own (IP_PKTINFO).
 *
 *     link number = CROWD_BIT | times its place was used | place
 *
 * A link is a place of 40 octets, an entry in its socket's table of addresses and, over DTLS, an
 * association (net/own.h): a million of them must fit. Whatever they have in common is the crowd's. */
#ifndef NET_CROWD_H
#define NET_CROWD_H

#include "net/socket.h"
#include "net/world.h"

#define CROWD_BIT 0x80000000u

/* 0: cannot, why in host->why. */
uint32_t crowd_open(struct engine *, const struct link_wanted *);
/* All but the first are harmless where the number is dead. */
void crowd_send(struct host *, const struct out *);
void crowd_again(struct host *, uint32_t link, bool new_session);
void crowd_close(struct host *, uint32_t link, bool silently);	/* close_notify unless SILENTLY */
void crowd_tell(struct host *, uint32_t link, enum link_event);
void crowd_local(const struct host *, uint32_t link, struct endpoint *);
const char *crowd_why(const struct host *, uint32_t link);	/* the last failure on its socket; never NULL */
/* close_notify from everyone, a window at a time, until the peers have answered or none has for a second. */
void crowds_say_goodbye(struct host *);
void crowds_free(struct host *);			/* close_notify from whoever is left */

#endif
