/* conformance/judge/memory.c - a judge's memory as a whole: made, expired, closed. */
#include "conformance/judge/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/judge/memory_table.h"

void memory_init(struct memory *m, const struct context *context)
{
	*m = (struct memory){ .context = context, .exchange_most = EXCHANGES_MOST, .peer_most = PEERS_MOST };
	memory_tables_init(m);
	memory_peers_init(m);
	registrations_init(&m->registrations);
	identity_index_init(&m->known, &context->ues);
	m->recent = calloc(RECENT_MIDS, sizeof(*m->recent));
	assert(m->recent);
	for (unsigned i = 0; i < context->server_count; i++) {
		target_set(&m->targets[i], &context->servers[i]);
		m->targets[i].gateway = context->gateways >> i & 1;
	}
}

void memory_expire(struct memory *m, uint64_t now_ns)
{
	uint64_t lifetime = m->context->timing.exchange_lifetime_ns;

	while (m->oldest && now_ns - m->oldest->asked_by.first_ns >= lifetime && now_ns > m->oldest->asked_by.first_ns)
		memory_close_oldest(m, now_ns, false);
	while (m->settle_above && m->exchange_count > m->settle_above && exchange_is_settled(m->oldest)) {
		residue_put(&m->residues, m->oldest, now_ns);
		memory_close_oldest(m, now_ns, false);
	}
}

void memory_close_all(struct memory *m, uint64_t now_ns)
{
	while (m->oldest)
		memory_close_oldest(m, now_ns, false);
}

void memory_free(struct memory *m)
{
	m->close = NULL;
	memory_close_all(m, 0);
	for (struct exchange *next; m->spare; m->spare = next) {
		next = m->spare->newer;
		free(m->spare);
	}
	memory_peers_free(m);
	residues_free(&m->residues);
	registrations_free(&m->registrations);
	identity_index_free(&m->known);
	memory_tables_free(m);
	free(m->recent);
	free(m->individuals);
	free(m->given);
}
