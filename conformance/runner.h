/* conformance/runner.h - runs case tables against a server: an engine like its UEs.
 *
 *     cases x links -> jobs --(twin passed, UEs free)--> before -> steps -> probe -> after -> verdict
 *
 * It cannot lie: a negative case needs a twin that passed and a probe that is answered afterwards;
 * a failed `before` is inconc; a server that dies is found by asking for life, and the job that
 * killed it by running the suspects alone. Findings of the judge come in through runner_found and
 * are given to the job whose UE's endpoint they name.
 *
 * First of all runs what makes contact: the cases that probe features, what they lean on, and the first
 * registration over each link. */
#ifndef CONFORMANCE_RUNNER_H
#define CONFORMANCE_RUNNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/case.h"
#include "conformance/contact.h"
#include "conformance/result.h"
#include "conformance/target.h"
#include "sim/play.h"
#include "wire/engine.h"

/* A server to play against: the target itself, or the embedded one with a deviation. */
struct served {
	const char *faults;			/* "": the target; else as the case's `server:` says */
	struct play_setting settings[2];	/* by enum transport */
};

struct runner_config {
	const struct target *target;
	const struct case_table *cases;
	const struct context *context;
	const struct served *served;		/* the first is the target */
	size_t served_count;
	const char *const *case_globs, *const *rule_globs;	/* NULL-terminated, or NULL: all */
	bool slow;				/* run slow cases too */
	bool stop_at_fail;
	unsigned jobs;				/* at most this many at once; 0: as the pool allows */
	uint64_t seed;
	/* The first stage is over: whoever called may set what tolerances and features follow from it, before more is
	 * sent. Or NULL. */
	void (*met)(void *arg, const struct first_contact *);
	int (*restart)(void *arg);		/* the target's hook, or NULL; 0: done */
	void (*over)(void *arg, const struct case_result *);	/* each case as it ends, or NULL */
	void *arg;
};

struct runner;

/* The config's pointers must outlive it. Where no case is selected it is done at once. */
struct runner *runner_new(const struct runner_config *);
void runner_free(struct runner *);
extern const struct engine_ops runner_engine;		/* self: struct runner */

bool runner_done(void *runner);				/* for host_run */
void runner_found(struct runner *, const struct finding *);
void runner_interrupt(struct runner *);			/* what has not ended is not-run */
/* After runner_done and judge_end: fills cases, diagnosis, counts. RESULT is zeroed by the caller. */
void runner_result(struct runner *, struct run_result *);

#endif
