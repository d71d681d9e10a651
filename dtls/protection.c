/* dtls/protection.c - a whole record sealed or opened, whatever its suite; the contexts for it. */
#include "dtls/protection.h"

#include <assert.h>
#include <endian.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/protector.h"
#include "dtls/record.h"

static const char *const cipher_names[BULKS][2] = {
	[BULK_CCM_8] = { "AES-128-CCM", "AES-256-CCM" },
	[BULK_CCM] = { "AES-128-CCM", "AES-256-CCM" },
	[BULK_GCM] = { "AES-128-GCM", "AES-256-GCM" },
	[BULK_CHACHA20_POLY1305] = { NULL, "ChaCha20-Poly1305" },
	[BULK_CBC] = { "AES-128-CBC", "AES-256-CBC" },
};

static const char *const mac_names[MACS] = { [MAC_SHA1] = "SHA1", [MAC_SHA256] = "SHA256", [MAC_SHA384] = "SHA384" };

struct protector *protector_new(void)
{
	struct protector *p = calloc(1, sizeof(*p));

	assert(p);
	return p;
}

void protector_free(struct protector *p)
{
	if (!p)
		return;
	for (int bulk = 0; bulk < BULKS; bulk++)
		for (int i = 0; i < 4; i++)
			EVP_CIPHER_CTX_free(p->cipher[bulk][i / 2][i % 2]);
	for (int mac = 0; mac < MACS; mac++)
		EVP_MAC_CTX_free(p->hmac[mac]);
	free(p);
}

static EVP_CIPHER_CTX *cipher_make(const char *name, enum bulk bulk, enum way way)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int tag = (int)aead_tag_length(bulk);
	bool ok = cipher && ctx && EVP_CipherInit_ex2(ctx, cipher, NULL, NULL, way == WAY_SEAL, NULL);

	if (ok && bulk != BULK_CBC)
		ok = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, AEAD_NONCE, NULL) > 0;
	if (ok && (bulk == BULK_CCM || bulk == BULK_CCM_8))
		ok = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, tag, NULL) > 0;
	EVP_CIPHER_free(cipher);
	if (ok)
		return ctx;
	EVP_CIPHER_CTX_free(ctx);
	return NULL;
}

EVP_CIPHER_CTX *protector_cipher(struct protector *p, const struct suite *suite, enum way way)
{
	bool long_key = suite->key_len == 32;
	EVP_CIPHER_CTX **ctx = &p->cipher[suite->bulk][long_key][way];

	if (!*ctx)
		*ctx = cipher_make(cipher_names[suite->bulk][long_key], suite->bulk, way);
	return *ctx;
}

EVP_MAC_CTX *protector_hmac(struct protector *p, enum suite_mac mac)
{
	if (p->hmac[mac])
		return p->hmac[mac];
	char *name = (char *)(uintptr_t)mac_names[mac];	/* OSSL_PARAM knows no const */
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
				OSSL_PARAM_construct_end() };
	EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ctx = hmac ? EVP_MAC_CTX_new(hmac) : NULL;

	EVP_MAC_free(hmac);
	if (ctx && EVP_MAC_CTX_set_params(ctx, params))
		return p->hmac[mac] = ctx;
	EVP_MAC_CTX_free(ctx);
	return NULL;
}

void record_aad(uint8_t aad[RECORD_AAD], const struct record *record, size_t length)
{
	uint64_t number = htobe64((uint64_t)record->epoch << 48 | record->seq);
	uint16_t version = htobe16(record->version), size = htobe16((uint16_t)length);

	memcpy(aad, &number, 8);
	aad[8] = record->type;
	memcpy(aad + 9, &version, 2);
	memcpy(aad + 11, &size, 2);
}

long record_open(struct protector *p, const struct epoch_keys *keys, bool from_client, const struct record *record,
		 const uint8_t *fragment, size_t fragment_len, uint8_t *plain)
{
	const struct direction_keys *keys_of = from_client ? &keys->client : &keys->server;
	long len = (keys->suite->bulk == BULK_CBC ? cbc_open : aead_open)(p, keys, keys_of, record, fragment,
									  fragment_len, plain);

	/* A wrong tag is the peer's affair: it must not stay in the queue that libssl reads. */
	if (len < 0)
		ERR_clear_error();
	return len;
}

static size_t sealed_length(const struct epoch_keys *keys, size_t plain_len)
{
	if (!keys)
		return plain_len;
	if (keys->suite->bulk == BULK_CBC)
		return cbc_sealed_length(keys, plain_len);
	return aead_sealed_length(keys->suite, plain_len);
}

bool record_seal(struct protector *p, const struct epoch_keys *keys, bool from_client, const struct record *record,
		 const uint8_t *plain, size_t plain_len, struct buffer *out)
{
	size_t length = sealed_length(keys, plain_len);
	bool ok = true;

	if (length > UINT16_MAX)
		return false;
	record_header_write(out, record, length);
	if (out->failed || out->size - out->len < length)
		return false;
	if (!keys) {
		buffer_bytes(out, plain, plain_len);
		return true;
	}
	const struct direction_keys *keys_of = from_client ? &keys->client : &keys->server;
	ok = (keys->suite->bulk == BULK_CBC ? cbc_seal : aead_seal)(p, keys, keys_of, record, plain, plain_len, out);
	if (!ok)
		ERR_clear_error();
	return ok;
}
