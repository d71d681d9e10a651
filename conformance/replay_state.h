/* conformance/replay_state.h - a replay's insides, for its own files only. */
#ifndef CONFORMANCE_REPLAY_STATE_H
#define CONFORMANCE_REPLAY_STATE_H

#include "conformance/replay.h"
#include "sim/client.h"

enum { TOKEN_MOST = 8 };

/* A captured client, played. */
struct puppet {
	struct client client;
	char why_not[200];		/* it cannot be replayed because; empty: it can */
	uint16_t mid_added;		/* new Message IDs and Tokens are the captured ones, changed alike: what was equal stays so */
	uint8_t token_mask[TOKEN_MOST];
	bool opened;
	uint64_t give_up_ns;		/* of its handshake */
	size_t last;			/* index of the line it sent last, plus 1 */
	size_t to_come, waiting;	/* lines not sent yet; sent and not concluded */
	struct puppet *next_idle;	/* of those whose link has no further use */
	uint64_t idle_ns;		/* since when */
};

/* A line as it is being replayed. */
struct shot {
	bool sent;			/* and it is no copy */
	uint8_t token_len, token[TOKEN_MOST];
	uint16_t mid;
	size_t before;			/* index of what the same client sent before, plus 1 */
	uint64_t sent_ns;
};

struct replay {
	struct replay_config config;
	struct puppet *puppets;
	struct shot *shots;
	struct replay_line *lines;
	uint32_t *by_link;		/* index of the puppet plus 1 */
	size_t link_room;
	size_t next, oldest;		/* lines: to be sent next; the first that may be waiting */
	uint64_t sent_ns, captured_ns;	/* when the last line was sent, and when it was in the capture */
	uint64_t deadline_ns;
	size_t waiting, opened;		/* lines, links */
	struct puppet *idle, *idle_last;	/* closed in this order */
	unsigned strays;
	char first_stray[200];
	bool begun, heard, refused;
};

static inline bool replay_waits(const struct replay *r, size_t line)
{
	return r->lines[line].outcome == REPLAY_NOT_ENDED && r->shots[line].sent;
}

/* The line that a message of its link was meant to answer, though its Message ID or its Token be wrong: contents are
 * compared, the rest is the rules'. Index plus 1, or 0. RIGHT: the line that it answers by the book, likewise. */
size_t replay_line_meant(const struct replay *, const struct puppet *, const struct message *, size_t *right);

#endif
