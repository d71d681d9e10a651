/* wire/json_string.c - strings of a JSON text (RFC 8259 7): unescaping, comparing, members by name. */
#include "wire/json.h"

#include <string.h>

#include "wire/hex.h"
#include "wire/json_escape.h"
#include "wire/utf8.h"

/* What stands between the quotes. */
struct quoted {
	const uint8_t *at, *end;
};

static struct quoted quoted_of(const struct json *json, struct range where)
{
	return (struct quoted){ json->bytes + where.at, json->bytes + where.at + where.len };
}

static struct quoted name_of(const struct json *json, int node) { return quoted_of(json, json->nodes[node].name); }

static struct quoted string_of(const struct json *json, int node)
{
	struct range value = json->nodes[node].value;

	return quoted_of(json, (struct range){ value.at + 1, value.len - 2 });
}

bool json_escape_code(const uint8_t *at, const uint8_t *end, uint16_t *code)
{
	uint8_t octets[2];

	if (end - at < JSON_ESCAPE_OCTETS || at[0] != '\\' || at[1] != 'u')
		return false;
	if (hex_read(octets, sizeof(octets), (const char *)at + 2, 4) != 2)
		return false;
	*code = (uint16_t)(octets[0] << 8 | octets[1]);
	return true;
}

/* \uXXXX, or the two of a surrogate pair; 0 where there is none. */
static size_t unescape_code(struct quoted *q, uint8_t out[4])
{
	uint16_t first, second;
	uint32_t code;

	if (!json_escape_code(q->at, q->end, &first))
		return 0;
	code = first;
	q->at += JSON_ESCAPE_OCTETS;
	if (is_high_surrogate(first) && json_escape_code(q->at, q->end, &second) && is_low_surrogate(second)) {
		code = 0x10000u + (first - 0xd800u) * 0x400u + (second - 0xdc00u);
		q->at += JSON_ESCAPE_OCTETS;
	}
	return utf8_encode(out, code);
}

/* At a backslash: what it stands for. An escape that is none stands for itself, octet by octet. */
static size_t unescape(struct quoted *q, uint8_t out[4])
{
	static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	size_t n = unescape_code(q, out);

	if (n)
		return n;
	out[0] = '\\';
	const char *known = q->end - q->at >= 2 && q->at[1] ? strchr(escapes, q->at[1]) : NULL;
	if (known)
		out[0] = (uint8_t)meant[known - escapes];
	q->at += known ? 2 : 1;
	return 1;
}

/* The next octets meant, at least one; 0 at the end. */
static inline size_t next_octets(struct quoted *q, uint8_t out[4])
{
	if (q->at == q->end)
		return 0;
	if (*q->at == '\\')
		return unescape(q, out);
	out[0] = *q->at++;
	return 1;
}

/* As it stands: without escapes. */
static long copy_plain(struct quoted q, char *text, size_t size)
{
	size_t len = (size_t)(q.end - q.at);

	if (len >= size)
		return -1;
	memcpy(text, q.at, len);
	text[len] = '\0';
	return (long)len;
}

long json_string(const struct json *json, int node, char *text, size_t size)
{
	size_t len = 0, n;
	uint8_t out[4];

	if (node < 0 || json->nodes[node].kind != KIND_STRING || !size)
		return -1;
	struct quoted q = string_of(json, node);
	if (!json->nodes[node].value_escaped)
		return copy_plain(q, text, size);
	while ((n = next_octets(&q, out)) > 0) {
		if (n >= size - len)
			return -1;
		memcpy(text + len, out, n);
		len += n;
	}
	text[len] = '\0';
	return (long)len;
}

static bool quoted_is(struct quoted q, bool escaped, const char *text)
{
	uint8_t out[4];
	size_t n;

	if (!escaped) {
		size_t len = (size_t)(q.end - q.at);
		/* Most comparisons end at the first octet. */
		return len ? *q.at == (uint8_t)*text && strlen(text) == len && !memcmp(q.at, text, len) : !*text;
	}
	while ((n = next_octets(&q, out)) > 0)
		for (size_t i = 0; i < n; i++, text++)
			if (!*text || (uint8_t)*text != out[i])
				return false;
	return !*text;
}

bool json_string_is(const struct json *json, int node, const char *text)
{
	return node >= 0 && json->nodes[node].kind == KIND_STRING && quoted_is(string_of(json, node), json->nodes[node].value_escaped, text);
}

static bool same_quoted(struct quoted a, struct quoted b)
{
	uint8_t x[4], y[4];
	size_t n = 0, m = 0, i = 0, k = 0;	/* octets of X and Y, and which of them is next */

	/* Octet by octet: an escape here may be a sequence written out there. */
	for (;;) {
		if (i == n)
			i = 0, n = next_octets(&a, x);
		if (k == m)
			k = 0, m = next_octets(&b, y);
		if (!n || !m)
			return n == m;
		if (x[i++] != y[k++])
			return false;
	}
}

bool json_same_name(const struct json *json, int node, int other)
{
	return same_quoted(name_of(json, node), name_of(json, other));
}

bool json_same_name_in(const struct json *a, int node, const struct json *b, int other)
{
	return same_quoted(name_of(a, node), name_of(b, other));
}

bool json_same_string_in(const struct json *a, int node, const struct json *b, int other)
{
	return same_quoted(string_of(a, node), string_of(b, other));
}

bool json_member_is(const struct json *json, int node, const char *name)
{
	return quoted_is(name_of(json, node), json->nodes[node].name_escaped, name);
}

int json_member(const struct json *json, int object, const char *name)
{
	if (object < 0 || object >= json->node_count || json->nodes[object].kind != KIND_OBJECT)
		return -1;
	int node = json->nodes[object].child;
	while (node >= 0 && !json_member_is(json, node, name))
		node = json->nodes[node].next;
	return node;
}

int json_member_again(const struct json *json, int node)
{
	int parent = node < 0 ? -1 : json->nodes[node].parent;

	if (parent < 0 || json->nodes[parent].kind != KIND_OBJECT)
		return -1;
	for (int other = json->nodes[node].next; other >= 0; other = json->nodes[other].next)
		if (json_same_name(json, node, other))
			return other;
	return -1;
}
