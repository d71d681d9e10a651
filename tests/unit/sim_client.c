/* tests/unit/sim_client.c - the virtual UE against hand-made datagrams, in virtual seconds (RFC 7252 4.2-4.5, 5.2-5.3). */
#include "tests/unit/sim.h"

#include <stdlib.h>

#include "sim/client.h"
#include "tests/unit/sink.h"
#include "wire/hex.h"

static const struct client_timing timing = { .ack_timeout_ns = 2ull * NS_PER_S, .ack_random_permille = 1500, .max_retransmit = 4 };
static const struct endpoint server = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = 5683 };
static struct identity ue;

struct scene {
	struct test_world world;
	struct client client;
};

/* CON POST, MID 1234, token aabb, no options. */
static const char request[] = "42021234aabb";

static struct scene *scene_of(uint8_t automatic)
{
	struct scene *s = calloc(1, sizeof(*s));
	struct sent sent = { .type = TYPE_CON, .token_len = 2, .token = { 0xaa, 0xbb }, .code = CODE_POST, .mid = 0x1234 };

	test_world_init(&s->world);
	s->client = (struct client){ .identity = &ue, .timing = &timing, .automatic = automatic };
	client_open(&s->client, TRANSPORT_COAP, &server, false, &s->world.sink);
	client_event(&s->client, LINK_UP, 0, &s->world.sink);
	sent.len = (size_t)hex_read(sent.bytes, sizeof(sent.bytes), request, strlen(request));
	client_send(&s->client, &sent, 0, &s->world.sink);
	ck_assert_uint_eq(s->world.count, 1);
	return s;
}

static void hear_from(struct scene *s, const char *hex, const struct endpoint *from, uint64_t at_ns)
{
	uint8_t bytes[256];
	long len = hex_read(bytes, sizeof(bytes), hex, strlen(hex));

	ck_assert_int_ge(len, 0);
	client_input(&s->client, &(struct in){ .at_ns = at_ns, .link = 1, .peer = *from, .bytes = bytes, .len = (size_t)len },
		     &s->world.sink);
}

static void hear(struct scene *s, const char *hex) { hear_from(s, hex, &server, NS_PER_S); }

static void assert_sent(struct scene *s, unsigned n, const char *hex)
{
	char got[256];

	ck_assert_uint_gt(s->world.count, n);
	hex_format(got, sizeof(got), s->world.sent[n].bytes, s->world.sent[n].len);
	ck_assert_str_eq(got, hex);
}

/* RFC 7252 9.1.1: what was sent in one epoch is not retransmitted in another. */
START_TEST(test_no_copy_in_another_epoch)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);
	uint64_t first = client_tick(&s->client, 0, &s->world.sink);

	client_event(&s->client, LINK_RENEGOTIATED, NS_PER_S, &s->world.sink);
	ck_assert_uint_eq(client_tick(&s->client, first, &s->world.sink), NEVER);
	ck_assert_uint_eq(s->world.count, 1);
	free(s);
}
END_TEST

/* RFC 7252 4.2: the first interval is in [2 s, 3 s], each next doubles, 4 retransmissions, then the end. */
START_TEST(test_retransmission_times)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);
	uint64_t at[6] = { 0 }, now = 0;

	for (int i = 1; i <= 5; i++) {
		uint64_t next = client_tick(&s->client, now, &s->world.sink);
		ck_assert_uint_eq(client_tick(&s->client, next - 1, &s->world.sink), next);
		now = at[i] = next;
		client_tick(&s->client, now, &s->world.sink);
	}
	ck_assert_uint_eq(s->world.count, 5);
	uint64_t first = at[1];
	ck_assert_uint_ge(first, 2ull * NS_PER_S);
	ck_assert_uint_le(first, 3ull * NS_PER_S);
	for (int i = 2; i <= 5; i++)
		ck_assert_uint_eq(at[i] - at[i - 1], (at[i - 1] - at[i - 2]) * 2);
	ck_assert_int_eq(s->client.last.state, TRANSACTION_GIVEN_UP);
	ck_assert_uint_eq(now, first * 31);	/* MAX_TRANSMIT_WAIT: 2^5 - 1 intervals */
	for (unsigned i = 0; i < 5; i++)
		assert_sent(s, i, request);
	free(s);
}
END_TEST

START_TEST(test_no_retransmission_when_manual)
{
	struct scene *s = scene_of((uint8_t)(AUTOMATIC_ALL & ~AUTOMATIC_RETRANSMIT));

	ck_assert_uint_eq(client_tick(&s->client, 1000ull * NS_PER_S, &s->world.sink), NEVER);
	ck_assert_uint_eq(s->world.count, 1);
	free(s);
}
END_TEST

/* 62 44 1234 aabb: ACK, TKL 2, 2.04, the request's Message ID and token. */
START_TEST(test_piggybacked_response_is_taken)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);

	hear(s, "62441234aabb");
	ck_assert_int_eq(s->client.last.state, TRANSACTION_ANSWERED);
	ck_assert_uint_eq(client_tick(&s->client, 100ull * NS_PER_S, &s->world.sink), NEVER);
	ck_assert_uint_eq(s->world.count, 1);	/* nothing is sent in answer to an ACK (4.2) */
	free(s);
}
END_TEST

static const struct unmatched { const char *hex, *why; } unmatched[] = {
	{ "62441235aabb", "another Message ID: 4.4" },
	{ "62441234aabc", "another token: 5.3.2" },
	{ "61441234aa", "a shorter token" },
	{ "62021234aabb", "a request code in an ACK: 4.2" },
	{ "a2441234aabb", "version 2" },
	{ "62441234aabbd1ff01", "unknown critical option 268+1: 5.4.1 (d1 ff 01: delta 13+255=268, length 1); see next row" },
	{ "624412", "three octets" },
};

START_TEST(test_what_does_not_match_is_not_taken)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);

	hear(s, unmatched[_i].hex);
	if (_i != 5)
		ck_assert_msg(s->client.last.state == TRANSACTION_PENDING, "%s", unmatched[_i].why);
	else	/* 268 is even: elective, so the response is taken */
		ck_assert_int_eq(s->client.last.state, TRANSACTION_ANSWERED);
	ck_assert_uint_eq(s->world.count, 1);
	free(s);
}
END_TEST

/* d1 fe 01: option 13 + 254 = 267, odd: critical and unknown (5.4.1). */
START_TEST(test_unknown_critical_option_in_a_response_is_rejected)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);

	hear(s, "62441234aabbd1fe01");
	ck_assert_int_eq(s->client.last.state, TRANSACTION_PENDING);
	ck_assert(s->client.last.reply_critical);
	hear(s, "42445678aabbd1fe01");		/* the same in a CON: reset (4.2) */
	ck_assert_int_eq(s->client.last.state, TRANSACTION_PENDING);
	assert_sent(s, 1, "70005678");
	free(s);
}
END_TEST

START_TEST(test_reset_ends_the_exchange)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);

	hear(s, "70001234");
	ck_assert_int_eq(s->client.last.state, TRANSACTION_RESET);
	ck_assert_uint_eq(s->world.count, 1);
	free(s);
}
END_TEST

/* 5.2.2: Empty ACK, then a CON response with its own Message ID, acknowledged; its duplicate too. */
START_TEST(test_separate_response)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);

	hear(s, "60001234");
	ck_assert_int_eq(s->client.last.state, TRANSACTION_ACKED);
	ck_assert_uint_eq(client_tick(&s->client, 100ull * NS_PER_S, &s->world.sink), NEVER);
	hear(s, "42447777aabb");
	ck_assert_int_eq(s->client.last.state, TRANSACTION_ANSWERED);
	assert_sent(s, 1, "60007777");
	hear(s, "42447777aabb");
	assert_sent(s, 2, "60007777");
	ck_assert_uint_eq(s->client.last.replies, 1);
	free(s);
}
END_TEST

START_TEST(test_separate_response_is_not_acknowledged_when_manual)
{
	struct scene *s = scene_of((uint8_t)(AUTOMATIC_ALL & ~AUTOMATIC_ACK));

	hear(s, "60001234");
	hear(s, "42447777aabb");
	ck_assert_int_eq(s->client.last.state, TRANSACTION_ANSWERED);
	ck_assert_uint_eq(s->world.count, 1);
	free(s);
}
END_TEST

/* A ping, a request and a stray CON response are reset; a NON is ignored (4.2, 4.3, 5.3.2). */
START_TEST(test_what_cannot_be_placed_is_reset)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);

	hear(s, "40000001");
	assert_sent(s, 1, "70000001");
	hear(s, "41020002cc");
	assert_sent(s, 2, "70000002");
	hear(s, "41440003cc");
	assert_sent(s, 3, "70000003");
	hear(s, "51440004cc");
	ck_assert_uint_eq(s->world.count, 4);
	free(s);
}
END_TEST

START_TEST(test_another_endpoint_answers_nothing)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);
	struct endpoint other = server;

	other.port = 5999;
	hear_from(s, "62441234aabb", &other, NS_PER_S);
	ck_assert_int_eq(s->client.last.state, TRANSACTION_PENDING);
	ck_assert(s->client.last.reply_other_peer);
	free(s);
}
END_TEST

START_TEST(test_tokens_do_not_return)
{
	struct test_world world;
	struct client c = { .timing = &timing };
	uint8_t seen[300][8];

	test_world_init(&world);
	for (int i = 0; i < 300; i++) {
		client_next_token(&c, seen[i], &world.sink);
		for (int k = 0; k < i; k++)
			ck_assert_mem_ne(seen[i], seen[k], 8);
	}
}
END_TEST

/* Message IDs below 0x2000 are what case tables put in a message by a mutation (TLS-011: 0x1234). */
START_TEST(test_no_message_id_of_the_tables)
{
	struct scene *s = scene_of(AUTOMATIC_ALL);
	uint16_t last = 0;

	s->client.mid_known = true;
	for (uint16_t before = 0x1234 - 2; before < 0x1234 + 2; before++) {
		s->client.mid = before;
		ck_assert_uint_ge(client_next_mid(&s->client, &s->world.sink), 0x2000);
	}
	s->client.mid = 0xfff0;
	for (int i = 0; i < 0x10000; i++) {
		uint16_t mid = client_next_mid(&s->client, &s->world.sink);
		ck_assert_uint_ge(mid, 0x2000);
		ck_assert_uint_ne(mid, last);
		last = mid;
	}
	free(s);
}
END_TEST

Suite *client_tests(void)
{
	Suite *suite = suite_create("client");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_no_copy_in_another_epoch);
	tcase_add_test(tests, test_retransmission_times);
	tcase_add_test(tests, test_no_retransmission_when_manual);
	tcase_add_test(tests, test_piggybacked_response_is_taken);
	tcase_add_loop_test(tests, test_what_does_not_match_is_not_taken, 0, sizeof(unmatched) / sizeof(*unmatched));
	tcase_add_test(tests, test_unknown_critical_option_in_a_response_is_rejected);
	tcase_add_test(tests, test_reset_ends_the_exchange);
	tcase_add_test(tests, test_separate_response);
	tcase_add_test(tests, test_separate_response_is_not_acknowledged_when_manual);
	tcase_add_test(tests, test_what_cannot_be_placed_is_reset);
	tcase_add_test(tests, test_another_endpoint_answers_nothing);
	tcase_add_test(tests, test_tokens_do_not_return);
	tcase_add_test(tests, test_no_message_id_of_the_tables);
	suite_add_tcase(suite, tests);
	return suite;
}
