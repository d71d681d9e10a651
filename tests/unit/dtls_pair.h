/* tests/unit/dtls_pair.h - an OpenSSL client and server in memory, every datagram shown to a dissector.
 *
 * Delivery is perfect; what the dissector is shown of each flight may come in another order, twice
 * or only after other things: it watches, the two ends do not depend on it. */
#ifndef TESTS_DTLS_PAIR_H
#define TESTS_DTLS_PAIR_H

#include <openssl/ssl.h>

#include "tests/unit/dtls_watch.h"

enum { PAIR_DATAGRAMS = 64, PAIR_DATAGRAM = 2048 };

struct flight {
	uint8_t bytes[PAIR_DATAGRAMS][PAIR_DATAGRAM];
	size_t len[PAIR_DATAGRAMS];
	unsigned count, read;
};

enum scramble { SCRAMBLE_NONE, SCRAMBLE_REVERSE, SCRAMBLE_TWICE, SCRAMBLE_LATE };	/* late: whole flight again, after the next */

struct pair;

struct pair_config {
	const char *suite;		/* OpenSSL's name */
	bool no_extended_master, no_encrypt_then_mac, tickets, cookie;
	unsigned mtu;			/* 0: 1400 */
	enum scramble scramble;
	uint16_t client_port;		/* 0: 40000 */
	bool keylog;			/* secrets go to the watch's keyring as they are made */
	/* Instead of the watch, where it is set. */
	void (*show)(void *arg, const struct pair *, const struct flight *, bool from_client);
	void *show_arg;
};

struct pair {
	struct pair_config config;
	struct watch *watch;
	SSL_CTX *client_ctx, *server_ctx;
	SSL *client, *server;
	struct flight to_client, to_server, last;
	bool last_from_client;
	uint32_t *frame;		/* counted across pairs of one watch */
	uint64_t now_ns;
};

/* A fixture around the tests of a case (unchecked: before they fork). */
void pair_keys_make(void);
void pair_keys_free(void);
/* PSK "secretPSK" of identity "ue1"; certificates are made as needed. FRAME counts the datagrams shown. */
struct pair *pair_new(struct watch *, const struct pair_config *, uint32_t *frame);
void pair_free(struct pair *);		/* without close_notify */
/* Another client, or both ends, of the same contexts: for resumption and for a new handshake on the
 * same 5-tuple. SESSION may be NULL. */
void pair_again(struct pair *, SSL_SESSION *session, uint16_t client_port);
void pair_handshake(struct pair *);	/* asserts that both ends finish */
/* A CoAP request and its answer, each with that Message ID. */
void pair_exchange(struct pair *, uint16_t mid);
void pair_renegotiate(struct pair *, bool by_client, bool abbreviated);
void pair_close(struct pair *);		/* close_notify from both */
/* Octets to the watch as a datagram of this pair's flow. */
void pair_show(struct pair *, bool from_client, const uint8_t *bytes, size_t len);
struct endpoint pair_endpoint(bool client, uint16_t port);

#endif
