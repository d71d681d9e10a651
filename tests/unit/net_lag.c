/* tests/unit/net_lag.c - how far a host was behind, told with each datagram. */
#include <poll.h>

#include "net/lag.h"
#include "tests/unit/net.h"

/* What a busy processor does to us: the datagram that it sent waits in a socket of this very host. */
static void say_hello_and_be_away(struct party *p)
{
	say_hello(p, p->last_link);
	poll(NULL, 0, 60);
}

static bool heard(void *party) { return ((struct party *)party)->inputs > 0; }

static void be_away_once(struct world *w, bool jump)
{
	struct error error;

	*w = (struct world){ .client.on_tick = say_hello_and_be_away };
	world_start(w, (struct host_config){ .jump = jump });
	w->client.last_link = world_open(w);
	w->client.at_ns = host_now(w->host) + NS_PER_MS;
	ck_assert_int_eq(host_run(w->host, heard, &w->client, &error), 0);
	ck_assert_uint_eq(tape.count, 2);
	ck_assert_uint_eq(tape.list[0].d.jitter_ns, 0);
	host_free(w->host);
}

START_TEST(test_what_waited_for_us_is_told_to_the_tap)
{
	struct world w;

	be_away_once(&w, false);
	ck_assert_uint_ge(tape.list[1].d.jitter_ns, 60 * NS_PER_MS);
	be_away_once(&w, true);		/* that time did not pass */
	ck_assert_uint_eq(tape.list[1].d.jitter_ns, 0);
}
END_TEST

START_TEST(test_being_behind_is_remembered_for_a_while)
{
	const uint64_t ms = NS_PER_MS, s = NS_PER_S;
	struct lag lag = { 0 };

	lag_note(&lag, 40 * ms, s);
	ck_assert_uint_eq(lag_jitter(&lag, s), 0);	/* no more than is allowed anyhow */
	lag_note(&lag, 700 * ms, 2 * s);
	lag_note(&lag, 300 * ms, 4 * s);
	ck_assert_uint_eq(lag_jitter(&lag, 95 * s), 700 * ms);
	ck_assert_uint_eq(lag_jitter(&lag, 95 * s + 1), 0);
	lag_note(&lag, 100 * ms, 96 * s);
	ck_assert_uint_eq(lag_jitter(&lag, 96 * s), 100 * ms);
}
END_TEST

Suite *lag_tests(void)
{
	Suite *suite = suite_create("net lag");
	TCase *tests = tcase_create("lag");

	tcase_add_test(tests, test_what_waited_for_us_is_told_to_the_tap);
	tcase_add_test(tests, test_being_behind_is_remembered_for_a_while);
	suite_add_tcase(suite, tests);
	return suite;
}
