/* text/node.c - a tree of nodes against a table of keys, and errors with their place. */
#include "text/node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int error_at(struct error *error, const struct node *node, unsigned line, unsigned column)
{
	return error_prepend(error, "%s:%u:%u: ", node->file, line, column);
}

int node_error(const struct node *node, struct error *error, const char *format, ...)
{
	char what[sizeof(error->text)];
	va_list list;

	va_start(list, format);
	vsnprintf(what, sizeof(what), format, list);
	va_end(list);
	error_set(error, "%s", what);
	return error_at(error, node, node->line, node->column);
}

const struct node *node_get(const struct node *map, const char *key)
{
	if (map->kind != NODE_MAP)
		return NULL;
	for (const struct node *n = map->child; n; n = n->next)
		if (!strcmp(n->key, key))
			return n;
	return NULL;
}

static const char *kind_word(enum node_kind kind)
{
	static const char *const words[] = {
		[NODE_SCALAR] = "a single value", [NODE_LIST] = "a list", [NODE_MAP] = "a map",
	};

	return words[kind];
}

static const char *what_it_is(const struct node *node)
{
	bool nothing = node->kind == NODE_SCALAR && !node->quoted && !*node->text;

	return nothing ? "nothing" : kind_word(node->kind);
}

static const struct node_key *key_named(const struct node_key *keys, const char *name)
{
	for (; keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys;
	return NULL;
}

static int refuse_key(const struct node *node, const struct node_key *keys, struct error *error)
{
	const char *words[64];
	size_t n = 0;

	for (; keys->name && n + 1 < sizeof(words) / sizeof(*words); keys++)
		words[n++] = keys->name;
	words[n] = NULL;
	const char *nearest = nearest_word(node->key, words);
	if (nearest)
		error_set(error, "unknown key '%.100s' (did you mean '%s'?)", node->key, nearest);
	else
		error_set(error, "unknown key '%.100s'", node->key);
	return error_at(error, node, node->key_line, node->key_column);
}

int node_check(const struct node *node, const struct node_key *keys, struct error *error)
{
	if (node->kind != NODE_MAP)
		return node_error(node, error, "expected a map, not %s", what_it_is(node));
	for (const struct node *n = node->child; n; n = n->next) {
		const struct node_key *key = key_named(keys, n->key);
		if (!key)
			return refuse_key(n, keys, error);
		if (!key->any_kind && n->kind != key->kind)
			return node_error(n, error, "'%s' must be %s, not %s", key->name, kind_word(key->kind),
					  what_it_is(n));
	}
	for (; keys->name; keys++)
		if (keys->required && !node_get(node, keys->name))
			return node_error(node, error, "missing key '%s'", keys->name);
	return 0;
}
