/* tests/captures/check.c - each rule passes its labelled capture and names the other's frame: files, read as m5gtest check reads them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/examination.h"
#include "conformance/judge/rule.h"
#include "tests/captures/labelled.h"

/* What was found in a capture. */
struct judged {
	char findings[LABEL_TEXT];
	struct tally tally;
	bool finished_wrong;
};

static void look_at_finished(void *arg, const struct session_report *r) { ((struct judged *)arg)->finished_wrong |= r->finished_wrong; }

static void judge(struct judged *judged, const char *path)
{
	static const struct judging_options by_the_capture;
	struct check_result result = { 0 };
	struct examination examination;
	struct capture_tally tally;
	struct error error;

	ck_assert_msg(!examination_begin(&examination, &by_the_capture, &result, &error), "%s", error.text);
	ck_assert_msg(!examination_read(&examination, path, &tally, &error), "%s", error.text);
	examination_end(&examination);
	memset(judged, 0, sizeof(*judged));
	for (size_t i = 0; i < result.finding_count; i++)
		talk_finding_write(judged->findings, sizeof(judged->findings), &result.findings[i], result.findings[i].frame);
	judged->tally = result.tally;
	dissector_sessions(examination.dissector, look_at_finished, judged);
	check_result_free(&result);
	examination_free(&examination);
}

/* LABEL: the findings that must be made. */
static void make_and_judge(struct judged *judged, char label[LABEL_TEXT], int index, bool good)
{
	const struct talk_row *row = talk_row_at(index);
	const char *temporary = getenv("TMPDIR");
	char path[1024], name[LABELLED_NAME];
	struct labelled_frames frames;

	labelled_name(name, index, good);
	snprintf(path, sizeof(path), "%s/m5gtest-%ld-%s", temporary && *temporary ? temporary : P_tmpdir, (long)getpid(), name);
	labelled_write(path, row->context, good ? row->good : row->bad, &frames);
	labelled_findings(label, good ? row->good_findings : row->bad_findings, &frames);
	judge(judged, path);
	remove(path);
	ck_assert_msg(!strcmp(judged->findings, label), "%s: expected '%s', got '%s'", name, label, judged->findings);
}

static const struct tally_row *asked_of(const struct judged *judged, const char *clause)
{
	return &judged->tally.rows[clause_named(clause) - clause_row((enum clause_id)0)];
}

START_TEST(test_good_capture)
{
	const struct talk_row *row = talk_row_at(_i);
	static struct judged judged;
	char label[LABEL_TEXT];

	if (!row->good)
		return;
	make_and_judge(&judged, label, _i, true);
	ck_assert_msg(asked_of(&judged, row->clause)->held > 0, "%s was not asked, or not held", row->clause);
	ck_assert_msg(asked_of(&judged, row->clause)->broken == 0, "%s was broken", row->clause);
	ck_assert_msg(!judged.finished_wrong, "%s: a Finished is not what its handshake makes it", row->clause);
}
END_TEST

START_TEST(test_bad_capture)
{
	const struct talk_row *row = talk_row_at(_i);
	static struct judged judged;
	char label[LABEL_TEXT], named[40];

	if (!row->bad)
		return;
	make_and_judge(&judged, label, _i, false);
	snprintf(named, sizeof(named), " %s ", row->clause);
	ck_assert_msg(strstr(label, named), "%s: its label does not name it", row->clause);
	ck_assert_msg(asked_of(&judged, row->clause)->broken > 0, "%s was not broken", row->clause);
}
END_TEST

static bool has_capture(const char *clause, bool good)
{
	for (int n = 0; talk_row_at(n); n++)
		if (!strcmp(talk_row_at(n)->clause, clause) && (good ? talk_row_at(n)->good : talk_row_at(n)->bad))
			return true;
	return false;
}

/* None is left out: a rule that cannot be shown by a capture would have to be named here, with the reason. */
START_TEST(test_every_rule_has_both)
{
	char missing[4096] = "";

	for (unsigned i = 0; rule_row(i); i++) {
		const char *id = clause_row(rule_row(i)->clause)->id;
		if (!has_capture(id, true) || !has_capture(id, false))
			snprintf(missing + strlen(missing), sizeof(missing) - strlen(missing), " %s", id);
	}
	ck_assert_msg(!missing[0], "without a capture that passes and one that fails:%s", missing);
}
END_TEST

static void print_count(int rows)
{
	int good = 0, bad = 0, rules = 0;

	for (int n = 0; n < rows; n++) {
		good += talk_row_at(n)->good != NULL;
		bad += talk_row_at(n)->bad != NULL;
	}
	for (int id = 0; id < CLAUSE_COUNT; id++)
		rules += has_capture(clause_row((enum clause_id)id)->id, true) && has_capture(clause_row((enum clause_id)id)->id, false);
	printf("# %d rules with labelled captures on both sides: %d good, %d bad\n", rules, good, bad);
	fflush(stdout);
}

int main(void)
{
	Suite *suite = suite_create("labelled captures");
	TCase *tests = tcase_create("rows");
	SRunner *runner = srunner_create(suite);
	int rows = 0;

	while (talk_row_at(rows))
		rows++;
	print_count(rows);
	tcase_add_loop_test(tests, test_good_capture, 0, rows);
	tcase_add_loop_test(tests, test_bad_capture, 0, rows);
	tcase_add_test(tests, test_every_rule_has_both);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
