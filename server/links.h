/* server/links.h - what the server remembers of its links: which were renegotiated, which are others. */
#ifndef SERVER_LINKS_H
#define SERVER_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/table.h"

struct links {
	struct table renegotiated;	/* of struct renegotiated */
	uint32_t recent[2][2];		/* clear and secure: the last two that spoke */
};

void links_init(struct links *);
void links_free(struct links *);
void links_spoke(struct links *, uint32_t link, bool secure);
void links_renegotiated(struct links *, uint32_t link);
void links_closed(struct links *, uint32_t link);
/* How often it was renegotiated: the epochs of one link count apart (RFC 7252 9.1.1). */
uint32_t links_generation(const struct links *, uint32_t link);
/* Another link of the same kind that spoke lately, or 0. */
uint32_t links_other(const struct links *, uint32_t link, bool secure);

#endif
