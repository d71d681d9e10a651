/* sim/scenario.h - a population and what it does, from a YAML file that is checked whole first.
 *
 *     scenario: morning rush
 *     population: {ues: 50000, ue-service-id: "ue{n}@example.org", profiles: {full: 20%, none: 80%}}
 *     # akma: {k-ausf: "hex:00..{n:08x}", supi: "001010{n:09}", a-kid: "ue{n}@5gc.example", af-fqdn: msgin5g.example.org}
 *     link: coap                                  # or coaps, or {coaps: 30%}: the others coap
 *     arrive: {model: poisson, rate: 500/s}       # or phases: [{name: peak, for: 60s, arrive: {...}}, ...]
 *     life: [register: self, wait: 30s..60s, deregister: self]
 *     misbehave: [{share: 2%, but: [drop ue-service-id]}]
 *     outages: [{at: 60s, share: 30%, back: 0s..5s}]
 *     impair: {loss: 1%, duplicate: 0.5%, reorder: 1%, delay: 20ms..40ms}
 *     stop: {after: 300s}
 *     thresholds: [p99 < 200ms, failed < 0.1%, findings == 0]
 *
 * With Gateway UEs (sim/population.def), each population with its own names, arrivals and life:
 *
 *     gateways: {count: 20, port: 5685, bulk: 2s, arrive: ..., life: [register: self]}
 *     devices: {count: 2000, application-id: "sensor{n}", arrive: ..., life: [register: self]}
 *     behind: {count: 500, arrive: ..., life: [register: self, wait: 30s, deregister: self]}
 */
#ifndef SIM_SCENARIO_H
#define SIM_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/arrival.h"
#include "sim/life.h"
#include "sim/name_template.h"
#include "sim/threshold.h"
#include "text/node.h"
#include "wire/datagram.h"
#include "wire/error.h"
#include "wire/identity.h"

enum { PROFILE_CHOICES = 6, SCENARIO_PHASES = 8, SCENARIO_SHARES = 8, SCENARIO_THRESHOLDS = 16, SOURCE_PREFIXES = 8 };

/* Where UEs send from: the addresses of the prefixes, in order, once a port. */
struct source_plan {
	struct source_prefix {
		struct endpoint at;
		uint8_t bits;
	} prefixes[SOURCE_PREFIXES];
	unsigned prefix_count;			/* 0: not said */
	uint16_t port, ports;			/* the first, and how many; port 0: the kernel's choice */
};

/* Keys from AKMA (TS 33.535 Annex A): each UE's own, by templates; SHARED is what all have alike. */
struct akma_plan {
	bool is;
	struct name_template key, supi, a_kid;	/* KEY: 32 octets in hex, K_AKMA or K_AUSF */
	struct akma_subscription shared;	/* af_fqdn, suite, is_k_ausf */
};

/* A certificate each instead of a PSK: PEM files by templates, or (both empty) made here, signed by itself. */
struct certificate_plan {
	bool is, made;
	struct name_template certificate, key;	/* paths */
};

struct population_plan {
	enum population_kind kind;
	uint32_t ues, first;			/* numbers first .. first + ues - 1 */
	struct name_template ue_service_id, psk_identity, psk;
	bool psk_is_hex;
	struct akma_plan akma;			/* instead of a PSK, */
	struct certificate_plan certificate;	/* or this */
	double profiles[PROFILE_CHOICES];	/* shares by enum profile_choice; they sum to 1 */
	struct source_plan sources;
	bool again;				/* a UE whose life has ended may arrive again */
};

struct phase_plan {
	char name[40];
	uint64_t for_ns;			/* NEVER: the last one may say nothing */
	struct arrival_plan arrive;
	bool counted;				/* for the thresholds: a warm-up is not */
};

/* A share of the UEs whose registrations are wrong in the same way. */
struct misbehaviour {
	double share;
	bool deregister;			/* their de-registrations instead */
	struct request_plan request;		/* its `but` only; owned */
};

/* A share of the UEs that live then loses power at once, and comes back. */
struct outage {
	uint64_t at_ns;
	double share;
	struct life_span back;
	bool other_port;			/* comes back from another port */
};

struct impair_plan {
	double loss, duplicate, reorder;	/* shares */
	uint64_t delay_min_ns, delay_max_ns;
};

struct stop_plan {
	uint64_t after_ns;			/* from the start; NEVER: when all lives have ended */
	uint64_t drain_ns;			/* after that: how long what is open may take */
	uint64_t bad, findings;			/* so many are enough; 0: never */
};

enum on_failure { FAILURE_ENDS, FAILURE_GOES_ON, FAILURE_RETRIES };

struct conduct_plan {
	enum on_failure on_failure;
	struct life_span retry;			/* after this from the end of what failed */
	uint64_t ack_timeout_ns, answer_within_ns;	/* the latter: for a response after an Empty ACK */
	uint8_t max_retransmit;
};

/* Of Gateway UEs: where their devices find them, and whether they gather. */
struct gateway_plan {
	struct source_plan at;			/* one address each; not said: some of loopback; its port: the configured one */
	uint64_t bulk_after_ns;			/* 0: no bulk registrations */
};

struct scenario {
	char name[128], text[400];
	struct population_plan population;
	double coaps;				/* share of UEs over DTLS; the others in the clear */
	struct phase_plan phases[SCENARIO_PHASES];
	unsigned phase_count;
	struct life life;
	struct misbehaviour misbehaviours[SCENARIO_SHARES];
	unsigned misbehaviour_count;
	struct outage outages[SCENARIO_SHARES];
	unsigned outage_count;
	struct impair_plan impair;
	struct conduct_plan conduct;
	struct stop_plan stop;
	struct threshold thresholds[SCENARIO_THRESHOLDS];
	unsigned threshold_count;
	struct gateway_plan gateway;
	/* The other populations, or NULL: of each its plan, life and what goes wrong; what all share is copied into it.
	 * Theirs is one plan of arrivals, through all phases. */
	struct scenario *others[POPULATIONS];
	bool is_part;				/* it is one of them */
	struct document *document;		/* what the request plans' words live in; owned */
};

/* Reads and checks all of it; NULL: `file:line:column: what`. Free with scenario_free. */
struct scenario *scenario_read(const char *path, struct error *);
struct scenario *scenario_parse(const char *name, const char *text, size_t len, struct error *);
void scenario_free(struct scenario *);

/* The plan of a population, or NULL: it has none. */
const struct scenario *scenario_part(const struct scenario *, enum population_kind);
/* UE N's identity, as the templates say. */
void population_identity(const struct population_plan *, uint32_t n, struct identity *);
/* Of AKMA: what its PSK is derived from, which whoever has the KDF does; its identity's `akma` is the plan's. False: its key
 * is none of 32 octets. */
bool population_subscription(const struct population_plan *, uint32_t n, struct akma_subscription *);
/* How many sources there are; 0: not said. Source I of them. */
uint64_t source_plan_count(const struct source_plan *);
void source_plan_at(const struct source_plan *, uint64_t i, struct endpoint *);

/* --- for scenario_*.c --- */
int scenario_read_population(struct population_plan *, const struct node *, struct error *);
int scenario_read_akma(struct population_plan *, const struct node *map, struct error *);
int scenario_read_certificate(struct population_plan *, const struct node *map, struct error *);
int scenario_read_template(struct name_template *, const struct node *map, const char *key, const char *otherwise, struct error *);
int scenario_read_sources(struct source_plan *, const struct node *list, const struct node *ports, struct error *);
int scenario_read_others(struct scenario *, const struct node *root, struct error *);
int scenario_check_life(const struct scenario *, const struct node *list, struct error *);
int scenario_check_end(const struct scenario *, const struct node *map, struct error *);
int scenario_read_misbehaviours(struct scenario *, const struct node *list, struct error *);
int scenario_read_outages(struct scenario *, const struct node *list, struct error *);
int scenario_read_on_failure(struct conduct_plan *, const struct node *, struct error *);
int scenario_read_phases(struct scenario *, const struct node *root, struct error *);
int scenario_read_conduct(struct scenario *, const struct node *root, struct error *);

#endif
