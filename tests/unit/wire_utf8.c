/* tests/unit/wire_utf8.c - UTF-8: what RFC 3629 allows and what it forbids, octet by octet. */
#include "tests/unit/wire.h"

#include <string.h>

#include "wire/utf8.h"

/* BAD: where the first bad sequence starts, or -1. */
static const struct vector {
	const char *octets;
	size_t len;
	int bad;
	const char *why;
} vectors[] = {
	{ "", 0, -1, "nothing" },
	{ "MSGin5G over CoAP", 17, -1, "ASCII" },
	{ "a\0b", 3, -1, "U+0000 is a character" },
	{ "\xc2\x80", 2, -1, "U+0080, the first of two octets" },
	{ "\xdf\xbf", 2, -1, "U+07FF, the last of two octets" },
	{ "\xe0\xa0\x80", 3, -1, "U+0800, the first of three octets" },
	{ "\xed\x9f\xbf", 3, -1, "U+D7FF, before the surrogates" },
	{ "\xee\x80\x80", 3, -1, "U+E000, after the surrogates" },
	{ "\xef\xbf\xbf", 3, -1, "U+FFFF" },
	{ "\xf0\x90\x80\x80", 4, -1, "U+10000, the first of four octets" },
	{ "\xf4\x8f\xbf\xbf", 4, -1, "U+10FFFF, the last" },
	{ "12345678\xe2\x82\xac", 11, -1, "the euro sign after eight octets of ASCII" },
	{ "\x80", 1, 0, "a continuation alone" },
	{ "ab\xbf", 3, 2, "a continuation after ASCII" },
	{ "\xc0\x80", 2, 0, "U+0000 overlong" },
	{ "\xc1\xbf", 2, 0, "U+007F overlong" },
	{ "\xe0\x9f\xbf", 3, 0, "U+07FF overlong" },
	{ "\xf0\x8f\xbf\xbf", 4, 0, "U+FFFF overlong" },
	{ "\xed\xa0\x80", 3, 0, "U+D800, a surrogate" },
	{ "\xed\xbf\xbf", 3, 0, "U+DFFF, a surrogate" },
	{ "\xf4\x90\x80\x80", 4, 0, "U+110000, beyond the last" },
	{ "\xf5\x80\x80\x80", 4, 0, "no such first octet" },
	{ "\xff", 1, 0, "0xff" },
	{ "12345678901\xc3", 12, 11, "two octets, cut" },
	{ "x\xe2\x82", 3, 1, "three octets, cut" },
	{ "\xf0\x9f\x98", 3, 0, "four octets, cut" },
	{ "\xe2\x28\xa1", 3, 0, "second octet is no continuation" },
	{ "\xe2\x82\x28", 3, 0, "third octet is no continuation" },
	{ "\xf0\x9f\x98\x28", 4, 0, "fourth octet is no continuation" },
	{ "caf\xe9 latin", 10, 3, "Latin-1" },
};

START_TEST(test_utf8_by_the_table)
{
	const struct vector *v = &vectors[_i];
	size_t bad = 99;
	bool valid = utf8_valid((const uint8_t *)v->octets, v->len, &bad);

	ck_assert_msg(valid == (v->bad < 0), "%s", v->why);
	ck_assert_msg(valid ? bad == 99 : bad == (size_t)v->bad, "%s: bad at %zu", v->why, bad);
	ck_assert(utf8_valid((const uint8_t *)v->octets, v->len, NULL) == valid);
}
END_TEST

START_TEST(test_utf8_encodes_every_code_point)
{
	for (uint32_t code = 0; code <= 0x110000; code++) {
		uint8_t out[4];
		size_t n = utf8_encode(out, code), want = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
		uint32_t back = n == 1 ? out[0] : out[0] & (0x7fu >> n);
		if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
			ck_assert(n == 3 && !memcmp(out, "\xef\xbf\xbd", 3));
			continue;
		}
		for (size_t i = 1; i < n; i++)
			back = back << 6 | (out[i] & 0x3f);
		if (n != want || back != code || !utf8_valid(out, n, NULL))
			ck_abort_msg("U+%04X", code);
	}
}
END_TEST

Suite *utf8_tests(void)
{
	Suite *suite = suite_create("utf8");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_utf8_by_the_table, 0, sizeof(vectors) / sizeof(*vectors));
	tcase_add_test(tests, test_utf8_encodes_every_code_point);
	suite_add_tcase(suite, tests);
	return suite;
}
