/* tests/unit/sim_statistics.c - histograms by values worked out by hand; counts that add up; merges that are exact. */
#include "tests/unit/sim.h"

#include <stdlib.h>

#include "sim/statistics.h"

/* 2^7 buckets an octave: below 128 one a value; from 128 * 2^k on, 2^k values a bucket. */
static const struct place {
	uint64_t ns;
	unsigned bucket;
	uint64_t least, greatest;
} places[] = {
	{ 0, 0, 0, 0 },
	{ 1, 1, 1, 1 },
	{ 127, 127, 127, 127 },
	{ 128, 128, 128, 128 },
	{ 255, 255, 255, 255 },
	{ 256, 256, 256, 257 },			/* first octave of two a bucket */
	{ 257, 256, 256, 257 },
	{ 510, 383, 510, 511 },
	{ 512, 384, 512, 515 },
	{ 1000, 506, 1000, 1003 },		/* 384 + (1000 - 512) / 4 */
	{ 1000000, 1780, 999424, 1003519 },	/* 2^19 = 524288 is bucket 13 * 128 = 1664; + (1000000 - 524288) / 4096 = 116 */
	{ (UINT64_C(1) << 43) - 1, 4735, UINT64_C(255) << 35, UINT64_MAX },	/* the last */
	{ UINT64_C(1) << 43, 4735, UINT64_C(255) << 35, UINT64_MAX },
	{ UINT64_MAX, 4735, UINT64_C(255) << 35, UINT64_MAX },
};

START_TEST(test_buckets)
{
	const struct place *p = &places[_i];

	ck_assert_uint_eq(histogram_bucket(p->ns), p->bucket);
	ck_assert_uint_eq(histogram_least(p->bucket), p->least);
	ck_assert_uint_eq(histogram_greatest(p->bucket), p->greatest);
}
END_TEST

START_TEST(test_buckets_leave_no_gap)
{
	for (unsigned i = 0; i + 1 < HISTOGRAM_BUCKETS; i++) {
		ck_assert_uint_eq(histogram_greatest(i) + 1, histogram_least(i + 1));
		ck_assert_uint_eq(histogram_bucket(histogram_least(i)), i);
		ck_assert_uint_eq(histogram_bucket(histogram_greatest(i)), i);
		/* The width is at most 1/128 of the least value. */
		ck_assert_uint_le((histogram_greatest(i) - histogram_least(i)) * 128, histogram_least(i));
	}
}
END_TEST

/* 1 to 100 ns, once each: the nearest-rank percentiles are the values themselves. */
START_TEST(test_percentiles_of_a_hundred)
{
	struct histogram h = { 0 };

	ck_assert_uint_eq(histogram_percentile(&h, 500000), 0);
	ck_assert_uint_eq(histogram_mean(&h), 0);
	for (uint64_t ns = 100; ns; ns--)
		histogram_add(&h, ns);
	ck_assert_uint_eq(histogram_percentile(&h, 0), 1);
	ck_assert_uint_eq(histogram_percentile(&h, 10000), 1);
	ck_assert_uint_eq(histogram_percentile(&h, 10001), 2);
	ck_assert_uint_eq(histogram_percentile(&h, 500000), 50);
	ck_assert_uint_eq(histogram_percentile(&h, 990000), 99);
	ck_assert_uint_eq(histogram_percentile(&h, 999900), 100);
	ck_assert_uint_eq(histogram_percentile(&h, 1000000), 100);
	ck_assert_uint_eq(h.min_ns, 1);
	ck_assert_uint_eq(h.max_ns, 100);
	ck_assert_uint_eq(h.sum_s, 0);
	ck_assert_uint_eq(h.sum_ns, 5050);
	ck_assert_uint_eq(histogram_mean(&h), 50);	/* 50.5, downwards */
	histogram_free(&h);
}
END_TEST

/* 9,999 answers of 1 ms and one of 7 s: p99.99 is still 1 ms, the maximum is exact. */
START_TEST(test_the_tail)
{
	struct histogram h = { 0 };

	for (int i = 0; i < 9999; i++)
		histogram_add(&h, 1000000);
	histogram_add(&h, 7000000001);
	ck_assert_uint_eq(histogram_percentile(&h, 999900), 1003519);	/* the upper end of the bucket of 1 ms */
	ck_assert_uint_eq(histogram_percentile(&h, 999901), 7000000001);
	ck_assert_uint_eq(h.max_ns, 7000000001);
	ck_assert_uint_eq(h.sum_s, 16);			/* 9.999 s + 7.000000001 s */
	ck_assert_uint_eq(h.sum_ns, 999000001);
	ck_assert_uint_eq(histogram_mean(&h), 1699900);	/* 16.999000001 s / 10,000 */
	histogram_free(&h);
}
END_TEST

/* More than 2^64 ns in all: 10 values of 2^63 - 1 ns are 92,233,720,368.54775807 s. */
START_TEST(test_the_sum_does_not_overflow)
{
	struct histogram h = { 0 };

	for (int i = 0; i < 10; i++)
		histogram_add(&h, INT64_MAX);
	ck_assert_uint_eq(h.sum_s, 92233720368);
	ck_assert_uint_eq(h.sum_ns, 547758070);
	ck_assert_uint_eq(histogram_mean(&h), INT64_MAX);
	ck_assert_uint_eq(histogram_percentile(&h, 500000), INT64_MAX);	/* the last bucket ends at the maximum */
	histogram_free(&h);
}
END_TEST

static uint64_t roll(uint64_t *state) { return *state = *state * 6364136223846793005u + 1442695040888963407u; }

START_TEST(test_histograms_merge_exactly)
{
	struct histogram whole = { 0 }, parts[3] = { 0 }, merged = { 0 };
	uint64_t dice = 1;

	for (int i = 0; i < 20000; i++) {
		uint64_t ns = roll(&dice) >> (roll(&dice) >> 58);
		histogram_add(&whole, ns);
		histogram_add(&parts[roll(&dice) >> 62 & 1], ns);	/* the third stays empty */
	}
	for (int i = 0; i < 3; i++)
		histogram_merge(&merged, &parts[i]);
	ck_assert(histogram_equal(&whole, &merged));
	histogram_add(&merged, 5);
	ck_assert(!histogram_equal(&whole, &merged));
	histogram_free(&whole);
	histogram_free(&merged);
	for (int i = 0; i < 3; i++)
		histogram_free(&parts[i]);
}
END_TEST

/* --- statistics --- */

enum { S = 1000000000 };

static void one(struct statistics *s, enum operation operation, enum outcome outcome, uint8_t detail, uint8_t again)
{
	uint64_t start = 100ull * S;

	statistics_begin(s, operation, start, start + 2ull * S);
	statistics_conclude(s, &(struct concluded){ .operation = operation, .outcome = outcome, .detail = detail,
						    .retransmissions = again, .responded = outcome == OUTCOME_ANSWERED,
						    .intended_ns = start + 1ull * S, .begun_ns = start + 2ull * S,
						    .at_ns = start + 2ull * S + 500 },
			    start);
}

START_TEST(test_outcomes_add_up)
{
	struct statistics s = { 0 };
	struct totals t;

	for (unsigned i = 0; i < OUTCOME_COUNT; i++)
		one(&s, OPERATION_REGISTER, (enum outcome)i, 0x83, (uint8_t)(i + 5));
	one(&s, OPERATION_DELIBERATE, OUTCOME_REFUSED, 0x80, 0);
	ck_assert(statistics_adds_up(&s));
	ck_assert_uint_eq(s.operations[OPERATION_REGISTER].codes[0x83], 1);
	ck_assert_uint_eq(s.operations[OPERATION_REGISTER].alerts[0x83], 1);
	ck_assert_uint_eq(s.operations[OPERATION_REGISTER].after[5], 1);	/* 5 and more */
	statistics_totals(&t, &s);
	ck_assert_uint_eq(t.began, OUTCOME_COUNT);	/* the deliberate one stands apart */
	ck_assert_uint_eq(t.good, 1);
	ck_assert_uint_eq(t.open, 2);
	ck_assert_uint_eq(t.good + t.bad + t.open, t.began);
	statistics_begin(&s, OPERATION_PING, 0, 0);
	ck_assert(!statistics_adds_up(&s));
	statistics_free(&s);
}
END_TEST

/* The details are held too. */
START_TEST(test_a_lost_detail_shows)
{
	struct statistics s = { 0 };

	one(&s, OPERATION_REGISTER, OUTCOME_REFUSED, 0x83, 0);
	s.operations[OPERATION_REGISTER].codes[0x83]--;
	ck_assert(!statistics_adds_up(&s));
	s.operations[OPERATION_REGISTER].codes[0x84]++;
	ck_assert(statistics_adds_up(&s));
	s.operations[OPERATION_REGISTER].after[0]++;
	ck_assert(!statistics_adds_up(&s));
	statistics_free(&s);
}
END_TEST

/* Intended at 1 s, begun at 2 s, answered 500 ns later: the user waited 1.0000005 s. */
START_TEST(test_latency_runs_from_the_intended_start)
{
	struct statistics s = { 0 };
	struct histogram all = { 0 };

	one(&s, OPERATION_REGISTER, OUTCOME_ANSWERED, 0, 0);
	ck_assert_uint_eq(s.operations[OPERATION_REGISTER].latency.max_ns, 1000000500);
	ck_assert_uint_eq(s.operations[OPERATION_REGISTER].service.max_ns, 500);
	one(&s, OPERATION_REGISTER, OUTCOME_TIMED_OUT, 0, 4);
	statistics_latency(&all, &s);
	ck_assert_uint_eq(all.total, 1);
	histogram_free(&all);
	statistics_free(&s);
}
END_TEST

START_TEST(test_seconds)
{
	struct statistics s = { 0 };

	statistics_sent(&s, false, 100ull * S, 100ull * S + S - 1);
	statistics_sent(&s, true, 100ull * S, 101ull * S);
	statistics_received(&s, 100ull * S, 99ull * S);		/* before the start: the first second */
	one(&s, OPERATION_PING, OUTCOME_ANSWERED, 0, 0);
	one(&s, OPERATION_PING, OUTCOME_TIMED_OUT, 0, 0);
	one(&s, OPERATION_PING, OUTCOME_UNFINISHED, 0, 0);
	ck_assert_uint_eq(s.second_count, 3);
	ck_assert_uint_eq(s.seconds[0].sent, 1);
	ck_assert_uint_eq(s.seconds[0].received, 1);
	ck_assert_uint_eq(s.seconds[1].sent, 1);
	ck_assert_uint_eq(s.seconds[2].began, 3);
	ck_assert_uint_eq(s.seconds[2].good, 1);
	ck_assert_uint_eq(s.seconds[2].bad, 1);
	ck_assert_uint_eq(s.retransmitted, 1);
	statistics_second(&s, UINT64_MAX)->sent++;
	ck_assert_uint_eq(s.second_count, SECONDS_KEPT);
	statistics_free(&s);
}
END_TEST

START_TEST(test_statistics_merge_exactly)
{
	struct statistics whole = { 0 }, parts[3] = { 0 }, merged = { 0 };
	uint64_t dice = 7;

	for (int i = 0; i < 3000; i++) {
		enum operation operation = (enum operation)((roll(&dice) >> 40) % OPERATION_COUNT);
		enum outcome outcome = (enum outcome)((roll(&dice) >> 40) % OUTCOME_COUNT);
		uint8_t detail = (uint8_t)(roll(&dice) >> 40), again = (uint8_t)((roll(&dice) >> 40) % 8);
		struct statistics *part = &parts[(roll(&dice) >> 40) % 3];
		one(&whole, operation, outcome, detail, again);
		one(part, operation, outcome, detail, again);
		histogram_add(&whole.lag, detail);
		histogram_add(&part->lag, detail);
		statistics_sent(&whole, again, 0, detail * (uint64_t)S);
		statistics_sent(part, again, 0, detail * (uint64_t)S);
		statistics_received(&whole, 0, detail * (uint64_t)S);
		statistics_received(part, 0, detail * (uint64_t)S);
		whole.lives_begun++, whole.lives_ended++, whole.unexpected += again;
		part->lives_begun++, part->lives_ended++, part->unexpected += again;
	}
	for (int i = 2; i >= 0; i--)
		statistics_merge(&merged, &parts[i]);
	ck_assert(statistics_equal(&whole, &merged));
	ck_assert(statistics_adds_up(&merged));
	merged.seconds[100].good++;
	ck_assert(!statistics_equal(&whole, &merged));
	statistics_free(&whole);
	statistics_free(&merged);
	for (int i = 0; i < 3; i++)
		statistics_free(&parts[i]);
}
END_TEST

START_TEST(test_words)
{
	for (unsigned i = 0; i < OPERATION_COUNT; i++)
		ck_assert_uint_eq(operation_named(operation_word((enum operation)i)), i);
	for (unsigned i = 0; i < OUTCOME_COUNT; i++)
		ck_assert_uint_eq(outcome_named(outcome_word((enum outcome)i)), i);
	ck_assert_uint_eq(operation_named("registre"), OPERATION_COUNT);
	ck_assert_uint_eq(outcome_named(""), OUTCOME_COUNT);
}
END_TEST

Suite *statistics_tests(void)
{
	Suite *suite = suite_create("statistics");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_buckets, 0, sizeof(places) / sizeof(*places));
	tcase_add_test(tests, test_buckets_leave_no_gap);
	tcase_add_test(tests, test_percentiles_of_a_hundred);
	tcase_add_test(tests, test_the_tail);
	tcase_add_test(tests, test_the_sum_does_not_overflow);
	tcase_add_test(tests, test_histograms_merge_exactly);
	tcase_add_test(tests, test_outcomes_add_up);
	tcase_add_test(tests, test_a_lost_detail_shows);
	tcase_add_test(tests, test_latency_runs_from_the_intended_start);
	tcase_add_test(tests, test_seconds);
	tcase_add_test(tests, test_statistics_merge_exactly);
	tcase_add_test(tests, test_words);
	suite_add_tcase(suite, tests);
	return suite;
}
