/* dtls/reassembly.h - handshake messages of one sender, joined from their fragments (RFC 6347 4.2.3).
 *
 * Each message is kept as the transcript wants it, unfragmented (RFC 6347 4.2.6):
 *
 *     | type (1) | length (3) | message_seq (2) | 0 (3) | length (3) | body |
 *
 * Fragments may come in any order, twice and overlapping; of octets that come twice the first
 * stay. A message longer than REASSEMBLY_MESSAGE, or a number past REASSEMBLY_MESSAGES, is not kept. */
#ifndef DTLS_REASSEMBLY_H
#define DTLS_REASSEMBLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/handshake.h"

enum { HANDSHAKE_HEADER = 12, REASSEMBLY_MESSAGES = 32, REASSEMBLY_MESSAGE = 1 << 16 };

struct assembled {
	uint8_t *bytes;		/* header and body; behind them one bit for each octet of the body that is there */
	uint32_t length, missing;
	uint8_t type;
};

struct reassembly {
	struct assembled messages[REASSEMBLY_MESSAGES];	/* by message_seq; bytes NULL: none */
	uint32_t complete;		/* a bit each: was complete, even where it was let go */
	size_t held;			/* octets allocated */
};

/* The fragment header at the start of BYTES into H (complete, again and body are cleared). False:
 * fewer than 12 octets. The fragment may run past LEN: the caller compares fragment_length. */
bool handshake_read(struct handshake *h, const uint8_t *bytes, size_t len);
void handshake_header_write(uint8_t out[HANDSHAKE_HEADER], const struct handshake *);

/* Takes one fragment and sets complete, again, body and body_len of H. The body lives until the
 * message is let go. False: it contradicts what is known of its message and was left out. */
bool reassembly_take(struct reassembly *, struct handshake *h, const uint8_t *fragment);
/* The same without keeping anything: only a fragment that is the whole message completes it. */
bool reassembly_pass(struct handshake *h, const uint8_t *fragment);
/* The whole message of that number, or NULL. */
const struct assembled *reassembly_message(const struct reassembly *, unsigned seq);
/* Does the fragment contradict the octets already there? */
bool reassembly_contradicts(const struct reassembly *, const struct handshake *, const uint8_t *fragment);
/* Lets the octets go; the numbers of what was complete stay known. */
void reassembly_forget(struct reassembly *);

#endif
