/* conformance/judge/residue.h - what is left of an exchange that was closed before its time, to save memory.
 *
 *     exchange (500 octets) --answered, and many younger ones--> residue (16 octets) --EXCHANGE_LIFETIME--> nothing
 *
 * Only of a request answered in its ACK: its rules have all been asked but for copies still to come.
 * A copy of the request or of the answer is known again and asked nothing; another answer than the first
 * is counted as forgotten: it cannot be judged, and is no finding. */
#ifndef JUDGE_RESIDUE_H
#define JUDGE_RESIDUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/judge/exchange.h"

struct residue {
	uint32_t key;			/* of the client's endpoint and the Message ID; 0: empty */
	uint32_t asked, answered;	/* hashes of octets */
	uint32_t second;		/* since which it is one */
};

struct residues {
	struct residue *list;		/* a place a key: a younger one takes it; NULL: none are kept */
	uint32_t lifetime_s;
};

enum late { LATE_NOT, LATE_COPY, LATE_UNKNOWN };

void residues_init(struct residues *, uint64_t lifetime_ns);
void residues_free(struct residues *);
/* Answered in its ACK and nothing else: may become one. */
bool exchange_is_settled(const struct exchange *);
void residue_put(struct residues *, const struct exchange *, uint64_t now_ns);
/* Fetches into the cache what residue_late will look at. */
void residue_expect(const struct residues *, const struct endpoint *client, uint16_t mid);
/* Of a message that belongs to no exchange remembered: TO_CLIENT with this MID and hash of octets. */
enum late residue_late(const struct residues *, const struct endpoint *client, uint16_t mid, uint64_t hash, bool to_client,
		       uint64_t now_ns);

#endif
