/* tests/unit/dtls_cookie.c - the cookie exchange: with OpenSSL, with ourselves, under loss; what a cookie is good for. */
#include "tests/unit/dtls.h"

#include <string.h>

#include "tests/unit/dtls_lab.h"

START_TEST(test_cookie)
{
	for (unsigned seed = 0; seed < 8; seed++) {
		struct lab_config c = { .pair = { .suite = "PSK-AES128-CCM8", .cookie = true }, .loss = seed ? 200 : 0, .seed = seed };
		c.own[LAB_CLIENT] = _i != 1;	/* our client, our server, both */
		c.own[LAB_SERVER] = _i != 0;
		struct lab *l = lab_new(&c);
		lab_handshake_up(l);
		l->config.loss = 0;
		lab_exchange(l);
		lab_ck_all_open(l, 1);
		ck_assert_uint_ge(l->watch->kinds[OBS_HANDSHAKE], 8);
		if (!seed) {
			ck_assert_uint_eq(watch_nth(l->watch, OBS_HANDSHAKE, 1)->handshake.type, HANDSHAKE_HELLO_VERIFY_REQUEST);
			ck_assert_uint_eq(watch_nth(l->watch, OBS_HANDSHAKE, 2)->handshake.message_seq, 1);
			ck_assert_uint_eq(watch_nth(l->watch, OBS_HANDSHAKE, 3)->handshake.message_seq, 1);
			/* RFC 6347 4.2.1: ServerHello goes on where the ClientHello's record was */
			ck_assert_uint_eq(watch_nth(l->watch, OBS_HANDSHAKE, 3)->record.seq,
					  watch_nth(l->watch, OBS_HANDSHAKE, 2)->record.seq);
		}
		lab_free(l);
	}
}
END_TEST

/* record 22 fefd epoch 0 number 7; ClientHello 0: fefd, random 00.., no session id, no cookie, suite c0a8, null */
START_TEST(test_cookies_are_bound)
{
	uint8_t hello[128] = { 22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 7, 0, 54, 1, 0, 0, 42, 0, 0, 0, 0, 0, 0, 0, 42, 0xfe, 0xfd };
	static const uint8_t tail[] = { 0, 0, 0, 2, 0xc0, 0xa8, 1, 0 };
	struct endpoint from = pair_endpoint(true, 40000), other = pair_endpoint(true, 40001);
	uint8_t secret[COOKIE_SECRET] = { 1 }, room[COOKIE_REPLY];
	struct buffer reply = buffer_on(room, sizeof(room));

	memcpy(hello + 25 + 34, tail, sizeof(tail));
	ck_assert_int_eq(cookie_screen(secret, &from, hello, 67, NULL, &reply), COOKIE_ASKED);
	/* record 22 feff number 7, length 47; HelloVerifyRequest, 35 octets, 0, 0, 35; feff, a cookie of 32 */
	ck_assert_mem_eq(room, "\x16\xfe\xff\0\0\0\0\0\0\0\x07\0\x2f\x03\0\0\x23\0\0\0\0\0\0\0\x23\xfe\xff\x20", 28);
	ck_assert_uint_eq(reply.len, 60);
	/* the same with the cookie: 32 octets more in three lengths */
	memmove(hello + 25 + 36 + 32, hello + 25 + 36, 6);
	memcpy(hello + 25 + 36, room + 28, 32);
	hello[25 + 35] = 32, hello[12] += 32, hello[16] += 32, hello[24] += 32;
	ck_assert_int_eq(cookie_screen(secret, &from, hello, 99, NULL, &reply), COOKIE_GOOD);
	reply.len = 0;
	ck_assert_int_eq(cookie_screen(secret, &other, hello, 99, NULL, &reply), COOKIE_ASKED);
	reply.len = 0;
	hello[30] ^= 1;	/* the random */
	ck_assert_int_eq(cookie_screen(secret, &from, hello, 99, NULL, &reply), COOKIE_ASKED);
	hello[30] ^= 1;
	reply.len = 0;
	secret[0] ^= 1;
	ck_assert_int_eq(cookie_screen(secret, &from, hello, 99, NULL, &reply), COOKIE_ASKED);
	for (size_t len = 0; len < 99; len++)
		ck_assert_int_eq(cookie_screen(secret, &from, hello, len, NULL, &reply), COOKIE_NO_HELLO);
	hello[0] = 23;
	ck_assert_int_eq(cookie_screen(secret, &from, hello, 99, NULL, &reply), COOKIE_NO_HELLO);
}
END_TEST

Suite *cookie_tests(void)
{
	Suite *suite = suite_create("cookies");
	TCase *tests = tcase_create("all");

	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_loop_test(tests, test_cookie, 0, 3);
	tcase_add_test(tests, test_cookies_are_bound);
	suite_add_tcase(suite, tests);
	return suite;
}
