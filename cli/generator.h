/* cli/generator.h - one thread's part of a load: host, population, watch and, embedded, a server of its own.
 *
 *     population --> host --> tap --> dissector --> judge --> load_result
 *                      ^
 *     meter (a second's tick) --> each_second
 */
#ifndef CLI_GENERATOR_H
#define CLI_GENERATOR_H

#include "cli/generator_gateways.h"
#include "cli/watch.h"
#include "conformance/load_result.h"
#include "conformance/target.h"
#include "net/host.h"
#include "server/fault.h"
#include "server/server.h"
#include "sim/population.h"

struct generator;

struct generator_config {
	const struct scenario *scenario;
	const struct target *target;
	const struct context *context;		/* copied */
	const struct identities *ues;		/* embedded, coaps: all of the scenario; must outlive it */
	const struct source_plan *sources;	/* NULL: a socket a UE */
	const struct source_plan *loopback;	/* of those who come to Gateway UEs on loopback */
	const struct fault *const *faults;	/* embedded; NULL-terminated, or NULL */
	const char *pcap, *keylog;		/* or NULL */
	uint64_t seed, start_ns;		/* start_ns 0: at once */
	uint32_t shard, shards;
	bool real_time, judge, own_dtls;
	void (*each_second)(void *arg, struct generator *);
	void *arg;
};

struct generator {
	struct generator_config config;
	struct context context;			/* its servers are this part's: shares the rest */
	struct target target;			/* likewise, with the ports that the kernel chose */
	struct host *host;
	struct server *server;
	struct binding reference;		/* what the embedded server speaks */
	struct population *populations[POPULATIONS];	/* those that the scenario has; UEs always */
	struct sink *sinks[POPULATIONS];
	struct gateways gateways;
	struct watch watch;
	const struct datagram *at_hand;		/* while it is being judged */
	struct load_result result;
	uint64_t next_second_ns;		/* of the meter */
	uint64_t ended_ns;			/* 0: still running */
	struct error error;
	bool failed;
};

/* Everything is opened and prepared here; -1: why. In the thread that runs it. */
int generator_open(struct generator *, const struct generator_config *, struct error *);
/* Until it is done, or host_stop(g->host). -1: an error of the world, in g->error. */
int generator_run(struct generator *);
/* Fills the result: after the run. Snapshot: while it goes on, without examples; RESULT is initialised here. */
void generator_conclude(struct generator *, bool interrupted);
/* All populations together. */
void generator_look(const struct generator *, struct population_now *);
void generator_snapshot(const struct generator *, struct load_result *);
void generator_free(struct generator *);

#endif
