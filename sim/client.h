/* sim/client.h - a virtual UE: a CoAP client over one link, by the book unless a switch says otherwise.
 *
 * It retransmits (RFC 7252 4.2), acknowledges separate responses (5.2.2), re-acknowledges their
 * duplicates (4.5), resets what it cannot place (5.3.2, 4.2) and never serves requests. Each of
 * these automatic behaviours is a switch. One transaction is remembered, the last; NSTART is 1. */
#ifndef SIM_CLIENT_H
#define SIM_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/transaction.h"
#include "wire/binding.h"
#include "wire/engine.h"
#include "wire/identity.h"

enum automatic {
#define AUTOMATIC(name, bit, word, text) AUTOMATIC_##name = 1 << bit,
#include "sim/automatic.def"
#undef AUTOMATIC
	AUTOMATIC_ALL = 0xff
};
uint8_t automatic_named(const char *word);	/* 0: no such word */

/* RFC 7252 4.8; nanoseconds. */
struct client_timing {
	uint64_t ack_timeout_ns;
	uint32_t ack_random_permille;
	uint8_t max_retransmit;
};

struct client_fault;
struct transfer;

enum client_link { CLIENT_DOWN, CLIENT_OPENING, CLIENT_UP, CLIENT_FAILED, CLIENT_CLOSED };

struct client {
	const struct identity *identity;
	const struct client_timing *timing;
	const char *server_name;	/* of a server with a name, or NULL: said in the handshake (RFC 7252 9.1.3) */
	const char *stimuli;		/* of the next handshake, or NULL: by the book; borrowed */
	const struct client_fault *fault;	/* what it does wrong, undeclared, or NULL; */
	const struct binding *binding;	/* and where that is written */
	uint32_t link;			/* the sink's; 0: none */
	enum client_link state;
	struct endpoint peer;
	uint8_t automatic;		/* enum automatic bits that are on */
	bool mid_known;			/* the first comes from entropy */
	uint16_t mid;
	uint32_t token_count;
	uint8_t token_base[8];
	uint16_t seen_mids[8];		/* CON responses acknowledged, for duplicates */
	uint8_t seen_count, handshakes;
	uint8_t echo[40], echo_len;	/* of the link's server, for the next request (RFC 9175 2.3) */
	uint8_t former[8];		/* the Token before `client_renew`: answers to it may still come */
	bool has_former;
	bool renegotiating, unreachable;
	bool anew;			/* what is renegotiated is a new session, in epoch 0 */
	char why[96];			/* of the last link failure */
	struct transaction last;
	struct transfer *transfer;	/* for requests in blocks: whose steps ask for them; or NULL */
};

/* Opens a link; state goes to OPENING, LINK_UP comes by client_event. */
void client_open(struct client *, uint8_t transport, const struct endpoint *peer, bool resume, struct sink *);
void client_close(struct client *, bool silently, struct sink *);
/* A handshake that did not end in time: the link is FAILED and closed. */
void client_give_up(struct client *, struct sink *);
/* No copy of the last request leaves any more: a CON is not retransmitted across epochs (RFC 7252 9.1.1). */
void client_hold_copies(struct client *);
void client_event(struct client *, enum link_event, uint64_t now_ns, struct sink *);
void client_input(struct client *, const struct in *, struct sink *);
uint64_t client_tick(struct client *, uint64_t now_ns, struct sink *);	/* the next deadline */

/* A MID and a token for the next message. */
/* Those below are the case tables': what they put in a Message ID's place is never one of the client's own by chance. */
enum { CLIENT_LEAST_MID = 0x2000 };
uint16_t client_next_mid(struct client *, struct sink *);
void client_next_token(struct client *, uint8_t token[8], struct sink *);
/* Another Message ID, and where it is no long one another Token, for a message that is built. */
void client_renew(struct client *, struct sent *, struct sink *);
/* Sends SENT (copied) as the last transaction; the link must be up. TRACKED: it awaits an answer. */
void client_send(struct client *, const struct sent *, uint64_t now_ns, struct sink *);
/* The last message once more, octet for octet: a duplicate. RECORD: under DTLS the very record again
 * (a replay), which an honest peer drops unread. */
void client_repeat(struct client *, bool record, uint64_t now_ns, struct sink *);

#endif
