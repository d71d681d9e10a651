/* net/lag.h - how far this host is behind: how long datagrams waited in our sockets, and we for the processor. */
#ifndef NET_LAG_H
#define NET_LAG_H

#include <stdint.h>

/* The longest wait lately. Where client and server share a host, what waited at the one makes the other's answer late too. */
struct lag {
	uint64_t waited_ns, at_ns;		/* how long, and when it was noted */
};

void lag_note(struct lag *, uint64_t waited_ns, uint64_t now_ns);
/* What the tap says of a datagram that it sees NOW; 0: what the judge allows anyhow. */
uint64_t lag_jitter(const struct lag *, uint64_t now_ns);

#endif
