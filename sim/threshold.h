/* sim/threshold.h - what a run must keep to pass: "p99 < 200ms", "register.failed < 0.1%", "findings == 0". */
#ifndef SIM_THRESHOLD_H
#define SIM_THRESHOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/statistics.h"
#include "text/node.h"
#include "wire/error.h"

enum quantity {
#define QUANTITY(name, ...) QUANTITY_##name,
#include "sim/threshold.def"
#undef QUANTITY
	QUANTITIES
};

enum comparison { BELOW, AT_MOST, ABOVE, AT_LEAST, EXACTLY };

struct threshold {
	char words[80];			/* as it was written */
	enum quantity quantity;
	enum operation operation;	/* OPERATION_COUNT: of all but the deliberate ones */
	enum population_kind population;	/* of one population's; POPULATIONS: of all */
	enum outcome outcome;
	uint32_t ppm;			/* of a percentile */
	enum comparison comparison;
	bool share;			/* the limit is a share, else a count, ns or a rate */
	double limit;
};

/* What statistics cannot know. */
struct measured {
	const struct statistics *statistics;
	uint64_t took_ns;		/* of the time counted */
	uint64_t findings, warnings;
};

enum threshold_answer { THRESHOLD_KEPT, THRESHOLD_MISSED, THRESHOLD_NOTHING };	/* nothing: there was nothing to measure */

int threshold_parse(struct threshold *, const char *words, struct error *);
int threshold_read(struct threshold *, const struct node *, struct error *);
enum threshold_answer threshold_ask(const struct threshold *, const struct measured *, double *value);
/* "214 ms", "0.31 %", "12", "488/s". Returns TEXT. */
char *threshold_value(char *text, size_t size, const struct threshold *, double value);

#endif
