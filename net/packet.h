/* net/packet.h - a datagram's way out and in: deliberate delay, impairment, tap, wire.
 *
 *     out: wish's delay -> impairment -> TAP -> late? -> held back? -> socket
 *     in:  socket -> TAP -> impairment -> late? -> the socket's owner
 *
 * The tap is on the wire's side: it sees a datagram of ours when it was sent, one of the peer's
 * when it came, each with what the impairment does to it. */
#ifndef NET_PACKET_H
#define NET_PACKET_H

#include "net/socket.h"

struct departure {
	struct socket *socket;
	struct endpoint from, to;
	const uint8_t *bytes;
	size_t len;
	const char *deliberate;		/* or NULL */
	uint64_t delay_ns;		/* on purpose: it leaves, and is seen, so much later */
	bool drop;			/* on purpose: seen, but never leaves */
};

void packet_depart(const struct departure *);
void packet_arrive(struct socket *, const struct arrival *);
/* The target of held-back datagrams has room again, or is closed. */
void packet_unhold(struct socket *target);
void packet_forget_held(struct socket *target);

#endif
