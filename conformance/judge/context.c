/* conformance/judge/context.c - the context as it is when nothing was said. */
#include "conformance/judge/context.h"

#include <stdlib.h>
#include <string.h>

enum { SECOND = 1000000000 };

/* RFC 7252 4.8 and 4.8.2. */
static const struct timing standard = {
	.ack_timeout_ns = 2ull * SECOND,
	.exchange_lifetime_ns = 247ull * SECOND,
	.non_lifetime_ns = 145ull * SECOND,
	.processing_delay_ns = 2ull * SECOND,
	.max_transmit_wait_ns = 93ull * SECOND,
	.jitter_ns = SECOND / 20, /* ours, until it was measured */
	.ack_random_permille = 1500,
	.max_retransmit = 4,
};

static uint64_t scaled(uint64_t ns, double scale)
{
	return (uint64_t)((double)ns * scale + 0.5);
}

void timing_scale(struct timing *timing, double scale)
{
	timing->ack_timeout_ns = scaled(standard.ack_timeout_ns, scale);
	timing->exchange_lifetime_ns = scaled(standard.exchange_lifetime_ns, scale);
	timing->non_lifetime_ns = scaled(standard.non_lifetime_ns, scale);
	timing->processing_delay_ns = scaled(standard.processing_delay_ns, scale);
	timing->max_transmit_wait_ns = scaled(standard.max_transmit_wait_ns, scale);
}

void context_default(struct context *context)
{
	memset(context, 0, sizeof(*context));
	context->timing = standard;
	binding_default(&context->binding);
}

void context_free(struct context *context)
{
	free(context->ues.list);
	context->ues = (struct identities){0};
}
