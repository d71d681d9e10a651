/* tests/unit/dtls_keyring.c - what goes into the keyring comes out of it, and nothing else. */
#include "tests/unit/dtls.h"

#include <stdlib.h>
#include <string.h>

#include "dtls/keyring.h"

#define R1 "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F"
#define M1 "A0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
#define M2 "00a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"

static const uint8_t *bytes(const char *text) { return (const uint8_t *)text; }

START_TEST(test_psk_by_identity)
{
	struct keyring *k = keyring_new();
	size_t len = 0;

	keyring_psk(k, bytes("ue1"), 3, bytes("first"), 5);
	keyring_psk(k, bytes("ue2\0x"), 5, bytes("second"), 6);	/* any octets */
	unsigned version = keyring_version(k);
	keyring_psk(k, bytes("ue1"), 3, bytes("third!!"), 7);
	ck_assert_uint_ne(keyring_version(k), version);
	ck_assert_mem_eq(keyring_find_psk(k, bytes("ue1"), 3, &len), "third!!", 7);
	ck_assert_uint_eq(len, 7);
	ck_assert_mem_eq(keyring_find_psk(k, bytes("ue2\0x"), 5, &len), "second", 6);
	ck_assert_ptr_null(keyring_find_psk(k, bytes("ue2"), 3, &len));
	ck_assert_ptr_null(keyring_find_psk(k, bytes(""), 0, &len));
	keyring_psk(k, bytes(""), 0, bytes("none"), 4);	/* RFC 7925 4.2 forbids it; a capture may hold it */
	ck_assert_mem_eq(keyring_find_psk(k, NULL, 0, &len), "none", 4);
	keyring_free(k);
}
END_TEST

START_TEST(test_psk_without_identity)
{
	struct keyring *k = keyring_new();
	size_t len;

	ck_assert_ptr_null(keyring_find_any(k, 0, &len));
	keyring_psk_any(k, bytes("one"), 3);
	keyring_psk_any(k, bytes("other"), 5);
	ck_assert_mem_eq(keyring_find_any(k, 1, &len), "other", 5);
	ck_assert_uint_eq(len, 5);
	ck_assert_ptr_null(keyring_find_any(k, 2, &len));
	keyring_free(k);
}
END_TEST

START_TEST(test_pool_of_identities)
{
	struct identity list[2] = { { .psk_identity = "ue1", .psk_identity_len = 3, .psk = "k", .psk_len = 1 },
				    { .psk_identity = "clear", .psk_identity_len = 5 } };
	const struct identities pool = { list, 2 };
	struct keyring *k = keyring_new();
	size_t len;

	keyring_identities(k, &pool);
	ck_assert_mem_eq(keyring_find_psk(k, bytes("ue1"), 3, &len), "k", 1);
	ck_assert_ptr_null(keyring_find_psk(k, bytes("clear"), 5, &len));
	keyring_free(k);
}
END_TEST

START_TEST(test_key_log)
{
	static const char text[] = "# comment\r\n"
				   "\n"
				   "CLIENT_HANDSHAKE_TRAFFIC_SECRET 00 11\n"
				   "CLIENT_RANDOM " R1 " " M1 "\r\n"
				   "CLIENT_RANDOM_X nothing";
	struct keyring *k = keyring_new();
	uint8_t random[32];

	for (int i = 0; i < 32; i++)
		random[i] = (uint8_t)i;
	ck_assert_int_eq(keyring_log(k, text, strlen(text), NULL), 0);
	const uint8_t *master = keyring_find_master(k, random);
	ck_assert_ptr_nonnull(master);
	for (int i = 0; i < 48; i++)
		ck_assert_uint_eq(master[i], 0xa0 + i);
	unsigned version = keyring_version(k);
	ck_assert_int_eq(keyring_line(k, "CLIENT_RANDOM " R1 " " M1, NULL), 0);
	ck_assert_uint_eq(keyring_version(k), version);	/* nothing new */
	ck_assert_int_eq(keyring_line(k, "CLIENT_RANDOM " R1 " " M2 "\n", NULL), 0);
	ck_assert_uint_ne(keyring_version(k), version);
	ck_assert_uint_eq(keyring_find_master(k, random)[0], 0);
	random[31] ^= 1;
	ck_assert_ptr_null(keyring_find_master(k, random));
	keyring_free(k);
}
END_TEST

START_TEST(test_key_log_lines_that_are_none)
{
	static const char *const lines[] = {
		"CLIENT_RANDOM", "CLIENT_RANDOM " R1, "CLIENT_RANDOM " R1 "00 " M1, "CLIENT_RANDOM " R1 " " M1 "00",
		"CLIENT_RANDOM " R1 " " M1 " x", "CLIENT_RANDOM " M1 " " R1,
	};
	struct keyring *k = keyring_new();
	struct error error;

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		ck_assert_int_eq(keyring_line(k, lines[i], &error), -1);
	static const char text[] = "\n\nCLIENT_RANDOM 00\n";
	ck_assert_int_eq(keyring_log(k, text, strlen(text), &error), -1);
	ck_assert_str_eq(error.text, "key log line 3: CLIENT_RANDOM is not followed by 64 hexadecimal digits");
	ck_assert_uint_eq(keyring_version(k), 0);
	keyring_free(k);
}
END_TEST

Suite *keyring_tests(void)
{
	Suite *suite = suite_create("keyring");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_psk_by_identity);
	tcase_add_test(tests, test_psk_without_identity);
	tcase_add_test(tests, test_pool_of_identities);
	tcase_add_test(tests, test_key_log);
	tcase_add_test(tests, test_key_log_lines_that_are_none);
	suite_add_tcase(suite, tests);
	return suite;
}
