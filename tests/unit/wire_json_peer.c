/* tests/unit/wire_json_peer.c - the JSON reader against json-c, over the vectors and over seeded slips.
 *
 * json-c's strict mode is more lenient than RFC 8259: `forgives` is the table of how. */
#include "tests/unit/wire.h"

#include <json-c/json.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/slip.h"
#include "tests/unit/wire_json.h"
#include "wire/json.h"
#include "wire/msgin5g.h"

/* Strict parsing of the whole text; false: refused. (null is a NULL object.) A tokener for each: in
 * 0.16 json_tokener_reset forgets no half surrogate pair. */
static bool peer_parse(const char *text, size_t len, struct json_object **value)
{
	struct json_tokener *peer = json_tokener_new_ex(JSON_DEPTH + 2);

	json_tokener_set_flags(peer, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	*value = json_tokener_parse_ex(peer, text, (int)len);
	if (json_tokener_get_error(peer) == json_tokener_continue)	/* a number may go on */
		*value = json_tokener_parse_ex(peer, "", -1);
	bool taken = json_tokener_get_error(peer) == json_tokener_success;
	json_tokener_free(peer);
	return taken;
}

static bool digit_at(const char *text, size_t len, size_t at) { return at < len && text[at] >= '0' && text[at] <= '9'; }

/* A point without digits on both sides. */
static bool bare_point(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] == '.' && (!i || !digit_at(text, len, i - 1) || !digit_at(text, len, i + 1)))
			return true;
	return false;
}

static bool has(const char *text, size_t len, const char *part) { return memmem(text, len, part, strlen(part)); }

/* A zero before other digits: refused in integers only, and not after a minus. */
static bool leading_zero(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] == '0' && digit_at(text, len, i + 1) && !(i && digit_at(text, len, i - 1)))
			return true;
	return false;
}

/* Overlong forms, surrogates and more than U+10FFFF: lead and continuation octets fit, no more is looked at. */
static bool shaped_as_utf8(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t c = (uint8_t)text[i];
		size_t more = c < 0x80 ? 0 : c < 0xc0 ? len : c < 0xe0 ? 1 : c < 0xf0 ? 2 : c < 0xf8 ? 3 : len;
		for (; more; more--)
			if (++i >= len || ((uint8_t)text[i] & 0xc0) != 0x80)
				return false;
	}
	return true;
}

/* May json-c take a text with this fault? Not that it must: later versions are stricter. */
static bool forgives(const struct json *json, const struct json_anomaly *a)
{
	const char *text = (const char *)json->bytes + json->text.at, *at = (const char *)json->bytes + a->where.at;
	size_t len = json->text.len;

	switch (a->kind) {
	case JSON_CONTROL:	/* before 0.17 */
	case JSON_SURROGATE:	/* becomes U+FFFD; the grammar of RFC 8259 allows it as well */
	case JSON_DUPLICATE:	/* the last one stays; no matter of grammar */
	case JSON_NOT_OBJECT:	/* no matter of JSON */
		return true;
	case JSON_NOT_UTF8:
		return shaped_as_utf8(text, len);
	case JSON_TRAILING:	/* a NUL ends the text */
		return !*at || bare_point(text, len);
	case JSON_SYNTAX:
	case JSON_INCOMPLETE:
		return bare_point(text, len) || leading_zero(text, len) || memchr(text, '\'', len) ||
		       has(text, len, "NaN") || has(text, len, "Infinity");
	case JSON_BYTE_ORDER_MARK:
	case JSON_ESCAPE:
	case JSON_TOO_DEEP:
	case JSON_TOO_MANY:
	case JSON_FAULT_COUNT:
		break;
	}
	return false;
}

static const enum json_type peer_kinds[] = {
	[KIND_NULL] = json_type_null,	  [KIND_BOOLEAN] = json_type_boolean, [KIND_STRING] = json_type_string,
	[KIND_OBJECT] = json_type_object, [KIND_ARRAY] = json_type_array,
};

static void same_string(const struct json *json, int node, const char *text, size_t len)
{
	/* json-c 0.16 takes \ud836\ude60, U+1DA60, for a lone surrogate by its lower 16 bits. */
	if (has(text, len, "\xef\xbf\xbd"))
		return;
	char *out = malloc(json->text.len + 1);
	long n = json_string(json, node, out, json->text.len + 1);

	HOLDS_MSG(n == (long)len && !memcmp(out, text, len), "node %d of %.*s: json-c has %s", node,
		      (int)json->text.len, (const char *)json->bytes + json->text.at, text);
	free(out);
}

static void same_number(const struct json *json, int node, struct json_object *value)
{
	double ours = 0, theirs = json_object_get_double(value);

	HOLDS(json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double));
	if (json_number(json, node, &ours) && fabs(ours) < 9e15)	/* json-c holds integers in 64 bits */
		HOLDS_MSG(ours == theirs, "%.17g is no %.17g", ours, theirs);
}

/* The tree below NODE is VALUE: the same kinds, strings, numbers, members and items, in order. */
static void same_tree(const struct json *json, int node, struct json_object *value)
{
	const struct json_node *n = &json->nodes[node];
	size_t children = 0;

	if (n->kind == KIND_NUMBER) {
		same_number(json, node, value);
		return;
	}
	HOLDS(json_object_get_type(value) == peer_kinds[n->kind]);
	if (n->kind == KIND_STRING)
		same_string(json, node, json_object_get_string(value), (size_t)json_object_get_string_len(value));
	if (n->kind == KIND_BOOLEAN)
		HOLDS(json_object_get_boolean(value) == (json->bytes[n->value.at] == 't'));
	if (n->kind == KIND_ARRAY)
		for (int i = n->child; i >= 0; i = json->nodes[i].next)
			same_tree(json, i, json_object_array_get_idx(value, children++));
	if (n->kind == KIND_ARRAY)
		HOLDS(children == json_object_array_length(value));
	if (n->kind != KIND_OBJECT)
		return;
	json_object_object_foreach(value, name, member) {
		int i = json_member(json, node, name);
		HOLDS_MSG(i >= 0, "no member %s", name);
		same_tree(json, i, member);
		children++;
	}
	for (int i = n->child; i >= 0; i = json->nodes[i].next)
		children--;
	HOLDS(children == 0);
}

static void compare(const char *text, size_t len)
{
	struct json_object *value;
	struct json json;
	bool forgiven = true, other_tree = false;

	json_read(&json, (const uint8_t *)text, all_of(len));
	if (json_anomaly(&json, JSON_TOO_DEEP))
		return;		/* our limit, not json-c's */
	for (unsigned i = 0; i < json.anomaly_count; i++) {
		forgiven &= forgives(&json, &json.anomalies[i]);
		other_tree |= json.anomalies[i].kind != JSON_NOT_OBJECT;
	}
	bool taken = peer_parse(text, len, &value);
	bool right = json.anomaly_count == (json_anomaly(&json, JSON_NOT_OBJECT) ? 1 : 0);
	HOLDS_MSG(taken || !right, "json-c refuses: %.*s", (int)len, text);
	HOLDS_MSG(!taken || forgiven, "json-c takes: %.*s", (int)len, text);
	/* A member name with U+0000 is cut by json-c. */
	if (taken && !other_tree && !has(text, len, "\\u0000"))
		same_tree(&json, 0, value);
	json_object_put(value);
}

START_TEST(test_json_agrees_with_json_c_on_the_vectors)
{
	for (int i = 0; i < json_right_count; i++)
		compare(json_right[i].text, json_right[i].len);
	for (int i = 0; i < json_wrong_count; i++)
		compare(json_wrong[i].text, json_wrong[i].len);
}
END_TEST

static const char *const seeds[] = {
	"{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\"}",
	"{\"ueServiceId\":\"ue1\",\"registrationResult\":\"success\"}",
	"{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"u\",\"msgin5gClientProfile\":{"
	"\"msgin5gClientTriggeringInformation\":{\"msgin5gUeId\":\"m\",\"msgin5gClientPorts\":[5683,65535]},"
	"\"msgin5gClientCommunicationAvailability\":{\"scheduledCommunicationTime\":\"2026-01-31T23:59:59Z\","
	"\"communicationDurationTime\":60,\"storeAndForwardOption\":true}}}",
	"[0,-1.5e+3,true,false,null,\"\\u00e9\\ud83d\\ude00\\n\",[],{}]",
	"{\"a\":{\"b\":[{\"c\":[[[]]]}]},\"\xe2\x82\xac\":\"\xf0\x9f\x98\x80\"}",
	" \t\r\n{ \"a\" : [ 1 , 2 ] } ",
};

/* One to four slips; the new length, at most LEN + 4 * SLIP_RUN. */
static size_t slip(char *text, size_t len, uint64_t *state)
{
	static const char octets[] = "\"\\{}[]:,.-+eE0123456789 \n\ttrufalsn/bu\x01\x7f\x80\xbf\xc3\xa9\xed\xf0\xff";

	for (unsigned n = 1 + generator_chance(state, 4); n; n--)
		len = slip_once(text, len, octets, sizeof(octets), state);	/* their NUL as well */
	return len;
}

static bool inside(struct range inner, struct range outer)
{
	return inner.at >= outer.at && inner.at + (uint64_t)inner.len <= outer.at + (uint64_t)outer.len;
}

/* Whatever was read: every range lies in the text, children in their parents, one after the other. */
static void in_bounds(const struct json *json)
{
	char text[700];

	HOLDS(json->node_count <= JSON_NODES && json->anomaly_count <= JSON_ANOMALIES);
	for (unsigned i = 0; i < json->anomaly_count; i++)
		HOLDS(inside(json->anomalies[i].where, json->text));
	for (int i = 0; i < json->node_count; i++) {
		const struct json_node *n = &json->nodes[i];
		HOLDS(n->value.len && inside(n->value, json->text));
		HOLDS(n->next < 0 || (n->next > i && json->nodes[n->next].value.at >= n->value.at + n->value.len));
		HOLDS(n->child < 0 || json->nodes[n->child].parent == i);
		HOLDS((n->parent < 0) == !i && n->parent < i);
		if (!i)
			continue;
		const struct json_node *parent = &json->nodes[n->parent];
		HOLDS(inside(n->value, parent->value) && n->depth == parent->depth + 1);
		if (parent->kind == KIND_OBJECT)
			HOLDS(inside(n->member, parent->value) && inside(n->name, n->member) &&
				  inside(n->value, n->member));
		json_string(json, i, text, sizeof(text));
		json_member_again(json, i);
	}
}

enum { SLIPS = 200000, ROOM = 700 };

START_TEST(test_json_survives_slips_and_agrees_with_json_c)
{
	uint64_t state = 0x4d53476e35470001u;	/* the seed */

	for (int i = 0; i < SLIPS; i++) {
		const char *seed = seeds[generator_chance(&state, sizeof(seeds) / sizeof(*seeds))];
		char text[ROOM];
		size_t len = strlen(seed);
		memcpy(text, seed, len);
		len = slip(text, len, &state);
		/* A copy that ends where the text does: the sanitizers see one octet too many. */
		uint8_t *exact = malloc(len ? len : 1);
		struct json json;
		memcpy(exact, text, len);
		json_read(&json, exact, all_of(len));
		in_bounds(&json);
		free(exact);
		compare(text, len);
	}
}
END_TEST

START_TEST(test_msgin5g_survives_slips)
{
	uint64_t state = 0x4d53476e35470002u;
	struct binding binding;

	binding_default(&binding);
	for (int i = 0; i < SLIPS; i++) {
		const char *seed = seeds[generator_chance(&state, 3)];
		char text[ROOM] = "\x40\x02\x12\x34\xff";
		size_t len = 5 + strlen(seed);
		struct message message;
		struct msgin5g m;
		memcpy(text + 5, seed, len - 5);
		len = slip(text, len, &state);
		uint8_t *exact = malloc(len ? len : 1);
		memcpy(exact, text, len);
		message_read(&message, exact, len);
		msgin5g_read(&m, &message, &binding);
		in_bounds(&m.json);
		for (int e = 0; e < ELEMENT_COUNT; e++) {
			HOLDS(m.node[e] < m.json.node_count && (m.node[e] < 0) == !m.times[e]);
			msgin5g_sound(&m, &binding, (enum element)e);
			msgin5g_text(&m, (enum element)e, text, sizeof(text));
		}
		HOLDS(m.kind == MSGIN5G_NONE || m.times[ELEMENT_SERVICE_ID]);
		free(exact);
	}
}
END_TEST

Suite *json_peer_tests(void)
{
	Suite *suite = suite_create("json and json-c");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 0);
	tcase_add_test(tests, test_json_agrees_with_json_c_on_the_vectors);
	tcase_add_test(tests, test_json_survives_slips_and_agrees_with_json_c);
	tcase_add_test(tests, test_msgin5g_survives_slips);
	suite_add_tcase(suite, tests);
	return suite;
}
