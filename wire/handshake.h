/* wire/handshake.h - a DTLS 1.2 handshake message (RFC 6347 4.2.2, RFC 5246 7.4) as the judge sees it. */
#ifndef WIRE_HANDSHAKE_H
#define WIRE_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/range.h"

enum handshake_type {
	HANDSHAKE_HELLO_REQUEST = 0,
	HANDSHAKE_CLIENT_HELLO = 1,
	HANDSHAKE_SERVER_HELLO = 2,
	HANDSHAKE_HELLO_VERIFY_REQUEST = 3,
	HANDSHAKE_NEW_SESSION_TICKET = 4,
	HANDSHAKE_CERTIFICATE = 11,
	HANDSHAKE_SERVER_KEY_EXCHANGE = 12,
	HANDSHAKE_CERTIFICATE_REQUEST = 13,
	HANDSHAKE_SERVER_HELLO_DONE = 14,
	HANDSHAKE_CERTIFICATE_VERIFY = 15,
	HANDSHAKE_CLIENT_KEY_EXCHANGE = 16,
	HANDSHAKE_FINISHED = 20
};

/* One fragment as sent; `body` is the whole message where `complete` (fragments joined). */
struct handshake {
	uint8_t type;
	uint32_t length;		/* of the whole message, as written */
	uint16_t message_seq;
	uint32_t fragment_offset, fragment_length;
	bool complete;			/* the whole body is known with this fragment */
	bool again;			/* a retransmission: this message_seq was complete before */
	const uint8_t *body;		/* borrowed for the call, NULL unless complete */
	size_t body_len;
};

#endif
