/* tests/unit/capture_script.c - observations made by hand, and the script that they give. */
#include "tests/unit/capture.h"

#include <string.h>

#include "pcap/script.h"

static const struct endpoint ue = { FAMILY_IPV4, CARRIER_UDP, 40000, { 10, 0, 0, 1 } };
static const struct endpoint server = { FAMILY_IPV4, CARRIER_UDP, 5683, { 10, 0, 0, 2 } };

/* One message seen: FLOW, in ASSOCIATION (0: clear), from the UE or the server, AT seconds. */
struct seen_message {
	uint32_t flow, association;
	bool from_ue;
	uint64_t at;
	const char *hex;		/* NULL: a dark record */
	bool cut;
	const char *deliberate;
};

static void feed(struct script_maker *maker, const struct seen_message *seen, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t room[64];
		struct buffer b = buffer_on(room, sizeof(room));
		struct message message;
		struct datagram d = { .at_ns = seen[i].at * NS_PER_S, .frame = (uint32_t)i + 1, .cut = seen[i].cut, .deliberate = seen[i].deliberate };
		struct observation o = { .kind = seen[i].hex ? OBS_MESSAGE : OBS_DARK, .datagram = &d,
					 .flow = seen[i].flow, .association = seen[i].association };
		d.from = seen[i].from_ue ? ue : server;
		d.to = seen[i].from_ue ? server : ue;
		o.from_client = o.association && seen[i].from_ue;
		o.opened_by = o.association ? 1 : 0;
		if (seen[i].hex) {
			hex_append(&b, seen[i].hex);
			message_read(&message, b.bytes, b.len);
			o.message = &message;
		}
		script_maker_observation(maker, &o);
	}
}

/* CON POST, MID 1 and 2, Token 0a and 0b; ACK 2.04 with MID and Token; a ping of MID 3 and its RST. */
#define POST1 "41 02 0001 0a"
#define POST2 "41 02 0002 0b"
#define CHANGED1 "61 44 0001 0a"
#define CHANGED2 "61 44 0002 0b"
#define PING3 "40 00 0003"
#define RST3 "70 00 0003"

START_TEST(test_requests_and_answers)
{
	static const struct seen_message seen[] = {
		{ 7, 0, true, 100, POST1, false, NULL },
		{ 7, 0, true, 102, POST1, false, NULL },	/* retransmitted */
		{ 7, 0, false, 103, CHANGED1, false, NULL },
		{ 7, 0, false, 103, CHANGED1, false, NULL },	/* a second answer changes nothing */
		{ 7, 0, true, 110, POST2, false, NULL },
		{ 7, 0, false, 110, "60 00 0002", false, NULL },	/* an Empty ACK is no answer */
		{ 7, 0, false, 112, "41 45 7777 0b", false, NULL },	/* 2.05 of its own MID: separate */
		{ 7, 0, true, 112, "60 00 7777", false, NULL },	/* the client's ACK is no line */
		{ 7, 0, true, 120, PING3, false, NULL },
		{ 7, 0, false, 120, RST3, false, NULL },
		{ 7, 0, false, 130, "41 02 8888 0c", false, NULL },	/* the server's own request */
		{ 7, 0, true, 400, POST1, false, NULL },	/* after 247 s: the MID lives no more */
	};
	struct script_maker *maker = script_maker_new();
	struct script s;

	feed(maker, seen, 12);
	script_maker_end(maker, NULL, &s);
	ck_assert_uint_eq(s.client_count, 1);
	ck_assert(endpoint_equal(&s.clients[0].captured, &ue));
	ck_assert(endpoint_equal(&s.clients[0].server, &server));
	ck_assert_uint_eq(s.clients[0].transport, TRANSPORT_COAP);
	ck_assert_str_eq(s.clients[0].why_not, "");
	ck_assert_uint_eq(s.line_count, 5);
	static const struct { uint64_t after; uint32_t frame, answer; bool again; } expected[] = {
		{ 0, 1, 3, false }, { 2, 2, 0, true }, { 10, 5, 7, false }, { 20, 9, 10, false }, { 300, 12, 0, false },
	};
	for (int i = 0; i < 5; i++) {
		ck_assert_uint_eq(s.lines[i].after_ns, expected[i].after * NS_PER_S);
		ck_assert_uint_eq(s.lines[i].frame, expected[i].frame);
		ck_assert_uint_eq(s.lines[i].answer_frame, expected[i].answer);
		ck_assert_int_eq(s.lines[i].answer != NULL, expected[i].answer != 0);
		ck_assert_int_eq(s.lines[i].again, expected[i].again);
	}
	ck_assert_uint_eq(s.lines[0].len, 5);
	ck_assert_uint_eq(s.lines[0].answer_len, 5);
	ck_assert_uint_eq(s.lines[0].answer[1], 0x44);
	script_free(&s);
	ck_assert_uint_eq(s.line_count, 0);
}
END_TEST

START_TEST(test_associations_are_clients)
{
	static const struct seen_message seen[] = {
		{ 1, 1, true, 10, NULL, false, NULL },	/* a dark record: it appears, without lines */
		{ 2, 2, false, 11, CHANGED1, false, NULL },	/* joined in the middle: an answer to nobody */
		{ 2, 2, true, 12, POST1, false, NULL },
		{ 2, 3, true, 20, POST1, false, NULL },	/* a new handshake on the same flow */
		{ 2, 3, false, 20, CHANGED1, false, NULL },
		{ 3, 0, false, 21, CHANGED2, false, NULL },	/* in the clear an answer begins nothing */
		{ 4, 4, true, 22, POST2, true, NULL },	/* cut by the capture */
	};
	struct script_maker *maker = script_maker_new();
	struct script s;

	feed(maker, seen, 7);
	script_maker_end(maker, NULL, &s);
	ck_assert_uint_eq(s.client_count, 4);
	ck_assert_uint_eq(s.line_count, 2);
	ck_assert_str_eq(s.clients[0].why_not, "it sent no request");
	ck_assert_str_eq(s.clients[3].why_not, "the capture cut its messages");
	ck_assert_uint_eq(s.clients[3].cut, 1);
	ck_assert_uint_eq(s.lines[0].client, 1);
	ck_assert_ptr_null(s.lines[0].answer);
	ck_assert_uint_eq(s.lines[1].client, 2);
	ck_assert_ptr_nonnull(s.lines[1].answer);
	ck_assert_uint_eq(s.clients[2].start_ns, 8ull * NS_PER_S);
	ck_assert_uint_eq(s.clients[2].transport, TRANSPORT_COAPS);
	ck_assert(endpoint_equal(&s.clients[1].captured, &ue));
	script_free(&s);
}
END_TEST

/* Two requests with the same, empty Token at a time: each ACK goes by its Message ID (RFC 7252 5.3.2). */
START_TEST(test_answers_in_flight)
{
	static const struct seen_message seen[] = {
		{ 1, 0, true, 1, "40 01 0001", false, NULL },
		{ 1, 0, true, 2, "40 01 0002", false, NULL },
		{ 1, 0, false, 3, "60 44 0001", false, NULL },
		{ 1, 0, false, 4, "60 45 0002", false, NULL },
	};
	struct script_maker *maker = script_maker_new();
	struct script s;

	feed(maker, seen, 4);
	script_maker_end(maker, NULL, &s);
	ck_assert_uint_eq(s.line_count, 2);
	ck_assert_uint_eq(s.lines[0].answer_frame, 3);
	ck_assert_uint_eq(s.lines[1].answer_frame, 4);
	script_free(&s);
}
END_TEST

/* What is wrong and brings a Reset is sent again; so is what was sent on purpose and answers nothing. */
START_TEST(test_what_is_wrong)
{
	static const struct seen_message seen[] = {
		{ 1, 0, true, 1, "41 25 0001 0a", false, NULL },	/* CON of class 1, */
		{ 1, 0, false, 1, "70 00 0001", false, NULL },	/* reset */
		{ 1, 0, true, 2, "40 44 0002", false, NULL },	/* a CON response to nothing, */
		{ 1, 0, false, 2, "70 00 0002", false, NULL },	/* reset */
		{ 1, 0, true, 3, "60 00 0003", false, NULL },	/* an ACK of nothing: lost is what it acknowledged, */
		{ 1, 0, true, 4, "60 00 0004", false, "octets" },	/* or it was sent on purpose */
		{ 1, 0, true, 5, "41 02 0005 0b", false, NULL },
		{ 1, 0, false, 5, "61 25 0005 0b", false, NULL },	/* an ACK of class 1 answers */
		{ 1, 0, true, 6, "41 02 0006 0c", false, NULL },
		{ 1, 0, false, 6, "61 02 0006 0c", false, NULL },	/* an ACK with a request's code too */
		{ 2, 0, false, 7, "41 44 0007 0d", false, NULL },	/* a separate response to what was not seen begins no client */
	};
	static const struct { uint32_t frame, answer; } expected[] = { { 1, 2 }, { 3, 4 }, { 6, 0 }, { 7, 8 }, { 9, 10 } };
	struct script_maker *maker = script_maker_new();
	struct script s;

	feed(maker, seen, 11);
	script_maker_end(maker, NULL, &s);
	ck_assert_uint_eq(s.client_count, 1);
	ck_assert_uint_eq(s.line_count, 5);
	for (int i = 0; i < 5; i++) {
		ck_assert_uint_eq(s.lines[i].frame, expected[i].frame);
		ck_assert_uint_eq(s.lines[i].answer_frame, expected[i].answer);
	}
	ck_assert_str_eq(s.lines[2].deliberate, "octets");
	ck_assert_ptr_null(s.lines[0].deliberate);
	script_free(&s);
}
END_TEST

/* In the clear on a flow of DTLS; by keys of another epoch than its record says: RFC 6347 4.1. */
START_TEST(test_what_no_peer_takes)
{
	static const struct seen_message seen[] = {
		{ 1, 1, true, 1, POST1, false, NULL },
		{ 1, 0, true, 2, POST2, false, NULL },
	};
	struct message message;
	uint8_t room[8];
	struct buffer b = buffer_on(room, sizeof(room));
	struct datagram d = { .frame = 3, .from = ue, .to = server };
	struct record record = { .epoch = 2 };
	struct observation o = { .kind = OBS_MESSAGE, .datagram = &d, .flow = 1, .association = 1, .from_client = true,
				 .message = &message, .record = &record, .opened_by = 1 };
	struct script_maker *maker = script_maker_new();
	struct script s;

	feed(maker, seen, 2);
	hex_append(&b, "41 02 0003 0c");
	message_read(&message, b.bytes, b.len);
	script_maker_observation(maker, &o);
	o.opened_by = 0;
	script_maker_observation(maker, &o);
	script_maker_end(maker, NULL, &s);
	ck_assert_uint_eq(s.client_count, 2);
	ck_assert_str_eq(s.clients[0].why_not, "");
	ck_assert_str_eq(s.clients[1].why_not, "it spoke in the clear to a port of DTLS");
	ck_assert_ptr_null(s.lines[0].why_not);
	ck_assert_str_eq(s.lines[2].why_not, "its record named another epoch than that of its keys");
	ck_assert_str_eq(s.lines[3].why_not, "its record was not protected");
	script_free(&s);
}
END_TEST

Suite *script_tests(void)
{
	Suite *suite = suite_create("scripts for replay");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_requests_and_answers);
	tcase_add_test(tests, test_answers_in_flight);
	tcase_add_test(tests, test_associations_are_clients);
	tcase_add_test(tests, test_what_is_wrong);
	tcase_add_test(tests, test_what_no_peer_takes);
	suite_add_tcase(suite, tests);
	return suite;
}
