/* server/registration.c - registers and de-registers, once everything was verified (TS 24.538 6.3.1.2). */
#include <stdio.h>

#include "server/exchange.h"

static enum stored put(struct exchange *x)
{
	const struct msgin5g *c = &x->content;
	struct store *store = &x->server->store;
	struct range profile = { 0, 0 };

	if (exchange_deviates(x, DEVIATION_STORES_NOTHING))
		return STORED_NEW;
	if (exchange_deviates(x, DEVIATION_STORES_ONE) && !store_find(store, x->answer.ue_service_id))
		store_clear(store);
	if (c->node[ELEMENT_PROFILE] >= 0 && !exchange_deviates(x, DEVIATION_STORES_NO_PROFILE))
		profile = c->json.nodes[c->node[ELEMENT_PROFILE]].value;
	return store_put(store, x->answer.ue_service_id, c->json.bytes + profile.at, profile.len, x->in->at_ns);
}

static bool take_out(struct exchange *x)
{
	struct store *store = &x->server->store;
	const char *id = x->answer.ue_service_id;
	bool was = store_find(store, id);

	if (exchange_deviates(x, DEVIATION_DELETES_NOTHING))
		return was;
	if (exchange_deviates(x, DEVIATION_DELETES_ALL))
		store_clear(store);
	else
		store_remove(store, id);
	return was;
}

/* 2.01 for a first registration, 2.04 for a renewed one (policy T4). */
static void register_ue(struct exchange *x)
{
	enum stored stored = put(x);

	if (stored == STORED_FULL && !exchange_refuse(x, REFUSAL_STORE_FULL, NULL, -1))
		return;
	x->answer.code = stored == STORED_RENEWED ? CODE_CHANGED : CODE_CREATED;
	x->answer.success = stored != STORED_RENEWED || !exchange_deviates(x, DEVIATION_RENEWAL_FAILS);
}

/* Of a UE that was not registered: 2.04 with result failure (policy T5). */
void registration_execute(struct exchange *x)
{
	if (bulk_is(x)) {
		bulk_execute(x);
		return;
	}
	if (x->answer.kind == MSGIN5G_REG) {
		register_ue(x);
		return;
	}
	x->answer.success = take_out(x);
	x->answer.code = CODE_CHANGED;
}

void registration_commit(struct exchange *x)
{
	struct answer *a = &x->answer;
	long len = msgin5g_text(&x->content, ELEMENT_UE_SERVICE_ID, a->ue_service_id, sizeof(a->ue_service_id));

	if (len <= 0)
		return;
	if (x->content.kind == MSGIN5G_REG)
		put(x);
	else if (x->content.kind == MSGIN5G_DEREG)
		take_out(x);
}
