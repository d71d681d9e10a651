/* conformance/judge/peer.h - what is remembered of a client's endpoint towards a server, and of the server. */
#ifndef JUDGE_PEER_H
#define JUDGE_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/datagram.h"

struct exchange;
struct flow;

/* A server: one of the target's URIs (both together), or an endpoint that answers requests. */
struct service {
	struct endpoint at;		/* of the target: its first endpoint */
	int8_t uri;			/* index into context->servers of the endpoint talked to, or -1 */
	uint64_t alive_ns;		/* a request sent at that time was answered */
	uint16_t token_lengths;		/* bits 0-8: a token of that length was answered */
	/* Answers that tell a registered UE from another (facts 7): seen so far. */
	bool first_created, renewal_changed;	/* 2.01 to a first registration, 2.04 to a renewal */
	bool known_left, unknown_refused;	/* de-registration of a known UE succeeds, of an unknown one does not */
};

static inline bool service_tells_registrations(const struct service *s)
{
	return s && s->first_created && s->renewal_changed;
}

static inline bool service_tells_deregistrations(const struct service *s)
{
	return s && s->known_left && s->unknown_refused;
}

/* A refusal that tells the client not to come again as it is, or not yet. */
struct refusal {
	uint8_t code;			/* 4.01, 4.02, 5.03, 4.29, or 0: none since a success */
	uint32_t association, frame;
	uint64_t content_hash;		/* of what was refused */
	uint64_t retry_ns;		/* not before */
};

/* First retransmission intervals. */
struct intervals {
	uint64_t least_ns, most_ns;
	uint16_t count;
};

/* What most peers never have. */
struct trouble {
	struct refusal refusal;
	struct intervals asked, answered;	/* of requests, of separate responses */
};

/* A client's endpoint and a server's, whichever spoke first. */
struct peer {
	struct peer *newer;
	struct endpoint client, server;
	struct service *service;	/* NULL: too many to remember */
	int8_t uri;			/* index into context->servers, or -1: none of the target's */
	bool secured;			/* messages were seen in a DTLS association here */
	uint32_t exchanges;		/* remembered ones that point here */
	uint64_t first_ns, last_ns;
	uint64_t disrupted_ns;		/* last handshake, fatal alert or close_notify (T20) */
	uint32_t complete;		/* the last association here with a whole handshake */
	uint32_t hello, hello_frame;	/* the association of the last ClientHello of epoch 0 */
	uint32_t generation;		/* counts up where a session ends and with it what was in flight (T20) */
	uint64_t bad_ns;		/* the server's last record that does not authenticate */
	uint64_t stray_ack_ns;		/* the server's last ACK of no message known */
	uint64_t given_up_ns;		/* when the last of these may be: */
	uint32_t open;			/* requests sent, neither acknowledged nor answered */
	uint32_t unanswered;		/* requests without a response */
	struct exchange *waiting;	/* the one of these, where there is but one, or NULL */
	struct trouble *trouble;	/* NULL: none so far; see peer_trouble */
	struct flow *flow;		/* of bodies in blocks, or NULL: none was seen */
	uint64_t last_token;
	uint64_t last_content;		/* of the last request with a payload */
	uint32_t last_content_frame;
	bool token_known;
	uint8_t token_steps;		/* how often a Token was the one before plus 1 */
	uint8_t mid_echoes;		/* separate responses that bore the request's MID */
};

const struct trouble *peer_trouble(const struct peer *);	/* all zero where there was none */
struct trouble *peer_in_trouble(struct peer *);			/* room for it */
/* What was in flight is waited for no more: a session ended (T20), or the client gave up. */
void peer_forget_flight(struct peer *);

#endif
