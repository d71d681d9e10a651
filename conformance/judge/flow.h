/* conformance/judge/flow.h - what goes on from message to message: bodies in blocks (RFC 7959), Echo (RFC 9175 2).
 *
 *     client                                  server
 *       | Block1 0, more  --------------------> |      FIRST: taken is 0 until
 *       | <------------------- 2.31 Block1 0    |      ... this says that the block was taken
 *       | Block1 1, last  --------------------> |      NEXT
 *       | <------------ 2.04 Block2 0, more     |      the answer's first block
 *       | Block2 1  --------------------------> |
 *
 * Of each client's endpoint one body each way is followed, the last. What was known when a request left is
 * kept with its exchange (a step), for the rules to ask when its answer comes. */
#ifndef JUDGE_FLOW_H
#define JUDGE_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "conformance/judge/exchange.h"
#include "wire/observation.h"

/* RFC 7959 2.2: NUM, M and SZX of a Block option, and where it begins in the body. */
struct block {
	bool is, more;
	uint8_t szx;
	uint32_t num, at;
	const struct option *option;	/* of the message it was read from: valid as long as that is */
};

/* False where there is none, or one that is no Block option by its length. */
bool block_read(struct block *, const struct message *, uint32_t number);

/* A part of a body, or a request for the rest of one: nothing can be said of it by itself. */
bool message_is_piece(const struct message *);

enum { SZX_NONE = 7, FLOW_HEAD = 512, FLOW_BODY = 4096 };

enum place {
	PLACE_NONE,		/* no Block1, or too little is known */
	PLACE_FIRST,
	PLACE_NEXT,		/* behind what the server has taken */
	PLACE_AGAIN,		/* a part of that */
	PLACE_MISSING		/* something before it was not sent, or not taken */
};

enum echoed { ECHOED_NOT, ECHOED_HERE, ECHOED_ELSEWHERE, ECHOED_UNKNOWN };	/* who was given what comes back */

/* Of Echo, when a request leaves. */
struct flow_echo {
	bool due, challenged;		/* the server gave one with its last answer; with 4.01 */
	bool proven;			/* one that it gave to this session was not refused before */
	bool same;			/* this is the one that is due */
	enum echoed said;
	uint32_t frame;			/* of the answer that gave it */
};

/* Kept with the exchange of a request with a Block option or an Echo, or behind one. */
struct flow_step {
	struct flow_echo echo;
	struct block one, two;		/* of the request; without their options */
	uint32_t format;		/* its Content-Format; UINT32_MAX: none */
	uint64_t tag;			/* of its Request-Tag; 0: none */
	enum place place;
	uint32_t frame;			/* of the request before, of the same body */
	bool format_changed;		/* since the body's first block */
	bool restarts;			/* the body before was not finished; or a later block of one that did so */
	bool clear_before;		/* what is missing came in the clear */
	bool tag_recycled, tag_renewed;	/* Request-Tag of the unfinished body before, for another body: the same, another */
	uint8_t said_szx;		/* smaller blocks were asked for: their size; else SZX_NONE */
	bool follows;			/* the rest of an answer is asked for: `two` should begin at `due`; */
	bool after_body;		/* of one to a body that left in blocks */
	bool etag_known, etag_mixed;	/* of the answer's blocks so far */
	uint8_t two_szx;		/* their size */
	uint32_t due;
};

/* The body on its way from a client, and the answer on its way to it. */
struct flow {
	uint32_t association;
	bool coming, restarted;
	uint8_t said_szx;
	uint32_t taken;			/* octets */
	struct {
		uint8_t octets[FLOW_BODY];
		uint32_t len;		/* UINT32_MAX: not known from its beginning, or too long */
		bool is_answer;
	} body;				/* as far as it was seen, with its last block */
	struct asked asker;		/* what the answer that is fetched answers */
	uint32_t format;
	uint64_t tag;			/* of its Request-Tag; 0: none */
	uint64_t open_tag, first_hash;	/* of a body that was begun and not answered to its end; of its first block */
	uint32_t frame;
	uint32_t clear_frame, clear_end;	/* the last block in the clear, beside an association */
	bool fetching, after_body;
	bool etag_known, etag_mixed;
	uint8_t two_szx;
	uint32_t due;
	uint64_t etag;
	uint64_t echo;			/* the last that was given, */
	struct flow_echo given;		/* due, challenged, proven, frame */
};

/* The last Echo values that servers gave, whomever: a ring. */
enum { GIVEN_MOST = 256 };
struct given {
	uint64_t value[GIVEN_MOST], whom[GIVEN_MOST];
	unsigned count;
};

/* A request leaves: what is known goes into its step (malloc'd, the exchange's), where there is something. */
void flow_ask(struct given **, struct exchange *, const struct observation *);
/* Its first response came; to be called after the rules have been asked. */
void flow_learn(struct exchange *, const struct observation *);
/* A response came, the first or another: of its Echo; likewise afterwards. */
void flow_hear(struct given **, const struct exchange *, const struct observation *);

/* A body in blocks as one payload: the message with its last block, and before that block's octets those of the others. */
struct whole {
	struct message message;
	uint32_t before;		/* so many octets; 0: there is no such body */
	uint8_t bytes[FLOW_HEAD + FLOW_BODY];
};

/* The message at hand, a request or a response of that client's, makes a body whole. FLOW may be NULL. Asked before
 * flow_ask and flow_learn take the message in. */
bool flow_completes(const struct flow *, const struct observation *, struct whole *);
/* The answer that X's first response made whole answers an earlier request: X is asked what that one would be. */
void flow_adopt(struct exchange *, const struct whole *);

#endif
