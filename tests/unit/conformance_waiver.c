/* tests/unit/conformance_waiver.c - waivers waive what they name, and nothing else; they cannot rot. */
#include "tests/unit/conformance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/waiver.h"

static struct case_row rows[] = { { .id = "REG-001" }, { .id = "REG-002" }, { .id = "MSG-003" } };
static const struct case_table cases = { .rows = rows, .count = 3 };

/* REG-001 fails by its steps, REG-002 by COAP-MSG-37, MSG-003 passes. */
static struct run_result *result(void)
{
	struct run_result *r = calloc(1, sizeof(*r));

	r->target_name = strdup("acme 1.2");
	r->case_count = r->selected = 3;
	r->cases = calloc(3, sizeof(*r->cases));
	for (int i = 0; i < 3; i++)
		r->cases[i] = (struct case_result){ .id = strdup(rows[i].id), .title = strdup("t"), .link = "coap", .verdict = VERDICT_PASS };
	r->cases[0].verdict = VERDICT_FAIL;
	r->cases[0].reason = strdup("cases/x.yaml:3: expected success, got silence");
	r->cases[1].verdict = VERDICT_FAIL;
	r->cases[1].reason = strdup("COAP-MSG-37: expected the request's Token, got 0a");
	r->cases[1].findings = calloc(1, sizeof(struct finding));
	r->cases[1].finding_count = 1;
	r->cases[1].findings[0] = (struct finding){ .clause = clause_named("COAP-MSG-37"), .verdict = VERDICT_FAIL,
						    .by = SIDE_SERVER, .expected = "the request's Token", .actual = "0a" };
	return r;
}

static int read_yaml(struct waivers *w, const char *yaml, struct error *error)
{
	char path[] = "waivers-XXXXXX";
	int fd = mkstemp(path), bad;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
	close(fd);
	bad = waivers_read(w, path, &cases, error);
	if (bad) {	/* the name differs each time */
		const char *colon = strchr(error->text, ':');
		struct error rest;
		error_set(&rest, "%s", colon ? colon : error->text);
		error_set(error, "w%s", rest.text);
	}
	remove(path);
	return bad;
}

static const struct applied {
	const char *yaml;
	enum verdict verdicts[3];
	size_t stale, must;
	int status;
} applied[] = {
	{ "waivers: []\n", { VERDICT_FAIL, VERDICT_FAIL, VERDICT_PASS }, 0, 0, 1 },
	/* Both fails waived by their symptoms. */
	{ "waivers:\n- {case: REG-001, symptom: silence, reason: r, until: 2026-12-31}\n"
	  "- {rule: COAP-MSG-37, symptom: \"expected the request's Token, got *\", reason: r, until: 2026-12-31}\n",
	  { VERDICT_XFAIL, VERDICT_XFAIL, VERDICT_PASS }, 0, 1, 0 },
	/* Another symptom stays red, and the waiver is stale. */
	{ "waivers:\n- {case: REG-001, symptom: refusal, reason: r, until: 2026-12-31}\n"
	  "- {rule: COAP-MSG-37, symptom: \"expected the request's Token, got *\", reason: r, until: 2026-12-31}\n",
	  { VERDICT_FAIL, VERDICT_XFAIL, VERDICT_PASS }, 1, 1, 1 },
	/* The day itself still counts, the day after does not. */
	{ "waivers:\n- {case: REG-001, symptom: silence, reason: r, until: 2026-11-23}\n"
	  "- {case: REG-002, symptom: \"expected the request's Token, got *\", reason: r, until: 2026-11-22}\n",
	  { VERDICT_XFAIL, VERDICT_FAIL, VERDICT_PASS }, 1, 0, 1 },
	/* A pass although it is waived. */
	{ "waivers:\n- {case: MSG-003, symptom: x, reason: r, until: 2026-12-31}\n"
	  "- {case: \"REG-*\", symptom: \"expected *, got *\", reason: r, until: 2026-12-31}\n",
	  { VERDICT_XFAIL, VERDICT_XFAIL, VERDICT_XPASS }, 0, 1, 1 },
	/* Another server, another link: not concerned, not stale. */
	{ "waivers:\n- {case: REG-001, server: \"other*\", symptom: silence, reason: r, until: 2026-12-31}\n"
	  "- {case: REG-002, link: coaps, symptom: \"expected the request's Token, got *\", reason: r, until: 2026-12-31}\n",
	  { VERDICT_FAIL, VERDICT_FAIL, VERDICT_PASS }, 0, 0, 1 },
	/* The symptom is the whole text: a part of it, or of what was got, is another. */
	{ "waivers:\n- {case: REG-001, symptom: silenc, reason: r, until: 2026-12-31}\n"
	  "- {case: REG-002, symptom: \"the request's Token\", reason: r, until: 2026-12-31}\n",
	  { VERDICT_FAIL, VERDICT_FAIL, VERDICT_PASS }, 2, 0, 1 },
	{ "waivers:\n- {case: REG-001, symptom: \"expected success, got silence\", reason: r, until: 2026-12-31}\n"
	  "- {case: REG-002, symptom: 0a, reason: r, see: \"https://acme.example/7\", until: 2026-12-31}\n",
	  { VERDICT_XFAIL, VERDICT_XFAIL, VERDICT_PASS }, 0, 1, 0 },
	/* A waiver of a rule does not waive what the steps saw. */
	{ "waivers:\n- {case: REG-001, rule: COAP-MSG-01, symptom: silence, reason: r, until: 2026-12-31}\n",
	  { VERDICT_FAIL, VERDICT_FAIL, VERDICT_PASS }, 1, 0, 1 },
};

START_TEST(test_waivers_apply)
{
	const struct applied *a = &applied[_i];
	struct run_result *r = result();
	struct waivers w = { 0 };
	struct error error = { .text = "" };

	ck_assert_msg(!read_yaml(&w, a->yaml, &error), "%s", error.text);
	waivers_apply(&w, r, "2026-11-23");
	for (int i = 0; i < 3; i++)
		ck_assert_msg(r->cases[i].verdict == a->verdicts[i], "%s is %s", r->cases[i].id, verdict_word(r->cases[i].verdict));
	ck_assert_uint_eq(r->stale_count, a->stale);
	ck_assert_uint_eq(r->waived_must, a->must);
	ck_assert_int_eq(run_result_status(r, false), a->status);
	waivers_free(&w);
	run_result_free(r);
	free(r);
}
END_TEST

static const struct refused { const char *yaml, *error; } refused[] = {
	{ "waivers:\n- {case: NOPE, symptom: x, reason: r, until: 2026-12-31}\n", "w:2:10: no case is called 'NOPE'" },
	{ "waivers:\n- {case: REG-001, symptom: x, reason: r, until: 2026-02-29}\n", "w:2:49: '2026-02-29' is no day" },
	{ "waivers:\n- {case: REG-001, symptom: x, reason: r, until: 2026-13-01}\n", "w:2:49: '2026-13-01' is no day" },
	{ "waivers:\n- {rule: NOPE, symptom: x, reason: r, until: 2026-12-31}\n", "w:2:10: no rule is called 'NOPE'" },
	{ "waivers:\n- {symptom: x, reason: r, until: 2026-12-31}\n", "w:2:3: a waiver names a case, a rule, or both" },
	{ "waivers:\n- {case: REG-001, symptom: x, until: 2026-12-31}\n", "w:2:3: " },
	{ "waivers:\n- {case: REG-001, symptom: x, reason: \"\", until: 2026-12-31}\n", "w:2:39: 'reason' is empty" },
	{ "waivers:\n- {case: REG-001, reason: x, until: 2026-12-31}\n", "w:2:3: " },
	{ "waivers:\n- {case: REG-001, symptom: x, reason: r, until: soon}\n", "w:2:49: 'soon' is no day" },
	{ "waivers:\n- {case: REG-001, symptom: x, reason: r, link: tcp, until: 2026-12-31}\n", "w:2:48: 'tcp' is neither" },
	{ "waiver: []\n", "w:1:1: unknown key 'waiver' (did you mean 'waivers'?)" },
};

START_TEST(test_wrong_waivers_are_refused)
{
	struct waivers w = { 0 };
	struct error error = { .text = "" };

	ck_assert_int_eq(read_yaml(&w, refused[_i].yaml, &error), -1);
	ck_assert_msg(!strncmp(error.text, refused[_i].error, strlen(refused[_i].error)), "expected '%s', got '%s'",
		      refused[_i].error, error.text);
	waivers_free(&w);
}
END_TEST

Suite *waiver_tests(void)
{
	Suite *suite = suite_create("waivers");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_waivers_apply, 0, sizeof(applied) / sizeof(*applied));
	tcase_add_loop_test(tests, test_wrong_waivers_are_refused, 0, sizeof(refused) / sizeof(*refused));
	suite_add_tcase(suite, tests);
	return suite;
}
