/* sim/arrival.c - the inverse of an integral of rates: when the next virtual UE begins. */
#include "sim/arrival.h"

#include <math.h>
#include <stdlib.h>

#include "wire/dice.h"
#include "wire/engine.h"

void arrival_free(struct arrival_plan *plan)
{
	free(plan->times_ns);
	plan->times_ns = NULL;
}

void arrivals_begin(struct arrivals *a, const struct arrival_plan *plan, uint64_t seed)
{
	*a = (struct arrivals){ .plan = plan, .dice = seed };
}

/* The gap to the next in units of the integral: 1, or at random with a mean of 1. */
static double gap(struct arrivals *a)
{
	return a->plan->random ? -log1p(-dice_share(&a->dice)) : 1;
}

/* How much of the integral a piece holds. */
static double volume(const struct rate_piece *p)
{
	return p->over_ns == NEVER ? INFINITY : (p->from + p->to) / 2 * (double)p->over_ns / NS_PER_S;
}

/* Seconds into the piece at which it has given AMOUNT: amount = from t + slope t^2 / 2. */
static double seconds_to(const struct rate_piece *p, double amount)
{
	double slope = p->over_ns == NEVER ? 0 : (p->to - p->from) / ((double)p->over_ns / NS_PER_S);
	double root = sqrt(fmax(p->from * p->from + 2 * slope * amount, 0));

	/* The form that does not cancel; from and root are never negative, and where both are 0 so is the amount. */
	return p->from + root > 0 ? 2 * amount / (p->from + root) : 0;
}

static uint64_t next_by_rate(struct arrivals *a)
{
	const struct arrival_plan *plan = a->plan;

	/* The first regular one comes at once, a random one after its gap. */
	if (a->count || plan->random)
		a->due += gap(a);
	while (a->piece < plan->piece_count) {
		const struct rate_piece *p = &plan->pieces[a->piece];
		double left = a->due - a->piece_begin;
		if (left < volume(p) && (p->from > 0 || p->to > 0)) {
			a->count++;
			return a->piece_ns + (uint64_t)llround(seconds_to(p, left) * NS_PER_S);
		}
		if (p->over_ns == NEVER)
			break;
		a->piece_begin += volume(p);
		a->piece_ns += p->over_ns;
		a->piece++;
	}
	a->piece = plan->piece_count;
	return NEVER;
}

uint64_t arrivals_next(struct arrivals *a)
{
	switch (a->plan->model) {
	case ARRIVAL_LIST:
		return a->count < a->plan->time_count ? a->plan->times_ns[a->count++] : NEVER;
	case ARRIVAL_CLOSED:
		return a->count < a->plan->at_once ? (a->count++, 0) : NEVER;
	case ARRIVAL_CONSTANT:
	case ARRIVAL_POISSON:
	case ARRIVAL_RAMP:
	case ARRIVAL_STEP:
	case ARRIVAL_MODELS:
		break;
	}
	return next_by_rate(a);
}
