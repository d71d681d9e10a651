/* tests/unit/sim_scenario.c - scenarios: what is read, and every wrong word found with its place; names, thresholds. */
#include "tests/unit/sim.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario.h"
#include "wire/engine.h"

#define S ((uint64_t)1000000000)

static struct scenario *parse(const char *yaml)
{
	struct error error = { .text = "" };
	struct scenario *s = scenario_parse("t", yaml, strlen(yaml), &error);

	ck_assert_msg(s != NULL, "%s", error.text);
	return s;
}

START_TEST(test_the_contracts_example)
{
	struct scenario *s = parse("scenario: morning rush\n"
				   "population: {ues: 50000}\n"
				   "link: coap\n"
				   "arrive: {rate: 500/s, model: poisson}\n"
				   "life: [register: self, wait: 30s..60s, deregister: self]\n"
				   "impair: {loss: 1%, duplicate: 0.5%, reorder: 1%, delay: 20ms..40ms}\n"
				   "stop: {after: 300s}\n");

	ck_assert_str_eq(s->name, "morning rush");
	ck_assert_uint_eq(s->population.ues, 50000);
	ck_assert_uint_eq(s->population.first, 1);
	ck_assert(s->coaps == 0);
	ck_assert_uint_eq(s->phase_count, 1);
	ck_assert_uint_eq(s->life.count, 3);
	ck_assert_int_eq(s->life.steps[0].request.kind, MSGIN5G_REG);
	ck_assert_int_eq(s->life.steps[2].request.kind, MSGIN5G_DEREG);
	ck_assert_uint_eq(s->life.steps[1].wait.from_ns, 30 * S);
	ck_assert_uint_eq(s->life.steps[1].wait.to_ns, 60 * S);
	ck_assert(fabs(s->impair.duplicate - 0.005) < 1e-12);
	ck_assert_uint_eq(s->impair.delay_max_ns, 40000000);
	ck_assert_uint_eq(s->stop.after_ns, 300 * S);
	ck_assert(s->population.profiles[PROFILE_NONE] == 1);
	scenario_free(s);
}
END_TEST

START_TEST(test_all_keys)
{
	struct scenario *s = parse("scenario: all\n"
				   "text: each key once\n"
				   "population:\n"
				   "  ues: 300\n"
				   "  first: 100\n"
				   "  ue-service-id: dev-{n:05}@example.org\n"
				   "  psk-identity: \"{n:04x}\"\n"
				   "  psk: \"hex:00ff{n:08x}\"\n"
				   "  profiles: {full: 25%, none: 75%}\n"
				   "  sources: [127.1.0.0/24, 127.2.0.0/28]\n"
				   "  ports: 40000-40001\n"
				   "  again: yes\n"
				   "link: {coaps: 30%}\n"
				   "phases:\n"
				   "  - {name: warm-up, for: 5s, counted: no, arrive: {model: constant, rate: 1/s}}\n"
				   "  - {name: peak, for: 10s, arrive: {model: constant, rate: 100/s}}\n"
				   "life:\n"
				   "  - handshake: self\n"
				   "  - {register: self, profile: full, but: [drop ue-service-id]}\n"
				   "  - {wait: 3s, spread: exponential}\n"
				   "  - ping: self\n"
				   "  - {close: self, silently: yes}\n"
				   "  - reboot: self\n"
				   "  - move: self\n"
				   "  - leave: 12.5%\n"
				   "  - again: for-ever\n"
				   "misbehave: [{share: 2%, but: [drop message-type]}, {share: 1%, in: deregister, but: [flip token]}]\n"
				   "outages: [{at: 60s, share: 30%, back: 0s..5s, from: other-port}]\n"
				   "on-failure: {retry: 1s..2s}\n"
				   "timing: {ack-timeout: 500ms, max-retransmit: 2, answer-within: 3s}\n"
				   "stop: {after: 30s, drain: 1s, bad: 10, findings: 5}\n"
				   "thresholds: [p99 < 200ms, register.failed <= 0.1%, findings == 0]\n");
	struct identity i;
	struct endpoint at;

	population_identity(&s->population, 100, &i);
	ck_assert_str_eq(i.ue_service_id, "dev-00100@example.org");
	ck_assert_uint_eq(i.psk_identity_len, 4);
	ck_assert_mem_eq(i.psk_identity, "0064", 4);
	ck_assert_uint_eq(i.psk_len, 6);
	ck_assert_mem_eq(i.psk, "\x00\xff\x00\x00\x00\x64", 6);
	ck_assert_uint_eq(source_plan_count(&s->population.sources), (256 + 16) * 2);
	source_plan_at(&s->population.sources, 255, &at);
	ck_assert_mem_eq(at.addr, "\x7f\x01\x00\xff", 4);
	ck_assert_uint_eq(at.port, 40000);
	source_plan_at(&s->population.sources, 256, &at);
	ck_assert_mem_eq(at.addr, "\x7f\x02\x00\x00", 4);
	source_plan_at(&s->population.sources, 272 + 271, &at);
	ck_assert_mem_eq(at.addr, "\x7f\x02\x00\x0f", 4);
	ck_assert_uint_eq(at.port, 40001);
	ck_assert(!s->phases[0].counted && s->phases[1].counted);
	ck_assert_uint_eq(s->phases[1].for_ns, 10 * S);
	ck_assert(s->life.steps[1].profile_said);
	ck_assert_uint_eq(s->life.steps[1].request.but_count, 1);
	ck_assert_int_eq(s->life.steps[2].wait.spread, SPREAD_EXPONENTIAL);
	ck_assert(s->life.steps[4].silently);
	ck_assert(fabs(s->life.steps[7].share - 0.125) < 1e-12);
	ck_assert_uint_eq(s->life.steps[8].times, LIFE_FOR_EVER);
	ck_assert(s->misbehaviours[1].deregister);
	ck_assert(s->outages[0].other_port);
	ck_assert_int_eq(s->conduct.on_failure, FAILURE_RETRIES);
	ck_assert_uint_eq(s->conduct.max_retransmit, 2);
	ck_assert_uint_eq(s->stop.findings, 5);
	ck_assert_uint_eq(s->threshold_count, 3);
	scenario_free(s);
}
END_TEST

#define HEAD "scenario: x\npopulation: {ues: 2, psk: k}\n"
#define ARRIVE "arrive: {model: constant, rate: 1/s}\n"
#define LIVES "life: [register: self]\n"

#define KEY "\"hex:00112233445566778899aabbccddeeff00112233445566778899aabb{n:08x}\""
#define AKMA(what) "scenario: x\npopulation: {ues: 2, akma: {" what "}}\nlink: coaps\n" ARRIVE LIVES
#define CERTIFICATE(what) "scenario: x\npopulation: {ues: 2, certificate: {" what "}}\nlink: coaps\n" ARRIVE LIVES
#define PART "arrive: {model: constant, rate: 1/s}, life: [register: self]}\n"
#define GATEWAYS(more) "scenario: x\ngateways: {count: 2, " more PART

static const struct wrong { const char *yaml, *error; } wrong[] = {
	{ "scenario: x\n", "t:1:1: missing key 'population'" },
	{ HEAD ARRIVE, "t:1:1: missing key 'life'" },
	{ HEAD LIVES, "t:1:1: either arrive: or phases:" },
	{ HEAD ARRIVE LIVES "phases: [{name: a, arrive: {model: constant, rate: 1/s}}]\n", "t:1:1: either arrive: or phases:" },
	{ HEAD ARRIVE LIVES "trehsholds: []\n", "t:5:1: unknown key 'trehsholds' (did you mean 'thresholds'?)" },
	{ HEAD ARRIVE "life: []\n", "t:4:7: a life has from 1 to 32 steps" },
	{ HEAD ARRIVE "life: [rgister: self]\n", "t:4:8: no step of a life among its keys (did you mean 'register'?)" },
	{ HEAD ARRIVE "life: [register: u1]\n", "t:4:18: a life knows only 'self'" },
	{ HEAD ARRIVE "life: [{register: self, but: [drop i]}]\n", "t:4:31: " },
	{ HEAD ARRIVE "life: [{wait: 3s, profile: full}]\n", "t:4:19: unknown key 'profile'" },
	{ HEAD ARRIVE "life: [{wait: 3s..1s}]\n", "t:4:15: expected a duration" },
	{ HEAD ARRIVE "life: [{wait: 3s..4s, spread: exponential}]\n", "t:4:15: an exponential wait has a mean" },
	{ HEAD ARRIVE "life: [again: 3, register: self]\n", "t:4:18: nothing comes after 'again'" },
	{ HEAD ARRIVE "life: [wait: 0, leave: 5%, again: 3]\n", "t:4:7: a life that begins again must have" },
	{ HEAD ARRIVE "life: [register: self, again: for-ever]\n", "t:4:7: a life for ever needs stop" },
	{ HEAD ARRIVE "life: [leave: 120%]\n", "t:4:15: expected a share" },
	{ "scenario: x\npopulation: {ues: 0}\n" ARRIVE LIVES, "t:2:19: " },
	{ "scenario: x\npopulation: {ues: 2, ue-service-id: me}\n" ARRIVE LIVES, "t:2:37: 2 UEs with one name" },
	{ "scenario: x\npopulation: {ues: 2, ue-service-id: \"u{m}\"}\n" ARRIVE LIVES, "t:2:37: 'u{m}': the number is written" },
	{ "scenario: x\npopulation: {ues: 2, ue-service-id: 'u{n}\"'}\n" ARRIVE LIVES, "t:2:37: a UE Service ID here holds no quotes" },
	{ "scenario: x\npopulation: {ues: 2, psk: \"hex:0\"}\n" ARRIVE LIVES, "t:2:27: no key of 1 to 64 octets" },
	{ "scenario: x\npopulation: {ues: 2, profiles: {full: 30%}}\n" ARRIVE LIVES, "t:2:32: the profiles' shares sum to 30%" },
	{ "scenario: x\npopulation: {ues: 200, sources: [127.1.0.0/25]}\n" ARRIVE LIVES, "t:2:33: 128 sources for 200 UEs" },
	{ "scenario: x\npopulation: {ues: 2, sources: [127.1.0.0/33]}\n" ARRIVE LIVES, "t:2:32: expected an address" },
	{ "scenario: x\npopulation: {ues: 2, sources: [localhost]}\n" ARRIVE LIVES, "t:2:32: expected an address" },
	{ "scenario: x\npopulation: {ues: 2, sources: ['::1', 127.0.0.1]}\n" ARRIVE LIVES, "t:2:39: IPv4 or IPv6, not both" },
	{ "scenario: x\npopulation: {ues: 2, ports: 40000}\n" ARRIVE LIVES, "t:2:29: ports go with sources" },
	{ "scenario: x\npopulation: {ues: 2, sources: [127.0.0.0/30], ports: 5-4}\n" ARRIVE LIVES, "t:2:54: expected ports" },
	{ "scenario: x\npopulation: {ues: 2}\nlink: coaps\n" ARRIVE LIVES, "t:2:13: coaps needs a psk" },
	{ HEAD LIVES "phases: [{name: a, arrive: {model: closed, at-once: 1}}, {name: b, arrive: {model: constant, rate: 1/s}}]\n",
	  "t:4:10: only the last phase goes on for ever" },
	{ HEAD LIVES "phases: [{name: a, for: 1s, arrive: {model: closed, at-once: 1}}, {name: b, arrive: {model: constant, rate: 1/s}}]\n",
	  "t:4:9: a closed loop is a scenario's only phase" },
	{ HEAD LIVES "phases: [{name: a, counted: no, arrive: {model: constant, rate: 1/s}}]\n", "t:4:9: no phase is counted" },
	{ HEAD ARRIVE LIVES "misbehave: [{share: 2%, but: [drop x]}]\n", "t:5:31: " },
	{ HEAD ARRIVE LIVES "misbehave: [{share: 2%, but: []}]\n", "t:5:13: wrong in what?" },
	{ HEAD ARRIVE LIVES "misbehave: [{share: 60%, but: [flip token]}, {share: 50%, but: [flip token]}]\n", "t:5:12: the shares sum" },
	{ HEAD ARRIVE LIVES "outages: [{at: 5s, share: 1%, back: 0, from: port}]\n", "t:5:46: " },
	{ HEAD ARRIVE LIVES "outages: [{at: 5s, share: 1%, back: 0}, {at: 4s, share: 1%, back: 0}]\n", "t:5:41: earlier than" },
	{ HEAD ARRIVE LIVES "timing: {ack-timeout: 0}\n", "t:5:9: an ack-timeout below 1ms" },
	{ HEAD ARRIVE LIVES "thresholds: [p99 < 20]\n", "t:5:14: '20' is no duration" },
	{ "scenario: x\n" LIVES, "t:2:7: life: whose? There is no population:" },
	{ HEAD ARRIVE "life: [{register: self, urgent: yes}]\n", "t:4:8: urgent and wait-time go to a Gateway UE" },
	{ HEAD ARRIVE LIVES "devices: {count: 1}\n", "t:5:10: devices come to Gateway UEs: there are no gateways:" },
	{ GATEWAYS("") "devices: {application-id: d, " PART, "t:3:10: missing key 'count'" },
	{ GATEWAYS("") "devices: {count: 2, application-id: d, " PART, "t:3:37: 2 UEs with one name" },
	{ GATEWAYS("") "devices: {count: 2, ue-service-id: \"d{n}\", " PART, "t:3:21: unknown key 'ue-service-id'" },
	{ GATEWAYS("") "devices: {count: 2, arrive: {model: constant, rate: 1/s}, life: [ping: self]}\n", "t:3:66: 'ping' is nothing that devices do" },
	{ GATEWAYS("") "devices: {count: 2, arrive: {model: constant, rate: 1/s}, life: [{register: self, profile: full}]}\n",
	  "t:3:66: a device sends neither profile" },
	{ GATEWAYS("") "behind: {count: 2, " PART, "t:3:9: UEs behind Gateway UEs need gateways: {bulk: 2s}" },
	{ AKMA("k-akma: \"hex:00{n:08x}\", a-kid: \"{n}\", af-fqdn: a"), "t:2:28: UE 1 has no key of 32 octets" },
	{ AKMA("k-akma: \"00{n:08x}\", a-kid: \"{n}\", af-fqdn: a"), "t:2:37: expected hex: and 64 digits" },
	{ AKMA("k-ausf: " KEY ", a-kid: \"{n}\", af-fqdn: a"), "t:2:28: give k-akma, or k-ausf and supi" },
	{ AKMA("k-akma: " KEY ", a-kid: me, af-fqdn: a"), "t:2:115: 2 UEs with one a-kid" },
	{ AKMA("k-akma: " KEY ", a-kid: \"{n}\""), "t:2:28: missing key 'af-fqdn'" },
	{ CERTIFICATE("file: \"u{n}.pem\""), "t:2:35: give file and key, or made: yes" },
	{ CERTIFICATE(""), "t:2:35: give file and key, or made: yes" },
	{ CERTIFICATE("made: yes, file: a, key: b"), "t:2:35: give file and key, or made: yes" },
	{ CERTIFICATE("file: all.pem, key: all.pem"), "t:2:42: 2 UEs with one certificate" },
	{ CERTIFICATE("file: \"u{m}\", key: k"), "t:2:42: 'u{m}': the number is written" },
	{ "scenario: x\npopulation: {ues: 2, psk: k, certificate: {made: yes}}\n" ARRIVE LIVES, "t:2:43: one of psk, akma and certificate" },
	{ CERTIFICATE("path: a"), "t:2:36: unknown key 'path'" },
	{ GATEWAYS("bulk: 0s, "), "t:2:28: how long requests are gathered" },
	{ GATEWAYS("port: 0, "), "t:2:28: expected a number" },
	{ GATEWAYS("addresses: [127.64.0.0/32], "), "t:2:33: 1 addresses for 2 Gateway UEs" },
	{ "scenario: x\ngateways: {count: 2, arrive: {model: constant, rate: 1/s}, life: [{register: self, credential: yes}]}\n",
	  "t:2:67: a Gateway UE's requests are as they are" },
};

START_TEST(test_wrong_scenarios)
{
	struct error error = { .text = "" };

	ck_assert_ptr_null(scenario_parse("t", wrong[_i].yaml, strlen(wrong[_i].yaml), &error));
	ck_assert_msg(!strncmp(error.text, wrong[_i].error, strlen(wrong[_i].error)), "expected '%s', got '%s'", wrong[_i].error,
		      error.text);
}
END_TEST

static const struct name { const char *text; uint32_t n; const char *name; } names[] = {
	{ "ue{n}@example.org", 7, "ue7@example.org" },
	{ "{n:6}", 42, "000042" },
	{ "{n:06}", 1234567, "1234567" },
	{ "{n:x}", 255, "ff" },
	{ "a{n:04x}z", 0xabc, "a0abcz" },
	{ "fixed", 9, "fixed" },
	{ "{n}", UINT32_MAX, "4294967295" },
	{ "{n", 0, NULL }, { "n}", 0, NULL }, { "{}", 0, NULL }, { "{n:}", 0, NULL }, { "{n:99}", 0, NULL },
	{ "{n}{n}", 0, NULL }, { "{n:4y}", 0, NULL }, { "{nn}", 0, NULL }, { "{n:4x4}", 0, NULL },
};

START_TEST(test_names)
{
	struct name_template t;
	char name[64];
	int bad = name_template_parse(&t, names[_i].text, NULL);

	ck_assert_int_eq(bad, names[_i].name ? 0 : -1);
	if (bad)
		return;
	ck_assert_uint_eq(name_format(&t, names[_i].n, name, sizeof(name)), strlen(names[_i].name));
	ck_assert_str_eq(name, names[_i].name);
	ck_assert_uint_eq(name_format(&t, names[_i].n, name, strlen(names[_i].name)), 0);	/* no room for the NUL */
}
END_TEST

/* 98 registrations of 1 ms, one of 300 ms, one timed out, one not tried; one refused de-registration of 2 ms: 101 that
 * ended (2 badly), 102 that began. */
static void fill(struct statistics *s)
{
	struct concluded c = { .operation = OPERATION_REGISTER, .outcome = OUTCOME_ANSWERED, .responded = true, .at_ns = 1000000 };

	for (int i = 0; i < 102; i++)
		statistics_begin(s, i < 101 ? OPERATION_REGISTER : OPERATION_DEREGISTER, 0, 0);
	for (int i = 0; i < 98; i++)
		statistics_conclude(s, &c, 0);
	c.at_ns = 300000000;
	statistics_conclude(s, &c, 0);
	c.responded = false;
	c.outcome = OUTCOME_TIMED_OUT;
	statistics_conclude(s, &c, 0);
	c.outcome = OUTCOME_NOT_TRIED;
	statistics_conclude(s, &c, 0);
	statistics_conclude(s, &(struct concluded){ .operation = OPERATION_DEREGISTER, .outcome = OUTCOME_REFUSED,
						    .detail = 0x84, .responded = true, .at_ns = 2000000 }, 0);
	ck_assert(statistics_adds_up(s));
}

static const struct asked { const char *words; enum threshold_answer answer; const char *value; } asked[] = {
	{ "p99 < 200ms", THRESHOLD_KEPT, "2.007 ms" },	/* the upper end of the bucket of 2 ms; of 100 responses the 99th */
	{ "p99.5 < 200ms", THRESHOLD_MISSED, "300.000 ms" },
	{ "register.p98 < 200ms", THRESHOLD_KEPT, "1.004 ms" },	/* of 99 the 98th; p99 is the 99th */
	{ "register.p99 < 200ms", THRESHOLD_MISSED, "300.000 ms" },
	{ "max <= 300ms", THRESHOLD_KEPT, "300.000 ms" },
	{ "max < 300ms", THRESHOLD_MISSED, "300.000 ms" },
	{ "mean > 4ms", THRESHOLD_MISSED, "4.000 ms" },		/* (98 + 300 + 2) / 100 */
	{ "mean >= 4ms", THRESHOLD_KEPT, "4.000 ms" },
	{ "failed < 2%", THRESHOLD_KEPT, "1.98%" },		/* 2 of 101 */
	{ "failed < 2", THRESHOLD_MISSED, "2" },
	{ "register.failed <= 1%", THRESHOLD_KEPT, "1%" },
	{ "deregister.failed == 100%", THRESHOLD_KEPT, "100%" },
	{ "not-tried == 0", THRESHOLD_MISSED, "1" },
	{ "timed-out == 1", THRESHOLD_KEPT, "1" },
	{ "rate >= 9.9/s", THRESHOLD_KEPT, "9.9/s" },		/* 99 good in 10 s */
	{ "findings == 0", THRESHOLD_MISSED, "3" },
	{ "warnings == 0", THRESHOLD_KEPT, "0" },
	{ "ping.p50 < 1s", THRESHOLD_NOTHING, NULL },
	{ "ues.failed < 2", THRESHOLD_MISSED, "2" },
	{ "ues.max <= 300ms", THRESHOLD_KEPT, "300.000 ms" },
	{ "devices.failed == 0", THRESHOLD_NOTHING, NULL },
	{ "renew.failed < 1%", THRESHOLD_NOTHING, NULL },
};

START_TEST(test_thresholds)
{
	struct statistics s = { 0 };
	struct measured m = { .statistics = &s, .took_ns = 10 * S, .findings = 3 };
	struct threshold t;
	struct error error;
	double value;
	char text[40];

	fill(&s);
	ck_assert_msg(!threshold_parse(&t, asked[_i].words, &error), "%s", error.text);
	ck_assert_msg(threshold_ask(&t, &m, &value) == asked[_i].answer, "%s: %f", asked[_i].words, value);
	if (asked[_i].value)
		ck_assert_str_eq(threshold_value(text, sizeof(text), &t, value), asked[_i].value);
	statistics_free(&s);
}
END_TEST

START_TEST(test_akma)
{
	struct scenario *s = parse(AKMA("k-ausf: " KEY ", supi: \"001010{n:09}\", a-kid: \"u{n}@home\", af-fqdn: msgin5g.example.org, suite: 0xc0a4"));
	static const uint8_t end[4] = { 0, 0, 0, 0x02 };
	struct akma_subscription a;
	struct identity ue;

	population_identity(&s->population, 2, &ue);
	ck_assert_uint_eq(ue.psk_identity_len, 16);
	ck_assert_mem_eq(ue.psk_identity, "3GPP-AKMAu2@home", 16);	/* TS 24.109 K.3 */
	ck_assert_uint_eq(ue.psk_len, 0);				/* whoever has the KDF derives it */
	ck_assert_str_eq(ue.akma->af_fqdn, "msgin5g.example.org");
	ck_assert_uint_eq(ue.akma->suite, 0xc0a4);
	ck_assert(population_subscription(&s->population, 2, &a));
	ck_assert_str_eq(a.supi, "001010000000002");
	ck_assert_str_eq(a.a_kid, "u2@home");
	ck_assert(a.is_k_ausf);
	ck_assert_mem_eq(a.key + 28, end, 4);
	ck_assert_uint_eq(a.key[1], 0x11);
	scenario_free(s);
}
END_TEST

static const char *const no_thresholds[] = {
	"", "p99", "p99 < ", "p99 <> 5ms", "p0 < 5ms", "p101 < 5ms", "p < 5ms", "px < 5ms", "p99 < 5", "failed < 5ms",
	"failed < 101%", "findings < 1%", "register.findings == 0", "registre.p99 < 1s", "rate > 5", "p99 < 5ms now", "answerd > 1",
	"device.p99 < 1s", "devices.findings == 0",
};

START_TEST(test_no_thresholds)
{
	struct threshold t;
	struct error error = { .text = "" };

	ck_assert_int_eq(threshold_parse(&t, no_thresholds[_i], &error), -1);
	ck_assert_str_ne(error.text, "");
}
END_TEST

START_TEST(test_shipped_scenarios)
{
	const char *top = getenv("SRCDIR");
	char path[1000];
	unsigned count = 0;
	struct error error = { .text = "" };

	snprintf(path, sizeof(path), "%s/scenarios", top ? top : ".");
	DIR *directory = opendir(path);
	ck_assert_msg(directory != NULL, "%s", path);
	for (struct dirent *e; (e = readdir(directory));) {
		size_t len = strlen(e->d_name);
		if (len < 5 || strcmp(e->d_name + len - 5, ".yaml") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/scenarios/%s", top ? top : ".", e->d_name);
		struct scenario *s = scenario_read(path, &error);
		ck_assert_msg(s != NULL, "%s", error.text);
		ck_assert_msg(*s->text, "%s does not say its idea", path);
		ck_assert_msg(s->threshold_count, "%s passes whatever happens", path);
		scenario_free(s);
		count++;
	}
	closedir(directory);
	ck_assert_uint_ge(count, 8);
}
END_TEST

Suite *scenario_tests(void)
{
	Suite *suite = suite_create("scenarios");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_the_contracts_example);
	tcase_add_test(tests, test_all_keys);
	tcase_add_test(tests, test_akma);
	tcase_add_loop_test(tests, test_wrong_scenarios, 0, sizeof(wrong) / sizeof(*wrong));
	tcase_add_loop_test(tests, test_names, 0, sizeof(names) / sizeof(*names));
	tcase_add_loop_test(tests, test_thresholds, 0, sizeof(asked) / sizeof(*asked));
	tcase_add_loop_test(tests, test_no_thresholds, 0, sizeof(no_thresholds) / sizeof(*no_thresholds));
	tcase_add_test(tests, test_shipped_scenarios);
	suite_add_tcase(suite, tests);
	return suite;
}
