/* conformance/judge/rules_bulk.c - bulk registration by a Gateway UE: 23.554 8.2.7, as this project writes it down. */
#include "conformance/judge/rules.h"
#include "wire/msgin5g.h"

static bool is_individual(const struct subject *s)
{
	return s->exchange->asked.device_said == MSGIN5G_REG && exchange_is(s->exchange, TRAIT_INDIVIDUAL);
}

static struct range where_list(const struct subject *s)
{
	int node = s->msgin5g->node[ELEMENT_INDIVIDUALS];

	return node >= 0 ? s->msgin5g->json.nodes[node].member : s->now->message->payload;
}

/* BULK-01: asked for urgently, and in the bulk all the same. */
enum answer urgent_is_not_bulked(const struct subject *s, struct note *note)
{
	const struct bulk *bulk = &s->exchange->bulk;

	if (!bulk->is)
		return NOT_ASKED;
	if (!bulk->urgent)
		return HELD;
	related_to(note, bulk->related);
	return broken(note, where_list(s), "urgent requests sent by themselves", "%u of them in a bulk", bulk->urgent);
}

/* BULK-02: the bulk itself says it; or its absence, when the request is forgotten. */
enum answer bulk_is_in_time(const struct subject *s, struct note *note)
{
	static const char lossy[] = "it came late or not at all, and datagrams are being lost on purpose";
	static const char expected[] = "the bulk before a request's Wait time is over";
	const struct bulk *bulk = &s->exchange->bulk;

	if (s->moment == AT_REQUEST && bulk->is) {
		if (!bulk->late)
			return HELD;
		related_to(note, bulk->related);
		if (s->context->impaired)
			return cannot_say(note, expected, lossy);
		return broken(note, where_list(s), expected, "%u requests that waited longer", bulk->late);
	}
	if (s->moment != AT_CLOSE || !is_individual(s) || !bulk->late || !exchange_succeeded(s->exchange))
		return NOT_ASKED;
	if (!s->context->far)
		return cannot_say(note, expected, "none was seen, and it is not known whether the server's side was watched");
	if (s->context->impaired)
		return cannot_say(note, expected, lossy);
	return broken(note, WHERE_WHOLE, expected, "none for this request");
}

/* BULK-03: the interim answer names the UE. */
enum answer interim_names_ue(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_first_response(s) || !is_individual(s) || !exchange_succeeded(x))
		return NOT_ASKED;
	if (s->msgin5g && msgin5g_sound(s->msgin5g, &s->context->binding, ELEMENT_UE_SERVICE_ID))
		return HELD;
	return broken(note, s->now->message->payload, "\"UE Service ID\" in the Gateway UE's interim answer", "none");
}

/* BULK-04 */
enum answer bulk_counts_requests(const struct subject *s, struct note *note)
{
	const struct bulk *bulk = &s->exchange->bulk;

	if (!bulk->is)
		return NOT_ASKED;
	if (bulk->listed && bulk->said == bulk->listed)
		return HELD;
	return broken(note, where_list(s), "the number of individual requests, and as many in the list", "%s, and %u listed",
		      bulk->said < 0 ? "no number" : "another number", bulk->listed);
}

/* BULK-05 */
enum answer bulk_answer_counts_responses(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	long said;
	unsigned listed = 0;

	if (!is_first_response(s) || !x->bulk.is || CODE_CLASS(s->now->message->code) != 2)
		return NOT_ASKED;
	said = s->msgin5g ? msgin5g_count(s->msgin5g, ELEMENT_NUMBER_RESPONSES) : -1;
	for (int entry = -1; s->msgin5g && (entry = msgin5g_individual(s->msgin5g, entry)) >= 0;)
		listed++;
	if (said == (long)listed && listed == x->bulk.listed)
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, s->now->message->payload, "the number of individual responses, and one for each request",
		      "%s %ld, %u listed, to %u requests", said < 0 ? "no number:" : "number", said, listed, x->bulk.listed);
}
