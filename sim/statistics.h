/* sim/statistics.h - what a population did and how it went: counts that always add up, and latencies.
 *
 *     began = the sum of its outcomes + what is still open          (statistics_adds_up, once all is closed)
 *     answered = the sum over retransmissions;  refused = the sum over codes;  dtls-alert = the sum over alerts
 *
 * Latency runs from the *intended* start: what a wait of the life, or the arrivals' model, had said. So
 * a generator that falls behind does not hide what users would have felt (coordinated omission). How
 * far it fell behind is `lag`, apart from what the server took. */
#ifndef SIM_STATISTICS_H
#define SIM_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/histogram.h"

enum population_kind {
#define POPULATION(name, ...) POPULATION_##name,
#include "sim/population.def"
#undef POPULATION
	POPULATIONS
};

enum operation {
#define OPERATION(name, ...) OPERATION_##name,
#include "sim/operation.def"
#undef OPERATION
	OPERATION_COUNT
};

enum outcome {
#define OUTCOME(name, ...) OUTCOME_##name,
#include "sim/outcome.def"
#undef OUTCOME
	OUTCOME_COUNT
};

enum outcome_standing { OUTCOME_IS_GOOD, OUTCOME_IS_BAD, OUTCOME_IS_OPEN };

const char *operation_word(enum operation);
enum operation operation_named(const char *word);	/* OPERATION_COUNT: no such word */
enum population_kind operation_population(enum operation);
bool operation_is_deliberate(enum operation);		/* counted apart */
/* What a UE's operation is called in that population: REGISTER of DEVICES is DEVICE_REGISTER. */
enum operation operation_of(enum population_kind, enum operation);
const char *population_word(enum population_kind);	/* "ues" */
enum population_kind population_named(const char *word);	/* POPULATIONS: no such word */
const char *outcome_word(enum outcome);
const char *outcome_text(enum outcome);
enum outcome outcome_named(const char *word);		/* OUTCOME_COUNT: no such word */
enum outcome_standing outcome_standing_of(enum outcome);

enum { RETRANSMISSIONS_KEPT = 6, SECONDS_KEPT = 1 << 20 };

struct operation_statistics {
	uint64_t began;
	uint64_t outcomes[OUTCOME_COUNT];
	uint64_t after[RETRANSMISSIONS_KEPT];	/* answered after so many retransmissions; the last: that or more */
	uint64_t codes[256], alerts[256];
	struct histogram latency;		/* intended start to response, of every response */
	struct histogram service;		/* the same from when it was really begun */
};

/* One second of the run, by its number from the start; what lies beyond SECONDS_KEPT is in the last. */
struct second_statistics {
	uint64_t began, good, bad, sent, received;
};

struct statistics {
	struct operation_statistics operations[OPERATION_COUNT];
	struct histogram lag;			/* intended to real start, of everything begun by time */
	uint64_t lives_begun, lives_ended;	/* of virtual UEs */
	uint64_t sent, received;		/* CoAP messages: copies count, what DTLS adds does not */
	uint64_t retransmitted, unexpected;	/* copies after the first; messages that answer nothing of ours */
	struct second_statistics *seconds;	/* second_count of them, or NULL */
	size_t second_count, second_room;
};

/* How one operation ended; times of the loop's clock. */
struct concluded {
	enum operation operation;
	enum outcome outcome;
	uint8_t detail;				/* the code of REFUSED, the number of ALERT */
	uint8_t retransmissions;
	bool responded;				/* the peer answered at AT_NS: it has a latency */
	uint64_t intended_ns, begun_ns, at_ns;
};

/* START_NS: when the run began, for the second that it falls into. */
void statistics_begin(struct statistics *, enum operation, uint64_t start_ns, uint64_t at_ns);
void statistics_conclude(struct statistics *, const struct concluded *, uint64_t start_ns);
void statistics_sent(struct statistics *, bool again, uint64_t start_ns, uint64_t at_ns);
void statistics_received(struct statistics *, uint64_t start_ns, uint64_t at_ns);
/* Room for second N, zeroed. */
struct second_statistics *statistics_second(struct statistics *, uint64_t n);

void statistics_merge(struct statistics *into, const struct statistics *);
/* One population's operations only, added to what is there. */
void statistics_merge_population(struct statistics *into, const struct statistics *, enum population_kind);
void statistics_free(struct statistics *);
/* Every beginning has its outcome, and every sum over details is its outcome's. */
bool statistics_adds_up(const struct statistics *);
bool statistics_equal(const struct statistics *, const struct statistics *);

/* Over all operations but the deliberate ones. */
struct totals {
	uint64_t began, good, bad, open;
	uint64_t deliberate;			/* begun, and not among those */
	uint64_t outcomes[OUTCOME_COUNT];
};
void statistics_totals(struct totals *, const struct statistics *);
/* Latency of the same operations, merged into an empty histogram; the caller frees it. */
void statistics_latency(struct histogram *, const struct statistics *);

#endif
