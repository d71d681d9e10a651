/* conformance/judge/exchange.h - what is remembered of an exchange: who asked whom, and what came back.
 *
 *     client                                   server
 *       | asked: CON, MID 1, Token t   ------->  |     copies: the same datagram again
 *       | <-------  ACK MID 1 (empty, or with the response: piggybacked)
 *       | <-------  separate: CON or NON, MID 9, Token t
 *       | ACK or RST MID 9             ------->  |
 *
 * Hashes, times and summaries, no octets. An exchange is opened by any message that answers nothing
 * known: a request, but also an Empty CON ("ping"), a response out of the blue, an ACK or RST of
 * nothing. It closes EXCHANGE_LIFETIME (RFC 7252 4.8.2) after its first message, or at the end of
 * watching. */
#ifndef JUDGE_EXCHANGE_H
#define JUDGE_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "conformance/judge/clause.h"
#include "wire/datagram.h"
#include "wire/msgin5g.h"

struct peer;
struct flow_step;

enum opened_by {
	OPENED_BY_REQUEST,
	OPENED_BY_PING,		/* Empty CON */
	OPENED_BY_RESPONSE,	/* CON or NON with a response code, of no request known */
	OPENED_BY_REPLY,	/* ACK or RST of no message known */
	OPENED_BY_OTHER		/* CON or NON of a reserved class, Empty NON */
};

/* What a request holds, as far as rules ask when its answer comes: bits of `traits`. */
enum trait {
	TRAIT_DELIBERATE,		/* a deviation of ours, said so */
	TRAIT_CUT,			/* it, or an answer to it, is longer than the capture shows */
	TRAIT_FORMAT_ERROR,		/* RFC 7252 4.2: a CON is rejected */
	TRAIT_UNHEARD,			/* no message to its receiver: too short, of another version, or without the
					 * protection that a coaps endpoint asks for (RFC 7252 3, 9.1.1) */
	TRAIT_UNKNOWN_CRITICAL, TRAIT_UNKNOWN_ELECTIVE,
	TRAIT_CRITICAL_LENGTH, TRAIT_ELECTIVE_LENGTH,	/* a value of wrong length: as if unknown */
	TRAIT_CRITICAL_REPEATED, TRAIT_FORMAT_REPEATED,	/* again, though not repeatable; of Content-Format */
	TRAIT_FORMAT_JSON, TRAIT_FORMAT_OTHER, TRAIT_FORMAT_LONG,	/* Content-Format 50, another, in too many octets */
	TRAIT_ACCEPT_JSON, TRAIT_ACCEPT_OTHER,
	TRAIT_PATH_RIGHT, TRAIT_PATH_SHUFFLED, TRAIT_PATH_OTHER,	/* against the server's URI, where it is known */
	TRAIT_PATH_PLAIN,		/* right, and some segments, none empty, with a slash, or "." or ".." */
	TRAIT_PROXY, TRAIT_OBSERVE, TRAIT_QUERY, TRAIT_IF_MATCH, TRAIT_IF_NONE_MATCH, TRAIT_BLOCK1, TRAIT_BLOCK2,
	TRAIT_PIECE,			/* of a body in blocks: its payload says nothing by itself */
	TRAIT_LOCATION_RESERVED,	/* 128, 132, 136 or 140 beside Location-* (RFC 7252 5.10.7) */
	TRAIT_NO_RESPONSE, TRAIT_ECHO,
	TRAIT_ONES_INSIDE,		/* 0xFF inside a token or an elective option's value */
	TRAIT_PAYLOAD, TRAIT_JSON_BROKEN, TRAIT_JSON_FAULTY, TRAIT_JSON_DEEP,	/* no JSON object; any fault; TOO_DEEP or TOO_MANY */
	TRAIT_JSON_MALFORMED,		/* broken, or with a string that RFC 8259 7 does not allow */
	TRAIT_JSON_DUPLICATE, TRAIT_JSON_BAD_STRING,
	TRAIT_JSON_UNUSUAL,		/* conforming, with white space, escapes or another order of members */
	TRAIT_SERVICE_SAID, TRAIT_TYPE_SAID, TRAIT_UE_SAID,	/* element present once, of its type and value */
	TRAIT_CREDENTIAL_SAID, TRAIT_CLIENT_ADDRESS, TRAIT_SEGMENT_SIZE,
	TRAIT_PROFILE_FAULTY,		/* an element of the Client Profile is missing or of another type */
	TRAIT_INDIVIDUAL,		/* to a Gateway UE: a request that it may bulk (23.554 8.2.7) */
	TRAIT_DEVICE_UNSOUND,		/* to a Gateway UE: Layer-2 ID or Application ID missing or of another form */
	TRAIT_DEVICE_UNCREDITED,	/* to a Gateway UE: without Credential information */
	TRAIT_DEVICE_STRANGER,		/* to a Gateway UE: of somebody that it is said not to know */
	TRAIT_UE_ITS_OWN, TRAIT_UE_NOT_ITS_OWN,	/* UE Service ID against the association's PSK identity */
	TRAIT_COUNT
};
_Static_assert(TRAIT_COUNT <= 64, "a bit each");

/* The copies of one message with a Message ID. */
struct sending {
	struct exchange *exchange;
	struct endpoint from, to;
	uint32_t association;	/* 0: in the clear */
	uint16_t epoch, mid;
	uint8_t type;
	bool indexed;
	uint16_t seen, delivered;	/* delivered: less those our impairment dropped */
	uint16_t replayed;		/* the same record again */
	uint64_t hash, last_hash;	/* of the CoAP octets */
	uint64_t first_ns, last_ns, gap_ns, gap_before_ns;	/* gaps: between the last copies */
	uint64_t seq;			/* of the last copy's record */
	uint32_t first_frame, last_frame;
};

/* The message that opened the exchange, summed up. */
struct asked {
	uint64_t traits;
	uint64_t content_hash;		/* of code, options and payload */
	uint64_t service_hash;		/* of the UE Service ID's text, of a device the Application ID's; 0: none */
	uint64_t layer2_hash;		/* of a device's Layer-2 ID; 0: none */
	uint32_t anomalies;			/* bits by enum anomaly_kind */
	uint32_t len;				/* octets */
	enum opened_by by;
	uint8_t code;
	uint8_t no_response;	/* the option's value */
	uint8_t said, meant;	/* enum msgin5g_kind: both elements say so; or it was to be one (facts 7) */
	uint8_t device_said, device_meant;	/* the same of a request to a Gateway UE: then SAID and MEANT are none */
	uint8_t token_nibble, token_len, token[8];
};

/* What came back first of its kind. */
struct reply {
	uint64_t at_ns, hash;
	uint32_t frame, association;
	uint16_t epoch, mid;
	uint8_t type, code;
	bool seen, delivered;
	bool faulty;		/* its receiver may rightly ignore it */
};

/* What a message is in its exchange. */
enum part {
	PART_OPENING,		/* the first copy of what opens it */
	PART_COPY,		/* another copy of that */
	PART_REPLY,		/* ACK, RST or response of the other side */
	PART_RESPONSE_COPY,	/* another copy of a separate response */
	PART_CONFIRMATION	/* the client's ACK or RST of a separate response */
};

/* An earlier message that makes this one interesting. */
enum earlier {
	EARLIER_NONE,
	EARLIER_SAME_MID,	/* same endpoints and session, inside EXCHANGE_LIFETIME, another Token: reuse */
	EARLIER_OTHER_EPOCH,	/* the same octets in another epoch of the association */
	EARLIER_OTHER_SESSION	/* same MID, from the same client in another session, or from another client */
};

/* What the judge believed of the UE's registration when the answer came (see registration.h). */
enum belief { BELIEF_UNKNOWN, BELIEF_ABSENT, BELIEF_PRESENT };

/* What was seen before the exchange opened; frames, 0: nothing. */
struct before {
	uint8_t kind;		/* enum earlier, of the Message ID */
	uint32_t mid_frame;
	uint32_t token_frame;	/* an exchange with this Token, unanswered then */
	uint32_t separate_frame;	/* a message of the server with the Message ID of its separate response */
	uint32_t equal_frame;	/* this client's last request, equal but for Message ID and Token */
};

/* How a DTLS record with the opening message arrived. */
struct arrival {
	uint64_t behind;		/* sequence numbers behind the newest of its epoch */
	uint64_t epoch_age_ns;		/* in an earlier epoch: for how long its sender had been in a later one */
	bool early;			/* before the client's Finished */
	bool after_bad;			/* after a record that does not authenticate */
	bool after_hello;		/* after a ClientHello that began anew and is not through */
	bool replaced;			/* in an association that a newer one has replaced */
};

struct counts {
	uint16_t acks, empty_acks, responses, resets;
	uint16_t acks_due;	/* copies of the request after the first ACK or RST, not answered by another */
	uint16_t copies_after, acks_after, repeats_after;	/* after the client's ACK of the separate response */
};

/* What a bulk registration holds (23.554 8.2.7). */
struct bulk {
	bool is;
	int32_t said;		/* the number of individual requests, -1: none */
	uint16_t listed;
	uint16_t urgent, late;	/* of them: asked for urgently; behind their Wait time */
	uint32_t related;	/* the frame with the request of one of these */
};

/* Where the exchange is entered, and must be struck out. */
struct entered {
	bool token, bare_token;		/* tables */
	bool open, unanswered;		/* counts of the peer, */
	uint32_t generation;		/* of this one of its generations */
	bool registration;		/* pending there */
};

struct exchange {
	struct exchange *newer;		/* in order of opening */
	struct peer *peer;
	struct sending asked_by, separate;
	struct asked asked;
	struct reply ack;		/* the first ACK or RST with the MID: what duplicates must repeat */
	struct reply response;		/* the first response, piggybacked or separate */
	struct before before;
	struct counts count;
	struct entered entered;
	struct arrival arrival;
	struct bulk bulk;
	struct flow_step *step;		/* of a body in blocks (flow.h), or NULL */
	uint64_t confirmed_ns;		/* when the client's ACK or RST of the separate response was delivered */
	uint32_t foreign_critical;	/* the last response's critical option that a client cannot take, or 0 */
	uint8_t said;			/* enum outcome_said of the response's result element */
	uint8_t result_of;		/* MSGIN5G_REG or MSGIN5G_DEREG: which result element, or NONE */
	uint8_t belief;			/* enum belief, before the answer changed it */
	uint8_t refused_before;		/* code that refused this UE's registration last, or 0 */
	bool in_parts;			/* its first response is the first of several blocks: a later exchange has the whole */
	bool challenged;		/* its first response was 4.01 with Echo: nothing was done (RFC 9175 2.3) */
	bool foreign_leave;		/* another UE's de-registration of it was refused last */
	bool from_server;		/* the server's side sent the message that opened it */
	bool confirmed, rejected;	/* by an ACK, by an RST */
	bool answer_differs;		/* a duplicate's answer was another */
	bool response_astray;		/* its Token is not the request's */
	bool response_faulty;		/* a client may rightly reject the response */
};

static inline bool exchange_is(const struct exchange *x, enum trait trait)
{
	return x->asked.traits >> trait & 1;
}

/* An option to refuse it for: a Reset need not be about anything else. */
static inline bool exchange_has_odd_option(const struct exchange *x)
{
	return exchange_is(x, TRAIT_UNKNOWN_CRITICAL) || exchange_is(x, TRAIT_CRITICAL_LENGTH) ||
	       exchange_is(x, TRAIT_CRITICAL_REPEATED) || exchange_is(x, TRAIT_ELECTIVE_LENGTH);
}

static inline bool exchange_had(const struct exchange *x, enum anomaly_kind kind)
{
	return x->asked.anomalies >> kind & 1;
}

static inline bool exchange_secure(const struct exchange *x) { return x->asked_by.association != 0; }

/* REG or DEREG by a client at its server, or by a constrained device at its Gateway UE; else none. */
enum msgin5g_kind exchange_procedure(const struct exchange *);
/* The response means success: 2.01 or 2.04, or the result element, and no word of failure. */
bool exchange_succeeded(const struct exchange *);
/* Something came back: no longer open; ANSWERED: nor waiting for a response. */
void exchange_settle(struct exchange *, bool answered);

#endif
