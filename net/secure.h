/* net/secure.h - what all associations of a host share: OpenSSL's contexts, the datagram BIO, sessions. */
#ifndef NET_SECURE_H
#define NET_SECURE_H

#include <openssl/ssl.h>

#include "net/association.h"
#include "net/world.h"

/* Payload of a datagram where the path's MTU is unknown: 1280 less the headers of IPv6 (RFC 7252 4.6). */
enum { SECURE_MTU = 1280 - 40 - 8 };

struct secure {
	SSL_CTX *client;
	BIO_METHOD *bio;
	struct table sessions;
	struct protector *protector;
};

/* The host's, made at the first need. NULL: OpenSSL cannot, why in ERROR. */
struct secure *secure_get(struct host *, struct error *);
void secure_free(struct secure *);
/* A context with what is the same for both sides. */
SSL_CTX *secure_context(const SSL_METHOD *, const char *suites, struct error *);
/* An SSL that reads and writes through its association's inbox and link. */
SSL *secure_ssl(struct secure *, SSL_CTX *);
/* "what: OpenSSL's reason"; empties its error queue. */
int secure_error(struct error *, const char *what);

/* The last session of an identity, for resumption: NULL, none. */
SSL_SESSION *secure_find_session(struct secure *, const struct identity *);
void secure_keep_session(struct secure *, const struct identity *, SSL *);

/* net/datagram_bio.c */
BIO_METHOD *datagram_bio_method(void);

#endif
