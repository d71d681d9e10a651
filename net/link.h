/* net/link.h - one association or clear flow: from open to closed, and what it hears meanwhile. */
#ifndef NET_LINK_H
#define NET_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "net/socket.h"
#include "net/world.h"

struct link *link_new(struct engine *, uint8_t transport);
struct link *link_find(const struct host *, uint32_t id);	/* NULL: dead */
/* Says nothing to anyone. The struct itself stays until links_bury, in state LINK_DOWN, so that
 * whoever called an engine may still look at it. */
void link_free(struct link *);
void links_bury(struct host *);
bool links_equal_id(const void *entry, const void *key);

/* The sink's open and close. 0: cannot, why in host->why. */
uint32_t link_open(struct engine *, const struct link_wanted *);
void link_close(struct link *, bool silently);
void link_say_goodbye(struct link *);	/* close_notify, where there is an association */
struct connection_profile;
void link_accept(struct link *, const struct connection_profile *, const char *stimuli);	/* a server's, by our own engine: net/door.h */

/* Will be told to the engine by the loop. LINK_FAILED and LINK_CLOSED take the link down. */
void link_event(struct link *, enum link_event);
void link_tell(struct host *, uint32_t id, enum link_event);
void link_why(struct link *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void link_unreachable(struct link *, int code);
const char *link_reason(int code);	/* of a send that failed, or an ICMP error */

/* One CoAP message for the engine, after all events that wait. The link may be dead afterwards. */
void link_input(struct link *, const struct endpoint *from, const uint8_t *bytes, size_t len);
void link_hear_secure(struct link *, const struct arrival *);	/* from its peer */
/* A datagram from a socket of the link's own. */
extern const struct socket_ops link_socket;

#endif
