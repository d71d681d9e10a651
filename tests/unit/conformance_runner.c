/* tests/unit/conformance_runner.c - the runner before a server that lives: twins, pool, order, selection, ends. */
#include "tests/unit/conformance.h"

#include <string.h>

#include "tests/unit/conformance_scene.h"
#include "tests/unit/place.h"

enum { BOTH = 2 };

START_TEST(test_all_pass_over_both_links)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS) AFTER_1("PING-1", "steps: [{ping: u1}, {expect: {reaction: reset}}]")
				    AFTER_1("TLS-1", "links: [coaps], before: [{handshake: u1}], steps: [{renegotiate: u1}]"));

	scene_play(s);
	ck_assert_uint_eq(s->result.case_count, 7);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 7);
	ck_assert_uint_eq(s->told, 7);
	ck_assert_uint_eq(s->open, 0);		/* every link was given back */
	ck_assert_int_eq(run_result_status(&s->result, false), 0);
	ck_assert_uint_lt(s->now_ns, 1ull * NS_PER_S);
	scene_free(s);
}
END_TEST

/* A registration refused: who leans on it is not run, nor who leans on those. */
START_TEST(test_a_twin_that_fails)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", "steps: [{register: u1, as: somebody}, {expect: {result: success}}]")
				    CASE("REG-3", "twin: REG-2, " REGISTERS) CASE("REG-4", "twin: REG-3, " REGISTERS)
				    AFTER_1("REG-5", REGISTERS));

	scene_play(s);
	scene_assert(s, "REG-1", BOTH, VERDICT_PASS, NULL);
	scene_assert(s, "REG-2", BOTH, VERDICT_FAIL, "expected success, got refusal: 4.00 Bad Request");
	scene_assert(s, "REG-3", BOTH, VERDICT_NOT_RUN, "its twin REG-2 did not pass");
	scene_assert(s, "REG-4", BOTH, VERDICT_NOT_RUN, "its twin REG-2 did not pass");
	scene_assert(s, "REG-5", BOTH, VERDICT_PASS, NULL);
	ck_assert_int_eq(run_result_status(&s->result, false), 1);
	ck_assert_uint_eq(s->told, 10);
	scene_free(s);
}
END_TEST

START_TEST(test_what_is_not_applicable)
{
	struct scene *s = scene_new(REG_1 AFTER_1("OLD-1", "needs: [edition:pre-cr], " REGISTERS) CASE("OLD-2", "twin: OLD-1, " REGISTERS)
				    AFTER_1("BLK-1", "needs: [block], " REGISTERS) AFTER_1("RES-1", "needs: [resume], " REGISTERS));

	s->target.declared_no = APPLIES_BLOCK;
	s->target.declared_yes = APPLIES_RESUME;
	scene_play(s);
	scene_assert(s, "OLD-1", BOTH, VERDICT_NA, "belongs to the other edition");
	scene_assert(s, "OLD-2", BOTH, VERDICT_NA, "its twin OLD-1 is not applicable");
	scene_assert(s, "BLK-1", BOTH, VERDICT_NA, "declares not to have");
	scene_assert(s, "RES-1", BOTH, VERDICT_PASS, NULL);
	ck_assert_int_eq(run_result_status(&s->result, false), 0);
	scene_free(s);
}
END_TEST

START_TEST(test_a_pool_that_is_too_small)
{
	struct scene *s = scene_new(REG_1 AFTER_1("TWO-1", "steps: [{register: u1}, {register: u2}, {expect: {result: success}}]")
				    AFTER_1("STR-1", "steps: [{register: stranger, as: nobody}, {expect: {not: success}}]"));

	s->target.ues.count = 1;
	scene_play(s);
	scene_assert(s, "REG-1", BOTH, VERDICT_PASS, NULL);
	scene_assert(s, "TWO-1", TRANSPORT_COAP, VERDICT_NOT_RUN, "needs more UEs than the pool has");
	scene_assert(s, "TWO-1", TRANSPORT_COAPS, VERDICT_NOT_RUN, "needs more UEs with a key than the pool has");
	scene_assert(s, "STR-1", BOTH, VERDICT_NOT_RUN, "needs a UE that the server does not know (provisioned: no)");
	ck_assert_uint_eq(s->open_at_most, 1);	/* one UE, one link at a time */
	ck_assert_int_eq(run_result_status(&s->result, false), 5);
	ck_assert_int_eq(run_result_status(&s->result, true), 0);
	scene_free(s);
}
END_TEST

START_TEST(test_a_pool_without_keys)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS));

	for (size_t i = 0; i < s->target.ues.count; i++)
		s->target.ues.list[i].psk_len = 0;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	scene_assert(s, "REG-1", TRANSPORT_COAPS, VERDICT_NOT_RUN, "needs more UEs with a key than the pool has");
	scene_assert(s, "REG-2", TRANSPORT_COAPS, VERDICT_NOT_RUN, "its twin REG-1 did not pass");
	scene_free(s);
}
END_TEST

/* Each UE of a case is another identity; only the stranger is one that the server does not know. */
START_TEST(test_who_plays_whom)
{
	struct scene *s = scene_new(REG_1 AFTER_1("STR-1", "links: [coaps], steps: [{register: stranger}, {register: u2}, {register: u3}, {expect: {result: success}}]"));
	const struct identity *seen[SCENE_LINKS] = { NULL };
	unsigned strangers = 0;

	s->config.jobs = 1;
	scene_play(s);
	scene_assert(s, "STR-1", TRANSPORT_COAPS, VERDICT_PASS, NULL);
	for (uint32_t i = s->link_count; i > s->link_count - 3; i--) {
		strangers += s->links[i].identity->unprovisioned;
		for (uint32_t k = s->link_count; k > i; k--)
			ck_assert_ptr_ne(seen[k], s->links[i].identity);
		seen[i] = s->links[i].identity;
	}
	ck_assert_uint_eq(strangers, 1);
	scene_free(s);
}
END_TEST

static const struct jobs_row { unsigned jobs, ues, open; } jobs_rows[] = {
	{ 0, 8, 8 }, { 1, 8, 1 }, { 3, 8, 3 }, { 0, 2, 2 }, { 100, 8, 8 },
};

START_TEST(test_side_by_side_as_far_as_pool_and_jobs_allow)
{
	struct scene *s = scene_new(REG_1 AFTER_1("X-1", "table: {n: [1, 2, 3, 4, 5, 6, 7, 8, 9]}, " REGISTERS));

	s->config.jobs = jobs_rows[_i].jobs;
	s->target.ues.count = jobs_rows[_i].ues;
	scene_play(s);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 20);
	ck_assert_uint_eq(s->open_at_most, jobs_rows[_i].open);
	scene_free(s);
}
END_TEST

static uint8_t used[UINT16_MAX + 1];

static void note_mid(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	used[bytes[2] << 8 | bytes[3]]++;
	serve_well(s, link, bytes, len);
}

/* 1,200 Message IDs drawn by chance would meet a dozen times: COAP-MSG-13 then speaks where another thing is tested. */
START_TEST(test_no_message_id_is_used_at_two_endpoints)
{
	char numbers[2000] = "1", cases[3000];
	size_t len = 1;

	for (int i = 2; i <= 300; i++)
		len += (size_t)snprintf(numbers + len, sizeof(numbers) - len, ", %d", i);
	snprintf(cases, sizeof(cases), "  - {id: REG-1, title: t $n, rules: [M5G-REG-S04], table: {n: [%s]}, " REGISTERS "}\n", numbers);
	memset(used, 0, sizeof(used));
	struct scene *s = scene_new(cases);
	s->script.serve = note_mid;
	scene_play(s);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 600);
	for (int mid = 0; mid <= UINT16_MAX; mid++)
		ck_assert_msg(used[mid] <= 1, "Message ID %d: %d times", mid, used[mid]);
	scene_free(s);
}
END_TEST

START_TEST(test_slow_cases_are_left_out_by_choice)
{
	struct scene *s = scene_new(REG_1 AFTER_1("SLOW-1", "steps: [{register: u1}, {wait: 6s}, {expect: {result: success}}]")
				    CASE("SLOW-2", "twin: SLOW-1, " REGISTERS));

	scene_play(s);
	scene_assert(s, "SLOW-1", BOTH, VERDICT_NOT_RUN, "slow: run it with --slow");
	scene_assert(s, "SLOW-2", BOTH, VERDICT_NOT_RUN, "slow: its twin SLOW-1 is");
	ck_assert_int_eq(run_result_status(&s->result, false), 0);
	scene_free(s);
	s = scene_new(REG_1 AFTER_1("SLOW-1", "steps: [{register: u1}, {wait: 6s}, {expect: {result: success}}]"));
	s->config.slow = true;
	scene_play(s);
	scene_assert(s, "SLOW-1", BOTH, VERDICT_PASS, NULL);
	ck_assert_uint_gt(s->now_ns, 6ull * NS_PER_S);
	scene_free(s);
}
END_TEST

START_TEST(test_stop_at_the_first_fail)
{
	struct scene *s = scene_new(REG_1 AFTER_1("BAD-1", "steps: [{register: u1, as: somebody}, {expect: {result: success}}]")
				    AFTER_1("REG-2", REGISTERS) CASE("REG-3", "twin: REG-2, " REGISTERS));

	s->config.stop_at_fail = true;
	s->config.jobs = 1;
	scene_play(s);
	scene_assert(s, "BAD-1", TRANSPORT_COAP, VERDICT_FAIL, NULL);
	scene_assert(s, "REG-2", BOTH, VERDICT_NOT_RUN, "stopped at the first fail (-x)");
	scene_assert(s, "REG-3", BOTH, VERDICT_NOT_RUN, "stopped at the first fail (-x)");
	ck_assert_uint_eq(s->told, 8);
	ck_assert_int_eq(run_result_status(&s->result, false), 1);
	scene_free(s);
}
END_TEST

/* Interrupted in mid-run: what has ended keeps its verdict, the rest is not-run, nothing is left open. */
START_TEST(test_interrupted)
{
	struct scene *s = scene_new(REG_1 AFTER_1("WAIT-1", "steps: [{register: u1}, {wait: 4s}, {expect: {result: success}}]")
				    CASE("WAIT-2", "twin: WAIT-1, " REGISTERS));

	s->stop_at_ns = 2ull * NS_PER_S;
	scene_play(s);
	ck_assert(!runner_done(s->runner));
	runner_interrupt(s->runner);
	ck_assert(runner_done(s->runner));
	runner_result(s->runner, &s->result);
	scene_assert(s, "REG-1", BOTH, VERDICT_PASS, NULL);
	scene_assert(s, "WAIT-1", BOTH, VERDICT_NOT_RUN, "interrupted");
	scene_assert(s, "WAIT-2", BOTH, VERDICT_NOT_RUN, "interrupted");
	ck_assert(s->result.interrupted);
	ck_assert_uint_eq(s->open, 0);
	ck_assert_uint_eq(s->result.selected, 6);
	scene_free(s);
}
END_TEST

START_TEST(test_interrupted_before_the_first_tick)
{
	struct scene *s = scene_new(REG_1);

	s->stop_at_ns = 1;
	s->now_ns = 2;
	s->runner = runner_new(&s->config);
	runner_interrupt(s->runner);
	ck_assert(runner_done(s->runner));
	runner_result(s->runner, &s->result);
	ck_assert_uint_eq(s->result.counts[VERDICT_NOT_RUN], 2);
	scene_free(s);
}
END_TEST

/* The loop ended, the job did not: whatever it saw so far is no pass. */
START_TEST(test_a_job_that_never_ended_is_an_error)
{
	struct scene *s = scene_new(REG_1 AFTER_1("WAIT-1", "steps: [{register: u1}, {expect: {result: success}}, {wait: 4s}]")
				    CASE("WAIT-2", "twin: WAIT-1, " REGISTERS));

	s->stop_at_ns = 2ull * NS_PER_S;
	scene_play(s);
	runner_result(s->runner, &s->result);
	scene_assert(s, "REG-1", BOTH, VERDICT_PASS, NULL);
	scene_assert(s, "WAIT-1", BOTH, VERDICT_ERROR, "it did not end");
	scene_assert(s, "WAIT-2", BOTH, VERDICT_NOT_RUN, "it was never started");
	ck_assert_int_eq(run_result_status(&s->result, false), 3);
	scene_free(s);
}
END_TEST

START_TEST(test_before_and_after)
{
	struct scene *s = scene_new(REG_1 AFTER_1("BEF-1", "before: [{register: u1, as: somebody}, {expect: {result: success}}], " REGISTERS)
				    AFTER_1("AFT-1", "steps: [{register: u1}, {expect: {result: success}}], after: [{register: u1, as: x}, {expect: {result: success}}]"));

	scene_play(s);
	scene_assert(s, "BEF-1", BOTH, VERDICT_INCONC, "before: t.yaml:3: expected success, got refusal");
	scene_assert(s, "AFT-1", BOTH, VERDICT_PASS, NULL);
	ck_assert_int_eq(run_result_status(&s->result, false), 5);
	scene_free(s);
}
END_TEST

/* What our own hands cannot do is an error of ours, and never the server's. */
START_TEST(test_an_error_of_ours)
{
	struct scene *s = scene_new(REG_1 AFTER_1("OURS-1", "steps: [{register: u1, but: [drop data-size-indication]}, {expect: {result: success}}]"));

	scene_play(s);
	scene_assert(s, "OURS-1", BOTH, VERDICT_ERROR, NULL);
	ck_assert_int_eq(run_result_status(&s->result, false), 3);
	scene_free(s);
}
END_TEST

static const char *const tree = REG_1 AFTER_1("REG-2", REGISTERS) CASE("REG-3", "twin: REG-2, " REGISTERS)
	"  - {id: OPT-1, title: t, rules: [COAP-OPT-01], twin: REG-1, table: {n: [a, b]}, " REGISTERS "}\n"
	"  - {id: TLS-1, title: t, rules: [CDTLS-02], twin: REG-1, links: [coaps], " REGISTERS "}\n";

/* A chosen case brings its twins along. */
static const struct selected_row {
	const char *cases[3], *rules[3];
	size_t count;
} selected_rows[] = {
	{ { NULL }, { NULL }, 11 },
	{ { "REG-1" }, { NULL }, 2 },
	{ { "REG-3" }, { NULL }, 6 },
	{ { "OPT-*" }, { NULL }, 6 },
	{ { "OPT-1.b" }, { NULL }, 4 },
	{ { "TLS-1" }, { NULL }, 3 },
	{ { "REG-2", "TLS-*" }, { NULL }, 5 },
	{ { NULL }, { "CDTLS-*" }, 3 },
	{ { "REG-*" }, { "CDTLS-*" }, 0 },
	{ { "nothing" }, { NULL }, 0 },
	{ { "REG" }, { NULL }, 0 },
};

START_TEST(test_selection)
{
	const struct selected_row *row = &selected_rows[_i];
	struct scene *s = scene_new(tree);

	s->config.case_globs = *row->cases ? row->cases : NULL;
	s->config.rule_globs = *row->rules ? row->rules : NULL;
	scene_play(s);
	ck_assert_uint_eq(s->result.case_count, row->count);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], row->count);
	ck_assert_int_eq(run_result_status(&s->result, false), row->count ? 0 : 4);
	scene_free(s);
}
END_TEST

START_TEST(test_one_link_only)
{
	struct scene *s = scene_new(tree);

	s->target.has[TRANSPORT_COAPS] = false;
	scene_play(s);
	ck_assert_uint_eq(s->result.case_count, 5);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 5);
	scene_free(s);
}
END_TEST

/* A case that a should row asked for warns; under --strict it fails; without any answer to a CON it fails as well. */
#define WEIGHED "  - {id: REG-2, title: t, twin: REG-1, rules: [COAP-RSP-20], steps: [{register: u1, as: somebody}, {expect: {result: success}}]}\n"

static void serve_no_strangers(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (!scene_says(bytes, len, "somebody"))
		serve_well(s, link, bytes, len);
}

static const struct weight_row {
	bool strict, silent, impaired;
	enum verdict verdict;
} weight_rows[] = {
	{ false, false, false, VERDICT_WARN }, { true, false, false, VERDICT_FAIL },   { false, true, false, VERDICT_FAIL },
	{ false, true, true, VERDICT_INCONC }, { false, false, true, VERDICT_WARN },
};

START_TEST(test_a_case_weighs_what_its_rows_weigh)
{
	const struct weight_row *row = &weight_rows[_i];
	struct scene *s = scene_new(REG_1 WEIGHED);

	s->context.strict = row->strict;
	s->context.impaired = row->impaired;
	if (row->silent)
		s->script.serve = serve_no_strangers;
	scene_play(s);
	scene_assert(s, "REG-1", BOTH, VERDICT_PASS, NULL);
	scene_assert(s, "REG-2", BOTH, row->verdict, NULL);
	scene_free(s);
}
END_TEST

Suite *runner_tests(void)
{
	Suite *suite = suite_create("runner");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, place_enter, place_leave);
	tcase_add_test(tests, test_all_pass_over_both_links);
	tcase_add_test(tests, test_a_twin_that_fails);
	tcase_add_test(tests, test_what_is_not_applicable);
	tcase_add_test(tests, test_a_pool_that_is_too_small);
	tcase_add_test(tests, test_a_pool_without_keys);
	tcase_add_test(tests, test_who_plays_whom);
	tcase_add_loop_test(tests, test_side_by_side_as_far_as_pool_and_jobs_allow, 0, sizeof(jobs_rows) / sizeof(*jobs_rows));
	tcase_add_test(tests, test_no_message_id_is_used_at_two_endpoints);
	tcase_add_test(tests, test_slow_cases_are_left_out_by_choice);
	tcase_add_test(tests, test_stop_at_the_first_fail);
	tcase_add_test(tests, test_interrupted);
	tcase_add_test(tests, test_interrupted_before_the_first_tick);
	tcase_add_test(tests, test_a_job_that_never_ended_is_an_error);
	tcase_add_test(tests, test_before_and_after);
	tcase_add_test(tests, test_an_error_of_ours);
	tcase_add_loop_test(tests, test_selection, 0, sizeof(selected_rows) / sizeof(*selected_rows));
	tcase_add_test(tests, test_one_link_only);
	tcase_add_loop_test(tests, test_a_case_weighs_what_its_rows_weigh, 0, sizeof(weight_rows) / sizeof(*weight_rows));
	suite_add_tcase(suite, tests);
	return suite;
}
