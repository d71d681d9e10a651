/* conformance/contact.h - first contact: which links answer, how fast, in which words; what a target that
 * declares nothing of a feature was seen to do.
 *
 * The runner's first stage fills it; nothing is judged before that stage is over, so that the judge
 * knows the link's jitter and the features from its first datagram on. */
#ifndef CONFORMANCE_CONTACT_H
#define CONFORMANCE_CONTACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/transaction.h"
#include "wire/binding.h"

enum { CONTACT_MEMBERS = 24 };

struct contact_link {
	bool heard;			/* a message answered one of ours */
	bool accepted;			/* a registration had success under the binding */
	uint8_t code;			/* of the first answer to a registration, or 0 */
	unsigned samples;		/* round trips of messages that were sent once; over the first stage */
	uint64_t least_ns, most_ns;
};

struct first_contact {
	struct contact_link links[2];	/* by enum transport */
	char members[CONTACT_MEMBERS][64];	/* of answers: the names at the top, as they came first */
	unsigned member_count;
	uint32_t seen, not_seen;	/* enum applies bits that were probed */
};

/* An answered transaction. */
void contact_hear(struct first_contact *, unsigned transport, const struct transaction *, const struct binding *);
/* Four times the spread of the round trips over both links, and ours at least (our own timers'). */
uint64_t contact_jitter_ns(const struct first_contact *, uint64_t least_ns);
/* How long silence must last to be one: a peer that answers in N takes no longer than half a second and 8 N for
 * what it refuses. Between half a second and MOST_NS; where nothing was measured, MOST_NS. */
uint64_t contact_silence_ns(const struct first_contact *, unsigned transport, uint64_t most_ns);

#endif
