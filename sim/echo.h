/* sim/echo.h - Echo (RFC 9175 2.3): what a server gave goes back to it with the next request, or with the same one again. */
#ifndef SIM_ECHO_H
#define SIM_ECHO_H

#include <stdbool.h>

#include "sim/client.h"

/* A new link is a new endpoint: what the server gave to the old one is not for it. */
void echo_forget(struct client *);
/* Into a request that can be read; one with an Echo of its own is left as it is. */
void echo_add(struct client *, struct sent *);
/* A response with an Echo: true where it was a challenge, and the request left again. */
bool echo_take(struct client *, const struct in *, const struct message *, struct sink *);

#endif
