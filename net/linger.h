/* net/linger.h - a socket kept open for a while after its link was closed, for the tap. */
#ifndef NET_LINGER_H
#define NET_LINGER_H

#include "net/socket.h"

/* What still comes is seen and not delivered: the peer's close_notify must answer ours (RFC 5246 7.2.1). */
void linger_on(struct socket *);
void linger_free(struct timer *);

#endif
