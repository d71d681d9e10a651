/* server/bulk.c - a Gateway UE registers UEs behind it in one request (23.554 8.2.7).
 *
 * Whoever may register itself here may register any UE that exists: which UE is behind which Gateway UE
 * no text that could be had says. The wire is this project's reading. */
#include "server/exchange.h"

enum { BULK_MOST = 32 };

bool bulk_is(const struct exchange *x)
{
	const struct msgin5g *c = &x->content;

	return x->answer.kind == MSGIN5G_REG && (c->node[ELEMENT_NUMBER_REQUESTS] >= 0 || c->node[ELEMENT_INDIVIDUALS] >= 0);
}

static unsigned listed(const struct exchange *x)
{
	unsigned count = 0;

	for (int entry = -1; (entry = msgin5g_individual(&x->content, entry)) >= 0;)
		count++;
	return count;
}

bool bulk_check(struct exchange *x)
{
	unsigned count = listed(x);

	if (!bulk_is(x))
		return true;
	return (count && count <= BULK_MOST && msgin5g_count(&x->content, ELEMENT_NUMBER_REQUESTS) == (long)count) ||
	       exchange_refuse(x, REFUSAL_BULK, NULL, -1);
}

/* The UE that an entry names, or NULL: nobody. */
static const struct identity *ue_of(const struct exchange *x, int entry)
{
	char text[SERVICE_ID_ROOM];
	long len = msgin5g_individual_ue(&x->content, x->server->config.binding, entry, text, sizeof(text));

	return len > 0 ? ues_find(&x->server->ues, text, NULL, 0) : NULL;
}

void bulk_execute(struct exchange *x)
{
	for (int entry = -1; (entry = msgin5g_individual(&x->content, entry)) >= 0;) {
		const struct identity *ue = ue_of(x, entry);
		if (ue)
			store_put(&x->server->store, ue->ue_service_id, NULL, 0, x->in->at_ns);
	}
	x->answer.code = CODE_CHANGED;
	x->answer.success = x->answer.bulk = true;
}

/* One response for each request, in its order (each as 8.2.1-4); of a UE that does not exist: failure. */
void bulk_write(const struct exchange *x, struct buffer *body)
{
	static const char *const nobody = "unknown";
	const char *ues[BULK_MOST];
	bool success[BULK_MOST];
	struct bulk_content content = { .ue_service_id = x->answer.ue_service_id, .individuals = ues, .success = success };

	for (int entry = -1; (entry = msgin5g_individual(&x->content, entry)) >= 0 && content.count < BULK_MOST; content.count++) {
		const struct identity *ue = ue_of(x, entry);
		ues[content.count] = ue ? ue->ue_service_id : nobody;
		success[content.count] = ue;
	}
	content.number = (uint32_t)content.count;
	if (exchange_deviates(x, DEVIATION_BULK_SHORT))
		content.count--;
	if (exchange_deviates(x, DEVIATION_BULK_MISCOUNTED))
		content.number++;
	msgin5g_build_bulk_answer(body, x->server->config.binding, &content);
}
