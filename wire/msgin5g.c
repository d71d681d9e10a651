/* wire/msgin5g.c - which information elements a payload holds, under a binding. */
#include "wire/msgin5g.h"

#include <string.h>

static const int8_t parents[] = {
#define ELEMENT(name, word, text, parent, member, type, clause) ELEMENT_##parent,
#include "wire/element.def"
#undef ELEMENT
};

/* A bit for each element that is some element's parent; NONE's goes first. Of the others the members are free. */
static const uint64_t are_parents = 0
#define ELEMENT(name, word, text, parent, member, type, clause) | UINT64_C(1) << (ELEMENT_##parent + 1)
#include "wire/element.def"
#undef ELEMENT
	;

/* Can the member NODE have that name? Most comparisons end at the first octet. */
static inline bool may_be(const struct json *json, int node, const char *name)
{
	const struct json_node *n = &json->nodes[node];

	return n->name_escaped || !n->name.len || json->bytes[n->name.at] == (uint8_t)*name;
}

/* Which of PARENT's elements the member NODE is, or ELEMENT_NONE. Members stand mostly in the order of the table, so the
 * search begins behind the one before. */
static enum element element_of(const struct json *json, int node, enum element parent, const struct binding *binding,
			       enum element before)
{
	int e = (int)before;

	for (int tries = 0; tries < ELEMENT_COUNT; tries++) {
		e = e + 1 < ELEMENT_COUNT ? e + 1 : 0;
		if (parents[e] == (int)parent && may_be(json, node, binding->members[e]) &&
		    json_member_is(json, node, binding->members[e]))
			return (enum element)e;
	}
	return ELEMENT_NONE;
}

_Static_assert(JSON_NODES <= UINT8_MAX, "members are counted in an octet");

static void read_members(struct msgin5g *m, int object, enum element parent, const struct binding *binding)
{
	const struct json *json = &m->json;
	enum element e = ELEMENT_NONE;

	if (json->nodes[object].kind != KIND_OBJECT)
		return;
	for (int node = json->nodes[object].child; node >= 0; node = json->nodes[node].next) {
		e = element_of(json, node, parent, binding, e);
		if (e == ELEMENT_NONE) {
			if (m->first_unknown < 0)
				m->first_unknown = (int16_t)node;
			m->unknown_members++;
			continue;
		}
		if (m->node[e] < 0)
			m->node[e] = (int16_t)node;
		m->times[e]++;
	}
}

static enum msgin5g_kind kind_of(const struct msgin5g *m, const struct binding *binding)
{
	if (!msgin5g_is(m, binding, ELEMENT_SERVICE_ID, VALUE_SERVICE))
		return MSGIN5G_NONE;
	if (msgin5g_is(m, binding, ELEMENT_MESSAGE_TYPE, VALUE_REG))
		return MSGIN5G_REG;
	if (msgin5g_is(m, binding, ELEMENT_MESSAGE_TYPE, VALUE_DEREG))
		return MSGIN5G_DEREG;
	return MSGIN5G_OTHER;
}

void msgin5g_read(struct msgin5g *m, const struct message *message, const struct binding *binding)
{
	m->kind = MSGIN5G_NONE;
	m->unknown_members = 0;
	m->first_unknown = -1;
	memset(m->node, -1, sizeof(m->node));
	memset(m->times, 0, sizeof(m->times));
	if (!message->payload.len) {
		json_absent(&m->json, message->bytes, message->payload);
		return;
	}
	json_read(&m->json, message->bytes, message->payload);
	if (!m->json.node_count)
		return;
	read_members(m, 0, ELEMENT_NONE, binding);
	/* A parent's row stands before its children's. */
	for (uint64_t left = are_parents & ~UINT64_C(1); left; left &= left - 1) {
		int e = __builtin_ctzll(left) - 1;
		if (m->node[e] >= 0)
			read_members(m, m->node[e], (enum element)e, binding);
	}
	m->kind = kind_of(m, binding);
}

bool msgin5g_sound(const struct msgin5g *m, const struct binding *binding, enum element e)
{
	return m->times[e] == 1 && msgin5g_sound_once(m, binding, e);
}

bool msgin5g_sound_once(const struct msgin5g *m, const struct binding *binding, enum element e)
{
	const struct json_node *node = &m->json.nodes[m->node[e]];

	return node->kind == binding->types[e] && !(node->kind == KIND_STRING && node->value.len == strlen("\"\""));
}

long msgin5g_text(const struct msgin5g *m, enum element e, char *text, size_t size)
{
	return json_string(&m->json, m->node[e], text, size);
}

/* A number or boolean has the value when it is written so. */
static bool written_so(const struct json *json, int node, const char *text)
{
	struct range value = json->nodes[node].value;

	return value.len == strlen(text) && !memcmp(json->bytes + value.at, text, value.len);
}

bool msgin5g_is(const struct msgin5g *m, const struct binding *binding, enum element e, enum binding_value v)
{
	int node = m->node[e];

	if (node < 0 || m->json.nodes[node].kind != binding->types[e])
		return false;
	if (m->json.nodes[node].kind == KIND_STRING)
		return json_string_is(&m->json, node, binding->values[v]);
	return written_so(&m->json, node, binding->values[v]);
}

enum outcome_said msgin5g_result(const struct msgin5g *m, const struct binding *binding, enum element result)
{
	bool reg = result == ELEMENT_REG_RESULT;

	if (m->node[result] < 0)
		return RESULT_ABSENT;
	if (msgin5g_is(m, binding, result, reg ? VALUE_REG_SUCCESS : VALUE_DEREG_SUCCESS))
		return RESULT_SUCCESS;
	if (msgin5g_is(m, binding, result, reg ? VALUE_REG_FAILURE : VALUE_DEREG_FAILURE))
		return RESULT_FAILURE;
	return RESULT_UNKNOWN;
}
