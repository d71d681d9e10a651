/* tests/unit/wire_json_compare.c - JSON texts that are one value, and texts that are two. */
#include "tests/unit/wire.h"

#include <string.h>

#include "tests/unit/wire_json.h"
#include "wire/json.h"

/* WHERE: the pointer to what differs, or NULL: the same. IGNORED: one pointer, or NULL. */
static const struct pair {
	const char *a, *b, *where, *ignored;
} pairs[] = {
	{ "{\"a\":1,\"b\":[true,null]}", " { \"b\" : [ true , null ] , \"a\" : 1 } ", NULL, NULL },
	{ "{\"a\":1}", "{\"a\":1.0}", NULL, NULL },
	{ "[100]", "[1e2]", NULL, NULL },
	{ "[0]", "[-0]", NULL, NULL },
	{ "{\"a\":\"x/\\u00e9\"}", "{\"\\u0061\":\"x\\/\xc3\xa9\"}", NULL, NULL },
	{ "{\"a\":1}", "{\"a\":2}", "/a", NULL },
	{ "{\"a\":1}", "{\"a\":\"1\"}", "/a", NULL },
	{ "{\"a\":1}", "{}", "/a", NULL },
	{ "{}", "{\"a\":1}", "/a", NULL },
	{ "{\"a\":{\"b\":[1,2,{\"c\":true}]}}", "{\"a\":{\"b\":[1,2,{\"c\":false}]}}", "/a/b/2/c", NULL },
	{ "[1,2]", "[1,2,3]", "/2", NULL },
	{ "[1,2,3]", "[1,2]", "/2", NULL },
	{ "[1,2]", "[2,1]", "/0", NULL },
	{ "{}", "[]", "", NULL },
	{ "{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}", NULL, NULL },
	{ "{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":3}", "/a", NULL },
	{ "{\"a\":1,\"a\":2}", "{\"a\":1}", "/a", NULL },
	{ "{\"a\":1}", "{\"a\":1,\"a\":1}", "/a", NULL },
	{ "[1e999]", "[1e999]", NULL, NULL },
	{ "[1e999]", "[2e999]", "/0", NULL },
	{ "{\"a\":1,\"b\":2}", "{\"a\":9,\"b\":2}", NULL, "/a" },
	{ "{\"a\":1,\"b\":2}", "{\"b\":2}", NULL, "/a" },
	{ "{\"b\":2}", "{\"a\":1,\"b\":2}", NULL, "/a" },
	{ "{\"a\":1,\"b\":2}", "{\"a\":9,\"b\":3}", "/b", "/a" },
	{ "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":2}}", NULL, "/a/b" },
	{ "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":2}}", "/a/b", "/b" },
	{ "[1,2]", "[1,3]", NULL, "/1" },
};

START_TEST(test_json_values)
{
	const struct pair *v = &pairs[_i];
	const char *const ignored[] = { v->ignored, NULL };
	struct json a, b;
	char where[64];

	json_read(&a, (const uint8_t *)v->a, all_of(strlen(v->a)));
	json_read(&b, (const uint8_t *)v->b, all_of(strlen(v->b)));
	bool same = json_same_value(&a, &b, v->ignored ? ignored : NULL, where, sizeof(where));
	ck_assert_msg(same == !v->where, "%s %s: %d", v->a, v->b, same);
	ck_assert_msg(!strcmp(where, v->where ? v->where : ""), "%s %s: at '%s'", v->a, v->b, where);
	same = json_same_value(&b, &a, v->ignored ? ignored : NULL, where, sizeof(where));
	ck_assert_msg(same == !v->where, "the other way round: %s %s", v->b, v->a);
}
END_TEST

Suite *json_compare_tests(void)
{
	Suite *suite = suite_create("JSON by value");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_json_values, 0, sizeof(pairs) / sizeof(*pairs));
	suite_add_tcase(suite, tests);
	return suite;
}
