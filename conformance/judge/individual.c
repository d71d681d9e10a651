/* conformance/judge/individual.c - what Gateway UEs were asked for, against what they ask the server for. */
#include "conformance/judge/individual.h"

#include <assert.h>
#include <stdlib.h>

#include "conformance/judge/memory.h"
#include "wire/table.h"

#define SECOND_NS 1000000000ull

static struct individual *place_of(const struct memory *m, uint64_t ue_hash)
{
	return m->individuals ? &m->individuals[ue_hash % INDIVIDUALS] : NULL;
}

static struct individual *known(const struct memory *m, uint64_t ue_hash)
{
	struct individual *one = place_of(m, ue_hash);

	return ue_hash && one && one->ue_hash == ue_hash ? one : NULL;
}

static const struct individual *individual_of(const struct memory *m, const struct exchange *x)
{
	const struct individual *one = known(m, x->asked.service_hash);

	return one && one->frame == x->asked_by.first_frame ? one : NULL;
}

/* Asked again while the first request waits, and in time: that one's time counts. */
static void note(struct memory *m, const struct exchange *x, const struct msgin5g *g, uint64_t now_ns)
{
	const struct individual *before = known(m, x->asked.service_hash);
	long wait_s = msgin5g_count(g, ELEMENT_WAIT_TIME);
	int urgent = g->node[ELEMENT_URGENT];

	if (before && !before->sent && now_ns <= before->until_ns)
		return;
	if (!m->individuals)
		m->individuals = calloc(INDIVIDUALS, sizeof(*m->individuals));
	assert(m->individuals);
	*place_of(m, x->asked.service_hash) = (struct individual){
		.ue_hash = x->asked.service_hash,
		.until_ns = wait_s >= 0 ? now_ns + (uint64_t)wait_s * SECOND_NS : UINT64_MAX,
		.frame = x->asked_by.first_frame,
		.urgent = urgent >= 0 && g->json.nodes[urgent].kind == KIND_BOOLEAN && g->json.bytes[g->json.nodes[urgent].value.at] == 't',
	};
}

static void compare(struct memory *m, struct bulk *bulk, uint64_t ue_hash, uint64_t now_ns)
{
	struct individual *one = known(m, ue_hash);
	bool late = one && !one->sent && now_ns > one->until_ns;

	if (!one)
		return;
	bulk->urgent += one->urgent && !one->sent;
	bulk->late += late;
	if ((one->urgent && !one->sent) || late)
		bulk->related = one->frame;
	one->sent = true;
}

/* As element_hash has it: of the text. */
static uint64_t hash_of_entry(const struct memory *m, const struct msgin5g *g, int entry)
{
	char text[512];
	long len = msgin5g_individual_ue(g, &m->context->binding, entry, text, sizeof(text));

	return len > 0 ? table_hash(text, (size_t)len, 1) : 0;
}

static void sum_up_bulk(struct memory *m, struct exchange *x, const struct msgin5g *g, uint64_t now_ns)
{
	struct bulk *bulk = &x->bulk;

	*bulk = (struct bulk){ .is = true, .said = (int32_t)msgin5g_count(g, ELEMENT_NUMBER_REQUESTS) };
	for (int entry = -1; (entry = msgin5g_individual(g, entry)) >= 0;) {
		uint64_t ue_hash = hash_of_entry(m, g, entry);
		bulk->listed++;
		compare(m, bulk, ue_hash, now_ns);
		registrations_unsettle(&m->registrations, x->peer->service, ue_hash);
	}
}

void individual_missed(const struct memory *m, struct exchange *x, uint64_t now_ns)
{
	const struct individual *one = x->asked.device_said ? individual_of(m, x) : NULL;

	x->bulk.late += one && !one->sent && now_ns > one->until_ns;
}

void individuals_note(struct memory *m, struct exchange *x, const struct msgin5g *g, uint64_t now_ns)
{
	struct bulk ignored = { 0 };
	struct individual *left;

	if (x->asked.device_said == MSGIN5G_REG && exchange_is(x, TRAIT_INDIVIDUAL) && x->asked.service_hash)
		note(m, x, g, now_ns);
	if (x->asked.device_said == MSGIN5G_DEREG && (left = known(m, x->asked.service_hash)) &&
	    now_ns <= left->until_ns)
		left->ue_hash = 0;	/* it has left again, in time: nothing waits */
	if (x->asked.said != MSGIN5G_REG)
		return;
	if (g->node[ELEMENT_NUMBER_REQUESTS] < 0 && g->node[ELEMENT_INDIVIDUALS] < 0) {
		compare(m, &ignored, x->asked.service_hash, now_ns);
		return;
	}
	/* 24.538 6.3.1 is about one UE: its rows do not ask after a list. */
	sum_up_bulk(m, x, g, now_ns);
	x->asked.said = x->asked.meant = MSGIN5G_NONE;
}
