/* conformance/judge/residue.c - residues in one array, found by the client's endpoint and Message ID. */
#include "conformance/judge/residue.h"

#include <assert.h>
#include <stdlib.h>

#include "wire/message.h"
#include "wire/table.h"

enum { PLACES = 1 << 18 };

void residues_init(struct residues *r, uint64_t lifetime_ns)
{
	*r = (struct residues){ .list = calloc(PLACES, sizeof(struct residue)), .lifetime_s = (uint32_t)(lifetime_ns >> 30) + 1 };
	assert(r->list);
}

void residues_free(struct residues *r) { free(r->list); }

bool exchange_is_settled(const struct exchange *x)
{
	return x->asked.by == OPENED_BY_REQUEST && !x->from_server && x->asked_by.type == TYPE_CON && x->response.seen &&
	       x->response.type == TYPE_ACK && x->response.delivered && x->ack.mid == x->asked_by.mid && !x->separate.indexed;
}

static uint64_t key_of(const struct endpoint *client, uint16_t mid) { return endpoint_hash_seeded(client, mid) | 1; }

static struct residue *place_of(const struct residues *r, uint64_t key) { return &r->list[(key >> 32) % PLACES]; }

static uint32_t second_of(uint64_t ns) { return (uint32_t)(ns >> 30); }

void residue_put(struct residues *r, const struct exchange *x, uint64_t now_ns)
{
	uint64_t key = key_of(&x->asked_by.from, x->asked_by.mid);

	*place_of(r, key) = (struct residue){ (uint32_t)key, (uint32_t)x->asked_by.hash, (uint32_t)x->response.hash, second_of(now_ns) };
}

void residue_expect(const struct residues *r, const struct endpoint *client, uint16_t mid)
{
	if (r->list)
		__builtin_prefetch(place_of(r, key_of(client, mid)));
}

/* Where another one has taken the place, this one may have been here. */
enum late residue_late(const struct residues *r, const struct endpoint *client, uint16_t mid, uint64_t hash, bool to_client,
		       uint64_t now_ns)
{
	uint64_t key = key_of(client, mid);

	if (!r->list)
		return LATE_NOT;
	const struct residue *one = place_of(r, key);
	if (!one->key || second_of(now_ns) - one->second > r->lifetime_s)
		return LATE_NOT;
	if (one->key != (uint32_t)key || (to_client && one->answered != (uint32_t)hash))
		return to_client ? LATE_UNKNOWN : LATE_NOT;
	return to_client || one->asked == (uint32_t)hash ? LATE_COPY : LATE_NOT;
}
