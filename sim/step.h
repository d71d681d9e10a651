/* sim/step.h - the vocabulary of cases and scenarios: a step is a row of sim/step.def and a file.
 *
 *     - register: u1                                   the word first, and who
 *     - {register: u1, but: [drop ue-service-id]}      with arguments
 *     - expect: {result: success, within: 2s}          about the last message of the last UE named
 *
 * Everything is checked when it is read: an unknown word is `file:line:column: ...` before the
 * first datagram. `$word` in a scalar stands for a column of the case's table. */
#ifndef SIM_STEP_H
#define SIM_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/expectation.h"
#include "sim/request.h"
#include "text/node.h"
#include "wire/error.h"

struct play;

enum progress { STEP_DONE, STEP_WAITING, STEP_BROKEN };

/* The columns of one row of a case's table. */
struct columns {
	const char *names[8], *values[8];
	unsigned count;
};

struct step {
	const struct step_fact *fact;
	const struct node *node;	/* where it stands: borrowed, the document outlives it */
	char ue[32];			/* "": the last one named */
	struct request_plan request;
	struct expectation expect;
	uint8_t manual;			/* enum automatic bits turned off for this UE from here on */
	bool no_wait, silently, fails, resume, resumed, not_resumed, new_session;
	char with[32];			/* handshake: another UE's identity; confirm: ack or rst */
	char stimuli[160];		/* handshake: words of dtls/stimulus.def; "" by the book */
	bool wrong_key;			/* handshake: the right identity, another key */
	bool earlier;			/* repeat: the message before the last */
	bool about_profile;		/* registered: request.profile is to be stored, */
	enum profile_choice or_profile;	/* or this one, which is told; NONE: no other */
	uint64_t wait_ns;
	unsigned times;			/* repeat */
};

enum step_role { STEP_SENDS, STEP_REPEATS, STEP_LINKS, STEP_LOOKS, STEP_NEITHER };

struct step_fact {
	const char *word, *text;
	enum step_role role;
	enum node_kind argument;	/* of the word itself: a UE's name or a duration, or a map */
	const struct node_key *keys;	/* the other keys it takes */
	int (*read)(struct step *, const struct node *map, const struct columns *, struct error *);
	/* At its turn; then on every event until it is no longer WAITING. */
	enum progress (*begin)(struct play *, const struct step *, uint64_t now_ns, struct sink *);
	enum progress (*go_on)(struct play *, const struct step *, uint64_t now_ns, struct sink *);
};

const struct step_fact *step_fact_row(unsigned index);	/* NULL: past the end */
/* Reads a list of steps; STEPS (malloc'd) and COUNT are the caller's to free by steps_free. */
int steps_read(struct step **steps, size_t *count, const struct node *list, const struct columns *, struct error *);
void steps_free(struct step *, size_t count);
/* The scalar with its `$word`s filled in; -1: an unknown one, or too long. */
int columns_fill(const struct node *, const struct columns *, char *text, size_t size, struct error *);
int columns_duration(const struct node *, const struct columns *, uint64_t *ns, struct error *);

/* --- for the step files --- */
int step_read_request(struct step *, const struct node *map, const struct columns *, struct error *);
int step_read_profile(struct step *, const struct node *, const char *text, struct error *);
int step_read_expectation(struct step *, const struct node *map, const struct columns *, struct error *);

#endif
