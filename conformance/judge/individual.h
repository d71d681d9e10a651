/* conformance/judge/individual.h - individual requests at a Gateway UE, until its bulk registration (23.554 8.2.7).
 *
 *     UE --REG, urgent? Wait time?--> Gateway UE          noted here
 *                                     Gateway UE --bulk--> server    compared with what was noted */
#ifndef JUDGE_INDIVIDUAL_H
#define JUDGE_INDIVIDUAL_H

#include <stdbool.h>
#include <stdint.h>

#include "conformance/judge/exchange.h"

struct memory;

enum { INDIVIDUALS = 1 << 12 };

struct individual {
	uint64_t ue_hash;		/* 0: nobody */
	uint64_t until_ns;		/* when its Wait time is over; UINT64_MAX: it said none */
	uint32_t frame;
	bool urgent, sent;		/* sent: the Gateway UE has asked the server for it since */
};

/* A request was opened: one of a UE at a Gateway UE is noted; what goes to a server, bulk or not, is
 * compared with what was noted, and summed up in the exchange. */
void individuals_note(struct memory *, struct exchange *, const struct msgin5g *, uint64_t now_ns);
/* It is closed: late in its bulk, where its Wait time is over and nothing was sent for it. */
void individual_missed(const struct memory *, struct exchange *, uint64_t now_ns);

#endif
