/* dtls/connection_parts.h - what a connection holds, and its files' calls (inside dtls/ only).
 *
 *     connection.c            made, asked, freed
 *     connection_input.c      records in: epochs, replay window, early ones kept
 *     connection_handshake.c  messages in their order, to the handler of the state; done
 *     connection_client.c, connection_server.c   the two mouths' handlers
 *     connection_kx.c         key exchanges; connection_certificate.c: ECDHE_ECDSA's
 *     connection_keys.c       transcript, master secret, epochs, Finished
 *     connection_flight.c     messages out: numbered, planned, sent, sent again */
#ifndef DTLS_CONNECTION_PARTS_H
#define DTLS_CONNECTION_PARTS_H

#include <openssl/evp.h>

#include "dtls/connection.h"
#include "dtls/hello.h"
#include "dtls/reassembly.h"
#include "dtls/record.h"
#include "dtls/schedule.h"
#include "dtls/session_store.h"
#include "wire/engine.h"

enum {
	MTU_DEFAULT = 1232,		/* IPv6's least, without its headers */
	TRANSMISSIONS_DEFAULT = 7,
	FLIGHT_ITEMS = 12,
	REPEATED_MAX = 8,
	EARLY_RECORDS = 8,		/* of an epoch whose keys or whose Finished are not there yet */
	MESSAGE_ROOM = 1 << 14,
	RECORD_ROOM = 1 << 15,
	KEY_SHARE_MAX = 133,		/* an uncompressed point of secp521r1 */
	PREMASTER_ROOM = 2 + KEY_SHARE_MAX + 2 + IDENTITY_KEY
};
#define TIMEOUT_DEFAULT_NS ((uint64_t)NS_PER_S)
#define TIMEOUT_MAX_NS (UINT64_C(60) * NS_PER_S)	/* RFC 6347 4.2.4.1 */
#define LINGER_NS (UINT64_C(240) * NS_PER_S)		/* 2 MSL: RFC 6347 4.2.4, RFC 793 */

enum group { GROUP_SECP256R1 = 23, GROUP_X25519 = 29 };	/* RFC 8422 5.1.1 */

struct workbench {
	struct schedule *schedule;
	struct protector *protector;
	uint8_t *plain, *datagram, *message;
};

enum connection_state {
	STATE_NEW,
	STATE_WAIT_SERVER_HELLO, STATE_WAIT_SERVER_DONE,
	STATE_WAIT_CLIENT_HELLO, STATE_WAIT_CLIENT_KEY, STATE_WAIT_CLIENT_VERIFY,
	STATE_WAIT_FINISHED,	/* the peer's, before or after ours */
	STATE_DONE
};

/* Keys and counters of one epoch, both directions: all that a quiet association keeps of its cryptography. */
struct epoch {
	const struct suite *suite;	/* an AEAD; NULL: in the clear */
	uint64_t next_seq;
	uint64_t top, window;		/* read: the highest number and those below it (RFC 6347 4.1.2.6) */
	uint16_t number;
	uint8_t iv[2][12];		/* of what the client writes, the server */
	uint8_t key[];			/* both, at the suite's length */
};

struct item {
	uint8_t record_type, type;
	uint16_t epoch, seq;
	uint32_t len;
	uint8_t *body;			/* of a message: behind its header */
};

struct early {
	uint8_t *bytes;			/* one record, header included */
	size_t len;
};

/* What the two hellos say, and what came of it. */
struct negotiation {
	const struct suite *suite;
	uint8_t random[2][HELLO_RANDOM];	/* client, server */
	uint8_t session_id[32], cookie[255];
	uint8_t session_id_len, cookie_len;
	bool extended_master, ticket_expected, resumed, secure;
	bool extended_offered;		/* client: our ClientHello had the extension */
	uint16_t group;
	bool certificate_wanted, certificate_fits;	/* asked for: of us (one as ours, too), or by us */
};

struct run {
	enum connection_state state;
	uint16_t epoch;			/* the handshake's records; the next is the one it makes */
	struct reassembly in;
	uint16_t next_in, next_out;	/* message_seq */
	uint16_t answered;		/* next_in when our flight left: what it answers is before that */
	uint8_t last_type;		/* within the server's first flight */
	uint8_t asked_again;		/* HelloVerifyRequests behind the first */
	bool deaf;			/* a habit: a Finished was not heard */
	bool other_key;			/* a habit: the PSK's first octet is turned over */
	bool change_seen, keys_made, asked;	/* asked: by us, or by the peer at our HelloRequest */
	struct item items[FLIGHT_ITEMS];
	unsigned item_count, transmission, timeouts;
	unsigned repeated;		/* since the last timeout: answers to a flight that came again */
	uint64_t timeout_ns;
	struct early early[EARLY_RECORDS];
	unsigned early_count;
	struct negotiation agreed;
	uint8_t *transcript;
	size_t transcript_len, transcript_size;
	EVP_PKEY *share, *peer_key;	/* ECDHE: our key; the peer's certificate's */
	uint8_t peer_share[KEY_SHARE_MAX];
	uint8_t peer_share_len;
};

/* Of the last handshake: to be resumed. */
struct kept {
	uint16_t suite, ticket_len;
	bool extended_master;
	uint8_t session_id_len, session_id[32], master[MASTER_SECRET];
	uint8_t ticket[];
};

struct connection {
	const struct connection_profile *profile;
	void *arg, *hooks_arg;
	const struct connection_hooks *hooks;
	const struct identity *identity;	/* client: ours; server: the peer's */
	const struct suite *suite;
	struct run *run;
	struct kept *kept;
	uint64_t now_ns, deadline_ns;
	struct epoch *epochs[2];	/* by number modulo 2; NULL: none */
	uint16_t read_epoch, write_epoch, up_epoch;	/* up: 0 before the first Finished */
	bool dead, secure, resumed;
	uint8_t verify[2][VERIFY_DATA];	/* client's and server's last Finished (RFC 5746 3.1) */
};

enum { CLIENT, SERVER };

static inline const uint8_t *body_of(const struct assembled *m) { return m->bytes + HANDSHAKE_HEADER; }

static inline int own_side(const struct connection *c) { return c->profile->server ? SERVER : CLIENT; }

/* --- connection.c --- */
struct run *run_new(struct connection *, enum connection_state);
void run_free(struct connection *);
/* A fatal alert, then the event; the connection is dead, or (a renegotiation that nobody answered) lives on. */
void connection_fail(struct connection *, enum alert_description, const char *why);
void connection_die(struct connection *, enum connection_event, const char *why);
void connection_event(struct connection *, enum connection_event, const char *why);
bool connection_random(void *bytes, size_t len);
void connection_keep(struct connection *, const struct resumption *);	/* instead of what was kept */

/* --- connection_handshake.c --- */
/* One opened handshake record. */
void handshake_input(struct connection *, uint16_t epoch, const uint8_t *plain, size_t len);
/* Both Finished are right. LINGER: the last flight may be asked for again. */
void handshake_done(struct connection *, bool linger);
/* Our keys are made and the peer's ChangeCipherSpec came: what was early is read. */
void handshake_change(struct connection *);
void early_keep(struct connection *, const uint8_t *record, size_t len);
void early_read(struct connection *);

/* --- connection_input.c --- */
void record_input(struct connection *, const uint8_t *record, size_t len);

/* --- connection_client.c --- */
void client_begin(struct connection *);
void client_verify_request(struct connection *, const struct assembled *);
void client_server_hello(struct connection *, const struct assembled *);
void client_certificate(struct connection *, const struct assembled *);
void client_key_exchange(struct connection *, const struct assembled *);
void client_certificate_request(struct connection *, const struct assembled *);
void client_server_done(struct connection *, const struct assembled *);
void client_ticket(struct connection *, const struct assembled *);
void client_finished(struct connection *, const struct assembled *);

/* --- connection_server.c --- */
void server_client_hello(struct connection *, const struct assembled *);
void server_client_key(struct connection *, const struct assembled *);
void server_certificate(struct connection *, const struct assembled *);
void server_certificate_verify(struct connection *, const struct assembled *);
void server_finished(struct connection *, const struct assembled *);
void server_hello_request(struct connection *);
void server_store(struct connection *, const uint8_t *id, size_t len);	/* the session, to be resumed by that id */

/* --- connection_hello.c --- */
void hello_write_client(struct connection *, struct buffer *);
void hello_reread(struct connection *, const struct buffer *);	/* as it was sent */
void hello_write_server(struct connection *, struct buffer *);
/* Client: what the server chose; server: what the client offers. False: failed, and said so. */
bool hello_check_server(struct connection *, const struct server_hello *);
bool hello_check_client(struct connection *, const struct client_hello *);
bool hello_offers(struct span suites, uint16_t number);

/* --- connection_kx.c --- */
bool share_make(struct connection *);
bool share_write(const struct connection *, struct buffer *);
bool share_take(struct connection *, struct span point);
void key_exchange_write_server(struct connection *, struct buffer *);	/* the part before a signature */
bool key_exchange_read_server(struct connection *, const uint8_t *body, size_t len);
void key_exchange_write_client(struct connection *, struct buffer *);
bool key_exchange_read_client(struct connection *, const uint8_t *body, size_t len);
size_t premaster_make(struct connection *, uint8_t out[PREMASTER_ROOM]);

/* --- connection_certificate.c --- */
bool certificate_read(struct connection *, const uint8_t *body, size_t len);	/* the server's */
bool certificate_read_client(struct connection *, const uint8_t *body, size_t len);
void certificate_write(struct buffer *, const struct credential *);	/* NULL: none to show (RFC 5246 7.4.6) */
void certificate_request_write(struct buffer *);
bool certificate_request_fits(const uint8_t *body, size_t len);	/* what we could show is asked for */
/* CertificateVerify: over all messages before it (RFC 5246 7.4.8). */
bool certificate_verify_write(struct connection *, struct buffer *);
bool certificate_verify_fits(struct connection *, const uint8_t *body, size_t len);
/* Over both randoms and the LEN octets of parameters (RFC 8422 5.4). */
bool signature_write(struct connection *, struct buffer *, const uint8_t *params, size_t len);
bool signature_check(struct connection *, const uint8_t *params, size_t len, struct span signature);

/* --- connection_keys.c --- */
struct epoch *epoch_find(const struct connection *, uint16_t number);	/* or NULL */
/* In the place of the one before the last; SUITE may be NULL. */
struct epoch *epoch_begin(struct connection *, uint16_t number, const struct suite *);
size_t epoch_size(const struct epoch *);	/* octets; NULL: 0 */
void epoch_forget(struct connection *, unsigned place);
void epoch_keys_of(struct epoch_keys *, const struct epoch *);	/* for record_open and record_seal */
void transcript_add(struct run *, const uint8_t header[HANDSHAKE_HEADER], const uint8_t *body, size_t len);
void transcript_restart(struct run *);
bool keys_make(struct connection *);	/* from the premaster secret, or the session resumed */
void keys_finished(struct connection *, int side, uint8_t verify[VERIFY_DATA]);
bool keys_finished_fits(struct connection *, const uint8_t *body, size_t len);	/* the peer's */

/* --- connection_flight.c --- */
struct buffer flight_room(struct connection *);
void flight_begin(struct connection *);
void flight_message(struct connection *, enum handshake_type, struct buffer *body);
void flight_change(struct connection *);	/* ChangeCipherSpec; what follows is in the next epoch */
void flight_finished(struct connection *);
/* EXPECT: an answer, for which the timer runs. */
void flight_send(struct connection *, bool expect);
void flight_again(struct connection *);
bool record_output(struct connection *, uint8_t type, uint16_t epoch, const uint8_t *bytes, size_t len);

#endif
