/* sim/histogram.c - buckets by the top eight bits of a value. */
#include "sim/histogram.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SUB = 1 << HISTOGRAM_BITS };
#define A_SECOND 1000000000u

unsigned histogram_bucket(uint64_t ns)
{
	if (ns < SUB)
		return (unsigned)ns;
	unsigned shift = 63 - (unsigned)__builtin_clzll(ns) - HISTOGRAM_BITS;
	if (shift >= HISTOGRAM_SHIFTS)
		return HISTOGRAM_BUCKETS - 1;
	return ((shift + 1) << HISTOGRAM_BITS) + (unsigned)(ns >> shift) - SUB;
}

uint64_t histogram_least(unsigned bucket)
{
	unsigned shift = bucket >> HISTOGRAM_BITS;

	return shift ? (uint64_t)(SUB + bucket % SUB) << (shift - 1) : bucket;
}

uint64_t histogram_greatest(unsigned bucket)
{
	return bucket == HISTOGRAM_BUCKETS - 1 ? UINT64_MAX : histogram_least(bucket + 1) - 1;
}

static uint64_t *counts_of(struct histogram *h)
{
	if (!h->counts)
		h->counts = calloc(HISTOGRAM_BUCKETS, sizeof(*h->counts));
	assert(h->counts);
	return h->counts;
}

void histogram_fill(struct histogram *h, unsigned bucket, uint64_t count)
{
	counts_of(h)[bucket] += count;
	h->total += count;
}

static void add_sum(struct histogram *h, uint64_t s, uint64_t ns)
{
	h->sum_ns += ns;
	h->sum_s += s + h->sum_ns / A_SECOND;
	h->sum_ns %= A_SECOND;
}

void histogram_add(struct histogram *h, uint64_t ns)
{
	if (!h->total || ns < h->min_ns)
		h->min_ns = ns;
	if (ns > h->max_ns)
		h->max_ns = ns;
	histogram_fill(h, histogram_bucket(ns), 1);
	add_sum(h, ns / A_SECOND, ns % A_SECOND);
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
	if (!from->total)
		return;
	if (!into->total || from->min_ns < into->min_ns)
		into->min_ns = from->min_ns;
	if (from->max_ns > into->max_ns)
		into->max_ns = from->max_ns;
	for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (from->counts[i])
			histogram_fill(into, i, from->counts[i]);
	add_sum(into, from->sum_s, from->sum_ns);
}

void histogram_free(struct histogram *h)
{
	free(h->counts);
	*h = (struct histogram){ 0 };
}

bool histogram_equal(const struct histogram *a, const struct histogram *b)
{
	if (a->total != b->total || a->min_ns != b->min_ns || a->max_ns != b->max_ns || a->sum_s != b->sum_s ||
	    a->sum_ns != b->sum_ns)
		return false;
	return !a->total || memcmp(a->counts, b->counts, HISTOGRAM_BUCKETS * sizeof(*a->counts)) == 0;
}

uint64_t histogram_percentile(const struct histogram *h, uint32_t ppm)
{
	/* Split, so that no count of values overflows. */
	uint64_t rank = h->total / 1000000 * ppm + (h->total % 1000000 * ppm + 999999) / 1000000;
	uint64_t below = 0;
	unsigned i = 0;

	if (!h->total)
		return 0;
	for (; i < HISTOGRAM_BUCKETS - 1; i++) {
		below += h->counts[i];
		if (below >= rank && below)
			break;
	}
	uint64_t greatest = histogram_greatest(i);
	return greatest < h->max_ns ? greatest : h->max_ns;
}

uint64_t histogram_mean(const struct histogram *h)
{
	if (!h->total)
		return 0;
	/* The rest of the division of seconds, in nanoseconds: below 2^64 for 18 * 10^9 values. */
	return h->sum_s / h->total * A_SECOND + (h->sum_s % h->total * A_SECOND + h->sum_ns) / h->total;
}
