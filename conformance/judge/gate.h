/* conformance/judge/gate.h - what a glance at a subject shows, and what of it a rule needs to have anything to say.
 *
 * An ordinary message concerns a third of the rules that could be asked about it. A gate (gate.def) names facts
 * without which a rule answers NOT_ASKED, and facts with which it answers HELD: either way it need not be called.
 * A gate changes no answer: the tests ask once with and once without them. */
#ifndef JUDGE_GATE_H
#define JUDGE_GATE_H

#include "conformance/judge/rule.h"

enum fact {
	/* of the message */
	FACT_CLEAN,		/* whole, without anomaly */
	FACT_SHORT,		/* within the least of the limits of RFC 7252 4.6 */
	FACT_REQUEST, FACT_RESPONSE,
	FACT_NO_RESPONSE,	/* without a response code */
	FACT_FAILURE,		/* a response of class 4 or 5 */
	FACT_CREATED, FACT_CHANGED,
	FACT_OTHER_CODE,	/* neither Empty, POST, 2.01 nor 2.04 */
	FACT_MESSAGE, FACT_ACK, FACT_REPLY,	/* CON or NON; ACK; ACK or RST */
	FACT_PATH,		/* Uri-Path, perhaps */
	FACT_RARE_OPTION,	/* perhaps others than Uri-Path, Content-Format and Accept */
	FACT_FITTING_OPTIONS,	/* some, and only those of them that belong into this message */
	FACT_JSON, FACT_JSON_CLEAN,	/* a whole body that says so; without anomaly */
	/* of the exchange */
	FACT_FIRST,		/* the first response is here, or at the close none has come */
	FACT_WELL_ASKED,	/* it opens one: a POST in a CON with the right path and format, a JSON object and in it
				 * Service identifier, Message Type and UE Service ID */
	FACT_PLAIN_PATH,	/* it opens one with a path like most (TRAIT_PATH_PLAIN) */
	FACT_FRESH,		/* it opens one while no other is open, with a Message ID and a Token that are new; nor
				 * does the Token count up */
	FACT_WELL_ANSWERED,	/* the first response to a CON POST of a procedure: a 2.01 or 2.04, piggybacked, soon,
				 * with its Token, from where it was sent, a whole body, and not too long */
	FACT_RESULT_SAID,	/* success or failure, in words */
	FACT_SETTLED,		/* at its close: a sound CON request, acknowledged, and not repeated after that */
	FACT_STRANGE,		/* not opened by a request */
	FACT_STRAY,		/* that, or answered with another Token */
	FACT_OTHER_METHOD,	/* than POST */
	FACT_REG, FACT_DEREG,	/* meant to be that */
	FACT_REG_SAID, FACT_DEREG_SAID,
	FACT_REG_TREATED, FACT_DEREG_TREATED,	/* by its answer, or meant */
	FACT_PROFILE,		/* the Client Profile is there, or the payload was not looked into */
	FACT_ODD,		/* the request has an anomaly, or a trait that ordinary ones have not */
	FACT_LACKING,		/* an element that a request must have */
	FACT_ACCEPT_JSON, FACT_CLIENT_ADDRESS, FACT_SEGMENT_SIZE, FACT_ONES_INSIDE, FACT_JSON_UNUSUAL,	/* traits */
	FACT_NON,		/* opened or answered by a NON */
	FACT_AGAIN,		/* its opening message came more than once */
	FACT_EMPTY_ACK,
	FACT_RESET,		/* an RST answered */
	FACT_SEPARATE,		/* a separate response was seen */
	FACT_MID_ELSEWHERE,	/* its Message ID is known from another session */
	FACT_EQUAL,		/* like the client's request before */
	FACT_IN_CLEAR,
	FACT_SECURE, FACT_COAPS, FACT_UNPROTECTED,	/* in a session; where there should be one; and is none */
	FACT_ARRIVED_ODDLY,	/* the record with its opening message was late, early, ... */
	FACT_REGISTERED, FACT_UNREGISTERED,	/* as is believed */
	FACT_DOUBTED,		/* the last registration of its UE was refused, or this one names no UE */
	FACT_REFUSED,		/* the client was refused last, with a word for the next time */
	FACT_DEVICE,		/* asked of a Gateway UE */
	FACT_BULK,		/* a bulk registration, or a request that missed its own */
	FACT_STRAY_ACK,		/* an ACK of no message came after it */
	FACT_COUNT,
	/* of the record or handshake message, which has none of the above: the same bits again */
	FACT_HELLO = 0, FACT_SERVER_HELLO, FACT_VERIFY, FACT_ANY_HELLO,	/* ANY: one of the three */
	FACT_HELLO_REQUEST, FACT_CLIENT_KEY, FACT_FINISHED,
	FACT_DATA, FACT_ALERT, FACT_TURN	/* TURN: an alert or a ChangeCipherSpec */
};
_Static_assert(FACT_COUNT < 64, "a bit each, and one that none has");

#define NEVER_HELD UINT64_MAX		/* no subject has all facts */

struct gate {
	uint64_t asked_with, held_with;	/* bits of all facts needed */
};

struct gate gate_of(const struct rule *);
/* All bits of a subject of ON_EXCHANGE (and, with a message, of ON_MESSAGE). */
uint64_t facts_of_exchange(const struct subject *);
/* Of ON_RECORD and ON_HANDSHAKE. */
uint64_t facts_of_record(const struct observation *);

#endif
