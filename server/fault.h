/* server/fault.h - what the reference server can do wrong, one row each (server/fault.def).
 *
 * A fault is the right behaviour plus what its row says:
 *
 *     mutation, wish     the message that leaves is edited, or sent otherwise: where `strike` says
 *     reaction           to what was received (`reception`) or would be refused (`refusal`), or,
 *                        on messages that leave, DIE: afterwards nothing is heard of the server
 *     deviation          a branch in the server: state, order, time */
#ifndef SERVER_FAULT_H
#define SERVER_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "server/reception.h"
#include "server/refusal.h"
#include "wire/wish.h"

/* Where a fault strikes. */
enum strike {
	STRIKE_ANSWER,		/* every response */
	STRIKE_SUCCESS,		/* responses that say success */
	STRIKE_REG,		/* 2.xx responses to a REG */
	STRIKE_DEREG,
	STRIKE_ERROR,		/* 4.xx and 5.xx responses */
	STRIKE_BEHAVIOUR,	/* a named deviation of behaviour: enum deviation */
	STRIKE_WIRE,		/* a wish on everything that leaves */
	STRIKE_NON,		/* responses to a NON */
	STRIKE_REPEAT,		/* what answers a duplicate */
	STRIKE_RESET,		/* Reset messages */
	STRIKE_ACK,		/* Empty Acknowledgements */
	STRIKE_RECEPTION,	/* the reaction to one kind of message: `reception` */
	STRIKE_REFUSAL,		/* one refusal: its reaction, or the response that tells it */
	STRIKE_GATEWAY,		/* not the server: a Gateway UE deviates, as `gateway` says; `mutation` edits that leg */
	STRIKE_HANDSHAKE	/* below the server: what `stimuli` say of its DTLS associations */
};

enum deviation {
	DEVIATION_NONE,
#define DEVIATION(name, text) DEVIATION_##name,
#include "server/deviation.def"
#undef DEVIATION
	DEVIATION_COUNT
};

enum { FAULT_NOSEC_PORT = 1 };	/* wish.port in a row: the server's NoSec port, known only when it runs */

struct fault {
	const char *word;		/* "wrong-token" */
	const char *text;		/* what it does, one line */
	const char *expected;		/* rules or cases, space-separated: any of them must notice */
	const char *clause;
	const char *links;		/* "coap", "coaps" or "coap coaps" */
	enum strike strike;
	const char *mutation;		/* words of wire/mutation.h, several parted by "; ", or NULL */
	enum deviation deviation;
	struct wish wish;
	enum reception reception;	/* STRIKE_RECEPTION */
	enum refusal refusal;		/* STRIKE_REFUSAL */
	enum reaction reaction;
	const char *gateway;		/* STRIKE_GATEWAY: words for gateway_deviate (sim/gateway.h) */
	unsigned every, after;		/* only every n-th of what it strikes; only after the first n; 0: all */
	const char *stimuli;		/* STRIKE_HANDSHAKE: words that whoever opens the server's links obeys, or NULL */
	const char *needs;		/* without which it cannot be seen, in the words of spec/rules.tsv's column
					 * `applies` ("edition:pre-cr", "timers", "reneg"), or "oracle"; or NULL */
	bool alike;			/* beside it, every accepted REG is answered 2.04 and every DEREG with success:
					 * no answer tells what is stored */
	bool same_contents;		/* code, options and payload stay right: comparing answers does not show it, the
					 * rules do (m5gtest replay) */
	const char *not_replayed;	/* replaying a captured run does not show it at all, because; or NULL */
};

const struct fault *fault_named(const char *word);	/* NULL: no such */
const struct fault *fault_row(unsigned index);		/* NULL: past the end */
/* The stimuli of all of them (NULL-ended, or NULL), written into ROOM; NULL: none has any. */
const char *faults_stimuli(const struct fault *const *faults, char *room, size_t size);

#endif
