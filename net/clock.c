/* net/clock.c - the clock, and the one gettimeofday() of the program, which answers from it. */
#include "net/clock.h"

#include <assert.h>
#include <sys/time.h>
#include <time.h>

#include "wire/engine.h"

/* The only mutable data at file scope outside cli/: neither gettimeofday() nor OpenSSL's source of
 * randomness has an argument that could bring it in. */
static _Thread_local const struct clock *current;
static _Thread_local uint64_t *seed;

void seed_use(uint64_t *dice) { seed = dice; }
uint64_t *seed_in_use(void) { return seed; }

static uint64_t world(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

uint64_t clock_world(void) { return world(CLOCK_REALTIME); }

void clock_start(struct clock *c, bool jump)
{
	uint64_t now = world(CLOCK_REALTIME);

	*c = (struct clock){ .jump = jump, .now_ns = now, .offset_ns = now - world(CLOCK_MONOTONIC) };
	current = c;
}

void clock_stop(const struct clock *c)
{
	if (current == c)
		current = NULL;
}

uint64_t clock_read(struct clock *c)
{
	if (!c->jump)
		c->now_ns = world(CLOCK_MONOTONIC) + c->offset_ns;
	return c->now_ns;
}

void clock_jump(struct clock *c, uint64_t at_ns)
{
	assert(c->jump);
	if (at_ns > c->now_ns)
		c->now_ns = at_ns;
}

/* Ours instead of libc's, for the whole program and its shared libraries. */
int gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
	uint64_t ns = !current	      ? world(CLOCK_REALTIME)
		      : current->jump ? current->now_ns
				      : world(CLOCK_MONOTONIC) + current->offset_ns;

	(void)zone;	/* obsolete */
	tv->tv_sec = (time_t)(ns / NS_PER_S);
	tv->tv_usec = (suseconds_t)(ns % NS_PER_S / 1000);
	return 0;
}
