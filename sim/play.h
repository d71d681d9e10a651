/* sim/play.h - steps being played: who takes part, where it stands, how it went. */
#ifndef SIM_PLAY_H
#define SIM_PLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/client.h"
#include "sim/oracle.h"
#include "sim/step.h"
#include "sim/transfer.h"

/* A Gateway UE is tested: the server behind it is ours. */
struct far_side {
	const char *gateway_id;		/* the Gateway UE's own UE Service ID; NULL: there is none */
	struct endpoint at;
};

/* What all plays against one target over one transport share. */
struct play_setting {
	struct request_setting request;
	struct endpoint peer;
	uint8_t transport;
	struct client_timing timing;
	const struct client_fault *fault;	/* of all UEs, or NULL */
	uint64_t answer_within_ns;	/* an answer that is due */
	uint64_t silence_ns;		/* how long silence must last to be one */
	uint64_t handshake_within_ns;
	uint64_t refusal_within_ns;	/* one that is expected to fail: no longer is waited for it */
	struct oracle oracle;		/* of the server, also of the one behind a Gateway UE */
	struct far_side far;
};

/* A UE of the tables (u1, u2, stranger) played by one of the pool. */
struct actor {
	char name[32];
	const struct identity *identity;	/* of the pool; outlives the play */
	struct identity wrong;			/* the same with another key, where a step asks for it */
	struct client client;
	struct transfer transfer;		/* of the client */
	struct transaction before;		/* the transaction before the last: for `same` */
	struct said said[MSGIN5G_OTHER + 1];	/* the last answer looked at, by kind of request: for `alike` */
};

enum play_state { PLAY_RUNNING, PLAY_FINISHED, PLAY_BROKEN };

struct play {
	const struct play_setting *setting;
	struct actor *actors;		/* the runner's */
	size_t actor_count;
	struct actor *current;		/* the last one a step named */
	const struct step *steps;	/* borrowed */
	size_t step_count, at;
	uint64_t step_began_ns;
	uint64_t look_again_ns;		/* of a step that asks from time to time; 0: none */
	enum play_state state;
	bool sent;			/* the step at `at` has sent its message */
	bool begun;			/* the step at `at` has begun */
	bool asking;			/* the step at `at` waits for an oracle's answer */
	bool unheard;			/* broken for want of something that others should have sent */
	bool unseen;			/* broken by what an oracle says, not by a message or its absence */
	bool ours;			/* broken by an error of ours, not by what the peer did */
	bool no_link;			/* a handshake that was to succeed did not */
	char said[400];			/* why it broke: "cases/x.yaml:12:9: expected success, got ..." */
};

/* Starts STEPS with the actors as they are (links stay open between lists of steps). */
void play_begin(struct play *, const struct step *steps, size_t count, uint64_t now_ns);
/* Goes as far as it can; returns the next deadline. */
uint64_t play_go_on(struct play *, uint64_t now_ns, struct sink *);
bool play_has_link(const struct play *, uint32_t link);
/* To the actor whose link it is; false: nobody's. */
bool play_input(struct play *, const struct in *, struct sink *);
bool play_event(struct play *, uint32_t link, enum link_event, uint64_t now_ns, struct sink *);
void play_close(struct play *, struct sink *);		/* every link, orderly */

struct actor *play_actor(struct play *, const char *name);	/* "": the current one; NULL: none */
/* Breaks the play with a place; returns STEP_BROKEN. */
enum progress play_break(struct play *, const struct step *, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Opens the actor's link where it is down and its automatic handshake is on. DONE: up. */
enum progress play_link(struct play *, struct actor *, uint64_t now_ns, struct sink *);

#endif
