/* conformance/judge/association.h - what is remembered of a DTLS association: its two ways, its handshake.
 *
 * Updated after the rules were asked about a record or message, so that they see what was before.
 *
 *     association number --> one of OPEN_MOST places, by its last bits; or, while another is there: folded (wire/fold.h) */
#ifndef JUDGE_ASSOCIATION_H
#define JUDGE_ASSOCIATION_H

#include <stdbool.h>
#include <stdint.h>

#include "conformance/judge/stash.h"
#include "wire/hello.h"
#include "wire/identity.h"
#include "wire/observation.h"
#include "wire/table.h"

enum { WAY_CLIENT, WAY_SERVER };	/* sent by */
enum { RECORDS_KEPT = 8, SUITES_KEPT = 48, MESSAGES_KEPT = 12 };

struct seen_record {
	uint64_t number;	/* epoch and sequence number, as in the header */
	uint64_t nonce;
	uint32_t hash;		/* of the record as it stands in the datagram */
	uint32_t frame;		/* 0: none */
};

/* When the first message of a flight was sent last, and how long after the time before. */
struct pace {
	uint64_t at_ns, gap_ns;		/* gap 0: once so far */
	uint64_t seq;			/* of its record */
	uint32_t hash, others;		/* of the message's octets; records of the other way seen then */
};

/* One direction. */
struct way {
	struct seen_record recent[RECORDS_KEPT];	/* a ring */
	uint32_t records;
	uint16_t epoch;			/* ChangeCipherSpecs seen */
	uint64_t epoch_ns;		/* since when */
	uint64_t highest, highest_before;	/* sequence numbers, of this epoch and the one before */
	uint64_t window;		/* the 64 up to `highest`, lowest bit last */
	bool any, any_before;		/* records of that epoch were seen */
	bool bent;			/* something was wrong on purpose about what it sent */
	bool finished, data;		/* in the current session */
	bool closed, fatal;		/* it sent close_notify, a fatal alert */
	bool bad_last;			/* its last record did not open with the right key */
	bool after_fatal, after_closed;	/* data all the same */
	uint32_t closed_frame, fatal_frame, bad_frame;
	uint64_t closed_ns;
	uint8_t last_alert;		/* description of the alert it sent last, with no record of the other way since */
	bool alerted;
	uint16_t finished_again;	/* its Finished repeated, after the other side's was seen */
	bool finished_last;		/* its Finished came after the other side's: it sent the last flight */
	struct pace pace;
	int8_t rank;			/* of the handshake message with the highest message_seq */
	uint16_t rank_seq;
};

/* The ClientHello that counts. */
struct offer {
	uint64_t params;		/* version to compressions, without the cookie */
	uint64_t cookie;		/* hash; 0: none */
	uint64_t seq;			/* of its record */
	uint64_t seq_before;		/* of an earlier copy, or the same */
	uint64_t seq_first, seqs;	/* of all since the first, with and without cookie: a bit each, upwards */
	uint64_t extensions;		/* bits of those below 64 */
	uint16_t version, suites[SUITES_KEPT];
	uint8_t suite_count, hellos;
	bool clear;			/* in epoch 0, where cookies are exchanged */
	bool known;			/* a suite of the registry is offered */
	bool seen, renegotiation_info, unknown, null_compression, trailing, session_id, only_ccm8;
	bool bare;			/* it ends after its compression methods */
	uint32_t frame;
};

/* HelloVerifyRequests. */
struct verify {
	uint64_t cookie;
	uint16_t count;
	bool unanswered;		/* the last message of the handshake was one */
	bool heard;			/* and is known to have reached the client */
	uint32_t frame;
};

struct chosen {
	uint16_t version, suite;
	bool seen, extended_master_secret;
};

struct association {
	uint32_t number;		/* 0: nobody's place */
	struct endpoint client, server;
	struct way ways[2];
	struct offer offer;
	struct verify verify;
	struct chosen chosen;
	const struct identity *identity;	/* of the pool: whose PSK identity made it; NULL: not known */
	uint16_t identity_len;
	bool identity_seen, identity_alike;	/* alike: but for letter case, one of the pool */
	bool psk;			/* a PSK suite was chosen */
	uint16_t requested;		/* HelloRequests for the handshake that runs: they use message_seqs too */
	bool params_changed;		/* a ClientHello came back with the cookie, but other parameters */
	bool key_exchange_seen, hello_done;	/* the server's ServerKeyExchange, ServerHelloDone */
	bool named;			/* its server is a named coaps target */
	bool relevant;			/* named, or it carries CoAP */
	bool from_start;		/* its first ClientHello was seen */
	bool cut;			/* a datagram of it is longer than the capture shows */
	bool complete, completed;	/* both Finished were seen, or data both ways; complete: of this handshake */
	bool client_asked;		/* a CoAP request of the DTLS client was seen */
	uint32_t last_frame;		/* with last_offset: the record looked at last, */
	uint16_t last_offset;		/* as one record gives several handshake messages */
	uint64_t last_ns;
	struct stash *stash;		/* while not relevant: what the rules said so far */
};

struct filed;

struct associations {
	struct table table;
	struct filed *oldest, *newest;
	struct association *open;	/* OPEN_MOST of them, */
	struct filed **files;		/* and whose they are */
	size_t count, most;
	void (*close)(void *arg, struct association *);	/* before it is dropped */
	void *arg;
};

void associations_init(struct associations *);
void associations_free(struct associations *);		/* closes nothing */
void associations_close_all(struct associations *);
/* The association of an observation, made where it is new, until that of another is asked for; NULL: in the clear. */
struct association *association_of(struct associations *, const struct observation *);

/* Is it another record than the last one asked about? To be called once an observation. */
bool association_new_record(struct association *, const struct observation *);
/* Both sides are through: their Finished were seen, or their data. */
void association_check_complete(struct association *);
void association_learn_record(struct association *, const struct observation *);
void association_learn_handshake(struct association *, const struct observation *, const struct identity_index *);

/* The record as one number: epoch, then sequence number. */
static inline uint64_t record_number(const struct record *r) { return (uint64_t)r->epoch << 48 | r->seq; }
/* One of the last records of that way with this number, or NULL. */
const struct seen_record *way_find(const struct way *, uint64_t number);
/* How far a record lies behind the newest of its epoch; 0: it is the newest. */
uint64_t way_behind(const struct way *, const struct record *);
/* The interval since the same message opened the same flight, if nothing has come from the other side since and it is
 * no copy made on the way; or 0. RFC 6347 4.2.4: then a timer has run out. */
uint64_t way_waited(const struct association *, const struct observation *);
/* Seen before, by the window. */
bool way_knows(const struct way *, const struct record *);
/* The place of a handshake message in its flight order, or -1: anywhere. */
int handshake_rank(bool from_client, uint8_t type);
/* The ClientHello at hand, also under a message_seq used before: a stateless server counts no cookies. */
bool client_hello_of(struct client_hello *, const struct observation *);
uint64_t client_hello_params(const struct client_hello *);
uint64_t span_hash(struct span);	/* 0: empty */

#endif
