/* dtls/deviator.h - what the words of wire/deviation.h do to one connection: a set of hooks. */
#ifndef DTLS_DEVIATOR_H
#define DTLS_DEVIATOR_H

#include "dtls/connection.h"
#include "wire/deviation.h"

/* Of one connection: how often each message was made. Zero but for the list at first; the list is
 * borrowed. The argument of connection_hook. */
struct deviator {
	struct deviations deviations;
	uint8_t made[256];
};

extern const struct connection_hooks deviator_hooks;

/* Edits a field of a handshake message's body. False: the field is not in it, or there is no room. */
bool field_edit(struct buffer *body, const struct deviation *);

#endif
