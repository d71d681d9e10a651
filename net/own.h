/* net/own.h - a DTLS association by our own engine (dtls/connection.h), for whoever carries it.
 *
 *     link, place in a crowd --own_hear, own_send--> own --> connection
 *            ^---------------- struct bearer --------'
 *
 * It takes the place of net/association.h where the host, the link or the listener asks for it: the
 * same sink, the same wishes, and besides stimuli in the handshake (dtls/stimulus.h) that OpenSSL
 * cannot play. */
#ifndef NET_OWN_H
#define NET_OWN_H

#include "dtls/connection.h"
#include "net/socket.h"
#include "net/world.h"

struct own;

/* What all of a host's share; made at the first need, freed with the host. NULL allowed. */
struct own_shared;
struct workbench *own_workbench(struct host *);
void own_shared_free(struct own_shared *);

/* What an association asks of who carries it. */
struct bearer {
	/* OUT: what this record carries (bytes NULL: none, a handshake's). */
	void (*depart)(void *bearer, const struct out *out, const uint8_t *datagram, size_t len);
	/* One message. False: the association was freed meanwhile. */
	bool (*input)(void *bearer, const uint8_t *bytes, size_t len);
	/* LINK_FAILED and LINK_CLOSED are the last; the bearer frees the association at once. */
	void (*event)(void *bearer, enum link_event);
	void (*why)(void *bearer, const char *why);
	/* A server's: whose key; NULL: nobody's. */
	const struct identity *(*find)(void *bearer, const uint8_t *psk_identity, size_t len);
	const struct identity *(*find_certificate)(void *bearer, const uint8_t *certificate, size_t len);	/* likewise */
};

extern const struct connection_world own_world;	/* for a door's profile */

/* A client's: its ClientHello leaves in the call. -1: why. Nothing is heard of the bearer inside. */
struct own *own_open(struct host *, const struct bearer *, void *bearer, const struct link_wanted *, bool tapped,
		     struct error *);
/* A server's, in front of the ClientHello that it will hear; PROFILE must outlive it. */
struct own *own_accept(struct host *, const struct bearer *, void *bearer, const struct connection_profile *,
		       bool tapped, const char *stimuli);	/* words that were read before, or NULL: by the book */
void own_free(struct own *);			/* silently */
void own_hear(struct own *, const struct arrival *);	/* from the peer */
/* Sealed by this one, carried by CARRIES. */
void own_send(struct own *, void *carries, const struct out *);
void own_again(struct own *, bool new_session);
void own_goodbye(struct own *);
bool own_resumed(const struct own *);
/* A door's profile's `find` and `find_certificate`: as the bearer says. */
const struct identity *own_find(void *own, const uint8_t *psk_identity, size_t len);
const struct identity *own_find_certificate(void *own, const uint8_t *certificate, size_t len);
const struct identity *own_peer(const struct own *);	/* a server's, once it is known; or NULL */

#endif
