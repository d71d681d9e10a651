/* tests/unit/dtls_schedule.c - PRF, master secret, Finished against vectors of others.
 *
 * The two PRF vectors are those published to the TLS working group's list for SHA-256 and SHA-384
 * (secret, label "test label", seed). The rest was computed with Python's hmac: the function prf of
 * tests/unit/dtls_vectors.py on the inputs named here. */
#include "tests/unit/dtls.h"

#include <string.h>

#include "dtls/schedule.h"
#include "wire/hex.h"

static size_t unhex(uint8_t *out, size_t size, const char *text)
{
	long n = hex_read(out, size, text, strlen(text));

	ck_assert_int_ge(n, 0);
	return (size_t)n;
}

static void ck_hex(const uint8_t *bytes, size_t len, const char *text)
{
	uint8_t right[256];

	ck_assert_uint_eq(unhex(right, sizeof(right), text), len);
	ck_assert_mem_eq(bytes, right, len);
}

static void check_prf(enum suite_hash hash, const char *secret_hex, const char *seed_hex, const char *out_hex)
{
	uint8_t secret[64], seed[64], out[256];
	size_t secret_len = unhex(secret, sizeof(secret), secret_hex);
	size_t seed_len = unhex(seed, sizeof(seed), seed_hex);
	size_t len = strlen(out_hex) / 2;

	ck_assert(prf(hash, secret, secret_len, "test label", seed, seed_len, out, len));
	ck_hex(out, len, out_hex);
}

START_TEST(test_prf_vectors)
{
	check_prf(HASH_SHA256, "9bbe436ba940f017b17652849a71db35", "a0ba9f936cda311827a6f796ffd5198c",
		  "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0f"
		  "a022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff7018734"
		  "7b66");
	check_prf(HASH_SHA384, "b80b733d6ceefcdc71566ea48e5567df", "cd665cf6a8447dd6ff8b27555edb7465",
		  "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0e5"
		  "34cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d9184259b5b"
		  "f8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e0990703d73e5"
		  "6f");
}
END_TEST

/* One schedule for two secrets and back: a key must not stay behind. */
START_TEST(test_prf_forgets_the_last_secret)
{
	struct schedule *s = schedule_new();
	uint8_t first[40], second[40];

	ck_assert(schedule_prf(s, HASH_SHA256, (const uint8_t *)"one", 3, "l", NULL, 0, first, sizeof(first)));
	ck_assert(schedule_prf(s, HASH_SHA256, (const uint8_t *)"", 0, "l", NULL, 0, second, sizeof(second)));
	ck_assert_mem_ne(first, second, sizeof(first));
	ck_assert(schedule_prf(s, HASH_SHA256, (const uint8_t *)"one", 3, "l", NULL, 0, second, sizeof(second)));
	ck_assert_mem_eq(first, second, sizeof(first));
	schedule_free(s);
}
END_TEST

START_TEST(test_premaster_of_psk)
{
	uint8_t out[64];
	size_t len = premaster_of_psk(out, sizeof(out), (const uint8_t *)"secretPSK", 9);

	/* RFC 4279 2: length 9, nine zeros, length 9, the key */
	ck_hex(out, len, "0009000000000000000000000973656372657450534b");
	ck_assert_uint_eq(premaster_of_psk(out, 21, (const uint8_t *)"secretPSK", 9), 0);	/* one too few */
	len = premaster_of_secret(out, sizeof(out), (const uint8_t *)"\xab\xcd", 2, (const uint8_t *)"k", 1);
	ck_hex(out, len, "0002abcd00016b");
}
END_TEST

static void randoms(uint8_t client[HELLO_RANDOM], uint8_t server[HELLO_RANDOM])
{
	for (int i = 0; i < HELLO_RANDOM; i++) {
		client[i] = (uint8_t)(0x40 + i);
		server[i] = (uint8_t)(0x80 + i);
	}
}

/* PSK "secretPSK", randoms 40..5f and 80..9f; session hash: SHA-256 of "transcript" */
START_TEST(test_master_secrets)
{
	struct schedule *s = schedule_new();
	uint8_t client[HELLO_RANDOM], server[HELLO_RANDOM], premaster[64], master[MASTER_SECRET], hash[HASH_MAX];
	size_t len = premaster_of_psk(premaster, sizeof(premaster), (const uint8_t *)"secretPSK", 9);

	randoms(client, server);
	ck_assert(master_secret_make(master, suite_by_number(0xC0A8), premaster, len, client, server, NULL, 0));
	ck_hex(master, sizeof(master), "9049faeecc15fb9b6cdf05642b237719a3b7b06ea27fd01f"
				       "fdef7c4317d7ea7f4fb41bd401b403f92a018be9e17f492d");
	ck_assert(master_secret_make(master, suite_by_number(0x00A9), premaster, len, client, server, NULL, 0));
	ck_hex(master, sizeof(master), "57f9df0fc2623c8c37781f7170225d43ffdef13b452389c9"
				       "063cadffe06b6d4a2c883a6e325b1be6713b13bb78d74249");
	size_t n = schedule_hash(s, HASH_SHA256, (const uint8_t *)"transcript", 10, hash);
	ck_assert_uint_eq(n, 32);
	ck_assert(master_secret_make(master, suite_by_number(0xC0A8), premaster, len, client, server, hash, n));
	ck_hex(master, sizeof(master), "0f05410b99b97eac724cb9f5333e13214f2b634cd32c33b7"
				       "faf569e8e5ca191e8a3a79375b4ef90e96bdc78afeaf1fa6");
	schedule_free(s);
}
END_TEST

/* master secret 00..2f, hash of "transcript" */
START_TEST(test_finished)
{
	struct schedule *s = schedule_new();
	uint8_t master[MASTER_SECRET], hash[HASH_MAX], verify[VERIFY_DATA];

	for (int i = 0; i < MASTER_SECRET; i++)
		master[i] = (uint8_t)i;
	size_t n = schedule_hash(s, HASH_SHA256, (const uint8_t *)"transcript", 10, hash);
	ck_assert(finished_make(verify, suite_by_number(0xC0A8), master, true, hash, n));
	ck_hex(verify, sizeof(verify), "15a8483817d9df914f7ebccb");
	n = schedule_hash(s, HASH_SHA384, (const uint8_t *)"transcript", 10, hash);
	ck_assert_uint_eq(n, 48);
	ck_assert(finished_make(verify, suite_by_number(0x00A9), master, false, hash, n));
	ck_hex(verify, sizeof(verify), "03ad6aa093262b8443c1e1da");
	schedule_free(s);
}
END_TEST

Suite *schedule_tests(void)
{
	Suite *suite = suite_create("key schedule");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_prf_vectors);
	tcase_add_test(tests, test_prf_forgets_the_last_secret);
	tcase_add_test(tests, test_premaster_of_psk);
	tcase_add_test(tests, test_master_secrets);
	tcase_add_test(tests, test_finished);
	suite_add_tcase(suite, tests);
	return suite;
}
