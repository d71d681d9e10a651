/* tests/unit/server_later.c - faults in time: separate responses and their retransmission (RFC 7252 4.2, 5.2.2). */
#include "tests/unit/server.h"

#define ASK POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")
/* 42 41: a CON with token length 2 and 2.01; its Message ID is the server's own first, 0x0101 */
#define SEPARATE "\x42\x41" "\x01\x01" "\xa1\xb2" "\xc1\x32" "\xff" REGISTERED("ue1@example.org")

static void begin_separate(struct world *w, const char *fault)
{
	world_begin_with(w, fault);
	world_input(w, 1, OCTETS(ASK));
	world_expect(w, 1, OCTETS("\x60\x00\x12\x34"));
	world_expect(w, 1, OCTETS(SEPARATE));
	world_expect_silence(w);
}

/* The second random number of the world is 0x0202: 2000 + 514 ms; then 2, 4, 8 times that. */
START_TEST(test_separate_is_retransmitted)
{
	struct world w;
	uint64_t interval = 2514 * (uint64_t)NS_PER_MS;

	begin_separate(&w, "separate");
	for (int i = 0; i < 4; i++, interval *= 2) {
		world_pass(&w, interval - 1);
		world_expect_silence(&w);
		world_pass(&w, 1);
		world_expect(&w, 1, OCTETS(SEPARATE));
	}
	world_pass(&w, 1000 * (uint64_t)NS_PER_S);
	world_expect_silence(&w);
	ck_assert_uint_eq(server_engine.deadline(w.server), NEVER);
	world_end(&w);
}
END_TEST

START_TEST(test_ack_or_reset_ends_retransmission)
{
	struct world w;

	for (int reset = 0; reset < 2; reset++) {
		begin_separate(&w, "separate");
		world_input(&w, 2, OCTETS("\x60\x00\x01\x01"));	/* another link's */
		world_input(&w, 1, OCTETS("\x60\x00\x01\x02"));	/* another Message ID */
		ck_assert_uint_ne(server_engine.deadline(w.server), NEVER);
		if (reset)
			world_input(&w, 1, OCTETS("\x70\x00\x01\x01"));
		else
			world_input(&w, 1, OCTETS("\x60\x00\x01\x01"));
		ck_assert_uint_eq(server_engine.deadline(w.server), NEVER);
		world_pass(&w, 100 * (uint64_t)NS_PER_S);
		world_expect_silence(&w);
		world_end(&w);
	}
}
END_TEST

/* The retransmitted request gets another Empty ACK, not another response (RFC 7252 5.2.2). */
START_TEST(test_duplicate_of_separate)
{
	struct world w;

	begin_separate(&w, "separate");
	world_input(&w, 1, OCTETS(ASK));
	world_expect(&w, 1, OCTETS("\x60\x00\x12\x34"));
	world_expect_silence(&w);
	server_engine.event(w.server, 1, LINK_CLOSED, w.now_ns, &w.sink);
	ck_assert_uint_eq(server_engine.deadline(w.server), NEVER);
	world_end(&w);
}
END_TEST

START_TEST(test_retransmits_wrongly)
{
	struct world w;

	begin_separate(&w, "retransmits-acknowledged");
	world_input(&w, 1, OCTETS("\x60\x00\x01\x01"));
	world_pass(&w, 3 * (uint64_t)NS_PER_S);
	world_expect(&w, 1, OCTETS(SEPARATE));
	world_end(&w);
	begin_separate(&w, "retransmits-exactly");
	world_pass(&w, 2 * (uint64_t)NS_PER_S);
	world_expect(&w, 1, OCTETS(SEPARATE));
	world_end(&w);
	begin_separate(&w, "retransmits-soon");
	world_pass(&w, 250 * (uint64_t)NS_PER_MS);
	world_expect(&w, 1, OCTETS(SEPARATE));
	world_expect(&w, 1, OCTETS(SEPARATE));
	world_expect_silence(&w);
	world_end(&w);
	begin_separate(&w, "retransmits-altered");
	world_pass(&w, 3 * (uint64_t)NS_PER_S);
	ck_assert_uint_eq(w.sent[0].bytes[w.sent[0].len - 1], '}' ^ 1);
	world_end(&w);
	begin_separate(&w, "retransmits-often");
	world_pass(&w, 3000 * (uint64_t)NS_PER_S);
	ck_assert_uint_eq(w.count, 8);
	world_end(&w);
	begin_separate(&w, "retransmits-steadily");
	world_pass(&w, 10 * (uint64_t)NS_PER_S);
	ck_assert_uint_eq(w.count, 4);
	world_end(&w);
}
END_TEST

/* What it does in the first second, it does not do later: the dead say nothing, nor do they tick. */
START_TEST(test_dies_after_its_second_answer)
{
	struct world w;

	world_begin_with(&w, "dies-after-answer");
	world_input(&w, 1, OCTETS(ASK));
	world_input(&w, 1, OCTETS(POST("\x12\x35", "\xa1\xb3") REG("ue1@example.org")));
	ck_assert_uint_eq(w.count, 2);
	world_input(&w, 1, OCTETS(ASK));
	world_input(&w, 1, OCTETS("\x40\x00\x12\x36"));
	ck_assert_uint_eq(w.count, 2);
	world_end(&w);
}
END_TEST

Suite *server_later_tests(void)
{
	Suite *suite = suite_create("server, later");
	TCase *cases = tcase_create("later");

	tcase_add_test(cases, test_separate_is_retransmitted);
	tcase_add_test(cases, test_ack_or_reset_ends_retransmission);
	tcase_add_test(cases, test_duplicate_of_separate);
	tcase_add_test(cases, test_retransmits_wrongly);
	tcase_add_test(cases, test_dies_after_its_second_answer);
	suite_add_tcase(suite, cases);
	return suite;
}
