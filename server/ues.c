/* server/ues.c - an index over the pool of identities. */
#include "server/ues.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct ue {
	const struct identity *identity;
	struct ue *next;		/* of the same UE Service ID, with another PSK identity */
};

static bool equal(const void *entry, const void *key)
{
	return !strcmp(((const struct ue *)entry)->identity->ue_service_id, key);
}

static uint64_t hash_of(const char *id) { return table_hash(id, strlen(id), 0); }

static struct ue *find_first(const struct ues *ues, const char *id)
{
	return table_find(&ues->by_service_id, hash_of(id), id);
}

static void enter(struct ues *ues, struct ue *ue)
{
	struct ue *first = find_first(ues, ue->identity->ue_service_id);

	if (!first) {
		table_put(&ues->by_service_id, hash_of(ue->identity->ue_service_id), ue);
		return;
	}
	ue->next = first->next;
	first->next = ue;
}

void ues_init(struct ues *ues, const struct identities *pool)
{
	table_init(&ues->by_service_id, equal);
	ues->list = calloc(pool->count + 1, sizeof(*ues->list));
	assert(ues->list);
	for (size_t i = 0; i < pool->count; i++) {
		ues->list[i].identity = &pool->list[i];
		if (!pool->list[i].unprovisioned)
			enter(ues, &ues->list[i]);
	}
}

void ues_free(struct ues *ues)
{
	if (ues->list)
		table_free(&ues->by_service_id);
	free(ues->list);
}

const struct identity *ues_find(const struct ues *ues, const char *id, const uint8_t *psk_identity, size_t len)
{
	for (const struct ue *ue = find_first(ues, id); ue; ue = ue->next) {
		const struct identity *who = ue->identity;
		if (!psk_identity || (who->psk_identity_len == len && !memcmp(who->psk_identity, psk_identity, len)))
			return who;
	}
	return NULL;
}
