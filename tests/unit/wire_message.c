/* tests/unit/wire_message.c - the reader of CoAP messages, against octets dissected by hand. */
#include "tests/unit/octets.h"
#include "tests/unit/wire.h"
#include "tests/unit/wire_message_vectors.h"

#include <stdlib.h>
#include <string.h>

#include "wire/message.h"

/* In exactly as many octets of heap, so that the sanitizer sees each read past the end. */
static struct message *read_hex(struct message *m, const char *notation)
{
	uint8_t room[1400];
	size_t n = octets_read(room, sizeof(room), notation);
	uint8_t *bytes = malloc(n ? n : 1);

	memcpy(bytes, room, n);
	memset(m, 0xa5, sizeof(*m)); /* the reader relies on nothing being zero */
	message_read(m, bytes, n);
	return m;
}

static void done(struct message *m) { free((void *)(uintptr_t)m->bytes); }

#define assert_range(range, at_, len_) \
	do { \
		ck_assert_uint_eq((range).at, at_); \
		ck_assert_uint_eq((range).len, len_); \
	} while (0)

/* CON POST, token, Uri-Path, Content-Format, Accept, payload: a registration's shape. */
START_TEST(test_request)
{
	struct message m;
	uint32_t format;

	read_hex(&m, "44 02 1a2b"	      /* version 1, CON, TKL 4; 0.02; MID 0x1a2b */
		     "01ff0304"		      /* token: its ff is data, no marker (COAP-HDR-18) */
		     "b7 6d7367696e3567"      /* delta 11, length 7: Uri-Path "msgin5g" */
		     "11 32"		      /* delta 1, length 1: Content-Format 50 */
		     "51 32"		      /* delta 5, length 1: Accept 50 */
		     "ff 7b7d");	      /* marker, payload {} */
	ck_assert_uint_eq(m.version, 1);
	ck_assert_uint_eq(m.type, TYPE_CON);
	ck_assert_uint_eq(m.token_length, 4);
	ck_assert_uint_eq(m.code, CODE_POST);
	ck_assert_uint_eq(m.mid, 0x1a2b);
	ck_assert(m.whole);
	assert_range(m.token, 4, 4);
	ck_assert_uint_eq(m.option_count, 3);
	ck_assert_uint_eq(m.options_kept, 3);
	assert_range(m.options[0].whole, 8, 8);
	assert_range(m.options[0].value, 9, 7);
	ck_assert_uint_eq(m.options[0].number, OPTION_URI_PATH);
	assert_range(m.options[2].whole, 18, 2);
	assert_range(m.payload, 21, 2);
	ck_assert_uint_eq(m.anomaly_count, 0);
	ck_assert(message_is_request(&m) && !message_is_response(&m) && !message_is_empty(&m));
	ck_assert(message_option_uint(&m, OPTION_CONTENT_FORMAT, &format));
	ck_assert_uint_eq(format, 50);
	ck_assert(!message_option_uint(&m, OPTION_OBSERVE, &format));
	ck_assert_ptr_null(message_option(&m, OPTION_URI_PATH, 1));
	ck_assert_ptr_null(message_format_error(&m));
	done(&m);
}
END_TEST

START_TEST(test_extensions)
{
	struct message m;

	read_hex(&m, extension_vectors[_i].octets);
	ck_assert(m.whole);
	ck_assert_ptr_null(message_format_error(&m));
	const struct option *o = &m.options[m.options_kept - 1];
	ck_assert_uint_eq(o->number, extension_vectors[_i].number);
	assert_range(o->whole, extension_vectors[_i].whole.at, extension_vectors[_i].whole.len);
	assert_range(o->value, extension_vectors[_i].value.at, extension_vectors[_i].value.len);
	done(&m);
}
END_TEST

/* Lengths 268 (13 + 255) and 269 (nibble 14): option 2048 is nobody's. */
START_TEST(test_long_values)
{
	static const uint8_t heads[2][6] = { { 0xed, 0x06, 0xf3, 0xff }, { 0xee, 0x06, 0xf3, 0x00, 0x00 } };
	uint8_t bytes[400] = { 0x40, 0x01, 0x00, 0x01 };
	struct message m;

	for (int i = 0; i < 2; i++) {
		size_t head = 4u + (size_t)i, value = 268u + (size_t)i;
		memcpy(bytes + 4, heads[i], head);
		message_read(&m, bytes, 4 + head + value);
		ck_assert(m.whole);
		ck_assert_uint_eq(m.options[0].number, 2048);
		assert_range(m.options[0].value, 4 + head, value);
		assert_range(m.options[0].whole, 4, head + value);
		message_read(&m, bytes, 4 + head + value - 1);
		ck_assert_ptr_nonnull(message_anomaly(&m, ANOMALY_OPTION_TRUNCATED));
	}
}
END_TEST

START_TEST(test_anomaly)
{
	struct message m;

	read_hex(&m, anomaly_vectors[_i].octets);
	const struct anomaly *a = message_anomaly(&m, anomaly_vectors[_i].kind);
	ck_assert_msg(a, "%s: %s not noted", anomaly_vectors[_i].octets, anomaly_fact(anomaly_vectors[_i].kind)->word);
	assert_range(a->where, anomaly_vectors[_i].where.at, anomaly_vectors[_i].where.len);
	ck_assert_uint_eq(a->number, anomaly_vectors[_i].number);
	ck_assert_msg(m.anomaly_count == 1, "%s: %u anomalies", anomaly_vectors[_i].octets, m.anomaly_count);
	ck_assert_int_eq(m.whole, anomaly_vectors[_i].whole);
	bool format = anomaly_fact(anomaly_vectors[_i].kind)->weight == WEIGHT_FORMAT;
	ck_assert_ptr_eq(message_format_error(&m), format ? a : NULL);
	done(&m);
}
END_TEST

/* Every kind of anomaly has a vector above. */
START_TEST(test_anomalies_complete)
{
	bool seen[ANOMALY_COUNT] = { false };

	for (unsigned i = 0; i < anomaly_vector_count; i++)
		seen[anomaly_vectors[i].kind] = true;
	for (int kind = 0; kind < ANOMALY_COUNT; kind++)
		ck_assert_msg(seen[kind], "no vector for %s", anomaly_fact((enum anomaly_kind)kind)->word);
}
END_TEST

START_TEST(test_sound)
{
	struct message m;

	read_hex(&m, sound_vectors[_i]);
	ck_assert_msg(m.anomaly_count == 0, "%s: %s", sound_vectors[_i], anomaly_fact(m.anomalies[0].kind)->word);
	ck_assert(m.whole);
	done(&m);
}
END_TEST

/* Several at once: a doubled Content-Format, then an option cut short. */
START_TEST(test_several)
{
	struct message m;

	read_hex(&m, "80 02 0001 c132 020032 b2 61");
	ck_assert_uint_eq(m.anomaly_count, 4);
	ck_assert_int_eq(m.anomalies[0].kind, ANOMALY_VERSION);
	ck_assert_int_eq(m.anomalies[1].kind, ANOMALY_OPTION_REPEATED);
	ck_assert_int_eq(m.anomalies[2].kind, ANOMALY_UINT_NOT_SHORTEST);
	ck_assert_int_eq(message_format_error(&m)->kind, ANOMALY_OPTION_TRUNCATED);
	ck_assert_uint_eq(message_format_error(&m)->number, 23);
	ck_assert_uint_eq(m.option_count, 2);
	done(&m);
}
END_TEST

/* More than the struct keeps: counted, and the format error at the end is not lost. */
START_TEST(test_more_than_kept)
{
	uint8_t bytes[4 + 2 * 60 + 1] = { 0x40, 0x01, 0x00, 0x01 };
	struct message m;

	for (int i = 0; i < 60; i++)
		memcpy(bytes + 4 + 2 * i, i ? "\x01\x00" : "\xc1\x00", 2);
	bytes[124] = 0xff;
	message_read(&m, bytes, sizeof(bytes));
	ck_assert_uint_eq(m.option_count, 60);
	ck_assert_uint_eq(m.options_kept, MESSAGE_OPTIONS);
	ck_assert_uint_eq(m.anomaly_count, 60 + 59 + 1);	/* not shortest, repeated, marker */
	ck_assert_ptr_nonnull(message_option(&m, OPTION_CONTENT_FORMAT, MESSAGE_OPTIONS - 1));
	ck_assert_ptr_null(message_option(&m, OPTION_CONTENT_FORMAT, MESSAGE_OPTIONS));
	ck_assert_int_eq(message_format_error(&m)->kind, ANOMALY_MARKER_ALONE);
}
END_TEST

/* RFC 8974 2.1: 9 to 12 literally, 13 as an octet + 13, 14 as two + 269; 15 stays reserved. */
START_TEST(test_long_token)
{
	uint8_t bytes[700] = { 0x49, 0x01, 0x00, 0x01 };
	struct message m;

	message_read_long_token(&m, bytes, 13);
	ck_assert(m.whole);
	assert_range(m.token, 4, 9);
	bytes[0] = 0x4d, bytes[4] = 2;
	message_read_long_token(&m, bytes, 20);
	ck_assert(m.whole);
	assert_range(m.token, 5, 15);
	bytes[0] = 0x4e, bytes[4] = 1, bytes[5] = 0;
	message_read_long_token(&m, bytes, 6 + 525);
	ck_assert(m.whole);
	assert_range(m.token, 6, 525);
	message_read_long_token(&m, bytes, 6 + 524);
	ck_assert_ptr_nonnull(message_anomaly(&m, ANOMALY_TOKEN_TRUNCATED));
	message_read_long_token(&m, bytes, 5);
	ck_assert_ptr_nonnull(message_anomaly(&m, ANOMALY_TOKEN_TRUNCATED));
	bytes[0] = 0x4f;
	message_read_long_token(&m, bytes, sizeof(bytes));
	ck_assert_ptr_nonnull(message_anomaly(&m, ANOMALY_TOKEN_LENGTH));
}
END_TEST

/* uint values: no octets are 0; leading zeros count for nothing; over four octets there is none. */
START_TEST(test_option_uint)
{
	struct message m;
	uint32_t value = 1;

	read_hex(&m, "40010001 c0");
	ck_assert(message_option_uint(&m, OPTION_CONTENT_FORMAT, &value));
	ck_assert_uint_eq(value, 0);
	done(&m);
	read_hex(&m, "40010001 c2 0032");
	ck_assert(message_option_uint(&m, OPTION_CONTENT_FORMAT, &value));
	ck_assert_uint_eq(value, 50);
	done(&m);
	read_hex(&m, "40010001 d401 fffefdfc");	/* 14: Max-Age */
	ck_assert(message_option_uint(&m, OPTION_MAX_AGE, &value));
	ck_assert_uint_eq(value, 0xfffefdfc);
	done(&m);
	read_hex(&m, "40010001 d501 0000000001");
	ck_assert(!message_option_uint(&m, OPTION_MAX_AGE, &value));
	done(&m);
}
END_TEST

Suite *message_tests(void)
{
	Suite *suite = suite_create("CoAP reader");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_request);
	tcase_add_loop_test(tests, test_extensions, 0, (int)extension_vector_count);
	tcase_add_test(tests, test_long_values);
	tcase_add_loop_test(tests, test_anomaly, 0, (int)anomaly_vector_count);
	tcase_add_test(tests, test_anomalies_complete);
	tcase_add_loop_test(tests, test_sound, 0, (int)sound_vector_count);
	tcase_add_test(tests, test_several);
	tcase_add_test(tests, test_more_than_kept);
	tcase_add_test(tests, test_long_token);
	tcase_add_test(tests, test_option_uint);
	suite_add_tcase(suite, tests);
	return suite;
}
