/* conformance/judge/track.h - which exchange a message belongs to, and what it is there.
 *
 * A response is looked for by client and Token even when it comes from another port, in another
 * epoch, in the clear, or to another client: those are the very faults. */
#ifndef JUDGE_TRACK_H
#define JUDGE_TRACK_H

#include "conformance/judge/memory.h"

struct tracked {
	struct exchange *exchange;
	enum part part;
	enum side by;		/* who sent it: its role in the exchange */
	bool first_response;	/* the exchange had none before */
};

/* Files the message in memory. MSGIN5G and IDENTITY as for asked_sum_up. */
struct tracked track_message(struct memory *, const struct observation *, const struct msgin5g *,
			     const struct identity *, const struct arrival *);

#endif
