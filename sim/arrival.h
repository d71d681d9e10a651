/* sim/arrival.h - when virtual UEs begin their lives: open loop by a plan of rates, or a closed loop.
 *
 *     rate         ____ to                  steps   ___
 *              ___/                            ____|   |___
 *        rate /      over          ramp
 *
 * A plan is pieces of rates, each rising or falling evenly over its length; the last one goes on for
 * ever. Its integral is the number of arrivals so far; arrival K is where the integral reaches K
 * (regular), or the sum of K exponential gaps (Poisson): one formula for all models. A shard takes
 * every N-th arrival of the very same sequence, so that the shards together are the whole. */
#ifndef SIM_ARRIVAL_H
#define SIM_ARRIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/node.h"
#include "wire/error.h"

enum { ARRIVAL_PIECES = 32 };

enum arrival_model {
#define ARRIVAL(name, word, text) ARRIVAL_##name,
#include "sim/arrival.def"
#undef ARRIVAL
	ARRIVAL_MODELS
};

struct rate_piece {
	double from, to;		/* arrivals a second */
	uint64_t over_ns;		/* NEVER: for ever */
};

struct arrival_plan {
	enum arrival_model model;
	bool random;			/* Poisson, around the pieces' rates */
	struct rate_piece pieces[ARRIVAL_PIECES];
	unsigned piece_count;
	uint64_t *times_ns;		/* of a list, ascending; owned */
	size_t time_count;
	uint32_t at_once;		/* closed loop: so many lives at any time */
};

/*     arrive: {model: poisson, rate: 500/s}
 *     arrive: {model: ramp, rate: 10/s, to: 500/s, over: 60s, random: yes}
 *     arrive: {model: step, steps: [{rate: 100/s, for: 30s}, {rate: 400/s, for: 30s}]}
 *     arrive: {model: list, times: [0s, 10ms, 10ms, 1s]}
 *     arrive: {model: closed, at-once: 200} */
int arrival_read(struct arrival_plan *, const struct node *, struct error *);
void arrival_free(struct arrival_plan *);

/* Going through a plan. Times count from the plan's beginning. */
struct arrivals {
	const struct arrival_plan *plan;
	uint64_t dice;
	uint64_t count;			/* of the whole sequence, taken by any shard */
	double due;			/* where the integral must stand for the next one */
	unsigned piece;			/* in which it stands */
	double piece_begin;		/* the integral where that piece begins */
	uint64_t piece_ns;
};

void arrivals_begin(struct arrivals *, const struct arrival_plan *, uint64_t seed);
/* The next of the whole sequence; NEVER: no more. A closed loop's are all at 0, `at_once` of them. */
uint64_t arrivals_next(struct arrivals *);

#endif
