/* conformance/load_result.h - what a load found: statistics by phase, findings by rule, thresholds; parts add up. */
#ifndef CONFORMANCE_LOAD_RESULT_H
#define CONFORMANCE_LOAD_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/judge/context.h"
#include "conformance/judge/judge.h"
#include "sim/scenario.h"
#include "sim/statistics.h"

enum { LOAD_EXAMPLES = 3, LOAD_DATAGRAM = 1500 };

/* The first findings of a rule, with the datagram that was at hand. */
struct load_example {
	struct finding finding;
	uint8_t *datagram;		/* owned, or NULL */
	size_t len;
};

struct load_rule {
	uint64_t counts[VERDICT_COUNT];	/* findings against the server, by verdict */
	uint64_t ours;			/* against our own UEs: errors of ours */
	struct load_example examples[LOAD_EXAMPLES];
	unsigned example_count;
};

struct load_phase {
	char name[40];
	bool counted;
	uint64_t took_ns;
	struct statistics statistics;
};

struct load_threshold {
	struct threshold threshold;
	enum threshold_answer answer;
	double value;
};

struct load_part {
	uint32_t shard, shards;
};

struct load_result {
	char *scenario, *target;	/* owned */
	bool embedded, virtual_time, judged, interrupted;
	uint64_t seed, start_ns, took_ns;
	struct load_part *parts;	/* what has been merged into it; owned */
	size_t part_count;
	uint32_t ues;			/* of these parts */
	const struct context *context;	/* not owned; NULL in a merge of reports */
	struct load_phase phases[SCENARIO_PHASES];
	unsigned phase_count;
	struct load_rule *rules;	/* CLAUSE_COUNT of them, owned */
	struct tally tally;
	struct load_threshold thresholds[SCENARIO_THRESHOLDS];
	unsigned threshold_count;
	bool behind;			/* our generator: then no threshold is kept */
};

/* Empty, with the scenario's phases and thresholds. */
void load_result_init(struct load_result *, const struct scenario *);
void load_result_free(struct load_result *);	/* what it holds; not the struct, not the context */
/* A finding as it is made; DATAGRAM is the one at hand, or NULL. */
void load_result_found(struct load_result *, const struct finding *, const uint8_t *datagram, size_t len);
/* What another part did, added. -1: not a part of the same run, or one that is there already. */
int load_result_merge(struct load_result *into, const struct load_result *part, struct error *);
/* Asks the thresholds; after the last merge. */
void load_result_conclude(struct load_result *);

/* A generator that is later than this for one start of a hundred has not done what was asked. */
#define LOAD_BEHIND_NS (20 * UINT64_C(1000000))

/* All phases, or (for the thresholds) those that count; into empty statistics, which the caller frees. */
void load_result_statistics(struct statistics *, const struct load_result *, bool counted_only);
uint64_t load_result_lag(const struct load_result *);	/* of 99 starts of a hundred: at most this late */
/* Findings against the server, by verdict, over all rules; and against our own UEs. */
uint64_t load_result_findings(const struct load_result *, enum verdict);
uint64_t load_result_ours(const struct load_result *);
/* The exit status of doc: interface, the first that holds of 3 1 5 4 0; 2 and signals are the caller's to know. */
int load_result_status(const struct load_result *, bool allow_inconc);

#endif
