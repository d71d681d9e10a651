/* net/linger.h - a socket kept open for a while after its link was closed, for the tap. */
#ifndef NET_LINGER_H
#define NET_LINGER_H

#include "net/socket.h"

/* Until an alert comes, or a second has passed: the peer's close_notify must answer ours (RFC 5246
 * 7.2.1), and the tap shall see whether it does. The socket has no other owner any more. */
void linger_on(struct socket *);

#endif
