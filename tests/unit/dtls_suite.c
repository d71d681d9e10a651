/* tests/unit/dtls_suite.c - the table of cipher suites against OpenSSL's own. */
#include "tests/unit/dtls.h"

#include <openssl/ssl.h>
#include <string.h>

#include "dtls/suite.h"

static enum key_exchange kx_of(const SSL_CIPHER *cipher)
{
	bool rsa = SSL_CIPHER_get_auth_nid(cipher) == NID_auth_rsa;

	switch (SSL_CIPHER_get_kx_nid(cipher)) {
	case NID_kx_psk:
		return KX_PSK;
	case NID_kx_dhe_psk:
		return KX_DHE_PSK;
	case NID_kx_ecdhe_psk:
		return KX_ECDHE_PSK;
	case NID_kx_rsa_psk:
		return KX_RSA_PSK;
	case NID_kx_rsa:
		return KX_RSA;
	case NID_kx_dhe:
		return KX_DHE_RSA;
	default:
		return rsa ? KX_ECDHE_RSA : KX_ECDHE_ECDSA;
	}
}

static enum suite_mac mac_of(const SSL_CIPHER *cipher)
{
	switch (SSL_CIPHER_get_digest_nid(cipher)) {
	case NID_sha1:
		return MAC_SHA1;
	case NID_sha256:
		return MAC_SHA256;
	case NID_sha384:
		return MAC_SHA384;
	default:
		return MAC_AEAD;
	}
}

static void compare(const struct suite *s, const SSL_CIPHER *cipher)
{
	ck_assert_str_eq(SSL_CIPHER_standard_name(cipher), s->name);
	ck_assert_str_eq(SSL_CIPHER_get_name(cipher), s->openssl);
	ck_assert_int_eq(SSL_CIPHER_get_bits(cipher, NULL), s->key_len * 8);
	ck_assert_int_eq(kx_of(cipher), s->kx);
	ck_assert_int_eq(mac_of(cipher), s->mac);
	ck_assert_int_eq(SSL_CIPHER_is_aead(cipher), s->bulk != BULK_CBC);
	int hash = EVP_MD_get_type(SSL_CIPHER_get_handshake_digest(cipher));
	/* Before TLS 1.2 such a suite used MD5 with SHA-1; RFC 5246 5 makes it SHA-256. */
	ck_assert_int_eq(hash == NID_sha384 ? HASH_SHA384 : HASH_SHA256, s->hash);
}

START_TEST(test_rows_agree_with_openssl)
{
	SSL_CTX *ctx = SSL_CTX_new(DTLS_method());
	SSL *ssl = SSL_new(ctx);
	unsigned compared = 0, unknown = 0;

	for (unsigned i = 0; suite_row(i); i++) {
		const struct suite *s = suite_row(i);
		const uint8_t number[2] = { (uint8_t)(s->number >> 8), (uint8_t)s->number };
		const SSL_CIPHER *cipher = SSL_CIPHER_find(ssl, number);
		ck_assert_msg(!cipher == !s->openssl, "%s", s->name);
		if (cipher)
			compare(s, cipher), compared++;
		else
			unknown++;
		ck_assert_ptr_eq(suite_by_number(s->number), s);
		ck_assert_ptr_eq(suite_by_name(s->name), s);
	}
	ck_assert_uint_eq(compared, 73);	/* as `openssl ciphers ALL` lists of AES and ChaCha20 */
	ck_assert_uint_eq(unknown, 4);	/* RFC 8442's, younger than OpenSSL 3.0's list */
	SSL_free(ssl);
	SSL_CTX_free(ctx);
}
END_TEST

START_TEST(test_finding)
{
	ck_assert_str_eq(suite_by_name("PSK-AES128-CCM8")->name, "TLS_PSK_WITH_AES_128_CCM_8");
	ck_assert(suite_is_plain_psk(suite_by_number(0xC0A8)));
	ck_assert(!suite_is_plain_psk(suite_by_number(0xCCAC)));
	ck_assert_ptr_null(suite_by_number(0x1301));
	ck_assert_ptr_null(suite_by_name("TLS_NULL_WITH_NULL_NULL"));
}
END_TEST

Suite *suite_tests(void)
{
	Suite *suite = suite_create("suite");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_rows_agree_with_openssl);
	tcase_add_test(tests, test_finding);
	suite_add_tcase(suite, tests);
	return suite;
}
