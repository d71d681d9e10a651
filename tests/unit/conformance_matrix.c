/* tests/unit/conformance_matrix.c - the tables hold together, and what is planted in them is found. */
#include "tests/unit/conformance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/coverage.h"
#include "cli/tables.h"
#include "conformance/detection.h"

enum { SAID = 20 };

struct told {
	char lines[SAID][400];
	size_t count;
};

static void hear(void *arg, const char *line)
{
	struct told *told = arg;

	if (told->count < SAID)
		snprintf(told->lines[told->count], sizeof(told->lines[0]), "%s", line);
	told->count++;
}

/* The real tables; a fault may be planted behind them, and those that name a word taken away. */
struct tables {
	struct case_table cases;
	struct coverage real;
	struct matrix_fault *faults;
	size_t count;
	struct matrix matrix;
	struct told told;
};

static void tables_open(struct tables *t, const char *without, const struct matrix_fault *planted)
{
	struct error error;

	*t = (struct tables){ .count = 0 };
	ck_assert_msg(!tables_read(&t->cases, &error), "%s", error.text);
	coverage_make(&t->real, &t->cases);
	t->faults = calloc(t->real.fault_count + 1, sizeof(*t->faults));
	for (size_t i = 0; i < t->real.fault_count; i++)
		if (!without || !matrix_names(t->real.faults[i].expected, without))
			t->faults[t->count++] = t->real.faults[i];
	if (planted)
		t->faults[t->count++] = *planted;
	matrix_make(&t->matrix, &t->cases, t->faults, t->count);
	matrix_check(&t->matrix, hear, &t->told);
}

static void tables_close(struct tables *t)
{
	matrix_free(&t->matrix);
	coverage_free(&t->real);
	free(t->faults);
	case_table_free(&t->cases);
}

START_TEST(test_the_tables_hold)
{
	struct tables t;

	tables_open(&t, NULL, NULL);
	ck_assert_msg(!t.told.count, "%s", t.told.lines[0]);
	ck_assert_uint_eq(matrix_count(&t.matrix, ANSWER_NONE), 0);
	ck_assert_uint_ge(t.count, 120);
	tables_close(&t);
}
END_TEST

static const struct planted {
	const char *without;
	struct matrix_fault fault;
	const char *said;
} planted[] = {
	/* a rule without a fault */
	{ "COAP-MSG-37", { "planted", "COAP-MSG-02" }, "COAP-MSG-37: is tested, and no fault shows that it can fail" },
	{ "COAP-HDR-30", { "planted", "COAP-HDR-3" }, "COAP-HDR-30: is tested, and no fault shows that it can fail" },
	/* a fault without a rule */
	{ NULL, { "planted", "" }, "planted: this fault names no rule and no case" },
	{ NULL, { "planted", "NA-02" }, "planted: this fault names no rule and no case" },
	{ NULL, { "planted", "COAP-MSG-02 COAP-MSG-99" }, "planted: this fault is to be noticed by what does not exist: COAP-MSG-99" },
	{ NULL, { "planted", "COAP-MSG-02 REG-9" }, "planted: this fault is to be noticed by what does not exist: REG-9" },
	{ NULL, { "planted", "COAP-MSG-02 REG-014.nothing" }, "planted: this fault is to be noticed by what does not exist: REG-014.nothing" },
	{ NULL, { "wrong-token", "COAP-MSG-02" }, "wrong-token: two faults are called so" },
	/* what no rule judges, without a fault that names a case of it */
	{ "HSK-003", { "planted", "COAP-MSG-02" }, "PSK-04: is tested, and no fault shows that it can fail" },
};

START_TEST(test_what_is_planted_is_found)
{
	const struct planted *p = &planted[_i];
	struct tables t;
	bool found = false;

	tables_open(&t, p->without, &p->fault);
	for (size_t i = 0; i < t.told.count && i < SAID; i++)
		found |= !strncmp(t.told.lines[i], p->said, strlen(p->said));
	ck_assert_msg(found, "'%s' was not said; first: %s", p->said, t.told.count ? t.told.lines[0] : "nothing");
	tables_close(&t);
}
END_TEST

START_TEST(test_answers)
{
	struct tables t;
	const struct matrix_row *row;

	tables_open(&t, NULL, NULL);
	row = &t.matrix.rows[CLAUSE_COAP_MSG_37];
	ck_assert_int_eq(row->answer, ANSWER_TESTED);
	ck_assert_ptr_eq(row->by, row->clause);
	ck_assert_ptr_null(row->because);
	ck_assert_str_eq(row->faults.list[0], "wrong-token");
	row = &t.matrix.rows[CLAUSE_M5G_REG_S06];	/* the same as COAP-MSG-37 */
	ck_assert_str_eq(row->by->id, "COAP-MSG-37");
	ck_assert_str_eq(row->faults.list[0], "wrong-token");
	row = &t.matrix.rows[CLAUSE_NA_02];
	ck_assert_int_eq(row->answer, ANSWER_OUT_OF_SCOPE);
	ck_assert_str_eq(row->because, "proxies are not examined");
	row = &t.matrix.rows[CLAUSE_PSK_04];	/* no rule judges it: a case decides */
	ck_assert_int_eq(row->answer, ANSWER_TESTED);
	ck_assert_ptr_null(row->by);
	ck_assert_str_eq(row->faults.list[0], "ignores-first-octet");
	tables_close(&t);
}
END_TEST

START_TEST(test_names)
{
	ck_assert(matrix_names("COAP-MSG-37", "COAP-MSG-37"));
	ck_assert(matrix_names("A COAP-MSG-37 B", "COAP-MSG-37"));
	ck_assert(!matrix_names("COAP-MSG-370", "COAP-MSG-37"));
	ck_assert(!matrix_names("XCOAP-MSG-37", "COAP-MSG-37"));
	ck_assert(!matrix_names("anything", ""));
	ck_assert(matrix_names_case("REG-014", "REG-014.message-type"));
	ck_assert(matrix_names_case("REG-014.message-type", "REG-014.message-type"));
	ck_assert(!matrix_names_case("REG-014.message-type", "REG-014.ue-service-id"));
	ck_assert(!matrix_names_case("REG-01", "REG-014"));
}
END_TEST

/* What a fault's name claims is to be shown by the row's own rule, in the run with that fault. */
START_TEST(test_claims_are_to_be_shown)
{
	struct matrix_fault fault = { "planted", "COAP-MSG-37" };
	struct case_table none = { 0 };
	struct finding finding = { .clause = clause_named("COAP-MSG-02"), .answer = BROKEN, .verdict = VERDICT_FAIL, .by = SIDE_SERVER };
	struct case_result one = { .id = (char *)(uintptr_t)"REG-001", .link = "coap", .verdict = VERDICT_FAIL, .findings = &finding,
				   .finding_count = 1 };
	struct run_result run = { .cases = &one, .case_count = 1 };
	struct detection_row row = { .word = "planted", .clause = "", .expected = "COAP-MSG-37", .links = "coap" };
	struct matrix matrix;
	struct detection d = { .faults = { &row, 1 }, .matrix = &matrix };
	char text[600];

	matrix_make(&matrix, &none, &fault, 1);
	sighting_judge(&row.saw, row.expected, SIDE_SERVER, &run);
	row.saw.killed = KILLED_NAMED;		/* by whatever: the row is not shown */
	ck_assert_str_eq(detection_gate(&d, text, sizeof(text)),
			 "M5G-REG-S06: of the faults that name it (planted, ...) none is noticed by its own rule or case");
	finding.clause = clause_named("COAP-MSG-37");
	sighting_judge(&row.saw, row.expected, SIDE_SERVER, &run);
	ck_assert_ptr_null(detection_gate(&d, text, sizeof(text)));
	matrix_free(&matrix);
}
END_TEST

Suite *matrix_tests(void)
{
	Suite *suite = suite_create("matrix");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_the_tables_hold);
	tcase_add_loop_test(tests, test_what_is_planted_is_found, 0, sizeof(planted) / sizeof(*planted));
	tcase_add_test(tests, test_answers);
	tcase_add_test(tests, test_names);
	tcase_add_test(tests, test_claims_are_to_be_shown);
	suite_add_tcase(suite, tests);
	return suite;
}
