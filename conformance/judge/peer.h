/* conformance/judge/peer.h - what is remembered of a client's endpoint towards a server, and of the server. */
#ifndef JUDGE_PEER_H
#define JUDGE_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/datagram.h"

struct exchange;

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
	uint32_t open;			/* requests sent, neither acknowledged nor answered */
	uint32_t unanswered;		/* requests without a response */
	struct exchange *waiting;	/* the one of these, where there is but one, or NULL */
	/* The last request that was refused and may not be repeated as it is. */
	uint8_t refused_code;
	uint64_t refused_hash, retry_ns;	/* of the payload; not before, by Max-Age */
	uint32_t refused_frame;
	/* Tokens in the clear. */
	uint64_t last_token;
	uint8_t token_steps;		/* how often a token was the one before plus 1 */
	uint8_t mid_echoes;		/* separate responses that bore the request's MID */
};

#endif
