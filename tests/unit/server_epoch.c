/* tests/unit/server_epoch.c - faults below CoAP: the wishes that leave, and when. */
#include "tests/unit/server.h"

#include <string.h>

#define ASK POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")
#define CREATED ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")

static void ask(struct world *w, uint32_t link, const char *psk, const char *text, size_t len)
{
	w->count = 0;
	world_secure(w, link, psk, text, len);
}

/* Held until the handshake is over; the copy that came meanwhile gets nothing. */
START_TEST(test_renegotiates_first)
{
	struct world w;

	world_begin_with(&w, "renegotiates-first");
	world_secure(&w, 1, "ue1", OCTETS(ASK));
	ck_assert_uint_eq(w.rehandshakes, 1);
	world_expect_silence(&w);
	world_secure(&w, 1, "ue1", OCTETS(ASK));
	world_expect_silence(&w);
	server_engine.event(w.server, 2, LINK_RENEGOTIATED, w.now_ns, &w.sink);
	world_expect_silence(&w);
	server_engine.event(w.server, 1, LINK_RENEGOTIATED, w.now_ns, &w.sink);
	world_expect(&w, 1, OCTETS(CREATED));
	world_input(&w, 7, OCTETS(ASK));	/* in the clear there is nothing to renegotiate */
	ck_assert_uint_eq(w.count, 1);
	ck_assert_uint_eq(w.rehandshakes, 1);
	world_end(&w);
}
END_TEST

START_TEST(test_held_answer_dies_with_its_link)
{
	struct world w;

	world_begin_with(&w, "renegotiates-first");
	world_secure(&w, 1, "ue1", OCTETS(ASK));
	server_engine.event(w.server, 1, LINK_FAILED, w.now_ns, &w.sink);
	server_engine.event(w.server, 1, LINK_RENEGOTIATED, w.now_ns, &w.sink);
	world_expect_silence(&w);
	world_end(&w);
}
END_TEST

/* Epochs before the first cannot be meant: until the renegotiation the answer is by the book. */
START_TEST(test_previous_epoch)
{
	struct world w;

	world_begin_with(&w, "previous-epoch");
	ask(&w, 1, "ue1", OCTETS(ASK));
	ck_assert_int_eq(w.sent[0].wish.header_epoch, 0);
	ck_assert_ptr_null(w.sent[0].deliberate);
	ck_assert_uint_eq(w.rehandshakes, 1);
	server_engine.event(w.server, 1, LINK_RENEGOTIATED, w.now_ns, &w.sink);
	ask(&w, 1, "ue1", OCTETS(ASK));
	ck_assert_int_eq(w.sent[0].wish.header_epoch, -1);
	ck_assert_int_eq(w.sent[0].wish.key_epoch, -1);
	ck_assert_ptr_nonnull(w.sent[0].deliberate);
	ck_assert_uint_eq(w.rehandshakes, 1);
	world_end(&w);
}
END_TEST

/* Needs another client; it is the one that spoke last. */
START_TEST(test_another_session)
{
	struct world w;

	world_begin_with(&w, "another-session");
	ask(&w, 5, "ue1", OCTETS(ASK));
	ck_assert_uint_eq(w.sent[0].wish.path, PATH_SAME);
	ask(&w, 6, "ue2", OCTETS(POST("\x12\x34", "\xa1\xb2") REG("ue2@example.org")));
	ck_assert_uint_eq(w.sent[0].wish.path, PATH_OTHER_ASSOCIATION);
	ck_assert_uint_eq(w.sent[0].wish.other, 5);
	ck_assert_uint_eq(w.sent[0].link, 6);
	server_engine.event(w.server, 5, LINK_CLOSED, w.now_ns, &w.sink);
	ask(&w, 6, "ue2", OCTETS(POST("\x12\x35", "\xa1\xb2") REG("ue2@example.org")));
	ck_assert_uint_eq(w.sent[0].wish.path, PATH_SAME);
	world_end(&w);
}
END_TEST

/* The wish of a row, as it leaves; resent with a duplicate as well. */
START_TEST(test_plain_wishes)
{
	static const struct {
		const char *fault;
		struct wish wish;
	} rows[] = {
		{ "in-the-clear", { .clear = true } },
		{ "in-the-clear-from-nosec-port", { .clear = true, .path = PATH_OTHER_PORT, .port = 5683 } },
		{ "epoch-0-record", { .clear_record = true } },
		{ "next-epoch-header", { .header_epoch = 1 } },
		{ "record-replayed", { .replay = true } },
		{ "bad-tag", { .bad_tag = true } },
		{ "record-version-1.0", { .record_version = 0xfeff } },
		{ "late", { .delay_ns = 3 * (uint64_t)NS_PER_S } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_begin_with(&w, rows[i].fault);
		for (int copy = 0; copy < 2; copy++) {
			ask(&w, 1, "ue1", OCTETS(ASK));
			ck_assert_uint_eq(w.count, 1);
			ck_assert_msg(!memcmp(&w.sent[0].wish, &rows[i].wish, sizeof(struct wish)), "%s",
				      rows[i].fault);
			world_expect(&w, 1, OCTETS(CREATED));
		}
		world_end(&w);
	}
}
END_TEST

/* A separate response is not carried over into the next epoch (RFC 7252 9.1.1). */
START_TEST(test_no_retransmission_across_epochs)
{
	struct world w;

	world_begin_with(&w, "separate");
	ask(&w, 1, "ue1", OCTETS(ASK));
	ck_assert_uint_eq(w.count, 2);
	ck_assert_uint_ne(server_engine.deadline(w.server), NEVER);
	server_engine.event(w.server, 1, LINK_RENEGOTIATED, w.now_ns, &w.sink);
	ck_assert_uint_eq(server_engine.deadline(w.server), NEVER);
	ck_assert_uint_eq(w.count, 2);
	world_end(&w);
}
END_TEST

Suite *server_epoch_tests(void)
{
	Suite *suite = suite_create("server, below CoAP");
	TCase *cases = tcase_create("epochs");

	tcase_add_test(cases, test_renegotiates_first);
	tcase_add_test(cases, test_held_answer_dies_with_its_link);
	tcase_add_test(cases, test_previous_epoch);
	tcase_add_test(cases, test_another_session);
	tcase_add_test(cases, test_plain_wishes);
	tcase_add_test(cases, test_no_retransmission_across_epochs);
	suite_add_tcase(suite, cases);
	return suite;
}
