/* tests/unit/dtls_akma.c - AKMA keys against the vectors computed with the project's facts (HMAC-SHA-256
 * by another implementation): K_AUSF 00..1f, SUPI "001010000000001", FQDN "msgin5g.example.org". */
#include "tests/unit/dtls.h"

#include <string.h>

#include "dtls/akma.h"
#include "wire/hex.h"

static void ck_key(const uint8_t key[AKMA_KEY], const char *text)
{
	char got[2 * AKMA_KEY + 1];

	ck_assert_str_eq(hex_format(got, sizeof(got), key, AKMA_KEY), text);
}

START_TEST(test_the_chain_of_keys)
{
	static const uint8_t tls13[UA_PROTOCOL] = { 1, 0, 0, 0, 7 };	/* TS 33.220 H.3 */
	uint8_t k_ausf[AKMA_KEY], k_akma[AKMA_KEY], out[AKMA_KEY], ua[UA_PROTOCOL];

	for (int i = 0; i < AKMA_KEY; i++)
		k_ausf[i] = (uint8_t)i;
	ck_assert(akma_k_akma(k_akma, k_ausf, "001010000000001"));
	ck_key(k_akma, "bba5e95f1205d4f1c217b91e08ec3509ad62cfbf43f474c6bf495da83132c95e");
	ck_assert(akma_a_tid(out, k_ausf, "001010000000001"));
	ck_key(out, "67d8dee47b7d74e6f457b7b23d5806746ed87b920aa8035f37b494c1bfc5d83b");
	akma_ua_of_suite(ua, 0xC0A8);
	ck_assert_mem_eq(ua, "\x01\x00\x01\xc0\xa8", UA_PROTOCOL);
	ck_assert(akma_k_af(out, k_akma, "msgin5g.example.org", ua));
	ck_key(out, "0efda7c10661424d80a63de871d463fdc273756a23a5772b5f0878cdf3396612");
	ck_assert(akma_k_af(out, k_akma, "msgin5g.example.org", tls13));
	ck_key(out, "f993ef3295628b408809f2765c8901003855475b01bbc854577f341650228a91");
}
END_TEST

START_TEST(test_a_name_too_long_is_refused)
{
	uint8_t key[AKMA_KEY] = { 0 }, out[AKMA_KEY], ua[UA_PROTOCOL] = { 0 };
	char name[1024];

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	ck_assert(!akma_k_af(out, key, name, ua));
	ck_assert(!akma_k_akma(out, key, name));
}
END_TEST

Suite *akma_tests(void)
{
	Suite *suite = suite_create("AKMA");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_the_chain_of_keys);
	tcase_add_test(tests, test_a_name_too_long_is_refused);
	suite_add_tcase(suite, tests);
	return suite;
}
