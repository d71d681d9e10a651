/* server/conduct.h - how this server behaves: by the book but for the faults it was given.
 *
 * The one place that knows which faults are on: the rest asks here what to do with a reception, a
 * refusal, a deviation, and hands over each message that leaves. */
#ifndef SERVER_CONDUCT_H
#define SERVER_CONDUCT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/fault.h"
#include "wire/binding.h"
#include "wire/buffer.h"
#include "wire/error.h"
#include "wire/msgin5g.h"
#include "wire/mutation.h"

/* A fault that is on. */
struct lapse {
	const struct fault *fault;
	struct mutation *mutations;
	size_t count;			/* of mutations */
	uint32_t seen;			/* how often it could have struck */
};

struct conduct {
	struct lapse *lapses;
	size_t count;
	bool deviates[DEVIATION_COUNT];
	bool alike;			/* answers tell nothing of state */
	uint8_t receptions[RECEPTION_COUNT];	/* enum reaction */
	uint8_t refusals[REFUSAL_COUNT];
};

enum leaving_kind { LEAVES_RESPONSE, LEAVES_REPEAT, LEAVES_RESET, LEAVES_ACK };

/* What a message is that is about to leave. */
struct leaving {
	enum leaving_kind kind;
	uint8_t code;
	enum msgin5g_kind request;	/* of a 2.xx response */
	bool success;
	enum refusal refusal;
	bool to_non, secure;
};

/* How it leaves. */
struct manner {
	struct wish wish;
	const char *deliberate;		/* the fault's text, or NULL */
	bool dies;			/* nothing after it */
};

/* One message on its way out. */
struct outgoing {
	uint32_t link;
	bool secure;
	const uint8_t *bytes;		/* borrowed */
	size_t len;
	struct manner manner;
};

/* -1: a fault's mutation cannot be read. */
int conduct_init(struct conduct *, const struct fault *const *faults, struct error *);
void conduct_free(struct conduct *);

/* The reaction to a message: the table's, or a fault's. */
enum reaction conduct_reception(const struct conduct *, enum reception);
/* BY_THE_BOOK: refuse; else what a fault does instead. */
enum reaction conduct_refusal(const struct conduct *, enum refusal);
/* Edits the octets and fills MANNER as the faults that strike want it; MANNER all zero: by the book. */
void conduct_strike(struct conduct *, const struct leaving *, const struct binding *, struct buffer *, struct manner *);

#endif
