/* server/refusal.c - the rows of refusal.def. */
#include "server/refusal.h"

#include "wire/message.h"

enum { ANSWER = false, SILENCE = true };

static const struct refusal_fact facts[] = {
	{ 0 },	/* REFUSAL_NONE */
#define REFUSAL(name, word, code, to_non, clause, text) { word, text, clause, CODE_##code, to_non },
#include "server/refusal.def"
#undef REFUSAL
};

const struct refusal_fact *refusal_fact(enum refusal r) { return &facts[r]; }
