/* tests/unit/reports_file.c - `--report FORMAT:PATH`: its words, and files that are whole or not there. */
#include "tests/unit/reports.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct words_row {
	const char *words, *format, *path;	/* format NULL: refused, path is what must be said */
} words_rows[] = {
	{ "json:out.json", "json", "out.json" },
	{ "junit:-", "junit", "-" },
	{ "tap:C:\\odd:name", "tap", "C:\\odd:name" },
	{ "console:/dev/null", "console", "/dev/null" },
	{ "github:-", "github", "-" },
	{ "html:out.html", NULL, "report format 'html' is not in this version" },
	{ "yaml:out", NULL, "unknown report format 'yaml', expected one of: console junit tap json github" },
	{ "jso:out", NULL, "unknown report format 'jso'" },
	{ ":out", NULL, "unknown report format ''" },
	{ "", NULL, "unknown report format ''" },
	{ "json", NULL, "report 'json' needs a path: json:PATH, or json:- for standard output" },
	{ "json:", NULL, "report 'json:' needs a path" },
	{ "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff:x", NULL, "unknown report format 'aaaaaaaaaa" },
};

START_TEST(test_words)
{
	const struct words_row *row = &words_rows[_i];
	struct error error = { .text = "" };
	const char *path = NULL;
	const struct report_format *format = report_wanted(row->words, &path, &error);

	if (row->format) {
		ck_assert_ptr_nonnull(format);
		ck_assert_str_eq(format->word, row->format);
		ck_assert_str_eq(path, row->path);
	} else {
		ck_assert_ptr_null(format);
		ck_assert_msg(strncmp(error.text, row->path, strlen(row->path)) == 0, "%s", error.text);
	}
}
END_TEST

START_TEST(test_table_of_formats)
{
	unsigned rows = 0;

	for (; report_format_row(rows); rows++) {
		ck_assert_ptr_eq(report_format_named(report_format_row(rows)->word), report_format_row(rows));
		ck_assert(*report_format_row(rows)->text);
	}
	ck_assert_uint_eq(rows, 5);
	ck_assert_ptr_null(report_format_named("jsonx"));
}
END_TEST

static char place[] = "m5gtest-reports-XXXXXX";

static void place_make(void) { ck_assert_ptr_nonnull(mkdtemp(place)); }

static unsigned files_in_place(void)
{
	DIR *dir = opendir(place);
	unsigned count = 0;

	for (struct dirent *e; (e = readdir(dir));)
		count += e->d_name[0] != '.';
	closedir(dir);
	return count;
}

static void place_remove(void)
{
	char name[400];
	DIR *dir = opendir(place);

	for (struct dirent *e; (e = readdir(dir));) {
		snprintf(name, sizeof(name), "%s/%s", place, e->d_name);
		if (e->d_name[0] != '.')
			unlink(name);
	}
	closedir(dir);
	rmdir(place);
}

static char *contents(const char *path)
{
	static char text[65536];
	FILE *in = fopen(path, "r");

	ck_assert_ptr_nonnull(in);
	text[fread(text, 1, sizeof(text) - 1, in)] = '\0';
	fclose(in);
	return text;
}

START_TEST(test_file_is_written_whole)
{
	struct run_result *r = fixture_run();
	struct report_style style = { 0 };
	struct error error;
	char path[64];
	char *expected = rendered_run(tap_run, r, style);

	snprintf(path, sizeof(path), "%s/out.tap", place);
	for (int round = 0; round < 2; round++) {	/* the second time over the first */
		ck_assert_int_eq(report_run_to(report_format_named("tap"), path, r, &style, &error), 0);
		ck_assert_str_eq(contents(path), expected);
		ck_assert_uint_eq(files_in_place(), 1);
	}
	free(expected);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_check_file_is_written_whole)
{
	struct check_result *r = fixture_check();
	struct report_style style = { 0 };
	struct error error;
	char path[64];
	char *expected = rendered_check(json_report_check, r, style);

	snprintf(path, sizeof(path), "%s/out.json", place);
	ck_assert_int_eq(report_check_to(report_format_named("json"), path, r, &style, &error), 0);
	ck_assert_str_eq(contents(path), expected);
	free(expected);
	fixture_check_free(r);
}
END_TEST

START_TEST(test_no_such_directory)
{
	struct run_result *r = fixture_run();
	struct report_style style = { 0 };
	struct error error = { .text = "" };

	ck_assert_int_eq(report_run_to(report_format_named("json"), "no/such/place.json", r, &style, &error), -1);
	ck_assert_str_eq(error.text, "report no/such/place.json: No such file or directory");
	fixture_run_free(r);
}
END_TEST

START_TEST(test_path_is_a_directory)
{
	struct run_result *r = fixture_run();
	struct report_style style = { 0 };
	struct error error = { .text = "" };

	ck_assert_int_eq(report_run_to(report_format_named("json"), place, r, &style, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, ": Is a directory"));
	ck_assert_uint_eq(files_in_place(), 0);
	fixture_run_free(r);
}
END_TEST

/* A device is written, never replaced; and a disk that is full is noticed. */
START_TEST(test_full_disk)
{
	struct check_result *r = fixture_check();
	struct report_style style = { 0 };
	struct error error = { .text = "" };
	struct stat st;

	for (unsigned i = 0; report_format_row(i); i++) {
		error.text[0] = '\0';
		ck_assert_int_eq(report_check_to(report_format_row(i), "/dev/full", r, &style, &error), -1);
		ck_assert_str_eq(error.text, "report /dev/full: No space left on device");
	}
	ck_assert_int_eq(stat("/dev/full", &st), 0);
	ck_assert(S_ISCHR(st.st_mode));
	ck_assert_int_eq(report_check_to(report_format_named("json"), "/dev/null", r, &style, &error), 0);
	fixture_check_free(r);
}
END_TEST

/* Renders, then fails, as a broken stream would. */
static int broken_run(FILE *out, const struct run_result *r, const struct report_style *style)
{
	tap_run(out, r, style);
	return -1;
}

START_TEST(test_a_failed_rendering_leaves_what_was_there)
{
	const struct report_format broken = { .word = "broken", .run = broken_run };
	struct run_result *r = fixture_run();
	struct report_style style = { 0 };
	struct error error = { .text = "" };
	char path[64];

	snprintf(path, sizeof(path), "%s/out", place);
	FILE *old = fopen(path, "w");
	fputs("old", old);
	fclose(old);
	ck_assert_int_eq(report_run_to(&broken, path, r, &style, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "/out: "));
	ck_assert_str_eq(contents(path), "old");
	ck_assert_uint_eq(files_in_place(), 1);
	fixture_run_free(r);
}
END_TEST

Suite *file_tests(void)
{
	Suite *suite = suite_create("files");
	TCase *words = tcase_create("words");
	TCase *files = tcase_create("files");

	tcase_add_loop_test(words, test_words, 0, sizeof(words_rows) / sizeof(words_rows[0]));
	tcase_add_test(words, test_table_of_formats);
	tcase_add_checked_fixture(files, place_make, place_remove);
	tcase_add_test(files, test_file_is_written_whole);
	tcase_add_test(files, test_check_file_is_written_whole);
	tcase_add_test(files, test_no_such_directory);
	tcase_add_test(files, test_path_is_a_directory);
	tcase_add_test(files, test_full_disk);
	tcase_add_test(files, test_a_failed_rendering_leaves_what_was_there);
	suite_add_tcase(suite, words);
	suite_add_tcase(suite, files);
	return suite;
}
