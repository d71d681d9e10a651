/* text/scalar.c - what a scalar must be: a text, a number, a word, octets. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text/node.h"
#include "wire/hex.h"

static bool is_nothing(const struct node *node) { return !node->quoted && !*node->text; }

static int refuse(const struct node *node, struct error *error, const char *expected)
{
	if (node->kind != NODE_SCALAR)
		return node_error(node, error, "expected %s, not a %s", expected,
				  node->kind == NODE_MAP ? "map" : "list");
	if (is_nothing(node))
		return node_error(node, error, "expected %s, not nothing", expected);
	return node_error(node, error, "expected %s, not '%.60s'%s", expected, node->text,
			  node->quoted ? " in quotes" : "");
}

int node_text(const struct node *node, char *out, size_t size, struct error *error)
{
	if (node->kind != NODE_SCALAR || is_nothing(node))
		return refuse(node, error, "a text");
	if (strlen(node->text) >= size)
		return node_error(node, error, "longer than %zu octets", size - 1);
	strcpy(out, node->text);
	return 0;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* Decimal without leading zeros, or 0x and hex digits. */
static bool read_number(const char *text, uint64_t *out)
{
	unsigned base = !strncmp(text, "0x", 2) ? 16 : 10;
	uint64_t value = 0;

	if (base == 16)
		text += 2;
	else if (text[0] == '0' && text[1])
		return false;
	if (!*text)
		return false;
	for (; *text; text++) {
		unsigned digit = (unsigned)digit_value(*text);
		if (digit >= base || value > (UINT64_MAX - digit) / base)
			return false;
		value = value * base + digit;
	}
	*out = value;
	return true;
}

int node_number(const struct node *node, uint64_t min, uint64_t max, uint64_t *out, struct error *error)
{
	char expected[80];
	uint64_t value;

	bool number = node->kind == NODE_SCALAR && !node->quoted && read_number(node->text, &value);
	if (number && value >= min && value <= max) {
		*out = value;
		return 0;
	}
	if (max == UINT64_MAX)
		snprintf(expected, sizeof(expected), "a number from %" PRIu64 " on", min);
	else
		snprintf(expected, sizeof(expected), "a number from %" PRIu64 " to %" PRIu64, min, max);
	return refuse(node, error, expected);
}

int node_bool(const struct node *node, bool *out, struct error *error)
{
	static const char *const words[] = { "no", "yes", "false", "true" };

	for (int i = 0; node->kind == NODE_SCALAR && !node->quoted && i < 4; i++)
		if (!strcmp(node->text, words[i])) {
			*out = i % 2;
			return 0;
		}
	return refuse(node, error, "yes or no");
}

int node_octets(const struct node *node, uint8_t *out, size_t size, size_t *len, struct error *error)
{
	if (node->kind != NODE_SCALAR || is_nothing(node))
		return refuse(node, error, "a text or hex:octets");
	size_t n = strlen(node->text);
	bool hex = !strncmp(node->text, "hex:", 4);
	if ((hex ? (n - 4) / 2 : n) > size)
		return node_error(node, error, "longer than %zu octets", size);
	if (!hex) {
		memcpy(out, node->text, n);
		*len = n;
		return 0;
	}
	long octets = hex_read(out, size, node->text + 4, n - 4);
	if (octets < 0)
		return refuse(node, error, "pairs of hex digits after hex:");
	*len = (size_t)octets;
	return 0;
}

/* "one of coap, coaps" into TEXT, cut where there are too many. */
static char *list_words(char *text, size_t size, const char *const *words)
{
	size_t n = (size_t)snprintf(text, size, "one of ");

	for (int i = 0; words[i] && n < size; i++)
		n += (size_t)snprintf(text + n, size - n, "%s%s", i ? ", " : "", words[i]);
	return text;
}

int node_word(const struct node *node, const char *const *words, struct error *error)
{
	char expected[200];

	if (node->kind != NODE_SCALAR || node->quoted || is_nothing(node))
		return refuse(node, error, list_words(expected, sizeof(expected), words));
	for (int i = 0; words[i]; i++)
		if (!strcmp(node->text, words[i]))
			return i;
	const char *nearest = nearest_word(node->text, words);
	if (nearest)
		return node_error(node, error, "unknown word '%.60s' (did you mean '%s'?)", node->text, nearest);
	return refuse(node, error, list_words(expected, sizeof(expected), words));
}
