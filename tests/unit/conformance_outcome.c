/* tests/unit/conformance_outcome.c - from findings and answers to verdicts: whose, how bad, with which reason. */
#include "tests/unit/conformance.h"

#include <string.h>

#include "tests/unit/conformance_scene.h"
#include "tests/unit/place.h"
#include "wire/message.h"

enum { BOTH = 2 };

static struct finding finding_of(enum verdict verdict, enum side by, uint32_t link)
{
	struct finding f = { .clause = clause_named("COAP-MSG-37"), .answer = BROKEN, .verdict = verdict, .by = by,
			     .client = scene_endpoint(link), .expected = "the request's Token", .actual = "another" };

	return f;
}

/* A finding at the endpoint of REG-1 over coap (the first link): what it makes of a case that passed. */
static const struct weighed {
	enum verdict found;
	enum side by;
	bool unconfirmed;
	enum verdict verdict;
	const char *reason;
	int status;
} weighed[] = {
	{ VERDICT_FAIL, SIDE_SERVER, false, VERDICT_FAIL, "COAP-MSG-37: expected the request's Token, got another", 1 },
	{ VERDICT_WARN, SIDE_SERVER, false, VERDICT_WARN, "COAP-MSG-37: expected the request's Token, got another", 0 },
	{ VERDICT_NOTE, SIDE_SERVER, false, VERDICT_PASS, NULL, 0 },
	{ VERDICT_INCONC, SIDE_SERVER, false, VERDICT_PASS, NULL, 0 },
	{ VERDICT_INCONC, SIDE_SERVER, true, VERDICT_INCONC, "COAP-MSG-37", 5 },
	{ VERDICT_FAIL, SIDE_CLIENT, false, VERDICT_ERROR, "our own client: COAP-MSG-37: expected", 3 },
	{ VERDICT_WARN, SIDE_CLIENT, false, VERDICT_ERROR, "our own client: COAP-MSG-37: expected", 3 },
	{ VERDICT_NOTE, SIDE_CLIENT, false, VERDICT_PASS, NULL, 0 },
};

START_TEST(test_findings_weigh)
{
	const struct weighed *row = &weighed[_i];
	struct scene *s = scene_new(REG_1);
	struct finding f = finding_of(row->found, row->by, 1);

	f.binding_unconfirmed = row->unconfirmed;
	s->stop_at_ns = 3600ull * NS_PER_S;
	scene_play(s);
	runner_found(s->runner, &f);
	runner_result(s->runner, &s->result);
	scene_assert(s, "REG-1", TRANSPORT_COAP, row->verdict, row->reason);
	scene_assert(s, "REG-1", TRANSPORT_COAPS, VERDICT_PASS, NULL);
	ck_assert_uint_eq(s->result.loose_count, 0);
	ck_assert_uint_eq(s->result.cases[0].finding_count, 1);
	ck_assert_int_eq(run_result_status(&s->result, false), row->status);
	scene_free(s);
}
END_TEST

/* The worst wins and the first reason of the worst is kept; what the steps saw comes before what the judge found. */
START_TEST(test_the_worst_wins)
{
	struct scene *s = scene_new(REG_1 AFTER_1("BAD-1", "steps: [{register: u1, as: x}, {expect: {result: success}}]"));
	struct finding warn = finding_of(VERDICT_WARN, SIDE_SERVER, 1), fail = finding_of(VERDICT_FAIL, SIDE_SERVER, 1);
	struct finding other = finding_of(VERDICT_FAIL, SIDE_SERVER, 1), bad = finding_of(VERDICT_FAIL, SIDE_SERVER, 2);

	s->target.has[TRANSPORT_COAPS] = false;
	s->stop_at_ns = 3600ull * NS_PER_S;
	scene_play(s);
	strcpy(fail.actual, "the first fail");
	strcpy(other.actual, "the second fail");
	runner_found(s->runner, &warn);
	runner_found(s->runner, &fail);
	runner_found(s->runner, &other);
	runner_found(s->runner, &bad);
	runner_result(s->runner, &s->result);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_FAIL, "got the first fail");
	scene_assert(s, "BAD-1", TRANSPORT_COAP, VERDICT_FAIL, "t.yaml:3: expected success, got refusal");
	ck_assert_uint_eq(s->result.cases[0].finding_count, 3);
	scene_free(s);
}
END_TEST

/* The server asks: in that exchange it is the client, and what it breaks is not ours. */
START_TEST(test_a_server_that_asks)
{
	struct scene *s = scene_new(REG_1);
	struct finding f = finding_of(VERDICT_FAIL, SIDE_CLIENT, 999);

	f.server = scene_endpoint(1);
	s->stop_at_ns = 3600ull * NS_PER_S;
	scene_play(s);
	runner_found(s->runner, &f);
	runner_result(s->runner, &s->result);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_FAIL, "COAP-MSG-37");
	ck_assert_uint_eq(s->result.loose_count, 0);
	ck_assert_int_eq(run_result_status(&s->result, false), 1);
	scene_free(s);
}
END_TEST

START_TEST(test_findings_that_belong_to_no_case)
{
	struct scene *s = scene_new(REG_1);
	struct finding f = finding_of(VERDICT_FAIL, SIDE_SERVER, 999);

	s->stop_at_ns = 3600ull * NS_PER_S;
	scene_play(s);
	runner_found(s->runner, &f);
	runner_result(s->runner, &s->result);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 2);
	ck_assert_uint_eq(s->result.loose_count, 1);
	ck_assert_int_eq(run_result_status(&s->result, false), 1);
	scene_free(s);
}
END_TEST

/* Our own client's are errors of ours also where no case can be named. */
START_TEST(test_our_own_findings_of_no_case)
{
	struct scene *s = scene_new(REG_1);
	struct finding f = finding_of(VERDICT_WARN, SIDE_CLIENT, 999);

	s->stop_at_ns = 3600ull * NS_PER_S;
	scene_play(s);
	runner_found(s->runner, &f);
	runner_result(s->runner, &s->result);
	ck_assert_int_eq(s->result.loose[0].verdict, VERDICT_ERROR);
	ck_assert_int_eq(run_result_status(&s->result, false), 3);
	scene_free(s);
}
END_TEST

static uint32_t judged_link;

/* The judge speaks once, of a link that may still be to come. */
static void serve_and_find(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	struct finding f = finding_of(VERDICT_FAIL, SIDE_SERVER, judged_link);

	if (judged_link)
		runner_found(s->runner, &f);
	judged_link = 0;
	serve_well(s, link, bytes, len);
}

/* A ClientHello leaves while the link is being opened, before the runner knows whose endpoint it is. */
START_TEST(test_a_finding_before_its_link_is_known)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS));

	judged_link = 2;	/* heard while REG-1 plays on link 1 */
	s->target.has[TRANSPORT_COAPS] = false;
	s->script.serve = serve_and_find;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	scene_assert(s, "REG-2", TRANSPORT_COAP, VERDICT_FAIL, "COAP-MSG-37");
	ck_assert_uint_eq(s->result.loose_count, 0);
	scene_free(s);
}
END_TEST

/* A twin that passed its steps and yet broke a rule vouches for nothing. */
START_TEST(test_a_twin_with_a_finding)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS));

	judged_link = 1;
	s->target.has[TRANSPORT_COAPS] = false;
	s->script.serve = serve_and_find;
	scene_play(s);
	scene_assert(s, "REG-2", TRANSPORT_COAP, VERDICT_NOT_RUN, "its twin REG-1 did not pass");
	scene_free(s);
}
END_TEST

/* --- T19 --- */

static void serve_another_binding(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	scene_answer(s, link, bytes, len, CODE_CREATED, "{\"outcome\":\"ok\"}");
}

static void serve_refusals(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	scene_answer(s, link, bytes, len, CODE_NOT_FOUND, NULL);
}

static const struct contact {
	void (*serve)(struct scene *, uint32_t, const uint8_t *, size_t);
	bool confirmed;
	enum verdict verdict;
	const char *diagnosis;
	int status;
} contacts[] = {
	{ serve_another_binding, false, VERDICT_INCONC, "answered 2.01 Created, without a success under binding 'default'", 5 },
	{ serve_refusals, false, VERDICT_INCONC, "answered 4.04 Not Found", 5 },
	{ serve_another_binding, true, VERDICT_FAIL, NULL, 1 },
	{ serve_refusals, true, VERDICT_FAIL, NULL, 1 },
};

START_TEST(test_first_contact)
{
	const struct contact *row = &contacts[_i];
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS) AFTER_1("NEG-1", "steps: [{register: u1}, {expect: {not: success}}]"));

	s->script.serve = row->serve;
	s->context.binding_confirmed = row->confirmed;
	scene_play(s);
	scene_assert(s, "REG-1", BOTH, row->verdict, row->confirmed ? "expected success" : "binding not confirmed: ");
	scene_assert(s, "REG-2", BOTH, VERDICT_NOT_RUN, "its twin REG-1 did not pass");
	scene_assert(s, "NEG-1", BOTH, VERDICT_NOT_RUN, "its twin REG-1 did not pass");
	if (row->diagnosis) {
		ck_assert_ptr_nonnull(s->result.diagnosis);
		ck_assert_msg(strstr(s->result.diagnosis, row->diagnosis) && strstr(s->result.diagnosis, "ue1@example.org at /msgin5g"),
			      "%s", s->result.diagnosis);
	} else {
		ck_assert_ptr_null(s->result.diagnosis);
	}
	ck_assert_int_eq(run_result_status(&s->result, false), row->status);
	scene_free(s);
}
END_TEST

/* Only the first contact is nobody's fault: a case with a twin stands on a binding that was understood. */
START_TEST(test_later_contacts_fail)
{
	struct scene *s = scene_new(REG_1 AFTER_1("BAD-1", "steps: [{register: u1, as: x}, {expect: {result: success}}]"));

	scene_play(s);
	scene_assert(s, "BAD-1", BOTH, VERDICT_FAIL, "expected success, got refusal");
	ck_assert_ptr_null(s->result.diagnosis);
	scene_free(s);
}
END_TEST

/* --- T18 --- */

static uint8_t plain_code;

static void serve_coaps_only(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (s->links[link].transport == TRANSPORT_COAPS)
		serve_well(s, link, bytes, len);
	else if (scene_says(bytes, len, "DEREG"))
		scene_answer(s, link, bytes, len, CODE_NOT_FOUND, NULL);
	else
		scene_answer(s, link, bytes, len, plain_code, NULL);
}

static const struct plain { uint8_t code; bool confirmed, is_policy; } plains[] = {
	{ CODE_UNAUTHORIZED, false, true }, { CODE_FORBIDDEN, false, true }, { CODE_FORBIDDEN, true, true },
	{ CODE_NOT_FOUND, false, false },   { CODE_NOT_FOUND, true, false },
};

START_TEST(test_plain_registration_refused)
{
	const struct plain *row = &plains[_i];
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS) AFTER_1("PING-1", "steps: [{ping: u1}, {expect: {reaction: reset}}]"));

	plain_code = row->code;
	s->context.binding_confirmed = row->confirmed;
	s->script.serve = serve_coaps_only;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAPS, VERDICT_PASS, NULL);
	scene_assert(s, "PING-1", TRANSPORT_COAPS, VERDICT_PASS, NULL);
	if (row->is_policy) {
		scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_NA, "refuses plain registration, as it may (policy T18)");
		scene_assert(s, "PING-1", TRANSPORT_COAP, VERDICT_NA, NULL);
		ck_assert_ptr_null(s->result.diagnosis);
	} else {
		scene_assert(s, "REG-1", TRANSPORT_COAP, row->confirmed ? VERDICT_FAIL : VERDICT_INCONC, NULL);
	}
	ck_assert_int_eq(run_result_status(&s->result, false), row->is_policy ? 0 : row->confirmed ? 1 : 5);
	scene_free(s);
}
END_TEST

/* Its refusal, and its silence, are the policy; what else it says there is judged, in whichever case it was said. */
static const struct spoken { const char *rule; uint32_t link; bool absence; enum verdict first, second; int status; } spoken[] = {
	{ "M5G-REG-S04", 1, false, VERDICT_NA, VERDICT_NA, 0 },
	{ "COAP-MSG-01", 1, true, VERDICT_NA, VERDICT_NA, 0 },
	{ "COAP-MSG-42", 1, false, VERDICT_FAIL, VERDICT_FAIL, 1 },	/* it did not refuse: it answered, and wrongly */
	{ "COAP-MSG-42", 3, false, VERDICT_NA, VERDICT_FAIL, 1 },
};

START_TEST(test_what_a_refusal_of_plain_does_not_cover)
{
	const struct spoken *row = &spoken[_i];
	struct scene *s = scene_new(REG_1 CASE("REG-2", REGISTERS));
	struct finding f = finding_of(VERDICT_FAIL, SIDE_SERVER, row->link);

	plain_code = CODE_FORBIDDEN;
	f.clause = clause_named(row->rule);
	f.absence = row->absence;
	s->context.binding_confirmed = true;
	s->script.serve = serve_coaps_only;
	s->stop_at_ns = 3600ull * NS_PER_S;
	scene_play(s);
	runner_found(s->runner, &f);
	runner_result(s->runner, &s->result);
	scene_assert(s, "REG-1", TRANSPORT_COAP, row->first, NULL);
	scene_assert(s, "REG-2", TRANSPORT_COAP, row->second, NULL);
	ck_assert_int_eq(run_result_status(&s->result, false), row->status);
	scene_free(s);
}
END_TEST

/* Refused over both links it is no policy about plain CoAP. */
START_TEST(test_refused_over_both_links)
{
	struct scene *s = scene_new(REG_1);

	s->context.binding_confirmed = true;
	s->script.serve = serve_refusals;
	scene_play(s);
	scene_assert(s, "REG-1", BOTH, VERDICT_FAIL, NULL);
	scene_free(s);
}
END_TEST

Suite *outcome_tests(void)
{
	Suite *suite = suite_create("outcomes");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, place_enter, place_leave);
	tcase_add_loop_test(tests, test_findings_weigh, 0, sizeof(weighed) / sizeof(*weighed));
	tcase_add_test(tests, test_the_worst_wins);
	tcase_add_test(tests, test_a_server_that_asks);
	tcase_add_test(tests, test_findings_that_belong_to_no_case);
	tcase_add_test(tests, test_our_own_findings_of_no_case);
	tcase_add_test(tests, test_a_finding_before_its_link_is_known);
	tcase_add_test(tests, test_a_twin_with_a_finding);
	tcase_add_loop_test(tests, test_first_contact, 0, sizeof(contacts) / sizeof(*contacts));
	tcase_add_test(tests, test_later_contacts_fail);
	tcase_add_loop_test(tests, test_plain_registration_refused, 0, sizeof(plains) / sizeof(*plains));
	tcase_add_loop_test(tests, test_what_a_refusal_of_plain_does_not_cover, 0, sizeof(spoken) / sizeof(*spoken));
	tcase_add_test(tests, test_refused_over_both_links);
	suite_add_tcase(suite, tests);
	return suite;
}
