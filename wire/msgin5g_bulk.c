/* wire/msgin5g_bulk.c - the list of a bulk registration and of its answer, read (23.554 8.2.7). */
#include "wire/msgin5g.h"

int msgin5g_individual(const struct msgin5g *m, int after)
{
	int list = m->node[ELEMENT_INDIVIDUALS];

	if (after >= 0)
		return m->json.nodes[after].next;
	return list >= 0 && m->json.nodes[list].kind == KIND_ARRAY ? m->json.nodes[list].child : -1;
}

/* The entry's member that stands for an element, or -1. */
static int member_of(const struct msgin5g *m, const struct binding *binding, int entry, enum element e)
{
	return m->json.nodes[entry].kind == KIND_OBJECT ? json_member(&m->json, entry, binding->members[e]) : -1;
}

long msgin5g_individual_ue(const struct msgin5g *m, const struct binding *binding, int entry, char *text, size_t size)
{
	int node = member_of(m, binding, entry, ELEMENT_UE_SERVICE_ID);

	return node < 0 ? -1 : json_string(&m->json, node, text, size);
}

enum outcome_said msgin5g_individual_result(const struct msgin5g *m, const struct binding *binding, int entry)
{
	int node = member_of(m, binding, entry, ELEMENT_REG_RESULT);

	if (node < 0)
		return RESULT_ABSENT;
	if (json_string_is(&m->json, node, binding->values[VALUE_REG_SUCCESS]))
		return RESULT_SUCCESS;
	return json_string_is(&m->json, node, binding->values[VALUE_REG_FAILURE]) ? RESULT_FAILURE : RESULT_UNKNOWN;
}

long msgin5g_count(const struct msgin5g *m, enum element e)
{
	double number;
	int node = m->node[e];

	if (node < 0 || !json_number(&m->json, node, &number) || number < 0 || number > INT32_MAX)
		return -1;
	return number == (double)(long)number ? (long)number : -1;
}
