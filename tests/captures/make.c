/* tests/captures/make.c - make_labelled DIR: every labelled capture as a file, and labels.tsv: file, rule, findings. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/captures/labelled.h"

static const char *place;

static void make(FILE *labels, int index, bool good)
{
	const struct talk_row *row = talk_row_at(index);
	char path[4096], name[LABELLED_NAME], label[LABEL_TEXT];
	struct labelled_frames frames;

	labelled_name(name, index, good);
	snprintf(path, sizeof(path), "%s/%s", place, name);
	labelled_write(path, row->context, good ? row->good : row->bad, &frames);
	labelled_findings(label, good ? row->good_findings : row->bad_findings, &frames);
	fprintf(labels, "%s\t%s\t%s\n", name, row->clause, label);
}

/* Conversations are read by asserts of Check, which only a test may use. */
START_TEST(make_all)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/labels.tsv", place);
	FILE *labels = fopen(path, "w");
	ck_assert_msg(labels, "%s cannot be written", path);
	for (int i = 0; talk_row_at(i); i++) {
		if (talk_row_at(i)->good)
			make(labels, i, true);
		if (talk_row_at(i)->bad)
			make(labels, i, false);
	}
	ck_assert_msg(!fclose(labels), "%s cannot be written", path);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("make_labelled");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);

	if (argc != 2) {
		fputs("usage: make_labelled DIR\n", stderr);
		return 2;
	}
	place = argv[1];
	tcase_add_test(all, make_all);
	suite_add_tcase(suite, all);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_set_tap(runner, "/dev/null");
	srunner_run_all(runner, CK_MINIMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
