/* net/door.h - a DTLS server by our own engine: cookies for strangers, handshakes of newcomers, a million sessions.
 *
 * The same way in as net/gate.h's, and the same promises: stateless until the cookie came back, a
 * bounded number of handshakes in progress, and a live association that stays until the new one of
 * its peer has finished (RFC 6347 4.2.8). What is kept of a session is the engine's some 300 octets. */
#ifndef NET_DOOR_H
#define NET_DOOR_H

#include "net/listener.h"

struct door *door_new(struct listener *, const struct listen_wanted *, struct error *);
void door_free(struct door *);		/* NULL is harmless */
void door_hear(struct door *, const struct arrival *);
/* Its handshake finished: it is the peer's link from now on. */
void door_admit(struct door *, struct link *);
void door_forget(struct door *, struct link *);
const struct identity *door_identity(struct door *, const uint8_t *psk_identity, size_t len);
const struct identity *door_certificate(struct door *, const uint8_t *certificate, size_t len);	/* NULL: nobody's */

#endif
