/* sim/client_fault.h - what our own UE can do wrong, one row each (sim/client_fault.def).
 *
 * The right behaviour plus what the row says, undeclared: the judge must find it, and a run must call
 * it an error of ours. Only for the self-test of the tester.
 *
 *     mutation, wish     the message that leaves is edited, or sent otherwise: where `strike` says
 *     stimuli            every handshake is bent
 *     timing             another schedule of copies
 *     deviation          a branch in the UE
 *
 * A message that a step bends on purpose is left as the step wants it. */
#ifndef SIM_CLIENT_FAULT_H
#define SIM_CLIENT_FAULT_H

#include "sim/client.h"

/* Where a fault strikes. */
enum client_strike {
	CLIENT_STRIKE_CONDUCT,		/* no message: deviation, timing or stimuli */
	CLIENT_STRIKE_REQUEST,
	CLIENT_STRIKE_REG,
	CLIENT_STRIKE_DEREG,
	CLIENT_STRIKE_PING,		/* Empty CON */
	CLIENT_STRIKE_COPY,		/* retransmissions */
	CLIENT_STRIKE_ACK,		/* Empty Acknowledgements */
	CLIENT_STRIKE_RESET
};

enum client_deviation {
	CLIENT_DEVIATION_NONE,
#define DEVIATION(name, text) CLIENT_DEVIATION_##name,
#include "sim/client_deviation.def"
#undef DEVIATION
};

struct client_fault {
	const char *word;		/* "ue-counted-tokens" */
	const char *text;		/* what it does, one line */
	const char *expected;		/* rules, space-separated: any of them must notice */
	const char *clause;
	const char *links;		/* "coap", "coaps" or "coap coaps" */
	enum client_strike strike;
	const char *mutation;		/* words of wire/mutation.h, several parted by "; ", or NULL */
	const char *stimuli;		/* words of dtls/stimulus.h, or NULL */
	enum client_deviation deviation;
	uint8_t refusal;		/* of REPEATS_REFUSED: the code */
	struct wish wish;
	struct client_timing timing;	/* ack_timeout_ns 0: as configured */
	const char *needs;		/* as of the server's faults: "edition:pre-cr", "timers", "loss", or NULL */
};

const struct client_fault *client_fault_named(const char *word);	/* NULL: no such */
const struct client_fault *client_fault_row(unsigned index);		/* NULL: past the end */
/* Does it strike on links of this transport? */
bool client_fault_concerns(const struct client_fault *, uint8_t transport);

bool client_deviates(const struct client *, enum client_deviation);
/* Edits what is about to leave where the client's fault strikes such messages. Mutations that find nothing do nothing. */
void client_fault_strike(const struct client *, enum client_strike what, struct buffer *octets, struct wish *);
/* A request, unless a step bends it: SENT afterwards says what is really written. */
void client_fault_strike_request(const struct client *, struct sent *);

#endif
