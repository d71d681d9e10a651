/* tests/unit/reports_escape.c - one escaping function an output language, row by row. */
#include "tests/unit/reports.h"

#include <stdlib.h>

#include "reports/escape.h"

static const struct escape_row {
	const char *text, *console, *xml, *tap, *yaml, *message, *property, *json;
} rows[] = {
	{ "plain", "plain", "plain", "plain", "\"plain\"", "plain", "plain", "plain" },
	{ "", "", "", "", "\"\"", "", "", "" },
	{ "a<b>&\"c'", "a<b>&\"c'", "a&lt;b&gt;&amp;&quot;c&apos;", "a<b>&\"c'", "\"a<b>&\\\"c'\"", "a<b>&\"c'",
	  "a<b>&\"c'", "a<b>&\"c'" },
	{ "]]>", "]]>", "]]&gt;", "]]>", "\"]]>\"", "]]>", "]]>", "]]>" },
	{ "two\nlines", "two\\nlines", "two&#10;lines", "two lines", "\"two\\nlines\"", "two%0Alines", "two%0Alines",
	  "two\nlines" },
	{ "\r\t", "\\x0d\\x09", "&#13;&#9;", "\\\\x0d\\\\x09", "\"\\x0d\\x09\"", "%0D\\x09", "%0D\\x09", "\r\t" },
	/* a terminal would obey these: ESC, and CSI as one character (U+009B) */
	{ "\x1b[31m", "\\x1b[31m", "\\x1b[31m", "\\\\x1b[31m", "\"\\x1b[31m\"", "\\x1b[31m", "\\x1b[31m", "\x1b[31m" },
	{ "\xc2\x9b", "\\xc2\\x9b", "\\xc2\\x9b", "\\\\xc2\\\\x9b", "\"\\x9b\"", "\\xc2\\x9b", "\\xc2\\x9b", "\xc2\x9b" },
	{ "\x7f", "\\x7f", "\\x7f", "\\\\x7f", "\"\\x7f\"", "\\x7f", "\\x7f", "\x7f" },
	/* UTF-8 of one to four octets stands as it is; U+00A0 is no control */
	{ "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0",
	  "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0",
	  "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0\"", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0",
	  "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xc2\xa0" },
	/* no UTF-8: a lone octet, a truncated sequence, an overlong one; what follows is not swallowed */
	{ "\xff!", "\\xff!", "\\xff!", "\\\\xff!", "\"\\\\xff!\"", "\\xff!", "\\xff!", "\\xff!" },
	{ "\xe2\x82<", "\\xe2\\x82<", "\\xe2\\x82&lt;", "\\\\xe2\\\\x82<", "\"\\\\xe2\\\\x82<\"", "\\xe2\\x82<",
	  "\\xe2\\x82<", "\\xe2\\x82<" },
	{ "\xc0\xaf", "\\xc0\\xaf", "\\xc0\\xaf", "\\\\xc0\\\\xaf", "\"\\\\xc0\\\\xaf\"", "\\xc0\\xaf", "\\xc0\\xaf",
	  "\\xc0\\xaf" },
	{ "\xf0\x9f", "\\xf0\\x9f", "\\xf0\\x9f", "\\\\xf0\\\\x9f", "\"\\\\xf0\\\\x9f\"", "\\xf0\\x9f", "\\xf0\\x9f",
	  "\\xf0\\x9f" },
	/* U+FFFE and U+FFFF are no XML characters (XML 1.0 2.2); U+FFFD is one */
	{ "\xef\xbf\xbe", "\\xef\\xbf\\xbe", "\\xef\\xbf\\xbe", "\\\\xef\\\\xbf\\\\xbe", "\"\\\\xef\\\\xbf\\\\xbe\"",
	  "\\xef\\xbf\\xbe", "\\xef\\xbf\\xbe", "\\xef\\xbf\\xbe" },
	{ "\xef\xbf\xbd", "\xef\xbf\xbd", "\xef\xbf\xbd", "\xef\xbf\xbd", "\"\xef\xbf\xbd\"", "\xef\xbf\xbd",
	  "\xef\xbf\xbd", "\xef\xbf\xbd" },
	{ "# TODO \\", "# TODO \\", "# TODO \\", "\\# TODO \\\\", "\"# TODO \\\\\"", "# TODO \\", "# TODO \\",
	  "# TODO \\" },
	{ "100%, a:b", "100%, a:b", "100%, a:b", "100%, a:b", "\"100%, a:b\"", "100%25, a:b", "100%25%2C a%3Ab",
	  "100%, a:b" },
};

static void github_message(FILE *out, const char *text) { escape_github(out, text, false); }
static void github_property(FILE *out, const char *text) { escape_github(out, text, true); }

static void expect(void (*escape)(FILE *, const char *), const char *text, const char *expected)
{
	char *written;
	size_t len;
	FILE *out = open_memstream(&written, &len);

	escape(out, text);
	fclose(out);
	ck_assert_str_eq(written, expected);
	free(written);
}

START_TEST(test_each_language_has_its_way)
{
	const struct escape_row *row = &rows[_i];

	expect(escape_console, row->text, row->console);
	expect(escape_xml, row->text, row->xml);
	expect(escape_tap, row->text, row->tap);
	expect(escape_yaml, row->text, row->yaml);
	expect(github_message, row->text, row->message);
	expect(github_property, row->text, row->property);
	char *json = escape_json(row->text);
	ck_assert_str_eq(json, row->json);
	free(json);
}
END_TEST

START_TEST(test_nothing_is_nothing)
{
	expect(escape_console, NULL, "");
	expect(escape_xml, NULL, "");
	expect(escape_tap, NULL, "");
	expect(escape_yaml, NULL, "\"\"");
	expect(github_message, NULL, "");
	ck_assert_ptr_null(escape_json(NULL));
}
END_TEST

Suite *escape_tests(void)
{
	Suite *suite = suite_create("escaping");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_each_language_has_its_way, 0, sizeof(rows) / sizeof(rows[0]));
	tcase_add_test(tests, test_nothing_is_nothing);
	suite_add_tcase(suite, tests);
	return suite;
}
