/* tests/unit/wire_nearest.c - "did you mean": slips find their word, other words none. */
#include "tests/unit/wire.h"

#include <string.h>

#include "wire/nearest.h"

static const char *const words[] = { "drop", "duplicate", "empty", "retype", "replace", "insert",
				     "ue-service-id", NULL };

static const struct {
	const char *text, *nearest;
} slips[] = {
	{ "drop", "drop" },		/* none */
	{ "dorp", "drop" },		/* two exchanged */
	{ "drpo", "drop" },
	{ "dop", "drop" },		/* one left out */
	{ "droop", "drop" },		/* one too many */
	{ "dramatic", NULL },
	{ "x", NULL },
	{ "", NULL },
	{ "replay", "replace" },
	{ "ue-servce-id", "ue-service-id" },
	{ "ueserviceid", "ue-service-id" },
	{ "service", NULL },
};

START_TEST(test_slip)
{
	const char *nearest = nearest_word(slips[_i].text, words);

	ck_assert_pstr_eq(nearest, slips[_i].nearest);
}
END_TEST

START_TEST(test_long_words)
{
	char text[300];

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert_pstr_eq(nearest_word(text, words), NULL);
}
END_TEST

Suite *nearest_tests(void)
{
	Suite *suite = suite_create("nearest word");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_slip, 0, (int)(sizeof(slips) / sizeof(*slips)));
	tcase_add_test(tests, test_long_words);
	suite_add_tcase(suite, tests);
	return suite;
}
