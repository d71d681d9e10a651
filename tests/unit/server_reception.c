/* tests/unit/server_reception.c - messages that are no requests: Reset, or silence (RFC 7252 4.2, 4.3). */
#include "tests/unit/server.h"

#include <stdlib.h>
#include <string.h>

/* What the row's octets bring: a Reset with their Message ID 12 34, or nothing. */
static const struct {
	bool reset;
	const char *octets;
	size_t len;
} rows[] = {
	{ true, OCTETS("\x40\x00\x12\x34") },			/* ping */
	{ true, OCTETS("\x49\x02\x12\x34" "123456789" "\xb7" "msgin5g") },	/* token length 9 */
	{ true, OCTETS("\x4f\x02\x12\x34") },			/* token length 15 */
	{ true, OCTETS("\x44\x02\x12\x34" "\xa1\xa2") },	/* ends inside its token */
	{ true, OCTETS("\x40\x21\x12\x34") },			/* class 1 */
	{ true, OCTETS("\x40\xc1\x12\x34") },			/* class 6 */
	{ true, OCTETS("\x40\xe1\x12\x34") },			/* class 7 */
	{ true, OCTETS("\x40\x02\x12\x34" "\xf1" "x") },		/* delta 15 */
	{ true, OCTETS("\x40\x02\x12\x34" "\xbf" "x") },		/* length 15 */
	{ true, OCTETS("\x40\x02\x12\x34" "\xb7" "msg") },	/* ends inside an option's value */
	{ true, OCTETS("\x40\x02\x12\x34" "\xbe\x01") },	/* ends inside an extended length */
	{ true, OCTETS("\x40\x02\x12\x34" "\xe0\xff\xff" "\x00") },	/* 269 + 65535 */
	{ true, OCTETS("\x40\x02\x12\x34" "\xb7" "msgin5g" "\x11\x32" "\xff") },	/* a marker alone */
	{ true, OCTETS("\x40\x00\x12\x34" "\x00") },		/* Empty and not empty */
	{ true, OCTETS("\x41\x00\x12\x34" "\xa1") },		/* Empty with a Token */
	{ true, OCTETS("\x41\x44\x12\x34" "\xa1" "\xff" "x") },	/* a response out of the blue */
	{ false, OCTETS("") },
	{ false, OCTETS("\x40\x02\x12") },				/* three octets */
	{ false, OCTETS("\x00\x02\x12\x34" "\xb7" "msgin5g") },	/* version 0 */
	{ false, OCTETS("\x80\x00\x12\x34") },			/* version 2 */
	{ false, OCTETS("\xc0\x02\x12\x34" "\xf1") },		/* version 3 */
	{ false, OCTETS("\x50\x00\x12\x34") },			/* Empty NON */
	{ false, OCTETS("\x50\x21\x12\x34") },			/* class 1 in a NON */
	{ false, OCTETS("\x59\x02\x12\x34" "123456789") },	/* token length 9 in a NON */
	{ false, OCTETS("\x50\x02\x12\x34" "\xf1") },		/* delta 15 in a NON */
	{ false, OCTETS("\x51\x44\x12\x34" "\xa1") },		/* a response in a NON */
	{ false, OCTETS("\x60\x00\x12\x34") },			/* an Empty ACK */
	{ false, OCTETS("\x60\x00\x12\x34" "\xff") },		/* ... with content */
	{ false, OCTETS("\x61\x44\x12\x34" "\xa1") },		/* a response in an ACK */
	{ false, OCTETS("\x60\x02\x12\x34" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org")) },
	{ false, OCTETS("\x60\x21\x12\x34") },			/* class 1 in an ACK */
	{ false, OCTETS("\x69\x44\x12\x34" "123456789") },	/* token length 9 in an ACK */
	{ false, OCTETS("\x70\x00\x12\x34") },			/* a Reset */
	{ false, OCTETS("\x70\x02\x12\x34" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org")) },
	{ false, OCTETS("\x70\x00\x12\x34" "x") },
};

START_TEST(test_reception)
{
	struct world w;

	world_begin(&w);
	for (int copy = 0; copy < 2; copy++) {
		world_input(&w, 1, rows[_i].octets, rows[_i].len);
		if (rows[_i].reset)
			world_expect(&w, 1, OCTETS("\x70\x00\x12\x34"));
		world_expect_silence(&w);
	}
	ck_assert_uint_eq(server_registered(w.server), 0);
	world_input(&w, 1, OCTETS(POST("\x43\x21", "\xa1\xb2") REG("ue1@example.org")));	/* still alive */
	world_expect(&w, 1, OCTETS(ACK("\x41", "\x43\x21", "\xa1\xb2") REGISTERED("ue1@example.org")));
	world_end(&w);
}
END_TEST

/* Seeded octets, half of them beginning as a request does: nothing crashes, and nothing but octets
 * of a message leaves. */
START_TEST(test_random_octets)
{
	static const char head[] = "\x42\x02\x12\x34" "\xa1\xb2" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org");
	struct world w;

	world_begin(&w);
	srand(20240501);
	for (int round = 0; round < 100000; round++) {
		uint8_t octets[256];
		size_t len = (size_t)rand() % sizeof(octets), flips = (size_t)rand() % 6;
		for (size_t i = 0; i < len; i++)
			octets[i] = (uint8_t)rand();
		if (round & 1) {
			len = sizeof(head) - 1 - (size_t)rand() % 8;
			memcpy(octets, head, len);
			octets[2] = (uint8_t)rand();
			octets[3] = (uint8_t)rand();
			for (size_t i = 0; i < flips; i++)
				octets[(size_t)rand() % len] ^= (uint8_t)(1 << rand() % 8);
		}
		world_input(&w, 1 + (uint32_t)rand() % 4, octets, len);
		ck_assert_uint_le(w.count, 1);
		if (w.count)
			ck_assert_uint_ge(w.sent[0].len, 4);
		w.count = 0;
		w.now_ns += NS_PER_S / 10;
	}
	world_end(&w);
}
END_TEST

Suite *server_reception_tests(void)
{
	Suite *suite = suite_create("server reception");
	TCase *cases = tcase_create("reception");

	tcase_add_loop_test(cases, test_reception, 0, sizeof(rows) / sizeof(*rows));
	tcase_add_test(cases, test_random_octets);
	tcase_set_timeout(cases, 60);
	suite_add_tcase(suite, cases);
	return suite;
}
