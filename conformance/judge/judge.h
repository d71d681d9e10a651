/* conformance/judge/judge.h - observations in, findings out. An object: no clock, no globals; one a thread. */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include <stdint.h>

#include "conformance/judge/context.h"
#include "conformance/judge/finding.h"
#include "conformance/judge/rule.h"
#include "wire/observation.h"

struct judge;

/* Per rule, how often. Adds (commutative). */
struct tally {
	struct tally_row { uint64_t held, broken, cannot_say; } rows[CLAUSE_COUNT];
	uint64_t messages, records, dark, strays, forgotten;
};

/* CONTEXT must outlive the judge and not change. FOUND gets each finding as it is made. */
struct judge *judge_new(const struct context *, void (*found)(void *arg, const struct finding *), void *arg);
/* Asked of each finding, with the same ARG, before it is put into words: false means that its count is enough. Where it is
 * not called, all are wanted. To be called before the first observation. */
void judge_wants(struct judge *, bool (*wants)(void *arg, const struct finding *));
/* To remember at most EXCHANGES and as many peers, and half as many associations, at a time; where it is not called,
 * 131072 of each. To be called before the first observation. */
void judge_limit(struct judge *, size_t exchanges);
/* To call every rule, though it has nothing to say (conformance/judge/gate.h): for tests. Likewise before. */
void judge_open_gates(struct judge *);
/* Loads: beyond so many exchanges, those that were answered at once are kept as residues (conformance/judge/residue.h)
 * of 16 octets; and at most so many PEERS and associations are remembered. To be called before the first observation. */
void judge_settle(struct judge *, size_t exchanges, size_t peers);
void judge_observation(struct judge *, const struct observation *);
void judge_end(struct judge *, uint64_t at_ns);		/* the end of watching: open exchanges close */
void judge_free(struct judge *);
void judge_add(struct tally *, const struct judge *);

/* True once a registration was accepted and answered under the binding (T19), or the context said so. */
bool judge_binding_confirmed(const struct judge *);

/* What a row means in this context: NULL where it applies, or why it is n/a, in words. */
const char *clause_not_applicable(const struct clause *, const struct context *);
/* The verdict of a broken row (spec: facts, top), before readings: fail, warn or note. */
enum verdict clause_verdict(const struct clause *, const struct context *);

#endif
