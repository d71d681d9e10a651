/* tests/unit/reports_load.c - a load's reports: what is written is read back exactly, and parts add up to the whole. */
#include "tests/unit/reports.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/load_result.h"
#include "reports/load_read.h"
#include "reports/metrics.h"
#include "wire/dice.h"

static const char scenario_yaml[] =
	"scenario: \"a \\\"quoted\\\" one\"\npopulation: {ues: 9}\nphases:\n"
	"  - {name: warm, for: 5s, counted: no, arrive: {model: constant, rate: 1/s}}\n"
	"  - {name: hot, arrive: {model: constant, rate: 1/s}}\n"
	"life: [register: self]\nthresholds: [p99 < 1ms, findings == 0, ping.p50 < 1s]\n";

static struct context context;

static struct load_result new_result(void)
{
	struct error error = { .text = "" };
	struct scenario *s = scenario_parse("t", scenario_yaml, strlen(scenario_yaml), &error);
	struct load_result r;

	ck_assert_msg(s != NULL, "%s", error.text);
	context_default(&context);
	load_result_init(&r, s);
	scenario_free(s);
	r.target = strdup("embedded");
	r.embedded = r.virtual_time = r.judged = true;
	r.seed = 42;
	r.context = &context;
	return r;
}

static void be_part(struct load_result *r, uint32_t shard, uint32_t shards)
{
	r->parts = malloc(sizeof(*r->parts));
	r->parts[0] = (struct load_part){ shard, shards };
	r->part_count = 1;
	r->ues = 3;
	r->start_ns = 1700000000000000000u + shard;
	r->took_ns = 7000000000u + shard;
	r->phases[0].took_ns = 5000000000u;
	r->phases[1].took_ns = 2000000000u + shard;
}

/* The same doings into the whole and into one of its parts. */
static void fill(struct load_result *whole, struct load_result *parts, unsigned part_count)
{
	uint64_t dice = 3;

	for (int i = 0; i < 900; i++) {
		struct load_result *both[2] = { whole, &parts[dice_roll(&dice) % part_count] };
		struct concluded c = { .operation = (enum operation)(dice_roll(&dice) % OPERATION_COUNT),
				       .outcome = (enum outcome)(dice_roll(&dice) % OUTCOME_COUNT), .detail = (uint8_t)dice_roll(&dice),
				       .retransmissions = dice_roll(&dice) % 7, .responded = i % 3, .at_ns = dice_roll(&dice) >> 30 };
		unsigned phase = i % 2;
		/* No example is kept by all: which are first depends on the order of merging. */
		struct finding f = { .clause = clause_row(i % 5 ? CLAUSE_COAP_MSG_37 : CLAUSE_COAP_MSG_01), .verdict = i % 7 ? VERDICT_FAIL : VERDICT_WARN,
				     .by = i % 9 ? SIDE_SERVER : SIDE_CLIENT, .answer = BROKEN, .expected = "x", .actual = "\"y\"\x01" };
		for (int b = 0; b < 2; b++) {
			struct statistics *s = &both[b]->phases[phase].statistics;
			statistics_begin(s, c.operation, 0, c.at_ns);
			statistics_conclude(s, &c, 0);
			statistics_sent(s, c.retransmissions, 0, c.at_ns);
			statistics_received(s, 0, c.at_ns);
			histogram_add(&s->lag, c.at_ns >> 10);
			s->lives_begun++, s->lives_ended += phase, s->unexpected += phase;
			load_result_found(both[b], &f, (const uint8_t *)"\x40\x01\x02\x03", 4);
			both[b]->tally.messages += 2;
			both[b]->tally.forgotten += phase;
			both[b]->tally.rows[CLAUSE_COAP_MSG_37].held += 3;
			both[b]->tally.rows[CLAUSE_COAP_MSG_37].broken += phase;
			both[b]->tally.rows[CLAUSE_COAP_MSG_01].cannot_say += 1;
		}
	}
}

static char *json_of(const struct load_result *r)
{
	static const struct report_style style;
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	ck_assert_int_eq(report_format_named("json")->load(out, r, &style), 0);
	fclose(out);
	return text;
}

/* A file of our own, gone once it was read. */
static int read_text(struct load_result *r, struct context *c, const char *text, struct error *error)
{
	char path[] = "reports_load.XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
	int bad = load_read(r, c, path, error);
	unlink(path);
	return bad;
}

static void assert_same(const struct load_result *a, const struct load_result *b)
{
	for (unsigned i = 0; i < a->phase_count; i++)
		ck_assert(statistics_equal(&a->phases[i].statistics, &b->phases[i].statistics));
	for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
		ck_assert_mem_eq(a->rules[i].counts, b->rules[i].counts, sizeof(a->rules[i].counts));
		ck_assert_uint_eq(a->rules[i].ours, b->rules[i].ours);
	}
	ck_assert_mem_eq(&a->tally, &b->tally, sizeof(a->tally));
}

START_TEST(test_written_and_read)
{
	struct load_result r = new_result(), spare = new_result(), back;
	struct context c;
	struct error error = { .text = "" };

	be_part(&r, 0, 1);
	fill(&r, &spare, 1);
	load_result_conclude(&r);
	char *text = json_of(&r);
	ck_assert_msg(!read_text(&back, &c, text, &error), "%s", error.text);
	assert_same(&r, &back);
	ck_assert_str_eq(back.scenario, "a \"quoted\" one");
	ck_assert_uint_eq(back.rules[CLAUSE_COAP_MSG_37].examples[0].len, 4);
	ck_assert_mem_eq(back.rules[CLAUSE_COAP_MSG_37].examples[0].datagram, "\x40\x01\x02\x03", 4);
	load_result_conclude(&back);
	char *again = json_of(&back);
	ck_assert_str_eq(strstr(text, "\"summary\""), strstr(again, "\"summary\""));
	free(text);
	free(again);
	load_result_free(&r);
	load_result_free(&spare);
	load_result_free(&back);
	context_free(&c);
}
END_TEST

/* Three parts, by way of their files, are the whole: every count, bucket and second. */
START_TEST(test_parts_add_up)
{
	struct load_result whole = new_result(), parts[3] = { new_result(), new_result(), new_result() }, back[3];
	struct context c[3];
	struct error error = { .text = "" };

	fill(&whole, parts, 3);
	for (uint32_t i = 0; i < 3; i++) {
		be_part(&parts[i], i, 3);
		char *text = json_of(&parts[i]);
		ck_assert_msg(!read_text(&back[i], &c[i], text, &error), "%s", error.text);
		free(text);
	}
	ck_assert_int_eq(load_result_merge(&back[2], &back[0], &error), 0);
	ck_assert_int_eq(load_result_merge(&back[2], &back[1], &error), 0);
	assert_same(&whole, &back[2]);
	ck_assert_uint_eq(back[2].part_count, 3);
	ck_assert_uint_eq(back[2].ues, 9);
	ck_assert_uint_eq(back[2].start_ns, 1700000000000000000u);
	ck_assert_uint_eq(back[2].took_ns, 7000000002u);
	ck_assert_int_eq(load_result_merge(&back[2], &back[1], &error), -1);
	ck_assert_str_eq(error.text, "part 2 of 3 is there twice");
	back[0].seed++;
	ck_assert_int_eq(load_result_merge(&back[1], &back[0], &error), -1);
	load_result_free(&whole);
	for (int i = 0; i < 3; i++) {
		load_result_free(&parts[i]);
		load_result_free(&back[i]);
		context_free(&c[i]);
	}
}
END_TEST

/* Members that a merge can do without. */
static bool is_spare(const char *key)
{
	static const char *const spare[] = { "tool", "requirements", "binding", "readings", "summary", "coverage" };

	for (size_t i = 0; i < sizeof(spare) / sizeof(*spare); i++)
		if (!strcmp(spare[i], key))
			return true;
	return false;
}

START_TEST(test_what_is_missing_is_named)
{
	struct load_result r = new_result(), spare = new_result(), back;
	struct context c;

	be_part(&r, 0, 1);
	fill(&r, &spare, 1);
	char *text = json_of(&r);
	struct json_object *o = json_tokener_parse(text);
	json_object_object_foreach(o, key, value) {
		char *name = strdup(key);
		struct json_object *kept = json_object_get(value);
		struct error error = { .text = "" };
		json_object_object_add(o, name, json_object_new_array());
		int bad = read_text(&back, &c, json_object_to_json_string(o), &error);
		if (!is_spare(name) && !json_object_is_type(kept, json_type_array)) {
			ck_assert_msg(bad == -1, "%s", name);
			ck_assert_msg(strstr(error.text, name) != NULL, "%s: %s", name, error.text);
		}
		load_result_free(&back);
		context_free(&c);
		json_object_object_add(o, name, kept);
		free(name);
	}
	json_object_put(o);
	free(text);
	load_result_free(&r);
	load_result_free(&spare);
}
END_TEST

/* Any octet of a report changed or the rest cut off: read or refused, never worse; what is read adds up. */
START_TEST(test_slips)
{
	struct load_result r = new_result(), spare = new_result(), back;
	struct context c;
	uint64_t dice = (uint64_t)_i;

	be_part(&r, 0, 1);
	fill(&r, &spare, 1);
	char *text = json_of(&r);
	size_t len = strlen(text);
	for (int i = 0; i < 200; i++) {
		char *slip = strdup(text);
		size_t at = dice_roll(&dice) % len;
		slip[at] = i % 4 ? (char)("0123456789-\"[]{},:ae"[dice_roll(&dice) % 20]) : '\0';
		if (!read_text(&back, &c, slip, NULL))
			for (unsigned p = 0; p < back.phase_count; p++)
				ck_assert(statistics_adds_up(&back.phases[p].statistics));
		load_result_free(&back);
		context_free(&c);
		free(slip);
	}
	free(text);
	load_result_free(&r);
	load_result_free(&spare);
}
END_TEST

/* --- what it means --- */

static void conclude_one(struct load_result *r, enum outcome outcome, uint64_t latency_ns)
{
	struct statistics *s = &r->phases[1].statistics;

	statistics_begin(s, OPERATION_REGISTER, 0, 0);
	statistics_conclude(s, &(struct concluded){ .operation = OPERATION_REGISTER, .outcome = outcome,
						    .responded = outcome == OUTCOME_ANSWERED, .at_ns = latency_ns }, 0);
}

START_TEST(test_status)
{
	struct load_result r = new_result();
	struct finding f = { .clause = clause_row(CLAUSE_COAP_MSG_37), .verdict = VERDICT_FAIL, .by = SIDE_SERVER };

	r.threshold_count = 2;		/* without the one about pings */
	load_result_conclude(&r);
	ck_assert_int_eq(load_result_status(&r, false), 4);	/* nothing ran */
	conclude_one(&r, OUTCOME_ANSWERED, 500000);
	load_result_conclude(&r);
	ck_assert_int_eq(load_result_status(&r, false), 0);
	r.threshold_count = 3;
	load_result_conclude(&r);
	ck_assert_int_eq(load_result_status(&r, false), 5);	/* nobody pinged */
	ck_assert_int_eq(load_result_status(&r, true), 0);
	r.threshold_count = 2;
	for (int i = 0; i < 98; i++)
		histogram_add(&r.phases[0].statistics.lag, 1);
	histogram_add(&r.phases[0].statistics.lag, LOAD_BEHIND_NS * 2);
	load_result_conclude(&r);
	ck_assert(r.behind);			/* of 99 starts the 99th counts */
	ck_assert_int_eq(load_result_status(&r, false), 5);
	histogram_add(&r.phases[0].statistics.lag, 1);
	load_result_conclude(&r);
	ck_assert(!r.behind);
	ck_assert_int_eq(load_result_status(&r, false), 0);
	conclude_one(&r, OUTCOME_ANSWERED, 5000000);
	load_result_conclude(&r);
	ck_assert_int_eq(load_result_status(&r, false), 1);	/* p99 */
	load_result_free(&r);
	r = new_result();
	r.threshold_count = 0;
	conclude_one(&r, OUTCOME_ANSWERED, 1);
	load_result_found(&r, &f, NULL, 0);
	ck_assert_int_eq(load_result_status(&r, false), 1);	/* a fail is a fail without any threshold */
	f.by = SIDE_CLIENT;
	load_result_found(&r, &f, NULL, 0);
	ck_assert_int_eq(load_result_status(&r, false), 3);	/* and ours is an error */
	load_result_free(&r);
	r = new_result();
	conclude_one(&r, OUTCOME_UNREACHABLE, 1);
	conclude_one(&r, OUTCOME_NOT_TRIED, 1);
	ck_assert_int_eq(load_result_status(&r, false), 3);	/* out of reach */
	conclude_one(&r, OUTCOME_TIMED_OUT, 1);
	load_result_conclude(&r);
	ck_assert_int_ne(load_result_status(&r, false), 3);	/* silent is not out of reach */
	load_result_free(&r);
}
END_TEST

/* --- metrics --- */

static char *metrics_of(const struct load_result *r)
{
	struct load_now now = { .result = r, .second = 1, .live = 4, .open = 2, .registered = 3 };
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	ck_assert_int_eq(metrics_write(out, &now), 0);
	ck_assert_int_eq(metrics_line(out, &now, 0), 0);
	fclose(out);
	return text;
}

static void assert_line(const char *text, const char *line)
{
	const char *at = strstr(text, line);

	ck_assert_msg(at && (at == text || at[-1] == '\n') && at[strlen(line)] == '\n', "%s", line);
}

START_TEST(test_metrics)
{
	struct load_result r = new_result();

	conclude_one(&r, OUTCOME_ANSWERED, 16383);	/* 2^14 - 1 ns: the end of the first bucket */
	conclude_one(&r, OUTCOME_ANSWERED, 16384);
	conclude_one(&r, OUTCOME_ANSWERED, 2000000000);	/* above 2^30 - 1 ns */
	conclude_one(&r, OUTCOME_TIMED_OUT, 0);
	char *text = metrics_of(&r);
	assert_line(text, "# TYPE m5gtest_outcomes counter");
	assert_line(text, "m5gtest_outcomes_total{operation=\"register\",outcome=\"answered\"} 3");
	assert_line(text, "m5gtest_outcomes_total{operation=\"register\",outcome=\"timed-out\"} 1");
	assert_line(text, "m5gtest_latency_seconds_bucket{operation=\"register\",le=\"0.000016383\"} 1");
	assert_line(text, "m5gtest_latency_seconds_bucket{operation=\"register\",le=\"0.000032767\"} 2");
	assert_line(text, "m5gtest_latency_seconds_bucket{operation=\"register\",le=\"1.073741823\"} 2");
	assert_line(text, "m5gtest_latency_seconds_bucket{operation=\"register\",le=\"2.147483647\"} 3");
	assert_line(text, "m5gtest_latency_seconds_bucket{operation=\"register\",le=\"+Inf\"} 3");
	assert_line(text, "m5gtest_latency_seconds_count{operation=\"register\"} 3");
	assert_line(text, "m5gtest_latency_seconds_sum{operation=\"register\"} 2.000032767");
	assert_line(text, "m5gtest_generator_lag_seconds_count 0");
	assert_line(text, "m5gtest_ues_live 4");
	assert_line(text, "# EOF");
	assert_line(text, "{\"second\":0,\"begun\":4,\"good\":2,\"bad\":1,\"sent\":0,\"received\":0,\"live\":4,\"open\":2,\"registered\":3,"
			  "\"findings\":0}");
	free(text);
	load_result_free(&r);
}
END_TEST

/* A threshold missed, a rule kept, one broken with an example, one that our own UEs broke. */
START_TEST(test_points)
{
	struct load_result r = new_result();
	struct finding finding = { .clause = clause_named("COAP-MSG-37"), .verdict = VERDICT_FAIL, .expected = "the token", .actual = "another" };
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	load_result_found(&r, &finding, NULL, 0);
	r.rules[clause_named("COAP-MSG-12") - clause_row(0)].ours = 2;
	r.tally.rows[clause_named("COAP-MSG-37") - clause_row(0)].broken = 1;
	r.tally.rows[clause_named("COAP-MSG-38") - clause_row(0)].held = 9;
	load_result_conclude(&r);
	ck_assert_int_eq(tap_load(out, &r, &(struct report_style){ 0 }), 0);
	fclose(out);
	ck_assert_ptr_nonnull(strstr(text, "TAP version 13\n1..6\n# scenario: a \"quoted\" one\n# target: embedded\n"));
	ck_assert_ptr_nonnull(strstr(text, "not ok 1 - threshold load: p99 < 1ms\n  ---\n  verdict: \"fail\"\n  message: \"there was nothing to measure\"\n"));
	ck_assert_ptr_null(strstr(text, "\nok 2 - threshold load: findings == 0\n"));
	ck_assert_ptr_nonnull(strstr(text, " - COAP-MSG-37 rules "));
	ck_assert_ptr_nonnull(strstr(text, "broken 2 times by our own UEs"));
	free(text);
	load_result_free(&r);
}
END_TEST

START_TEST(test_console)
{
	static const struct report_style style = { .verbose = true };
	struct load_result r = new_result();
	struct finding f = { .clause = clause_row(CLAUSE_COAP_MSG_37), .verdict = VERDICT_FAIL, .by = SIDE_SERVER, .answer = BROKEN,
			     .expected = "this", .actual = "\033[2Jthat" };
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	conclude_one(&r, OUTCOME_ANSWERED, 1000000);
	conclude_one(&r, OUTCOME_NOT_TRIED, 0);
	load_result_found(&r, &f, NULL, 0);
	load_result_conclude(&r);
	ck_assert_int_eq(report_format_named("console")->load(out, &r, &style), 0);
	fclose(out);
	ck_assert_ptr_nonnull(strstr(text, "not your server"));
	ck_assert_ptr_nonnull(strstr(text, "2 begun: 1 answered, 1 not-tried"));
	ck_assert_ptr_nonnull(strstr(text, "fail   COAP-MSG-37: 1 times"));
	ck_assert_ptr_nonnull(strstr(text, "missed      findings == 0: 1"));
	ck_assert_ptr_nonnull(strstr(text, "unmeasured  ping.p50 < 1s"));
	ck_assert_ptr_nonnull(strstr(text, "2 begun: 1 good, 0 bad, 1 open or not tried"));
	ck_assert_ptr_null(strchr(text, '\033'));
	free(text);
	load_result_free(&r);
}
END_TEST

Suite *load_report_tests(void)
{
	Suite *suite = suite_create("loads");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, test_written_and_read);
	tcase_add_test(tests, test_parts_add_up);
	tcase_add_test(tests, test_what_is_missing_is_named);
	tcase_add_loop_test(tests, test_slips, 0, 3);
	tcase_add_test(tests, test_status);
	tcase_add_test(tests, test_metrics);
	tcase_add_test(tests, test_points);
	tcase_add_test(tests, test_console);
	suite_add_tcase(suite, tests);
	return suite;
}
