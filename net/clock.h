/* net/clock.h - the loop's clock: the world's, or a virtual one that jumps; and this thread's seed. */
#ifndef NET_CLOCK_H
#define NET_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
	bool jump;
	uint64_t now_ns;	/* since 1970; in real time as of the last clock_read */
	uint64_t offset_ns;	/* real: what CLOCK_MONOTONIC lacks to CLOCK_REALTIME at the start */
};

/* Starts at the world's time. From here until clock_stop this thread's gettimeofday() answers from
 * it: OpenSSL's DTLS timers read nothing else. */
void clock_start(struct clock *, bool jump);
void clock_stop(const struct clock *);
uint64_t clock_world(void);				/* since 1970, as the kernel stamps datagrams */
uint64_t clock_read(struct clock *);			/* real: asks the world; virtual: as it stands */
void clock_jump(struct clock *, uint64_t at_ns);	/* virtual only; never backwards */

/* The dice that this thread's OpenSSL takes its randomness from; NULL: from the system. */
void seed_use(uint64_t *dice);
uint64_t *seed_in_use(void);

#endif
