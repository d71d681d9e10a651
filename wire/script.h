/* wire/script.h - what replay sends: a captured client's side, decoded, in order. */
#ifndef WIRE_SCRIPT_H
#define WIRE_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"

struct script_line {
	uint64_t after_ns;		/* from the first line of its client */
	uint32_t client;		/* index into clients */
	uint32_t frame;			/* where it was captured */
	uint8_t *bytes;			/* one CoAP message, owned */
	size_t len;
};

struct script_client {
	struct endpoint captured;
	uint8_t transport;
	uint8_t psk_identity[132];
	size_t psk_identity_len;
};

struct script {
	struct script_client *clients;
	struct script_line *lines;
	size_t client_count, line_count;
};

void script_free(struct script *);

#endif
