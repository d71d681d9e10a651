/* net/own.h - a DTLS association of a client by our own engine (dtls/connection.h), under a link.
 *
 * It takes the place of net/association.h where the host or the link asks for it: the same sink, the
 * same wishes, and besides stimuli in the handshake (dtls/stimulus.h) that OpenSSL cannot play. */
#ifndef NET_OWN_H
#define NET_OWN_H

#include "net/socket.h"
#include "net/world.h"

struct own;

/* What all of a host's share; made at the first need, freed with the host. NULL allowed. */
struct own_shared;
void own_shared_free(struct own_shared *);

/* The sink's calls. */
int own_open(struct link *, const struct link_wanted *, struct error *);
void own_free(struct own *);
void own_hear(struct link *, const struct arrival *);
void own_send(struct own *, struct link *carries, const struct out *);
void own_again(struct link *, bool new_session);
void own_goodbye(struct own *);
bool own_resumed(const struct own *);

#endif
