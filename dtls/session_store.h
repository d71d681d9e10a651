/* dtls/session_store.h - sessions that may be resumed: master secrets by session id, or by what stands for a ticket. */
#ifndef DTLS_SESSION_STORE_H
#define DTLS_SESSION_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dtls/protection.h"

enum { STORED_ID_MAX = 32 };

struct stored_session {
	uint8_t master[MASTER_SECRET];
	uint16_t suite;
	bool extended_master;
	const uint8_t *identity;	/* PSK identity, borrowed by _put, the store's in _find */
	size_t identity_len;
};

struct session_store;

/* At most LIMIT of them; the oldest goes first. Secrets are erased. */
struct session_store *session_store_new(size_t limit);
void session_store_free(struct session_store *);
/* ID: 1 to STORED_ID_MAX octets; an earlier session of that id is replaced. */
void session_store_put(struct session_store *, const uint8_t *id, size_t len, const struct stored_session *);
/* NULL: none. */
const struct stored_session *session_store_find(const struct session_store *, const uint8_t *id, size_t len);

#endif
