/* tests/unit/sim_world.h - a server of a few lines and a wire without sockets, in virtual time: a population's world. */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/population.h"
#include "wire/heap.h"

#define MS UINT64_C(1000000)
#define S UINT64_C(1000000000)

extern const struct endpoint world_server;

enum conduct { ANSWERS, IS_SILENT, RESETS, REFUSES, SAYS_FAILURE, ONLY_ACKS, ANSWERS_LATER, FORGETS_FIRST, ANSWERS_FROM_ELSEWHERE,
	       PROMISES_ONCE, PROMISES_ALWAYS };

struct world {
	struct sink sink;
	struct heap queue;
	struct population *population;
	struct scenario *scenario;
	struct binding binding;
	enum conduct conduct;
	uint64_t now_ns, latency_ns;
	uint32_t links, opened, closed, refused_opens;
	uint64_t sent, acks, resets, lives_at_most;
	uint64_t sent_at[16];
	uint8_t first[16][4];	/* headers of the first messages */
	bool refuse, drop_next;
	struct endpoint sources[8], peers[64], gateways[8];	/* PEERS by link */
	char names[16][32];	/* UE Service ID or Application ID of the first messages */
};

/* SHARD of SHARDS of the scenario; the clock stands at 1000 s. */
struct world *world_of(const char *yaml, uint32_t shard, uint32_t shards);
/* One of its parts, whose Gateway UEs are at ports 1, 2, 3 ... in this shard; DOER for the Gateway UEs themselves, or NULL. */
struct world *world_of_part(const char *yaml, enum population_kind, uint32_t shard, uint32_t shards, const struct population_doer *doer);
void world_free(struct world *);
/* Something for LINK to hear at its time: an event, or (event -1) octets from the server. */
void world_deliver(struct world *, uint64_t at_ns, uint32_t link, int event, const uint8_t *bytes, size_t len);
/* Until it is done, or at most until UNTIL_NS. */
void world_run(struct world *, uint64_t until_ns);
/* To the end; it must add up. The first phase's. */
const struct statistics *world_run_all(struct world *);

#endif
