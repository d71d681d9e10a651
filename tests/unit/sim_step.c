/* tests/unit/sim_step.c - steps: every wrong word is found at load, with its place; expectations hold and break. */
#include "tests/unit/sim.h"

#include <string.h>

#include "sim/expectation.h"
#include "sim/step.h"
#include "wire/hex.h"

static const struct wrong { const char *yaml, *error; } wrong[] = {
	{ "- rgister: u1\n", "t:1:3: no step among its keys (did you mean 'register'?)" },
	{ "- {register: u1, but: [drop i]}\n", "t:1:24: " },
	{ "- {register: u1, butt: []}\n", "t:1:18: unknown key 'butt' (did you mean 'but'?)" },
	{ "- {register: u1, profile: huge}\n", "t:1:27: unknown profile 'huge'" },
	{ "- {register: u1, token: abc}\n", "t:1:25: 'abc' is no token" },
	{ "- {register: u1, wish: cleer}\n", "t:1:24: unknown wish 'cleer' (did you mean 'clear'?)" },
	{ "- {register: u1, manual: [dance]}\n", "t:1:27: unknown automatic behaviour" },
	{ "- {register: $who}\n", "t:1:14: '$who' is no column of this case's table" },
	{ "- expect: {result: succes}\n", "t:1:20: unknown reaction 'succes'" },
	{ "- expect: {code: [2.4]}\n", "t:1:19: '2.4' is no code" },
	{ "- expect: {reaction: [response, reset, ack, silence, cut]}\n", "t:1:11: this expects nothing" },
	{ "- expect: {}\n", "t:1:11: this expects nothing" },
	{ "- expect: {within: 3}\n", "t:1:20: " },
	{ "- wait: soon\n", "t:1:9: " },
	{ "- {send: u1, octets: \"hex:4\"}\n", "t:1:22: expected \"hex:\"" },
	{ "- {register: u1, pad: much}\n", "t:1:23: 'much' is no number of octets" },
	{ "- {confirm: u1, with: nothing}\n", "t:1:23: 'nothing' is neither ack nor rst" },
	{ "- u1\n", "t:1:3: a step is a map" },
};

START_TEST(test_wrong_words_are_found_with_their_place)
{
	struct error error = { .text = "" };
	struct document *document = document_parse("t", wrong[_i].yaml, strlen(wrong[_i].yaml), &error);
	struct step *steps;
	size_t count;

	ck_assert_ptr_nonnull(document);
	ck_assert_int_eq(steps_read(&steps, &count, document_root(document), NULL, &error), -1);
	ck_assert_msg(!strncmp(error.text, wrong[_i].error, strlen(wrong[_i].error)), "expected '%s', got '%s'", wrong[_i].error,
		      error.text);
	steps_free(steps, count);
	document_free(document);
}
END_TEST

START_TEST(test_columns_fill_in)
{
	static const char yaml[] = "- {register: u1, but: [drop $ie], token: \"hex:$t\"}\n";
	struct columns columns = { .names = { "ie", "t" }, .values = { "message-type", "0a0b" }, .count = 2 };
	struct document *document = document_parse("t", yaml, strlen(yaml), NULL);
	struct step *steps;
	struct error error = { .text = "" };
	size_t count;

	ck_assert_msg(!steps_read(&steps, &count, document_root(document), &columns, &error), "%s", error.text);
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(steps[0].request.but[0].words, "drop message-type");
	ck_assert_uint_eq(steps[0].request.token_len, 2);
	ck_assert_uint_eq(steps[0].request.token[1], 0x0b);
	steps_free(steps, count);
	document_free(document);
}
END_TEST

/* What came (hex of the reply, or a state), what is expected, whether it holds. */
static const struct judged {
	const char *expectation, *reply;
	enum transaction_state state;
	bool holds;
} judged[] = {
	/* 2.04, Content-Format 50, {"registrationResult":"success"} */
	{ "{result: success}", "60440001c132ff7b22726567697374726174696f6e526573756c74223a2273756363657373227d", TRANSACTION_ANSWERED, true },
	{ "{not: success}", "60440001c132ff7b22726567697374726174696f6e526573756c74223a2273756363657373227d", TRANSACTION_ANSWERED, false },
	{ "{code: [2.01]}", "60440001c132ff7b22726567697374726174696f6e526573756c74223a2273756363657373227d", TRANSACTION_ANSWERED, false },
	{ "{code: [2.xx]}", "60440001c132ff7b22726567697374726174696f6e526573756c74223a2273756363657373227d", TRANSACTION_ANSWERED, true },
	/* "failure" */
	{ "{result: success}", "60440001c132ff7b22726567697374726174696f6e526573756c74223a226661696c757265227d", TRANSACTION_ANSWERED, false },
	{ "{not: success}", "60440001c132ff7b22726567697374726174696f6e526573756c74223a226661696c757265227d", TRANSACTION_ANSWERED, true },
	/* an empty 2.04 says nothing: no success */
	{ "{result: success}", "60440001", TRANSACTION_ANSWERED, false },
	{ "{reaction: other}", "60440001", TRANSACTION_ANSWERED, true },
	{ "{reaction: refusal, code: [4.02]}", "60820001", TRANSACTION_ANSWERED, true },
	{ "{reaction: refusal, code: [4.02]}", "60840001", TRANSACTION_ANSWERED, false },
	{ "{reaction: response}", "60a00001", TRANSACTION_ANSWERED, true },
	{ "{reaction: reset}", "70000001", TRANSACTION_RESET, true },
	{ "{reaction: response}", "70000001", TRANSACTION_RESET, false },
	{ "{reaction: silence}", "", TRANSACTION_PENDING, true },
	{ "{reaction: silence}", "", TRANSACTION_ACKED, false },
	{ "{result: success}", "", TRANSACTION_GIVEN_UP, false },
	{ "{code: [2.04]}", "", TRANSACTION_GIVEN_UP, false },
	{ "{not: success}", "", TRANSACTION_CUT, true },
};

START_TEST(test_expectations)
{
	char yaml[200], said[300];
	struct transaction t = { .state = judged[_i].state };
	struct binding binding;
	struct document *document;
	struct step *steps;
	struct error error = { .text = "" };
	size_t count;

	binding_default(&binding);
	t.reply_len = (size_t)hex_read(t.reply, sizeof(t.reply), judged[_i].reply, strlen(judged[_i].reply));
	snprintf(yaml, sizeof(yaml), "- expect: %s\n", judged[_i].expectation);
	document = document_parse("t", yaml, strlen(yaml), &error);
	ck_assert_msg(!steps_read(&steps, &count, document_root(document), NULL, &error), "%s", error.text);
	bool holds = expectation_holds(&steps[0].expect, &t, &binding, NULL, said, sizeof(said));
	ck_assert_msg(holds == judged[_i].holds, "%s of %s", judged[_i].expectation, judged[_i].reply);
	steps_free(steps, count);
	document_free(document);
}
END_TEST

Suite *step_tests(void)
{
	Suite *suite = suite_create("steps");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_wrong_words_are_found_with_their_place, 0, sizeof(wrong) / sizeof(*wrong));
	tcase_add_test(tests, test_columns_fill_in);
	tcase_add_loop_test(tests, test_expectations, 0, sizeof(judged) / sizeof(*judged));
	suite_add_tcase(suite, tests);
	return suite;
}
