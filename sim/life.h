/* sim/life.h - the life of a virtual UE: steps, read and checked before anything runs.
 *
 *     life: [register: self, wait: 30s..60s, deregister: self]
 *
 * `self` is the only one whom a life can name. */
#ifndef SIM_LIFE_H
#define SIM_LIFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/request.h"
#include "text/node.h"
#include "wire/error.h"

enum life_word {
#define LIFE(name, ...) LIFE_##name,
#include "sim/life.def"
#undef LIFE
	LIFE_WORDS
};

enum { LIFE_STEPS = 32 };
#define LIFE_FOR_EVER UINT32_MAX

enum spread { SPREAD_EVEN, SPREAD_EXPONENTIAL };

struct life_span {
	uint64_t from_ns, to_ns;	/* exponential: both the mean */
	enum spread spread;
};

struct life_step {
	enum life_word word;
	struct request_plan request;	/* of register, deregister and ping; owned */
	bool profile_said;		/* else the population's mix decides */
	bool silently;
	struct life_span wait;
	double share;			/* leave */
	uint32_t times;			/* again */
};

struct life {
	struct life_step steps[LIFE_STEPS];
	unsigned count;
};

int life_read(struct life *, const struct node *list, struct error *);
void life_free(struct life *);
const char *life_word_text(unsigned row, const char **word);	/* for lists; NULL: past the end */

/* "2s", "30s..60s". */
int life_span_read(struct life_span *, const struct node *, struct error *);
uint64_t life_span_draw(const struct life_span *, uint64_t *dice);
/* `but:` of a request into a plan; shared with misbehaving shares. */
int life_read_but(struct request_plan *, const struct node *list, struct error *);

#endif
