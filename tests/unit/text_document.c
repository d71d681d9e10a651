/* tests/unit/text_document.c - YAML into a tree, and each refusal at its line and column. */
#include "tests/unit/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/node.h"

#define T(text) text, sizeof(text) - 1

/* How each error must begin; line and column counted by hand. */
static const struct refusal {
	const char *text;
	size_t len;
	const char *error;
} refusals[] = {
	{ T(""), "t.yaml:1:1: nothing in it" },
	{ T("# only a remark\n"), "t.yaml:1:1: nothing in it" },
	{ T("a: 1\nb: 2\na: 3\n"), "t.yaml:3:1: key 'a' occurs again, first at 1:1" },
	{ T("x:\n  - {k: 1, \"k\": 2}\n"), "t.yaml:2:12: key 'k' occurs again, first at 2:6" },
	{ T("a: &here 1\n"), "t.yaml:1:4: anchors and tags" },
	{ T("a:\n  &here {b: 1}\n"), "t.yaml:2:3: anchors and tags" },
	{ T("- &here [1]\n"), "t.yaml:1:3: anchors and tags" },
	{ T("a: 1\n&k b: 2\n"), "t.yaml:2:1: anchors and tags" },
	{ T("a: *here\n"), "t.yaml:1:4: aliases" },
	{ T("a: !!int 1\n"), "t.yaml:1:4: anchors and tags" },
	{ T("a: ! 1\n"), "t.yaml:1:4: anchors and tags" },
	{ T("a: !local {b: 1}\n"), "t.yaml:1:4: anchors and tags" },
	{ T("a: !!set [b]\n"), "t.yaml:1:4: anchors and tags" },
	{ T("a: 1\n<<: {b: 2}\n"), "t.yaml:2:1: merge keys" },
	{ T("{[a]: 1}\n"), "t.yaml:1:2: a key must be a single value" },
	{ T("? {a: 1}\n: 2\n"), "t.yaml:1:3: a key must be a single value" },
	{ T("a: 1\n---\nb: 2\n"), "t.yaml:2:1: a second document" },
	{ T("a: 1\n...\nb: 2\n"), "t.yaml:3:1: " },
	{ T("a: \"x\\0y\"\n"), "t.yaml:1:4: U+0000" },
	/* libyaml's own words, our places */
	{ T("a: [1, 2\nb: 3\n"),
	  "t.yaml:2:2: did not find expected ',' or ']', while parsing a flow sequence from 1:4 on" },
	{ T("a: {b: 1\n"), "t.yaml:2:1: did not find expected ',' or '}', while parsing a flow mapping from 1:4 on" },
	{ T("a: 1\n  b: 2\n"), "t.yaml:2:4: mapping values are not allowed in this context" },
	{ T("a:\n  b: 1\n c: 2\n"),
	  "t.yaml:3:2: did not find expected key, while parsing a block mapping from 1:1 on" },
	{ T("a: \"open\n"), "t.yaml:2:1: found unexpected end of stream, while scanning a quoted scalar from 1:4 on" },
	{ T("a: 'b\\'c'\n"), "t.yaml:1:8: did not find expected key" },
	{ T("a: \"\\q\"\n"), "t.yaml:1:5: found unknown escape character" },
	{ T("\tb: 1\n"), "t.yaml:1:1: found character that cannot start any token" },
	{ T("a: 1\nb: @x\n"), "t.yaml:2:4: found character that cannot start any token" },
	{ T("a: 1\nb: caf\xe9\n"), "t.yaml:2:7: incomplete UTF-8 octet sequence" },
	{ T("a: 1\n\xc3\xa9: \xe2\x82\xac\xff\n"), "t.yaml:2:5: invalid leading UTF-8 octet" },
	{ T("a: \x01\n"), "t.yaml:1:4: control characters are not allowed" },
	{ T("a: 1\0\n"), "t.yaml:1:5: control characters are not allowed" },
	{ T("\xff\xfe" "a\0:\0"), "t.yaml:1:1: invalid leading UTF-8 octet" },	/* UTF-16 */
	{ T("\xef\xbb\xbf" "a: *b\n"), "t.yaml:1:4: aliases" },	/* the byte order mark is no character */
	{ T("\xc3\xa9\xe2\x82\xac: *b\n"), "t.yaml:1:5: aliases" },	/* characters are counted, not octets */
};

START_TEST(test_document_refuses)
{
	const struct refusal *v = &refusals[_i];
	struct error error = { .text = "" };
	struct document *d = document_parse("t.yaml", v->text, v->len, &error);

	ck_assert_msg(!d, "taken: %s", v->text);
	ck_assert_msg(!strncmp(error.text, v->error, strlen(v->error)), "%s\n gives: %s", v->text, error.text);
	ck_assert_ptr_null(document_parse("t.yaml", v->text, v->len, NULL));
}
END_TEST

static void stands(const struct node *n, enum node_kind kind, unsigned line, unsigned column, const char *text)
{
	ck_assert_ptr_nonnull(n);
	ck_assert_int_eq(n->kind, kind);
	ck_assert_msg(n->line == line && n->column == column, "%u:%u, not %u:%u", n->line, n->column, line, column);
	ck_assert_str_eq(n->file, "t.yaml");
	ck_assert_pstr_eq(n->text, text);
}

static struct document *parsed(const char *text)
{
	struct error error = { .text = "" };
	struct document *d = document_parse("t.yaml", text, strlen(text), &error);

	ck_assert_msg(d, "%s", error.text);
	return d;
}

START_TEST(test_document_is_a_tree_with_places)
{
	struct document *d = parsed("cases:\n"
				    "  - id: REG-001\n"
				    "    steps: [register: u1, {expect: \"success\"}]\n"
				    "  # a remark\n"
				    "  - id: 'REG-002'\n"
				    "empty:\n"
				    "long: |\n"
				    "  two\n"
				    "  lines\n");
	const struct node *root = document_root(d), *cases = node_get(root, "cases");

	stands(root, NODE_MAP, 1, 1, NULL);
	ck_assert_uint_eq(root->count, 3);
	ck_assert(!root->key && !root->next);
	stands(cases, NODE_LIST, 2, 3, NULL);
	ck_assert_uint_eq(cases->count, 2);
	ck_assert_uint_eq(cases->key_line, 1);
	ck_assert_uint_eq(cases->key_column, 1);
	const struct node *first = cases->child, *steps = node_get(first, "steps");
	stands(first, NODE_MAP, 2, 5, NULL);
	ck_assert_ptr_null(first->key);
	stands(node_get(first, "id"), NODE_SCALAR, 2, 9, "REG-001");
	ck_assert(!node_get(first, "id")->quoted);
	stands(steps, NODE_LIST, 3, 12, NULL);
	ck_assert_uint_eq(steps->key_column, 5);
	stands(steps->child, NODE_MAP, 3, 13, NULL);
	stands(node_get(steps->child, "register"), NODE_SCALAR, 3, 23, "u1");
	stands(steps->child->next, NODE_MAP, 3, 27, NULL);
	stands(node_get(steps->child->next, "expect"), NODE_SCALAR, 3, 36, "success");
	ck_assert(node_get(steps->child->next, "expect")->quoted);
	stands(node_get(first->next, "id"), NODE_SCALAR, 5, 9, "REG-002");
	ck_assert(node_get(first->next, "id")->quoted);
	const struct node *empty = node_get(root, "empty"), *lines = node_get(root, "long");
	ck_assert(empty->kind == NODE_SCALAR && !*empty->text && !empty->quoted);
	stands(lines, NODE_SCALAR, 7, 7, "two\nlines\n");
	ck_assert(lines->quoted);
	ck_assert_ptr_null(node_get(root, "id"));
	ck_assert_ptr_null(node_get(cases, "id"));
	ck_assert_ptr_null(node_get(lines, "id"));
	document_free(d);
}
END_TEST

START_TEST(test_document_takes_one_document_however_framed)
{
	static const char *const texts[] = { "a: 1", "---\na: 1\n...\n", "%YAML 1.1\n---\na: 1\n", "{a: 1}", "\"a\": 1",
					     "\xef\xbb\xbf\x61: 1", "? a\n: 1\n", "a: 1\r\n", "{\"a\":1}" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct document *d = parsed(texts[i]);
		ck_assert_str_eq(node_get(document_root(d), "a")->text, "1");
		document_free(d);
	}
}
END_TEST

static char *repeated(const char *one, size_t n)
{
	char *text = malloc(strlen(one) * n + 1), *p = text;

	for (*p = '\0'; n; n--)
		p = stpcpy(p, one);
	return text;
}

START_TEST(test_document_depth_is_bounded)
{
	char *text = repeated("[", DOCUMENT_DEPTH + 1), *much = repeated("[", 1000000);
	char *blocks = repeated("- ", 100000);
	struct error error = { .text = "" };
	char *fits = repeated("[", 2 * DOCUMENT_DEPTH);

	ck_assert_ptr_null(document_parse("t.yaml", text, strlen(text), &error));
	ck_assert_str_eq(error.text, "t.yaml:1:33: nested too deep");
	ck_assert_ptr_null(document_parse("t.yaml", much, strlen(much), &error));
	ck_assert_str_eq(error.text, "t.yaml:1:33: nested too deep");
	ck_assert_ptr_null(document_parse("t.yaml", blocks, strlen(blocks), &error));
	ck_assert_str_eq(error.text, "t.yaml:1:65: nested too deep");
	memset(fits + DOCUMENT_DEPTH, ']', DOCUMENT_DEPTH);
	document_free(parsed(fits));
	free(text);
	free(much);
	free(blocks);
	free(fits);
}
END_TEST

START_TEST(test_document_size_is_bounded)
{
	char *text = repeated(" ", DOCUMENT_OCTETS + 1);
	struct error error = { .text = "" };

	ck_assert_ptr_null(document_parse("t.yaml", text, DOCUMENT_OCTETS + 1, &error));
	ck_assert_str_eq(error.text, "t.yaml: more than 8388608 octets");
	ck_assert_ptr_null(document_read("/dev/zero", &error));
	ck_assert_str_eq(error.text, "/dev/zero: more than 8388608 octets");
	free(text);
}
END_TEST

START_TEST(test_document_holds_many_keys)
{
	enum { KEYS = 20000 };
	char *text = malloc(KEYS * 16), *p = text;
	struct error error = { .text = "" };

	for (int i = 0; i < KEYS; i++)
		p += sprintf(p, "k%d: %d\n", i, i);
	struct document *d = parsed(text);
	ck_assert_uint_eq(document_root(d)->count, KEYS);
	document_free(d);
	strcpy(p, "k7: 1\n");
	ck_assert_ptr_null(document_parse("t.yaml", text, strlen(text), &error));
	ck_assert_str_eq(error.text, "t.yaml:20001:1: key 'k7' occurs again, first at 8:1");
	free(text);
}
END_TEST

START_TEST(test_document_from_a_file)
{
	char path[] = "m5gtest-text-XXXXXX";
	struct error error = { .text = "" };
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "a: [1]\n", 7), 7);
	close(fd);
	struct document *d = document_read(path, &error);
	ck_assert_msg(d, "%s", error.text);
	ck_assert_str_eq(document_root(d)->file, path);
	document_free(d);
	unlink(path);
	ck_assert_ptr_null(document_read(path, &error));
	ck_assert(strstr(error.text, path) && strstr(error.text, "No such file"));
	ck_assert_ptr_null(document_read("/", &error));
	ck_assert_str_eq(error.text, "/: Is a directory");
	document_free(NULL);
}
END_TEST

Suite *document_tests(void)
{
	Suite *suite = suite_create("document");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 0);
	tcase_add_loop_test(tests, test_document_refuses, 0, sizeof(refusals) / sizeof(*refusals));
	tcase_add_test(tests, test_document_is_a_tree_with_places);
	tcase_add_test(tests, test_document_takes_one_document_however_framed);
	tcase_add_test(tests, test_document_depth_is_bounded);
	tcase_add_test(tests, test_document_size_is_bounded);
	tcase_add_test(tests, test_document_holds_many_keys);
	tcase_add_test(tests, test_document_from_a_file);
	suite_add_tcase(suite, tests);
	return suite;
}
