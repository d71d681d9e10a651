/* server/blocks.h - bodies that come, and answers that leave, in blocks (RFC 7959): one of each for a link.
 *
 * An atomic server (2.5): what comes is put together and only then looked at. Bounded: of too many links the
 * one that was silent longest is forgotten, as if its EXCHANGE_LIFETIME were over. */
#ifndef SERVER_BLOCKS_H
#define SERVER_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BODIES = 64, BODY_ROOM = 4096, PREFERRED_SZX = 4 /* 256 octets: larger blocks are asked to be smaller */ };

struct body {
	uint32_t link;			/* 0: free */
	uint64_t used;			/* when last: a count */
	/* what comes: its header and options are those of the last block */
	uint32_t format;		/* of its first block; UINT32_MAX: none */
	uint8_t tag[8], tag_len;	/* Request-Tag (RFC 9175 3) */
	bool coming;
	size_t len;
	uint8_t octets[BODY_ROOM];
	uint8_t whole[BODY_ROOM + 1024];	/* the message that it makes */
	/* what leaves */
	uint8_t code;
	size_t answer_len;
	uint8_t answer[2048];
};

struct bodies {
	struct body *list;		/* BODIES of them, or NULL: none was needed yet */
	uint64_t count;
};

void bodies_free(struct bodies *);
/* That link's, or NULL. */
struct body *bodies_find(struct bodies *, uint32_t link);
/* The same, made where there was none. */
struct body *bodies_of(struct bodies *, uint32_t link);

#endif
