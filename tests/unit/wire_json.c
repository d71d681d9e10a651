/* tests/unit/wire_json.c - the JSON reader: which texts RFC 8259 allows, what stands where. */
#include "tests/unit/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/wire_json.h"
#include "wire/json.h"

struct range all_of(size_t len) { return (struct range){ 0, (uint32_t)len }; }

static void read_text(struct json *json, const char *text)
{
	json_read(json, (const uint8_t *)text, all_of(strlen(text)));
}

START_TEST(test_json_right_text)
{
	const struct json_right *v = &json_right[_i];
	struct json json;

	json_read(&json, (const uint8_t *)v->text, all_of(v->len));
	ck_assert_msg(json.whole && json.node_count == v->nodes, "%s: %d nodes", v->text, json.node_count);
	for (unsigned i = 0; i < json.anomaly_count; i++)
		ck_assert_msg(json.anomalies[i].kind == JSON_NOT_OBJECT, "%s: %s", v->text,
			      json_fault_word(json.anomalies[i].kind));
}
END_TEST

START_TEST(test_json_wrong_text)
{
	const struct json_wrong *v = &json_wrong[_i];
	struct json json;

	json_read(&json, (const uint8_t *)v->text, all_of(v->len));
	const struct json_anomaly *a = json_anomaly(&json, v->fault);
	ck_assert_msg(a, "%s: no %s", v->text, json_fault_word(v->fault));
	ck_assert_msg(a->where.at == v->at && a->where.len == v->where_len, "%s: %s at %u+%u", v->text,
		      json_fault_word(v->fault), a->where.at, a->where.len);
	ck_assert_msg(json.whole == v->whole, "%s: whole", v->text);
	for (unsigned i = 0; i < json.anomaly_count; i++)
		ck_assert_msg(json.anomalies[i].kind == v->fault || json.anomalies[i].kind == JSON_NOT_OBJECT,
			      "%s: also %s", v->text, json_fault_word(json.anomalies[i].kind));
}
END_TEST

static void stands(const struct json *json, int node, enum json_kind kind, uint32_t at, uint32_t len)
{
	ck_assert_int_ge(node, 0);
	ck_assert_str_eq(json_kind_name(json->nodes[node].kind), json_kind_name(kind));
	ck_assert_uint_eq(json->nodes[node].value.at, at);
	ck_assert_uint_eq(json->nodes[node].value.len, len);
}

START_TEST(test_json_says_where_things_stand)
{
	/*           0         1         2         3         4
	 *           0123456789012345678901234567890123456789012345 */
	static const char text[] = "XX { \"ab\" : [1, true ,null],\"c\":{\"d\":\"x\\\"y\"} }";
	struct json json;
	double number = 0;
	char string[8];

	/* Two octets before the text, as a CoAP header would be: ranges count from the first of all. */
	json_read(&json, (const uint8_t *)text, (struct range){ 2, (uint32_t)strlen(text) - 2 });
	ck_assert(json.whole && !json.anomaly_count);
	ck_assert_int_eq(json.node_count, 7);
	stands(&json, 0, KIND_OBJECT, 3, 43);
	int ab = json_member(&json, 0, "ab"), c = json_member(&json, 0, "c"), d = json_member(&json, c, "d");
	stands(&json, ab, KIND_ARRAY, 12, 15);
	ck_assert_uint_eq(json.nodes[ab].name.at, 6);
	ck_assert_uint_eq(json.nodes[ab].name.len, 2);
	ck_assert_uint_eq(json.nodes[ab].member.at, 5);
	ck_assert_uint_eq(json.nodes[ab].member.len, 22);
	int one = json.nodes[ab].child, yes = json.nodes[one].next, null = json.nodes[yes].next;
	stands(&json, one, KIND_NUMBER, 13, 1);
	stands(&json, yes, KIND_BOOLEAN, 16, 4);
	stands(&json, null, KIND_NULL, 22, 4);
	ck_assert_int_eq(json.nodes[null].next, -1);
	ck_assert_uint_eq(json.nodes[one].member.len + json.nodes[one].name.len, 0);
	stands(&json, c, KIND_OBJECT, 32, 12);
	stands(&json, d, KIND_STRING, 37, 6);
	ck_assert_int_eq(json.nodes[d].parent, c);
	ck_assert_int_eq(json.nodes[d].depth, 2);
	ck_assert(json_number(&json, one, &number) && number == 1);
	ck_assert_int_eq(json_string(&json, d, string, sizeof(string)), 3);
	ck_assert_str_eq(string, "x\"y");
	ck_assert_int_eq(json_member(&json, 0, "d"), -1);
	ck_assert_int_eq(json_member(&json, d, "d"), -1);
	ck_assert_int_eq(json_member(&json, -1, "d"), -1);
}
END_TEST

START_TEST(test_json_marks_what_is_open_when_the_text_ends)
{
	struct json json;

	/*                0123456789012345 */
	read_text(&json, "{\"a\":[1,{\"b\":\"cut");
	ck_assert(!json.whole);
	stands(&json, 0, KIND_OBJECT, 0, 17);
	stands(&json, json_member(&json, 0, "a"), KIND_ARRAY, 5, 12);
	ck_assert_int_eq(json.node_count, 4);	/* the cut string is none */
	read_text(&json, "[{\"a\":1 x}]");
	stands(&json, 0, KIND_ARRAY, 0, 8);
	stands(&json, 1, KIND_OBJECT, 1, 7);
}
END_TEST

static const struct unescaping {
	const char *text, *meant;
	long len;
} unescapings[] = {
	{ "\"\"", "", 0 },
	{ "\"plain\"", "plain", 5 },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8 },
	{ "\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10 },
	{ "\"\\uDBFF\\uDFFF\"", "\xf4\x8f\xbf\xbf", 4 },
	{ "\"a\\u0000b\"", "a\0b", 3 },
	{ "\"\\ud800x\"", "\xef\xbf\xbdx", 4 },
	{ "\"\\udc00\\ud800\"", "\xef\xbf\xbd\xef\xbf\xbd", 6 },
	{ "\"\\ud800\\u0041\"", "\xef\xbf\xbd" "A", 4 },
	{ "\"\\q\"", "\\q", 2 },
	{ "\"\\u12\"", "\\u12", 4 },
	{ "\"\\u12g4\"", "\\u12g4", 6 },
	{ "\"\\x41\"", "\\x41", 4 },
};

START_TEST(test_json_unescapes)
{
	const struct unescaping *v = &unescapings[_i];
	struct json json;
	char out[16];

	read_text(&json, v->text);
	ck_assert_int_eq(json_string(&json, 0, out, sizeof(out)), v->len);
	ck_assert_mem_eq(out, v->meant, (size_t)v->len + 1);
	ck_assert_int_eq(json_string(&json, 0, out, (size_t)v->len + 1), v->len);
	ck_assert_int_eq(json_string(&json, 0, out, (size_t)v->len), -1);
	ck_assert(json_string_is(&json, 0, v->meant) == (strlen(v->meant) == (size_t)v->len));
	ck_assert(!json_string_is(&json, 0, "something else"));
}
END_TEST

/* Which members have one name: the position of the quote of the one that is there again, or -1. */
static const struct twins {
	const char *text;
	int again;
} twins[] = {
	{ "{\"a\":1,\"a\":2}", 7 },
	{ "{\"a\":1,\"\\u0061\":2}", 7 },
	{ "{\"\\u0061\":1,\"a\":2}", 12 },
	{ "{\"\\u0061\":1,\"\\u0061\":2}", 12 },
	{ "{\"x\":1,\"a\\/b\":1,\"a/b\":2}", 16 },
	{ "{\"\\u20ac\":1,\"\xe2\x82\xac\":2}", 12 },
	{ "{\"\xe2\x82\xac\":1,\"\\u20AC\":2}", 9 },
	{ "{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", 18 },
	{ "{\"\":1,\"\":2}", 6 },
	{ "{\"b\":{\"a\":1},\"c\":{\"a\":1}}", -1 },
	{ "{\"a\":1,\"A\":2}", -1 },
	{ "{\"a\":1,\"a \":2}", -1 },
	{ "{\"a\":1,\"\\u0061b\":2}", -1 },
	{ "{\"a\":1,\"a\\u0000\":2}", -1 },
	{ "{\"a\":{\"a\":{\"a\":1}}}", -1 },
	{ "[\"a\",\"a\"]", -1 },
	{ "{\"o\":{\"k\":1,\"m\":2,\"k\":3}}", 18 },
};

START_TEST(test_json_finds_names_that_occur_again)
{
	const struct twins *v = &twins[_i];
	struct json json;

	read_text(&json, v->text);
	const struct json_anomaly *a = json_anomaly(&json, JSON_DUPLICATE);
	ck_assert_msg(!a == (v->again < 0), "%s", v->text);
	if (a)
		ck_assert_int_eq((int)a->where.at, v->again);
}
END_TEST

START_TEST(test_json_walks_the_duplicates)
{
	struct json json;

	read_text(&json, "{\"n\":0,\"t\":1,\"n\":2,\"\\u006e\":3,\"n\":4}");
	int first = json_member(&json, 0, "n"), second = json_member_again(&json, first);
	int third = json_member_again(&json, second), fourth = json_member_again(&json, third);
	ck_assert_int_eq(first, 1);
	ck_assert_int_eq(second, 3);
	ck_assert_int_eq(third, 4);
	ck_assert_int_eq(fourth, 5);
	ck_assert_int_eq(json_member_again(&json, fourth), -1);
	ck_assert_int_eq(json_member_again(&json, json_member(&json, 0, "t")), -1);
	ck_assert_int_eq(json_member_again(&json, 0), -1);
	ck_assert_int_eq(json_member_again(&json, -1), -1);
	ck_assert_uint_eq(json.anomaly_count, 1);	/* the first of a kind */
}
END_TEST

static const struct number {
	const char *text;
	double value;	/* 0.25: is refused */
} numbers[] = {
	{ "0", 0 }, { "-0", 0 }, { "65535", 65535 }, { "-12.5", -12.5 }, { "1e3", 1000 }, { "1E+2", 100 },
	{ "25e-1", 2.5 },
	{ "\"7\"", 0.25 }, { "true", 0.25 }, { "1e400", 0.25 }, { "-1e400", 0.25 }, { "1e-400", 0 },
	{ "100000000000000000000000000000000000000000000000000000000000000", 1e62 },	/* 63 octets */
	{ "1111111111111111111111111111111111111111111111111111111111111111", 0.25 },	/* 64 octets */
};

START_TEST(test_json_numbers)
{
	const struct number *v = &numbers[_i];
	struct json json;
	double value = 0.25;

	read_text(&json, v->text);
	ck_assert(json_number(&json, 0, &value) == (v->value != 0.25));
	ck_assert_msg(value == v->value, "%s: %g", v->text, value);
	ck_assert(!json_number(&json, -1, &value));
}
END_TEST

/* N of OPEN, then N of CLOSE. */
static char *nested(size_t n, const char *open, const char *inmost, const char *close)
{
	char *text = calloc(n * (strlen(open) + strlen(close)) + strlen(inmost) + 1, 1), *p = text;

	for (size_t i = 0; i < n; i++)
		p = stpcpy(p, open);
	p = stpcpy(p, inmost);
	for (size_t i = 0; i < n; i++)
		p = stpcpy(p, close);
	return text;
}

START_TEST(test_json_goes_as_deep_as_it_says)
{
	struct json json;
	char *text = nested(JSON_DEPTH, "[", "1", "]");

	read_text(&json, text);
	ck_assert(json.whole && !json_anomaly(&json, JSON_TOO_DEEP));
	ck_assert_int_eq(json.node_count, JSON_DEPTH + 1);
	ck_assert_int_eq(json.nodes[JSON_DEPTH].depth, JSON_DEPTH);
	free(text);
	text = nested(JSON_DEPTH + 1, "[", "1", "]");
	read_text(&json, text);
	const struct json_anomaly *a = json_anomaly(&json, JSON_TOO_DEEP);
	ck_assert(a && !json.whole);
	ck_assert_uint_eq(a->where.at, JSON_DEPTH);
	ck_assert_uint_eq(a->where.len, 3);
	free(text);
}
END_TEST

START_TEST(test_json_reads_past_what_is_too_deep)
{
	static const char *const shapes[][3] = {
		{ "[", "", "]" },
		{ "{\"a\":", "\"]}\\\"\"", "}" },
		{ "[", "[\"[\"]", "]" },
	};
	struct json json;

	for (int i = 0; i < 3; i++) {
		char *deep = nested(100000, shapes[i][0], shapes[i][1], shapes[i][2]);
		size_t size = strlen(deep) + 64;
		char *text = malloc(size);
		snprintf(text, size, "{\"deep\":%s,\"after\":\"seen\"}", deep);
		read_text(&json, text);
		ck_assert(json_anomaly(&json, JSON_TOO_DEEP) && json.anomaly_count == 1);
		ck_assert(json_string_is(&json, json_member(&json, 0, "after"), "seen"));
		json_read(&json, (const uint8_t *)text, all_of(strlen(text) / 2));
		ck_assert(json_anomaly(&json, JSON_TOO_DEEP) && json_anomaly(&json, JSON_INCOMPLETE));
		free(deep);
		free(text);
	}
}
END_TEST

START_TEST(test_json_keeps_a_bounded_number_of_values)
{
	struct json json;
	char *items = nested(JSON_NODES, "", "0", ",0"), *text = malloc(strlen(items) + 64);

	/* Member, array, 161 numbers; then a member that has no room and a duplicate that nobody sees. */
	sprintf(text, "{\"many\":[%s],\"x\":{\"x\":1}}", items);
	read_text(&json, text);
	const struct json_anomaly *a = json_anomaly(&json, JSON_TOO_MANY);
	ck_assert(a && json.whole && json.anomaly_count == 1);
	ck_assert_int_eq(json.node_count, JSON_NODES);
	/* 158 numbers are kept; the 159th stands at 9 + 158 * 2. */
	ck_assert_uint_eq(a->where.at, 9 + 158 * 2);
	ck_assert_uint_eq(a->where.len, 1);
	stands(&json, 1, KIND_ARRAY, 8, 2 + 2 * JSON_NODES + 1);
	strcpy(text + strlen(text) - 3, "1]]");	/* syntax is still looked at: } instead of ] */
	read_text(&json, text);
	ck_assert(json_anomaly(&json, JSON_SYNTAX) && !json.whole);
	free(items);
	free(text);
}
END_TEST

/* Ten million octets each: done in one pass, or this test takes for ever. */
START_TEST(test_json_survives_long_texts)
{
	enum { LONG = 10 * 1000 * 1000 };
	static const char fills[] = { '1', ' ', 'a', '\\', '[', '"', '\0', '\xff', '-', ',' };
	uint8_t *text = malloc(LONG);
	struct json json;
	double value;

	for (size_t i = 0; i < sizeof(fills); i++) {
		memset(text, fills[i], LONG);
		json_read(&json, text, all_of(LONG));
		ck_assert(json.whole == (fills[i] == '1'));
		ck_assert(!json_number(&json, json.node_count - 1, &value));
		text[0] = '"';
		json_read(&json, text, all_of(LONG));
		text[LONG - 1] = '"';
		json_read(&json, text, all_of(LONG));
	}
	free(text);
}
END_TEST

START_TEST(test_json_fault_rows)
{
	for (int i = 0; i < JSON_FAULT_COUNT; i++) {
		enum json_fault f = (enum json_fault)i;
		ck_assert(!strncmp(json_fault_rule(f), "JSON-0", 6) && !strncmp(json_fault_clause(f), "RFC 8259 ", 9));
		ck_assert(*json_fault_text(f) && *json_fault_word(f));
	}
	ck_assert_str_eq(json_fault_word(JSON_TRAILING), "trailing-octets");
	ck_assert_str_eq(json_kind_name(99), "?");
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))))

Suite *json_tests(void)
{
	Suite *suite = suite_create("json");
	TCase *tests = tcase_create("reader");

	tcase_set_timeout(tests, 0);
	tcase_add_loop_test(tests, test_json_right_text, 0, json_right_count);
	tcase_add_loop_test(tests, test_json_wrong_text, 0, json_wrong_count);
	tcase_add_test(tests, test_json_says_where_things_stand);
	tcase_add_test(tests, test_json_marks_what_is_open_when_the_text_ends);
	tcase_add_loop_test(tests, test_json_unescapes, 0, COUNT(unescapings));
	tcase_add_loop_test(tests, test_json_finds_names_that_occur_again, 0, COUNT(twins));
	tcase_add_test(tests, test_json_walks_the_duplicates);
	tcase_add_loop_test(tests, test_json_numbers, 0, COUNT(numbers));
	tcase_add_test(tests, test_json_goes_as_deep_as_it_says);
	tcase_add_test(tests, test_json_reads_past_what_is_too_deep);
	tcase_add_test(tests, test_json_keeps_a_bounded_number_of_values);
	tcase_add_test(tests, test_json_survives_long_texts);
	tcase_add_test(tests, test_json_fault_rows);
	suite_add_tcase(suite, tests);
	return suite;
}
