/* tests/unit/reports_ladder.c - ladders, drawn by hand. */
#include "tests/unit/reports.h"

#include <stdlib.h>
#include <string.h>

#include "reports/ladder.h"
#include "tests/unit/octets.h"

static const struct endpoint ue = { FAMILY_IPV4, CARRIER_UDP, 40000, { 10, 0, 0, 1 } };
static const struct endpoint server = { FAMILY_IPV4, CARRIER_UDP, 5683, { 10, 0, 0, 2 } };

struct shown {
	uint32_t frame, flow, session, exchange;
	uint64_t at_ns;
	bool from_ue, again;
	const char *octets;		/* a CoAP message; NULL: a record */
	struct record record;
	uint8_t alert;
	struct handshake handshake;
};

static void add(struct ladder *ladder, const struct shown *s)
{
	uint8_t room[64];
	struct message message;
	struct datagram d = { .at_ns = s->at_ns, .frame = s->frame };
	struct observation o = { .kind = OBS_DARK, .datagram = &d, .flow = s->flow, .session = s->session };

	d.from = s->from_ue ? ue : server;
	d.to = s->from_ue ? server : ue;
	o.record = &s->record;
	if (s->octets) {
		message_read(&message, room, octets_read(room, sizeof(room), s->octets));
		o.kind = OBS_MESSAGE;
		o.message = &message;
	} else if (s->handshake.length) {
		o.kind = OBS_HANDSHAKE;
		o.handshake = &s->handshake;
	} else if (s->alert) {
		o.kind = OBS_RECORD;
		o.plain = &s->alert;
		o.alert_level = 2;
		o.alert_description = s->alert;
	}
	ladder_add(ladder, &o, s->exchange, s->again);
}

static const struct shown said[] = {
	{ 1, 1, 0, 1, 1000000000, true, false, "41 02 1234 0a b7 'msgin5g'", { 0 }, 0, { 0 } },
	{ 2, 2, 1, 0, 1500000000, true, false, NULL, { .type = 22 }, 0,
	  { .type = 1, .length = 100, .fragment_length = 100 } },
	{ 3, 1, 0, 1, 3000000000, true, true, "41 02 1234 0a b7 'msgin5g'", { 0 }, 0, { 0 } },
	{ 4, 1, 0, 1, 3000100000, false, false, "61 44 1234 0a", { 0 }, 0, { 0 } },
	{ 5, 2, 1, 0, 3500000000, false, false, NULL, { .type = 21 }, 40, { 0 } },
	{ 6, 2, 1, 0, 3400000000, true, false, NULL, { .type = 23, .length = 40 }, 0, { 0 } },
	{ 7, 2, 1, 0, 3400000001, true, false, NULL, { .type = 22 }, 0,
	  { .type = 11, .length = 100, .fragment_offset = 50, .fragment_length = 50 } },
};

static char *drawn(const struct ladder_choice *choice, size_t most, long rows)
{
	struct finding finding = { .clause = clause_row(CLAUSE_COAP_MSG_37), .verdict = VERDICT_FAIL, .frame = 4,
				   .expected = "one", .actual = "two" };
	struct report_style style = { 0 };
	struct ladder *ladder = ladder_new(most);
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++)
		add(ladder, &said[i]);
	ck_assert_int_eq(ladder_print(out, ladder, choice, &finding, 1, &style), rows);
	fclose(out);
	ladder_free(ladder);
	return text;
}

/* clang-format off */
#define FLOW_1 \
"\n" \
"flow 1                      10.0.0.1:40000                                     10.0.0.2:5683\n" \
"frame         s  exchange     |                                                         |\n" \
"    1    0.000000       1     |--- CON POST mid 0x1234 token 0a /msgin5g (13 octets) -->|\n" \
"    3   +2.000000       1     |- - CON POST mid 0x1234 token 0a /msgin5g (13 octets) - >|\n" \
"    4   +0.000100       1     |<-- ACK 2.04 Changed mid 0x1234 token 0a (5 octets) -----|\n"
#define FLOW_2 \
"\n" \
"flow 2                      10.0.0.1:40000                        10.0.0.2:5683\n" \
"frame         s  exchange     |                                            |\n" \
"    2    0.500000             |--- ClientHello --------------------------->|\n" \
"    5   +2.000000             |<-- Alert handshake_failure (fatal) --------|\n" \
"    6   -0.100000             |--- dark: Application data, 40 octets ----->|\n" \
"    7   +0.000000             |--- Certificate, octets 50 to 100 of 100 -->|\n"
#define FINDING \
"          ^ fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 4: expected one, got two\n"
/* clang-format on */

START_TEST(test_all_flows)
{
	char *text = drawn(&(struct ladder_choice){ 0 }, 100, 7);

	expect_text(text, FLOW_1 FINDING FLOW_2);
	free(text);
}
END_TEST

START_TEST(test_choices)
{
	char *text = drawn(&(struct ladder_choice){ .exchange = 1 }, 100, 3);

	expect_text(text, FLOW_1 FINDING);
	free(text);
	text = drawn(&(struct ladder_choice){ .session = 1 }, 100, 4);
	expect_text(text, FLOW_2);
	free(text);
	text = drawn(&(struct ladder_choice){ .frame = 9 }, 100, 0);
	expect_text(text, "");
	free(text);
	text = drawn(&(struct ladder_choice){ .frame = 9 }, 3, 0);
	expect_text(text, "\n4 more messages and records are not drawn\n");
	free(text);
}
END_TEST

/* Session 1 has the association's handshake; session 2, renegotiated, has none in the clear. */
START_TEST(test_session_with_its_handshake)
{
	static const uint32_t sessions[] = { 0, 1, 2 };
	static const long rows[] = { 3, 2, 1, 0 };
	struct report_style style = { 0 };
	struct ladder *ladder = ladder_new(9);
	struct record record = { .type = 23, .length = 40 };
	FILE *out = fopen("/dev/null", "w");

	for (uint32_t i = 0; i < 3; i++) {
		struct datagram d = { .frame = i + 1, .from = ue, .to = server };
		struct observation o = { .kind = OBS_DARK, .datagram = &d, .flow = 1, .association = 1, .session = sessions[i],
					 .record = &record };
		ladder_add(ladder, &o, 0, false);
	}
	for (uint32_t i = 0; i < 4; i++)
		ck_assert_int_eq(ladder_print(out, ladder, &(struct ladder_choice){ .session = i }, NULL, 0, &style), rows[i]);
	fclose(out);
	ladder_free(ladder);
}
END_TEST

START_TEST(test_hostile_words)
{
	static const struct shown nasty = { 1, 1, 0, 1, 0, true, false, "41 02 1234 0a b3 1b 5b 6d", { 0 }, 0, { 0 } };
	struct report_style style = { 0 };
	struct ladder *ladder = ladder_new(9);
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	add(ladder, &nasty);
	ladder_print(out, ladder, &(struct ladder_choice){ 0 }, NULL, 0, &style);
	fclose(out);
	ck_assert_ptr_null(strchr(text, 0x1b));
	free(text);
	ladder_free(ladder);
}
END_TEST

Suite *ladder_tests(void)
{
	Suite *suite = suite_create("ladder");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_all_flows);
	tcase_add_test(tests, test_choices);
	tcase_add_test(tests, test_session_with_its_handshake);
	tcase_add_test(tests, test_hostile_words);
	suite_add_tcase(suite, tests);
	return suite;
}
