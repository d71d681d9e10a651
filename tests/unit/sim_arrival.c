/* tests/unit/sim_arrival.c - arrivals against times worked out by hand. */
#include "tests/unit/sim.h"

#include <math.h>
#include <string.h>

#include "sim/arrival.h"
#include "wire/engine.h"

#define MS ((uint64_t)1000000)
#define S ((uint64_t)1000000000)

static struct arrival_plan plan_of(const char *yaml)
{
	struct document *document = document_parse("t", yaml, strlen(yaml), NULL);
	struct arrival_plan plan;
	struct error error = { .text = "" };

	ck_assert_ptr_nonnull(document);
	ck_assert_msg(!arrival_read(&plan, document_root(document), &error), "%s", error.text);
	document_free(document);
	return plan;
}

/* A ramp from 0 to 10/s over 10 s has slope 1/s^2: arrival k at sqrt(2k) s, the 50th at 10 s, then 10/s. */
static const struct times {
	const char *yaml;
	unsigned nth[6];
	uint64_t at[6];
} times[] = {
	{ "{model: constant, rate: 10/s}", { 0, 1, 2, 100 }, { 0, 100 * MS, 200 * MS, 10 * S } },
	{ "{model: constant, rate: 30/min}", { 0, 1, 2 }, { 0, 2 * S, 4 * S } },
	{ "{model: ramp, rate: 0/s, to: 10/s, over: 10s}", { 0, 2, 8, 32, 50, 51 }, { 0, 2 * S, 4 * S, 8 * S, 10 * S, 10100 * MS } },
	{ "{model: ramp, rate: 10/s, to: 0/s, over: 10s}", { 0, 18, 32, 42, 48, 50 }, { 0, 2 * S, 4 * S, 6 * S, 8 * S, NEVER } },
	{ "{model: ramp, rate: 5/s, to: 5/s, over: 1s}", { 0, 5, 10 }, { 0, 1 * S, 2 * S } },
	{ "{model: step, steps: [{rate: 10/s, for: 1s}, {rate: 0/s, for: 3s}, {rate: 2/s}]}",
	  { 0, 9, 10, 11 }, { 0, 900 * MS, 4 * S, 4500 * MS } },
	{ "{model: step, steps: [{rate: 2/s, for: 1s}]}", { 0, 1, 2, 3 }, { 0, 500 * MS, NEVER, NEVER } },
	{ "{model: list, times: [0, 10ms, 10ms, 1s]}", { 0, 1, 2, 3, 4 }, { 0, 10 * MS, 10 * MS, 1 * S, NEVER } },
	{ "{model: closed, at-once: 3}", { 0, 1, 2, 3 }, { 0, 0, 0, NEVER } },
};

START_TEST(test_times)
{
	const struct times *t = &times[_i];
	struct arrival_plan plan = plan_of(t->yaml);
	struct arrivals a;
	unsigned n = 0;
	uint64_t at = 0;

	arrivals_begin(&a, &plan, 1);
	for (unsigned i = 0; i < 6 && (!i || t->nth[i]); i++) {
		while (n <= t->nth[i])
			at = arrivals_next(&a), n++;
		if (t->at[i] == NEVER)
			ck_assert_uint_eq(at, NEVER);
		else	/* a nanosecond for the rounding */
			ck_assert_msg(at + 1 >= t->at[i] && at <= t->at[i] + 1, "%s: arrival %u at %llu", t->yaml, t->nth[i],
				      (unsigned long long)at);
	}
	arrival_free(&plan);
}
END_TEST

/* 100,000 gaps of mean 1 ms: the sum is 100 s +- 0.32 s, and as the gaps are exponential, a share of
 * 1/e of them is longer than the mean (+- 0.15 %). Five deviations each. */
START_TEST(test_poisson)
{
	struct arrival_plan plan = plan_of("{model: poisson, rate: 1000/s}");
	struct arrivals a;
	uint64_t before = 0, at = 0;
	unsigned longer = 0;

	arrivals_begin(&a, &plan, (uint64_t)_i);
	for (int i = 0; i < 100000; i++, before = at) {
		at = arrivals_next(&a);
		ck_assert_uint_ge(at, before);
		longer += at - before > MS;
	}
	ck_assert_msg(fabs((double)at / 1e9 - 100) < 1.6, "%f s", (double)at / 1e9);
	ck_assert_msg(fabs(longer / 100000.0 - 0.36788) < 0.0077, "%u", longer);
}
END_TEST

/* The same seed is the same sequence; another is another. */
START_TEST(test_seeds)
{
	struct arrival_plan plan = plan_of("{model: ramp, rate: 1/s, to: 100/s, over: 10s, random: yes}");
	struct arrivals a, b, c;
	unsigned same = 0;

	arrivals_begin(&a, &plan, 5);
	arrivals_begin(&b, &plan, 5);
	arrivals_begin(&c, &plan, 6);
	for (int i = 0; i < 1000; i++) {
		uint64_t at = arrivals_next(&a);
		ck_assert_uint_eq(at, arrivals_next(&b));
		same += at == arrivals_next(&c);
	}
	ck_assert_uint_lt(same, 10);
}
END_TEST

static const struct wrong { const char *yaml, *error; } wrong[] = {
	{ "{rate: 5/s}", "t:1:1: expected a map with the model" },
	{ "{model: poison, rate: 5/s}", "t:1:9: " },
	{ "{model: poisson}", "t:1:1: missing key 'rate'" },
	{ "{model: poisson, rate: 5}", "t:1:24: expected a rate" },
	{ "{model: poisson, rate: 0/s}", "t:1:1: at a rate of 0" },
	{ "{model: constant, rate: 99999999/s}", "t:1:25: more than 10000000 a second" },
	{ "{model: constant, rate: 5/s, to: 6/s}", "t:1:30: unknown key 'to'" },
	{ "{model: ramp, rate: 5/s, to: 6/s}", "t:1:1: missing key 'over'" },
	{ "{model: step, steps: []}", "t:1:22: from 1 to 32 steps" },
	{ "{model: step, steps: [{rate: 1/s}, {rate: 2/s}]}", "t:1:23: only the last step goes on for ever" },
	{ "{model: list, times: [2s, 1s]}", "t:1:27: earlier than the one before" },
	{ "{model: list, times: []}", "t:1:22: no times" },
	{ "{model: closed, at-once: 0}", "t:1:26: " },
	{ "poisson", "t:1:1: expected a map" },
};

START_TEST(test_wrong_plans)
{
	struct document *document = document_parse("t", wrong[_i].yaml, strlen(wrong[_i].yaml), NULL);
	struct arrival_plan plan;
	struct error error = { .text = "" };

	ck_assert_int_eq(arrival_read(&plan, document_root(document), &error), -1);
	ck_assert_msg(!strncmp(error.text, wrong[_i].error, strlen(wrong[_i].error)), "%s", error.text);
	arrival_free(&plan);
	document_free(document);
}
END_TEST

Suite *arrival_tests(void)
{
	Suite *suite = suite_create("arrivals");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_times, 0, sizeof(times) / sizeof(*times));
	tcase_add_loop_test(tests, test_poisson, 1, 4);
	tcase_add_test(tests, test_seeds);
	tcase_add_loop_test(tests, test_wrong_plans, 0, sizeof(wrong) / sizeof(*wrong));
	suite_add_tcase(suite, tests);
	return suite;
}
