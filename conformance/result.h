/* conformance/result.h - what a run found: the runner fills it, reports/ render it. */
#ifndef CONFORMANCE_RESULT_H
#define CONFORMANCE_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/contact.h"
#include "conformance/judge/context.h"
#include "conformance/judge/judge.h"

/* One case on one link. Strings (malloc'd) are owned by the run_result. */
struct case_result {
	char *id, *title, *reason;	/* reason: of the verdict, in words; NULL for a plain pass */
	char *place;			/* "cases/registration.yaml:31" */
	const char *link;		/* "coap", "coaps" */
	char **clauses;			/* sources of its rules, NULL-terminated */
	char **rules;			/* ids it is there to exercise, NULL-terminated */
	enum verdict verdict;
	bool slow;			/* left out by choice (not --slow) */
	bool oracle;			/* looks at what the server holds, through an oracle */
	bool beside;			/* tries our own UE against a server that deviates, beside the target */
	uint64_t took_ns;
	struct finding *findings;
	size_t finding_count;
};

struct run_result {
	char *target;			/* as the user named it */
	char *target_name;		/* from the target file, or the same */
	bool embedded;			/* "not your server" */
	bool virtual_time;		/* its clock jumped */
	char *diagnosis;		/* T19: one diagnosis for a first contact that failed, or NULL */
	uint32_t declared_yes, declared_no;	/* PICS: enum applies bits */
	struct first_contact contact;
	uint64_t seed, started_ns, took_ns;
	const struct context *context;
	struct case_result *cases;
	size_t case_count;
	struct tally tally;
	struct finding *loose;		/* findings that belong to no case */
	size_t loose_count;
	size_t selected;
	size_t counts[VERDICT_COUNT];
	bool interrupted;
	char **stale;			/* waivers that ended or waived nothing, in words */
	size_t stale_count;
	size_t waived_must;		/* broken must rows that waivers cover */
};

void run_result_free(struct run_result *);	/* what it holds; not the struct, not the context */
void run_result_count(struct run_result *);	/* fills counts from cases */
/* The exit status of doc: interface, the first that holds of 3 1 5 4 0. ALLOW_INCONC lifts 5. 2 (usage), a
 * target out of reach and signals are the caller's to know. */
int run_result_status(const struct run_result *, bool allow_inconc);

/* What `check` found. */
struct check_result {
	char **files;
	uint32_t *frames_before;	/* by file: its first frame counts as one more; NULL: one file */
	size_t file_count;
	struct session_row {
		char *client, *server, *version, *suite, *identity, *key_source, *why_dark;
		uint32_t opened, failed, dark, first_frame;
		bool finished_verified, finished_wrong;	/* neither: not enough of its handshake was seen */
	} *sessions;
	size_t session_count;
	uint64_t messages, datagrams, packets;
	struct finding *findings;	/* at most so many of a rule and verdict as whoever filled it keeps */
	size_t finding_count;
	size_t left_out[VERDICT_COUNT];	/* findings that were counted only */
	const struct context *context;
	struct tally tally;
	size_t counts[VERDICT_COUNT];	/* of both */
};

void check_result_free(struct check_result *);	/* what it holds; not the struct, not the context */
void check_result_count(struct check_result *);	/* fills counts from findings */
/* The file that a frame is of, and its number there. */
const char *check_result_file(const struct check_result *, uint32_t frame, uint32_t *in_file);
size_t check_result_left_out(const struct check_result *);
int check_result_status(const struct check_result *, bool allow_inconc);

#endif
