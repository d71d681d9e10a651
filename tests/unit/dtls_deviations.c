/* tests/unit/dtls_deviations.c - deviations: their words, and each as OpenSSL's server and ours see it. */
#include "tests/unit/dtls.h"

#include <stdlib.h>
#include <string.h>

#include "dtls/deviator.h"
#include "tests/unit/dtls_deviation.h"
#include "tests/unit/dtls_pair.h"
#include "wire/hex.h"

START_TEST(test_seen_by_servers)
{
	seen_check(&seen_rows[_i], SEEN_OPENSSL, NULL);
	seen_check(&seen_rows[_i], SEEN_OWN, NULL);
}
END_TEST

static const struct bad {
	const char *words, *error;
} bad[] = {
	{ "dorp client-hello", "'dorp client-hello': unknown deviation 'dorp' (did you mean 'drop'?)" },
	{ "drop client-hallo", "'drop client-hallo': unknown message 'client-hallo' (did you mean 'client-hello'?)" },
	{ "drop client-hello.cokie", "'drop client-hello.cokie': unknown field 'cokie' (did you mean 'cookie'?)" },
	{ "drop client-hello.extension", "'drop client-hello.extension': an extension is named by its number, not ''" },
	{ "drop client-hello 5", "'drop client-hello 5': 'drop' takes no value" },
	{ "fragment client-hello", "'fragment client-hello': 'fragment' wants a number, not ''" },
	{ "fragment client-hello 0", "'fragment client-hello 0': fragments of no octets never end" },
	{ "fragment client-hello.cookie 5", "'fragment client-hello.cookie 5': 'fragment' is of a whole message, not of a field" },
	{ "replace client-hello.cookie 5", "'replace client-hello.cookie 5': here octets are wanted: hex:00ff or \"a text\"" },
	{ "replace client-hello.cookie hex:0", "'replace client-hello.cookie hex:0': no octets in hexadecimal: 'hex:0'" },
	{ "flip change-cipher-spec", "'flip change-cipher-spec': 'flip' is of a handshake message only" },
	{ "hold application-data", "'hold application-data': only records of application-data may be deviated from" },
	{ "length client-hello.version 3", "'length client-hello.version 3': 'length' is of a field with a length before it" },
};

START_TEST(test_words_that_are_none)
{
	struct deviation d;
	struct error error;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ck_assert_int_eq(deviation_parse(&d, bad[i].words, &error), -1);
		ck_assert_str_eq(error.text, bad[i].error);
	}
}
END_TEST

/* version fefd, random 00..1f, session id aa, no cookie, suite c0a8, compression 00, extensions (7):
 * 0017 (0), 000a (3: 0001 17 cut short on purpose) */
#define HELLO_HEAD "fefd" "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define HELLO HELLO_HEAD "01aa" "00" "0002c0a8" "0100" "000b" "00170000" "000a0003000117"

static const struct edit {
	const char *words, *before, *after;
} edits[] = {
	{ "replace client-hello.version 0x0102", HELLO, "0102" "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	  "01aa" "00" "0002c0a8" "0100" "000b" "00170000" "000a0003000117" },
	{ "insert client-hello.session-id hex:bbcc", HELLO,
	  HELLO_HEAD "03aabbcc" "00" "0002c0a8" "0100" "000b" "00170000" "000a0003000117" },
	{ "drop client-hello.cookie", HELLO, HELLO_HEAD "01aa" "0002c0a8" "0100" "000b" "00170000" "000a0003000117" },
	{ "replace client-hello.cookie hex:010203", HELLO,
	  HELLO_HEAD "01aa" "03010203" "0002c0a8" "0100" "000b" "00170000" "000a0003000117" },
	{ "duplicate client-hello.cipher-suites", HELLO,
	  HELLO_HEAD "01aa" "00" "0004c0a8c0a8" "0100" "000b" "00170000" "000a0003000117" },
	{ "drop client-hello.extension 23", HELLO, HELLO_HEAD "01aa" "00" "0002c0a8" "0100" "0007" "000a0003000117" },
	{ "duplicate client-hello.extension 10", HELLO,
	  HELLO_HEAD "01aa" "00" "0002c0a8" "0100" "0012" "00170000" "000a0003000117" "000a0003000117" },
	{ "replace client-hello.extension 10 hex:ff", HELLO,
	  HELLO_HEAD "01aa" "00" "0002c0a8" "0100" "0009" "00170000" "000a0001ff" },
	{ "insert client-hello.extension 65000 hex:0102", HELLO,
	  HELLO_HEAD "01aa" "00" "0002c0a8" "0100" "0011" "00170000" "000a0003000117" "fde800020102" },
	{ "insert client-hello.extension 1 hex:", HELLO_HEAD "00" "00" "0002c0a8" "0100",
	  HELLO_HEAD "00" "00" "0002c0a8" "0100" "0004" "00010000" },
	{ "drop client-hello.extensions", HELLO, HELLO_HEAD "01aa" "00" "0002c0a8" "0100" },
	{ "length client-hello.cipher-suites 65535", HELLO,
	  HELLO_HEAD "01aa" "00" "ffffc0a8" "0100" "000b" "00170000" "000a0003000117" },
	{ "truncate client-hello.cipher-suites", HELLO, HELLO_HEAD "01aa" "00" "0002c0" },
	{ "flip client-hello.compression-methods", HELLO,
	  HELLO_HEAD "01aa" "00" "0002c0a8" "0101" "000b" "00170000" "000a0003000117" },
	{ "drop client-hello.extension 99", HELLO, HELLO },	/* not there: nothing to drop */
	{ "replace client-key-exchange.identity \"x\"", "0003756531", "000178" },
	{ "flip client-key-exchange.point", "0003756531" "020405", "0003756531" "020404" },
	{ "flip client-key-exchange.point", "020405", "020404" },
	{ "empty finished.verify-data", "000102030405060708090a0b", "" },
	{ "insert finished hex:ff", "000102030405060708090a0b", "000102030405060708090a0bff" },
	{ "replace server-hello.cipher-suite 0x1301", HELLO_HEAD "00" "c0a8" "00", HELLO_HEAD "00" "1301" "00" },
	{ "replace server-hello.compression-method 1", HELLO_HEAD "00" "c0a8" "00", HELLO_HEAD "00" "c0a8" "01" },
};

START_TEST(test_edits_of_fields)
{
	const struct edit *e = &edits[_i];
	struct deviation d;
	struct error error;
	uint8_t room[256];
	char after[512];
	struct buffer b = buffer_on(room, sizeof(room));

	ck_assert_msg(!deviation_parse(&d, e->words, &error), "%s", error.text);
	b.len = (size_t)hex_read(room, sizeof(room), e->before, strlen(e->before));
	field_edit(&b, &d);
	ck_assert_str_eq(hex_format(after, sizeof(after), b.bytes, b.len), e->after);
}
END_TEST

/* Whatever the body is, an edit stays inside it. */
START_TEST(test_edits_of_rubbish)
{
	for (int i = 0; i < 4000; i++) {
		const struct edit *e = &edits[i % (int)(sizeof(edits) / sizeof(*edits))];
		struct deviation d;
		uint8_t room[300];
		struct buffer b = buffer_on(room, sizeof(room));

		srand((unsigned)i);
		b.len = (size_t)hex_read(room, sizeof(room), e->before, strlen(e->before));
		for (int n = rand() % 6; n && b.len; n--)
			room[(size_t)rand() % b.len] = (uint8_t)rand();
		if (b.len)
			b.len -= (size_t)rand() % b.len;
		ck_assert(!deviation_parse(&d, e->words, NULL));
		field_edit(&b, &d);
		ck_assert_uint_le(b.len, sizeof(room));
	}
}
END_TEST

Suite *deviation_tests(void)
{
	Suite *suite = suite_create("deviations");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 60);
	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_test(tests, test_words_that_are_none);
	tcase_add_loop_test(tests, test_edits_of_fields, 0, sizeof(edits) / sizeof(*edits));
	tcase_add_test(tests, test_edits_of_rubbish);
	tcase_add_loop_test(tests, test_seen_by_servers, 0, seen_row_count);
	suite_add_tcase(suite, tests);
	return suite;
}
