/* wire/json_read.c - the JSON reader (RFC 8259): one pass, no recursion, never refusing.
 *
 * A stack of open objects and arrays says what may come next; a value becomes a node when its end
 * is known (objects and arrays when they open). */
#include "wire/json.h"

#include <endian.h>
#include <string.h>

#include "wire/json_escape.h"
#include "wire/utf8.h"

enum expect {
	EXPECT_VALUE, EXPECT_FIRST_ITEM, EXPECT_FIRST_NAME, EXPECT_NAME, EXPECT_COLON, EXPECT_COMMA,
	EXPECT_NOTHING,		/* the text is at its end */
	EXPECT_STOP		/* it cannot be read on */
};

struct level {
	int16_t node, last;	/* the object or array, and its child read last; -1: none */
	bool object;
};

struct reader {
	struct json *json;
	const uint8_t *bytes;
	uint32_t at, end;
	uint32_t name_at;	/* the quote that opens the pending member's name */
	struct range name;
	bool escaped;		/* the string read last has an escape */
	bool escaped_name;	/* the pending member's */
	bool escaped_names;	/* some member name had an escape: raw comparison is not enough */
	unsigned depth;
	struct level levels[JSON_DEPTH];
};

static void note(struct json *json, enum json_fault kind, uint32_t at, uint32_t len)
{
	if (!json_anomaly(json, kind))
		json->anomalies[json->anomaly_count++] = (struct json_anomaly){ kind, { at, len } };
}

/* Nothing more can be read: an octet that may not stand here, or none where one must. */
static enum expect stop(struct reader *r)
{
	if (r->at == r->end)
		note(r->json, JSON_INCOMPLETE, r->at, 0);
	else
		note(r->json, JSON_SYNTAX, r->at, 1);
	return EXPECT_STOP;
}

static inline void skip_space(struct reader *r)
{
	while (r->at < r->end) {
		uint8_t c = r->bytes[r->at];
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
			return;
		r->at++;
		r->json->spelled_out = true;
	}
}

/* At a backslash inside a string: past the escape. RFC 8259 8.2 on surrogates. */
static void read_escape(struct reader *r)
{
	const uint8_t *end = r->bytes + r->end;
	uint32_t at = r->at;
	uint16_t code, low;

	r->json->spelled_out = r->escaped = true;
	if (json_escape_code(r->bytes + at, end, &code)) {
		r->at += JSON_ESCAPE_OCTETS;
		if (is_high_surrogate(code) && json_escape_code(r->bytes + r->at, end, &low) && is_low_surrogate(low))
			r->at += JSON_ESCAPE_OCTETS;
		else if (is_high_surrogate(code) || is_low_surrogate(code))
			note(r->json, JSON_SURROGATE, at, JSON_ESCAPE_OCTETS);
		return;
	}
	r->at++;
	if (r->at == r->end)
		return;
	uint8_t c = r->bytes[r->at];
	if (c && strchr("\"\\/bfnrt", c)) {
		r->at++;
		return;
	}
	/* What follows a wrong one is read as it stands: it may be the closing quote. */
	note(r->json, JSON_ESCAPE, at, 2);
}

/* Mycroft's test: of octets below N (1 to 128) the first has its highest bit set, and none before it. */
static inline uint64_t below(uint64_t eight, uint8_t n)
{
	return (eight - 0x0101010101010101u * n) & ~eight & 0x8080808080808080u;
}

/* Past octets of a string that stand for themselves, eight at a time: to the first that does not, or less than eight
 * before the end. */
static inline void skip_plain(struct reader *r)
{
	uint64_t eight;

	for (; r->end - r->at >= 8; r->at += 8) {
		memcpy(&eight, r->bytes + r->at, 8);
		eight = le64toh(eight);
		uint64_t special = below(eight ^ 0x0101010101010101u * '"', 1) | below(eight ^ 0x0101010101010101u * '\\', 1) |
				   below(eight, 0x20);
		if (special) {
			r->at += (uint32_t)__builtin_ctzll(special) / 8;
			return;
		}
	}
}

/* At a quote: past the closing one; *INSIDE is what stands between. False: the text ends first. */
static bool read_string(struct reader *r, struct range *inside)
{
	uint32_t start = ++r->at;

	r->escaped = false;
	skip_plain(r);
	while (r->at < r->end) {
		uint8_t c = r->bytes[r->at];
		if (c == '"') {
			*inside = (struct range){ start, r->at++ - start };
			return true;
		}
		if (c == '\\') {
			read_escape(r);
			continue;
		}
		if (c < 0x20)
			note(r->json, JSON_CONTROL, r->at, 1);
		r->at++;
	}
	return false;
}

static bool read_digits(struct reader *r)
{
	uint32_t start = r->at;

	while (r->at < r->end && r->bytes[r->at] >= '0' && r->bytes[r->at] <= '9')
		r->at++;
	return r->at > start;
}

static bool take(struct reader *r, char a, char b)
{
	if (r->at == r->end || (r->bytes[r->at] != (uint8_t)a && r->bytes[r->at] != (uint8_t)b))
		return false;
	r->at++;
	return true;
}

/* RFC 8259 6: [ minus ] int [ frac ] [ exp ]. */
static bool read_number(struct reader *r)
{
	take(r, '-', '-');
	if (!take(r, '0', '0') && !read_digits(r))
		return false;
	if (take(r, '.', '.') && !read_digits(r))
		return false;
	if (take(r, 'e', 'E')) {
		take(r, '+', '-');
		return read_digits(r);
	}
	return true;
}

static bool read_literal(struct reader *r, const char *word)
{
	for (; *word && r->at < r->end && r->bytes[r->at] == (uint8_t)*word; word++)
		r->at++;
	return !*word;
}

static bool named_before(const struct reader *r, int first, int node)
{
	const struct json *json = r->json;
	const struct json_node *this = &json->nodes[node];

	for (int i = first; i >= 0 && i != node; i = json->nodes[i].next) {
		const struct json_node *one = &json->nodes[i];
		if (one->name.len == this->name.len && json->bytes[one->name.at] == json->bytes[this->name.at] &&
		    !memcmp(json->bytes + one->name.at, json->bytes + this->name.at, one->name.len))
			return true;
		if (r->escaped_names && json_same_name(json, i, node))
			return true;
	}
	return false;
}

/* A node for the value from START to here, linked to its parent; -1: no room for it. */
static int16_t keep(struct reader *r, enum json_kind kind, uint32_t start)
{
	struct json *json = r->json;
	struct level *up = r->depth ? &r->levels[r->depth - 1] : NULL;
	int16_t index = json->node_count;

	if (index == JSON_NODES) {
		note(json, JSON_TOO_MANY, start, r->at - start);
		return -1;
	}
	struct json_node *node = &json->nodes[json->node_count++];
	*node = (struct json_node){ .kind = (uint8_t)kind, .depth = (uint8_t)r->depth, .parent = -1, .child = -1,
				    .next = -1, .value_escaped = kind == KIND_STRING && r->escaped,
				    .value = { start, r->at - start } };
	if (!up)
		return index;
	node->parent = up->node;
	if (up->last >= 0)
		json->nodes[up->last].next = index;
	else
		json->nodes[up->node].child = index;
	up->last = index;
	if (up->object) {
		node->name = r->name;
		node->name_escaped = r->escaped_name;
		node->member = (struct range){ r->name_at, r->at - r->name_at };
		if (named_before(r, json->nodes[up->node].child, index))
			note(json, JSON_DUPLICATE, r->name_at, r->name.len + 2);
	}
	return index;
}

static enum expect after_value(const struct reader *r) { return r->depth ? EXPECT_COMMA : EXPECT_NOTHING; }

/* A value too deep for the stack: past its last bracket, by counting them. */
static enum expect skip_deep(struct reader *r, enum json_kind kind)
{
	uint32_t start = r->at;
	struct range inside;
	size_t open = 0;

	do {
		uint8_t c = r->at < r->end ? r->bytes[r->at] : 0;
		if (r->at == r->end || (c == '"' && !read_string(r, &inside))) {
			note(r->json, JSON_TOO_DEEP, start, r->end - start);
			return stop(r);
		}
		if (c == '"')
			continue;
		open += (c == '[' || c == '{');
		open -= (c == ']' || c == '}');
		r->at++;
	} while (open);
	note(r->json, JSON_TOO_DEEP, start, r->at - start);
	keep(r, kind, start);
	return after_value(r);
}

static enum expect open_level(struct reader *r, enum json_kind kind)
{
	if (r->depth == JSON_DEPTH)
		return skip_deep(r, kind);
	uint32_t start = r->at++;
	int16_t node = keep(r, kind, start);
	r->levels[r->depth++] = (struct level){ node, -1, kind == KIND_OBJECT };
	return kind == KIND_OBJECT ? EXPECT_FIRST_NAME : EXPECT_FIRST_ITEM;
}

/* The innermost object or array ends here. */
static enum expect close_level(struct reader *r)
{
	int16_t node = r->levels[--r->depth].node;

	if (node >= 0) {
		struct json_node *n = &r->json->nodes[node];
		n->value.len = r->at - n->value.at;
		if (n->member.len)
			n->member.len = r->at - n->member.at;
	}
	return after_value(r);
}

static enum expect read_scalar(struct reader *r, uint8_t c)
{
	uint32_t start = r->at;
	enum json_kind kind;
	struct range inside;
	bool good;

	if (c == '"')
		kind = KIND_STRING, good = read_string(r, &inside);
	else if (c == 't' || c == 'f')
		kind = KIND_BOOLEAN, good = read_literal(r, c == 't' ? "true" : "false");
	else if (c == 'n')
		kind = KIND_NULL, good = read_literal(r, "null");
	else
		kind = KIND_NUMBER, good = read_number(r);
	if (!good)
		return stop(r);
	keep(r, kind, start);
	return after_value(r);
}

static enum expect read_value(struct reader *r, uint8_t c)
{
	if (c == '{')
		return open_level(r, KIND_OBJECT);
	if (c == '[')
		return open_level(r, KIND_ARRAY);
	return read_scalar(r, c);
}

static enum expect read_name(struct reader *r, uint8_t c)
{
	r->name_at = r->at;
	if (c != '"' || !read_string(r, &r->name))
		return stop(r);
	r->escaped_name = r->escaped;
	r->escaped_names |= r->escaped;
	if (r->at == r->end || r->bytes[r->at] != ':')
		return EXPECT_COLON;
	r->at++;
	return EXPECT_VALUE;
}

static enum expect read_comma(struct reader *r, uint8_t c)
{
	bool object = r->levels[r->depth - 1].object;

	if (c != ',' && c != (object ? '}' : ']'))
		return stop(r);
	r->at++;
	if (c == ',')
		return object ? EXPECT_NAME : EXPECT_VALUE;
	return close_level(r);
}

static enum expect step(struct reader *r, enum expect expect)
{
	skip_space(r);
	if (r->at == r->end)
		return stop(r);
	uint8_t c = r->bytes[r->at];
	switch (expect) {
	case EXPECT_VALUE:
		return read_value(r, c);
	case EXPECT_FIRST_ITEM:
		return c == ']' ? (r->at++, close_level(r)) : read_value(r, c);
	case EXPECT_FIRST_NAME:
		return c == '}' ? (r->at++, close_level(r)) : read_name(r, c);
	case EXPECT_NAME:
		return read_name(r, c);
	case EXPECT_COLON:
		return c == ':' ? (r->at++, EXPECT_VALUE) : stop(r);
	case EXPECT_COMMA:
		return read_comma(r, c);
	case EXPECT_NOTHING:
	case EXPECT_STOP:
		break;
	}
	return EXPECT_STOP;
}

static void read_encoding(struct reader *r)
{
	size_t bad;

	if (!utf8_valid(r->bytes + r->at, r->end - r->at, &bad))
		note(r->json, JSON_NOT_UTF8, r->at + (uint32_t)bad, 1);
	if (r->end - r->at >= 3 && !memcmp(r->bytes + r->at, "\xef\xbb\xbf", 3)) {
		note(r->json, JSON_BYTE_ORDER_MARK, r->at, 3);
		r->at += 3;
	}
}

void json_read(struct json *json, const uint8_t *bytes, struct range where)
{
	struct reader r;	/* not zeroed: LEVELS are many, and written before they are read */
	enum expect expect = EXPECT_VALUE;

	r.json = json;
	r.bytes = bytes;
	r.at = where.at;
	r.end = where.at + where.len;
	r.name_at = r.depth = 0;
	r.name = (struct range){ 0, 0 };
	r.escaped = r.escaped_name = r.escaped_names = false;
	json_absent(json, bytes, where);
	read_encoding(&r);
	while (expect < EXPECT_NOTHING)
		expect = step(&r, expect);
	if (expect == EXPECT_NOTHING) {
		skip_space(&r);
		if (r.at < r.end)
			note(json, JSON_TRAILING, r.at, r.end - r.at);
		else
			json->whole = !json_anomaly(json, JSON_TOO_DEEP);
	}
	while (r.depth)
		close_level(&r);
	if (json->node_count && json->nodes[0].kind != KIND_OBJECT)
		note(json, JSON_NOT_OBJECT, json->nodes[0].value.at, json->nodes[0].value.len);
}
