/* conformance/detection.h - what the self-test found: which fault was noticed, by what; what the faultless server
 * was blamed for. */
#ifndef CONFORMANCE_DETECTION_H
#define CONFORMANCE_DETECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "conformance/case.h"
#include "conformance/matrix.h"
#include "conformance/result.h"

enum killed { KILLED_NAMED, KILLED_ORACLE, KILLED_OTHER, SURVIVED };
const char *killed_word(enum killed);

enum { BY_TEXT = 400, WHY_TEXT = 360, CLAUSE_OCTETS = (CLAUSE_COUNT + 7) / 8 };

/* What one run showed: plain octets, so that a worker can send it. */
struct sighting {
	enum killed killed;
	char by[BY_TEXT];		/* the rules and cases that were red, space-separated */
	uint8_t shown[CLAUSE_OCTETS];	/* a bit a clause: its rule was broken, or a red case of it that the fault names */
	char why[WHY_TEXT];		/* a fault: what noticed it first, or that nothing did; null servers: the first case that passed; the faultless one: the first alarm */
	size_t passed, alarms, inconc, not_applicable;	/* cases */
	size_t compared, same;		/* its capture was judged again; with the same findings */
	char difference[WHY_TEXT];
};

/* One fault, of the server or of our own UE, one null server, or one run of the faultless server. */
struct detection_row {
	const char *word, *clause, *expected, *links;	/* borrowed from the tables */
	bool must;			/* a must row of keyword or definition is what it breaks */
	bool by_oracle;			/* claimed: only an oracle can see it */
	struct sighting saw;
};

struct detection_list {
	struct detection_row *rows;
	size_t count;
};

struct detection {
	struct detection_list faults, client_faults, nulls, clean;
	const struct matrix *matrix;	/* what its names claim is to be shown; NULL: not all faults ran */
};

/* A score over faults: how many, and how many by name. Those that need an oracle are counted apart. */
struct score {
	size_t faults, killed[SURVIVED + 1];
	size_t musts, musts_named;
	size_t by_oracle;		/* that claim it */
};

/* EXPECTED names at least one must row of keyword or definition: itself, or as what a case exercises. */
bool detection_is_must(const char *expected, const struct case_table *);
/* What a run with a fault of SIDE (enum side) shows, against what its row expects. */
void sighting_judge(struct sighting *, const char *expected, unsigned side, const struct run_result *);
/* What a run against a null server shows: whatever passes is wrong. */
void sighting_judge_null(struct sighting *, const struct run_result *);
/* What a run against the faultless server shows: whatever is not a pass is an alarm. IMPAIRED: an inconc is none. */
void sighting_judge_clean(struct sighting *, const struct run_result *, bool impaired);

struct score detection_score(const struct detection_list *);
/* The gates: all must rows and 98 % of all by name, no null server passed, no false alarm, at most 2 % of an
 * impaired run inconc, live = offline, each tested row that faults name shown by one of them. NULL: all hold; else the first that does not, in words. */
const char *detection_gate(const struct detection *, char *text, size_t size);
/* One by one: what it asks (NULL past the last), and whether it holds (NULL), or why not. */
const char *detection_gate_text(unsigned index);
const char *detection_gate_holds(const struct detection *, unsigned index, char *text, size_t size);
int detection_status(const struct detection *);		/* 0, 1; 4: nothing ran */
void detection_free(struct detection *);
bool sighting_shows(const struct sighting *, const struct clause *);

#endif
