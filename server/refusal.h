/* server/refusal.h - everything the server refuses, one row each: the code and the diagnostic. */
#ifndef SERVER_REFUSAL_H
#define SERVER_REFUSAL_H

#include <stdbool.h>
#include <stdint.h>

/* What can be wrong with a mandatory element, in the order of its five rows. */
enum defect { DEFECT_MISSING, DEFECT_TYPE, DEFECT_EMPTY, DEFECT_DUPLICATE, DEFECT_VALUE };

enum refusal {
	REFUSAL_NONE,
#define REFUSAL(name, ...) REFUSAL_##name,
#include "server/refusal.def"
#undef REFUSAL
	REFUSAL_COUNT
};

struct refusal_fact {
	const char *word, *text, *clause;	/* the text is the diagnostic's beginning: UTF-8 */
	uint8_t code;
	bool silent_to_non;			/* a NON is rejected without a word (RFC 7252 5.4.1) */
};

const struct refusal_fact *refusal_fact(enum refusal);	/* never REFUSAL_NONE */

#endif
