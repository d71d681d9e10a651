/* net/association.h - a DTLS association by OpenSSL under a link. */
#ifndef NET_ASSOCIATION_H
#define NET_ASSOCIATION_H

#include "net/socket.h"
#include "net/world.h"

int association_open(struct link *, const struct link_wanted *, struct error *);
void association_free(struct association *);
void association_say_goodbye(struct association *);	/* close_notify */
void association_again(struct association *, bool new_session);
/* Sealed by this one, carried by a link that may be another's. */
void association_send(struct association *, struct link *carries, const struct out *);
void association_hear(struct association *, const struct arrival *);
void association_identity(const struct association *, struct in *);
void secure_free(struct secure *);

#endif
