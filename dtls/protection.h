/* dtls/protection.h - sealing and opening DTLS 1.2 records (RFC 6347 4.1.2, RFC 5288, 6655, 7905).
 *
 * Keys of one epoch and both directions, from a master secret; a record as octets on the wire. No
 * session, no window, no policy: what a tester may do with a record is the caller's affair.
 * Whoever makes keys often uses the same functions of dtls/schedule.h. */
#ifndef DTLS_PROTECTION_H
#define DTLS_PROTECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dtls/suite.h"
#include "wire/buffer.h"
#include "wire/observation.h"

enum { MASTER_SECRET = 48, HELLO_RANDOM = 32, RECORD_HEADER = 13, RECORD_PLAIN_MAX = 16384 };

struct direction_keys {
	uint8_t key[32], iv[12], mac[48];
};

struct epoch_keys {
	const struct suite *suite;
	struct direction_keys client, server;	/* by who writes */
	bool encrypt_then_mac;
};

/* PRF of TLS 1.2 (RFC 5246 5). False only where libcrypto fails. */
bool prf(enum suite_hash, const uint8_t *secret, size_t secret_len, const char *label, const uint8_t *seed,
	 size_t seed_len, uint8_t *out, size_t out_len);
/* RFC 4279 2: other_secret of N zeros, then the PSK. Returns the length, 0: no room. */
size_t premaster_of_psk(uint8_t *out, size_t size, const uint8_t *psk, size_t psk_len);
/* The same with an other_secret: of DHE_PSK, RSA_PSK (RFC 4279 3, 4), ECDHE_PSK (RFC 5489 2). */
size_t premaster_of_secret(uint8_t *out, size_t size, const uint8_t *other, size_t other_len, const uint8_t *psk,
			   size_t psk_len);
/* SESSION_HASH non-NULL: extended master secret (RFC 7627 4). */
bool master_secret_make(uint8_t master[MASTER_SECRET], const struct suite *, const uint8_t *premaster, size_t len,
			const uint8_t client_random[HELLO_RANDOM], const uint8_t server_random[HELLO_RANDOM],
			const uint8_t *session_hash, size_t session_hash_len);
bool epoch_keys_make(struct epoch_keys *, const struct suite *, const uint8_t master[MASTER_SECRET],
		     const uint8_t client_random[HELLO_RANDOM], const uint8_t server_random[HELLO_RANDOM]);
/* verify_data of a Finished, 12 octets (RFC 5246 7.4.9). */
bool finished_make(uint8_t verify[12], const struct suite *, const uint8_t master[MASTER_SECRET], bool client,
		   const uint8_t *transcript_hash, size_t hash_len);

/* EVP contexts for record work, one a cipher, re-keyed a record; one protector a thread. */
struct protector;
struct protector *protector_new(void);
void protector_free(struct protector *);

/* Reads the record header at the cursor's place: false where fewer than 13 octets are left. The
 * fragment is what lies in the datagram, cut where the length overruns. */
bool record_read(struct record *, const uint8_t *datagram, size_t len, size_t at, const uint8_t **fragment,
		 size_t *fragment_len);
/* Opens a fragment into PLAIN (room for fragment_len). EPOCH and SEQ are those of the nonce and of
 * the additional data: as a rule the record's own. Returns the length, or -1: the tag is wrong. */
long record_open(struct protector *, const struct epoch_keys *, bool from_client, const struct record *,
		 const uint8_t *fragment, size_t fragment_len, uint8_t *plain);
/* Appends a whole sealed record, header included, with the record's own type, version, epoch and
 * seq written; KEYS may be NULL: in the clear. */
bool record_seal(struct protector *, const struct epoch_keys *, bool from_client, const struct record *,
		 const uint8_t *plain, size_t plain_len, struct buffer *out);

#endif
