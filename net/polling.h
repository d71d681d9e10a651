/* net/polling.h - waiting for sockets: one of many links by poll, the others by epoll.
 *
 * A socket in an epoll set costs each datagram it sends and receives a look at the set (4 % of a
 * request); a few sockets with many links are cheaper asked one by one. */
#ifndef NET_POLLING_H
#define NET_POLLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/socket.h"
#include "wire/error.h"

struct polling;
struct pollfd;

/* NULL: why. WAKE: a descriptor that only ends the waiting, and is read then. EAGER: under load sockets are read without asking
 * the kernel first; what is heard when then hangs on speed. */
struct polling *polling_new(int wake, bool eager, struct error *);
void polling_free(struct polling *);
int polling_add(struct polling *, struct socket *, struct error *);
void polling_remove(struct polling *, struct socket *);	/* before its descriptor is closed */
/* Waits at most so long (NEVER: without end) and has each socket heard that has something. Returns how
 * many that were, -1: the system failed. */
int polling_hear(struct polling *, uint64_t ns, struct error *);

#endif
