/* conformance/judge/context.h - what bytes cannot say, and the judge needs.
 *
 * A live run makes one from its options and target; our pcapng carries it as text, so that `check`
 * on a run's own capture judges the same question; foreign captures take it from options. */
#ifndef JUDGE_CONTEXT_H
#define JUDGE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/binding.h"
#include "wire/error.h"
#include "wire/identity.h"
#include "wire/uri.h"

enum vantage { VANTAGE_UNKNOWN, VANTAGE_CLIENT, VANTAGE_SERVER };
enum edition { EDITION_CR, EDITION_PRE_CR };
enum rulebook { RULEBOOK_TS24538, RULEBOOK_RFC7252 };

enum reading {
#define READING(name, ...) READING_##name,
#include "conformance/judge/reading.def"
#undef READING
	READING_COUNT
};

/* RFC 7252 4.8, in nanoseconds; scaled by --time-scale. */
struct timing {
	uint64_t ack_timeout_ns, exchange_lifetime_ns, non_lifetime_ns, processing_delay_ns, max_transmit_wait_ns;
	uint64_t jitter_ns;		/* measured; a bound missed by less is inconc */
	uint32_t ack_random_permille;	/* 1500 */
	uint8_t max_retransmit;
	bool declared;			/* the target's pixit gave ack-timeout: feature "timers" */
};

enum { SERVERS_MOST = 64 };

struct context {
	enum vantage vantage;
	enum edition edition;
	enum rulebook rulebook;
	uint32_t features;		/* enum applies bits that are declared */
	uint32_t probed;		/* those of which nothing is declared, and that were seen: at most warned */
	uint8_t readings[24];		/* by enum reading: index of the value taken */
	bool strict, binding_confirmed;
	bool connected;			/* sockets were connected: COAP-MSG-42 is n/a */
	bool impaired;			/* our impairment is on: receipt is not certain */
	struct timing timing;
	struct binding binding;
	struct uri servers[SERVERS_MOST];	/* the target's coap and coaps URIs; embedded: a pair for each deviation */
	uint8_t server_count;		/* 0: unknown */
	uint64_t gateways, far;		/* bits of servers: where constrained devices come to a Gateway UE; where we
					 * are the server, and whoever comes is tested */
	struct identities ues;		/* who may use which UE Service ID; no keys */
};

/* Declared, or not declared and seen. */
static inline bool context_has(const struct context *context, uint32_t feature)
{
	return (context->features | context->probed) & feature;
}

void context_default(struct context *);
void context_free(struct context *);	/* the identities */
void timing_scale(struct timing *, double scale);	/* from the RFC's defaults */

/* Lines `key=value`, for our pcapng; malloc'd, NULL only where memory is out. */
char *context_write(const struct context *);
int context_read(struct context *, const char *text, size_t len, struct error *);

/* A row of reading.def: T1 .. T20. */
struct reading_fact {
	enum reading reading;
	const char *id, *values, *text, *rules;	/* "T1", "lenient literal" (first: default; "" a fixed policy) */
};
const struct reading_fact *reading_row(unsigned index);	/* NULL: past the end */
/* "T1=literal" into the context; -1: unknown reading or value, or a fixed policy. */
int reading_take(struct context *, const char *words, struct error *);
const char *reading_value(const struct context *, enum reading);	/* "lenient" */

#endif
