/* wire/identity.h - who a UE is: its UE Service ID and the key that proves it. */
#ifndef WIRE_IDENTITY_H
#define WIRE_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/table.h"

enum { IDENTITY_TEXT = 132, IDENTITY_KEY = 64 };	/* RFC 4279 5.3: 128 and 64 octets */

struct identity {
	char name[32];				/* the case tables' word: u1, u2, stranger */
	char ue_service_id[IDENTITY_TEXT];
	uint8_t psk_identity[IDENTITY_TEXT];	/* any octets */
	size_t psk_identity_len;
	uint8_t psk[IDENTITY_KEY];
	size_t psk_len;
	bool unprovisioned;			/* the server is said not to know it */
};

/* A pool of them; owned by whoever filled it (free `list`). */
struct identities {
	struct identity *list;
	size_t count;
};

const struct identity *identities_find_name(const struct identities *, const char *name);
const struct identity *identities_find_psk(const struct identities *, const uint8_t *psk_identity, size_t len);
const struct identity *identities_find_service(const struct identities *, const char *ue_service_id);

/* For whoever asks often: the pool must outlive it, and not change. */
struct identity_index {
	struct table by_psk;
	const struct identities *pool;
};

void identity_index_init(struct identity_index *, const struct identities *);	/* NULL: empty */
void identity_index_free(struct identity_index *);
const struct identity *identity_index_find(const struct identity_index *, const uint8_t *psk_identity, size_t len);

#endif
