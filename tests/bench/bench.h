/* tests/bench/bench.h - contenders run in turns, a process each, compared by the median of their figures.
 *
 * Walls and even CPU times of one machine drift; the ratio of what ran interleaved does not. */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stddef.h>

struct contender {
	const char *name;
	double (*run)(const void *setting);	/* its figure, in UNIT; runs in a child */
};

/* Prints a table: median of PASSES, least, ratio to the first contender. */
void bench_table(const char *title, const char *unit, const struct contender *, size_t count, const void *setting);
double bench_cpu(void);			/* seconds of this process, user and system */
void bench_pin(unsigned cpu);		/* harmless where there is no such */

#endif
