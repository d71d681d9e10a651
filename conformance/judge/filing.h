/* conformance/judge/filing.h - what a message adds to the exchange it belongs to. */
#ifndef JUDGE_FILING_H
#define JUDGE_FILING_H

#include "conformance/judge/memory.h"
#include "conformance/judge/track.h"

/* A message and what was made of it, on its way into an exchange. */
struct incoming {
	const struct observation *o;
	const struct msgin5g *g;	/* of its payload, or NULL */
	const struct arrival *arrival;
	uint64_t hash;			/* of its octets */
	struct sending *sent;		/* with its Message ID between these two endpoints before, or NULL */
};

bool was_dropped(const struct observation *);
uint16_t epoch_of(const struct observation *);
bool token_is(const struct exchange *, const struct message *);

void file_first(struct sending *, const struct incoming *);
/* Another copy of the opening message or of a separate response. */
struct tracked file_copy(struct memory *, struct exchange *, struct sending *, const struct incoming *);
/* An ACK, RST or response of the other side. */
struct tracked file_reply(struct memory *, struct exchange *, const struct incoming *);
/* A separate response: it has copies of its own, and the client's ACK or RST will name its MID. */
struct tracked file_separate(struct memory *, struct exchange *, const struct incoming *);
/* The client's ACK or RST of a separate response. */
struct tracked file_confirmation(struct exchange *, const struct incoming *);

#endif
