/* cli/load_setup.h - options, scenario and target to what a load needs; every limit is met before the run. */
#ifndef CLI_LOAD_SETUP_H
#define CLI_LOAD_SETUP_H

#include "cli/options.h"
#include "cli/setup.h"
#include "cli/shard.h"
#include "cli/generator.h"

struct load_setup {
	struct scenario *scenario;
	struct target target;
	struct context context;
	struct wanted_reports reports;
	struct identities ues;			/* of the scenario, where someone must know them all */
	struct source_plan sources;
	const struct source_plan *loopback;	/* of those whose Gateway UEs are here */
	bool shared;				/* the sources are used */
	bool own_dtls;				/* else OpenSSL's, which needs a socket a UE */
	const struct fault *faults[WORDS_MAX + 1];
	uint64_t seed, start_ns;		/* start_ns 0: at once */
	struct shard shard;
	unsigned threads;
};

/* The shard is there already. -1: a fault of the user's (exit status 2), or a limit of this machine: why. */
int load_setup(struct load_setup *, const struct options *, struct error *);
void load_setup_free(struct load_setup *);

/* A file, or the name of one that is shipped: "morning-rush". */
struct scenario *load_scenario(const char *words, struct error *);
/* So many UEs, whatever the scenario says; TEXT may be NULL: as it says. */
int load_override_ues(struct scenario *, const char *text, struct error *);
/* All UEs of a scenario, for a server. Where keys come from AKMA the scenario must outlive them. */
int load_identities(struct identities *, const struct scenario *, struct error *);
void load_identities_free(struct identities *);	/* their certificates too */

#endif
