/* wire/script.h - what replay sends: a captured client's side, decoded, in order. */
#ifndef WIRE_SCRIPT_H
#define WIRE_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"

struct script_line {
	uint64_t after_ns;		/* from the first line of its client */
	uint32_t client;		/* index into clients */
	uint32_t frame;			/* where it was captured */
	bool again;			/* a copy of an earlier line: a retransmission */
	uint8_t *bytes;			/* one CoAP message, owned */
	size_t len;
	char *deliberate;		/* what its sender said is wrong on purpose, owned, or NULL */
	const char *why_not;		/* it cannot be sent as it was, because; NULL: it can */
	uint8_t *answer;		/* what the captured server said to it (no Empty ACK), owned; NULL: nothing */
	size_t answer_len;
	uint32_t answer_frame;
};

struct script_client {
	struct endpoint captured, server;
	uint8_t transport;		/* enum transport */
	uint8_t psk_identity[132];
	size_t psk_identity_len;
	uint64_t start_ns;		/* of its first line, from the first line of all */
	uint32_t cut;			/* messages left out because the capture cut them */
	char why_not[160];		/* nothing can be sent because, in words; empty: there are lines */
};

struct script {
	struct script_client *clients;
	struct script_line *lines;	/* in order of capture */
	size_t client_count, line_count;
};

void script_free(struct script *);	/* what it owns */

#endif
