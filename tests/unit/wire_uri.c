/* tests/unit/wire_uri.c - URIs and the options they become (RFC 7252 6), and hexadecimal text. */
#include "tests/unit/wire.h"

#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"
#include "wire/uri.h"

/* A URI, what it comes to, and the options' octets after a header of four. */
static const struct {
	const char *text, *host;
	bool secure, name;
	uint16_t port;
	const char *octets;	/* in hex */
} uris[] = {
	{ "coap://127.0.0.1", "127.0.0.1", false, false, 5683, "" },
	{ "coap://127.0.0.1/", "127.0.0.1", false, false, 5683, "" },
	{ "coaps://127.0.0.1:/a", "127.0.0.1", true, false, 5684, "b161" },
	{ "COAPS://[::1]:1234/a/", "::1", true, false, 1234, "b16100" }, /* at the end: an empty one */
	{ "coap://127.0.0.1//a", "127.0.0.1", false, false, 5683, "b00161" },
	/* The example of RFC 7252 6.4: Uri-Host 'example.com' in small letters, "~sensors", "temp.xml". */
	{ "coap://EXAMPLE.com:5683/~sensors/temp.xml", "example.com", false, true, 5683,
	  "3b6578616d706c652e636f6d" "887e73656e736f7273" "0874656d702e786d6c" },
	{ "coap://127.0.0.1/%7Esensors/a%2fb", "127.0.0.1", false, false, 5683, "b87e73656e736f7273" "03612f62" },
	{ "coap://h?x=1&&y", "h", false, true, 5683, "3168" "c3783d31" "00" "0179" },	/* 15 = 3 + 12 */
	{ "coap://h/\?a/b?c", "h", false, true, 5683, "3168" "c5612f623f63" },
};

START_TEST(test_uri)
{
	struct uri uri;
	struct error error = { .text = "" };
	struct endpoint e;
	uint8_t room[200], expected[200];
	struct buffer b = buffer_on(room, sizeof(room));
	struct writer w = message_begin(&b, TYPE_CON, CODE_POST, 1, NULL, 0);

	ck_assert_msg(!uri_parse(&uri, uris[_i].text, &error), "%s: %s", uris[_i].text, error.text);
	ck_assert_str_eq(uri.host, uris[_i].host);
	ck_assert_int_eq(uri.secure, uris[_i].secure);
	ck_assert_int_eq(uri.host_is_name, uris[_i].name);
	ck_assert_uint_eq(uri.port, uris[_i].port);
	ck_assert_int_eq(uri_literal(&uri, &e), !uris[_i].name);
	uri_path_options(&uri, &w);
	uri_query_options(&uri, &w);
	long n = hex_read(expected, sizeof(expected), uris[_i].octets, strlen(uris[_i].octets));
	ck_assert_int_eq((long)b.len - 4, n);
	ck_assert_mem_eq(b.bytes + 4, expected, (size_t)n);
}
END_TEST

START_TEST(test_literals)
{
	static const uint8_t six[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };
	static const uint8_t four[16] = { 192, 0, 2, 1 };
	struct uri uri;
	struct endpoint e;

	ck_assert(!uri_parse(&uri, "coaps://[2001:DB8::1]:7/", NULL));
	ck_assert(uri_literal(&uri, &e));
	ck_assert_uint_eq(e.family, FAMILY_IPV6);
	ck_assert_uint_eq(e.port, 7);
	ck_assert_mem_eq(e.addr, six, 16);
	ck_assert(!uri_parse(&uri, "coap://192.0.2.1", NULL));
	ck_assert(uri_literal(&uri, &e));
	ck_assert_uint_eq(e.family, FAMILY_IPV4);
	ck_assert_uint_eq(e.carrier, CARRIER_UDP);
	ck_assert_mem_eq(e.addr, four, 16);	/* the rest is zero: endpoints compare by memcmp */
}
END_TEST

/* Our own scheme: a MAC address, through an interface. */
START_TEST(test_ether)
{
	static const uint8_t mac[16] = { 0x02, 0, 0, 0, 0xab, 1 };
	static const char *const bad_ones[][2] = {
		{ "coap+ether://e@02-00-00-00-00/", "MAC" }, { "coap+ether://e@02-00-00-00-00-01-02/", "MAC" },
		{ "coap+ether://e@02-00-00-00-00-0g/", "MAC" }, { "coap+ether://e@02:00:00:00:00:01/", "port" },
		{ "coap+ether://e@02-00-00-00-00-01:5/", "port" }, { "coap+ether://e@03-00-00-00-00-01/", "group" },
		{ "coap+ether://e@/", "host" }, { "coap+ether://an-interface-too-long@02-00-00-00-00-01/", "interface" },
	};
	struct error error = { .text = "" };
	struct endpoint e;
	struct uri uri;
	char text[600];

	ck_assert_msg(!uri_parse_gateway(&uri, "coap+ether://veth0@02-00-00-00-AB-01/a", &error), "%s", error.text);
	ck_assert_str_eq(uri.interface, "veth0");
	ck_assert(uri_literal(&uri, &e) && !uri.host_is_name && !uri.secure);
	ck_assert_uint_eq(e.carrier, CARRIER_ETHER);
	ck_assert_uint_eq(e.family, FAMILY_NONE);
	ck_assert_uint_eq(e.port, 0);
	ck_assert_mem_eq(e.addr, mac, 16);
	ck_assert_str_eq(uri_format(text, sizeof(text), &uri), "coap+ether://veth0@02-00-00-00-ab-01/a");
	ck_assert(!uri_parse_gateway(&uri, "coap+ether://02-00-00-00-00-01", &error));
	ck_assert_str_eq(uri.interface, "");
	ck_assert(!uri_parse_gateway(&uri, "coap://127.0.0.1/a", &error) && !uri.ether);
	ck_assert(uri_parse(&uri, "coap+ether://veth0@02-00-00-00-00-01/a", &error));
	ck_assert(strstr(error.text, "Gateway UE"));
	for (size_t i = 0; i < sizeof(bad_ones) / sizeof(*bad_ones); i++) {
		ck_assert_msg(uri_parse_gateway(&uri, bad_ones[i][0], &error), "%s: taken", bad_ones[i][0]);
		ck_assert_msg(strstr(error.text, bad_ones[i][1]), "%s: %s", bad_ones[i][0], error.text);
	}
}
END_TEST

/* No URI, and a word that its error must hold. */
static const struct {
	const char *text, *word;
} bad[] = {
	{ "", "scheme" }, { "127.0.0.1", "scheme" }, { "http://h/", "scheme" }, { "coap+tcp://h/", "scheme" },
	{ "coap:///a", "host" }, { "coap://", "host" }, { "coap://:1/", "host" }, { "coap://u@h/", "user" },
	{ "coap://h/#a", "fragment" }, { "coap://[::1/", "never closed" }, { "coap://[x]/", "IPv6" },
	{ "coap://[127.0.0.1]/", "IPv6" }, { "coap://[::1]x/", "':' or '/'" }, { "coap://h:0/", "port" },
	{ "coap://h:65536/", "port" }, { "coap://h:99999999999999999999999/", "port" }, { "coap://h:1x/", "port" },
	{ "coap://h:-1/", "port" }, { "coap://h/%", "hex" }, { "coap://h/%4", "hex" }, { "coap://h/%zz", "hex" },
	{ "coap://h/a b", "percent-encoded" }, { "coap://h/\xc3\xa4", "percent-encoded" }, { "coap://h/%ff", "UTF-8" },
	{ "coap://h/a/../b", "dot segment" }, { "coap://h/.", "dot segment" }, { "coap://h/%2E%2e", "dot segment" },
	{ "coap://h?a b", "percent-encoded" }, { "coap://h?%ff", "UTF-8" }, { "coap://h%41/", "host" },
};

START_TEST(test_bad_uri)
{
	struct uri uri;
	struct error error = { .text = "" };

	ck_assert_msg(uri_parse(&uri, bad[_i].text, &error) == -1, "%s: taken", bad[_i].text);
	ck_assert_msg(strstr(error.text, bad[_i].word), "%s: %s", bad[_i].text, error.text);
}
END_TEST

START_TEST(test_long_uris)
{
	struct uri uri;
	struct error error;
	char text[600] = "coap://127.0.0.1/";

	memset(text + 17, 'a', 254);	/* with its slash 255: the longest */
	ck_assert(!uri_parse(&uri, text, &error));
	text[17 + 254] = 'a';
	ck_assert(uri_parse(&uri, text, &error));
	ck_assert(strstr(error.text, "path"));
	memset(text + 7, 'a', 400);
	ck_assert(uri_parse(&uri, text, &error));
	ck_assert(strstr(error.text, "host"));
}
END_TEST

START_TEST(test_uri_format)
{
	static const char *const same[] = { "coap://127.0.0.1", "coaps://[::1]:5683/a%20b/?q=1&r",
					    "coap://example.com:5684/a" };
	struct uri uri;
	char text[600];

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		ck_assert(!uri_parse(&uri, same[i], NULL));
		ck_assert_str_eq(uri_format(text, sizeof(text), &uri), same[i]);
	}
	ck_assert(!uri_parse(&uri, "COAPS://Example.COM:5684/", NULL));
	ck_assert_str_eq(uri_format(text, sizeof(text), &uri), "coaps://example.com/");
	ck_assert_uint_eq(strlen(uri_format(text, 8, &uri)), 7);
}
END_TEST

START_TEST(test_hex)
{
	char text[20];
	uint8_t out[3] = { 0 };

	ck_assert_str_eq(hex_format(text, sizeof(text), (const uint8_t *)"\x0a\x1b\xff", 3), "0a1bff");
	ck_assert_str_eq(hex_format(text, 7, (const uint8_t *)"\x0a\x1b\xff", 3), "0a1bff");
	ck_assert_str_eq(hex_format(text, 6, (const uint8_t *)"\x0a\x1b\xff", 3), "0a..");
	ck_assert_str_eq(hex_format(text, 3, (const uint8_t *)"\x0a\x1b", 2), "..");
	ck_assert_str_eq(hex_format(text, 1, (const uint8_t *)"\x0a\x1b", 2), "");
	ck_assert_str_eq(hex_format(text, 1, NULL, 0), "");
	ck_assert_int_eq(hex_read(out, sizeof(out), "0A1bfF", 6), 3);
	ck_assert_mem_eq(out, "\x0a\x1b\xff", 3);
	ck_assert_int_eq(hex_read(out, sizeof(out), "", 0), 0);
	ck_assert_int_eq(hex_read(out, sizeof(out), "0a1", 3), -1);
	ck_assert_int_eq(hex_read(out, sizeof(out), "0g", 2), -1);
	ck_assert_int_eq(hex_read(out, sizeof(out), "0\x01", 2), -1);	/* a set bit 5 makes no letter of it */
	ck_assert_int_eq(hex_read(out, sizeof(out), "00000000", 8), -1);
}
END_TEST

START_TEST(test_dump)
{
	const uint8_t bytes[18] = { 'A', 0x7f, ' ', [17] = 'z' };
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	hex_dump(out, bytes, 18, 15, 2);
	hex_dump(out, bytes, 18, 17, 1);
	hex_dump(out, bytes, 2, 0, 0);
	fclose(out);
	/* 5 columns of offset, 16 times 3, 2, then the text. */
	ck_assert_str_eq(text, "0000  41 7f 20 00 00 00 00 00 00 00 00 00 00 00 00[00] A. .............\n"
			       "0010 [00]7a" "          " "          " "          " "          " "    .z\n"
			       "0000  41 7f 20 00 00 00 00 00 00 00 00 00 00 00 00 00  A. .............\n"
			       "0010  00[7a]" "          " "          " "          " "          " "   .z\n"
			       "0000  41 7f" "          " "          " "          " "          " "    A.\n");
	free(text);
}
END_TEST

#define LOOP(tests, test, rows) tcase_add_loop_test(tests, test, 0, (int)(sizeof(rows) / sizeof(*rows)))

Suite *uri_tests(void)
{
	Suite *suite = suite_create("URIs and hexadecimal text");
	TCase *tests = tcase_create("all");

	LOOP(tests, test_uri, uris);
	tcase_add_test(tests, test_literals);
	LOOP(tests, test_bad_uri, bad);
	tcase_add_test(tests, test_long_uris);
	tcase_add_test(tests, test_uri_format);
	tcase_add_test(tests, test_ether);
	tcase_add_test(tests, test_hex);
	tcase_add_test(tests, test_dump);
	suite_add_tcase(suite, tests);
	return suite;
}
