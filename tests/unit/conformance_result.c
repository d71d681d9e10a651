/* tests/unit/conformance_result.c - counts and exit statuses, against the contract's sentence (doc: interface):
 * 3 any error of ours, 1 any fail or xpass, 5 inconc or not-run for want of setup, 4 nothing judged, 0. */
#include "tests/unit/conformance.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/result.h"

/* Letters of the cases: E error F fail X xpass I inconc W warn x xfail P pass N n/a R not-run S not-run and slow;
 * of the loose findings: F fail W warn I inconc O note E error. */
static const struct run_row {
	const char *cases, *loose;
	size_t unreached;
	int status, allowed;	/* without and with --allow-inconc */
} run_rows[] = {
	{ "P",       "",   0, 0, 0 },
	{ "PPW",     "WIO", 0, 0, 0 },	/* a loose finding that cannot say belongs to no selected case */
	{ "W",       "",   0, 0, 0 },
	{ "x",       "",   0, 0, 0 },
	{ "PF",      "",   0, 1, 1 },
	{ "PX",      "",   0, 1, 1 },
	{ "P",       "F",  0, 1, 1 },
	{ "PE",      "",   0, 3, 3 },
	{ "P",       "E",  0, 3, 3 },
	{ "FEIR",    "",   0, 3, 3 },	/* 3 stands before all */
	{ "FIRN",    "",   0, 1, 1 },	/* then 1 */
	{ "PI",      "",   0, 5, 0 },
	{ "PR",      "",   0, 5, 0 },
	{ "PS",      "",   0, 0, 0 },	/* slow: left out by choice */
	{ "PN",      "",   0, 0, 0 },
	{ "RRR",     "",   0, 5, 4 },	/* 5 stands before 4; allowed, still nothing ran */
	{ "I",       "",   0, 5, 4 },	/* allowed, still nothing was judged */
	{ "SSS",     "",   0, 4, 4 },
	{ "NNN",     "",   0, 4, 4 },
	{ "",        "",   0, 4, 4 },
	{ "PP",      "",   1, 5, 0 },	/* interrupted: one selected case was never reached */
};

static enum verdict verdict_of(char letter)
{
	switch (letter) {
	case 'E': return VERDICT_ERROR;
	case 'F': return VERDICT_FAIL;
	case 'X': return VERDICT_XPASS;
	case 'I': return VERDICT_INCONC;
	case 'W': return VERDICT_WARN;
	case 'x': return VERDICT_XFAIL;
	case 'P': return VERDICT_PASS;
	case 'N': return VERDICT_NA;
	case 'O': return VERDICT_NOTE;
	default: return VERDICT_NOT_RUN;
	}
}

static struct finding *findings_of(const char *letters)
{
	struct finding *list = calloc(strlen(letters) + 1, sizeof(*list));

	for (size_t i = 0; letters[i]; i++)
		list[i].verdict = verdict_of(letters[i]);
	return list;
}

static void fill(struct run_result *r, const struct run_row *row)
{
	*r = (struct run_result){ .case_count = strlen(row->cases), .loose_count = strlen(row->loose) };
	r->selected = r->case_count + row->unreached;
	r->cases = calloc(r->case_count + 1, sizeof(*r->cases));
	for (size_t i = 0; i < r->case_count; i++) {
		r->cases[i].id = strdup("REG-001");
		r->cases[i].verdict = verdict_of(row->cases[i]);
		r->cases[i].slow = row->cases[i] == 'S';
		r->cases[i].rules = calloc(2, sizeof(char *));
		r->cases[i].rules[0] = strdup("COAP-MSG-37");
	}
	r->loose = findings_of(row->loose);
}

START_TEST(test_status_of_a_run)
{
	const struct run_row *row = &run_rows[_i];
	struct run_result r;

	fill(&r, row);
	ck_assert_msg(run_result_status(&r, false) == row->status, "cases %s loose %s: %d", row->cases, row->loose,
		      run_result_status(&r, false));
	ck_assert_msg(run_result_status(&r, true) == row->allowed, "cases %s loose %s, allowed: %d", row->cases,
		      row->loose, run_result_status(&r, true));
	run_result_free(&r);
	ck_assert_ptr_null(r.cases);
}
END_TEST

START_TEST(test_counts_add_up)
{
	struct run_result r;
	size_t sum = 0;

	fill(&r, &(struct run_row){ .cases = "PPFEXIWWxNRS", .loose = "F" });
	r.counts[VERDICT_PASS] = 99;	/* counting twice must not add */
	run_result_count(&r);
	run_result_count(&r);
	ck_assert_uint_eq(r.counts[VERDICT_PASS], 2);
	ck_assert_uint_eq(r.counts[VERDICT_WARN], 2);
	ck_assert_uint_eq(r.counts[VERDICT_FAIL], 1);
	ck_assert_uint_eq(r.counts[VERDICT_NOT_RUN], 2);
	for (unsigned i = 0; i < VERDICT_COUNT; i++)
		sum += r.counts[i];
	ck_assert_uint_eq(sum, 12);
	run_result_free(&r);
}
END_TEST

static const struct check_row {
	const char *findings;
	uint64_t messages, dark, held, broken;
	int status, allowed;
} check_rows[] = {
	{ "",    10, 0, 40, 0, 0, 0 },
	{ "WOI", 10, 0, 40, 1, 0, 0 },
	{ "WF",  10, 0, 40, 1, 1, 1 },
	{ "FE",  10, 0, 40, 1, 3, 3 },
	{ "I",   10, 0,  0, 0, 5, 4 },	/* messages, none judged */
	{ "",     0, 9,  4, 0, 5, 0 },	/* dark records; only their headers were judged */
	{ "",     0, 9,  0, 0, 5, 4 },
	{ "",     0, 0,  3, 0, 0, 0 },	/* a handshake in the clear and nothing else */
	{ "",     0, 0,  0, 0, 4, 4 },	/* nothing there */
	{ "F",    0, 9,  0, 1, 1, 1 },
};

START_TEST(test_status_of_a_check)
{
	const struct check_row *row = &check_rows[_i];
	struct check_result *r = calloc(1, sizeof(*r));

	r->messages = row->messages;
	r->tally.dark = row->dark;
	r->tally.rows[CLAUSE_COAP_MSG_37].held = row->held;
	r->tally.rows[CLAUSE_COAP_MSG_37].broken = row->broken;
	r->findings = findings_of(row->findings);
	r->finding_count = strlen(row->findings);
	r->files = calloc(1, sizeof(char *));
	r->files[0] = strdup("a.pcap");
	r->file_count = 1;
	r->sessions = calloc(1, sizeof(*r->sessions));
	r->sessions[0].suite = strdup("TLS_PSK_WITH_AES_128_CCM_8");
	r->session_count = 1;
	check_result_count(r);
	ck_assert_uint_eq(r->counts[VERDICT_FAIL], strchr(row->findings, 'F') != NULL);
	ck_assert_int_eq(check_result_status(r, false), row->status);
	ck_assert_int_eq(check_result_status(r, true), row->allowed);
	check_result_free(r);
	free(r);
}
END_TEST

Suite *result_tests(void)
{
	Suite *suite = suite_create("results");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_status_of_a_run, 0, sizeof(run_rows) / sizeof(run_rows[0]));
	tcase_add_test(tests, test_counts_add_up);
	tcase_add_loop_test(tests, test_status_of_a_check, 0, sizeof(check_rows) / sizeof(check_rows[0]));
	suite_add_tcase(suite, tests);
	return suite;
}
