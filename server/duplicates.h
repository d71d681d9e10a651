/* server/duplicates.h - what was answered to which message, so that a duplicate gets the same octets.
 *
 * RFC 7252 4.5: a duplicate has the same Message ID and comes from the same endpoint, which under
 * DTLS is the same session and epoch (9.1.1), within EXCHANGE_LIFETIME (a CON) or NON_LIFETIME. */
#ifndef SERVER_DUPLICATES_H
#define SERVER_DUPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/conduct.h"
#include "wire/datagram.h"
#include "wire/table.h"

/* RFC 7252 4.8.2 with the default parameters, in seconds; how many answers are kept at most. */
enum { EXCHANGE_LIFETIME_S = 247, NON_LIFETIME_S = 145, DUPLICATES_MAX = 1 << 18 };

/* Every octet set (padding too): compared and hashed as memory. */
struct message_key {
	struct endpoint peer;
	uint32_t link, generation;
	uint8_t token[8];		/* a fault only; else zero */
	uint16_t mid, zero;
};

struct answered {
	struct message_key key;
	uint64_t hash, until_ns;
	struct answered *younger;
	struct manner manner;
	size_t len;			/* 0: silence */
	uint8_t bytes[];
};

struct duplicates {
	struct table table;
	struct answered *oldest, *youngest;
	size_t count;
};

void duplicates_init(struct duplicates *);
void duplicates_free(struct duplicates *);
/* The answer kept for that key and not yet out of date, or NULL. */
struct answered *duplicates_find(const struct duplicates *, const struct message_key *, uint64_t now_ns);
/* Takes the place of an earlier one of the same key; what is out of date or too much leaves, oldest first. */
void duplicates_put(struct duplicates *, const struct message_key *, const void *bytes, size_t len,
		    const struct manner *, uint64_t now_ns, uint64_t until_ns);

#endif
