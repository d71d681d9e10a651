/* sim/histogram.h - log-linear counts of durations: any percentile to within 1/128, and sums that merge exactly.
 *
 *     0 1 2 ... 127 | 128 129 ... 255 | 256 258 ... 510 | 512 516 ... 1020 | ...   ns
 *      one a value      one a value       one for two       one for four
 *
 * Each octave of values has 128 buckets, so a bucket is never wider than 1/128 of what is in it. Two
 * histograms merge by adding their buckets: the merge of the parts is the histogram of the whole. */
#ifndef SIM_HISTOGRAM_H
#define SIM_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	HISTOGRAM_BITS = 7,
	HISTOGRAM_SHIFTS = 36,		/* up to 2^43 - 1 ns: 2.4 hours */
	HISTOGRAM_BUCKETS = (HISTOGRAM_SHIFTS + 1) << HISTOGRAM_BITS
};

/* All zero: empty. */
struct histogram {
	uint64_t *counts;		/* HISTOGRAM_BUCKETS of them, or NULL while empty */
	uint64_t total, min_ns, max_ns;	/* min and max are exact, as is the sum */
	uint64_t sum_s, sum_ns;		/* sum_ns below a second */
};

void histogram_add(struct histogram *, uint64_t ns);
void histogram_merge(struct histogram *into, const struct histogram *);
void histogram_free(struct histogram *);
bool histogram_equal(const struct histogram *, const struct histogram *);

/* At most this for PPM millionths of all values (999900: p99.99): the upper end of the bucket, never
 * above the maximum. 0 where there are none. */
uint64_t histogram_percentile(const struct histogram *, uint32_t ppm);
uint64_t histogram_mean(const struct histogram *);	/* 0 where there are none */

/* The bucket of a value, and the least and greatest value of a bucket; values beyond are in the last. */
unsigned histogram_bucket(uint64_t ns);
uint64_t histogram_least(unsigned bucket);
uint64_t histogram_greatest(unsigned bucket);
/* COUNT values at once into a bucket, for a histogram read back from a report: min, max and sum are the caller's. */
void histogram_fill(struct histogram *, unsigned bucket, uint64_t count);

#endif
