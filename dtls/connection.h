/* dtls/connection.h - our own DTLS 1.2 engine: one end of an association, client or server.
 *
 *     datagram, tick --> connection --> datagrams, application data, events, the next deadline
 *
 * Pure: no socket, no clock; time is what it is told. It exists because a tester must be able to
 * say a wrong octet that still hashes right, to fragment, reorder and repeat what OpenSSL will not,
 * and to hold tens of thousands of associations. It is no general TLS library: DTLS 1.2 only, AEAD
 * suites of PSK, ECDHE_PSK and ECDHE_ECDSA only, no compression.
 *
 * By the book unless hooks say otherwise. A hook sees each handshake message before it is numbered
 * and hashed (so that a deviation which must succeed does), the plan of each flight (which octets of
 * which message go into which record, in which order), and each record before it is sealed.
 *
 * An established connection takes some 300 octets, 100 more where it may be resumed; a handshake's memory goes when nothing of it can
 * be asked for again. */
#ifndef DTLS_CONNECTION_H
#define DTLS_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/alert.h"
#include "dtls/protection.h"
#include "wire/buffer.h"
#include "wire/error.h"
#include "wire/handshake.h"
#include "wire/identity.h"

/* Contexts of libcrypto and room for one record each way: one a thread, shared by its connections. */
struct workbench;

struct workbench *workbench_new(void);
void workbench_free(struct workbench *);

enum connection_event {
	CONNECTION_UP,			/* the first handshake finished */
	CONNECTION_RENEGOTIATED,	/* a further one did */
	CONNECTION_REFUSED,		/* the peer will not renegotiate; what was lives on */
	CONNECTION_FAILED,		/* dead: see why */
	CONNECTION_CLOSED		/* by the peer: close_notify */
};

struct connection;

/* Called from inside input, tick and the verbs below; must not free the connection. */
struct connection_world {
	void (*send)(void *arg, const uint8_t *datagram, size_t len);
	void (*received)(void *arg, const uint8_t *bytes, size_t len, uint16_t epoch);
	/* WHY: in words, or NULL. */
	void (*event)(void *arg, enum connection_event, const char *why);
	void (*keylog)(void *arg, const uint8_t client_random[HELLO_RANDOM], const uint8_t master[MASTER_SECRET]);
};

/* What is needed to resume a session (RFC 5246 7.4.1.2, RFC 5077). */
enum { RESUMPTION_TICKET = 512 };

struct resumption {
	uint16_t suite;			/* 0: nothing to resume */
	bool extended_master;
	uint8_t session_id_len;
	uint16_t ticket_len;		/* 0: by session id */
	uint8_t session_id[32];
	uint8_t master[MASTER_SECRET];
	uint8_t ticket[RESUMPTION_TICKET];
};

/* A handshake message on its way out: made by the book, not numbered and not hashed yet. */
struct message_out {
	uint8_t type;
	uint16_t seq;			/* that it will bear */
	struct buffer *body;		/* to be edited at will */
	bool omit;			/* neither sent nor hashed; takes no number */
	bool unhashed;			/* sent, but our transcript knows nothing of it */
	bool unnumbered;		/* the next message bears this number again */
};

/* A piece of a flight: one record, or the part of one handshake message that goes into one. */
struct piece {
	uint8_t item;			/* of the flight, in order: its messages and the ChangeCipherSpec */
	uint8_t handshake_type;		/* of the item; ChangeCipherSpec: 0xff */
	uint16_t seq;			/* message_seq as written */
	uint32_t offset, length;	/* of the body */
	uint32_t total;			/* length of the whole body, as written */
	bool alone;			/* in a datagram of its own */
};

enum { PIECES_MAX = 256, PIECE_CHANGE_CIPHER_SPEC = 0xff };

/* A record on its way out. */
struct record_out {
	struct record header;		/* type, version, epoch and seq as they will be written and authenticated */
	uint16_t key_epoch;
	unsigned transmission;		/* of its flight, from 1; of what is in none: 1 */
	struct buffer *plain;		/* to be edited at will */
	uint16_t length;		/* written in the header; 0: right */
	bool clear, omit, twice, bad_tag;
};

struct connection_hooks {
	void (*message)(void *arg, struct message_out *);
	/* COUNT pieces may become others, up to PIECES_MAX; asked again for each retransmission. */
	void (*flight)(void *arg, struct piece *, size_t *count, unsigned transmission);
	void (*record)(void *arg, struct record_out *);
};

/* One that signs itself, of secp256r1. False: libcrypto fails. */
bool credential_make(struct credential *);
/* From PEM: the certificate, and its private key of secp256r1, which must fit. -1: why. */
int credential_read(struct credential *, const char *certificate_path, const char *key_path, struct error *);
void credential_free(struct credential *);	/* zeroed before: harmless */

/* What an end makes of what comes in, and should not: bits of `habits`. */
enum habit {
#define HABIT(name, word, text) HABIT_##name,
#include "dtls/habit.def"
#undef HABIT
	HABIT_COUNT
};

_Static_assert(HABIT_COUNT <= 64, "habits are bits of a uint64_t");

enum { PROFILE_SUITES = 16 };

/* What many connections have in common; borrowed, must outlive them. */
struct connection_profile {
	struct workbench *bench;
	const struct connection_world *world;
	bool server;
	uint16_t suites[PROFILE_SUITES];	/* in order of preference, 0 behind the last */
	uint16_t mtu;				/* octets of UDP payload; 0: 1232 */
	uint64_t timeout_ns;			/* the first; 0: 1 s (RFC 6347 4.2.4.1) */
	uint8_t transmissions;			/* of a flight before giving up; 0: 7 */
	bool no_extended_master, no_renegotiation_info, tickets;
	bool forgetful;				/* keeps nothing to resume by: of a crowd */
	bool renegotiate;			/* the peer may; else it gets no_renegotiation */
	const char *server_name;		/* client: SNI and the certificate's name; or NULL */
	void *trust;				/* client: X509_STORE *; NULL: any certificate will do */
	const struct credential *credential;	/* server */
	const char *identity_hint;		/* server, or NULL: no ServerKeyExchange in plain PSK */
	/* server: whose PSK; NULL: unknown. The identity must outlive the connection. */
	const struct identity *(*find)(void *arg, const uint8_t *psk_identity, size_t len);
	/* server: whose certificate; NULL: unknown. Where this is set, ECDHE_ECDSA asks for one, and goes on with none but a known
	 * one: it is known octet by octet, no chain is followed. The identity must outlive the connection. */
	const struct identity *(*find_certificate)(void *arg, const uint8_t *certificate, size_t len);
	struct session_store *store;		/* server: sessions that may be resumed, or NULL */
	uint64_t habits;			/* enum habit bits; 0: by the book */
};

static inline bool has_habit(const struct connection_profile *p, enum habit h) { return p->habits >> h & 1; }

/* ARG goes to the world's functions and hooks. IDENTITY: client: ours (may be NULL without PSK or certificate);
 * borrowed. RESUME may be NULL; is copied. The client's first flight leaves with connection_start. */
struct connection *connection_new(const struct connection_profile *, void *arg, const struct identity *,
				  const struct resumption *resume);
void connection_free(struct connection *);	/* silently */
void connection_hook(struct connection *, const struct connection_hooks *, void *hooks_arg);

void connection_start(struct connection *, uint64_t now_ns);
void connection_input(struct connection *, const uint8_t *datagram, size_t len, uint64_t now_ns);
/* To be called at the deadline. */
void connection_tick(struct connection *, uint64_t now_ns);
uint64_t connection_deadline(const struct connection *);	/* NEVER: none */

/* Application data under the present keys. False: not up, or larger than a record. */
bool connection_send(struct connection *, const uint8_t *bytes, size_t len);
/* Client: a ClientHello in the present epoch; server: a HelloRequest. False: not up, or at it already. */
bool connection_renegotiate(struct connection *, uint64_t now_ns);
void connection_close(struct connection *);	/* close_notify; no event follows */
void connection_alert(struct connection *, enum alert_level, enum alert_description);

bool connection_is_up(const struct connection *);
uint16_t connection_epoch(const struct connection *);		/* of what is sent now */
const struct suite *connection_suite(const struct connection *);	/* NULL before a ServerHello */
bool connection_resumed(const struct connection *);
const struct identity *connection_peer_identity(const struct connection *);	/* server; NULL: none yet */
/* What a later connection may resume; suite 0: nothing. */
void connection_resumption(const struct connection *, struct resumption *);
size_t connection_size(const struct connection *);	/* octets, all included */

#endif
