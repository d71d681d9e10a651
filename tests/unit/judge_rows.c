/* tests/unit/judge_rows.c - each rule, kept and broken, in conversations; and that none is left out. */
#include "tests/unit/judge.h"

#include <stdio.h>
#include <string.h>

static int row_count(void)
{
	int n = 0;

	while (talk_row_at(n))
		n++;
	return n;
}

static struct tally_row counted(const struct talk_result *r, const char *clause)
{
	const struct clause *row = clause_named(clause);

	ck_assert_msg(row, "no clause %s", clause);
	return r->tally.rows[row - clause_row((enum clause_id)0)];
}

START_TEST(test_row_holds)
{
	const struct talk_row *row = talk_row_at(_i);
	struct talk_result r;

	if (!row->good)
		return;
	talk_judge(&r, row->context, row->good);
	ck_assert_msg(strcmp(r.findings, row->good_findings) == 0, "%s kept: expected '%s', got '%s'", row->clause,
		      row->good_findings, r.findings);
	ck_assert_msg(counted(&r, row->clause).held > 0, "%s was not asked, or not held", row->clause);
	ck_assert_msg(counted(&r, row->clause).broken == 0, "%s was broken", row->clause);
}
END_TEST

START_TEST(test_row_breaks)
{
	const struct talk_row *row = talk_row_at(_i);
	struct talk_result r;

	if (!row->bad)
		return;
	talk_judge(&r, row->context, row->bad);
	ck_assert_msg(strcmp(r.findings, row->bad_findings) == 0, "%s broken: expected '%s', got '%s'", row->clause,
		      row->bad_findings, r.findings);
	ck_assert_msg(counted(&r, row->clause).broken > 0, "%s was not broken", row->clause);
}
END_TEST

START_TEST(test_every_rule_has_both)
{
	char missing[4096] = "";

	for (unsigned i = 0; rule_row(i); i++) {
		const char *id = clause_row(rule_row(i)->clause)->id;
		bool good = false, bad = false;
		for (int n = 0; talk_row_at(n); n++)
			if (strcmp(talk_row_at(n)->clause, id) == 0) {
				good |= talk_row_at(n)->good != NULL;
				bad |= talk_row_at(n)->bad != NULL;
			}
		if (!good || !bad)
			snprintf(missing + strlen(missing), sizeof(missing) - strlen(missing), " %s", id);
	}
	ck_assert_msg(!missing[0], "without a conversation that keeps and one that breaks:%s", missing);
}
END_TEST

Suite *talk_tests(void)
{
	Suite *suite = suite_create("rules");
	TCase *tests = tcase_create("rows");

	tcase_add_loop_test(tests, test_row_holds, 0, row_count());
	tcase_add_loop_test(tests, test_row_breaks, 0, row_count());
	tcase_add_test(tests, test_every_rule_has_both);
	suite_add_tcase(suite, tests);
	return suite;
}
