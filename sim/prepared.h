/* sim/prepared.h - a message made once, and for each UE only its Message ID, Token and UE Service ID put in
 * (of a device: its Application ID, and the Layer-2 ID that belongs to that).
 *
 * Made by request_build like every other message of a virtual UE, mutations and all; then the three
 * are looked for in its octets. What a mutation took away or changed is left as the mutation left it:
 * then all UEs send the same there. */
#ifndef SIM_PREPARED_H
#define SIM_PREPARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/request.h"
#include "wire/error.h"

enum { PREPARED_NAMES = 4 };

struct prepared {
	uint8_t *bytes;			/* without the names; owned */
	uint16_t len;
	uint16_t names[PREPARED_NAMES];	/* where the UE Service ID goes, offsets in `bytes` */
	uint8_t name_count;
	uint16_t layer2;		/* where six digits of a Layer-2 ID go over the mark, offset in `bytes`; 0: nowhere */
	uint8_t names_before_layer2;
	uint8_t type;			/* enum message_type, as it is written */
	bool own_mid, own_token;	/* a UE's own are put in; else: */
	uint16_t mid;
	uint8_t token_len, token[15];
	char *deliberate;		/* what is wrong on purpose, in words, or NULL; owned */
};

/* -1: a mutation does not fit the message. */
int prepared_build(struct prepared *, const struct request_plan *, const struct request_setting *, struct error *);
void prepared_free(struct prepared *);
/* Into OUT, of DATAGRAM_MAX octets; returns the length, 0: the name is too long for it. */
/* NAME is terminated. */
size_t prepared_write(const struct prepared *, uint16_t mid, const uint8_t token[8], const char *name, size_t name_len,
		      uint8_t *out);
/* The message sent bore this Token (or the one that all send). */
bool prepared_has_token(const struct prepared *, const uint8_t own[8], const uint8_t *token, size_t len);

#endif
