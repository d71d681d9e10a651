/* text/binding_file.c - a binding file over the default binding. */
#include "text/binding_file.h"

#include <string.h>

#include "text/node.h"

static const struct node_key file_keys[] = {
	{ "binding", NODE_SCALAR, true, false },
	{ "members", NODE_MAP, false, false },
	{ "types", NODE_MAP, false, false },
	{ "values", NODE_MAP, false, false },
	{ .name = NULL },
};

/* The JSON kinds in the order of enum json_kind. */
static const char *const type_words[] = { "null", "boolean", "number", "string", "object", "array", NULL };

static int check_words(const struct node *map, const char *(*word)(int), int count, struct error *error)
{
	struct node_key keys[ELEMENT_COUNT + VALUE_COUNT] = { { .name = NULL } };

	for (int i = 0; i < count; i++)
		keys[i] = (struct node_key){ word(i), NODE_SCALAR, false, false };
	return node_check(map, keys, error);
}

static const char *element_word(int e) { return element_fact((enum element)e)->word; }
static const char *value_word_of(int v) { return value_word((enum binding_value)v); }

/* One line of text for a member or a value, not empty. */
static int read_name(const struct node *node, char *out, size_t size, struct error *error)
{
	if (node_text(node, out, size, error))
		return -1;
	return *out ? 0 : node_error(node, error, "an empty name");
}

static int read_members(struct binding *binding, const struct node *map, struct error *error)
{
	if (check_words(map, element_word, ELEMENT_COUNT, error))
		return -1;
	for (const struct node *n = map->child; n; n = n->next) {
		enum element e = element_named(n->key);
		if (read_name(n, binding->members[e], sizeof(binding->members[e]), error))
			return -1;
	}
	return 0;
}

static bool holds_others(unsigned type) { return type == KIND_OBJECT || type == KIND_ARRAY; }

static int read_types(struct binding *binding, const struct node *map, struct error *error)
{
	if (check_words(map, element_word, ELEMENT_COUNT, error))
		return -1;
	for (const struct node *n = map->child; n; n = n->next) {
		enum element e = element_named(n->key);
		int type = node_word(n, type_words, error);
		if (type < 0)
			return -1;
		/* What is built stays an object, an array or a single value. */
		unsigned was = binding->types[e];
		if (type == KIND_NULL || ((holds_others(was) || holds_others((unsigned)type)) && (unsigned)type != was))
			return node_error(n, error, "'%s' cannot be %s: by default it is %s", n->key, type_words[type],
					  type_words[was]);
		binding->types[e] = (uint8_t)type;
	}
	return 0;
}

static int read_values(struct binding *binding, const struct node *map, struct error *error)
{
	if (check_words(map, value_word_of, VALUE_COUNT, error))
		return -1;
	for (const struct node *n = map->child; n; n = n->next) {
		enum binding_value v = value_named(n->key);
		if (read_name(n, binding->values[v], sizeof(binding->values[v]), error))
			return -1;
	}
	return 0;
}

static const struct node *row(const struct node *root, const char *part, const char *word)
{
	const struct node *map = node_get(root, part);

	return map ? node_get(map, word) : NULL;
}

/* The line to point at: the first of the two that the file gave. One of them it must have. */
static const struct node *either(const struct node *root, const struct node *one, const struct node *other)
{
	return one ? one : other ? other : root;
}

/* Members beside each other need names of their own. */
static int check_members(const struct binding *b, const struct node *root, struct error *error)
{
	for (int e = 0; e < ELEMENT_COUNT; e++) {
		for (int f = e + 1; f < ELEMENT_COUNT; f++) {
			const struct element_fact *one = element_fact((enum element)e);
			const struct element_fact *other = element_fact((enum element)f);
			if (one->parent != other->parent || strcmp(b->members[e], b->members[f]))
				continue;
			const struct node *at = either(root, row(root, "members", other->word),
						       row(root, "members", one->word));
			return node_error(at, error, "'%s' would stand for %s and for %s", b->members[e], one->word,
					  other->word);
		}
	}
	return 0;
}

static bool fits_type(const char *text, unsigned type)
{
	struct json json;

	if (type == KIND_STRING)
		return true;
	json_read(&json, (const uint8_t *)text, (struct range){ 0, (uint32_t)strlen(text) });
	return json.whole && json.nodes[0].kind == type && json.nodes[0].value.len == json.text.len;
}

/* A value can be written in its element's type, and is told from the element's other values. */
static int check_value(const struct binding *b, int v, const struct node *root, struct error *error)
{
	enum element e = value_element((enum binding_value)v);
	const struct node *here = row(root, "values", value_word_of(v));

	if (!fits_type(b->values[v], b->types[e]))
		return node_error(either(root, here, row(root, "types", element_word(e))), error,
				  "%s is '%s', and that is no %s", value_word_of(v), b->values[v],
				  type_words[b->types[e]]);
	for (int w = v + 1; w < VALUE_COUNT; w++)
		if (value_element((enum binding_value)w) == e && !strcmp(b->values[v], b->values[w]))
			return node_error(either(root, row(root, "values", value_word_of(w)), here), error,
					  "'%s' would mean %s and %s", b->values[v], value_word_of(v),
					  value_word_of(w));
	return 0;
}

static int check_values(const struct binding *b, const struct node *root, struct error *error)
{
	for (int v = 0; v < VALUE_COUNT; v++)
		if (check_value(b, v, root, error))
			return -1;
	return 0;
}

static int read_file(struct binding *binding, const struct node *root, struct error *error)
{
	if (node_check(root, file_keys, error))
		return -1;
	const struct node *members = node_get(root, "members"), *types = node_get(root, "types"),
			  *values = node_get(root, "values");
	if (read_name(node_get(root, "binding"), binding->name, sizeof(binding->name), error) ||
	    (members && read_members(binding, members, error)) || (types && read_types(binding, types, error)) ||
	    (values && read_values(binding, values, error)))
		return -1;
	return check_members(binding, root, error) ? -1 : check_values(binding, root, error);
}

int binding_read_map(struct binding *binding, const struct node *map, struct error *error)
{
	binding_default(binding);
	return read_file(binding, map, error);
}

int binding_read(struct binding *binding, const char *path, struct error *error)
{
	struct document *document = document_read(path, error);

	if (!document)
		return -1;
	int status = binding_read_map(binding, document_root(document), error);
	document_free(document);
	return status;
}
