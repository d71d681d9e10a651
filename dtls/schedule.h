/* dtls/schedule.h - the key schedule of TLS 1.2, on HMAC contexts that are made once.
 *
 *     premaster --master--> 48 octets --key expansion--> epoch keys
 *                                     --finished-------> verify_data
 *
 * EVP_KDF costs four times the handshake's other cryptography, a re-used EVP_MAC nearly nothing:
 * whoever makes many sessions (dissector, engine) keeps a schedule; one a thread. The functions
 * of the same meaning in dtls/protection.h make one for the call. False only where libcrypto fails. */
#ifndef DTLS_SCHEDULE_H
#define DTLS_SCHEDULE_H

#include "dtls/protection.h"

enum { HASH_MAX = 48, VERIFY_DATA = 12 };

struct schedule;

struct schedule *schedule_new(void);
void schedule_free(struct schedule *);

/* RFC 5246 5 */
bool schedule_prf(struct schedule *, enum suite_hash, const uint8_t *secret, size_t secret_len, const char *label,
		  const uint8_t *seed, size_t seed_len, uint8_t *out, size_t out_len);
/* RFC 5246 8.1; with a session hash RFC 7627 4 */
bool schedule_master(struct schedule *, uint8_t master[MASTER_SECRET], const struct suite *, const uint8_t *premaster,
		     size_t len, const uint8_t client_random[HELLO_RANDOM], const uint8_t server_random[HELLO_RANDOM],
		     const uint8_t *session_hash, size_t session_hash_len);
/* RFC 5246 6.3 */
bool schedule_epoch(struct schedule *, struct epoch_keys *, const struct suite *, const uint8_t master[MASTER_SECRET],
		    const uint8_t client_random[HELLO_RANDOM], const uint8_t server_random[HELLO_RANDOM]);
/* RFC 5246 7.4.9 */
bool schedule_finished(struct schedule *, uint8_t verify[VERIFY_DATA], const struct suite *,
		       const uint8_t master[MASTER_SECRET], bool client, const uint8_t *transcript_hash,
		       size_t hash_len);
/* The hash of a transcript; returns its length, 0: failed. */
size_t schedule_hash(struct schedule *, enum suite_hash, const uint8_t *bytes, size_t len, uint8_t out[HASH_MAX]);
size_t hash_length(enum suite_hash);

#endif
