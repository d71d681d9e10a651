/* wire/identity.c - finding an identity in a pool: by table word, PSK identity or UE Service ID. */
#include "wire/identity.h"

#include <string.h>

const struct identity *identities_find_name(const struct identities *pool, const char *name)
{
	for (size_t i = 0; i < pool->count; i++)
		if (!strcmp(pool->list[i].name, name))
			return &pool->list[i];
	return NULL;
}

const struct identity *identities_find_psk(const struct identities *pool, const uint8_t *psk_identity, size_t len)
{
	for (size_t i = 0; i < pool->count; i++) {
		const struct identity *one = &pool->list[i];
		if (one->psk_identity_len == len && !memcmp(one->psk_identity, psk_identity, len))
			return one;
	}
	return NULL;
}

const struct identity *identities_find_service(const struct identities *pool, const char *ue_service_id)
{
	for (size_t i = 0; i < pool->count; i++)
		if (!strcmp(pool->list[i].ue_service_id, ue_service_id))
			return &pool->list[i];
	return NULL;
}
