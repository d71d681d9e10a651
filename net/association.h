/* net/association.h - a DTLS 1.2 association by OpenSSL, under a link.
 *
 *     datagram -> inbox -> BIO read -> SSL -> link_input
 *     message -> SSL -> BIO write -> (wish: net/reseal.c) -> the link that carries it
 *
 * A link may have two: the one it lives on and a newcomer in its handshake, which takes over when
 * that has finished. At a server the newcomer is a link of its own until then (net/gate.h). */
#ifndef NET_ASSOCIATION_H
#define NET_ASSOCIATION_H

#include <openssl/ssl.h>

#include "dtls/protection.h"
#include "net/socket.h"
#include "net/world.h"

struct gate;

/* What keys are made from. */
struct secrets {
	uint16_t suite;
	uint8_t master[MASTER_SECRET], client_random[HELLO_RANDOM], server_random[HELLO_RANDOM];
};

enum { EPOCHS_KEPT = 4 };		/* by epoch modulo this: the ones before and after the present */

struct message_kept;

struct association {
	struct timer timer;		/* first: the handshake's retransmissions */
	struct host *host;
	struct link *link;		/* NULL: waits at the gate for a cookie */
	struct gate *gate;		/* server, or NULL */
	SSL *ssl;
	const struct identity *identity;/* client: ours; server: the peer's, once it is known */
	uint64_t offered;		/* server: hash of the parameters that its cookie is for */
	bool resume;
	bool asked;			/* we asked for this handshake: its failure is told as such */
	bool handshake_done;		/* said by OpenSSL, also after a HelloRequest */
	uint16_t epoch;			/* handshakes that finished */
	const struct arrival *inbox;	/* the datagram OpenSSL is to read, or NULL */
	struct link *carries;		/* while a message is sealed: who takes it, */
	const struct out *out;		/* and how wrong it shall be */
	struct secrets secrets[EPOCHS_KEPT];
	uint64_t next_seq[EPOCHS_KEPT];	/* first number not written yet */
	struct message_kept *kept;	/* sent during a renegotiation: go when it has finished */
	char alert[64];			/* the last one, in words */
};

/* The sink's calls. */
int association_open(struct link *, const struct link_wanted *, struct error *);
void association_free(struct association *);
void association_say_goodbye(struct association *);	/* close_notify */
void association_again(struct link *, bool new_session);
bool association_resumed(const struct association *);
/* Sealed by this one, carried by a link that may be another's. */
void association_send(struct association *, struct link *carries, const struct out *);
void association_identity(const struct association *, struct in *);

/* A new one, in front of its ClientHello or at the gate (GATE non-NULL). Takes the SSL. */
struct association *association_new(struct host *, SSL *, struct gate *);
/* A datagram for the link's associations. */
void associations_hear(struct link *, const struct arrival *);
/* Lets OpenSSL go on: handshake, reading, timers. The link may be down afterwards. */
void association_go_on(struct association *);

/* net/failure.c: why it ended, in words, from OpenSSL's errors and alerts. */
void association_alert(const SSL *, int where, int code);	/* an info callback */
void association_note_failure(struct association *);

/* net/reseal.c: what OpenSSL wants to send. */
void association_write(struct association *, const uint8_t *bytes, size_t len);
void association_send_clear_record(struct association *, struct link *carries, const struct out *);
void association_remember_secrets(struct association *);

#endif
