/* tests/unit/sim_population_kind.c - Gateway UEs, devices and UEs behind them: who comes to whom, promises, doers. */
#include "tests/unit/sim.h"

#include <stdlib.h>
#include <string.h>

#include "sim/gateway.h"
#include "sim/prepared.h"
#include "tests/unit/sim_world.h"

static uint64_t count(const struct statistics *s, enum operation o, enum outcome e) { return s->operations[o].outcomes[e]; }

#define GATEWAYS(n) "scenario: g\ngateways: {count: " n ", bulk: 2s, arrive: {model: constant, rate: 1/s}, life: [register: self]}\n"
#define LIVES "arrive: {model: constant, rate: 1/s}, life: [register: self, wait: 20s, register: self, deregister: self]}\n"

/* Device N comes to Gateway UE N mod 3: to the first, the second, the third, the first ... */
START_TEST(test_devices_and_their_gateways)
{
	struct world *w = world_of_part(GATEWAYS("3") "devices: {count: 7, " LIVES, POPULATION_DEVICES, 0, 1, NULL);
	const struct statistics *s = world_run_all(w);

	ck_assert_uint_eq(count(s, OPERATION_DEVICE_REGISTER, OUTCOME_ANSWERED), 7);
	ck_assert_uint_eq(count(s, OPERATION_DEVICE_RENEW, OUTCOME_ANSWERED), 7);
	ck_assert_uint_eq(count(s, OPERATION_DEVICE_DEREGISTER, OUTCOME_ANSWERED), 7);
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].began, 0);
	for (uint32_t link = 1; link <= 7; link++)
		ck_assert_uint_eq(w->peers[link].port, (link - 1) % 3 + 1);
	ck_assert_str_eq(w->names[0], "device1");
	ck_assert_str_eq(w->names[6], "device7");
	world_free(w);
}
END_TEST

/* Of two shards the first has Gateway UEs 1 and 3, and devices 1, 3, 4, 6, 7; the second has 2, and devices 2, 5. */
START_TEST(test_devices_are_in_their_gateways_shard)
{
	static const char *const first[] = { "device1", "device3", "device4", "device6", "device7" }, *const second[] = { "device2", "device5" };
	struct world *a = world_of_part(GATEWAYS("3") "devices: {count: 7, " LIVES, POPULATION_DEVICES, 0, 2, NULL);
	struct world *b = world_of_part(GATEWAYS("3") "devices: {count: 7, " LIVES, POPULATION_DEVICES, 1, 2, NULL);

	ck_assert_uint_eq(count(world_run_all(a), OPERATION_DEVICE_REGISTER, OUTCOME_ANSWERED), 5);
	ck_assert_uint_eq(count(world_run_all(b), OPERATION_DEVICE_REGISTER, OUTCOME_ANSWERED), 2);
	for (unsigned i = 0; i < 5; i++) {
		ck_assert_str_eq(a->names[i], first[i]);
		ck_assert_uint_eq(a->peers[i + 1].port, i % 2 + 1);
	}
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_str_eq(b->names[i], second[i]);
		ck_assert_uint_eq(b->peers[i + 1].port, 1);
	}
	ck_assert_uint_eq(a->sent_at[2], 1003 * S);	/* the fourth arrival of the whole run */
	world_free(a);
	world_free(b);
}
END_TEST

/* 23.554 8.2.7: told when to ask again, it does; the registration lasts until it knows. */
START_TEST(test_a_promise)
{
	struct world *w = world_of_part(GATEWAYS("1") "behind: {count: 1, arrive: {model: constant, rate: 1/s}, life: [register: self]}\n",
					POPULATION_BEHIND, 0, 1, NULL);

	w->conduct = PROMISES_ONCE;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_BEHIND_REGISTER, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(s->operations[OPERATION_BEHIND_REGISTER].began, 1);
	ck_assert_uint_eq(w->sent, 2);
	ck_assert_uint_eq(w->sent_at[1], 1005 * S);
	ck_assert_uint_eq(s->operations[OPERATION_BEHIND_REGISTER].latency.max_ns, 5 * S + 5 * MS);
	ck_assert_uint_eq(s->retransmitted + s->unexpected, 0);
	ck_assert_str_eq(w->names[0], "behind1@example.org");
	world_free(w);
}
END_TEST

/* Asked once a second when the promised time is over, and given up 10 s later. */
START_TEST(test_a_promise_that_is_not_kept)
{
	struct world *w = world_of_part(GATEWAYS("1") "behind: {count: 1, arrive: {model: constant, rate: 1/s}, life: [register: self]}\n",
					POPULATION_BEHIND, 0, 1, NULL);

	w->conduct = PROMISES_ALWAYS;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_BEHIND_REGISTER, OUTCOME_INTERIM), 1);
	ck_assert_uint_eq(w->now_ns / S, 1015);
	ck_assert_uint_eq(w->sent, 12);	/* at 1000, 1005, 1006 ... 1015 s */
	world_free(w);
}
END_TEST

/* --- doers --- */

struct doing {
	unsigned asked, on, off;
	uint32_t last_index;
	enum msgin5g_kind last_kind;
};

static void ask(void *arg, uint32_t index, enum msgin5g_kind kind, uint64_t now_ns)
{
	struct doing *d = arg;

	(void)now_ns;
	d->asked++;
	d->last_index = index;
	d->last_kind = kind;
}

static void power(void *arg, uint32_t index, bool on, uint64_t now_ns)
{
	struct doing *d = arg;

	(void)index, (void)now_ns;
	d->on += on;
	d->off += !on;
}

START_TEST(test_a_doer)
{
	struct doing d = { 0 };
	const struct population_doer doer = { ask, power, &d };
	struct world *w = world_of_part("scenario: g\ngateways: {count: 2, arrive: {model: constant, rate: 1/min}, "
					"life: [register: self, wait: 5s, reboot: self, register: self, wait: 1s, leave: 100%]}\n",
					POPULATION_GATEWAYS, 0, 1, &doer);
	const struct statistics *s = population_statistics(w->population, 0);
	struct deed told = { .begun_ns = 1000 * S, .at_ns = 1000 * S + 7 * MS, .retransmissions = 2, .responded = true };

	world_run(w, 1001 * S);
	ck_assert_uint_eq(d.asked, 1);
	ck_assert_uint_eq(d.on, 1);
	ck_assert_uint_eq(d.last_index, 0);
	ck_assert_int_eq(d.last_kind, MSGIN5G_REG);
	population_told(w->population, 0, OUTCOME_ANSWERED, &told, &w->sink);
	ck_assert_uint_eq(count(s, OPERATION_GATEWAY_REGISTER, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(s->operations[OPERATION_GATEWAY_REGISTER].after[2], 1);
	ck_assert_uint_eq(s->operations[OPERATION_GATEWAY_REGISTER].latency.max_ns, 7 * MS);
	ck_assert_uint_eq(s->sent, 3);
	population_told(w->population, 0, OUTCOME_ANSWERED, &told, &w->sink);	/* nobody asked: not counted */
	ck_assert_uint_eq(s->operations[OPERATION_GATEWAY_REGISTER].outcomes[OUTCOME_ANSWERED], 1);
	world_run(w, 1010 * S);
	ck_assert_uint_eq(d.asked, 2);		/* after the reboot */
	ck_assert_uint_eq(d.on, 2);
	ck_assert_uint_eq(d.off, 1);
	told = (struct deed){ .begun_ns = 1005 * S, .at_ns = 1010 * S, .detail = 0x83, .responded = true };
	population_told(w->population, 0, OUTCOME_REFUSED, &told, &w->sink);	/* which ends its life, but not its service */
	ck_assert_uint_eq(d.off, 1);
	ck_assert_uint_eq(s->operations[OPERATION_GATEWAY_RENEW].codes[0x83], 1);
	population_did(w->population, OPERATION_GATEWAY_BULK, OUTCOME_ANSWERED, &(struct deed){ .begun_ns = 1005 * S, .at_ns = 1006 * S, .responded = true });
	ck_assert_uint_eq(count(s, OPERATION_GATEWAY_BULK, OUTCOME_ANSWERED), 1);
	world_run(w, 1070 * S);			/* the second one is asked, and never told */
	ck_assert_uint_eq(d.last_index, 1);
	population_end(w->population, 1080 * S);
	ck_assert_uint_eq(count(s, OPERATION_GATEWAY_REGISTER, OUTCOME_UNFINISHED), 1);
	ck_assert(statistics_adds_up(s));
	world_free(w);
}
END_TEST

/* --- what a device sends --- */

/* With its own Layer-2 ID, it is what request_build makes of the same names; wherever the names stand. */
static const char *const muts[] = { NULL, "duplicate application-id", "duplicate layer-2-id", "drop application-id", "drop layer-2-id" };

START_TEST(test_prepared_device)
{
	struct binding binding;
	struct request_setting setting = { .binding = &binding, .gateway = true };
	struct mutation mutation;
	struct request_plan plan = { .kind = MSGIN5G_REG };
	struct client client = { .mid_known = true, .mid = 0x1234, .token_count = 1 };
	struct prepared p;
	struct error error = { .text = "" };
	struct sent sent;
	uint8_t out[DATAGRAM_MAX];
	char layer2[LAYER2_DIGITS + 1];

	binding_default(&binding);
	ck_assert_int_eq(uri_parse(&setting.uri, "coap://127.0.0.1/msgin5g", &error), 0);
	if (muts[_i]) {
		ck_assert_int_eq(mutation_parse(&mutation, muts[_i], &error), 0);
		plan.but = &mutation;
		plan.but_count = 1;
	}
	ck_assert_msg(!prepared_build(&p, &plan, &setting, &error), "%s", error.text);
	device_layer2(layer2, "sensor-17");
	const struct request_names names = { .ue = "sensor-17", .layer2_id = layer2 };
	ck_assert_msg(!request_build(&sent, &plan, &setting, &names, &client, NULL, &error), "%s", error.text);
	size_t n = prepared_write(&p, sent.mid, sent.token, "sensor-17", 9, out);
	if (muts[_i] && !strcmp(muts[_i], "duplicate layer-2-id")) {
		ck_assert_uint_eq(n, sent.len);	/* the second one stays a mark: both are wrong anyhow */
	} else {
		ck_assert_uint_eq(n, sent.len);
		ck_assert_mem_eq(out, sent.bytes, n);
	}
	prepared_free(&p);
}
END_TEST

Suite *population_kind_tests(void)
{
	Suite *suite = suite_create("kinds of population");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_devices_and_their_gateways);
	tcase_add_test(tests, test_devices_are_in_their_gateways_shard);
	tcase_add_test(tests, test_a_promise);
	tcase_add_test(tests, test_a_promise_that_is_not_kept);
	tcase_add_test(tests, test_a_doer);
	tcase_add_loop_test(tests, test_prepared_device, 0, sizeof(muts) / sizeof(*muts));
	suite_add_tcase(suite, tests);
	return suite;
}
