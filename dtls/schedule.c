/* dtls/schedule.c - from a premaster secret to the keys of an epoch (RFC 5246 5, 6.3, 7.4.9, 8.1). */
#include "dtls/schedule.h"

#include <assert.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum { HASHES = 2, KEY_BLOCK_MAX = 2 * (48 + 32 + 12), SEED_MAX = 2 * HELLO_RANDOM };

struct schedule {
	EVP_MD *digest[HASHES];		/* by enum suite_hash */
	EVP_MAC_CTX *hmac[HASHES];	/* the digest is set; keyed anew for each secret */
	EVP_MD_CTX *hash;
};

static const char *const digest_names[HASHES] = { [HASH_SHA256] = "SHA256", [HASH_SHA384] = "SHA384" };

size_t hash_length(enum suite_hash hash) { return hash == HASH_SHA384 ? 48 : 32; }

struct schedule *schedule_new(void)
{
	struct schedule *s = calloc(1, sizeof(*s));
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);

	assert(s && mac);
	for (int i = 0; i < HASHES; i++) {
		char *name = (char *)(uintptr_t)digest_names[i];	/* OSSL_PARAM knows no const */
		OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
					OSSL_PARAM_construct_end() };
		s->digest[i] = EVP_MD_fetch(NULL, name, NULL);
		s->hmac[i] = EVP_MAC_CTX_new(mac);
		int ok = s->digest[i] && s->hmac[i] && EVP_MAC_CTX_set_params(s->hmac[i], params);
		assert(ok);
		(void)ok;
	}
	EVP_MAC_free(mac);	/* the contexts hold it */
	s->hash = EVP_MD_CTX_new();
	assert(s->hash);
	return s;
}

void schedule_free(struct schedule *s)
{
	if (!s)
		return;
	for (int i = 0; i < HASHES; i++) {
		EVP_MAC_CTX_free(s->hmac[i]);
		EVP_MD_free(s->digest[i]);
	}
	EVP_MD_CTX_free(s->hash);
	free(s);
}

/* HMAC of A || label || seed with the key set last; FRESH: it was set just now. */
static bool hmac(EVP_MAC_CTX *ctx, bool fresh, const uint8_t *a, size_t a_len, const char *label, const uint8_t *seed,
		 size_t seed_len, uint8_t out[HASH_MAX])
{
	size_t len;

	return (fresh || EVP_MAC_init(ctx, NULL, 0, NULL)) && (!a_len || EVP_MAC_update(ctx, a, a_len)) &&
	       (!label || EVP_MAC_update(ctx, (const uint8_t *)label, strlen(label))) &&
	       (!seed_len || EVP_MAC_update(ctx, seed, seed_len)) && EVP_MAC_final(ctx, out, &len, HASH_MAX);
}

bool schedule_prf(struct schedule *s, enum suite_hash hash, const uint8_t *secret, size_t secret_len, const char *label,
		  const uint8_t *seed, size_t seed_len, uint8_t *out, size_t out_len)
{
	uint8_t a[HASH_MAX], block[HASH_MAX];
	EVP_MAC_CTX *ctx = s->hmac[hash];
	size_t size = hash_length(hash), done = 0;
	/* A key of no octets must not be NULL, which would mean the last one. */
	bool ok = EVP_MAC_init(ctx, secret_len ? secret : (const uint8_t *)"", secret_len, NULL) &&
		  hmac(ctx, true, NULL, 0, label, seed, seed_len, a);

	while (ok && done < out_len) {
		size_t part = out_len - done < size ? out_len - done : size;
		ok = hmac(ctx, false, a, size, label, seed, seed_len, block);
		memcpy(out + done, block, part);
		done += part;
		if (ok && done < out_len)
			ok = hmac(ctx, false, a, size, NULL, NULL, 0, a);
	}
	OPENSSL_cleanse(a, sizeof(a));
	OPENSSL_cleanse(block, sizeof(block));
	if (!ok)
		ERR_clear_error();
	return ok;
}

size_t schedule_hash(struct schedule *s, enum suite_hash hash, const uint8_t *bytes, size_t len, uint8_t out[HASH_MAX])
{
	unsigned n = 0;

	if (!EVP_DigestInit_ex2(s->hash, s->digest[hash], NULL) || !EVP_DigestUpdate(s->hash, bytes, len) ||
	    !EVP_DigestFinal_ex(s->hash, out, &n)) {
		ERR_clear_error();
		return 0;
	}
	return n;
}

static void seed_of(uint8_t seed[SEED_MAX], const uint8_t *first, const uint8_t *second)
{
	memcpy(seed, first, HELLO_RANDOM);
	memcpy(seed + HELLO_RANDOM, second, HELLO_RANDOM);
}

bool schedule_master(struct schedule *s, uint8_t master[MASTER_SECRET], const struct suite *suite,
		     const uint8_t *premaster, size_t len, const uint8_t client_random[HELLO_RANDOM],
		     const uint8_t server_random[HELLO_RANDOM], const uint8_t *session_hash, size_t session_hash_len)
{
	uint8_t seed[SEED_MAX];

	if (session_hash)
		return schedule_prf(s, suite->hash, premaster, len, "extended master secret", session_hash,
				    session_hash_len, master, MASTER_SECRET);
	seed_of(seed, client_random, server_random);
	return schedule_prf(s, suite->hash, premaster, len, "master secret", seed, sizeof(seed), master, MASTER_SECRET);
}

static size_t mac_length(enum suite_mac mac)
{
	switch (mac) {
	case MAC_AEAD:
		return 0;
	case MAC_SHA1:
		return 20;
	case MAC_SHA256:
		return 32;
	case MAC_SHA384:
		return 48;
	}
	return 0;
}

/* The implicit part of the nonce (RFC 5288 3, 6655 3: salt; 7905 2); CBC has none in TLS 1.2. */
static size_t iv_length(enum bulk bulk)
{
	switch (bulk) {
	case BULK_CCM_8:
	case BULK_CCM:
	case BULK_GCM:
		return 4;
	case BULK_CHACHA20_POLY1305:
		return 12;
	case BULK_CBC:
		return 0;
	}
	return 0;
}

static const uint8_t *cut(uint8_t *out, const uint8_t *block, size_t len)
{
	memcpy(out, block, len);
	return block + len;
}

bool schedule_epoch(struct schedule *s, struct epoch_keys *keys, const struct suite *suite,
		    const uint8_t master[MASTER_SECRET], const uint8_t client_random[HELLO_RANDOM],
		    const uint8_t server_random[HELLO_RANDOM])
{
	size_t mac = mac_length(suite->mac), iv = iv_length(suite->bulk);
	size_t len = 2 * (mac + suite->key_len + iv);
	uint8_t seed[SEED_MAX], block[KEY_BLOCK_MAX];
	const uint8_t *at = block;

	*keys = (struct epoch_keys){ .suite = suite };
	seed_of(seed, server_random, client_random);	/* the other way round: RFC 5246 6.3 */
	if (!schedule_prf(s, suite->hash, master, MASTER_SECRET, "key expansion", seed, sizeof(seed), block, len))
		return false;
	at = cut(keys->client.mac, at, mac);
	at = cut(keys->server.mac, at, mac);
	at = cut(keys->client.key, at, suite->key_len);
	at = cut(keys->server.key, at, suite->key_len);
	at = cut(keys->client.iv, at, iv);
	cut(keys->server.iv, at, iv);
	OPENSSL_cleanse(block, sizeof(block));
	return true;
}

bool schedule_finished(struct schedule *s, uint8_t verify[VERIFY_DATA], const struct suite *suite,
		       const uint8_t master[MASTER_SECRET], bool client, const uint8_t *transcript_hash,
		       size_t hash_len)
{
	return schedule_prf(s, suite->hash, master, MASTER_SECRET, client ? "client finished" : "server finished",
			    transcript_hash, hash_len, verify, VERIFY_DATA);
}
