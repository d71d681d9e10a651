/* conformance/judge/association.h - what is remembered of a DTLS association. */
#ifndef JUDGE_ASSOCIATION_H
#define JUDGE_ASSOCIATION_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/identity.h"
#include "wire/observation.h"
#include "wire/table.h"

struct association {
	struct association *newer;
	uint32_t number;
	const struct identity *identity;	/* of the pool: whose PSK identity made it; NULL: not known */
};

struct associations {
	struct table table;
	struct association *oldest, *newest;
	size_t count;
};

void associations_init(struct associations *);
void associations_free(struct associations *);
/* The association of an observation, made where it is new; NULL: in the clear. */
struct association *association_of(struct associations *, const struct observation *);

#endif
