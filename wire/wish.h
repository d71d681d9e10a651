/* wire/wish.h - how wrong a datagram shall be below CoAP. All zero: by the book.
 *
 * Filled by engines (server faults, client stimuli), obeyed only in net/ (and by our own DTLS
 * engine): the one channel for deviations that no edit of the CoAP octets can make. */
#ifndef WIRE_WISH_H
#define WIRE_WISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wish_path {
	PATH_SAME,
	PATH_OTHER_PORT,	/* from `port` of the same host; 0: any other port */
	PATH_OTHER_ASSOCIATION	/* on the link `other` instead, to its peer's own endpoint,
				 * or, with `port` 1, sealed by it but sent to this link's peer */
};

/* Compared and hashed as octets, so without padding. */
struct wish {
	uint64_t delay_ns;
	uint32_t other;		/* a link */
	uint16_t record_version;	/* 0: right */
	uint16_t port;
	bool clear;		/* the CoAP octets as they are, no record around them */
	bool clear_record;	/* a plaintext application_data record of epoch 0 */
	bool replay;		/* the sealed record is sent a second time, unchanged; with no octets at all:
				 * the link's last datagram goes out once more */
	bool bad_tag;		/* the last octet of the record is flipped */
	bool former;		/* client: sealed by the association that a new session has replaced */
	bool drop;		/* counted as sent, never leaves */
	uint8_t path;		/* enum wish_path */
	int8_t header_epoch;	/* added to the epoch number written */
	int8_t key_epoch;	/* 0: current keys; -1: the previous ones */
	uint8_t ahead;		/* added to the sequence number written */
	uint8_t unused[6];
};

_Static_assert(offsetof(struct wish, unused) + 6 == sizeof(struct wish), "struct wish has padding");

#endif
