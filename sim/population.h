/* sim/population.h - very many virtual UEs as one engine: 64 octets each, messages prepared once for all.
 *
 *     arrivals --> life of a UE: steps --> ask: send, retransmit --> outcome --> statistics of its phase
 *                     ^  ^                     |
 *                     |  +---- wait -----------+
 *                     +------- outage (loses power, comes back)
 *
 * It speaks as sim/client.c does (RFC 7252 4.2, 5.2, 5.3.2; NSTART 1), but keeps no octet of what it
 * sent: a retransmission is written again from the same template with the same Message ID and Token.
 * A shard I of N has every N-th UE and every N-th arrival; all chance comes from the seed and the UE's
 * number, so the shards of a run add up to the run. */
#ifndef SIM_POPULATION_H
#define SIM_POPULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/request.h"
#include "sim/scenario.h"
#include "sim/statistics.h"
#include "wire/engine.h"
#include "wire/error.h"

/* Who does what Gateway UEs do: the population is their lives alone. INDEX counts from 0, of this shard. */
struct population_doer {
	void (*ask)(void *arg, uint32_t index, enum msgin5g_kind, uint64_t now_ns);	/* population_told follows */
	void (*power)(void *arg, uint32_t index, bool on, uint64_t now_ns);
	void *arg;
};

struct population_config {
	const struct scenario *scenario;	/* or one of its parts; must outlive the population */
	struct request_setting settings[2];	/* by enum transport */
	struct endpoint peers[2];
	const struct source_plan *sources;	/* one socket a port for all; NULL: a socket a UE */
	/* Of devices and UEs behind: all Gateway UEs of the run, and those of this shard (every SHARDS-th). The N-th
	 * comes to the N-th Gateway UE, and so on in turns. */
	uint32_t gateways;
	const struct endpoint *at_gateways;
	const struct population_doer *doer;	/* of Gateway UEs */
	bool own_dtls;				/* which may share sockets; else over DTLS a socket a UE */
	const struct identities *identities;	/* all of the scenario, in order; NULL: made as they are needed */
	uint64_t seed;
	uint32_t shard, shards;			/* shard 0 .. shards - 1; shards 0: the same as 1 */
	uint64_t start_ns;			/* by the loop's clock; 0: as soon as it is ticked */
};

struct population;

struct deed {
	uint64_t begun_ns, at_ns;
	uint8_t detail;				/* the code of a refusal */
	uint8_t retransmissions;
	bool responded;
};

/* -1: a mutation that does not fit its message. Everything is prepared here, before the first datagram. */
struct population *population_new(const struct population_config *, struct error *);
void population_free(struct population *);
extern const struct engine_ops population_engine;	/* self: struct population */

uint32_t population_count(const struct population_config *);	/* of its shard: the scenario's, every SHARDS-th */
bool population_done(void *population);			/* for host_run */
bool population_stopping(const struct population *);
/* No more arrivals, waits are over; what is open may still end within the scenario's drain. */
void population_stop(struct population *, uint64_t now_ns);
/* The end, now: what is open is unfinished. */
void population_end(struct population *, uint64_t now_ns);

/* What a doer was asked for has ended; what it did beside that is counted too. SINK is the population's own. */
void population_told(struct population *, uint32_t index, enum outcome, const struct deed *, struct sink *);
void population_did(struct population *, enum operation, enum outcome, const struct deed *);

/* By the scenario's phases. */
const struct statistics *population_statistics(const struct population *, unsigned phase);

struct population_now {
	uint64_t start_ns;
	uint32_t live, open, registered;	/* lives going on; requests without an outcome; UEs that believe so */
	uint32_t arrived, ues;
	unsigned phase;
	bool stopping;
};
void population_look(const struct population *, struct population_now *);

#endif
