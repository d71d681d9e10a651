/* sim/transfer.h - a request that leaves in blocks, and an answer that comes in them (RFC 7959).
 *
 * Each block is a transaction of its own; the client goes on by itself, and what it concludes with is the
 * answer put together. A body has a Request-Tag of its own (RFC 9175 3.5.1). */
#ifndef SIM_TRANSFER_H
#define SIM_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/transaction.h"
#include "wire/engine.h"

struct client;

enum { BLOCK_SZX_LEAST = 0, BLOCK_SZX_MOST = 6 };	/* 16 to 1024 octets (RFC 7959 2.2) */

/* How one message is cut out of the whole. */
struct block_plan {
	bool one, two;			/* with Block1: one block of the body; with Block2: so large, or which, the answer's */
	uint32_t num1, num2;
	uint8_t szx1, szx2;
	uint32_t tag;			/* Request-Tag; 0: none */
};

struct transfer {
	bool on;
	bool fetching;			/* the body is through: the answer comes */
	struct sent whole;		/* the request as it would be in one message */
	struct block_plan piece;		/* sent last */
	bool ask_two;			/* Block2 in the last block: the answer in blocks of szx2 */
	uint32_t count;			/* of bodies: the Request-Tag */
	uint8_t etag[8], etag_len;
	uint8_t body[DATAGRAM_MAX];	/* of the answer */
	size_t body_len;
	uint8_t joined[DATAGRAM_MAX];	/* the answer as one message */
};

/* One block of WHOLE into PIECE, with WHOLE's Message ID and Token. Beyond the body's end: without payload. */
void transfer_cut(struct sent *piece, const struct sent *whole, const struct block_plan *);
/* Sends SENT in blocks of 2^(szx1 + 4) octets, the answer in blocks of 2^(szx2 + 4), as PIECE's first says. */
void transfer_begin(struct client *, const struct sent *, const struct block_plan *, uint64_t now_ns, struct sink *);
/* A response to the last transaction: true where the transfer goes on with another; else IN may be changed to the
 * whole answer. */
bool transfer_goes_on(struct client *, struct in *, const struct message *, struct sink *);

#endif
