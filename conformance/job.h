/* conformance/job.h - one case on one link, being run. */
#ifndef CONFORMANCE_JOB_H
#define CONFORMANCE_JOB_H

#include "conformance/runner.h"
#include "wire/table.h"

enum phase { PHASE_WAITING, PHASE_BEFORE, PHASE_STEPS, PHASE_PROBE, PHASE_AFTER, PHASE_OVER };

enum { JOB_ENDPOINTS = 24 };

struct job {
	const struct case_row *row;
	const struct served *served;	/* NULL: nobody plays that server here */
	enum transport transport;
	struct job *twin;		/* or NULL */
	enum phase phase;
	struct play play;
	struct actor actors[CASE_ACTORS];
	uint64_t next_ns, began_ns, took_ns;
	bool selected, alone, suspect, silent;	/* silent: a due answer did not come */
	enum verdict verdict;		/* of the play */
	char reason[420];
	struct finding *findings;
	size_t finding_count;
	uint32_t links[CASE_ACTORS];	/* whose endpoints are known */
};

enum life { LIFE_WELL, LIFE_ASKING, LIFE_DEAD, LIFE_GONE };

struct ours {				/* an endpoint of ours and the job that used it */
	struct endpoint at;
	struct job *job;
};

struct runner {
	struct runner_config config;
	struct job *jobs;
	size_t job_count, running;
	bool *leased;			/* by index into the pool */
	struct table endpoints;		/* struct ours by endpoint */
	struct finding *loose;
	size_t loose_count;
	struct document *builtin;	/* the probe and the question for life, as tables */
	struct step_list probe, life_steps;
	bool ever_alive, interrupted, stopped;
	unsigned icmp_errors;
	enum life life;
	struct job life_job;		/* asks for life; no row */
	struct job *accused;		/* whose silence made us ask */
	uint64_t dead_since_ns;
	char dead_because[160], diagnosis[420];
	struct sink *sink;
};

/* --- selection.c --- */
void runner_select(struct runner *);	/* jobs; may be none */
const char *job_not_applicable(const struct runner *, const struct job *);	/* or NULL */

const struct play_setting *job_setting(const struct job *);

/* --- job.c --- */
bool job_start(struct runner *, struct job *, uint64_t now_ns, struct sink *);	/* false: no UE free now */
void job_go_on(struct runner *, struct job *, uint64_t now_ns, struct sink *);
void job_end(struct runner *, struct job *, enum verdict, const char *reason, struct sink *);
void job_know_links(struct runner *, struct job *, struct sink *);
bool job_running(const struct job *);
void job_reset(struct job *);		/* back to waiting, to be run alone */
enum verdict job_verdict(const struct job *);	/* with what the judge found */

/* --- life.c --- */
void life_doubt(struct runner *, struct job *accused, uint64_t now_ns, struct sink *);
void life_go_on(struct runner *, uint64_t now_ns, struct sink *);

#endif
