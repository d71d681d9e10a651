/* tests/unit/conformance_target.c - targets: URIs, files and key files; each kind of wrong has its place. */
#include "tests/unit/conformance.h"

#include <stdlib.h>
#include <string.h>

#include "cli/akma.h"
#include "conformance/target.h"
#include "tests/unit/place.h"
#include "wire/engine.h"
#include "wire/hex.h"

static const char whole[] = "target: {name: acme 1.2, coap: \"coap://192.0.2.1/msgin5g\", coaps: \"coaps://server.example:7000/a/b\"}\n"
			    "binding: acme.yaml\n"
			    "binding-confirmed: yes\n"
			    "ues:\n"
			    "  - {name: u1, ue-service-id: ue1@example.org, psk-identity: ue1, psk: \"hex:00ff10\"}\n"
			    "  - {name: u2, ue-service-id: ue2@example.org}\n"
			    "  - {name: stranger, ue-service-id: nobody@example.org, psk-identity: \"hex:6e6f\", psk: secret, provisioned: no}\n"
			    "features: {resume: yes, reneg: no}\n"
			    "pixit: {ack-timeout: 2s, dtls-timeout: 500ms}\n"
			    "hooks: {reset: ./reset, restart: ./restart, oracle: ./oracle}\n";

START_TEST(test_a_whole_file)
{
	struct target t;
	struct error error = { .text = "" };

	place_write("t.yaml", whole);
	ck_assert_msg(!target_read(&t, "./t.yaml", &error), "%s", error.text);
	ck_assert_str_eq(t.name, "acme 1.2");
	ck_assert_str_eq(t.words, "./t.yaml");
	ck_assert(!t.embedded && t.has[TRANSPORT_COAP] && t.has[TRANSPORT_COAPS]);
	ck_assert_uint_eq(t.uri[TRANSPORT_COAP].port, 5683);
	ck_assert_uint_eq(t.uri[TRANSPORT_COAPS].port, 7000);
	ck_assert(t.binding_confirmed);
	ck_assert_str_eq(t.binding, "./acme.yaml");	/* as seen from the target file */
	ck_assert_uint_eq(t.ues.count, 3);
	ck_assert_uint_eq(t.ues.list[0].psk_len, 3);
	ck_assert_mem_eq(t.ues.list[0].psk, "\x00\xff\x10", 3);
	ck_assert_uint_eq(t.ues.list[1].psk_len, 0);
	ck_assert_uint_eq(t.ues.list[2].psk_identity_len, 2);
	ck_assert_mem_eq(t.ues.list[2].psk_identity, "no", 2);
	ck_assert(t.ues.list[2].unprovisioned && !t.ues.list[1].unprovisioned);
	ck_assert(t.declared_yes & APPLIES_RESUME && t.declared_yes & APPLIES_COAPS && t.declared_yes & APPLIES_PSK);
	ck_assert(t.declared_yes & APPLIES_TIMERS);	/* the pixit gives ack-timeout */
	ck_assert_uint_eq(t.declared_no, APPLIES_RENEG);
	ck_assert_uint_eq(t.ack_timeout_ns, 2ull * NS_PER_S);
	ck_assert_uint_eq(t.dtls_timeout_ns, 500ull * NS_PER_MS);
	ck_assert_str_eq(t.hook_restart, "./restart");
	target_free(&t);
}
END_TEST

START_TEST(test_the_least_file)
{
	struct target t;
	struct error error = { .text = "" };

	place_write("t.yaml", "target: {coap: \"coap://192.0.2.1\"}\n");
	ck_assert_msg(!target_read(&t, "t.yaml", &error), "%s", error.text);
	ck_assert(t.has[TRANSPORT_COAP] && !t.has[TRANSPORT_COAPS]);
	ck_assert_str_eq(t.name, "t.yaml");
	ck_assert_str_eq(t.binding, "default");
	ck_assert_uint_eq(t.ues.count, 4);
	ck_assert_str_eq(t.ues.list[3].ue_service_id, "ue4@example.org");
	ck_assert_uint_eq(t.declared_yes & (APPLIES_COAPS | APPLIES_TIMERS), 0);
	target_free(&t);
}
END_TEST

#define TARGET "target: {coap: \"coap://192.0.2.1\"}\n"
#define UE "name: u1, ue-service-id: a"

static const struct wrong {
	const char *yaml, *error;
} wrong[] = {
	{ "target: 5\n", "t.yaml:1:9: 'target' must be a map, not a single value" },
	{ "binding: default\n", "t.yaml:1:1: missing key 'target'" },
	{ "target: {}\n", "t.yaml:1:9: no URI: give coap, coaps or both" },
	{ "target: {coap: coap}\n", "t.yaml:1:16: " },
	{ "target: {coap: \"coaps://192.0.2.1\"}\n", "t.yaml:1:16: expected a coap URI" },
	{ "target: {coaps: \"coap://192.0.2.1\"}\n", "t.yaml:1:17: expected a coaps URI" },
	{ "target: {coap: \"coap://192.0.2.1:66000\"}\n", "t.yaml:1:16: " },
	{ "target: {coap: [a]}\n", "t.yaml:1:16: 'coap' must be a single value" },
	{ "target: {cop: \"coap://192.0.2.1\"}\n", "t.yaml:1:10: unknown key 'cop' (did you mean 'coap'?)" },
	{ TARGET "bindings: x\n", "t.yaml:2:1: unknown key 'bindings' (did you mean 'binding'?)" },
	{ TARGET "binding:\n", "t.yaml:2:9: expected a text, not nothing" },
	{ TARGET "binding-confirmed: perhaps\n", "t.yaml:2:20: expected yes or no" },
	{ TARGET "ues: []\n", "t.yaml:2:6: no UE in the pool" },
	{ TARGET "ues: [u1]\n", "t.yaml:2:7: a UE is a map" },
	{ TARGET "ues: [{name: u1}]\n", "t.yaml:2:7: missing key 'ue-service-id'" },
	{ TARGET "ues: [{ue-service-id: a}]\n", "t.yaml:2:7: missing key 'name'" },
	{ TARGET "ues: [{" UE ", key: 5}]\n", "t.yaml:2:36: unknown key 'key'" },
	{ TARGET "ues: [{" UE ", psk: \"hex:00\"}]\n", "t.yaml:2:7: psk-identity and psk belong together" },
	{ TARGET "ues: [{" UE ", psk-identity: a}]\n", "t.yaml:2:7: psk-identity and psk belong together" },
	{ TARGET "ues: [{" UE ", psk-identity: a, psk: \"hex:0\"}]\n", "t.yaml:2:58: expected a key of 1 to 64 octets" },
	{ TARGET "ues: [{" UE ", psk-identity: a, psk: \"hex:\"}]\n", "t.yaml:2:58: expected a key of 1 to 64 octets: a text, or hex: and pairs of hex digits" },
	{ TARGET "ues: [{" UE ", psk-identity: \"\", psk: a}]\n", "t.yaml:2:50: at least one octet" },
	{ TARGET "ues: [{" UE ", psk-identity: a, psk: aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg}]\n",
	  "t.yaml:2:58: expected a key" },
	{ TARGET "ues: [{" UE ", provisioned: 1}]\n", "t.yaml:2:49: expected yes or no" },
	{ TARGET "ues: [{" UE "}, {" UE "}]\n", "t.yaml:2:44: the name 'u1' occurs again" },
	{ TARGET "ues:\n  - {" UE ", psk-identity: x, psk: y}\n  - {name: u2, ue-service-id: b, psk-identity: x, psk: z}\n",
	  "t.yaml:4:48: 'u1' has this PSK identity already" },
	{ TARGET "ues: [{name: a-name-of-more-than-thirty-one-octets, ue-service-id: a}]\n", "t.yaml:2:14: longer than 31 octets" },
	{ TARGET "features: {wings: yes}\n", "t.yaml:2:19: unknown feature 'wings'" },
	{ TARGET "features: {\"edition:cr\": yes}\n", "t.yaml:2:26: unknown feature 'edition:cr'" },
	{ TARGET "features: {resume: 2}\n", "t.yaml:2:20: expected yes or no" },
	{ TARGET "features: [resume]\n", "t.yaml:2:11: 'features' must be a map" },
	{ TARGET "pixit: {ack-timeout: 2}\n", "t.yaml:2:22: " },
	{ TARGET "pixit: {ack-time: 2s}\n", "t.yaml:2:9: unknown key 'ack-time' (did you mean 'ack-timeout'?)" },
	{ TARGET "hooks: {restart: }\n", "t.yaml:2:18: expected a text, not nothing" },
	{ TARGET "hooks: {start: x}\n", "t.yaml:2:9: unknown key 'start'" },
	{ TARGET "target: {}\n", "t.yaml:2:1: key 'target' occurs again, first at 1:1" },
};

START_TEST(test_what_is_wrong_is_said_with_its_place)
{
	struct target t;
	struct error error = { .text = "" };

	place_write("t.yaml", wrong[_i].yaml);
	ck_assert_msg(target_read(&t, "t.yaml", &error) == -1, "taken: %s", wrong[_i].yaml);
	ck_assert_msg(!strncmp(error.text, wrong[_i].error, strlen(wrong[_i].error)), "%sexpected '%s', got '%s'", wrong[_i].yaml,
		      wrong[_i].error, error.text);
	target_free(&t);
}
END_TEST

static const struct wrong words[] = {
	{ "http://192.0.2.1/", "http://192.0.2.1/: not a coap or coaps URI" },
	{ "nowhere.yaml", "nowhere.yaml: No such file or directory" },
	{ "coap://", "" },
	{ "coap://192.0.2.1/#x", "" },
};

START_TEST(test_words_that_are_no_target)
{
	struct target t;
	struct error error = { .text = "" };

	ck_assert_int_eq(target_read(&t, words[_i].yaml, &error), -1);
	ck_assert_msg(!strncmp(error.text, words[_i].error, strlen(words[_i].error)), "%s", error.text);
	ck_assert_str_ne(error.text, "");
	target_free(&t);
}
END_TEST

START_TEST(test_a_uri)
{
	struct target t;
	struct error error = { .text = "" };

	ck_assert_int_eq(target_read(&t, "coaps://[::1]:9000/msgin5g", &error), 0);
	ck_assert(t.has[TRANSPORT_COAPS] && !t.has[TRANSPORT_COAP] && !t.embedded);
	ck_assert_uint_eq(t.uri[TRANSPORT_COAPS].port, 9000);
	ck_assert_uint_eq(t.ues.count, 4);
	ck_assert_uint_eq(t.ues.list[0].psk_len, 0);	/* keys come from --psk-file */
	target_free(&t);
}
END_TEST

START_TEST(test_embedded)
{
	struct target t;

	ck_assert_int_eq(target_read(&t, "embedded", NULL), 0);
	ck_assert(t.embedded && t.has[0] && t.has[1]);
	ck_assert_uint_eq(t.ues.count, 11);
	ck_assert_uint_eq(t.ues.list[8].psk_identity_len, 1);		/* RFC 4279 5.3: the ends of what is allowed */
	ck_assert_uint_eq(t.ues.list[9].psk_identity_len, 128);
	ck_assert_uint_eq(t.ues.list[9].psk_len, 64);
	ck_assert(t.ues.list[10].unprovisioned && t.ues.list[10].psk_len);
	target_free(&t);
}
END_TEST

/* The first UE's key is the vector of spec/facts.md 4.2. */
START_TEST(test_embedded_as_an_akma_function)
{
	struct target t;
	struct error error = { .text = "" };
	char text[80];

	target_embedded(&t);
	ck_assert_msg(!akma_take_over(&t, &error) && !akma_take_over(&t, &error), "%s", error.text);
	const struct identity *ue = &t.ues.list[0];
	ck_assert_str_eq(hex_format(text, sizeof(text), ue->psk, ue->psk_len), "0efda7c10661424d80a63de871d463fdc273756a23a5772b5f0878cdf3396612");
	ck_assert_str_eq((const char *)ue->psk_identity, "3GPP-AKMA067d8dee47b7d74e6f457b7b23d5806746ed87b920aa8035f37b494c1bfc5d83b"
							  "@5gc.mnc001.mcc001.3gppnetwork.org");
	ck_assert_str_eq(t.uri[TRANSPORT_COAPS].host, "msgin5g.example.org");
	ck_assert_uint_eq(t.ues.count, 9);	/* eight and a stranger: a PSK identity of 1 octet, or of 128, is no A-KID */
	ck_assert_str_eq(t.ues.list[8].name, "stranger");
	for (size_t i = 1; i < t.ues.count; i++)
		ck_assert(t.ues.list[i].akma && memcmp(t.ues.list[i].psk, ue->psk, ue->psk_len));
	target_free(&t);
}
END_TEST

START_TEST(test_key_file)
{
	struct identities pool = { 0 };
	struct error error = { .text = "" };

	place_write("keys", "# who: key\n\nue1:00ff\r\nurn:imei:1:ABcd\nlast:01");
	ck_assert_msg(!target_read_psk_file(&pool, "keys", &error), "%s", error.text);
	ck_assert_uint_eq(pool.count, 3);
	ck_assert_str_eq(pool.list[0].name, "u1");
	ck_assert_uint_eq(pool.list[0].psk_len, 2);
	ck_assert_str_eq(pool.list[1].ue_service_id, "urn:imei:1");	/* the last colon parts them */
	ck_assert_uint_eq(pool.list[1].psk_identity_len, 10);
	ck_assert_mem_eq(pool.list[1].psk, "\xab\xcd", 2);
	ck_assert_mem_eq(pool.list[2].psk, "\x01", 1);
	free(pool.list);
}
END_TEST

#define HUNDRED "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhhiiiiiiiiiijjjjjjjjjj"

static const struct wrong key_files[] = {
	{ "", "keys: no key in it" },
	{ "# nothing\n\n", "keys: no key in it" },
	{ "ue1\n", "keys:1:1: expected identity:hex" },
	{ "ue1:00\n:00\n", "keys:2:1: expected identity:hex" },
	{ "ue1:\n", "keys:1:5: the key is no pairs of hexadecimal digits" },
	{ "ue1:0\n", "keys:1:5: the key is no pairs" },
	{ "ue1:xy\n", "keys:1:5: the key is no pairs" },
	{ "ue1: 00\n", "keys:1:5: the key is no pairs" },
	{ "a:b:0g\n", "keys:1:5: the key is no pairs" },
	{ "ue1:00\nue2:00\nue1:01\n", "keys:3:1: the identity occurs again" },
	{ HUNDRED HUNDRED ":00\n", "keys:1:1: an identity has at most 128 octets" },
	{ "x:" HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED "\n",
	  "keys:1:1: no identity and key are that long" },
	{ "x:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00\n",
	  "keys:1:3: the key is no pairs of hexadecimal digits, 1 to 64 octets" },
};

START_TEST(test_key_files_that_are_wrong)
{
	struct identities pool = { 0 };
	struct error error = { .text = "" };

	place_write("keys", key_files[_i].yaml);
	ck_assert_msg(target_read_psk_file(&pool, "keys", &error) == -1, "taken: %s", key_files[_i].yaml);
	ck_assert_msg(!strncmp(error.text, key_files[_i].error, strlen(key_files[_i].error)), "expected '%s', got '%s'",
		      key_files[_i].error, error.text);
	free(pool.list);
}
END_TEST

START_TEST(test_key_files_that_cannot_be_read)
{
	struct identities pool = { 0 };
	struct error error = { .text = "" };

	ck_assert_int_eq(target_read_psk_file(&pool, "nowhere", &error), -1);
	ck_assert_str_eq(error.text, "nowhere: No such file or directory");
	ck_assert_int_eq(target_read_psk_file(&pool, ".", &error), -1);
	ck_assert_str_eq(error.text, ".: Is a directory");
	free(pool.list);
}
END_TEST

Suite *target_tests(void)
{
	Suite *suite = suite_create("targets");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, place_enter, place_leave);
	tcase_add_test(tests, test_a_whole_file);
	tcase_add_test(tests, test_the_least_file);
	tcase_add_loop_test(tests, test_what_is_wrong_is_said_with_its_place, 0, sizeof(wrong) / sizeof(*wrong));
	tcase_add_loop_test(tests, test_words_that_are_no_target, 0, sizeof(words) / sizeof(*words));
	tcase_add_test(tests, test_a_uri);
	tcase_add_test(tests, test_embedded);
	tcase_add_test(tests, test_embedded_as_an_akma_function);
	tcase_add_test(tests, test_key_file);
	tcase_add_loop_test(tests, test_key_files_that_are_wrong, 0, sizeof(key_files) / sizeof(*key_files));
	tcase_add_test(tests, test_key_files_that_cannot_be_read);
	suite_add_tcase(suite, tests);
	return suite;
}
