/* net/gate.h - the DTLS server's door: cookies for strangers, handshakes of newcomers.
 *
 *     ClientHello, epoch 0 --> cookie exchange, stateless --> newcomer: a link in its handshake
 *                                                                 | finished
 *                                                                 v
 *     everything else --> newcomer of that peer, and the peer's live link <-- admitted, replacing it
 *
 * A ClientHello of a live peer takes the same way: the old association stays until the new one has
 * finished (RFC 6347 4.2.8). */
#ifndef NET_GATE_H
#define NET_GATE_H

#include "net/association.h"
#include "net/listener.h"

struct gate *gate_new(struct listener *, const struct listen_wanted *, struct error *);
void gate_free(struct gate *);		/* NULL is harmless */
void gate_hear(struct gate *, const struct arrival *);
/* Its handshake finished: it is the peer's link from now on. */
void gate_admit(struct gate *, struct association *);
void gate_forget(struct gate *, struct link *);
/* HelloVerifyRequest: from an association that has no link yet. */
void gate_reply(struct gate *, const uint8_t *bytes, size_t len);

#endif
