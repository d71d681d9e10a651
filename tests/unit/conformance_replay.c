/* tests/unit/conformance_replay.c - captured answers against others, octet by octet written by hand. */
#include "tests/unit/conformance.h"

#include <string.h>

#include "conformance/replay.h"
#include "tests/unit/octets.h"

/* ACK 2.04, MID 1, Token 0a; Content-Format 50 (c1 32), Max-Age 60 (21 3c) */
#define CHANGED "61 44 0001 0a"
#define JSON_FORMAT "c1 32"

static const struct answers {
	const char *captured, *now;	/* NULL: none */
	enum replay_outcome outcome;
	const char *why, *ignored;
} table[] = {
	{ NULL, NULL, REPLAY_SAME, "", NULL },
	{ CHANGED, NULL, REPLAY_NO_ANSWER, "captured 2.04 Changed", NULL },
	{ "70 00 0001", NULL, REPLAY_NO_ANSWER, "captured RST", NULL },
	{ NULL, CHANGED, REPLAY_EXTRA_ANSWER, "now 2.04 Changed", NULL },
	{ CHANGED, CHANGED, REPLAY_SAME, "", NULL },
	{ CHANGED, "41 44 7777 0b", REPLAY_SAME, "", NULL },	/* a CON of its own MID and another Token */
	{ CHANGED, "61 45 0001 0a", REPLAY_DIFFERS, "code: captured 2.04 Changed, now 2.05 Content", NULL },
	{ CHANGED, "70 00 0001", REPLAY_DIFFERS, "code: captured 2.04 Changed, now RST", NULL },
	{ "70 00 0001", "70 44 0001", REPLAY_DIFFERS, "code: captured RST, now RST with 2.04 Changed", NULL },
	{ CHANGED "c1 32", CHANGED, REPLAY_DIFFERS, "option Content-Format: captured 32, now none", NULL },
	{ CHANGED, CHANGED "c1 32", REPLAY_DIFFERS, "option Content-Format: captured none, now 32", NULL },
	{ CHANGED "c1 32", CHANGED "c1 3c", REPLAY_DIFFERS, "option Content-Format: captured 32, now 3c", NULL },
	{ CHANGED "c1 32 21 3c", CHANGED "c1 32 20", REPLAY_DIFFERS, "option Max-Age: captured 3c, now empty", NULL },
	{ CHANGED "c1 32 21 3c", CHANGED "c1 32 20", REPLAY_SAME, "", "max-age" },
	{ CHANGED "c1 32 21 3c", CHANGED "c1 32", REPLAY_SAME, "", "max-age" },
	{ CHANGED "d1 f7 01", CHANGED "d1 f7 02", REPLAY_DIFFERS, "option 260: captured 01, now 02", NULL },
	{ CHANGED JSON_FORMAT "ff '{\"a\":1, \"b\":2}'", CHANGED JSON_FORMAT "ff '{\"b\":2,\"a\":1.0}'", REPLAY_SAME, "", NULL },
	{ CHANGED JSON_FORMAT "ff '{\"a\":1}'", CHANGED JSON_FORMAT "ff '{\"a\":2}'", REPLAY_DIFFERS,
	  "JSON at /a: captured {\"a\":1}, now {\"a\":2}", NULL },
	{ CHANGED JSON_FORMAT "ff '{\"a\":1}'", CHANGED JSON_FORMAT "ff '{\"a\":2}'", REPLAY_SAME, "", "/a" },
	{ CHANGED JSON_FORMAT "ff '{\"a\":1}'", CHANGED JSON_FORMAT "ff '{\"a\":2}'", REPLAY_SAME, "", "payload" },
	{ CHANGED JSON_FORMAT "ff '{\"a\":1}'", CHANGED JSON_FORMAT, REPLAY_DIFFERS, "payload: captured 7 octets, now 0", NULL },
	{ CHANGED "ff 'x'", CHANGED "ff 'y'", REPLAY_DIFFERS, "payload: captured 1 octets, now 1", NULL },
	{ "61 80 0001 0a ff 'no'", "61 80 0001 0a ff 'not so'", REPLAY_SAME, "", NULL },	/* diagnostics */
	{ "61 80 0001 0a c1 32 ff '[1]'", "61 80 0001 0a c1 32 ff '[2]'", REPLAY_DIFFERS, "JSON at /0: captured [1], now [2]", NULL },
};

START_TEST(test_answers_compared)
{
	const struct answers *v = &table[_i];
	const char *const ignored[] = { v->ignored, NULL };
	uint8_t captured[128], now[128];
	struct script_line line = { .answer = v->captured ? captured : NULL };
	char why[240];

	line.answer_len = v->captured ? octets_read(captured, sizeof(captured), v->captured) : 0;
	size_t len = v->now ? octets_read(now, sizeof(now), v->now) : 0;
	enum replay_outcome outcome = replay_compare(&line, v->now ? now : NULL, len, v->ignored ? ignored : NULL, why, sizeof(why));
	ck_assert_str_eq(replay_outcome_word(outcome), replay_outcome_word(v->outcome));
	ck_assert_str_eq(why, v->why);
}
END_TEST

START_TEST(test_words_ignored)
{
	struct error error;

	ck_assert_int_eq(replay_check_ignored("max-age", &error), 0);
	ck_assert_int_eq(replay_check_ignored("/a/0", &error), 0);
	ck_assert_int_eq(replay_check_ignored("payload", &error), 0);
	ck_assert_int_eq(replay_check_ignored("maxage", &error), -1);
	ck_assert_int_eq(replay_check_ignored("", &error), -1);
}
END_TEST

Suite *replay_tests(void)
{
	Suite *suite = suite_create("replay");
	TCase *tests = tcase_create("comparison");

	tcase_add_loop_test(tests, test_answers_compared, 0, sizeof(table) / sizeof(*table));
	tcase_add_test(tests, test_words_ignored);
	suite_add_tcase(suite, tests);
	return suite;
}
