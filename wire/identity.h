/* wire/identity.h - who a UE is: its UE Service ID and the key that proves it. */
#ifndef WIRE_IDENTITY_H
#define WIRE_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/table.h"

enum { IDENTITY_TEXT = 132, IDENTITY_KEY = 64 };	/* RFC 4279 5.3: 128 and 64 octets */

/* What a PSK is derived from where AKMA gives it (TS 33.535 Annex A, B.1.3), and what its handshake shows of that. */
struct akma_subscription {
	uint8_t key[32];			/* K_AKMA, or K_AUSF */
	bool is_k_ausf;				/* then K_AKMA is derived first, from the SUPI */
	char supi[32];
	char a_kid[120];			/* the PSK identity is "3GPP-AKMA" and this */
	char af_fqdn[256];			/* the application function's name: of the key, and in server_name */
	uint16_t suite;				/* the one suite offered: the key depends on it (TS 33.220 H.3) */
};

/* A certificate (DER) and its private key (EVP_PKEY *), for ECDHE_ECDSA. */
struct credential {
	const uint8_t *certificate;
	size_t certificate_len;
	void *key;
};

struct identity {
	char name[32];				/* the case tables' word: u1, u2, stranger */
	char ue_service_id[IDENTITY_TEXT];
	uint8_t psk_identity[IDENTITY_TEXT];	/* any octets */
	size_t psk_identity_len;
	uint8_t psk[IDENTITY_KEY];
	size_t psk_len;
	const struct akma_subscription *akma;	/* whoever filled the pool owns it; NULL: a PSK of its own */
	const struct credential *credential;	/* instead of a PSK, likewise; NULL: none */
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
	struct table by_psk, by_certificate;	/* the latter of those that have one */
	const struct identities *pool;
};

void identity_index_init(struct identity_index *, const struct identities *);	/* NULL: empty */
void identity_index_free(struct identity_index *);
const struct identity *identity_index_find_certificate(const struct identity_index *, const uint8_t *certificate, size_t len);
const struct identity *identity_index_find(const struct identity_index *, const uint8_t *psk_identity, size_t len);

#endif
