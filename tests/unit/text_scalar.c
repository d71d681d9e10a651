/* tests/unit/text_scalar.c - what scalars are read as, and what is refused, in which words. */
#include "tests/unit/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "text/node.h"

/* The value of `v: ...`, on line 1 from column 4 on. */
static struct document *value(const char *yaml, const struct node **node)
{
	struct error error = { .text = "" };
	char text[600];

	snprintf(text, sizeof(text), "v: %s\n", yaml);
	struct document *d = document_parse("t", text, strlen(text), &error);
	ck_assert_msg(d, "%s: %s", yaml, error.text);
	*node = node_get(document_root(d), "v");
	return d;
}

static const struct number {
	const char *yaml;
	uint64_t min, max, value;
	const char *error;	/* NULL: taken */
} numbers[] = {
	{ "0", 0, 9, 0, NULL },
	{ "9", 0, 9, 9, NULL },
	{ "0x1F", 0, 99, 31, NULL },
	{ "18446744073709551615", 0, UINT64_MAX, UINT64_MAX, NULL },
	{ "0xffffffffffffffff", 0, UINT64_MAX, UINT64_MAX, NULL },
	{ "18446744073709551616", 0, UINT64_MAX, 0, "t:1:4: expected a number from 0 on, not '18446744073709551616'" },
	{ "10", 1, 9, 0, "t:1:4: expected a number from 1 to 9, not '10'" },
	{ "0", 1, 9, 0, "t:1:4: expected a number from 1 to 9, not '0'" },
	{ "07", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not '07'" },
	{ "-1", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not '-1'" },
	{ "+1", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not '+1'" },
	{ "1.0", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not '1.0'" },
	{ "1e1", 0, 99, 0, "t:1:4: expected a number from 0 to 99, not '1e1'" },
	{ "0x", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not '0x'" },
	{ "a", 0, 99, 0, "t:1:4: expected a number from 0 to 99, not 'a'" },
	{ "\"5\"", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not '5' in quotes" },
	{ "", 0, 9, 0, "t:1:3: expected a number from 0 to 9, not nothing" },
	{ "[5]", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not a list" },
	{ "{a: 5}", 0, 9, 0, "t:1:4: expected a number from 0 to 9, not a map" },
};

START_TEST(test_node_number)
{
	const struct number *v = &numbers[_i];
	struct error error = { .text = "" };
	const struct node *n;
	struct document *d = value(v->yaml, &n);
	uint64_t out = 77;

	ck_assert_int_eq(node_number(n, v->min, v->max, &out, &error), v->error ? -1 : 0);
	ck_assert_str_eq(error.text, v->error ? v->error : "");
	ck_assert_uint_eq(out, v->error ? 77 : v->value);
	document_free(d);
}
END_TEST

static const struct duration {
	const char *yaml;
	int status;
	uint64_t ns;
} durations[] = {
	{ "0", 0, 0 },
	{ "0s", 0, 0 },
	{ "7ns", 0, 7 },
	{ "7us", 0, 7000 },
	{ "20ms", 0, 20000000 },
	{ "2s", 0, 2000000000 },
	{ "1.5s", 0, 1500000000 },
	{ "0.000000001s", 0, 1 },
	{ "1.000000001h", 0, 3600000003600 },
	{ "5min", 0, 300000000000 },
	{ "2h", 0, 7200000000000 },
	{ "2562046h", 0, 9223365600000000000 },	/* below 2^63 ns: 292 years */
	{ "2562047h", -1, 0 },
	{ "18446744073709551616ns", -1, 0 },
	{ "99999999999999999999999s", -1, 0 },
	{ "5", -1, 0 },
	{ "00", -1, 0 },
	{ "-1s", -1, 0 },
	{ "1 s", -1, 0 },
	{ "1.s", -1, 0 },
	{ ".5s", -1, 0 },
	{ "1.0000000001s", -1, 0 },
	{ "1m", -1, 0 },
	{ "1S", -1, 0 },
	{ "s", -1, 0 },
	{ "1s2", -1, 0 },
	{ "'1s'", -1, 0 },
	{ "", -1, 0 },
	{ "[1s]", -1, 0 },
};

START_TEST(test_node_duration)
{
	const struct duration *v = &durations[_i];
	struct error error = { .text = "" };
	const struct node *n;
	struct document *d = value(v->yaml, &n);
	uint64_t ns = 77, to = 77;

	ck_assert_int_eq(node_duration(n, &ns, &error), v->status);
	ck_assert_uint_eq(ns, v->status ? 77 : v->ns);
	ck_assert_msg(!v->status || !strncmp(error.text, "t:1:", 4), "%s", error.text);
	ck_assert_int_eq(node_durations(n, &ns, &to, &error), v->status);
	ck_assert_uint_eq(to, v->status ? 77 : v->ns);
	document_free(d);
}
END_TEST

static const struct span {
	const char *yaml;
	int status;
	uint64_t from, to;
} spans[] = {
	{ "20ms..40ms", 0, 20000000, 40000000 },
	{ "0..1s", 0, 0, 1000000000 },
	{ "1.5s..1.5s", 0, 1500000000, 1500000000 },
	{ "2s..1s", -1, 0, 0 },
	{ "1s..", -1, 0, 0 },
	{ "..1s", -1, 0, 0 },
	{ "1s...2s", -1, 0, 0 },
	{ "1s..2s..3s", -1, 0, 0 },
	{ "\"1s..2s\"", -1, 0, 0 },
};

START_TEST(test_node_durations)
{
	const struct span *v = &spans[_i];
	struct error error = { .text = "" };
	const struct node *n;
	struct document *d = value(v->yaml, &n);
	uint64_t from = 0, to = 0;

	ck_assert_int_eq(node_durations(n, &from, &to, &error), v->status);
	if (!v->status)
		ck_assert(from == v->from && to == v->to);
	document_free(d);
}
END_TEST

/* -1: refused. */
static const struct ratio {
	const char *yaml;
	double share, rate;
} ratios[] = {
	{ "1%", 0.01, -1 },	{ "0%", 0, -1 },	 { "100%", 1, -1 },	{ "0.5%", 0.005, -1 },
	{ "100.1%", -1, -1 },	{ "101%", -1, -1 },	 { "-1%", -1, -1 },	{ "1", -1, -1 },
	{ "\"1%\"", -1, -1 },	{ "1 %", -1, -1 },	 { "1%%", -1, -1 },	{ "'%'", -1, -1 },
	{ "500/s", -1, 500 },	{ "30/min", -1, 0.5 },	 { "0.25/s", -1, 0.25 }, { "1/ms", -1, 1000 },
	{ "7200/h", -1, 2 },	{ "500", -1, -1 },	 { "500/", -1, -1 },	{ "/s", -1, -1 },
	{ "500/m", -1, -1 },	{ "'5/s'", -1, -1 },	 { "", -1, -1 },	{ "[1%]", -1, -1 },
};

START_TEST(test_node_share_and_rate)
{
	const struct ratio *v = &ratios[_i];
	struct error error = { .text = "" };
	const struct node *n;
	struct document *d = value(v->yaml, &n);
	double share = -1, rate = -1;

	ck_assert_int_eq(node_share(n, &share, &error), v->share < 0 ? -1 : 0);
	ck_assert_int_eq(node_rate(n, &rate, &error), v->rate < 0 ? -1 : 0);
	ck_assert_msg(fabs(share - v->share) < 1e-12 && fabs(rate - v->rate) < 1e-9, "%s: %g %g", v->yaml, share, rate);
	document_free(d);
}
END_TEST

static const struct boolean {
	const char *yaml;
	int status;
	bool value;
} booleans[] = {
	{ "yes", 0, true }, { "true", 0, true },  { "no", 0, false }, { "false", 0, false }, { "Yes", -1, false },
	{ "on", -1, false }, { "1", -1, false }, { "\"yes\"", -1, false }, { "", -1, false }, { "[yes]", -1, false },
};

START_TEST(test_node_bool)
{
	const struct boolean *v = &booleans[_i];
	struct error error = { .text = "" };
	const struct node *n;
	struct document *d = value(v->yaml, &n);
	bool out = !v->value;

	ck_assert_int_eq(node_bool(n, &out, &error), v->status);
	if (v->status)
		ck_assert(!strncmp(error.text, "t:1:", 4) && strstr(error.text, "expected yes or no, not"));
	else
		ck_assert(out == v->value);
	document_free(d);
}
END_TEST

static const struct octets {
	const char *yaml;
	long len;	/* -1: refused */
	const char *octets;
} octets[] = {
	{ "plain text", 10, "plain text" },
	{ "\"in quotes\"", 9, "in quotes" },
	{ "\"\"", 0, "" },
	{ "hex:00ff1A", 3, "\x00\xff\x1a" },
	{ "\"hex:7365637265745053\"", 8, "secretPS" },
	{ "\"hex:\"", 0, "" },
	{ "\xe2\x82\xac", 3, "\xe2\x82\xac" },
	{ "hex:0", -1, NULL },
	{ "hex:0g", -1, NULL },
	{ "hex:00 ff", -1, NULL },
	{ "hex:0102030405060708090a0b0c0d", -1, NULL },	/* 13 octets */
	{ "thirteen char", -1, NULL },
	{ "", -1, NULL },
	{ "[a]", -1, NULL },
};

START_TEST(test_node_octets)
{
	const struct octets *v = &octets[_i];
	struct error error = { .text = "" };
	const struct node *n;
	struct document *d = value(v->yaml, &n);
	uint8_t out[12];
	size_t len = 99;

	ck_assert_int_eq(node_octets(n, out, sizeof(out), &len, &error), v->len < 0 ? -1 : 0);
	if (v->len >= 0)
		ck_assert(len == (size_t)v->len && !memcmp(out, v->octets, len));
	else
		ck_assert_msg(!strncmp(error.text, "t:1:", 4), "%s", error.text);
	document_free(d);
}
END_TEST

START_TEST(test_node_text)
{
	static const struct {
		const char *yaml, *text, *error;
	} texts[] = {
		{ "abc", "abc", "" },
		{ "\"\"", "", "" },
		{ "abcd", "old", "t:1:4: longer than 3 octets" },
		{ "", "old", "t:1:3: expected a text, not nothing" },
		{ "[a]", "old", "t:1:4: expected a text, not a list" },
		{ "{a: b}", "old", "t:1:4: expected a text, not a map" },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct error error = { .text = "" };
		const struct node *n;
		struct document *d = value(texts[i].yaml, &n);
		char out[4] = "old";
		ck_assert_int_eq(node_text(n, out, sizeof(out), &error), *texts[i].error ? -1 : 0);
		ck_assert_str_eq(out, texts[i].text);
		ck_assert_str_eq(error.text, texts[i].error);
		document_free(d);
	}
}
END_TEST

START_TEST(test_node_word)
{
	static const char *const words[] = { "coap", "coaps", NULL };
	static const struct {
		const char *yaml;
		int index;
		const char *error;
	} tried[] = {
		{ "coap", 0, "" },
		{ "coaps", 1, "" },
		{ "caops", -1, "t:1:4: unknown word 'caops' (did you mean 'coaps'?)" },
		{ "http", -1, "t:1:4: expected one of coap, coaps, not 'http'" },
		{ "\"coap\"", -1, "t:1:4: expected one of coap, coaps, not 'coap' in quotes" },
		{ "", -1, "t:1:3: expected one of coap, coaps, not nothing" },
		{ "[coap]", -1, "t:1:4: expected one of coap, coaps, not a list" },
	};

	for (size_t i = 0; i < sizeof(tried) / sizeof(*tried); i++) {
		struct error error = { .text = "" };
		const struct node *n;
		struct document *d = value(tried[i].yaml, &n);
		ck_assert_int_eq(node_word(n, words, &error), tried[i].index);
		ck_assert_str_eq(error.text, tried[i].error);
		document_free(d);
	}
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))))

Suite *scalar_tests(void)
{
	Suite *suite = suite_create("scalar");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_node_number, 0, COUNT(numbers));
	tcase_add_loop_test(tests, test_node_duration, 0, COUNT(durations));
	tcase_add_loop_test(tests, test_node_durations, 0, COUNT(spans));
	tcase_add_loop_test(tests, test_node_share_and_rate, 0, COUNT(ratios));
	tcase_add_loop_test(tests, test_node_bool, 0, COUNT(booleans));
	tcase_add_loop_test(tests, test_node_octets, 0, COUNT(octets));
	tcase_add_test(tests, test_node_text);
	tcase_add_test(tests, test_node_word);
	suite_add_tcase(suite, tests);
	return suite;
}
