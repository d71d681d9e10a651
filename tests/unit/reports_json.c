/* tests/unit/reports_json.c - the JSON reports read back by json-c and held against the contract (doc: interface). */
#include "tests/unit/reports.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

static struct json_object *parsed(char *text)
{
	enum json_tokener_error why;
	struct json_object *o = json_tokener_parse_verbose(text, &why);

	ck_assert_msg(o != NULL, "%s", json_tokener_error_desc(why));
	ck_assert_uint_eq(text[strlen(text) - 1], '\n');
	free(text);
	return o;
}

/* The value at "cases.1.findings.0.rule", which must be there. */
static struct json_object *at(struct json_object *o, const char *path)
{
	char step[40];

	while (*path) {
		size_t len = strcspn(path, ".");
		snprintf(step, sizeof(step), "%.*s", (int)len, path);
		if (json_object_is_type(o, json_type_array))
			o = json_object_array_get_idx(o, (size_t)atoi(step));
		else
			ck_assert_msg(json_object_object_get_ex(o, step, &o), "no member %s", step);
		path += len + (path[len] == '.');
	}
	return o;
}

static void expect_string(struct json_object *o, const char *path, const char *expected)
{
	ck_assert_msg(json_object_is_type(at(o, path), json_type_string), "%s is no string", path);
	ck_assert_str_eq(json_object_get_string(at(o, path)), expected);
}

static void expect_int(struct json_object *o, const char *path, int64_t expected)
{
	ck_assert_msg(json_object_is_type(at(o, path), json_type_int), "%s is no integer", path);
	ck_assert_msg(json_object_get_int64(at(o, path)) == expected, "%s is %ld", path,
		      (long)json_object_get_int64(at(o, path)));
}

struct contract_row {
	const char *path;
	enum json_type type;
};

/* The members that doc: interface writes down for m5gtest.run/1. */
static const struct contract_row run_contract[] = {
	{ "schema", json_type_string },
	{ "tool", json_type_object },
	{ "target", json_type_object },
	{ "requirements.edition", json_type_string },
	{ "requirements.rulebook", json_type_string },
	{ "requirements.sha256", json_type_string },
	{ "requirements.rules", json_type_int },
	{ "binding", json_type_string },
	{ "readings.T1", json_type_string },
	{ "seed", json_type_int },
	{ "summary.selected", json_type_int },
	{ "summary.pass", json_type_int },
	{ "summary.fail", json_type_int },
	{ "summary.warn", json_type_int },
	{ "summary.inconc", json_type_int },
	{ "summary.error", json_type_int },
	{ "summary.n/a", json_type_int },
	{ "summary.not-run", json_type_int },
	{ "summary.xfail", json_type_int },
	{ "summary.xpass", json_type_int },
	{ "cases.1.id", json_type_string },
	{ "cases.1.title", json_type_string },
	{ "cases.1.link", json_type_string },
	{ "cases.1.clauses.0", json_type_string },
	{ "cases.1.verdict", json_type_string },
	{ "cases.1.reason", json_type_string },
	{ "cases.1.time_s", json_type_double },
	{ "cases.1.findings.0.rule", json_type_string },
	{ "cases.1.findings.0.clause", json_type_string },
	{ "cases.1.findings.0.level", json_type_string },
	{ "cases.1.findings.0.verdict", json_type_string },
	{ "cases.1.findings.0.expected", json_type_string },
	{ "cases.1.findings.0.actual", json_type_string },
	{ "cases.1.findings.0.frame", json_type_int },
	{ "cases.1.findings.0.offset", json_type_int },
	{ "cases.1.findings.0.length", json_type_int },
	{ "cases.1.findings.0.related.0", json_type_int },
	{ "rules.0.id", json_type_string },
	{ "rules.0.verdict", json_type_string },
	{ "rules.0.judged", json_type_int },
	{ "coverage", json_type_object },
};

START_TEST(test_run_holds_the_contract)
{
	struct run_result *r = fixture_run();
	struct json_object *o = parsed(rendered_run(json_report_run, r, (struct report_style){ 0 }));

	ck_assert_msg(json_object_is_type(at(o, run_contract[_i].path), run_contract[_i].type), "%s: %s",
		      run_contract[_i].path, json_object_to_json_string(at(o, run_contract[_i].path)));
	json_object_put(o);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_run_values)
{
	struct run_result *r = fixture_run();
	struct json_object *o = parsed(rendered_run(json_report_run, r, (struct report_style){ 0 }));

	expect_string(o, "schema", "m5gtest.run/1");
	expect_string(o, "tool.version", PACKAGE_VERSION);
	expect_string(o, "target.given", "acme.yaml");
	expect_string(o, "target.name", "acme <1.2>");
	expect_string(o, "requirements.edition", "cr");
	expect_string(o, "requirements.text", "change request to TS 24.538 v1.1.0");
	expect_int(o, "requirements.rules", CLAUSE_COUNT);
	ck_assert_uint_eq(json_object_get_string_len(at(o, "requirements.sha256")), 64);
	expect_string(o, "binding", "default");
	expect_string(o, "readings.T1", "literal");
	expect_string(o, "readings.T14", "default");
	ck_assert(!json_object_object_get_ex(at(o, "readings"), "T3", NULL));	/* a fixed policy */
	expect_int(o, "seed", 42);
	expect_int(o, "summary.selected", 8);
	expect_int(o, "summary.fail", 1);
	expect_int(o, "summary.xpass", 0);
	expect_int(o, "summary.not-reached", 1);
	ck_assert_uint_eq(json_object_array_length(at(o, "cases")), 7);
	expect_string(o, "cases.0.verdict", "pass");
	ck_assert_ptr_null(at(o, "cases.0.reason"));
	expect_string(o, "cases.1.id", "REG-002");
	expect_string(o, "cases.1.link", "coaps");
	expect_string(o, "cases.1.reason",
		"the answer's <Token> is \"wrong\"\n& more \x1b[31m \\xff 100% #1 \\ \xc3\xa9");
	expect_string(o, "cases.1.clauses.0", "RFC 7252 5.3.1");
	expect_string(o, "cases.1.rules.0", "COAP-MSG-37");
	expect_string(o, "cases.1.place", "cases/registration.yaml:31");
	ck_assert_double_eq(json_object_get_double(at(o, "cases.1.time_s")), 0.01);
	expect_string(o, "cases.2.verdict", "not-run");
	ck_assert(json_object_get_boolean(at(o, "cases.2.slow")));
	expect_string(o, "cases.6.verdict", "n/a");
	json_object_put(o);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_finding_values)
{
	struct run_result *r = fixture_run();
	struct json_object *o = parsed(rendered_run(json_report_run, r, (struct report_style){ 0 }));
	struct json_object *f = at(o, "cases.1.findings.0");

	expect_string(f, "rule", "COAP-MSG-37");
	expect_string(f, "clause", "RFC 7252 5.3.1");
	expect_string(f, "level", "must");
	expect_string(f, "verdict", "fail");
	expect_string(f, "expected", "token \"0a1b\"");
	expect_string(f, "actual", "token <0a1c> & \x01");
	expect_int(f, "frame", 8);
	expect_int(f, "offset", 4);
	expect_int(f, "length", 4);
	ck_assert_uint_eq(json_object_array_length(at(f, "related")), 1);
	expect_int(f, "related.0", 7);
	expect_string(f, "by", "server");
	expect_string(f, "client", "127.0.0.1:40000");
	expect_string(f, "server", "127.0.0.1:5684");
	ck_assert_ptr_null(at(o, "cases.4.findings.0.client"));	/* no endpoint known */
	json_object_put(o);
	fixture_run_free(r);
}
END_TEST

/* Of the fixture's tallies; a rule that none judges and none asked has no row. */
static const struct rule_row {
	const char *id, *verdict;
	int judged, undecided;
} rule_rows[] = {
	{ "COAP-MSG-37", "fail", 41, 0 },	/* kept 40 times and broken once is broken */
	{ "COAP-HDR-26", "warn", 1, 0 },
	{ "COAP-RSP-02", "note", 1, 0 },
	{ "CDTLS-03", "inconc", 3, 1 },		/* one answer is missing: no pass */
	{ "M5G-REG-S05", "inconc", 0, 2 },
};

START_TEST(test_rules_stand_as_they_were_judged)
{
	const struct rule_row *row = &rule_rows[_i];
	struct run_result *r = fixture_run();
	struct json_object *o = parsed(rendered_run(json_report_run, r, (struct report_style){ 0 }));
	struct json_object *rules = at(o, "rules");
	bool found = false;

	for (size_t i = 0; i < json_object_array_length(rules); i++) {
		struct json_object *rule = json_object_array_get_idx(rules, i);
		if (strcmp(json_object_get_string(at(rule, "id")), row->id) != 0)
			continue;
		found = true;
		expect_string(rule, "verdict", row->verdict);
		expect_int(rule, "judged", row->judged);
		expect_int(rule, "undecided", row->undecided);
	}
	ck_assert_msg(found, "no rule %s", row->id);
	json_object_put(o);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_coverage_adds_up)
{
	struct run_result *r = fixture_run();
	struct json_object *o = parsed(rendered_run(json_report_run, r, (struct report_style){ 0 }));
	int64_t sum = 0;

	json_object_object_foreach(at(o, "coverage"), key, value)
		sum += strcmp(key, "rules") ? json_object_get_int64(value) : 0;
	expect_int(o, "coverage.rules", CLAUSE_COUNT);
	ck_assert_int_eq(sum, CLAUSE_COUNT);
	expect_int(o, "coverage.judged", 4);
	expect_int(o, "coverage.undecided", 1);
	json_object_put(o);
	fixture_run_free(r);
}
END_TEST

START_TEST(test_run_of_nothing)
{
	struct run_result *r = fixture_empty_run();

	r->seed = UINT64_MAX;
	struct json_object *o = parsed(rendered_run(json_report_run, r, (struct report_style){ 0 }));
	ck_assert_uint_eq(json_object_array_length(at(o, "cases")), 0);
	ck_assert(json_object_get_boolean(at(o, "target.embedded")));
	expect_string(o, "target.note", "not your server");
	ck_assert(json_object_get_uint64(at(o, "seed")) == UINT64_MAX);
	ck_assert_ptr_null(at(o, "diagnosis"));
	json_object_put(o);
	fixture_run_free(r);
}
END_TEST

static const struct contract_row check_contract[] = {
	{ "schema", json_type_string },
	{ "files.0", json_type_string },
	{ "sessions.0.client", json_type_string },
	{ "sessions.0.server", json_type_string },
	{ "sessions.0.version", json_type_string },
	{ "sessions.0.suite", json_type_string },
	{ "sessions.0.identity", json_type_string },
	{ "sessions.0.key_source", json_type_string },
	{ "sessions.0.opened", json_type_int },
	{ "sessions.0.failed", json_type_int },
	{ "sessions.0.finished", json_type_string },
	{ "sessions.1.why_dark", json_type_string },
	{ "messages", json_type_int },
	{ "summary", json_type_object },
	{ "findings.0.rule", json_type_string },
	{ "findings.0.frame", json_type_int },
	{ "rules.0.id", json_type_string },
};

START_TEST(test_check_holds_the_contract)
{
	struct check_result *r = fixture_check();
	struct json_object *o = parsed(rendered_check(json_report_check, r, (struct report_style){ 0 }));

	ck_assert_msg(json_object_is_type(at(o, check_contract[_i].path), check_contract[_i].type), "%s",
		      check_contract[_i].path);
	json_object_put(o);
	fixture_check_free(r);
}
END_TEST

START_TEST(test_check_values)
{
	struct check_result *r = fixture_check();
	struct json_object *o = parsed(rendered_check(json_report_check, r, (struct report_style){ 0 }));

	expect_string(o, "schema", "m5gtest.check/1");
	expect_string(o, "files.0", "run \"1\".pcapng");
	expect_int(o, "packets", 120);
	expect_int(o, "messages", 96);
	expect_string(o, "sessions.0.identity", "ue1\x1b");
	expect_int(o, "sessions.0.opened", 12);
	ck_assert_ptr_null(at(o, "sessions.0.why_dark"));
	ck_assert_ptr_null(at(o, "sessions.1.suite"));
	expect_int(o, "sessions.1.dark", 9);
	expect_int(o, "sessions.1.first_frame", 30);
	expect_string(o, "sessions.0.finished", "verified");
	ck_assert_ptr_null(at(o, "sessions.1.finished"));
	expect_string(o, "sessions.1.why_dark", "no key for identity ue2: give --psk-file");
	expect_int(o, "summary.findings", 4);
	expect_int(o, "summary.fail", 1);
	expect_int(o, "summary.warn", 1);
	expect_int(o, "summary.inconc", 1);
	expect_int(o, "summary.note", 1);
	ck_assert_uint_eq(json_object_array_length(at(o, "findings")), 4);
	expect_string(o, "findings.0.verdict", "warn");	/* in the order in which they were made */
	expect_string(o, "findings.1.actual", "token <0a1c> & \x01");
	expect_int(o, "coverage.judged", 3);
	json_object_put(o);
	fixture_check_free(r);
}
END_TEST

Suite *json_report_tests(void)
{
	Suite *suite = suite_create("json");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_run_holds_the_contract, 0, sizeof(run_contract) / sizeof(run_contract[0]));
	tcase_add_test(tests, test_run_values);
	tcase_add_test(tests, test_finding_values);
	tcase_add_loop_test(tests, test_rules_stand_as_they_were_judged, 0, sizeof(rule_rows) / sizeof(rule_rows[0]));
	tcase_add_test(tests, test_coverage_adds_up);
	tcase_add_test(tests, test_run_of_nothing);
	tcase_add_loop_test(tests, test_check_holds_the_contract, 0,
			    sizeof(check_contract) / sizeof(check_contract[0]));
	tcase_add_test(tests, test_check_values);
	suite_add_tcase(suite, tests);
	return suite;
}
