/* tests/unit/wire_message.c - the reader of CoAP messages, against octets dissected by hand. */
#include "tests/unit/octets.h"
#include "tests/unit/wire.h"

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

/* Option deltas and lengths on each side of their extensions. {hex, number, whole, value} of the
 * last option. */
static const struct {
	const char *hex;
	uint32_t number;
	struct range whole, value;
} extensions[] = {
	{ "40010001 c0", 12, { 4, 1 }, { 5, 0 } },			/* delta 12: the last in the nibble */
	{ "40010001 d000", 13, { 4, 2 }, { 6, 0 } },			/* delta 13: nibble 13, extension 0 */
	{ "40010001 d1ff00", 268, { 4, 3 }, { 6, 1 } },			/* 13 + 255 */
	{ "40010001 e00000", 269, { 4, 3 }, { 7, 0 } },			/* nibble 14, extension 0 */
	{ "40010001 e0fde7", 65268, { 4, 3 }, { 7, 0 } },		/* 269 + 64999 */
	{ "40010001 e0fef2", 65535, { 4, 3 }, { 7, 0 } },		/* 269 + 65266: the highest number */
	{ "40010001 e0fef2 00", 65535, { 7, 1 }, { 8, 0 } },		/* and delta 0 after it */
	{ "40010001 8c 000102030405060708090a0b", 8, { 4, 13 }, { 5, 12 } },	/* length 12 */
	{ "40010001 8d00 000102030405060708090a0b0c", 8, { 4, 15 }, { 6, 13 } },	/* length 13 */
	{ "40010001 dd0000 000102030405060708090a0b0c", 13, { 4, 16 }, { 7, 13 } },	/* both extended, delta first */
	{ "48010001 ffffffffffffffff 60", 6, { 12, 1 }, { 13, 0 } },	/* TKL 8, a token of ff */
};

START_TEST(test_extensions)
{
	struct message m;

	read_hex(&m, extensions[_i].hex);
	ck_assert(m.whole);
	ck_assert_ptr_null(message_format_error(&m));
	const struct option *o = &m.options[m.options_kept - 1];
	ck_assert_uint_eq(o->number, extensions[_i].number);
	assert_range(o->whole, extensions[_i].whole.at, extensions[_i].whole.len);
	assert_range(o->value, extensions[_i].value.at, extensions[_i].value.len);
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

/* Each anomaly alone: octets, kind, its place, the option number it names, whether all was read. */
static const struct {
	const char *hex;
	enum anomaly_kind kind;
	struct range where;
	uint32_t number;
	bool whole;
} anomalies[] = {
	{ "", ANOMALY_TOO_SHORT, { 0, 0 }, 0, false },
	{ "400112", ANOMALY_TOO_SHORT, { 0, 3 }, 0, false },
	{ "00010001", ANOMALY_VERSION, { 0, 1 }, 0, true },		/* version 0 */
	{ "80010001 60", ANOMALY_VERSION, { 0, 1 }, 0, true },		/* version 2, read on: Observe */
	{ "c0010001", ANOMALY_VERSION, { 0, 1 }, 0, true },		/* version 3 */
	{ "49010001 010203040506070809", ANOMALY_TOKEN_LENGTH, { 0, 1 }, 0, false },
	{ "4f010001", ANOMALY_TOKEN_LENGTH, { 0, 1 }, 0, false },
	{ "44010001 010203", ANOMALY_TOKEN_TRUNCATED, { 4, 3 }, 0, false },
	{ "41010001", ANOMALY_TOKEN_TRUNCATED, { 4, 0 }, 0, false },
	{ "40200001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 1.00 */
	{ "40610001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 3.01 */
	{ "40c10001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 6.01 */
	{ "60e10001", ANOMALY_RESERVED_CLASS, { 1, 1 }, 0, true },	/* 7.01 in an ACK */
	{ "40010001 60 f0", ANOMALY_DELTA_15, { 5, 1 }, 0, false },
	{ "40010001 fe 0000", ANOMALY_DELTA_15, { 4, 1 }, 0, false },
	{ "40010001 1f", ANOMALY_LENGTH_15, { 4, 1 }, 0, false },
	{ "40010001 b3 6162", ANOMALY_OPTION_TRUNCATED, { 4, 3 }, 11, false },	/* 3 octets announced, 2 there */
	{ "40010001 60 b1", ANOMALY_OPTION_TRUNCATED, { 5, 1 }, 17, false },	/* no value at all */
	{ "40010001 d0", ANOMALY_OPTION_TRUNCATED, { 4, 1 }, 0, false },	/* no extended delta */
	{ "40010001 e000", ANOMALY_OPTION_TRUNCATED, { 4, 2 }, 0, false },	/* half an extended delta */
	{ "40010001 bd", ANOMALY_OPTION_TRUNCATED, { 4, 1 }, 11, false },	/* no extended length */
	{ "40010001 be01", ANOMALY_OPTION_TRUNCATED, { 4, 2 }, 11, false },	/* half an extended length */
	{ "40010001 e0fef3", ANOMALY_OPTION_NUMBER, { 4, 3 }, 65536, true },
	{ "40010001 e0ffff", ANOMALY_OPTION_NUMBER, { 4, 3 }, 65804, true },
	{ "40010001 ff", ANOMALY_MARKER_ALONE, { 4, 1 }, 0, true },
	{ "41010001 ff 60 ff", ANOMALY_MARKER_ALONE, { 6, 1 }, 0, true },	/* the first ff is the token */
	{ "40000001 60", ANOMALY_EMPTY_WITH_CONTENT, { 4, 1 }, 0, false },
	{ "60000001 ff61", ANOMALY_EMPTY_WITH_CONTENT, { 4, 2 }, 0, false },
	{ "61000001 aa", ANOMALY_EMPTY_WITH_CONTENT, { 4, 1 }, 0, true },	/* a token, and nothing else */
	{ "50000001", ANOMALY_EMPTY_NON, { 0, 2 }, 0, true },
	{ "60020001", ANOMALY_REQUEST_IN_ACK, { 0, 2 }, 0, true },
	{ "70440001", ANOMALY_RST_NOT_EMPTY, { 0, 2 }, 0, true },	/* RST 2.04 */
	{ "70020001", ANOMALY_RST_NOT_EMPTY, { 0, 2 }, 0, true },	/* RST POST */
	{ "40010001 c2 0032", ANOMALY_UINT_NOT_SHORTEST, { 5, 2 }, 12, true },	/* Content-Format 0050 */
	{ "40010001 c1 00", ANOMALY_UINT_NOT_SHORTEST, { 5, 1 }, 12, true },	/* 0 is no octet */
	{ "40010001 b1 80", ANOMALY_STRING_NOT_UTF8, { 5, 1 }, 11, true },	/* a continuation octet alone */
	{ "40010001 b2 c0af", ANOMALY_STRING_NOT_UTF8, { 5, 2 }, 11, true },	/* '/' in two octets: overlong */
	{ "40010001 b3 eda080", ANOMALY_STRING_NOT_UTF8, { 5, 3 }, 11, true },	/* U+D800 */
	{ "40010001 b4 f4908080", ANOMALY_STRING_NOT_UTF8, { 5, 4 }, 11, true },	/* U+110000 */
	{ "40010001 b2 e282", ANOMALY_STRING_NOT_UTF8, { 5, 2 }, 11, true },	/* a euro sign cut */
	{ "40010001 30", ANOMALY_OPTION_LENGTH, { 4, 1 }, 3, true },		/* Uri-Host of no octet */
	{ "40010001 c3 010032", ANOMALY_OPTION_LENGTH, { 4, 4 }, 12, true },	/* Content-Format of 3 */
	{ "40010001 51 00", ANOMALY_OPTION_LENGTH, { 4, 2 }, 5, true },		/* If-None-Match of 1 */
	{ "40010001 40", ANOMALY_OPTION_LENGTH, { 4, 1 }, 4, true },		/* ETag of 0 */
	{ "40010001 49 010203040506070809", ANOMALY_OPTION_LENGTH, { 4, 10 }, 4, true }, /* ETag of 9 */
	{ "40010001 c132 0132", ANOMALY_OPTION_REPEATED, { 6, 2 }, 12, true },	/* Content-Format twice */
	{ "40010001 e0fcdb", ANOMALY_OPTION_EXPERIMENTAL, { 4, 3 }, 65000, true },	/* 269 + 64731 */
	{ "40010001 e0fef2", ANOMALY_OPTION_EXPERIMENTAL, { 4, 3 }, 65535, true },
};

START_TEST(test_anomaly)
{
	struct message m;

	read_hex(&m, anomalies[_i].hex);
	const struct anomaly *a = message_anomaly(&m, anomalies[_i].kind);
	ck_assert_msg(a, "%s: %s not noted", anomalies[_i].hex, anomaly_fact(anomalies[_i].kind)->word);
	assert_range(a->where, anomalies[_i].where.at, anomalies[_i].where.len);
	ck_assert_uint_eq(a->number, anomalies[_i].number);
	ck_assert_msg(m.anomaly_count == 1, "%s: %u anomalies", anomalies[_i].hex, m.anomaly_count);
	ck_assert_int_eq(m.whole, anomalies[_i].whole);
	bool format = anomaly_fact(anomalies[_i].kind)->weight == WEIGHT_FORMAT;
	ck_assert_ptr_eq(message_format_error(&m), format ? a : NULL);
	done(&m);
}
END_TEST

/* Every kind of anomaly has a vector above. */
START_TEST(test_anomalies_complete)
{
	bool seen[ANOMALY_COUNT] = { false };

	for (size_t i = 0; i < sizeof(anomalies) / sizeof(*anomalies); i++)
		seen[anomalies[i].kind] = true;
	for (int kind = 0; kind < ANOMALY_COUNT; kind++)
		ck_assert_msg(seen[kind], "no vector for %s", anomaly_fact((enum anomaly_kind)kind)->word);
}
END_TEST

/* What is right and looks wrong. */
static const char *const sound[] = {
	"40000001",			/* the Empty CON: a ping */
	"60000001", "70000001",		/* Empty ACK and RST */
	"60440001",			/* 2.04 in an ACK */
	"40010001 d10300",		/* Hop-Limit 0: one octet by definition */
	"40010001 b0 00",		/* two empty Uri-Path: repeatable */
	"40010001 41aa 01bb",		/* two ETags: repeatable */
	"40010001 3c e282ac c3a4 f09f9880 efbfbf",	/* Uri-Host of 12 octets: euro, umlaut, U+1F600, U+FFFF */
	"40010001 e0fcda",		/* option 64999: the last before the experimental ones */
	"40010001 b0 d1 f3 ff",		/* option 267 with value ff: no marker */
	"48010001 0102030405060708",	/* TKL 8 */
};

START_TEST(test_sound)
{
	struct message m;

	read_hex(&m, sound[_i]);
	ck_assert_msg(m.anomaly_count == 0, "%s: %s", sound[_i], anomaly_fact(m.anomalies[0].kind)->word);
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

#define LOOP(tests, test, rows) tcase_add_loop_test(tests, test, 0, (int)(sizeof(rows) / sizeof(*rows)))

Suite *message_tests(void)
{
	Suite *suite = suite_create("CoAP reader");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_request);
	LOOP(tests, test_extensions, extensions);
	tcase_add_test(tests, test_long_values);
	LOOP(tests, test_anomaly, anomalies);
	tcase_add_test(tests, test_anomalies_complete);
	LOOP(tests, test_sound, sound);
	tcase_add_test(tests, test_several);
	tcase_add_test(tests, test_more_than_kept);
	tcase_add_test(tests, test_long_token);
	tcase_add_test(tests, test_option_uint);
	suite_add_tcase(suite, tests);
	return suite;
}
