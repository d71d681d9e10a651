/* tests/unit/wire_write.c - the writer of CoAP messages against hand-made octets; codes and the line for people. */
#include "tests/unit/wire.h"

#include <string.h>

#include "wire/message.h"

#define assert_octets(buffer, ...) \
	do { \
		static const uint8_t expected_[] = { __VA_ARGS__ }; \
		ck_assert(!(buffer).failed); \
		ck_assert_uint_eq((buffer).len, sizeof(expected_)); \
		ck_assert_mem_eq((buffer).bytes, expected_, sizeof(expected_)); \
	} while (0)

START_TEST(test_request)
{
	uint8_t room[100];
	struct buffer b = buffer_on(room, sizeof(room));
	struct writer w = message_begin(&b, TYPE_CON, CODE_POST, 0x1a2b, "\x01\xff", 2);

	writer_option(&w, OPTION_URI_PATH, "a", 1);
	writer_option(&w, OPTION_URI_PATH, "", 0);
	writer_option_uint(&w, OPTION_CONTENT_FORMAT, 50);
	writer_option_uint(&w, OPTION_ACCEPT, 0);
	writer_payload(&w, "{}", 2);
	assert_octets(b, 0x42, 0x02, 0x1a, 0x2b, 0x01, 0xff,	/* CON, TKL 2, POST, MID, token */
		      0xb1, 'a', 0x00,				/* Uri-Path "a" and "" */
		      0x11, 0x32, 0x50,				/* Content-Format 50, Accept 0: no octet */
		      0xff, '{', '}');
}
END_TEST

START_TEST(test_empty_messages)
{
	uint8_t room[100];
	struct buffer b = buffer_on(room, sizeof(room));
	struct writer w = message_begin(&b, TYPE_RST, CODE_EMPTY, 0xfffe, NULL, 0);

	writer_payload(&w, "", 0);
	assert_octets(b, 0x70, 0x00, 0xff, 0xfe);	/* no payload: no marker */
}
END_TEST

/* uint values take the fewest octets (RFC 7252 3.2). */
START_TEST(test_uints)
{
	uint8_t room[100];
	struct buffer b = buffer_on(room, sizeof(room));
	struct writer w = message_begin(&b, TYPE_NON, CODE_CONTENT, 0, "12345678", 8);

	writer_option_uint(&w, OPTION_MAX_AGE, 255);
	writer_option_uint(&w, OPTION_MAX_AGE, 256);
	writer_option_uint(&w, OPTION_MAX_AGE, 0x010000);
	writer_option_uint(&w, OPTION_MAX_AGE, 0xffffffff);
	writer_option_uint(&w, OPTION_SIZE1, 0);
	assert_octets(b, 0x58, 0x45, 0, 0, '1', '2', '3', '4', '5', '6', '7', '8',
		      0xd1, 0x01, 0xff,			/* 14 = 13 + 1 */
		      0x02, 0x01, 0x00,
		      0x03, 0x01, 0x00, 0x00,
		      0x04, 0xff, 0xff, 0xff, 0xff,
		      0xd0, 0x21);			/* 60 - 14 = 46 = 13 + 33 */
}
END_TEST

/* Deltas and lengths on each side of 13 and 269: {number, length, head}. */
static const struct {
	uint32_t number;
	size_t len;
	uint8_t head[5];
	size_t head_len;
} boundaries[] = {
	{ 12, 12, { 0xcc }, 1 },
	{ 13, 13, { 0xdd, 0x00, 0x00 }, 3 },
	{ 268, 268, { 0xdd, 0xff, 0xff }, 3 },
	{ 269, 269, { 0xee, 0x00, 0x00, 0x00, 0x00 }, 5 },
	{ 65535, 0, { 0xe0, 0xfe, 0xf2 }, 3 },		/* 269 + 65266 */
	{ 292, 1034, { 0xee, 0x00, 0x17, 0x02, 0xfd }, 5 },	/* 269 + 23; 269 + 765 */
};

START_TEST(test_boundaries)
{
	uint8_t room[1200], value[1100] = { 0 };
	struct buffer b = buffer_on(room, sizeof(room));
	struct writer w = message_begin(&b, TYPE_CON, CODE_GET, 1, NULL, 0);

	writer_option(&w, boundaries[_i].number, value, boundaries[_i].len);
	ck_assert_uint_eq(b.len, 4 + boundaries[_i].head_len + boundaries[_i].len);
	ck_assert_mem_eq(b.bytes + 4, boundaries[_i].head, boundaries[_i].head_len);
}
END_TEST

START_TEST(test_no_room)
{
	uint8_t room[8];
	struct buffer b = buffer_on(room, sizeof(room));
	struct writer w = message_begin(&b, TYPE_CON, CODE_GET, 1, NULL, 0);

	writer_option(&w, OPTION_URI_PATH, "abcd", 4);
	ck_assert(b.failed);
}
END_TEST

START_TEST(test_codes)
{
	char text[48];
	uint8_t code = 0;

	ck_assert_str_eq(code_format(text, sizeof(text), 0x44), "2.04 Changed");
	ck_assert_str_eq(code_format(text, sizeof(text), 0x02), "0.02 POST");
	ck_assert_str_eq(code_format(text, sizeof(text), 0x5f), "2.31 Continue");
	ck_assert_str_eq(code_format(text, sizeof(text), 0x27), "1.07");
	ck_assert_str_eq(code_format(text, 5, 0x44), "2.04");
	ck_assert_str_eq(code_name(0x84), "Not Found");
	ck_assert_ptr_null(code_name(0xff));
	ck_assert(code_read("2.04", &code));
	ck_assert_uint_eq(code, 0x44);
	ck_assert(code_read("7.31", &code));
	ck_assert_uint_eq(code, 0xff);
	static const char *const none[] = { "", "2", "2.4", "2.004", "8.00", "2.32", "2,04", "a.04", "2.0a",
					    " 2.04", "2.04 " };
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		ck_assert_msg(!code_read(none[i], &code), "'%s' is a code", none[i]);
}
END_TEST

/* Option rows against RFC 7252 Table 4, RFC 7959 Table 1 and RFC 7641 2, written down again here. */
START_TEST(test_option_facts)
{
	static const struct {
		uint32_t number;
		const char *name;
		enum option_format format;
		unsigned min, max;
		bool repeatable;
	} table[] = {
		{ 1, "If-Match", FORMAT_OPAQUE, 0, 8, true },
		{ 3, "Uri-Host", FORMAT_STRING, 1, 255, false },
		{ 4, "ETag", FORMAT_OPAQUE, 1, 8, true },
		{ 5, "If-None-Match", FORMAT_EMPTY, 0, 0, false },
		{ 6, "Observe", FORMAT_UINT, 0, 3, false },
		{ 7, "Uri-Port", FORMAT_UINT, 0, 2, false },
		{ 8, "Location-Path", FORMAT_STRING, 0, 255, true },
		{ 11, "Uri-Path", FORMAT_STRING, 0, 255, true },
		{ 12, "Content-Format", FORMAT_UINT, 0, 2, false },
		{ 14, "Max-Age", FORMAT_UINT, 0, 4, false },
		{ 15, "Uri-Query", FORMAT_STRING, 0, 255, true },
		{ 17, "Accept", FORMAT_UINT, 0, 2, false },
		{ 20, "Location-Query", FORMAT_STRING, 0, 255, true },
		{ 23, "Block2", FORMAT_UINT, 0, 3, false },
		{ 27, "Block1", FORMAT_UINT, 0, 3, false },
		{ 28, "Size2", FORMAT_UINT, 0, 4, false },
		{ 35, "Proxy-Uri", FORMAT_STRING, 1, 1034, false },
		{ 39, "Proxy-Scheme", FORMAT_STRING, 1, 255, false },
		{ 60, "Size1", FORMAT_UINT, 0, 4, false },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		const struct option_fact *f = option_fact(table[i].number);
		ck_assert_ptr_nonnull(f);
		ck_assert_uint_eq(f->number, table[i].number);
		ck_assert_str_eq(f->name, table[i].name);
		ck_assert_int_eq(f->format, table[i].format);
		ck_assert_uint_eq(f->min, table[i].min);
		ck_assert_uint_eq(f->max, table[i].max);
		ck_assert_int_eq(f->repeatable, table[i].repeatable);
		ck_assert_ptr_eq(option_fact_named(f->word), f);
	}
	ck_assert_ptr_null(option_fact(2));
	ck_assert_ptr_null(option_fact_named("uri"));
	unsigned rows = 0;
	for (const struct option_fact *f; (f = option_fact_row(rows)); rows++)
		ck_assert_ptr_eq(option_fact(f->number), f);
	ck_assert_uint_ge(rows, sizeof(table) / sizeof(*table));
}
END_TEST

static const struct {
	const char *bytes;
	size_t len;
	const char *line;
} lines[] = {
	{ "\x42\x02\x1a\x2b\x01\xff\xb7msgin5g\x11\x32\xff{}", 19,
	  "CON POST mid 0x1a2b token 01ff /msgin5g 50 (19 octets)" },
	{ "\x60\x44\x1a\x2b", 4, "ACK 2.04 Changed mid 0x1a2b (4 octets)" },
	{ "\x70\x00\x00\x01", 4, "RST Empty mid 0x0001 (4 octets)" },
	{ "\x50\x27\x00\x01\xff", 5, "NON 1.07 mid 0x0001 (5 octets, reserved-class)" },
	{ "\x40\x01\x00\x01\xb2" "a/" "\x02%\n\x00", 11, "CON GET mid 0x0001 /a%2F/%25%0A/ (11 octets)" },
	{ "\x40", 1, "no CoAP message (1 octets)" },
};

START_TEST(test_lines)
{
	struct message m;
	char text[200];

	message_read(&m, (const uint8_t *)lines[_i].bytes, lines[_i].len);
	ck_assert_str_eq(message_format(text, sizeof(text), &m), lines[_i].line);
	for (size_t size = 1; size < 60; size++)
		ck_assert_uint_lt(strlen(message_format(text, size, &m)), size);
}
END_TEST

#define LOOP(tests, test, rows) tcase_add_loop_test(tests, test, 0, (int)(sizeof(rows) / sizeof(*rows)))

Suite *write_tests(void)
{
	Suite *suite = suite_create("CoAP writer");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_request);
	tcase_add_test(tests, test_empty_messages);
	tcase_add_test(tests, test_uints);
	LOOP(tests, test_boundaries, boundaries);
	tcase_add_test(tests, test_no_room);
	tcase_add_test(tests, test_codes);
	tcase_add_test(tests, test_option_facts);
	LOOP(tests, test_lines, lines);
	suite_add_tcase(suite, tests);
	return suite;
}
