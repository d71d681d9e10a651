/* wire/json_compare.c - two JSON texts compared by value, and where they differ first. */
#include "wire/json.h"

#include <stdio.h>
#include <string.h>

enum { POINTER_ROOM = 256 };

struct comparison {
	const struct json *a, *b;
	const char *const *ignored;
	char pointer[POINTER_ROOM];	/* RFC 6901: of what is compared */
};

static bool same(struct comparison *, int a, int b);

static bool is_ignored(const struct comparison *c)
{
	for (const char *const *i = c->ignored; i && *i; i++)
		if (!strcmp(*i, c->pointer))
			return true;
	return false;
}

/* The member of B that stands for NODE: of its name, and the nth of it where there are several; -1: none. */
static int counterpart(const struct comparison *c, int node, int object)
{
	unsigned before = 0;

	for (int i = c->a->nodes[c->a->nodes[node].parent].child; i != node; i = c->a->nodes[i].next)
		before += json_same_name(c->a, i, node);
	for (int i = c->b->nodes[object].child; i >= 0; i = c->b->nodes[i].next)
		if (json_same_name_in(c->a, node, c->b, i) && !before--)
			return i;
	return -1;
}

static void point_to_name(struct comparison *c, size_t at, const struct json *json, int node)
{
	struct range name = json->nodes[node].name;

	snprintf(c->pointer + at, sizeof(c->pointer) - at, "/%.*s", (int)name.len, (const char *)json->bytes + name.at);
}

/* Each member of A; then those that only B has. */
static bool same_members(struct comparison *c, int a, int b)
{
	size_t at = strlen(c->pointer);

	for (int i = c->a->nodes[a].child; i >= 0; i = c->a->nodes[i].next) {
		point_to_name(c, at, c->a, i);
		if (!is_ignored(c) && !same(c, i, counterpart(c, i, b)))
			return false;
	}
	for (int i = c->b->nodes[b].child; i >= 0; i = c->b->nodes[i].next) {
		struct comparison other_way = { .a = c->b, .b = c->a };
		point_to_name(c, at, c->b, i);
		if (!is_ignored(c) && counterpart(&other_way, i, a) < 0)
			return false;
	}
	c->pointer[at] = '\0';
	return true;
}

static bool same_items(struct comparison *c, int a, int b)
{
	size_t at = strlen(c->pointer);
	int i = c->a->nodes[a].child, k = c->b->nodes[b].child;

	for (unsigned n = 0; i >= 0 || k >= 0; n++) {
		snprintf(c->pointer + at, sizeof(c->pointer) - at, "/%u", n);
		if (!is_ignored(c) && (i < 0 || !same(c, i, k)))
			return false;
		i = i < 0 ? i : c->a->nodes[i].next;
		k = k < 0 ? k : c->b->nodes[k].next;
	}
	c->pointer[at] = '\0';
	return true;
}

static bool same_octets(const struct comparison *c, int a, int b)
{
	struct range x = c->a->nodes[a].value, y = c->b->nodes[b].value;

	return x.len == y.len && !memcmp(c->a->bytes + x.at, c->b->bytes + y.at, x.len);
}

/* One too large for a double is compared as it is written. */
static bool same_number(const struct comparison *c, int a, int b)
{
	double x, y;

	if (!json_number(c->a, a, &x) || !json_number(c->b, b, &y))
		return same_octets(c, a, b);
	return !(x < y) && !(x > y);
}

static bool same(struct comparison *c, int a, int b)
{
	if (b < 0 || c->a->nodes[a].kind != c->b->nodes[b].kind)
		return false;
	switch ((enum json_kind)c->a->nodes[a].kind) {
	case KIND_NULL:
		return true;
	case KIND_BOOLEAN:
		return same_octets(c, a, b);
	case KIND_NUMBER:
		return same_number(c, a, b);
	case KIND_STRING:
		return json_same_string_in(c->a, a, c->b, b);
	case KIND_OBJECT:
		return same_members(c, a, b);
	case KIND_ARRAY:
		return same_items(c, a, b);
	}
	return false;
}

bool json_same_value(const struct json *a, const struct json *b, const char *const *ignored, char *where, size_t size)
{
	struct comparison c = { .a = a, .b = b, .ignored = ignored };
	bool equal = is_ignored(&c) || same(&c, 0, 0);

	snprintf(where, size, "%s", equal ? "" : c.pointer);
	return equal;
}
