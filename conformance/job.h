/* conformance/job.h - one case on one link, being run. */
#ifndef CONFORMANCE_JOB_H
#define CONFORMANCE_JOB_H

#include "conformance/runner.h"
#include "wire/table.h"

enum phase { PHASE_WAITING, PHASE_BEFORE, PHASE_STEPS, PHASE_PROBE, PHASE_AFTER, PHASE_OVER };

struct job {
	const struct case_row *row;
	const struct served *served;	/* NULL: nobody plays that server here */
	enum transport transport;
	struct job *twin;		/* or NULL */
	enum phase phase;
	struct play play;
	struct actor actors[CASE_ACTORS];
	uint64_t next_ns, began_ns, took_ns;
	uint64_t late_ns;		/* so much after its time, at most, it went on: this machine was busy */
	bool first;			/* of the first stage: contact */
	bool capped;			/* it needs a feature of which nothing is declared: at most warned */
	bool alone;			/* a suspect of the server's death: nobody beside it */
	bool company;			/* others ran beside it */
	uint64_t ignored_ns;		/* the copy that left then found a server that lived, or 0 */
	bool left_out;			/* by choice: slow, or its twin is */
	bool silent;			/* a due answer did not come */
	uint8_t refused;		/* the code that broke its steps, or 0 */
	enum verdict verdict;		/* of the play */
	char reason[460];
	struct finding *findings;
	size_t finding_count;
	uint32_t links[CASE_ACTORS];	/* whose endpoints are known */
};

enum life_state { LIFE_WELL, LIFE_ASKING, LIFE_DEAD, LIFE_GONE };

/* What is known of the server over one transport: it may speak the one and not the other. */
struct life {
	enum life_state state;
	bool heard;			/* a message ever came from it */
	uint64_t sign_ns;		/* when one came since we last asked; NEVER: none did */
	unsigned icmp_errors;
	struct job job;			/* asks; no row */
	struct job *accused;		/* whose silence made us ask */
	uint64_t asked_ns, dead_since_ns;
};

struct ours {				/* an endpoint of ours and the job that used it */
	struct endpoint at;
	struct job *job;		/* NULL: what is found there is nobody's */
};

struct runner {
	struct runner_config config;
	struct job *jobs;
	size_t job_count;
	struct job **active;		/* those that run, in the order of `jobs` */
	size_t running;			/* so many */
	size_t waiting_from;		/* none before it waits */
	bool *leased;			/* by index into the pool */
	struct job *latest;		/* that began */
	struct table endpoints;		/* struct ours by endpoint */
	struct finding *loose;
	size_t loose_count;
	struct document *builtin;	/* the probe and the question for life, as tables */
	struct step_list probe, life_steps;
	struct life lives[2];		/* by enum transport */
	uint16_t first_mid;		/* drawn when the first client was made */
	uint32_t clients;		/* made so far */
	bool interrupted, stopped;
	bool met;			/* the first stage is over */
	struct first_contact contact;
	char dead_because[200];		/* "server dead since REG-001 over coap" */
	char diagnosis[2][420];		/* by enum transport */
	struct sink *sink;
};

const char *transport_word(enum transport);

/* A client for IDENTITY, with Message IDs of its own: the same ones at two endpoints by chance would let an answer
 * that is missing for another reason break COAP-MSG-13 too. */
struct client job_client(struct runner *, const struct job *, const struct identity *);

/* --- selection.c --- */
void runner_select(struct runner *);	/* jobs; may be none */
/* It leans on nothing, and no feature decides whether it applies. */
bool job_is_baseline(const struct job *);
const char *job_not_applicable(const struct runner *, const struct job *);	/* or NULL */
uint32_t runner_undeclared(const struct runner *, uint32_t needs);	/* those features of which the target declares nothing */

/* --- job.c --- */
const struct play_setting *job_setting(const struct job *);
bool job_start(struct runner *, struct job *, uint64_t now_ns, struct sink *);	/* false: no UE free now */
void job_go_on(struct runner *, struct job *, uint64_t now_ns, struct sink *);
void job_end(struct runner *, struct job *, enum verdict, const char *reason, struct sink *);
void job_know_links(struct runner *, struct job *, struct sink *);
bool job_running(const struct job *);
bool job_at_target(const struct job *);	/* not at a server that deviates beside it */
const struct transaction *job_last(const struct job *);	/* of the UE named last, or NULL */
bool job_in_doubt(const struct job *);	/* it waits to hear whether the server lives */
void job_acquit(struct runner *, struct job *, uint64_t now_ns, struct sink *);	/* the server lives: go on to `after` */
void job_reset(struct runner *, struct job *, struct sink *);	/* back to waiting, to be run alone */
void job_disown(struct runner *, struct job *);	/* what is found from now on at its endpoints is not its own */

/* --- running.c --- */
void running_add(struct runner *, struct job *);
void running_remove(struct runner *, const struct job *);
/* In the order of the table; NULL: no more. Whoever ends or begins while one walks does no harm. */
struct job *running_first(const struct runner *);
struct job *running_next(const struct runner *, const struct job *);

/* --- outcome.c --- */
enum verdict job_verdict(const struct job *);	/* with what the judge found */

/* --- life.c --- */
void life_doubt(struct runner *, struct job *accused, uint64_t now_ns, struct sink *);
void life_go_on(struct runner *, enum transport, uint64_t now_ns, struct sink *);
uint64_t life_deadline(const struct life *);
void life_sign(struct runner *, enum transport, uint64_t at_ns);	/* a message came */
void life_unreachable(struct runner *, enum transport, struct sink *);	/* ICMP said so */
/* Nobody may start over it now: its own life is in doubt, or that of a server that did answer before. */
bool life_forbids(const struct runner *, enum transport);

/* --- runner.c --- */
void runner_tell_over(struct runner *, const struct job *);

#endif
