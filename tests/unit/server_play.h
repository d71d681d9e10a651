/* tests/unit/server_play.h - one long conversation with a server, step by step, each step's answers kept.
 *
 * Played to the server by the book and to one with a fault, it shows where the fault strikes: each
 * row of server/reception.def and server/refusal.def has a step named by its word. */
#ifndef TESTS_SERVER_PLAY_H
#define TESTS_SERVER_PLAY_H

#include "tests/unit/server.h"
#include "wire/msgin5g.h"

enum { PLAY_STEPS = 400 };

struct step {
	const char *name;
	uint64_t hash;			/* of everything that left, and how */
	unsigned sent, deliberate;	/* messages; those with a deviation said */
	uint8_t last_code;
};

struct room {
	uint8_t bytes[6000];
	size_t len;
};

struct play {
	struct world world;
	bool secure, pre_cr;
	uint16_t mid;
	unsigned count;
	struct step steps[PLAY_STEPS];
};

/* Plays all of it to a server with that fault, or NULL. */
void play_all(struct play *, const char *fault, bool secure, bool pre_cr);

/* To a server with that fault and the features that none has unless asked: long Tokens, blocks, Echo. */
void play_features(struct play *, const char *fault);
/* One step: a message on a link (ue1's where the number is odd, else ue2's). */
void play_say(struct play *, const char *name, uint32_t link, const struct room *);
/* A request by the book, then WORDS of mutations parted by "; ", or NULL. */
struct room play_request(struct play *, enum msgin5g_kind, const char *ue, const char *words);

#endif
