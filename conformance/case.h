/* conformance/case.h - case tables (cases/x.yaml): read whole and checked before the first datagram.
 *
 *     cases:
 *       - id: REG-014
 *         title: a registration that lacks $ie is not accepted
 *         rules: [M5G-REG-S01]        what it is there to exercise; every rule is always on
 *         twin: REG-001               the same without the one fault: must have passed in this run
 *         table: {ie: [message-type, ue-service-id]}      one row each: REG-014.message-type
 *         links: [coap, coaps]        both unless said
 *         sut: gateway                constrained devices against a Gateway UE; else UEs against a server
 *         needs: [reneg, edition:cr]  features and editions; n/a without
 *         probes: resume              its steps go well where the server has that feature
 *         server: [separate-response] our own UE against a server with these faults: embedded only
 *         before: [...]  steps: [...]  after: [...]
 *
 * A table of maps (`- {id: x, code: 0.01}`) has several columns; its first names the row. */
#ifndef CONFORMANCE_CASE_H
#define CONFORMANCE_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/judge/clause.h"
#include "sim/step.h"
#include "wire/engine.h"
#include "wire/error.h"

enum { CASE_ACTORS = 4, CASE_RULES = 16 };

struct step_list {
	struct step *steps;
	size_t count;
};

/* One row of one case. */
struct case_row {
	char id[64];			/* REG-014.message-type */
	char title[160];
	char twin[64];			/* "" none */
	const struct node *node;
	enum clause_id rules[CASE_RULES];
	unsigned rule_count;
	uint8_t links;			/* bit 1 << enum transport */
	uint32_t needs;			/* enum applies bits */
	uint32_t probes;		/* the feature that its steps show where they go well, or 0 */
	bool slow;			/* waits more than 5 s */
	bool negative;			/* expects refusal or silence: has a twin, gets a probe */
	bool gateway;			/* `sut: gateway`: constrained devices against a Gateway UE */
	bool oracle;			/* looks at what the server holds: needs an oracle */
	char server[96];		/* faults of the embedded server that our own UE is tried against; "" none */
	char actors[CASE_ACTORS][32];	/* u1 first */
	unsigned actor_count;
	struct step_list before, steps, after;
};

struct case_table {
	struct case_row *rows;
	size_t count;
	struct document **documents;
	size_t document_count;
};

/* Adds a file's cases. -1: file:line:column and what. Call case_table_check when all are read. */
int case_table_read(struct case_table *, const char *path, struct error *);
/* What only the whole table shows: ids twice, unknown twins, twins in a circle. */
int case_table_check(const struct case_table *, struct error *);
/* All *.yaml of a directory, in order of name, and checked. */
int case_table_read_directory(struct case_table *, const char *directory, struct error *);
const struct case_row *case_table_find(const struct case_table *, const char *id);
void case_table_free(struct case_table *);

#endif
