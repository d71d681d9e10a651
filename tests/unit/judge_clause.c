/* tests/unit/judge_clause.c - clauses, verdicts, readings, the context's text. */
#include "tests/unit/judge.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/judge/unjudged.h"

START_TEST(test_clause_is_as_the_file_says)
{
	const struct clause *c = clause_named("M5G-REG-S02.a");

	ck_assert_ptr_nonnull(c);
	ck_assert_ptr_eq(c, clause_row(CLAUSE_M5G_REG_S02_a));
	ck_assert_int_eq(c->group, 'A');
	ck_assert_uint_eq(c->applies, APPLIES_COAPS | APPLIES_EDITION_CR);
	ck_assert_int_eq(c->level, LEVEL_MUST);
	ck_assert_int_eq(c->ground, GROUND_KEYWORD);
	ck_assert_uint_eq(c->binds, SIDE_SERVER);
	ck_assert_str_eq(clause_named("COAP-RSP-03")->same_as, "M5G-DEREG-S04");
	ck_assert_ptr_nonnull(strstr(clause_named("JSON-06")->text, "whitespace, \\u escapes"));
	ck_assert_ptr_null(clause_named("COAP-MSG-99"));
	ck_assert_int_eq(CLAUSE_COUNT, 395);
}
END_TEST

START_TEST(test_words_of_features_return)
{
	unsigned bit = 0;

	for (; applies_word(bit); bit++)
		ck_assert_uint_eq(applies_named(applies_word(bit)), 1u << bit);
	ck_assert_uint_eq(1u << (bit - 1), APPLIES_EDITION_PRE_CR);
	ck_assert_uint_eq(applies_named("long-token"), APPLIES_LONG_TOKEN);
	ck_assert_uint_eq(applies_named("nothing"), 0);
}
END_TEST

START_TEST(test_verdict_by_level_and_ground)
{
	struct context c;

	talk_context(&c, "");
	ck_assert_int_eq(clause_verdict(clause_named("COAP-MSG-37"), &c), VERDICT_FAIL);	/* must, keyword */
	ck_assert_int_eq(clause_verdict(clause_named("COAP-OPT-27.a"), &c), VERDICT_WARN);	/* must, derived */
	ck_assert_int_eq(clause_verdict(clause_named("COAP-RSP-10"), &c), VERDICT_WARN);	/* should */
	ck_assert_int_eq(clause_verdict(clause_named("COAP-MSG-10"), &c), VERDICT_WARN);	/* T14 */
	ck_assert_int_eq(clause_verdict(clause_named("COAP-RSP-01"), &c), VERDICT_NOTE);
	c.strict = true;
	ck_assert_int_eq(clause_verdict(clause_named("COAP-RSP-10"), &c), VERDICT_FAIL);
	ck_assert_int_eq(clause_verdict(clause_named("COAP-OPT-27.a"), &c), VERDICT_WARN);
	ck_assert_int_eq(clause_verdict(clause_named("COAP-MSG-10"), &c), VERDICT_WARN);
	ck_assert_int_eq(reading_take(&c, "T14=literal", NULL), 0);
	ck_assert_int_eq(clause_verdict(clause_named("COAP-MSG-10"), &c), VERDICT_FAIL);
	context_free(&c);
}
END_TEST

START_TEST(test_worst_verdict_wins)
{
	ck_assert_int_eq(verdict_worst(VERDICT_PASS, VERDICT_INCONC), VERDICT_INCONC);
	ck_assert_int_eq(verdict_worst(VERDICT_FAIL, VERDICT_ERROR), VERDICT_ERROR);
	ck_assert_int_eq(verdict_worst(VERDICT_NOTE, VERDICT_NOT_RUN), VERDICT_NOT_RUN);
	ck_assert_str_eq(verdict_word(VERDICT_NA), "n/a");
}
END_TEST

START_TEST(test_readings)
{
	struct context c;
	struct error error;

	talk_context(&c, "");
	ck_assert_str_eq(reading_value(&c, READING_T1), "lenient");
	ck_assert_int_eq(reading_take(&c, "T1=literal", &error), 0);
	ck_assert_str_eq(reading_value(&c, READING_T1), "literal");
	ck_assert_int_eq(reading_take(&c, "T1=loose", &error), -1);
	ck_assert_str_eq(error.text, "reading T1 takes one of 'lenient literal', not 'loose'");
	ck_assert_int_eq(reading_take(&c, "T21=x", &error), -1);
	ck_assert_int_eq(reading_take(&c, "T3=x", &error), -1);
	ck_assert_int_eq(reading_take(&c, "T1", &error), -1);
	/* The words of the table are those that reading_value gives, in order. */
	for (unsigned i = 0; reading_row(i); i++) {
		char words[64] = "";
		for (c.readings[i] = 0; *reading_value(&c, (enum reading)i); c.readings[i]++) {
			strcat(words, c.readings[i] ? " " : "");
			strcat(words, reading_value(&c, (enum reading)i));
		}
		ck_assert_str_eq(words, reading_row(i)->values);
	}
	context_free(&c);
}
END_TEST

START_TEST(test_context_returns_from_its_text)
{
	struct context c, back;
	struct error error;

	talk_context(&c, "features=coaps,rfc7925\nT2=rfc7252\nedition=pre-cr\nstrict=yes\nue=odd\n"
			 "ue-service-id=a%25b%0A=c\npsk-identity=00ff\nunprovisioned=yes\n");
	timing_scale(&c.timing, 0.5);
	strcpy(c.binding.members[ELEMENT_UE_SERVICE_ID], "id");
	c.binding.types[ELEMENT_CLIENT_PORTS] = KIND_STRING;
	strcpy(c.binding.values[VALUE_REG], "Reg%1");
	char *text = context_write(&c);
	ck_assert_ptr_nonnull(text);
	ck_assert_msg(context_read(&back, text, strlen(text), &error) == 0, "%s", error.text);
	char *again = context_write(&back);
	ck_assert_str_eq(text, again);
	ck_assert_str_eq(back.ues.list[2].ue_service_id, "a%b\n=c");
	ck_assert_uint_eq(back.ues.list[2].psk_identity_len, 2);
	ck_assert_uint_eq(back.timing.exchange_lifetime_ns, 123500000000ull);
	ck_assert_str_eq(back.binding.members[ELEMENT_UE_SERVICE_ID], "id");
	ck_assert_int_eq(back.binding.types[ELEMENT_CLIENT_PORTS], KIND_STRING);
	ck_assert_str_eq(back.binding.values[VALUE_REG], "Reg%1");
	ck_assert_uint_eq(back.server_count, 2);
	ck_assert(back.servers[1].secure);
	ck_assert_uint_eq(back.features, APPLIES_COAPS | APPLIES_RFC7925);
	free(text);
	free(again);
	context_free(&c);
	context_free(&back);
}
END_TEST

START_TEST(test_context_refuses_what_it_does_not_know)
{
	static const char *const texts[] = {
		"",
		"m5gtest context 2\n",
		"m5gtest context 1\nvantage=moon\n",
		"m5gtest context 1\ncolour=red\n",
		"m5gtest context 1\nstrict\n",
		"m5gtest context 1\nstrict=maybe\n",
		"m5gtest context 1\nmember.nothing=x\n",
		"m5gtest context 1\nue-service-id=x\n",
		"m5gtest context 1\nue=u\npsk-identity=0\n",
		"m5gtest context 1\nack-timeout-ns=-1\n",
		"m5gtest context 1\nmax-retransmit=256\n",
		"m5gtest context 1\nbinding=%0\n",
		"m5gtest context 1\nfeatures=coaps,magic\n",
		"m5gtest context 1\nserver=http://example.org\n",
	};
	struct context c;
	struct error error;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(context_read(&c, texts[i], strlen(texts[i]), &error) == -1, "accepted: %s", texts[i]);
}
END_TEST

START_TEST(test_every_clause_has_an_answer)
{
	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		const struct clause *c = clause_row((enum clause_id)i);
		const struct unjudged *u = unjudged_of((enum clause_id)i);
		bool ruled = rule_of((enum clause_id)i) != NULL;
		ck_assert_msg(ruled != (u != NULL), "%s has %s", c->id, ruled ? "a rule and a row without one" : "no answer");
		if (!u)
			continue;
		ck_assert_msg((u->kind == UNJUDGED_SAME) == (c->same_as[0] != 0), "%s is the same as '%s'", c->id, c->same_as);
		ck_assert_msg(c->level != LEVEL_UNTESTABLE || u->kind == UNJUDGED_UNTESTABLE || u->kind == UNJUDGED_OUT_OF_SCOPE,
			      "%s is untestable", c->id);
		ck_assert_msg(u->because[0] && unjudged_word(u->kind)[0], "%s says not why", c->id);
	}
	for (unsigned i = 0; unjudged_row(i); i++)
		ck_assert_ptr_eq(unjudged_row(i), unjudged_of(unjudged_row(i)->clause));	/* no row twice */
}
END_TEST

Suite *clause_tests(void)
{
	Suite *suite = suite_create("clauses");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_clause_is_as_the_file_says);
	tcase_add_test(tests, test_words_of_features_return);
	tcase_add_test(tests, test_verdict_by_level_and_ground);
	tcase_add_test(tests, test_worst_verdict_wins);
	tcase_add_test(tests, test_readings);
	tcase_add_test(tests, test_context_returns_from_its_text);
	tcase_add_test(tests, test_context_refuses_what_it_does_not_know);
	tcase_add_test(tests, test_every_clause_has_an_answer);
	suite_add_tcase(suite, tests);
	return suite;
}
