/* tests/unit/conformance_life.c - servers that fall silent, die, come back or were never there. */
#include "tests/unit/conformance.h"

#include <string.h>

#include "tests/unit/conformance_scene.h"
#include "tests/unit/place.h"
#include "wire/message.h"

enum { BOTH = 2 };

/* A message with this word in it kills the server. */
#define KILLS "steps: [{register: u1, as: killer@example.org}, {expect: {result: success}}]"
/* Three cases that take a while, so that they run beside the killer. */
#define LONG(id) AFTER_1(id, "steps: [{register: u1}, {expect: {result: success}}, {wait: 1s}, {register: u1}, {expect: {result: success}}, " \
			     "{wait: 1s}, {register: u1}, {expect: {result: success}}]")

static uint64_t stays_dead_ns;

static void serve_until_killed(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (scene_says(bytes, len, "killer"))
		s->dead_until_ns = stays_dead_ns == NEVER ? NEVER : s->now_ns + stays_dead_ns;
	else
		serve_well(s, link, bytes, len);
}

static struct scene *mortal(const char *cases, uint64_t dead_ns)
{
	struct scene *s = scene_new(cases);

	stays_dead_ns = dead_ns;
	s->script.serve = serve_until_killed;
	return s;
}

/* It comes back by itself after 4 s: who was running runs again, alone, and the one who did it is found. */
START_TEST(test_the_killer_is_found_by_running_suspects_alone)
{
	struct scene *s = mortal(REG_1 LONG("LONG-1") AFTER_1("KILL-1", KILLS) LONG("LONG-2") AFTER_1("LATE-1", REGISTERS), 4ull * NS_PER_S);

	s->target.has[TRANSPORT_COAPS] = _i;
	scene_play(s);
	for (int t = 0; t <= _i; t++) {
		scene_assert(s, "REG-1", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "LONG-1", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "LONG-2", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "LATE-1", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "KILL-1", (unsigned)t, VERDICT_FAIL, NULL);
	}
	ck_assert_uint_eq(s->open, 0);
	ck_assert_int_eq(run_result_status(&s->result, false), 1);
	scene_free(s);
}
END_TEST

/* Dead for longer than an answer may take, and back before we lose patience. */
START_TEST(test_it_comes_back_late)
{
	struct scene *s = mortal(REG_1 LONG("LONG-1") AFTER_1("KILL-1", KILLS) LONG("LONG-2") AFTER_1("LATE-1", REGISTERS), 24ull * NS_PER_S);

	s->target.has[TRANSPORT_COAPS] = _i;
	scene_play(s);
	for (int t = 0; t <= _i; t++) {
		scene_assert(s, "LONG-1", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "KILL-1", (unsigned)t, VERDICT_FAIL, "the server fell silent after it, and again when it ran alone");
		scene_assert(s, "LONG-2", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "LATE-1", (unsigned)t, VERDICT_PASS, NULL);
	}
	ck_assert_uint_eq(s->told, s->result.case_count);	/* each once, run twice or not */
	scene_free(s);
}
END_TEST

START_TEST(test_it_does_not_come_back)
{
	struct scene *s = mortal(REG_1 LONG("LONG-1") AFTER_1("KILL-1", KILLS) LONG("LONG-2") CASE("LATE-1", "twin: LONG-1, " REGISTERS), NEVER);

	s->target.has[TRANSPORT_COAPS] = _i;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	scene_assert(s, "LONG-1", TRANSPORT_COAP, VERDICT_INCONC, "the server died while this case was running");
	scene_assert(s, "KILL-1", TRANSPORT_COAP, VERDICT_INCONC, "the server died while this case was running");
	scene_assert(s, "LONG-2", TRANSPORT_COAP, VERDICT_INCONC, "the server died while this case was running");
	scene_assert(s, "LATE-1", TRANSPORT_COAP, VERDICT_NOT_RUN, "server dead since ");
	ck_assert_int_eq(run_result_status(&s->result, false), 5);
	ck_assert_uint_eq(s->told, s->result.case_count);
	scene_free(s);
}
END_TEST

/* Nobody ran beside it: there is no other suspect. */
START_TEST(test_the_only_suspect_is_the_killer)
{
	struct scene *s = mortal(REG_1 AFTER_1("KILL-1", KILLS) AFTER_1("REG-2", REGISTERS), NEVER);

	s->config.jobs = 1;
	s->target.has[TRANSPORT_COAPS] = false;
	scene_play(s);
	scene_assert(s, "KILL-1", TRANSPORT_COAP, VERDICT_FAIL, "nothing ran beside it");
	scene_assert(s, "REG-2", TRANSPORT_COAP, VERDICT_NOT_RUN, "server dead since KILL-1 over coap");
	ck_assert_int_eq(run_result_status(&s->result, false), 1);
	scene_free(s);
}
END_TEST

/* What we drop ourselves is no server's silence: neither at first contact nor after a case that ran alone. */
START_TEST(test_nothing_comes_through_our_own_loss)
{
	static const struct {
		bool from_the_first;
		const char *id, *reason;
	} rows[] = { { true, "REG-1", "perhaps lost on the way" }, { false, "KILL-1", "the server died while this case ran" } };
	struct scene *s = mortal(REG_1 AFTER_1("KILL-1", KILLS), NEVER);

	s->config.jobs = 1;
	s->context.impaired = true;
	s->target.has[TRANSPORT_COAPS] = rows[_i].from_the_first;
	s->script.deaf[TRANSPORT_COAP] = s->script.deaf[TRANSPORT_COAPS] = rows[_i].from_the_first;
	scene_play(s);
	scene_assert(s, rows[_i].id, rows[_i].from_the_first ? BOTH : TRANSPORT_COAP, VERDICT_INCONC, rows[_i].reason);
	ck_assert_int_eq(run_result_status(&s->result, false), 5);
	scene_free(s);
}
END_TEST

static uint64_t stays_away_ns;

static void leave_one_unanswered(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (!scene_says(bytes, len, "killer"))
		serve_well(s, link, bytes, len);
	else if (!s->away_until_ns)
		s->away_until_ns = s->now_ns + stays_away_ns;
}

/* The copy after 2 to 3 s left more than a second late, or less: silence then is not the server's alone, or is. */
START_TEST(test_silence_while_we_were_late)
{
	static const struct {
		unsigned away_ms;
		enum verdict verdict;
		const char *reason;
	} rows[] = { { 4100, VERDICT_INCONC, "we were late ourselves, by more than a second" }, { 2900, VERDICT_FAIL, NULL } };
	struct scene *s = scene_new(REG_1 AFTER_1("KILL-1", KILLS));

	stays_away_ns = rows[_i].away_ms * (uint64_t)NS_PER_MS;
	s->script.serve = leave_one_unanswered;
	s->target.has[TRANSPORT_COAPS] = false;
	scene_play(s);
	scene_assert(s, "KILL-1", TRANSPORT_COAP, rows[_i].verdict, rows[_i].reason);
	scene_free(s);
}
END_TEST

START_TEST(test_the_restart_hook_brings_it_back)
{
	struct scene *s = mortal(REG_1 LONG("LONG-1") AFTER_1("KILL-1", KILLS) LONG("LONG-2") AFTER_1("LATE-1", REGISTERS), NEVER);

	s->target.has[TRANSPORT_COAPS] = _i;
	s->config.restart = scene_restart;
	scene_play(s);
	for (int t = 0; t <= _i; t++) {
		scene_assert(s, "LONG-1", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "KILL-1", (unsigned)t, VERDICT_FAIL, "the server fell silent after it, and again when it ran alone");
		scene_assert(s, "LONG-2", (unsigned)t, VERDICT_PASS, NULL);
		scene_assert(s, "LATE-1", (unsigned)t, VERDICT_PASS, NULL);
	}
	ck_assert_uint_ge(s->restarts, 2u);	/* once among others, once alone */
	ck_assert_uint_le(s->restarts, 4u);
	scene_free(s);
}
END_TEST

/* Findings about what an aborted run left unanswered are nobody's: the case was run again. */
START_TEST(test_an_aborted_run_leaves_no_finding)
{
	struct scene *s = mortal(REG_1 LONG("LONG-1") AFTER_1("KILL-1", KILLS), 24ull * NS_PER_S);
	struct finding f = { .clause = clause_named("COAP-MSG-01"), .answer = BROKEN, .verdict = VERDICT_FAIL, .by = SIDE_SERVER };

	s->target.has[TRANSPORT_COAPS] = false;
	s->stop_at_ns = 3600ull * NS_PER_S;
	scene_play(s);
	ck_assert(runner_done(s->runner));
	f.client = scene_endpoint(2);	/* 1 was REG-1; 2 is LONG-1's, before the server died */
	runner_found(s->runner, &f);
	runner_result(s->runner, &s->result);
	scene_assert(s, "LONG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	ck_assert_uint_eq(s->result.loose_count, 0);
	scene_free(s);
}
END_TEST

static unsigned dies_at;

static void serve_n(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (s->heard == dies_at)
		s->dead_until_ns = stays_dead_ns == NEVER ? NEVER : s->now_ns + stays_dead_ns;
	else
		serve_well(s, link, bytes, len);
}

/* Whenever it dies: the run ends, everything is given back, nothing is an error of ours; where it comes back (and had
 * been heard at all), nobody fails, for it dies only once; where it does not, not all pass. */
START_TEST(test_death_at_each_message)
{
	static const uint64_t dead_ns[] = { 4ull * NS_PER_S, 24ull * NS_PER_S, NEVER };
	struct scene *s = scene_new(REG_1 LONG("LONG-1") AFTER_1("PING-1", "steps: [{ping: u1}, {expect: {reaction: reset}}]")
				    AFTER_1("TWO-1", "steps: [{register: u1}, {register: u2}, {expect: {result: success}}]") LONG("LONG-2"));

	stays_dead_ns = dead_ns[_i % 3];
	dies_at = (unsigned)_i / 3 + 1;
	s->script.serve = serve_n;
	scene_play(s);
	ck_assert_uint_eq(s->result.case_count, 10);
	ck_assert_uint_eq(s->result.counts[VERDICT_ERROR], 0);
	ck_assert_uint_eq(s->open, 0);
	ck_assert_uint_eq(s->told, 10);
	if (stays_dead_ns == NEVER && s->heard >= dies_at) {
		ck_assert_uint_lt(s->result.counts[VERDICT_PASS], 10);
		ck_assert_uint_lt(s->now_ns, 120ull * NS_PER_S);
	}
	if (stays_dead_ns != NEVER && dies_at > 2)
		ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 10);
	scene_free(s);
}
END_TEST

START_TEST(test_silent_from_the_start)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS) AFTER_1("NEG-1", "steps: [{ping: u1}, {expect: {reaction: silence}}]"));

	s->script.deaf[0] = s->script.deaf[1] = true;
	s->config.restart = scene_restart;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_FAIL, "expected success, got silence");
	scene_assert(s, "REG-1", TRANSPORT_COAPS, VERDICT_FAIL, "the handshake did not end in time");
	scene_assert(s, "REG-2", BOTH, VERDICT_NOT_RUN, "no answer to REG-1 over coap");
	scene_assert(s, "NEG-1", BOTH, VERDICT_NOT_RUN, "no answer to REG-1 over coap");
	ck_assert_uint_eq(s->restarts, 0);	/* what never lived cannot be revived */
	ck_assert_uint_le(s->now_ns, 25ull * NS_PER_S);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 0);
	ck_assert_int_eq(run_result_status(&s->result, false), 1);
	ck_assert_uint_eq(s->open, 0);
	scene_free(s);
}
END_TEST

START_TEST(test_nobody_there)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS));

	s->script.deaf[0] = s->script.deaf[1] = s->script.no_icmp_peace = true;
	s->target.has[TRANSPORT_COAPS] = false;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_ERROR, "the target cannot be reached: refused by the script");
	scene_assert(s, "REG-2", TRANSPORT_COAP, VERDICT_NOT_RUN, "the target cannot be reached");
	ck_assert_int_eq(run_result_status(&s->result, false), 3);
	ck_assert_uint_le(s->now_ns, 4ull * NS_PER_S);	/* the first copy and the second: RFC 7252 4.8, 2 to 3 s */
	scene_free(s);
}
END_TEST

/* ICMP errors beside answers are a matter of the network. */
START_TEST(test_icmp_errors_do_not_end_what_lives)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS));

	s->script.no_icmp_peace = true;
	s->script.answer_after_ns = NS_PER_MS / 2;
	scene_play(s);
	ck_assert_uint_eq(s->result.counts[VERDICT_PASS], 4);
	scene_free(s);
}
END_TEST

START_TEST(test_no_link_to_be_had)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS));

	s->script.cannot_open = true;
	scene_play(s);
	scene_assert(s, "REG-1", BOTH, VERDICT_FAIL, "refused by the script");
	scene_assert(s, "REG-2", BOTH, VERDICT_NOT_RUN, "no answer to REG-1");
	scene_free(s);
}
END_TEST

/* Dead, and then not even a link: the question is asked again in time, not in a circle. */
static void serve_until_sockets_end(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (s->heard == 5)
		s->script.cannot_open = true;
	if (s->heard < 5)
		serve_well(s, link, bytes, len);
}

START_TEST(test_no_link_while_it_is_dead)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS) AFTER_1("REG-3", REGISTERS));

	s->script.serve = serve_until_sockets_end;
	s->target.has[TRANSPORT_COAPS] = false;
	s->config.jobs = 1;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	scene_assert(s, "REG-3", TRANSPORT_COAP, VERDICT_FAIL, "nothing ran beside it");
	scene_free(s);
}
END_TEST

/* --- one transport answers, the other does not --- */

#define SUITE REG_1 AFTER_1("REG-2", REGISTERS) LONG("LONG-1") AFTER_1("NEG-1", "steps: [{register: u1, as: nobody}, {expect: {not: success}}]")

START_TEST(test_no_dtls_does_not_harm_coap)
{
	struct scene *s = scene_new(SUITE);

	s->script.deaf[TRANSPORT_COAPS] = _i == 0;
	s->script.refuses_handshakes = _i == 1;
	s->config.restart = scene_restart;
	scene_play(s);
	scene_assert(s, "REG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	scene_assert(s, "LONG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	scene_assert(s, "NEG-1", TRANSPORT_COAP, VERDICT_PASS, NULL);
	scene_assert(s, "REG-1", TRANSPORT_COAPS, VERDICT_FAIL, _i ? "refused by the script" : "the handshake did not end in time");
	scene_assert(s, "REG-2", TRANSPORT_COAPS, VERDICT_NOT_RUN, "no answer to REG-1 over coaps");
	ck_assert_uint_eq(s->restarts, 0);
	scene_free(s);
}
END_TEST

/* T18: silence on plain coap is a policy, where coaps is served. */
START_TEST(test_plain_coap_left_unanswered)
{
	struct scene *s = scene_new(SUITE);

	s->script.deaf[TRANSPORT_COAP] = true;
	s->config.restart = scene_restart;
	scene_play(s);
	for (size_t i = 0; i < s->result.case_count; i++)
		ck_assert_int_eq(s->result.cases[i].verdict, !strcmp(s->result.cases[i].link, "coap") ? VERDICT_NA : VERDICT_PASS);
	ck_assert_ptr_null(s->result.diagnosis);
	ck_assert_uint_eq(s->restarts, 0);
	ck_assert_int_eq(run_result_status(&s->result, false), 0);
	scene_free(s);
}
END_TEST

/* --- probes --- */

static uint64_t deaf_for_ns;

/* A message of version 2 makes it deaf for a while. */
static void serve_sulking(struct scene *s, uint32_t link, const uint8_t *bytes, size_t len)
{
	if (bytes[0] >> 6 == 2)
		s->dead_until_ns = s->now_ns + deaf_for_ns;
	else
		serve_well(s, link, bytes, len);
}

#define VERSION_2 AFTER_1("VER-2", "steps: [{register: u1, but: [replace version 2], manual: [retransmit]}, {expect: {reaction: silence}}]")

/* Silence was expected and came, but so did silence afterwards: it is no pass. */
START_TEST(test_a_probe_that_is_not_answered)
{
	static const struct { uint64_t ns; enum verdict verdict; const char *reason; } rows[] = {
		{ 1ull * NS_PER_S, VERDICT_PASS, NULL },
		{ 4ull * NS_PER_S, VERDICT_PASS, NULL },	/* the probe retransmits, though the step did not */
		{ 12500ull * NS_PER_MS, VERDICT_FAIL, "the probe afterwards was not answered, though the server lives" },
		{ 28ull * NS_PER_S, VERDICT_FAIL, "the server fell silent after it, and again when it ran alone" },
		{ 3600ull * NS_PER_S, VERDICT_FAIL, "the server died while this case ran, and nothing ran beside it" },
	};
	struct scene *s = scene_new(REG_1 VERSION_2);

	deaf_for_ns = rows[_i].ns;
	s->script.serve = serve_sulking;
	s->target.has[TRANSPORT_COAPS] = false;
	scene_play(s);
	scene_assert(s, "VER-2", TRANSPORT_COAP, rows[_i].verdict, rows[_i].reason);
	scene_free(s);
}
END_TEST

/* The steps ended on the stranger's session: the probe is u1's own. */
START_TEST(test_a_probe_in_its_own_name)
{
	struct scene *s = scene_new(REG_1 AFTER_1("STR-1", "links: [coaps], steps: [{handshake: u1, with: stranger}, "
						  "{register: u1, as: nobody}, {expect: {not: success}}]"));

	s->config.jobs = 1;
	scene_play(s);
	scene_assert(s, "STR-1", TRANSPORT_COAPS, VERDICT_PASS, NULL);
	ck_assert(s->links[s->link_count - 1].identity->unprovisioned);
	ck_assert(!s->links[s->link_count].identity->unprovisioned);
	scene_free(s);
}
END_TEST

/* Its answers come, but late: within the time it has they count, beyond it the case fails. */
START_TEST(test_a_slow_server)
{
	struct scene *s = scene_new(REG_1 AFTER_1("REG-2", REGISTERS));

	s->script.answer_after_ns = _i ? 11ull * NS_PER_S : 8ull * NS_PER_S;
	scene_play(s);
	scene_assert(s, "REG-1", BOTH, _i ? VERDICT_FAIL : VERDICT_PASS, _i ? "the server fell silent after it, and again when it ran alone" : NULL);
	scene_assert(s, "REG-2", BOTH, _i ? VERDICT_NOT_RUN : VERDICT_PASS, NULL);
	ck_assert_uint_eq(s->open, 0);
	scene_free(s);
}
END_TEST

Suite *life_tests(void)
{
	Suite *suite = suite_create("life");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, place_enter, place_leave);
	tcase_add_loop_test(tests, test_the_killer_is_found_by_running_suspects_alone, 0, 2);
	tcase_add_loop_test(tests, test_it_comes_back_late, 0, 2);
	tcase_add_loop_test(tests, test_it_does_not_come_back, 0, 2);
	tcase_add_test(tests, test_the_only_suspect_is_the_killer);
	tcase_add_loop_test(tests, test_nothing_comes_through_our_own_loss, 0, 2);
	tcase_add_loop_test(tests, test_silence_while_we_were_late, 0, 2);
	tcase_add_loop_test(tests, test_the_restart_hook_brings_it_back, 0, 2);
	tcase_add_test(tests, test_an_aborted_run_leaves_no_finding);
	tcase_add_loop_test(tests, test_death_at_each_message, 0, 3 * 60);
	tcase_add_test(tests, test_silent_from_the_start);
	tcase_add_test(tests, test_nobody_there);
	tcase_add_test(tests, test_icmp_errors_do_not_end_what_lives);
	tcase_add_test(tests, test_no_link_to_be_had);
	tcase_add_test(tests, test_no_link_while_it_is_dead);
	tcase_add_loop_test(tests, test_no_dtls_does_not_harm_coap, 0, 2);
	tcase_add_test(tests, test_plain_coap_left_unanswered);
	tcase_add_loop_test(tests, test_a_probe_that_is_not_answered, 0, 5);
	tcase_add_test(tests, test_a_probe_in_its_own_name);
	tcase_add_loop_test(tests, test_a_slow_server, 0, 2);
	suite_add_tcase(suite, tests);
	return suite;
}
