/* dtls/keyring.h - every secret that may open a session: PSKs by identity, key log lines, a
 * capture's Decryption Secrets Blocks, the live run's own. Secrets are erased when it is freed. */
#ifndef DTLS_KEYRING_H
#define DTLS_KEYRING_H

#include <stddef.h>
#include <stdint.h>

#include "wire/error.h"
#include "wire/identity.h"

struct keyring;

struct keyring *keyring_new(void);
void keyring_free(struct keyring *);

/* A PSK; a repeated identity replaces the earlier key. */
void keyring_psk(struct keyring *, const uint8_t *identity, size_t len, const uint8_t *psk, size_t psk_len);
/* A key without its identity: tried on every plain-PSK session whose identity has none. */
void keyring_psk_any(struct keyring *, const uint8_t *psk, size_t psk_len);
void keyring_identities(struct keyring *, const struct identities *);
/* A line of an NSS key log ("CLIENT_RANDOM <64 hex> <96 hex>"); other labels and comments are
 * passed over. -1: a CLIENT_RANDOM line that is not one. */
int keyring_line(struct keyring *, const char *line, struct error *);
/* To keep the last so many master secrets; where it is not called, 262144. */
void keyring_limit(struct keyring *, size_t masters);
/* What such a line says. */
void keyring_master(struct keyring *, const uint8_t client_random[32], const uint8_t master[48]);
/* A whole key log in memory; errors say the line ("key log line 3: ..."). */
int keyring_log(struct keyring *, const char *text, size_t len, struct error *);

/* NULL: no such. A key added later is found by the next call. */
const uint8_t *keyring_find_master(const struct keyring *, const uint8_t client_random[32]);
/* The NTH (from 0, the oldest first) of what key logs said, where there are few enough to be tried in turn; NULL: no such,
 * or there are more. CLIENT_RANDOM: whose it is. */
const uint8_t *keyring_nth_master(const struct keyring *, unsigned nth, const uint8_t **client_random);
const uint8_t *keyring_find_psk(const struct keyring *, const uint8_t *identity, size_t len, size_t *psk_len);
/* The NTH (from 0) key without an identity. */
const uint8_t *keyring_find_any(const struct keyring *, unsigned nth, size_t *psk_len);
/* Grows with each addition: whoever waits for a key looks again when it changed. */
unsigned keyring_version(const struct keyring *);

#endif
