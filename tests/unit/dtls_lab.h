/* tests/unit/dtls_lab.h - two DTLS ends on a wire in virtual time: ours or OpenSSL's, with loss, doubling and delay.
 *
 * Every datagram is shown to a dissector as it is sent, lost ones too. */
#ifndef TESTS_DTLS_LAB_H
#define TESTS_DTLS_LAB_H

#include "dtls/connection.h"
#include "dtls/cookie.h"
#include "dtls/session_store.h"
#include "dtls/stimulus.h"
#include "net/clock.h"
#include "tests/peers/peer.h"
#include "tests/unit/dtls_pair.h"
#include "wire/heap.h"

enum lab_side { LAB_CLIENT, LAB_SERVER };

struct lab_config {
	struct pair_config pair;	/* suite, mtu, tickets, cookie ...; for our ends too */
	bool own[2];			/* by side: our engine; else OpenSSL */
	const struct peer_kind *peer;	/* the server instead, or NULL */
	unsigned loss, twice, late;	/* of a thousand datagrams */
	unsigned damage;		/* likewise: some octets of it are others, or it is cut short */
	unsigned seed;
	struct stimuli *stimuli[2];	/* of our ends, by side; or NULL */
	bool renegotiate;		/* our ends take part where the peer asks */
	bool wrong_psk;			/* our client's */
};

struct lab_end {
	struct connection *connection;	/* ours, or NULL */
	SSL *ssl;			/* OpenSSL's, or NULL */
	void *peer;			/* config.peer's, or NULL */
	bool up, failed, closed;
	unsigned renegotiated, refused, received;
	uint16_t last_epoch;		/* of the last message received */
	uint8_t last[64];
	size_t last_len;
	char why[160];
};

struct lab {
	struct lab_config config;
	struct pair *pair;		/* OpenSSL's contexts, and its two ends */
	struct watch *watch;
	struct clock clock;
	struct heap wire;
	struct lab_end ends[2];
	struct workbench *bench;
	struct connection_profile profiles[2];
	struct connection_world world;
	struct session_store *store;
	uint8_t cookie_secret[COOKIE_SECRET];
	bool admitted;			/* our server has seen a good cookie */
	struct identity identity;
	struct credential credential;
	struct lab_ends_of { struct lab *lab; int side; } sides[2];
	struct peer_world peer_world;
	void *house;			/* config.peer's */
	uint32_t frame;
	unsigned sent, lost;
};

struct lab *lab_new(const struct lab_config *);
void lab_free(struct lab *);
/* Runs until nothing is under way and no timer before UNTIL_NS from now. */
void lab_run(struct lab *, uint64_t for_ns);
void lab_handshake(struct lab *);	/* starts both and runs; asserts nothing */
void lab_handshake_up(struct lab *);	/* and asserts that both are up */
/* A message from one side, which must arrive unless datagrams are lost. */
bool lab_say(struct lab *, int side, const char *text);
void lab_exchange(struct lab *);	/* a request and its answer; asserts both */
void lab_renegotiate(struct lab *, int by);
/* Everything opened, nothing astray, SESSIONS of them with both Finished verified. */
void lab_ck_all_open(struct lab *, unsigned sessions);
/* The ends anew, on another port of the client; ours resumes. */
void lab_again(struct lab *, bool resume, uint16_t client_port);

/* Between dtls_lab.c and dtls_lab_run.c. */
void lab_send(struct lab *, int from, const uint8_t *bytes, size_t len);
void lab_keep(struct lab_end *, const uint8_t *bytes, size_t len);
void lab_clear_wire(struct lab *);

#endif
