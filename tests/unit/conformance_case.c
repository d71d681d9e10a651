/* tests/unit/conformance_case.c - case tables: what is wrong is said at load, with file, line and column. */
#include "tests/unit/conformance.h"

#include <stdio.h>
#include <string.h>

#include "conformance/case.h"
#include "tests/unit/place.h"

/* Two cases by the book, lines 1 to 12; what a row adds begins on line 13 in column 5. */
static const char good[] = "cases:\n"
			   "  - id: REG-1\n"
			   "    title: a first registration is accepted\n"
			   "    rules: [M5G-REG-S04]\n"
			   "    steps:\n"
			   "      - register: u1\n"
			   "      - expect: {result: success}\n"
			   "  - id: SEC-1\n"
			   "    title: over coaps only\n"
			   "    rules: [M5G-REG-S04]\n"
			   "    links: [coaps]\n"
			   "    steps: [{register: u1}, {expect: {result: success}}]\n"
			   "  - ";

/* The keys that a row leaves alone. */
#define ID "id: X-1\n    "
#define TITLE "title: t\n    "
#define RULES "rules: [M5G-REG-S04]\n    "
#define STEPS "steps: [{register: u1}, {expect: {result: success}}]\n"
#define HEAD ID TITLE RULES
#define REFUSED "steps: [{register: u1}, {expect: {not: success}}]\n"

static const struct wrong {
	const char *yaml, *error;
} wrong[] = {
	{ "x: 1\n", "t.yaml:13:5: unknown key 'x'" },
	{ TITLE RULES STEPS, "t.yaml:13:5: missing key 'id'" },
	{ ID RULES STEPS, "t.yaml:13:5: missing key 'title'" },
	{ ID TITLE STEPS, "t.yaml:13:5: missing key 'rules'" },
	{ ID TITLE RULES, "t.yaml:13:5: missing key 'steps'" },
	{ "id: [X-1]\n    " TITLE RULES STEPS, "t.yaml:13:9: 'id' must be a single value, not a list" },
	{ "id: X 1\n    " TITLE RULES STEPS, "t.yaml:13:9: 'X 1' is no id" },
	{ "id: ''\n    " TITLE RULES STEPS, "t.yaml:13:9: '' is no id" },
	{ "id: aaaaaaaaaabbbbbbbbbbccccccccccdd\n    " TITLE RULES STEPS, "t.yaml:13:9: longer than 31 octets" },
	{ "id: REG-1\n    " TITLE RULES STEPS, "t.yaml:13:9: the id 'REG-1' is already taken" },
	{ HEAD "stepps: []\n", "t.yaml:16:5: unknown key 'stepps' (did you mean 'steps'?)" },
	{ ID TITLE "rules: []\n    " STEPS, "t.yaml:15:12: a case exercises at least one rule" },
	{ ID TITLE "rules: [M5G-REG-S04, M5G-REG-S99]\n    " STEPS, "t.yaml:15:26: unknown rule 'M5G-REG-S99'" },
	{ ID TITLE "rules: M5G-REG-S04\n    " STEPS, "t.yaml:15:12: 'rules' must be a list" },
	{ ID TITLE "rules: [NA-02, DTLS13-01]\n    " STEPS, "t.yaml:15:12: 'X-1' exercises no rule: NA-02 is out of scope" },
	{ ID TITLE "rules: [M5G-REG-S02.a]\n    links: [coap]\n    " STEPS, "t.yaml:15:12: 'X-1' exercises no rule: M5G-REG-S02.a is not asked" },
	{ ID TITLE "rules: [ECHO-01]\n    " STEPS, "t.yaml:15:12: 'X-1' exercises no rule: ECHO-01 is not asked" },
	{ HEAD "steps: [{register: u1}, {expect: {}}]\n", "t.yaml:16:38: this expects nothing" },
	{ HEAD "steps: [{register: u1}, {expect: {within: 2s}}]\n", "t.yaml:16:38: this expects nothing" },
	{ HEAD "steps: [{register: u1}, {expect: {reaction: [response, reset, ack, silence, cut]}}]\n", "t.yaml:16:38: this expects nothing" },
	{ HEAD "steps: [{register: u1}, {expect: {reaction: [response, reset, ack, silence, cut], code: [2.xx, 4.xx, 5.xx]}}]\n",
	  "t.yaml:16:38: this expects nothing" },
	{ HEAD "table: {w: [response reset ack silence cut]}\n    steps: [{register: u1}, {expect: {reaction: $w}}]\n",
	  "t.yaml:13:9: 'X-1.response reset" },
	{ HEAD "steps: [{register: u1}, {expect: {reaction: reset, not: [reset, ack]}}]\n", "t.yaml:16:38: no outcome would do" },
	{ HEAD "steps: [{register: u1}, {expect: {not: cut}}]\n", "t.yaml:16:29: this expects nothing: any outcome over coap" },
	{ HEAD "steps: [{register: u1}, {expect: {reaction: [response, reset, ack, silence]}}]\n",
	  "t.yaml:16:29: this expects nothing: any outcome over coap" },
	{ HEAD "steps: [{register: u1}, {expect: {reaction: refusal, code: [2.01]}}]\n", "t.yaml:16:38: a code that nothing expected here" },
	{ HEAD "steps: [{register: u1}, {expect: {result: success, code: [2.04, 4.xx]}}]\n", "t.yaml:16:38: a code that nothing" },
	{ HEAD "steps: [{register: u1}, {expect: {reaction: silence, code: [2.04]}}]\n", "t.yaml:16:38: a code that nothing" },
	{ HEAD "steps: [{register: u1}, {expect: {not: other, code: [2.05]}}]\n", "t.yaml:16:38: a code that nothing" },
	{ HEAD "steps: [{register: u1}, {expect: {reaction: silence, within: 0s}}]\n", "t.yaml:16:66: nothing can come within no time" },
	{ HEAD "steps: [{register: u1}, {expect: {alike: yes}}]\n", "t.yaml:16:29: 'u1' has sent one message only" },
	{ HEAD "steps: [{register: u1}, {register: u2}, {expect: {same: yes}}]\n", "t.yaml:16:45: 'u2' has sent one message only" },
	{ HEAD "links: [coap, tcp]\n    " STEPS, "t.yaml:16:19: " },
	{ HEAD "links: []\n    " STEPS, "t.yaml:16:12: no link" },
	{ HEAD "needs: [wings]\n    " STEPS, "t.yaml:16:13: unknown feature or edition 'wings'" },
	{ HEAD "needs: [[psk]]\n    " STEPS, "t.yaml:16:13: unknown feature or edition ''" },
	/* twins */
	{ HEAD REFUSED, "t.yaml:13:5: 'X-1' expects a refusal or silence: name the twin that must have passed" },
	{ HEAD "twin: REG-2\n    " REFUSED, "t.yaml:16:11: 'X-1' names the twin 'REG-2', which is no case" },
	{ HEAD "twin: X-1\n    " REFUSED, "t.yaml:16:11: 'X-1': its twins go in a circle" },
	{ HEAD "twin: X-2\n    " REFUSED "  - id: X-2\n    " TITLE RULES "twin: X-1\n    " REFUSED,
	  "t.yaml:16:11: 'X-1': its twins go in a circle" },
	{ HEAD "twin: SEC-1\n    " REFUSED, "t.yaml:16:11: 'X-1' runs on a link that its twin 'SEC-1' does not" },
	{ HEAD "twin: $w\n    " REFUSED, "t.yaml:16:11: '$w' is no column of this case's table" },
	/* steps */
	{ HEAD "steps: []\n", "t.yaml:16:12: 'X-1' could not fail: no step expects anything" },
	{ HEAD "steps: [{register: u1}]\n", "t.yaml:16:12: 'X-1' could not fail" },
	{ HEAD "before: [{register: u1}, {expect: {result: success}}]\n    steps: [{wait: 1s}]\n", "t.yaml:17:12: 'X-1' could not fail" },
	{ HEAD "steps: [{renegotiate: u1, wait: no}]\n", "t.yaml:16:12: 'X-1' could not fail" },
	{ HEAD "steps: [{expect: {result: success}}]\n", "t.yaml:16:13: 'expect' comes before any UE was named" },
	{ HEAD "steps: [{register: ''}, {expect: {result: success}}]\n", "t.yaml:16:13: 'register' names no UE" },
	{ HEAD "steps: [{handshake: u1}, {expect: {reaction: silence}}]\n", "t.yaml:16:30: 'u1' has sent nothing yet that 'expect'" },
	{ HEAD "steps: [{register: u1}, {expect: {of: u2, result: success}}]\n", "t.yaml:16:29: 'u2' has sent nothing yet" },
	{ HEAD "steps: [{repeat: u1}, {expect: {reaction: response}}]\n", "t.yaml:16:13: 'u1' has sent nothing yet that 'repeat'" },
	{ HEAD STEPS "    after: [{repeat: u2}]\n", "t.yaml:17:13: 'u2' has sent nothing yet" },
	{ HEAD "steps: [{register: mallory}, {expect: {result: success}}]\n", "t.yaml:16:13: unknown UE 'mallory': u1 to u9, stranger, short or long" },
	{ HEAD "steps: [{handshake: u1, with: u0}]\n", "t.yaml:16:13: unknown UE 'u0'" },
	{ HEAD "steps: [{handshake: u1}, {handshake: u2}, {handshake: u3}, {handshake: u4}, {handshake: u5}]\n",
	  "t.yaml:16:81: more than 4 UEs" },
	{ HEAD "steps: [{regster: u1}]\n", "t.yaml:16:13: no step among its keys (did you mean 'register'?)" },
	{ HEAD "steps: {register: u1}\n", "t.yaml:16:12: 'steps' must be a list" },
	/* tables */
	{ HEAD "table: {}\n    " STEPS, "t.yaml:16:12: a table without rows" },
	{ HEAD "table: []\n    " STEPS, "t.yaml:16:12: a table without rows" },
	{ HEAD "table:\n    " STEPS, "t.yaml:16:11: a table without rows" },
	{ HEAD "table: 5\n    " STEPS, "t.yaml:16:12: a table without rows" },
	{ HEAD "table: {a: []}\n    " STEPS, "t.yaml:16:16: a table without rows" },
	{ HEAD "table: {a: [1], b: [2]}\n    " STEPS, "t.yaml:16:16: a table is {column: [values]}" },
	{ HEAD "table: {a: [[1]]}\n    " STEPS, "t.yaml:16:17: a column holds words" },
	{ HEAD "table: [1, 2]\n    " STEPS, "t.yaml:16:13: a row of a table is a map of 1 to 8 columns" },
	{ HEAD "table: [{a: [1]}]\n    " STEPS, "t.yaml:16:17: a column holds a word" },
	{ HEAD "table: [{a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9}]\n    " STEPS, "t.yaml:16:13: a row of a table is a map of 1 to 8" },
	{ HEAD "table: {a: [1, 1]}\n    " STEPS, "t.yaml:13:9: the id 'X-1.1' is already taken" },
	{ HEAD "table: {a: ['']}\n    " STEPS, "t.yaml:13:9: 'X-1.' is no id" },
	{ HEAD "table: {a: [two words]}\n    " STEPS, "t.yaml:13:9: 'X-1.two words' is no id" },
	{ HEAD "table: {a: [abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl]}\n    " STEPS, "t.yaml:13:9: 'X-1.abcd" },
	{ ID "title: about $what\n    " RULES "table: {a: [1]}\n    " STEPS, "t.yaml:14:12: '$what' is no column of this case's table" },
	{ ID TITLE "rules: [M5G-$a]\n    table: {a: [REG-S04, REG-S99]}\n    " STEPS, "t.yaml:15:13: unknown rule 'M5G-REG-S99'" },
};

static int read_text(struct case_table *table, const char *text, struct error *error)
{
	place_write("t.yaml", text);
	return case_table_read(table, "t.yaml", error) || case_table_check(table, error) ? -1 : 0;
}

START_TEST(test_what_is_wrong_is_said_with_its_place)
{
	struct case_table table = { 0 };
	struct error error = { .text = "" };
	char text[2000];

	snprintf(text, sizeof(text), "%s%s", good, wrong[_i].yaml);
	ck_assert_msg(read_text(&table, text, &error) == -1, "taken: %s", wrong[_i].yaml);
	ck_assert_msg(!strncmp(error.text, wrong[_i].error, strlen(wrong[_i].error)), "%sexpected '%s', got '%s'", wrong[_i].yaml,
		      wrong[_i].error, error.text);
	case_table_free(&table);
}
END_TEST

static const struct wrong wrong_files[] = {
	{ "", "t.yaml:1:1: nothing in it" },
	{ "[]\n", "t.yaml:1:1: expected a map, not a list" },
	{ "{}\n", "t.yaml:1:1: missing key 'cases'" },
	{ "cases: {}\n", "t.yaml:1:8: 'cases' must be a list, not a map" },
	{ "case: []\n", "t.yaml:1:1: unknown key 'case' (did you mean 'cases'?)" },
	{ "cases:\n  - 5\n", "t.yaml:2:5: expected a map, not a single value" },
	{ "cases: [\n", "t.yaml:2:1: " },
};

START_TEST(test_files_that_are_no_table)
{
	struct case_table table = { 0 };
	struct error error = { .text = "" };

	ck_assert_int_eq(read_text(&table, wrong_files[_i].yaml, &error), -1);
	ck_assert_msg(!strncmp(error.text, wrong_files[_i].error, strlen(wrong_files[_i].error)), "expected '%s', got '%s'",
		      wrong_files[_i].error, error.text);
	case_table_free(&table);
}
END_TEST

START_TEST(test_rows_of_a_table)
{
	static const char cases[] = "id: X-1\n    title: $type with $code\n    rules: [M5G-REG-S04]\n    twin: REG-1\n    needs: [reneg]\n"
				    "    table:\n      - {name: get, type: GET, code: '0.01'}\n      - {name: put, type: PUT, code: '0.03'}\n"
				    "    steps: [{register: u2, but: [replace code $code]}, {expect: {reaction: refusal}}]\n";
	struct case_table table = { 0 };
	struct error error = { .text = "" };
	char text[2000];

	snprintf(text, sizeof(text), "%s%s", good, cases);
	ck_assert_msg(!read_text(&table, text, &error), "%s", error.text);
	ck_assert_uint_eq(table.count, 4);
	const struct case_row *put = case_table_find(&table, "X-1.put");
	ck_assert_ptr_nonnull(put);
	ck_assert_ptr_null(case_table_find(&table, "X-1"));
	ck_assert_str_eq(put->title, "PUT with 0.03");
	ck_assert_str_eq(put->steps.steps[0].request.but[0].words, "replace code 0.03");
	ck_assert_uint_eq(put->links, 3);
	ck_assert_uint_eq(put->needs, APPLIES_RENEG);
	ck_assert(put->negative);
	ck_assert(!put->slow);
	ck_assert(!case_table_find(&table, "REG-1")->negative);
	ck_assert_uint_eq(case_table_find(&table, "SEC-1")->links, 1 << TRANSPORT_COAPS);
	ck_assert_uint_eq(put->actor_count, 2);	/* u1 is always there: for the probe */
	ck_assert_str_eq(put->actors[0], "u1");
	ck_assert_str_eq(put->actors[1], "u2");
	case_table_free(&table);
}
END_TEST

/* What a case expects, whether it is negative, whether it waits more than 5 s. */
static const struct nature {
	const char *steps;
	bool negative, slow;
} natures[] = {
	{ "[{register: u1}, {expect: {result: success}}]", false, false },
	{ "[{register: u1}, {expect: {reaction: response}}]", false, false },
	{ "[{register: u1}, {expect: {reaction: [response, silence], within: 3s}}]", false, false },
	{ "[{register: u1}, {expect: {not: success}}]", true, false },
	{ "[{register: u1}, {expect: {reaction: refusal}}]", true, false },
	{ "[{ping: u1}, {expect: {reaction: reset}}]", true, false },
	{ "[{register: u1}, {expect: {reaction: silence, within: 5s}}]", true, false },
	{ "[{register: u1}, {expect: {reaction: silence, within: 5001ms}}]", true, true },
	{ "[{register: u1}, {expect: {result: success, within: 60s}}]", false, false },	/* an answer comes at once */
	{ "[{register: u1}, {expect: {result: success}}, {wait: 4s}, {wait: 2s}]", false, true },
	{ "[{handshake: u1, fails: yes}]", true, false },
	{ "[{handshake: u1}]", false, false },
};

START_TEST(test_what_is_negative_and_what_is_slow)
{
	struct case_table table = { 0 };
	struct error error = { .text = "" };
	char text[2000];

	snprintf(text, sizeof(text), "%s" HEAD "twin: REG-1\n    steps: %s\n", good, natures[_i].steps);
	ck_assert_msg(!read_text(&table, text, &error), "%s", error.text);
	ck_assert_msg(table.rows[2].negative == natures[_i].negative, "%s", natures[_i].steps);
	ck_assert_msg(table.rows[2].slow == natures[_i].slow, "%s", natures[_i].steps);
	case_table_free(&table);
}
END_TEST

START_TEST(test_a_folder_is_read_in_order_of_name)
{
	struct case_table table = { 0 };
	struct error error = { .text = "" };

	place_write("b.yaml", good + 0);
	ck_assert_int_eq(case_table_read_directory(&table, ".", &error), -1);	/* its last case is nothing */
	ck_assert_msg(!strncmp(error.text, "./b.yaml:13:4: ", 15), "%s", error.text);
	case_table_free(&table);
	place_write("b.yaml", "cases: [{id: B-1, title: t, rules: [M5G-REG-S04], twin: A-1, steps: [{ping: u1}, {expect: {reaction: reset}}]}]\n");
	place_write("a.yaml", "cases: [{id: A-1, title: t, rules: [M5G-REG-S04], steps: [{handshake: u1}]}]\n");
	place_write("notes.txt", "no table\n");
	place_write(".hidden.yaml", "no table\n");
	ck_assert_msg(!case_table_read_directory(&table, ".", &error), "%s", error.text);
	ck_assert_uint_eq(table.count, 2);
	ck_assert_str_eq(table.rows[0].id, "A-1");
	case_table_free(&table);
	remove(".hidden.yaml");
}
END_TEST

START_TEST(test_a_folder_without_tables)
{
	struct case_table table = { 0 };
	struct error error = { .text = "" };

	ck_assert_int_eq(case_table_read_directory(&table, ".", &error), -1);
	ck_assert_str_eq(error.text, ".: no case tables (*.yaml)");
	ck_assert_int_eq(case_table_read_directory(&table, "nowhere", &error), -1);
	ck_assert_msg(!strncmp(error.text, "nowhere: No such file or directory", 34), "%s", error.text);
	case_table_free(&table);
}
END_TEST

Suite *case_tests(void)
{
	Suite *suite = suite_create("cases");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, place_enter, place_leave);
	tcase_add_loop_test(tests, test_what_is_wrong_is_said_with_its_place, 0, sizeof(wrong) / sizeof(*wrong));
	tcase_add_loop_test(tests, test_files_that_are_no_table, 0, sizeof(wrong_files) / sizeof(*wrong_files));
	tcase_add_test(tests, test_rows_of_a_table);
	tcase_add_loop_test(tests, test_what_is_negative_and_what_is_slow, 0, sizeof(natures) / sizeof(*natures));
	tcase_add_test(tests, test_a_folder_is_read_in_order_of_name);
	tcase_add_test(tests, test_a_folder_without_tables);
	suite_add_tcase(suite, tests);
	return suite;
}
