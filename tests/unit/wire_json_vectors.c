/* tests/unit/wire_json_vectors.c - JSON texts by the grammar of RFC 8259, right and wrong. */
#include "tests/unit/wire_json.h"

#define T(text) text, sizeof(text) - 1

const struct json_right json_right[] = {
	{ T("{}"), 1 },
	{ T("[]"), 1 },
	{ T("0"), 1 },				/* RFC 8259 2: any value is a JSON text */
	{ T("null"), 1 },
	{ T("true"), 1 },
	{ T("false"), 1 },
	{ T("\"\""), 1 },
	{ T(" \t\r\n{ \t\r\n} \t\r\n"), 1 },	/* the four characters of ws */
	{ T("[ ]"), 1 },
	{ T("-0"), 1 },
	{ T("-0.0e-0"), 1 },
	{ T("0e1"), 1 },
	{ T("0E+01"), 1 },			/* an exponent may have leading zeros */
	{ T("10.010"), 1 },
	{ T("123456789012345678901234567890"), 1 },
	{ T("1e99999"), 1 },
	{ T("[0,-1,2.5,3e4]"), 5 },
	{ T("[[],[[]],{}]"), 5 },
	{ T("{\"a\":{\"b\":[{\"c\":null}]}}"), 5 },
	{ T("{\"\":0}"), 2 },			/* a name may be empty */
	{ T("{\"a\":1,\"b\":2}"), 3 },
	{ T("{ \"a\" : 1 , \"b\" : 2 }"), 3 },
	{ T("[true,false,null]"), 4 },
	{ T("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), 1 },
	{ T("\"\\u0000\\u001F\\uabCD\""), 1 },
	{ T("\"\\ud834\\udd1e\""), 1 },		/* the G clef of RFC 8259 7 */
	{ T("\"\x7f\""), 1 },			/* DEL needs no escape */
	{ T("\"/\""), 1 },
	{ T("\"{}[],:\""), 1 },
	{ T("\"\xe2\x80\xa8\xe2\x80\xa9\""), 1 },	/* U+2028 and U+2029, which JavaScript minds */
	{ T("\"\xef\xbb\xbf\""), 1 },		/* U+FEFF inside is no byte order mark */
	{ T("\"\xf0\x9f\x98\x80\""), 1 },
	{ T("[\"\xc3\xa9\",\"\\u00e9\"]"), 3 },
	{ T("{\"\\\\\":\"\\\\\"}"), 2 },
	{ T("{\"messageType\":\"REG\"}\n"), 2 },
};

const struct json_wrong json_wrong[] = {
	/* nothing, or cut */
	{ T(""), JSON_INCOMPLETE, 0, 0, false },
	{ T("  "), JSON_INCOMPLETE, 2, 0, false },
	{ T("{"), JSON_INCOMPLETE, 1, 0, false },
	{ T("["), JSON_INCOMPLETE, 1, 0, false },
	{ T("[1"), JSON_INCOMPLETE, 2, 0, false },
	{ T("[1,"), JSON_INCOMPLETE, 3, 0, false },
	{ T("{\"a\""), JSON_INCOMPLETE, 4, 0, false },
	{ T("{\"a\":"), JSON_INCOMPLETE, 5, 0, false },
	{ T("{\"a\":1"), JSON_INCOMPLETE, 6, 0, false },
	{ T("{\"a\":1,"), JSON_INCOMPLETE, 7, 0, false },
	{ T("\""), JSON_INCOMPLETE, 1, 0, false },
	{ T("\"abc"), JSON_INCOMPLETE, 4, 0, false },
	{ T("\"abc\\"), JSON_INCOMPLETE, 5, 0, false },
	{ T("\"abc\\\""), JSON_INCOMPLETE, 6, 0, false },
	{ T("tru"), JSON_INCOMPLETE, 3, 0, false },
	{ T("n"), JSON_INCOMPLETE, 1, 0, false },
	{ T("-"), JSON_INCOMPLETE, 1, 0, false },
	{ T("1."), JSON_INCOMPLETE, 2, 0, false },
	{ T("1e"), JSON_INCOMPLETE, 2, 0, false },
	{ T("1e+"), JSON_INCOMPLETE, 3, 0, false },
	/* octets that may not stand there */
	{ T("}"), JSON_SYNTAX, 0, 1, false },
	{ T(","), JSON_SYNTAX, 0, 1, false },
	{ T("x"), JSON_SYNTAX, 0, 1, false },
	{ T("\0"), JSON_SYNTAX, 0, 1, false },
	{ T("[1,]"), JSON_SYNTAX, 3, 1, false },
	{ T("[,1]"), JSON_SYNTAX, 1, 1, false },
	{ T("[1 2]"), JSON_SYNTAX, 3, 1, false },
	{ T("[1}"), JSON_SYNTAX, 2, 1, false },
	{ T("{\"a\":1]"), JSON_SYNTAX, 6, 1, false },
	{ T("{\"a\":1,}"), JSON_SYNTAX, 7, 1, false },
	{ T("{,}"), JSON_SYNTAX, 1, 1, false },
	{ T("{\"a\" 1}"), JSON_SYNTAX, 5, 1, false },
	{ T("{\"a\"::1}"), JSON_SYNTAX, 5, 1, false },
	{ T("{\"a\":}"), JSON_SYNTAX, 5, 1, false },
	{ T("{a:1}"), JSON_SYNTAX, 1, 1, false },
	{ T("{'a':1}"), JSON_SYNTAX, 1, 1, false },
	{ T("{1:1}"), JSON_SYNTAX, 1, 1, false },
	{ T("{\"a\",\"b\"}"), JSON_SYNTAX, 4, 1, false },
	{ T("['a']"), JSON_SYNTAX, 1, 1, false },
	{ T("[1]//"), JSON_TRAILING, 3, 2, false },
	{ T("[/**/1]"), JSON_SYNTAX, 1, 1, false },
	{ T("[\v1]"), JSON_SYNTAX, 1, 1, false },
	{ T("[\f1]"), JSON_SYNTAX, 1, 1, false },
	{ T("[\xc2\xa0" "1]"), JSON_SYNTAX, 1, 1, false },	/* a no-break space is no ws */
	/* literals and numbers */
	{ T("True"), JSON_SYNTAX, 0, 1, false },
	{ T("trUe"), JSON_SYNTAX, 2, 1, false },
	{ T("nulL"), JSON_SYNTAX, 3, 1, false },
	{ T("[truex]"), JSON_SYNTAX, 5, 1, false },
	{ T("NaN"), JSON_SYNTAX, 0, 1, false },
	{ T("Infinity"), JSON_SYNTAX, 0, 1, false },
	{ T("-Infinity"), JSON_SYNTAX, 1, 1, false },
	{ T("+1"), JSON_SYNTAX, 0, 1, false },
	{ T("[01]"), JSON_SYNTAX, 2, 1, false },
	{ T("[-01]"), JSON_SYNTAX, 3, 1, false },
	{ T("[.5]"), JSON_SYNTAX, 1, 1, false },
	{ T("[5.]"), JSON_SYNTAX, 3, 1, false },
	{ T("[5.e1]"), JSON_SYNTAX, 3, 1, false },
	{ T("[1e]"), JSON_SYNTAX, 3, 1, false },
	{ T("[1e+]"), JSON_SYNTAX, 4, 1, false },
	{ T("[--1]"), JSON_SYNTAX, 2, 1, false },
	{ T("[-]"), JSON_SYNTAX, 2, 1, false },
	{ T("[0x10]"), JSON_SYNTAX, 2, 1, false },
	{ T("[1.2.3]"), JSON_SYNTAX, 4, 1, false },
	/* more than one text */
	{ T("{} {}"), JSON_TRAILING, 3, 2, false },
	{ T("{}}"), JSON_TRAILING, 2, 1, false },
	{ T("1 x "), JSON_TRAILING, 2, 2, false },
	{ T("{}\0"), JSON_TRAILING, 2, 1, false },
	{ T("nullnull"), JSON_TRAILING, 4, 4, false },
	/* strings: all values are there nevertheless */
	{ T("[\"a\tb\"]"), JSON_CONTROL, 3, 1, true },
	{ T("[\"\x1f\"]"), JSON_CONTROL, 2, 1, true },
	{ T("[\"\0\"]"), JSON_CONTROL, 2, 1, true },
	{ T("{\"a\nb\":1}"), JSON_CONTROL, 3, 1, true },
	{ T("[\"\\q\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\'\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\x41\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\U0041\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\0\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\u\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\u12\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\u12g4\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\u-123\"]"), JSON_ESCAPE, 2, 2, true },
	{ T("[\"\\ud800\"]"), JSON_SURROGATE, 2, 6, true },
	{ T("[\"\\udfff\"]"), JSON_SURROGATE, 2, 6, true },
	{ T("[\"\\ud800\\ud800\\udc00\"]"), JSON_SURROGATE, 2, 6, true },
	{ T("[\"\\udc00\\ud800\"]"), JSON_SURROGATE, 2, 6, true },
	{ T("[\"\\ud83dx\\ude00\"]"), JSON_SURROGATE, 2, 6, true },
	{ T("{\"\\udead\":1}"), JSON_SURROGATE, 2, 6, true },
	/* octets */
	{ T("[\"\xff\"]"), JSON_NOT_UTF8, 2, 1, true },
	{ T("[\"caf\xe9\"]"), JSON_NOT_UTF8, 5, 1, true },
	{ T("[\"\xc0\x80\"]"), JSON_NOT_UTF8, 2, 1, true },
	{ T("[\"\xed\xa0\x80\"]"), JSON_NOT_UTF8, 2, 1, true },
	{ T("[\"\xf4\x90\x80\x80\"]"), JSON_NOT_UTF8, 2, 1, true },
	{ T("{\"\x80\":1}"), JSON_NOT_UTF8, 2, 1, true },
	{ T("\xef\xbb\xbf{}"), JSON_BYTE_ORDER_MARK, 0, 3, true },
	/* members */
	{ T("{\"a\":1,\"a\":1}"), JSON_DUPLICATE, 7, 3, true },
	{ T("{\"a\":1,\"\\u0061\":1}"), JSON_DUPLICATE, 7, 8, true },
	/* no object */
	{ T("[]"), JSON_NOT_OBJECT, 0, 2, true },
	{ T(" \"REG\" "), JSON_NOT_OBJECT, 1, 5, true },
};

const int json_right_count = sizeof(json_right) / sizeof(*json_right);
const int json_wrong_count = sizeof(json_wrong) / sizeof(*json_wrong);
