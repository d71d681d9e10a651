/* wire/mutation_member.c - mutations of information elements and members: JSON text cut and spliced. */
#include <json-c/json.h>
#include <string.h>

#include "wire/msgin5g.h"
#include "wire/mutation_edit.h"

enum { TEXT = 6 * MUTATION_VALUE + 200 };	/* each octet escaped, and a name */

static uint32_t end_of(struct range r) { return r.at + r.len; }

/* "text" with what must be escaped escaped. */
static void add_quoted(struct buffer *b, const char *text, size_t len)
{
	struct json_object *string = json_object_new_string_len(text, (int)len);

	buffer_text(b, json_object_to_json_string_ext(string, JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(string);
}

/* The octets as they are between quotes: what no JSON writer would write. */
static void add_between_quotes(struct buffer *b, const uint8_t *bytes, size_t len)
{
	buffer_u8(b, '"');
	buffer_bytes(b, bytes, len);
	buffer_u8(b, '"');
}

static void add_value(struct buffer *b, const struct edit *e, const struct json_node *there)
{
	const struct mutation *m = e->what;

	if (m->value_kind == MUTATION_SAME)
		buffer_bytes(b, e->out->bytes + there->value.at, there->value.len);
	else if (m->value_kind == MUTATION_TEXT)
		add_quoted(b, (const char *)m->value, m->value_len);
	else if (m->value_kind == MUTATION_OCTETS)
		add_between_quotes(b, m->value, m->value_len);
	else
		buffer_bytes(b, m->value, m->value_len);
}

static int too_long(const struct edit *e)
{
	return error_set(e->error, "'%s': the JSON text gets too long", e->what->words);
}

static int replace_value(const struct edit *e, const struct json_node *node, const struct buffer *text)
{
	return text->failed ? too_long(e) : edit_splice(e, node->value.at, node->value.len, text->bytes, text->len);
}

/* --- the verbs --- */

/* The member with the comma after it, or else the one before it. */
static int drop(const struct edit *e, const struct json *json, int index)
{
	const struct json_node *node = &json->nodes[index];
	struct range cut = node->member;
	int before = -1;

	if (node->parent < 0)
		return edit_absent(e);
	for (int i = json->nodes[node->parent].child; i != index; i = json->nodes[i].next)
		before = i;
	if (node->next >= 0) {
		cut.len = json->nodes[node->next].member.at - cut.at;
	} else if (before >= 0) {
		cut.at = end_of(json->nodes[before].member);
		cut.len = end_of(node->member) - cut.at;
	}
	return edit_splice(e, cut.at, cut.len, NULL, 0);
}

static int duplicate(const struct edit *e, const struct json_node *node)
{
	uint8_t room[TEXT];
	struct buffer b = buffer_on(room, sizeof(room));

	buffer_u8(&b, ',');
	buffer_bytes(&b, e->out->bytes + node->member.at, node->member.len);
	return b.failed ? too_long(e) : edit_splice(e, end_of(node->member), 0, b.bytes, b.len);
}

static int empty(const struct edit *e, const struct json_node *node)
{
	static const char *const values[] = {
		[KIND_NULL] = "null",	[KIND_BOOLEAN] = "null", [KIND_NUMBER] = "null",
		[KIND_STRING] = "\"\"", [KIND_OBJECT] = "{}",	 [KIND_ARRAY] = "[]",
	};
	uint8_t room[8];
	struct buffer b = buffer_on(room, sizeof(room));

	buffer_text(&b, values[node->kind]);
	return replace_value(e, node, &b);
}

/* A string becomes 1, a number or literal the same in quotes, an object or array "text". */
static int retype(const struct edit *e, const struct json_node *node)
{
	uint8_t room[TEXT];
	struct buffer b = buffer_on(room, sizeof(room));

	if (node->kind == KIND_STRING)
		buffer_text(&b, "1");
	else if (node->kind == KIND_OBJECT || node->kind == KIND_ARRAY)
		buffer_text(&b, "\"text\"");
	else
		add_between_quotes(&b, e->out->bytes + node->value.at, node->value.len);
	return replace_value(e, node, &b);
}

static int replace(const struct edit *e, const struct json_node *node)
{
	uint8_t room[TEXT];
	struct buffer b = buffer_on(room, sizeof(room));

	add_value(&b, e, node);
	return replace_value(e, node, &b);
}

/* After the object's last member. THERE: the member whose value is taken for `same`, or NULL. */
static int insert(const struct edit *e, const struct json *json, int object, const struct json_node *there)
{
	const char *name = e->what->target == TARGET_MEMBER ? e->what->member : e->binding->members[e->what->element];
	uint8_t room[TEXT];
	struct buffer b = buffer_on(room, sizeof(room));

	if (object < 0 || json->nodes[object].kind != KIND_OBJECT)
		return error_set(e->error, "'%s': the message has no object to put it in", e->what->words);
	uint32_t at = json->nodes[object].value.at + 1;
	for (int i = json->nodes[object].child; i >= 0; i = json->nodes[i].next)
		at = end_of(json->nodes[i].member);
	if (json->nodes[object].child >= 0)
		buffer_u8(&b, ',');
	add_quoted(&b, name, strlen(name));
	buffer_u8(&b, ':');
	add_value(&b, e, there);
	return b.failed ? too_long(e) : edit_splice(e, at, 0, b.bytes, b.len);
}

/* A string's last octet is the one before its quote. */
static int flip(const struct edit *e, const struct json_node *node)
{
	struct range octets = node->value;

	if (node->kind == KIND_STRING && octets.len >= 2)
		octets = (struct range){ octets.at + 1, octets.len - 2 };
	return edit_flip(e, octets);
}

/* --- finding --- */

struct place {
	struct msgin5g content;
	int node, object;	/* the member, and the object it stands or would stand in; or -1 */
};

static void find(struct place *place, const struct edit *e, const struct message *message)
{
	struct json *json = &place->content.json;

	if (e->what->target == TARGET_ELEMENT) {
		enum element parent = element_fact(e->what->element)->parent;
		msgin5g_read(&place->content, message, e->binding);
		place->node = place->content.node[e->what->element];
		place->object = parent == ELEMENT_NONE ? (json->node_count ? 0 : -1) : place->content.node[parent];
	} else {
		json_read(json, message->bytes, message->payload);
		place->object = json->node_count ? 0 : -1;
		place->node = place->object < 0 ? -1 : json_member(json, 0, e->what->member);
	}
}

/* Every occurrence goes, or a message made wrong before would keep one. */
static int drop_all(const struct edit *e, struct place *place)
{
	struct message message;

	do {
		if (drop(e, &place->content.json, place->node))
			return -1;
		message_read(&message, e->out->bytes, e->out->len);
		find(place, e, &message);
	} while (place->node >= 0);
	return 0;
}

int edit_member(const struct edit *e)
{
	struct place place;
	bool insertion = e->what->verb == MUTATION_INSERT;

	if (e->what->target == TARGET_ELEMENT && !e->binding)
		return error_set(e->error, "'%s': no binding says what member that is", e->what->words);
	find(&place, e, e->message);
	const struct json *json = &place.content.json;
	const struct json_node *node = place.node < 0 ? NULL : &json->nodes[place.node];
	if (!node && (!insertion || e->what->value_kind == MUTATION_SAME))
		return edit_absent(e);
	switch (e->what->verb) {
	case MUTATION_DROP:
		return drop_all(e, &place);
	case MUTATION_DUPLICATE:
		return duplicate(e, node);
	case MUTATION_EMPTY:
		return empty(e, node);
	case MUTATION_RETYPE:
		return retype(e, node);
	case MUTATION_REPLACE:
		return replace(e, node);
	case MUTATION_INSERT:
		return insert(e, json, place.object, node);
	case MUTATION_FLIP:
		return flip(e, node);
	case MUTATION_TRUNCATE:
		return edit_truncate(e, node->member);
	case MUTATION_COUNT:
		break;
	}
	return edit_absent(e);
}
