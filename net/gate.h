/* net/gate.h - the DTLS server's door: cookies, handshakes of newcomers. */
#ifndef NET_GATE_H
#define NET_GATE_H

#include "net/listener.h"

struct gate *gate_new(struct listener *, const struct listen_wanted *, struct error *);
void gate_free(struct gate *);
void gate_hear(struct gate *, const struct arrival *);
void gate_forget(struct gate *, struct link *);

#endif
