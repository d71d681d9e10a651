/* tests/unit/sim_play.c - steps at work in a play: what they send, what they hold against what. */
#include "tests/unit/sim.h"

#include <stdlib.h>

#include "sim/play.h"
#include "tests/unit/sink.h"
#include "wire/hex.h"

static const struct identity ue = { .name = "u1", .ue_service_id = "ue1@example.org" };

struct scene {
	struct test_world world;
	struct binding binding;
	struct play_setting setting;
	struct actor actor;
	struct play play;
	struct document *document;
	struct step *steps;
	size_t count;
};

static struct scene *scene_of(const char *yaml)
{
	struct scene *s = calloc(1, sizeof(*s));
	struct error error = { .text = "" };

	test_world_init(&s->world);
	binding_default(&s->binding);
	s->setting = (struct play_setting){ .request = { .binding = &s->binding }, .transport = TRANSPORT_COAP,
					    .peer = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = 5683 },
					    .timing = { 2ull * NS_PER_S, 1500, 4 }, .answer_within_ns = 95ull * NS_PER_S,
					    .silence_ns = 3ull * NS_PER_S };
	uri_parse(&s->setting.request.uri, "coap://127.0.0.1/msgin5g", NULL);
	s->actor = (struct actor){ .name = "u1", .identity = &ue };
	s->actor.client = (struct client){ .identity = &ue, .timing = &s->setting.timing, .automatic = AUTOMATIC_ALL };
	s->document = document_parse("t", yaml, strlen(yaml), &error);
	ck_assert_msg(s->document && !steps_read(&s->steps, &s->count, document_root(s->document), NULL, &error), "%s", error.text);
	s->play = (struct play){ .setting = &s->setting, .actors = &s->actor, .actor_count = 1 };
	play_begin(&s->play, s->steps, s->count, 0);
	play_go_on(&s->play, 0, &s->world.sink);
	play_event(&s->play, 1, LINK_UP, 0, &s->world.sink);
	play_go_on(&s->play, 0, &s->world.sink);
	return s;
}

static void scene_free(struct scene *s)
{
	steps_free(s->steps, s->count);
	document_free(s->document);
	free(s);
}

static void hear(struct scene *s, const uint8_t *bytes, size_t len)
{
	struct in in = { .at_ns = NS_PER_S, .link = 1, .peer = s->setting.peer, .bytes = bytes, .len = len };

	play_input(&s->play, &in, &s->world.sink);
	play_go_on(&s->play, NS_PER_S, &s->world.sink);
}

/* Answers the last request, piggybacked: its Message ID and Token, the code, no payload. */
static void answer(struct scene *s, uint8_t code)
{
	const uint8_t *request = s->world.sent[s->world.count - 1].bytes;
	uint8_t bytes[12] = { 0x68, code, request[2], request[3] };

	memcpy(bytes + 4, request + 4, 8);
	hear(s, bytes, sizeof(bytes));
}

#define ASKED_AROUND "- deregister: u1\n- expect: {reaction: response}\n- register: u1\n- expect: {reaction: response}\n" \
		     "- deregister: u1\n- expect: {alike: yes}\n"

/* `alike` looks at the request before of the same kind, not at what came between. */
START_TEST(test_alike_compares_with_the_same_kind_of_request)
{
	struct scene *s = scene_of(ASKED_AROUND);

	answer(s, 0x84);	/* 4.04 */
	answer(s, 0x41);	/* 2.01 */
	answer(s, 0x84);
	ck_assert_int_eq(s->play.state, PLAY_FINISHED);
	scene_free(s);
	s = scene_of(ASKED_AROUND);
	answer(s, 0x84);
	answer(s, 0x41);
	answer(s, 0x44);	/* 2.04: now it knows the UE */
	ck_assert_int_eq(s->play.state, PLAY_BROKEN);
	ck_assert_str_eq(s->play.said, "t:6: expected the code and result of the last such request, got other: 2.04 Changed");
	scene_free(s);
}
END_TEST

/* The payload gets an unknown member and so many octets; the deviation is declared. */
START_TEST(test_pad_fills_the_payload)
{
	struct scene *s = scene_of("- {register: u1, pad: 1200}\n- expect: {reaction: response}\n");
	struct message m;

	ck_assert_uint_eq(s->world.count, 1);
	message_read(&m, s->world.sent[0].bytes, s->world.sent[0].len);
	ck_assert_uint_eq(m.payload.len, 1200);
	ck_assert_int_eq(m.bytes[m.payload.at + 1199], '}');
	ck_assert_str_eq(s->actor.client.last.sent.deliberate, "pad 1200");
	scene_free(s);
}
END_TEST

static void assert_last_sent(const struct scene *s, const char *hex)
{
	char got[64];

	hex_format(got, sizeof(got), s->world.sent[s->world.count - 1].bytes, s->world.sent[s->world.count - 1].len);
	ck_assert_str_eq(got, hex);
}

/* The separate response of Message ID 1234 is reset where the step says so: T=3, code 0.00. */
START_TEST(test_confirm_resets_a_separate_response)
{
	struct scene *s = scene_of("- {register: u1, manual: [ack]}\n- expect: {reaction: response}\n- {confirm: u1, with: rst}\n");
	uint8_t bytes[12] = { 0x48, 0x41, 0x12, 0x34 };

	memcpy(bytes + 4, s->world.sent[0].bytes + 4, 8);
	hear(s, bytes, sizeof(bytes));
	ck_assert_int_eq(s->play.state, PLAY_FINISHED);
	ck_assert_uint_eq(s->world.count, 2);
	assert_last_sent(s, "70001234");
	scene_free(s);
}
END_TEST

/* A piggybacked response asks for no ACK: nothing is said. */
START_TEST(test_confirm_says_nothing_to_a_piggybacked_response)
{
	struct scene *s = scene_of("- register: u1\n- expect: {reaction: response}\n- {confirm: u1, with: ack}\n");

	answer(s, 0x41);
	ck_assert_int_eq(s->play.state, PLAY_FINISHED);
	ck_assert_uint_eq(s->world.count, 1);
	scene_free(s);
}
END_TEST

/* The message before the last, octet for octet; and then it is the last. */
START_TEST(test_repeat_of_an_earlier_message)
{
	struct scene *s = scene_of("- register: u1\n- deregister: u1\n- {repeat: u1, earlier: yes}\n- repeat: u1\n");

	answer(s, 0x41);
	answer(s, 0x44);
	ck_assert_uint_eq(s->world.count, 3);
	answer(s, 0x41);
	ck_assert_uint_eq(s->world.count, 4);
	for (int i = 2; i < 4; i++) {
		ck_assert_uint_eq(s->world.sent[i].len, s->world.sent[0].len);
		ck_assert_mem_eq(s->world.sent[i].bytes, s->world.sent[0].bytes, s->world.sent[0].len);
	}
	scene_free(s);
}
END_TEST

START_TEST(test_no_earlier_message)
{
	struct scene *s = scene_of("- register: u1\n- {repeat: u1, earlier: yes}\n");

	answer(s, 0x41);
	ck_assert_int_eq(s->play.state, PLAY_BROKEN);
	ck_assert_msg(strstr(s->play.said, "u1 has sent one message only"), "%s", s->play.said);
	scene_free(s);
}
END_TEST

Suite *play_tests(void)
{
	Suite *suite = suite_create("plays");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_alike_compares_with_the_same_kind_of_request);
	tcase_add_test(tests, test_pad_fills_the_payload);
	tcase_add_test(tests, test_confirm_resets_a_separate_response);
	tcase_add_test(tests, test_confirm_says_nothing_to_a_piggybacked_response);
	tcase_add_test(tests, test_repeat_of_an_earlier_message);
	tcase_add_test(tests, test_no_earlier_message);
	suite_add_tcase(suite, tests);
	return suite;
}
