/* tests/unit/sim_population.c - a population against a server of a few lines, in virtual time. */
#include "tests/unit/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/prepared.h"
#include "tests/unit/sim_world.h"

static uint64_t count(const struct statistics *s, enum operation o, enum outcome e) { return s->operations[o].outcomes[e]; }

#define ONE "scenario: one\npopulation: {ues: 1}\narrive: {model: constant, rate: 1/s}\n"
#define TEN "scenario: ten\npopulation: {ues: 10}\narrive: {model: constant, rate: 10/s}\n"

/* --- tests --- */

START_TEST(test_a_life)
{
	struct world *w = world_of(ONE "life: [register: self, wait: 3s, register: self, ping: self, deregister: self]\n", 0, 1);
	const struct statistics *s = world_run_all(w);

	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(count(s, OPERATION_RENEW, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(count(s, OPERATION_PING, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(count(s, OPERATION_DEREGISTER, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].latency.max_ns, 5 * MS);
	ck_assert_uint_eq(w->now_ns, 1000 * S + 3 * S + 20 * MS);
	ck_assert_uint_eq(s->sent, 4);
	ck_assert_uint_eq(s->received, 4);
	ck_assert_uint_eq(s->retransmitted + s->unexpected, 0);
	ck_assert_uint_eq(w->opened, 1);
	ck_assert_uint_eq(w->closed, 1);
	for (int i = 1; i < 4; i++)	/* one Message ID after another */
		ck_assert_uint_eq((uint16_t)(w->first[i][2] << 8 | w->first[i][3]), (uint16_t)((w->first[0][2] << 8 | w->first[0][3]) + i));
	world_free(w);
}
END_TEST

/* 2 to 3 s, doubled four times; five equal copies (RFC 7252 4.2). */
START_TEST(test_timed_out)
{
	struct world *w = world_of(ONE "life: [register: self, deregister: self]\n", 0, 1);

	w->conduct = IS_SILENT;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_TIMED_OUT), 1);
	ck_assert_uint_eq(s->operations[OPERATION_DEREGISTER].began, 0);	/* a failure ends the life */
	ck_assert_uint_eq(s->sent, 5);
	ck_assert_uint_eq(s->retransmitted, 4);
	uint64_t first = w->sent_at[1] - w->sent_at[0];
	ck_assert_uint_ge(first, 2 * S);
	ck_assert_uint_le(first, 3 * S);
	for (int i = 2; i < 5; i++)
		ck_assert_uint_eq(w->sent_at[i] - w->sent_at[i - 1], first << (i - 1));
	ck_assert_uint_eq(w->now_ns - w->sent_at[0], first * 31);
	for (int i = 1; i < 5; i++)
		ck_assert_mem_eq(w->first[i], w->first[0], 4);
	world_free(w);
}
END_TEST

START_TEST(test_retransmitted)
{
	struct world *w = world_of(TEN "life: [register: self]\n", 0, 1);

	w->conduct = FORGETS_FIRST;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_ANSWERED), 10);
	ck_assert_uint_lt(s->operations[OPERATION_REGISTER].after[0], 10);
	ck_assert_uint_gt(s->operations[OPERATION_REGISTER].after[1], 0);
	ck_assert_uint_ge(s->operations[OPERATION_REGISTER].latency.max_ns, 2 * S + 5 * MS);
	world_free(w);
}
END_TEST

static const struct ending { enum conduct conduct; enum outcome outcome; } endings[] = {
	{ RESETS, OUTCOME_RESET }, { REFUSES, OUTCOME_REFUSED }, { SAYS_FAILURE, OUTCOME_FAILURE },
	{ ONLY_ACKS, OUTCOME_ACKNOWLEDGED }, { ANSWERS_FROM_ELSEWHERE, OUTCOME_TIMED_OUT },
};

START_TEST(test_endings)
{
	struct world *w = world_of(TEN "life: [register: self]\n", 0, 1);

	w->conduct = endings[_i].conduct;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, endings[_i].outcome), 10);
	if (endings[_i].conduct == REFUSES)
		ck_assert_uint_eq(s->operations[OPERATION_REGISTER].codes[0x83], 10);
	if (endings[_i].conduct == ANSWERS_FROM_ELSEWHERE)
		ck_assert_uint_eq(s->unexpected, 50);
	world_free(w);
}
END_TEST

/* Taken once, acknowledged both times (RFC 7252 4.5, 5.2.2). */
START_TEST(test_separate_response)
{
	struct world *w = world_of(ONE "life: [register: self, wait: 10s, deregister: self]\n", 0, 1);

	w->conduct = ANSWERS_LATER;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].latency.max_ns, 1 * S + 5 * MS);
	ck_assert_uint_eq(w->acks, 3);		/* the de-registration's second comes after the end */
	ck_assert_uint_eq(w->resets, 0);
	ck_assert_uint_eq(s->retransmitted, 0);
	world_free(w);
}
END_TEST

START_TEST(test_a_stranger_is_reset)
{
	struct world *w = world_of(ONE "life: [register: self, wait: 10s]\n", 0, 1);
	/* CON 2.04, token 01, which nobody asked with; NON the same; a ping; version 2; three octets. */
	static const struct { uint8_t bytes[5]; size_t len; } strange[] = {
		{ { 0x41, 0x44, 0x12, 0x34, 0x01 }, 5 }, { { 0x51, 0x44, 0x12, 0x35, 0x01 }, 5 },
		{ { 0x40, 0x00, 0x12, 0x36 }, 4 }, { { 0x81, 0x44, 0x12, 0x37, 0x01 }, 5 }, { { 0x41, 0x44, 0x12 }, 3 },
	};

	world_run(w, 1001 * S);
	for (size_t i = 0; i < sizeof(strange) / sizeof(*strange); i++)
		world_deliver(w, 1002 * S, 1, -1, strange[i].bytes, strange[i].len);
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(w->resets, 2);
	ck_assert_mem_eq(w->first[1], "\x70\x00\x12\x34", 4);
	ck_assert_mem_eq(w->first[2], "\x70\x00\x12\x36", 4);
	ck_assert_uint_eq(s->unexpected, 5);
	world_free(w);
}
END_TEST

START_TEST(test_no_link)
{
	struct world *w = world_of(TEN "life: [register: self, deregister: self]\n", 0, 1);

	w->refuse = true;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_NOT_TRIED), 10);
	ck_assert_uint_eq(w->refused_opens, 10);
	world_free(w);
}
END_TEST

START_TEST(test_on_failure)
{
	struct world *w = world_of(ONE "on-failure: go-on\nlife: [register: self, deregister: self]\n", 0, 1);

	w->conduct = REFUSES;
	ck_assert_uint_eq(count(world_run_all(w), OPERATION_DEREGISTER, OUTCOME_REFUSED), 1);
	world_free(w);
	w = world_of(ONE "on-failure: {retry: 1s}\nstop: {after: 5500ms}\nlife: [register: self, deregister: self]\n", 0, 1);
	w->conduct = REFUSES;
	ck_assert_uint_eq(count(world_run_all(w), OPERATION_REGISTER, OUTCOME_REFUSED), 6);	/* at 0, 1.005, 2.010 ... 5.025 s */
	world_free(w);
}
END_TEST

/* Two at once for as long as there are UEs. */
START_TEST(test_closed_loop)
{
	struct world *w = world_of("scenario: c\npopulation: {ues: 9}\narrive: {model: closed, at-once: 2}\n"
				   "life: [register: self, wait: 1s, again: 2]\n", 0, 1);
	const struct statistics *s = world_run_all(w);

	ck_assert_uint_eq(w->lives_at_most, 2);
	ck_assert_uint_eq(s->lives_begun, 9);
	ck_assert_uint_eq(s->lives_ended, 9);
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].began, 9);
	ck_assert_uint_eq(s->operations[OPERATION_RENEW].began, 18);
	/* 9 lives of 3 rounds of 1.005 s, two at a time: five one after another. */
	ck_assert_uint_eq(w->now_ns, 1000 * S + 5 * 3 * 1005 * MS);
	world_free(w);
}
END_TEST

/* 10/s for 10 s from two UEs whose life takes 1 s: 2 in each second, the other 8 find nobody free. */
START_TEST(test_all_busy)
{
	struct world *w = world_of("scenario: b\npopulation: {ues: 2, again: yes}\narrive: {model: constant, rate: 10/s}\n"
				   "life: [register: self, wait: 900ms]\nstop: {after: 9999ms}\n", 0, 1);
	const struct statistics *s = world_run_all(w);

	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].began + s->operations[OPERATION_RENEW].began, 100);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_NOT_TRIED), 80);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_ANSWERED), 2);
	ck_assert_uint_eq(count(s, OPERATION_RENEW, OUTCOME_ANSWERED), 18);
	world_free(w);
}
END_TEST

START_TEST(test_outage)
{
	struct world *w = world_of("scenario: o\npopulation: {ues: 1000}\narrive: {model: constant, rate: 1000/s}\n"
				   "life: [register: self, wait: 10s, deregister: self]\noutages: [{at: 5s, share: 30%, back: 1s..2s}]\n", 0, 1);
	const struct statistics *s = world_run_all(w);
	uint64_t struck = s->operations[OPERATION_RENEW].began;

	/* 300 +- 5 deviations of 14.5. */
	ck_assert_msg(struck > 227 && struck < 373, "%lu", (unsigned long)struck);
	ck_assert_uint_eq(count(s, OPERATION_RENEW, OUTCOME_ANSWERED), struck);
	ck_assert_uint_eq(count(s, OPERATION_DEREGISTER, OUTCOME_ANSWERED), 1000);
	ck_assert_uint_eq(w->opened, 1000);		/* the same 5-tuples */
	world_free(w);
}
END_TEST

/* Struck in mid-request: what was open is unfinished, and what comes meanwhile is not heard. */
START_TEST(test_outage_in_mid_request)
{
	struct world *w = world_of(ONE "life: [register: self]\noutages: [{at: 1ms, share: 100%, back: 1s, from: other-port}]\n", 0, 1);
	const struct statistics *s = world_run_all(w);

	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_UNFINISHED), 1);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_ANSWERED), 1);
	ck_assert_uint_eq(s->received, 1);
	ck_assert_uint_eq(w->opened, 2);
	ck_assert_uint_ge((uint16_t)((w->first[1][2] << 8 | w->first[1][3]) - (w->first[0][2] << 8 | w->first[0][3])), 256);
	world_free(w);
}
END_TEST

/* A server that comes back without its state knows no association: after the last copy another handshake is made; in the
 * clear there is none. */
START_TEST(test_server_comes_back)
{
	static const char *const links[] = { "coap", "coaps" };
	char yaml[400];

	for (unsigned secure = 0; secure < 2; secure++) {
		snprintf(yaml, sizeof(yaml), "scenario: s\npopulation: {ues: 1, psk-identity: \"ue{n}\", psk: \"key-of-{n}\"}\nlink: %s\n"
			 "arrive: {model: constant, rate: 1/s}\nlife: [register: self, wait: 1s, register: self]\n"
			 "timing: {ack-timeout: 100ms}\non-failure: {retry: 1s}\n", links[secure]);
		struct world *w = world_of(yaml, 0, 1);
		world_run(w, 1000 * S + 500 * MS);
		w->conduct = IS_SILENT;
		world_run(w, 1006 * S);		/* 31 times 100 to 150 ms, and one second of patience */
		w->conduct = ANSWERS;
		const struct statistics *s = world_run_all(w);
		ck_assert_uint_eq(count(s, OPERATION_RENEW, OUTCOME_TIMED_OUT), 1);
		ck_assert_uint_eq(count(s, OPERATION_RENEW, OUTCOME_ANSWERED), 1);
		ck_assert_uint_eq(count(s, OPERATION_HANDSHAKE, OUTCOME_ANSWERED), 2 * secure);
		ck_assert_uint_eq(w->opened, 1 + secure);
		ck_assert_uint_eq(w->closed, 1 + secure);
		world_free(w);
	}
}
END_TEST

START_TEST(test_moves_and_sources)
{
	struct world *w = world_of("scenario: m\npopulation: {ues: 2, sources: [127.1.0.0/31], ports: 40000-40001}\n"
				   "arrive: {model: constant, rate: 1/s}\nlife: [register: self, move: self, register: self]\n", 0, 1);
	const struct statistics *s = world_run_all(w);

	ck_assert_uint_eq(count(s, OPERATION_RENEW, OUTCOME_ANSWERED), 2);
	ck_assert_uint_eq(w->opened, 4);
	ck_assert_mem_eq(w->sources[0].addr, "\x7f\x01\x00\x00", 4);
	ck_assert_uint_eq(w->sources[0].port, 40000);
	ck_assert_mem_eq(w->sources[1].addr, "\x7f\x01\x00\x00", 4);
	ck_assert_uint_eq(w->sources[1].port, 40001);
	ck_assert_mem_eq(w->sources[2].addr, "\x7f\x01\x00\x01", 4);
	world_free(w);
}
END_TEST

START_TEST(test_misbehaving_share)
{
	struct world *w = world_of("scenario: m\npopulation: {ues: 5000}\narrive: {model: constant, rate: 1000/s}\nlife: [register: self]\n"
				   "misbehave: [{share: 2%, but: [drop ue-service-id]}, {share: 3%, but: [flip token]}]\n", 0, 1);
	const struct statistics *s = world_run_all(w);
	uint64_t wrong = s->operations[OPERATION_DELIBERATE].began;

	ck_assert_msg(wrong > 250 - 77 && wrong < 250 + 77, "%lu", (unsigned long)wrong);	/* five deviations of 15.4 */
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].began, 5000 - wrong);
	ck_assert_uint_eq(count(s, OPERATION_DELIBERATE, OUTCOME_ANSWERED), wrong);	/* this server takes everything */
	world_free(w);
}
END_TEST

START_TEST(test_stop_and_drain)
{
	struct world *w = world_of("scenario: s\npopulation: {ues: 100}\narrive: {model: constant, rate: 10/s}\n"
				   "life: [register: self, wait: 60s]\nstop: {after: 5s, drain: 3s}\n", 0, 1);

	w->latency_ns = 1500 * MS;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].began, 50);		/* 0, 0.1 ... 4.9 s; none at 5 s: it is over */
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_ANSWERED), 50);
	ck_assert_uint_eq(w->now_ns, 1000 * S + 4900 * MS + 1500 * MS);
	world_free(w);
	w = world_of("scenario: s\npopulation: {ues: 100}\narrive: {model: constant, rate: 10/s}\n"
		     "life: [register: self, wait: 60s]\nstop: {after: 5s, drain: 3s}\n", 0, 1);
	w->conduct = IS_SILENT;
	s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_UNFINISHED), 50);
	ck_assert_uint_eq(w->now_ns, 1008 * S);
	world_free(w);
}
END_TEST

START_TEST(test_end_at_once)
{
	struct world *w = world_of(TEN "life: [register: self, wait: 60s]\n", 0, 1);

	w->conduct = IS_SILENT;
	world_run(w, 1000 * S + 500 * MS);
	population_end(w->population, 1000 * S + 500 * MS);
	ck_assert(population_done(w->population));
	const struct statistics *s = population_statistics(w->population, 0);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_UNFINISHED), 6);
	ck_assert(statistics_adds_up(s));
	world_free(w);
}
END_TEST

START_TEST(test_enough_is_enough)
{
	struct world *w = world_of("scenario: s\npopulation: {ues: 1000}\narrive: {model: constant, rate: 100/s}\n"
				   "life: [register: self]\nstop: {bad: 10}\n", 0, 1);

	w->conduct = REFUSES;
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(count(s, OPERATION_REGISTER, OUTCOME_REFUSED), s->operations[OPERATION_REGISTER].began);
	ck_assert_uint_ge(s->operations[OPERATION_REGISTER].began, 10);
	ck_assert_uint_le(s->operations[OPERATION_REGISTER].began, 12);
	world_free(w);
}
END_TEST

START_TEST(test_phases)
{
	struct world *w = world_of("scenario: p\npopulation: {ues: 1000}\nphases:\n"
				   "  - {name: a, for: 2s, arrive: {model: constant, rate: 10/s}}\n"
				   "  - {name: b, for: 3s, arrive: {model: constant, rate: 100/s}}\n"
				   "  - {name: c, for: 1s, arrive: {model: list, times: [0, 900ms, 1s]}}\n"
				   "life: [register: self]\n", 0, 1);

	world_run_all(w);
	ck_assert_uint_eq(population_statistics(w->population, 0)->operations[OPERATION_REGISTER].began, 20);
	ck_assert_uint_eq(population_statistics(w->population, 1)->operations[OPERATION_REGISTER].began, 300);
	ck_assert_uint_eq(population_statistics(w->population, 2)->operations[OPERATION_REGISTER].began, 2);
	world_free(w);
}
END_TEST

/* A generator that is ticked late hides nothing: latency runs from when it was to begin. */
START_TEST(test_a_late_generator)
{
	struct world *w = world_of(ONE "life: [wait: 1s, register: self]\n", 0, 1);

	world_run(w, 1000 * S);
	w->now_ns = 1003 * S;		/* two seconds late */
	const struct statistics *s = world_run_all(w);
	ck_assert_uint_eq(s->lag.max_ns, 2 * S);
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].latency.max_ns, 2 * S + 5 * MS);
	ck_assert_uint_eq(s->operations[OPERATION_REGISTER].service.max_ns, 5 * MS);
	world_free(w);
}
END_TEST

static const char *const shared[] = {
	"scenario: s\npopulation: {ues: 500, profiles: {full: 30%, none: 70%}}\narrive: {model: poisson, rate: 100/s}\n"
	"life: [register: self, wait: 1s..9s, leave: 20%, {wait: 2s, spread: exponential}, deregister: self]\n"
	"misbehave: [{share: 10%, but: [drop message-type]}]\noutages: [{at: 3s, share: 40%, back: 0s..2s}]\n",
	"scenario: s\npopulation: {ues: 10}\narrive: {model: list, times: [0, 1s, 2s, 2s, 2s, 3s]}\nlife: [register: self, wait: 1s..2s, ping: self]\n",
};

/* Three shards add up to the whole, exactly. */
START_TEST(test_shards)
{
	struct world *whole = world_of(shared[_i], 0, 1), *parts[3];
	struct statistics merged = { 0 };
	const struct statistics *s = world_run_all(whole);

	for (uint32_t i = 0; i < 3; i++) {
		parts[i] = world_of(shared[_i], i, 3);
		statistics_merge(&merged, world_run_all(parts[i]));
	}
	ck_assert_uint_gt(s->lives_begun, 5);
	ck_assert(statistics_equal(s, &merged));
	for (uint32_t i = 0; i < 3; i++)
		world_free(parts[i]);
	statistics_free(&merged);
	world_free(whole);
}
END_TEST

/* A start at a time that all shards agree on. */
START_TEST(test_start_at)
{
	struct world *w = world_of(ONE "life: [register: self]\n", 0, 1);
	struct population_config config = { .scenario = w->scenario, .seed = 1, .start_ns = 1010 * S, .peers = { world_server, world_server } };

	config.settings[0].binding = config.settings[1].binding = &w->binding;
	population_free(w->population);
	w->population = population_new(&config, NULL);
	ck_assert_uint_eq(population_engine.tick(w->population, 1000 * S, &w->sink), 1010 * S);
	world_run_all(w);
	ck_assert_uint_eq(w->sent_at[0], 1010 * S);
	world_free(w);
}
END_TEST

/* --- prepared messages are the messages that request_build makes --- */

static const char *const muts[] = {
	NULL, "drop ue-service-id", "duplicate ue-service-id", "flip token", "replace token-length 4", "drop payload", "drop token",
	"replace message-type \"REG2\"", "insert option 65001 hex:00", "replace version 2", "drop content-format", "replace type 1",
};
static const char *const ids[] = { "ue1@example.org", "ue1234567@example.org", "x" };

START_TEST(test_prepared)
{
	struct mutation but;
	struct request_plan plan = { .kind = MSGIN5G_REG, .profile = PROFILE_FULL };
	struct binding binding;
	struct request_setting setting = { .binding = &binding };
	struct prepared p;
	struct error error = { .text = "" };

	binding_default(&binding);
	ck_assert_int_eq(uri_parse(&setting.uri, "coap://127.0.0.1/msgin5g", &error), 0);
	if (muts[_i]) {
		ck_assert_msg(!mutation_parse(&but, muts[_i], &error), "%s", error.text);
		plan.but = &but;
		plan.but_count = 1;
	}
	ck_assert_msg(!prepared_build(&p, &plan, &setting, &error), "%s", error.text);
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		struct client client = { .mid_known = true, .mid = 0x4711, .token_count = 1, .token_base = "abcdefg" };
		uint8_t out[DATAGRAM_MAX], token[8];
		struct sent sent;
		client_next_token(&client, token, NULL);
		client.token_count = 1;
		ck_assert_int_eq(request_build(&sent, &plan, &setting, &(struct request_names){ .ue = ids[i] }, &client, NULL, &error), 0);
		size_t n = prepared_write(&p, 0x4711, token, ids[i], strlen(ids[i]), out);
		if (p.own_token) {
			ck_assert_uint_eq(n, sent.len);
			ck_assert_mem_eq(out, sent.bytes, n);
		} else {	/* a changed token is the template's: the same for all */
			ck_assert_uint_eq(n, sent.len);
			ck_assert_mem_eq(out, sent.bytes, 4);
		}
	}
	ck_assert(!p.deliberate == !muts[_i]);
	prepared_free(&p);
}
END_TEST

Suite *population_tests(void)
{
	Suite *suite = suite_create("populations");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, test_a_life);
	tcase_add_test(tests, test_timed_out);
	tcase_add_test(tests, test_retransmitted);
	tcase_add_loop_test(tests, test_endings, 0, sizeof(endings) / sizeof(*endings));
	tcase_add_test(tests, test_separate_response);
	tcase_add_test(tests, test_a_stranger_is_reset);
	tcase_add_test(tests, test_no_link);
	tcase_add_test(tests, test_on_failure);
	tcase_add_test(tests, test_closed_loop);
	tcase_add_test(tests, test_all_busy);
	tcase_add_test(tests, test_outage);
	tcase_add_test(tests, test_outage_in_mid_request);
	tcase_add_test(tests, test_server_comes_back);
	tcase_add_test(tests, test_moves_and_sources);
	tcase_add_test(tests, test_misbehaving_share);
	tcase_add_test(tests, test_stop_and_drain);
	tcase_add_test(tests, test_end_at_once);
	tcase_add_test(tests, test_enough_is_enough);
	tcase_add_test(tests, test_phases);
	tcase_add_test(tests, test_a_late_generator);
	tcase_add_loop_test(tests, test_shards, 0, sizeof(shared) / sizeof(*shared));
	tcase_add_test(tests, test_start_at);
	tcase_add_loop_test(tests, test_prepared, 0, sizeof(muts) / sizeof(*muts));
	suite_add_tcase(suite, tests);
	return suite;
}
