/* tests/unit/dtls_stimuli.c - stimuli: their words, and each as OpenSSL's server and ours see it. */
#include "tests/unit/dtls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/stimulus.h"
#include "tests/unit/dtls_stimulus.h"
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
	{ "dorp client-hello", "'dorp client-hello': unknown stimulus 'dorp' (did you mean 'drop'?)" },
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
	{ "hold application-data", "'hold application-data': only records of application-data can be bent" },
	{ "length client-hello.version 3", "'length client-hello.version 3': 'length' is of a field with a length before it" },
};

START_TEST(test_words_that_are_none)
{
	struct stimulus d;
	struct error error;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ck_assert_int_eq(stimulus_parse(&d, bad[i].words, &error), -1);
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
	{ "sized client-key-exchange.identity 5", "0003756531", "00057878787878" },
	{ "sized client-key-exchange.identity 0", "0003756531", "0000" },
	{ "sized client-hello.extension 10 2", HELLO, HELLO_HEAD "01aa" "00" "0002c0a8" "0100" "000a" "00170000" "000a00027878" },
	{ "capitals client-key-exchange.identity", "0003756531", "0003554531" },
	{ "replace server-hello.cipher-suite 0x1301", HELLO_HEAD "00" "c0a8" "00", HELLO_HEAD "00" "1301" "00" },
	{ "replace server-hello.compression-method 1", HELLO_HEAD "00" "c0a8" "00", HELLO_HEAD "00" "c0a8" "01" },
};

START_TEST(test_edits_of_fields)
{
	const struct edit *e = &edits[_i];
	struct stimulus d;
	struct error error;
	uint8_t room[256];
	char after[512];
	struct buffer b = buffer_on(room, sizeof(room));

	ck_assert_msg(!stimulus_parse(&d, e->words, &error), "%s", error.text);
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
		struct stimulus d;
		uint8_t room[300];
		struct buffer b = buffer_on(room, sizeof(room));

		srand((unsigned)i);
		b.len = (size_t)hex_read(room, sizeof(room), e->before, strlen(e->before));
		for (int n = rand() % 6; n && b.len; n--)
			room[(size_t)rand() % b.len] = (uint8_t)rand();
		if (b.len)
			b.len -= (size_t)rand() % b.len;
		ck_assert(!stimulus_parse(&d, e->words, NULL));
		field_edit(&b, &d);
		ck_assert_uint_le(b.len, sizeof(room));
	}
}
END_TEST

static const struct set {
	const char *words, *error;	/* NULL: fits */
	size_t count;
	const char *first;
} sets[] = {
	{ "fragment 20; reverse", NULL, 4, "fragment client-key-exchange 20" },
	{ "suite 0xc0a8", NULL, 1, "replace client-hello.cipher-suites hex:c0a8" },
	{ "fragment client-hello 20;first drop finished", NULL, 2, "fragment client-hello 20" },
	{ "identity-length 1000", NULL, 1, "sized client-key-exchange.identity 1000" },
	{ "suite", "stimulus 'suite' takes a number", 0, NULL },
	{ "unknown-suites 5", "stimulus 'unknown-suites' takes no number", 0, NULL },
	{ "suite 65536", "stimulus 'suite': '65536' is no number up to 65535", 0, NULL },
	{ "unkown-suites", "unknown stimulus 'unkown-suites' (did you mean 'unknown-suites'?)", 0, NULL },
	{ "fragmnt 5", "unknown stimulus 'fragmnt' (did you mean 'fragment'?)", 0, NULL },
};

START_TEST(test_several_and_names)
{
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		struct stimuli s;
		struct error error;
		int status = stimuli_parse(&s, sets[i].words, &error);
		ck_assert_msg(!status == !sets[i].error, "%s: %s", sets[i].words, error.text);
		if (status) {
			ck_assert_str_eq(error.text, sets[i].error);
			continue;
		}
		ck_assert_uint_eq(s.count, sets[i].count);
		ck_assert_str_eq(s.list[0].words, sets[i].first);
		stimuli_free(&s);
	}
}
END_TEST

/* Every row of dtls/stimulus.def stands for words that are some. */
START_TEST(test_every_name)
{
	for (unsigned i = 0; stimulus_row(i); i++) {
		struct stimuli s;
		struct error error;
		char words[64];
		snprintf(words, sizeof(words), "%s%s", stimulus_row(i)->word, stimulus_row(i)->takes_number ? " 20" : "");
		ck_assert_msg(!stimuli_parse(&s, words, &error), "%s: %s", words, error.text);
		stimuli_free(&s);
	}
}
END_TEST

Suite *stimulus_tests(void)
{
	Suite *suite = suite_create("stimuli");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 60);
	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_test(tests, test_words_that_are_none);
	tcase_add_test(tests, test_several_and_names);
	tcase_add_test(tests, test_every_name);
	tcase_add_loop_test(tests, test_edits_of_fields, 0, sizeof(edits) / sizeof(*edits));
	tcase_add_test(tests, test_edits_of_rubbish);
	tcase_add_loop_test(tests, test_seen_by_servers, 0, seen_row_count);
	suite_add_tcase(suite, tests);
	return suite;
}
