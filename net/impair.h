/* net/impair.h - what a bad wire does to a datagram: loss, doubling, reordering, delay; seeded. */
#ifndef NET_IMPAIR_H
#define NET_IMPAIR_H

#include "net/host.h"

struct plan {
	uint8_t fate;			/* enum fate */
	uint8_t copies;			/* 0, 1, 2 */
	uint64_t delay_ns[2];		/* of each copy */
};

/* Depends on nothing but its arguments, so that a run's fates do not hang on the order in which
 * sockets were served. */
struct plan impair_plan(const struct impairment *, uint64_t seed, uint32_t socket, bool outbound, uint32_t nth);

#endif
