/* dtls/protection_aead.c - records under AEAD: CCM_8, CCM, GCM (RFC 6655 3, 5288 3) and ChaCha20 (RFC 7905 2).
 *
 *     CCM, GCM   fragment = explicit nonce (8) || ciphertext || tag    nonce = salt (4) || explicit nonce
 *     ChaCha20   fragment = ciphertext || tag                          nonce = IV (12) xor (0 (4) || epoch || seq)
 *
 * The explicit nonce is the sender's to choose; ours is epoch || seq unless the record says otherwise. */
#include <string.h>

#include "dtls/protector.h"

enum { EXPLICIT = 8, SALT = 4 };

size_t aead_tag_length(enum bulk bulk) { return bulk == BULK_CCM_8 ? 8 : bulk == BULK_CBC ? 0 : 16; }

static size_t explicit_length(enum bulk bulk) { return bulk == BULK_CHACHA20_POLY1305 ? 0 : EXPLICIT; }

size_t aead_sealed_length(const struct suite *suite, size_t plain_len)
{
	return explicit_length(suite->bulk) + plain_len + aead_tag_length(suite->bulk);
}

static void number_write(uint8_t out[EXPLICIT], uint64_t number)
{
	for (int i = 0; i < EXPLICIT; i++)
		out[i] = (uint8_t)(number >> 8 * (EXPLICIT - 1 - i));
}

static uint64_t record_number(const struct record *record) { return (uint64_t)record->epoch << 48 | record->seq; }

static void nonce_make(uint8_t nonce[AEAD_NONCE], const struct epoch_keys *keys, const struct direction_keys *own,
		       const struct record *record, const uint8_t *explicit_nonce)
{
	uint8_t number[EXPLICIT];

	if (keys->suite->bulk != BULK_CHACHA20_POLY1305) {
		memcpy(nonce, own->iv, SALT);
		memcpy(nonce + SALT, explicit_nonce, EXPLICIT);
		return;
	}
	number_write(number, record_number(record));
	memcpy(nonce, own->iv, AEAD_NONCE);
	for (int i = 0; i < EXPLICIT; i++)
		nonce[AEAD_NONCE - EXPLICIT + i] ^= number[i];
}

static bool is_ccm(enum bulk bulk) { return bulk == BULK_CCM || bulk == BULK_CCM_8; }

/* CCM wants the length of the text before all else, and does all its work in one update. */
static bool associate(EVP_CIPHER_CTX *ctx, enum bulk bulk, const uint8_t aad[RECORD_AAD], size_t text_len)
{
	int n;

	if (is_ccm(bulk) && EVP_CipherUpdate(ctx, NULL, &n, NULL, (int)text_len) <= 0)
		return false;
	return EVP_CipherUpdate(ctx, NULL, &n, aad, RECORD_AAD) > 0;
}

static bool tag_expect(EVP_CIPHER_CTX *ctx, const uint8_t *tag, size_t len)
{
	return EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, (int)len, (void *)(uintptr_t)tag) > 0;
}

long aead_open(struct protector *p, const struct epoch_keys *keys, const struct direction_keys *own,
	       const struct record *record, const uint8_t *fragment, size_t fragment_len, uint8_t *plain)
{
	enum bulk bulk = keys->suite->bulk;
	size_t head = explicit_length(bulk), tag = aead_tag_length(bulk);
	uint8_t nonce[AEAD_NONCE], aad[RECORD_AAD];
	EVP_CIPHER_CTX *ctx = protector_cipher(p, keys->suite, WAY_OPEN);
	int n;

	if (fragment_len < head + tag || !ctx)
		return -1;
	size_t len = fragment_len - head - tag;
	nonce_make(nonce, keys, own, record, fragment);
	record_aad(aad, record, len);
	if (!tag_expect(ctx, fragment + head + len, tag) ||
	    !EVP_CipherInit_ex2(ctx, NULL, own->key, nonce, 0, NULL) || !associate(ctx, bulk, aad, len))
		return -1;
	if ((len || is_ccm(bulk)) && EVP_CipherUpdate(ctx, plain, &n, fragment + head, (int)len) <= 0)
		return -1;
	if (!is_ccm(bulk) && EVP_CipherFinal_ex(ctx, plain + len, &n) <= 0)
		return -1;
	return (long)len;
}

bool aead_seal(struct protector *p, const struct epoch_keys *keys, const struct direction_keys *own,
	       const struct record *record, const uint8_t *plain, size_t plain_len, struct buffer *out)
{
	enum bulk bulk = keys->suite->bulk;
	size_t head = explicit_length(bulk), tag = aead_tag_length(bulk);
	uint8_t nonce[AEAD_NONCE], aad[RECORD_AAD], *at = out->bytes + out->len;
	EVP_CIPHER_CTX *ctx = protector_cipher(p, keys->suite, WAY_SEAL);
	int n;

	if (!ctx)
		return false;
	if (head)
		number_write(at, record->has_nonce ? record->explicit_nonce : record_number(record));
	nonce_make(nonce, keys, own, record, at);
	record_aad(aad, record, plain_len);
	if (!EVP_CipherInit_ex2(ctx, NULL, own->key, nonce, 1, NULL) || !associate(ctx, bulk, aad, plain_len))
		return false;
	if ((plain_len || is_ccm(bulk)) && EVP_CipherUpdate(ctx, at + head, &n, plain_len ? plain : at, (int)plain_len) <= 0)
		return false;
	if (!is_ccm(bulk) && EVP_CipherFinal_ex(ctx, at + head + plain_len, &n) <= 0)
		return false;
	if (EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)tag, at + head + plain_len) <= 0)
		return false;
	out->len += head + plain_len + tag;
	return true;
}
