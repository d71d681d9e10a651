/* net/udp.h - UDP sockets as endpoints and octets: no links, no loop. */
#ifndef NET_UDP_H
#define NET_UDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"
#include "wire/error.h"

enum { UDP_MAX = 65535 };

struct msghdr;
struct sockaddr;

/* A socket bound to LOCAL, never connected: a connected one hides answers from another port. Port
 * 0: the kernel chooses, and LOCAL says which. ERRORS: ICMP errors are queued (udp_error). -1: why. */
int udp_bind(struct endpoint *local, bool errors, struct error *);
/* The address the kernel's routes give us towards PEER (port 0). -1: no route. */
int udp_source(struct endpoint *local, const struct endpoint *peer, struct error *);
/* A datagram of this socket was too long for its way (EMSGSIZE): from now on such are fragmented. */
void udp_let_fragment(int fd);
/* FROM's address is used where the socket is bound to any. Waits for room. 0, or errno. */
int udp_send(int fd, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes, size_t len);

/* Takes one ICMP error from the queue: to whom we had sent, its errno, and, where the socket is bound
 * to any address, from which. False: none. */
bool udp_error(int fd, struct endpoint *from, struct endpoint *to, int *code);

bool udp_is_any(const struct endpoint *);
/* False for families other than IP. The room must be a struct sockaddr_storage. */
bool udp_address(struct sockaddr *, unsigned *len, const struct endpoint *);
void udp_endpoint(struct endpoint *, const struct sockaddr *);
/* The address to send from, in a message's control room (as large as a struct in6_pktinfo asks). */
void udp_source_put(struct msghdr *, const struct endpoint *from);
/* The address that a control message names, received or put: TO keeps its port. */
void udp_target(struct msghdr *, struct endpoint *to);
/* From now on the kernel stamps what the socket receives. */
void udp_stamp(int fd);
/* When a received message reached this host, in nanoseconds since 1970; 0: not stamped. */
uint64_t udp_stamped(struct msghdr *);

#endif
