/* sim/expectation.h - what a case expects to see, and whether it did. */
#ifndef SIM_EXPECTATION_H
#define SIM_EXPECTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/transaction.h"
#include "wire/msgin5g.h"

enum reply_kind {
#define REPLY(name, bit, word, text) REPLY_##name = 1 << bit,
#include "sim/reply_kind.def"
#undef REPLY
};
enum { REPLY_RESPONSE = REPLY_SUCCESS | REPLY_FAILURE | REPLY_REFUSAL | REPLY_OTHER };
uint16_t reply_kind_named(const char *word);	/* 0: no such word */
const char *reply_kind_word(enum reply_kind);

enum { EXPECTED_CODES = 8 };

/* All zero: expects nothing. Each part that is set must hold. */
struct expectation {
	uint16_t reactions;		/* any of these; 0: not said */
	uint16_t refuses;		/* none of these */
	struct expected_code {
		uint8_t code;
		bool class_only;	/* "4.xx" */
	} codes[EXPECTED_CODES];
	uint8_t code_count;
	bool same;			/* the octets of the answer before */
	bool alike;			/* code and kind of the answer to the request before of the same kind */
	uint64_t within_ns;		/* 0: the default */
};

/* What a transaction came to: one reaction bit (success and failure are responses too). */
uint16_t reply_kind_of(const struct transaction *, const struct binding *);

/* What an answer is compared with. */
struct earlier {
	const struct transaction *before;	/* the transaction before, or NULL */
	struct said {
		uint16_t reaction;		/* 0: there was none */
		uint8_t code;
	} alike;				/* to the last request of the same kind */
};

struct said expectation_said(const struct transaction *, const struct binding *);

/* True where it holds. Else SAID gets "expected success, got 4.03 Forbidden \"...\"". */
bool expectation_holds(const struct expectation *, const struct transaction *, const struct binding *, const struct earlier *,
		       char *said, size_t size);
/* In words: "success within 2 s". Returns TEXT. */
char *expectation_format(char *text, size_t size, const struct expectation *);
/* True where a refusal or silence is what it waits for: then a twin and a probe must vouch for the server. */
bool expectation_is_negative(const struct expectation *);
/* True where nothing could break it, anywhere or IN_CLEAR, where no association can end: a tautology. */
bool expectation_is_empty(const struct expectation *, bool in_clear);
bool expectation_is_impossible(const struct expectation *);	/* nothing could keep it */
bool expectation_misses_code(const struct expectation *);	/* a code that nothing it takes could have */

#endif
