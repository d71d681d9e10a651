/* tests/unit/judge_whole.c - the judge as a whole: determinism, bounds, binding, scope, the finding's text. */
#include "tests/unit/judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GOOD_TALK "C: " REG "\nS: " REG_YES "\n"
#define BAD_UE "'{\"ueServiceId\":\"ue2@example.org\",\"registrationResult\":\"success\"}'"
#define FAILED_BODY "c1 32 ff '{\"ueServiceId\":\"ue1@example.org\",\"deregistrationResult\":\"failure\"}'"
#define NO_RESULT "'{\"ueServiceId\":\"ue1@example.org\"}'"

static void expect(const char *context, const char *talk, const char *findings)
{
	struct talk_result r;

	talk_judge(&r, context, talk);
	ck_assert_str_eq(r.findings, findings);
}

START_TEST(test_same_question_same_answer_and_tallies_add)
{
	static const char talk[] = HANDSHAKE "R [1.1.1]: " REG "\nV [1.2.1]: 64 44 0001 a1a2a3a5 " YES_BODY "\n" GOOD_TALK;
	struct talk_result a, b;
	struct context context;
	struct tally sum = { 0 };

	talk_judge(&a, "", talk);
	talk_judge(&b, "", talk);
	ck_assert(a.findings[0]);
	ck_assert_str_eq(a.findings, b.findings);
	ck_assert(memcmp(&a.tally, &b.tally, sizeof(a.tally)) == 0);
	talk_context(&context, "");
	struct judge *judge = judge_new(&context, NULL, NULL);
	judge_add(&sum, judge);
	ck_assert_uint_eq(sum.messages, 0);
	judge_free(judge);
	context_free(&context);
	ck_assert_uint_eq(a.tally.messages, 4);
	ck_assert_uint_eq(a.tally.records, 12);
}
END_TEST

START_TEST(test_no_fail_on_members_until_the_binding_is_confirmed)
{
	/* T19: the first answer says no success; the second does, and confirms; the third is held to it */
	static const char talk[] =
		"C: " REG "\nS: 64 44 0001 a1a2a3a4 c1 32 ff '{\"result\":1}'\n"
		"C: 44 02 0002 a2000002 " DEREG_BODY "\nS: 64 44 0002 a2000002 " GONE_BODY "\n"
		"C: 44 02 0003 a3000003 " REG_BODY "\nS: 64 44 0003 a3000003 " YES_BODY "\n"
		"C: 44 02 0004 a4000004 " DEREG_BODY "\nS: 64 44 0004 a4000004 c1 32 ff " NO_RESULT;

	expect("binding-confirmed=no\n", talk, "inconc M5G-REG-S08 2 11-22; inconc M5G-REG-S09 2 11-22; inconc M5G-DEREG-S03 6 -; "
					       "fail M5G-DEREG-S10 8 11-43");
}
END_TEST

START_TEST(test_long_tokens_are_read_where_they_were_seen)
{
	/* T13: nothing is declared; the server took a Token of nine octets when it was asked, and so it does here */
	static const char talk[] = "C: 49 02 0001 '123456789' " REG_BODY "\nS: 69 44 0001 '123456789' " YES_BODY;

	expect("probed=long-token\n", talk, "");
	expect("", talk, "fail COAP-HDR-03.b 1 0; fail COAP-HDR-03.b 2 0; note COAP-HDR-04.b 2 0");
}
END_TEST

START_TEST(test_a_body_beside_the_wish_for_a_second_block_is_in_doubt)
{
	/* b1 10: Block2 (23) after Content-Format (12), NUM 1; answered 2.01 without a word */
	static const char talk[] =
		"C: " REG "\nS: " REG_NEW "\nC: 44 02 0002 a2000002 " REG_BODY "\nS: 64 44 0002 a2000002 " YES_BODY "\n"
		"C: 44 02 0003 a3000003 " DEREG_BODY "\nS: 64 44 0003 a3000003 " GONE_BODY "\n"
		"C deliberate: 44 02 0004 a4000004 " PATH "11 32 b1 10 ff " REG_JSON "\nS: 64 41 0004 a4000004\n"
		"C: 44 02 0005 a5000005 " REG_BODY "\nS: 64 44 0005 a5000005 " YES_BODY;

	expect("", talk, "");
}
END_TEST

START_TEST(test_a_failure_told_in_blocks_is_one)
{
	/* leaves of a UE that is there and of one that is not are answered differently; then the latter in blocks of 32 octets */
	static const char talk[] =
		"C: " REG "\nS: " REG_NEW "\nC: 44 02 0002 a2000002 " DEREG_BODY "\nS: 64 44 0002 a2000002 " GONE_BODY "\n"
		"C: 44 02 0003 a3000003 " DEREG_BODY "\nS: 64 44 0003 a3000003 " FAILED_BODY "\n"
		"C: 44 02 0004 a4000004 " DEREG_BODY "\nS: 64 44 0004 a4000004 c1 32 b1 09 ff '{\"ueServiceId\":\"ue1@example.org\"'\n"
		"C: 44 02 0005 a5000005 " PATH "c1 11\nS: 64 44 0005 a5000005 c1 32 b1 11 ff ',\"deregistrationResult\":\"failure\"}'";

	expect("", talk, "");
}
END_TEST

START_TEST(test_rulebook_of_coap_alone)
{
	static const char talk[] = "C: " REG "\nS: 64 44 0001 a1a2a3a4 c1 32 ff " BAD_UE;

	expect("", talk, "fail M5G-REG-S08 2 12-42");
	expect("rulebook=rfc7252\n", talk, "");
}
END_TEST

START_TEST(test_other_traffic_gives_no_finding_of_msgin5g)
{
	/* a PUT of format 50 with a member messageType, as some gateways send it; no target is named */
	expect("server=coap://127.0.0.9/x\n",
	       "C: 44 03 0001 a1a2a3a4 b1 'x' " JSON_FORMAT "'{\"messageType\":\"telemetry\"}'\nS: 64 44 0001 a1a2a3a4", "");
}
END_TEST

START_TEST(test_handshakes_of_others_are_left_alone)
{
	/* no cookie exchange, no renegotiation_info: of interest only where CoAP follows, or the server is named */
	static const char bare[] =
		"B [1.0.0] hs=1.0: fefd " RANDOM " 00 00 0002 c0a8 0100 0004 00170000\n"
		"b [1.0.0] hs=2.0: fefd " RANDOM " 00 c0a8 00 0004 00170000\nb [1.0.1] hs=14.1: -\n"
		"B [1.0.1] hs=16.1: 0003 'ue1'\nB [1.0.2] ccs: 01\nB [1.1.0] hs=20.2: 'client'\n"
		"b [1.0.2] ccs: 01\nb [1.1.0] hs=20.2: 'server'\n";
	char with[2048];

	expect("server=coap://127.0.0.9/x\nserver=coaps://127.0.0.9/x\n", bare, "");
	snprintf(with, sizeof(with), "%sB [1.1.1]: 44 01 0001 a1a2a3a4\nb [1.1.1]: 64 84 0001 a1a2a3a4\n", bare);
	expect("server=coap://127.0.0.9/x\nserver=coaps://127.0.0.9/x\n", with,
	       "fail DTLS12-43.a 1 -; warn DTLS12-16 2 -");
}
END_TEST

START_TEST(test_what_a_handshake_cut_off_needs_no_answer)
{
	/* T20: a request in flight when a new handshake begins */
	expect("", HANDSHAKE "R [1.1.1]: " REG "\n" HANDSHAKE_2 "R [2.1.1]: 44 01 0009 a9000009 b1 'x'\nV [2.1.1]: 64 84 0009 a9000009", "");
}
END_TEST

START_TEST(test_connected_sockets_hide_other_ports)
{
	expect("connected=yes\n", "C: " REG "\nP: " REG_YES, "");
}
END_TEST

START_TEST(test_why_a_row_does_not_apply)
{
	struct context c;

	talk_context(&c, "connected=yes\n");
	ck_assert_ptr_null(clause_not_applicable(clause_named("COAP-MSG-37"), &c));
	ck_assert_str_eq(clause_not_applicable(clause_named("COAP-MSG-42"), &c), "not seen by connected sockets");
	ck_assert_str_eq(clause_not_applicable(clause_named("M5G-REG-S06"), &c), "reported by the row it is the same as");
	ck_assert_str_eq(clause_not_applicable(clause_named("M5G-REG-C09"), &c), "of edition pre-cr");
	ck_assert_str_eq(clause_not_applicable(clause_named("BLK-02"), &c), "a feature that is not declared");
	ck_assert_str_eq(clause_not_applicable(clause_named("COAP-MSG-14"), &c), "the target's timers are not declared");
	ck_assert_ptr_null(clause_not_applicable(clause_named("CDTLS-03"), &c));
	c.server_count = 1;	/* coap alone */
	ck_assert_str_eq(clause_not_applicable(clause_named("CDTLS-03"), &c), "the target has no coaps");
	c.rulebook = RULEBOOK_RFC7252;
	ck_assert_str_eq(clause_not_applicable(clause_named("M5G-REG-S04"), &c), "not of rulebook rfc7252");
	context_free(&c);
}
END_TEST

static void keep_first(void *arg, const struct finding *f)
{
	struct finding *kept = arg;

	if (!kept->clause)
		*kept = *f;
}

START_TEST(test_the_findings_text)
{
	struct context context;
	struct finding f = { 0 };
	struct tally tally;
	char text[512] = "";
	FILE *out = fmemopen(text, sizeof(text), "w");

	talk_context(&context, "");
	talk_judge_into(&context, "C: " REG "\nS: 64 44 0001 a1a2a3a5 " YES_BODY, keep_first, &f, &tally);
	ck_assert_ptr_nonnull(f.clause);
	ck_assert_int_eq(f.by, SIDE_SERVER);
	ck_assert_uint_eq(f.client.port, 40000);
	ck_assert_uint_eq(f.server.port, 5683);
	finding_print(out, &f);
	fclose(out);
	ck_assert_str_eq(text, "fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 2 octets 4-7: expected the request's Token (a1a2a3a4), "
			       "got a1a2a3a5 (see frame 1)\n");
	context_free(&context);
}
END_TEST

static void count_unsaid(void *arg, const struct finding *f) { *(unsigned *)arg += f->answer == CANNOT_SAY; }

/* More exchanges at a time than are remembered: the first, still open, is forgotten, and nobody says it held. */
START_TEST(test_what_is_forgotten_is_not_held)
{
	static const uint32_t limits[] = { 1 << 17, 64 };	/* as it is; as it was told */
	uint32_t many = limits[_i] + 10;
	struct context context;
	unsigned unsaid = 0;
	struct tally tally = { 0 };
	struct message m;
	uint8_t octets[] = { 0x40, 0x01, 0, 0 };	/* CON GET, no Token */

	talk_context(&context, "");
	struct judge *judge = judge_new(&context, count_unsaid, &unsaid);
	if (_i)
		judge_limit(judge, limits[_i]);
	for (uint32_t i = 0; i < many; i++) {
		struct datagram d = { .at_ns = 1000 + i, .frame = i + 1, .bytes = octets, .len = sizeof(octets),
				      .from = { .family = FAMILY_IPV4, .port = (uint16_t)i, .addr = { 10, 0, 0, (uint8_t)(i >> 16) } },
				      .to = { .family = FAMILY_IPV4, .port = 5683, .addr = { 127, 0, 0, 1 } } };
		octets[2] = (uint8_t)(i >> 8);
		octets[3] = (uint8_t)i;
		message_read(&m, octets, sizeof(octets));
		judge_observation(judge, &(struct observation){ .kind = OBS_MESSAGE, .datagram = &d, .message = &m });
	}
	judge_add(&tally, judge);
	ck_assert_uint_eq(tally.forgotten, 10);
	ck_assert_uint_eq(tally.rows[CLAUSE_COAP_MSG_01].held, 0);
	ck_assert_uint_eq(tally.rows[CLAUSE_COAP_MSG_01].cannot_say, 10);
	ck_assert_uint_eq(unsaid, 10);
	judge_free(judge);
	context_free(&context);
}
END_TEST

/* 104 clients ask CON GET and are answered 2.05 in the ACK; the judge keeps four of these exchanges whole. */
static void say(struct judge *judge, uint32_t frame, uint16_t client, const uint8_t *octets, size_t len, bool answer)
{
	const struct endpoint ends[] = { { .family = FAMILY_IPV4, .port = client, .addr = { 10, 0, 0, 1 } },
					 { .family = FAMILY_IPV4, .port = 5683, .addr = { 127, 0, 0, 1 } } };
	struct datagram d = { .at_ns = 1000u + frame, .frame = frame, .bytes = octets, .len = len, .fate = FATE_DELIVERED,
			      .from = ends[answer], .to = ends[!answer], .outbound = !answer };
	struct message m;

	message_read(&m, octets, len);
	judge_observation(judge, &(struct observation){ .kind = OBS_MESSAGE, .datagram = &d, .message = &m });
}

static void note_fail(void *arg, const struct finding *finding) { *(unsigned *)arg += finding->verdict == VERDICT_FAIL; }

START_TEST(test_what_was_answered_shrinks_and_its_copies_are_known)
{
	static const uint8_t ask[] = { 0x41, 0x01, 0x12, 0x34, 0x77, 0xb7, 'm', 's', 'g', 'i', 'n', '5', 'g' };
	static const uint8_t content[] = { 0x61, 0x45, 0x12, 0x34, 0x77 }, created[] = { 0x61, 0x41, 0x12, 0x34, 0x77 };
	struct context context;
	struct tally tally = { 0 };
	unsigned failed = 0, before;
	uint32_t frame = 0;

	talk_context(&context, "");
	struct judge *judge = judge_new(&context, note_fail, &failed);
	judge_settle(judge, 4, 1000);
	for (uint16_t client = 1; client <= 104; client++) {
		say(judge, ++frame, client, ask, sizeof(ask), false);
		say(judge, ++frame, client, content, sizeof(content), true);
	}
	before = failed;
	say(judge, ++frame, 1, ask, sizeof(ask), false);
	say(judge, ++frame, 1, content, sizeof(content), true);
	judge_add(&tally, judge);
	ck_assert_uint_eq(tally.forgotten, 0);
	say(judge, ++frame, 2, created, sizeof(created), true);
	ck_assert_uint_eq(failed, before);		/* it cannot be judged: counted, and no finding */
	tally = (struct tally){ 0 };
	judge_add(&tally, judge);
	ck_assert_uint_eq(tally.forgotten, 1);
	say(judge, ++frame, 200, content, sizeof(content), true);	/* of nothing that ever was */
	ck_assert_uint_gt(failed, before);
	judge_free(judge);
	context_free(&context);
}
END_TEST

Suite *whole_tests(void)
{
	Suite *suite = suite_create("judge");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_same_question_same_answer_and_tallies_add);
	tcase_add_test(tests, test_no_fail_on_members_until_the_binding_is_confirmed);
	tcase_add_test(tests, test_long_tokens_are_read_where_they_were_seen);
	tcase_add_test(tests, test_a_body_beside_the_wish_for_a_second_block_is_in_doubt);
	tcase_add_test(tests, test_a_failure_told_in_blocks_is_one);
	tcase_add_test(tests, test_rulebook_of_coap_alone);
	tcase_add_test(tests, test_other_traffic_gives_no_finding_of_msgin5g);
	tcase_add_test(tests, test_handshakes_of_others_are_left_alone);
	tcase_add_test(tests, test_what_a_handshake_cut_off_needs_no_answer);
	tcase_add_test(tests, test_connected_sockets_hide_other_ports);
	tcase_add_test(tests, test_why_a_row_does_not_apply);
	tcase_add_test(tests, test_the_findings_text);
	tcase_add_loop_test(tests, test_what_is_forgotten_is_not_held, 0, 2);
	tcase_add_test(tests, test_what_was_answered_shrinks_and_its_copies_are_known);
	suite_add_tcase(suite, tests);
	return suite;
}
