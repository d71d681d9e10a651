/* tests/unit/text_node.c - maps against tables of keys, and the word that was meant. */
#include "tests/unit/text.h"

#include <string.h>

#include "text/node.h"

static const struct node_key keys[] = {
	{ "id", NODE_SCALAR, true, false },
	{ "title", NODE_SCALAR, false, false },
	{ "steps", NODE_LIST, true, false },
	{ "table", NODE_MAP, false, false },
	{ "after", NODE_LIST, false, true },
	{ .name = NULL },
};

static const struct check {
	const char *text, *error;	/* NULL: by the table */
} checks[] = {
	{ "id: x\nsteps: []\n", NULL },
	{ "steps: [1]\nid: x\ntitle: ''\ntable: {}\nafter: [y]\n", NULL },
	{ "id: x\nsteps: []\nafter: y\n", NULL },
	{ "id: x\nstpes: []\n", "t.yaml:2:1: unknown key 'stpes' (did you mean 'steps'?)" },
	{ "id: x\nSTEPS: []\n", "t.yaml:2:1: unknown key 'STEPS' (did you mean 'steps'?)" },
	{ "id: x\nsteps: []\nprocedure: []\n", "t.yaml:3:1: unknown key 'procedure'" },
	{ "{id: x, steps: [], tables: {}}", "t.yaml:1:20: unknown key 'tables' (did you mean 'table'?)" },
	{ "id: x\nsteps: 5\n", "t.yaml:2:8: 'steps' must be a list, not a single value" },
	{ "id: x\nsteps: {a: 1}\n", "t.yaml:2:8: 'steps' must be a list, not a map" },
	{ "id: [x]\nsteps: []\n", "t.yaml:1:5: 'id' must be a single value, not a list" },
	{ "id: x\nsteps: []\ntable: \"\"\n", "t.yaml:3:8: 'table' must be a map, not a single value" },
	{ "id: x\nsteps:\ntable: {}\n", "t.yaml:2:7: 'steps' must be a list, not nothing" },
	{ "\n\nsteps: []\n", "t.yaml:3:1: missing key 'id'" },
	{ "id: x\n", "t.yaml:1:1: missing key 'steps'" },
	{ "[1]", "t.yaml:1:1: expected a map, not a list" },
	{ "word", "t.yaml:1:1: expected a map, not a single value" },
	{ "---\n", "t.yaml:2:1: expected a map, not nothing" },
};

START_TEST(test_node_check)
{
	const struct check *v = &checks[_i];
	struct error error = { .text = "" };
	struct document *d = document_parse("t.yaml", v->text, strlen(v->text), &error);

	ck_assert_msg(d, "%s", error.text);
	int status = node_check(document_root(d), keys, &error);
	ck_assert_int_eq(status, v->error ? -1 : 0);
	ck_assert_str_eq(error.text, v->error ? v->error : "");
	ck_assert_int_eq(node_check(document_root(d), keys, NULL), status);
	document_free(d);
}
END_TEST

START_TEST(test_node_error_has_the_place)
{
	struct error error = { .text = "" };
	struct document *d = document_parse("dir/t.yaml", "a:\n  - b\n", 9, &error);

	ck_assert_int_eq(node_error(node_get(document_root(d), "a")->child, &error, "%d of %s", 3, "these"), -1);
	ck_assert_str_eq(error.text, "dir/t.yaml:2:5: 3 of these");
	document_free(d);
}
END_TEST

/* Distances by hand: one letter put in, left out, changed, or two swapped, count one each. */
static const struct meant {
	const char *text, *nearest;
} meants[] = {
	{ "handshake", "handshake" },	/* 0 */
	{ "hanshake", "handshake" },
	{ "handshakee", "handshake" },
	{ "hendshake", "handshake" },
	{ "ahndshake", "handshake" },
	{ "Handshake", "handshake" },
	{ "regster", "register" },
	{ "deregsiter", "deregister" },
	{ "wiat", "wait" },
	{ "sned", "send" },
	{ "pign", "ping" },
	{ "sp", NULL },
	{ "expected", "expect" },	/* 2 of 8 */
	{ "hnshk", NULL },		/* 4 of 9 */
	{ "xyz", NULL },
	{ "", NULL },
	{ "a-word-much-longer-than-any-that-a-table-of-keys-could-hold", NULL },
};

START_TEST(test_nearest_word)
{
	static const char *const words[] = { "handshake", "register", "deregister", "send",
					     "wait",	  "expect",   "ping",	    NULL };
	static const char *const twins[] = { "ab1", "ab2", NULL };

	ck_assert_pstr_eq(nearest_word(meants[_i].text, words), meants[_i].nearest);
	ck_assert_pstr_eq(nearest_word("ab3", twins), "ab1");	/* the first of equals */
	ck_assert_pstr_eq(nearest_word("ab", twins + 2), NULL);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))))

Suite *node_tests(void)
{
	Suite *suite = suite_create("node");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_node_check, 0, COUNT(checks));
	tcase_add_test(tests, test_node_error_has_the_place);
	tcase_add_loop_test(tests, test_nearest_word, 0, COUNT(meants));
	suite_add_tcase(suite, tests);
	return suite;
}
