/* server/registration.c - registers and de-registers, once everything was verified (TS 24.538 6.3.1.2). */
#include <stdio.h>

#include "server/exchange.h"

enum { PROFILE_ROOM = 2048 };

/* A fault: an object of the first member alone. Others: the profile as it came. */
static struct buffer profile_of(const struct exchange *x, uint8_t room[PROFILE_ROOM])
{
	const struct json *json = &x->content.json;
	int node = x->content.node[ELEMENT_PROFILE];
	struct buffer profile = buffer_on(room, PROFILE_ROOM);

	if (node < 0 || exchange_deviates(x, DEVIATION_STORES_NO_PROFILE))
		return profile;
	bool part = exchange_deviates(x, DEVIATION_STORES_PART) && json->nodes[node].child >= 0;
	struct range what = part ? json->nodes[json->nodes[node].child].member : json->nodes[node].value;
	if (part)
		buffer_text(&profile, "{");
	buffer_bytes(&profile, json->bytes + what.at, what.len);
	if (part)
		buffer_text(&profile, "}");
	return profile;
}

static enum stored put(struct exchange *x)
{
	struct store *store = &x->server->store;
	const char *id = x->answer.ue_service_id;
	uint8_t room[PROFILE_ROOM];
	struct buffer profile = profile_of(x, room);
	const struct registration *before = store_find(store, id);

	if (exchange_deviates(x, DEVIATION_STORES_NOTHING))
		return STORED_NEW;
	if (exchange_deviates(x, DEVIATION_STORES_ONE) && !before)
		store_clear(store);
	if (exchange_deviates(x, DEVIATION_KEEPS_FIRST_PROFILE) && before) {
		profile = buffer_on(room, sizeof(room));
		buffer_bytes(&profile, before->profile, before->profile_len);
	}
	enum stored stored = store_put(store, id, profile.bytes, profile.len, x->in->at_ns);
	if (exchange_deviates(x, DEVIATION_SHARES_PROFILE))
		store_set_profile(store, NULL, profile.bytes, profile.len);
	return stored;
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
	else if (exchange_deviates(x, DEVIATION_DELETES_HALF) || exchange_deviates(x, DEVIATION_KEEPS_PROFILE))
		store_leave(store, id, exchange_deviates(x, DEVIATION_KEEPS_PROFILE));
	else
		store_remove(store, id);
	if (exchange_deviates(x, DEVIATION_DELETES_PROFILES))
		store_set_profile(store, NULL, NULL, 0);
	return was;
}

/* 2.01 for a first registration, 2.04 for a renewed one (policy T4). */
static void register_ue(struct exchange *x)
{
	enum stored stored = put(x);

	if (stored == STORED_FULL && !exchange_refuse(x, REFUSAL_STORE_FULL, NULL, -1))
		return;
	x->answer.code = stored == STORED_RENEWED || x->server->conduct.alike ? CODE_CHANGED : CODE_CREATED;
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
	x->answer.success = take_out(x) || x->server->conduct.alike;
	x->answer.code = CODE_CHANGED;
}

/* The profile of what was refused to this UE, or in its name. */
static void commit_profile(struct exchange *x, bool reg)
{
	uint8_t room[PROFILE_ROOM];
	struct buffer profile = reg ? profile_of(x, room) : buffer_on(room, 0);

	store_set_profile(&x->server->store, x->answer.ue_service_id, profile.bytes, profile.len);
}

void registration_commit(struct exchange *x, enum commit what)
{
	struct answer *a = &x->answer;
	long len = msgin5g_text(&x->content, ELEMENT_UE_SERVICE_ID, a->ue_service_id, sizeof(a->ue_service_id));

	if (len <= 0)
		return;
	if (what == COMMIT_PROFILE)
		commit_profile(x, x->content.kind == MSGIN5G_REG);
	else if (x->content.kind == MSGIN5G_REG)
		put(x);
	else if (x->content.kind == MSGIN5G_DEREG)
		take_out(x);
}
