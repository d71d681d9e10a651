/* dtls/protection_cbc.c - records under AES-CBC with HMAC, both orders (RFC 5246 6.2.3.2, RFC 7366).
 *
 *     MAC then encrypt   fragment = IV (16) || CBC(content || MAC || padding || n)
 *     encrypt then MAC   fragment = IV (16) || CBC(content || padding || n) || MAC
 *
 * A tester reads what others sent: nothing here hides from a listener how long an opening took. */
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <string.h>

#include "dtls/protector.h"

enum { MAC_MAX = 48 };

static size_t mac_octets(enum suite_mac mac) { return mac == MAC_SHA384 ? 48 : mac == MAC_SHA256 ? 32 : 20; }

/* The plaintext is padded up to the block: at least the octet that counts the padding. */
static size_t padded(size_t len) { return (len / CBC_BLOCK + 1) * CBC_BLOCK; }

size_t cbc_sealed_length(const struct epoch_keys *keys, size_t plain_len)
{
	size_t mac = mac_octets(keys->suite->mac);

	return CBC_BLOCK + (keys->encrypt_then_mac ? padded(plain_len) + mac : padded(plain_len + mac));
}

static bool mac_make(struct protector *p, const struct epoch_keys *keys, const struct direction_keys *own,
		     const struct record *record, const uint8_t *bytes, size_t len, uint8_t mac[MAC_MAX])
{
	uint8_t aad[RECORD_AAD];
	size_t n, octets = mac_octets(keys->suite->mac);
	EVP_MAC_CTX *ctx = protector_hmac(p, keys->suite->mac);

	record_aad(aad, record, len);
	return ctx && EVP_MAC_init(ctx, own->mac, octets, NULL) && EVP_MAC_update(ctx, aad, sizeof(aad)) &&
	       EVP_MAC_update(ctx, bytes, len) && EVP_MAC_final(ctx, mac, &n, MAC_MAX);
}

static bool cbc(struct protector *p, const struct suite *suite, enum way way, const uint8_t *key, const uint8_t *iv,
		const uint8_t *in, size_t len, uint8_t *out)
{
	EVP_CIPHER_CTX *ctx = protector_cipher(p, suite, way);
	int n;

	return ctx && EVP_CipherInit_ex2(ctx, NULL, key, iv, way == WAY_SEAL, NULL) &&
	       EVP_CIPHER_CTX_set_padding(ctx, 0) && EVP_CipherUpdate(ctx, out, &n, in, (int)len) > 0;
}

/* The length without padding, or -1: it is not all of its own length. */
static long unpad(const uint8_t *plain, size_t len)
{
	size_t n = (size_t)plain[len - 1] + 1;

	if (n > len)
		return -1;
	for (size_t i = len - n; i < len; i++)
		if (plain[i] != n - 1)
			return -1;
	return (long)(len - n);
}

static bool mac_fits(struct protector *p, const struct epoch_keys *keys, const struct direction_keys *own,
		     const struct record *record, const uint8_t *bytes, size_t len, const uint8_t *mac)
{
	uint8_t right[MAC_MAX];

	return mac_make(p, keys, own, record, bytes, len, right) &&
	       !CRYPTO_memcmp(right, mac, mac_octets(keys->suite->mac));
}

long cbc_open(struct protector *p, const struct epoch_keys *keys, const struct direction_keys *own,
	      const struct record *record, const uint8_t *fragment, size_t fragment_len, uint8_t *plain)
{
	size_t mac = mac_octets(keys->suite->mac), len = fragment_len;

	if (keys->encrypt_then_mac) {
		if (len < mac || !mac_fits(p, keys, own, record, fragment, len - mac, fragment + len - mac))
			return -1;
		len -= mac;
	}
	if (len < 2 * CBC_BLOCK || len % CBC_BLOCK)
		return -1;
	len -= CBC_BLOCK;
	if (!cbc(p, keys->suite, WAY_OPEN, own->key, fragment, fragment + CBC_BLOCK, len, plain))
		return -1;
	long left = unpad(plain, len);
	if (left < 0 || keys->encrypt_then_mac)
		return left;
	left -= (long)mac;
	return left >= 0 && mac_fits(p, keys, own, record, plain, (size_t)left, plain + left) ? left : -1;
}

static size_t pad(uint8_t *plain, size_t len)
{
	size_t whole = padded(len);

	memset(plain + len, (int)(whole - len - 1), whole - len);
	return whole;
}

/* The room was seen to by record_seal; the text is laid out where it goes and encrypted in place. */
bool cbc_seal(struct protector *p, const struct epoch_keys *keys, const struct direction_keys *own,
	      const struct record *record, const uint8_t *plain, size_t plain_len, struct buffer *out)
{
	uint8_t *iv = out->bytes + out->len, *text = iv + CBC_BLOCK;
	size_t mac = mac_octets(keys->suite->mac), len = plain_len;

	if (RAND_bytes(iv, CBC_BLOCK) <= 0)
		return false;
	if (plain_len)
		memmove(text, plain, plain_len);
	if (!keys->encrypt_then_mac) {
		if (!mac_make(p, keys, own, record, plain, plain_len, text + len))
			return false;
		len += mac;
	}
	len = pad(text, len);
	if (!cbc(p, keys->suite, WAY_SEAL, own->key, iv, text, len, text))
		return false;
	if (keys->encrypt_then_mac) {
		if (!mac_make(p, keys, own, record, iv, CBC_BLOCK + len, text + len))
			return false;
		len += mac;
	}
	out->len += CBC_BLOCK + len;
	return true;
}
