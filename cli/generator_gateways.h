/* cli/generator_gateways.h - the Gateway UEs of a load: their listeners and engines, driven by the lives of a population.
 *
 *     population of Gateway UEs --ask, power--> Gateway UE <-- devices, UEs behind (populations of their own)
 *                               <----told------     |
 *                                                   +--> server: itself, bulks
 */
#ifndef CLI_GENERATOR_GATEWAYS_H
#define CLI_GENERATOR_GATEWAYS_H

#include "conformance/judge/context.h"
#include "net/host.h"
#include "sim/gateway.h"
#include "sim/population.h"

struct gateways_config {
	const struct scenario *scenario;	/* the part that describes them */
	struct host *host;
	const struct binding *binding;		/* all must outlive them */
	struct uri uri;				/* of the server, over coap */
	bool pre_cr;
	const struct fault *const *faults;	/* NULL-terminated, or NULL; a Gateway UE's are taken */
	uint32_t shard, shards;
};

struct gateways {
	struct gateways_config config;
	uint32_t count;				/* of this shard */
	struct gateway_seat *seats;
	struct endpoint *at;			/* where each is; of all the same port */
	struct population_doer doer;		/* for their population */
	struct population *population;		/* their lives, and its sink: set by whoever makes it */
	struct sink *sink;
};

/* -1: an address or port that cannot be had. */
int gateways_of_load(struct gateways *, const struct gateways_config *, struct error *);
/* Their URI for the judge: any of them. */
void gateways_uri(const struct gateways *, struct uri *);
bool gateways_are_at(const struct gateways *, const struct endpoint *);
void gateways_end(struct gateways *, uint64_t now_ns);	/* what is open is unfinished */
void gateways_of_load_free(struct gateways *);		/* after the host */

#endif
