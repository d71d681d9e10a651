/* wire/identity_index.c - a pool of identities found by PSK identity or certificate: of many, at the cost of one. */
#include "wire/identity.h"

#include <string.h>

struct key {
	const uint8_t *bytes;
	size_t len;
};

static bool equal(const void *entry, const void *asked)
{
	const struct identity *one = entry;
	const struct key *key = asked;

	return one->psk_identity_len == key->len && !memcmp(one->psk_identity, key->bytes, key->len);
}

static bool equal_certificate(const void *entry, const void *asked)
{
	const struct credential *one = ((const struct identity *)entry)->credential;
	const struct key *key = asked;

	return one->certificate_len == key->len && !memcmp(one->certificate, key->bytes, key->len);
}

static void enter(struct identity_index *index, struct identity *one)
{
	const struct credential *c = one->credential;

	if (!identity_index_find(index, one->psk_identity, one->psk_identity_len))
		table_put(&index->by_psk, table_hash(one->psk_identity, one->psk_identity_len, 0), one);
	if (c && !identity_index_find_certificate(index, c->certificate, c->certificate_len))
		table_put(&index->by_certificate, table_hash(c->certificate, c->certificate_len, 0), one);
}

/* Of two that are called alike the first counts, as in the pool. */
void identity_index_init(struct identity_index *index, const struct identities *pool)
{
	table_init(&index->by_psk, equal);
	table_init(&index->by_certificate, equal_certificate);
	index->pool = pool;
	for (size_t i = 0; pool && i < pool->count; i++)
		enter(index, &pool->list[i]);
}

void identity_index_free(struct identity_index *index)
{
	table_free(&index->by_psk);
	table_free(&index->by_certificate);
}

const struct identity *identity_index_find(const struct identity_index *index, const uint8_t *psk_identity, size_t len)
{
	return table_find(&index->by_psk, table_hash(psk_identity, len, 0), &(struct key){ psk_identity, len });
}

const struct identity *identity_index_find_certificate(const struct identity_index *index, const uint8_t *certificate, size_t len)
{
	return table_find(&index->by_certificate, table_hash(certificate, len, 0), &(struct key){ certificate, len });
}
