/* net/wish.h - sending one message as its wish says: on which association, from which socket, when. */
#ifndef NET_WISH_H
#define NET_WISH_H

#include "net/socket.h"
#include "net/world.h"

void wish_send(struct link *, const struct out *);
/* The last part: octets as they shall be on the wire, on the link that carries them. */
void wish_depart(struct link *carries, const struct out *, const uint8_t *bytes, size_t len);

#endif
