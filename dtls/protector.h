/* dtls/protector.h - what the two families of record protection share (inside dtls/ only). */
#ifndef DTLS_PROTECTOR_H
#define DTLS_PROTECTOR_H

#include "dtls/protection.h"

#include <openssl/evp.h>

enum { BULKS = BULK_CBC + 1, MACS = MAC_SHA384 + 1, RECORD_AAD = 13, AEAD_NONCE = 12, CBC_BLOCK = 16 };

enum way { WAY_OPEN, WAY_SEAL };

struct protector {
	EVP_CIPHER_CTX *cipher[BULKS][2][2];	/* by bulk, 128 or 256 bits, way; made when first needed */
	EVP_MAC_CTX *hmac[MACS];		/* by enum suite_mac; likewise */
};

/* A context whose cipher, nonce and tag lengths are set, to be keyed by the caller; NULL: libcrypto failed. */
EVP_CIPHER_CTX *protector_cipher(struct protector *, const struct suite *, enum way);
EVP_MAC_CTX *protector_hmac(struct protector *, enum suite_mac);

size_t aead_tag_length(enum bulk);
/* seq_num || type || version || length (RFC 5246 6.2.3.1, 6.2.3.3; seq_num: epoch || seq). */
void record_aad(uint8_t aad[RECORD_AAD], const struct record *, size_t length);

/* As record_open and record_seal (there without the header); -1 and false: failed, the error queue is not cleared. */
long aead_open(struct protector *, const struct epoch_keys *, const struct direction_keys *, const struct record *,
	       const uint8_t *fragment, size_t fragment_len, uint8_t *plain);
bool aead_seal(struct protector *, const struct epoch_keys *, const struct direction_keys *, const struct record *,
	       const uint8_t *plain, size_t plain_len, struct buffer *out);
size_t aead_sealed_length(const struct suite *, size_t plain_len);
long cbc_open(struct protector *, const struct epoch_keys *, const struct direction_keys *, const struct record *,
	      const uint8_t *fragment, size_t fragment_len, uint8_t *plain);
bool cbc_seal(struct protector *, const struct epoch_keys *, const struct direction_keys *, const struct record *,
	      const uint8_t *plain, size_t plain_len, struct buffer *out);
size_t cbc_sealed_length(const struct epoch_keys *, size_t plain_len);

#endif
