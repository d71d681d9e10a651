/* server/fault.h - what the reference server can do wrong, one row each (server/fault.def). */
#ifndef SERVER_FAULT_H
#define SERVER_FAULT_H

#include <stdint.h>

#include "wire/wish.h"

/* Where a fault strikes. */
enum strike {
	STRIKE_ANSWER,		/* every answer to a REG or DEREG */
	STRIKE_SUCCESS,		/* answers that say success */
	STRIKE_REG,		/* answers to a REG */
	STRIKE_DEREG,
	STRIKE_ERROR,		/* 4.xx and 5.xx answers */
	STRIKE_BEHAVIOUR,	/* a named deviation of behaviour: enum deviation */
	STRIKE_WIRE		/* a wish on every answer (DTLS) */
};

enum deviation {
	DEVIATION_NONE,
#define DEVIATION(name, text) DEVIATION_##name,
#include "server/deviation.def"
#undef DEVIATION
};

struct fault {
	const char *word;		/* "wrong-token" */
	const char *text;		/* what it does, one line */
	const char *expected;		/* rules or cases, space-separated: any of them must notice */
	const char *clause;
	const char *links;		/* "coap", "coaps" or "coap coaps" */
	enum strike strike;
	const char *mutation;		/* words of wire/mutation.h, or NULL */
	enum deviation deviation;
	struct wish wish;
};

const struct fault *fault_named(const char *word);	/* NULL: no such */
const struct fault *fault_row(unsigned index);		/* NULL: past the end */

#endif
