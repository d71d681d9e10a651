/* server/reception.h - what kind of message came in, and what RFC 7252 says to do with it. */
#ifndef SERVER_RECEPTION_H
#define SERVER_RECEPTION_H

#include "wire/message.h"

enum reaction {
	REACTION_BY_THE_BOOK,	/* in a fault: as the row of the table says */
	REACTION_EXECUTE,	/* goes on with it as with a right request */
	REACTION_SILENCE,
	REACTION_RESET,
	REACTION_ACKNOWLEDGE,	/* an Empty Acknowledgement and nothing else */
	REACTION_BAD_REQUEST,	/* 4.00 */
	REACTION_REPEAT,	/* the answer that the first copy got */
	REACTION_DIE
};

enum reception {
#define RECEPTION(name, ...) RECEPTION_##name,
#include "server/reception.def"
#undef RECEPTION
	RECEPTION_COUNT
};

struct reception_fact {
	const char *word, *clause, *text;
	enum reaction reaction;
};

/* A request is RECEPTION_REQUEST here: what is a duplicate only server/duplicates.h knows. */
enum reception reception_of(const struct message *);
const struct reception_fact *reception_fact(enum reception);

#endif
