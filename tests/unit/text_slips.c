/* tests/unit/text_slips.c - tables with seeded slips: a tree in order, or one line of error with its place. */
#include "tests/unit/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/slip.h"
#include "text/node.h"

static const char seed_text[] =
	"# a target and a case\n"
	"target: {name: acme 1.2, coap: \"coap://192.0.2.1/msgin5g\"}\n"
	"binding: default\n"
	"ues:\n"
	"  - {name: u1, ue-service-id: ue1@example.org, psk: \"hex:7365\"}\n"
	"  - name: 'stranger'\n"
	"    provisioned: false\n"
	"cases:\n"
	"  - id: REG-001\n"
	"    rules: [M5G-REG-S04, M5G-REG-S09]\n"
	"    steps:\n"
	"      - register: u1\n"
	"      - expect: {result: success, within: 2s}\n"
	"    remark: |\n"
	"      two\n"
	"      lines\n"
	"    folded: >-\n"
	"      caf\xc3\xa9\n"
	"      \xe2\x82\xac \xf0\x9f\x98\x80\n";

/* One to three slips; the new length, at most LEN + 3 * SLIP_RUN. */
static size_t slip(char *text, size_t len, uint64_t *state)
{
	static const char octets[] = "\n\n  \t:-,[]{}#&*!|>'\"%@`?\\<0a~.\r\x01\x7f\x80\xc3\xe2\xff\xef\xbb\xbf";

	for (unsigned n = 1 + generator_chance(state, 3); n; n--)
		len = slip_once(text, len, octets, sizeof(octets), state);	/* their NUL as well */
	return len;
}

static bool before(unsigned line, unsigned column, const struct node *n)
{
	return line < n->line || (line == n->line && column <= n->column);
}

static void read_all_ways(const struct node *n)
{
	static const char *const words[] = { "success", "failure", NULL };
	struct error error;
	uint64_t number, other;
	uint8_t octets[64];
	char text[64];
	double ratio;
	size_t len;
	bool yes;

	node_text(n, text, sizeof(text), &error);
	node_number(n, 0, UINT64_MAX, &number, &error);
	node_bool(n, &yes, &error);
	node_durations(n, &number, &other, &error);
	node_share(n, &ratio, &error);
	node_rate(n, &ratio, &error);
	node_octets(n, octets, sizeof(octets), &len, &error);
	node_word(n, words, &error);
}

/* Places never go back; keys stand before their values and are unlike their neighbours'. */
static void in_order(const struct node *n, unsigned depth)
{
	static const struct node_key keys[] = { { "steps", NODE_LIST, true, false }, { .name = NULL } };
	struct error error;
	size_t count = 0;

	HOLDS(n->line && n->column && depth <= DOCUMENT_DEPTH);
	HOLDS((n->kind == NODE_SCALAR) == (n->text != NULL));
	read_all_ways(n);
	node_check(n, keys, &error);
	for (const struct node *child = n->child; child; child = child->next, count++) {
		HOLDS(before(n->line, n->column, child));
		HOLDS((n->kind == NODE_MAP) == (child->key != NULL));
		HOLDS(!child->next || before(child->line, child->column, child->next));
		if (child->key)
			HOLDS(node_get(n, child->key) == child && before(child->key_line, child->key_column, child));
		in_order(child, depth + 1);
	}
	HOLDS(count == n->count);
}

static unsigned lines_of(const char *text, size_t len)
{
	unsigned lines = 2;	/* libyaml takes a carriage return or U+2028 for an end of line as well */

	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n' || text[i] == '\r' || (uint8_t)text[i] == 0x85 || (uint8_t)text[i] == 0xa8 ||
			 (uint8_t)text[i] == 0xa9;
	return lines;
}

START_TEST(test_document_survives_slips)
{
	uint64_t state = 0x4d53476e35470003u;	/* the seed */
	unsigned taken = 0, refused = 0;

	for (int i = 0; i < 50000; i++) {
		char text[sizeof(seed_text) + 100];
		struct error error = { .text = "" };
		unsigned line, column;
		int seen = 0;
		memcpy(text, seed_text, sizeof(seed_text));
		size_t len = slip(text, sizeof(seed_text) - 1, &state);
		char *exact = malloc(len ? len : 1);
		memcpy(exact, text, len);
		struct document *d = document_parse("t", exact, len, &error);
		free(exact);	/* nothing of the document lies in it */
		if (d) {
			HOLDS(!*error.text);
			in_order(document_root(d), 0);
			document_free(d);
			taken++;
			continue;
		}
		refused++;
		int numbers = sscanf(error.text, "t:%u:%u: %n", &line, &column, &seen);
		HOLDS_MSG(numbers == 2 && seen && error.text[seen], "%s", error.text);
		HOLDS_MSG(line >= 1 && line <= lines_of(text, len), "%s", error.text);
		HOLDS_MSG(column >= 1 && column <= len + 1, "%s", error.text);
	}
	/* Both ways were tried. */
	HOLDS(taken > 1000 && refused > 1000);
}
END_TEST

Suite *slip_tests(void)
{
	Suite *suite = suite_create("slips");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 0);
	tcase_add_test(tests, test_document_survives_slips);
	suite_add_tcase(suite, tests);
	return suite;
}
