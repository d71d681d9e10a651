/* dtls/dissector_flow.c - flows and their two endpoints: found, made, and forgotten by last use. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

/* Both directions of a 5-tuple have one key: the endpoints in the order of their octets. */
struct flow_key {
	struct endpoint ends[2];
};

static struct flow_key key_of(const struct endpoint *a, const struct endpoint *b)
{
	struct flow_key key = { { *a, *b } };

	if (memcmp(a, b, sizeof(*a)) > 0)
		key = (struct flow_key){ { *b, *a } };
	return key;
}

static uint64_t key_hash(const struct flow_key *key) { return endpoint_hash_seeded(&key->ends[0], endpoint_hash(&key->ends[1])); }

bool flow_equal(const void *entry, const void *key)
{
	const struct flow *flow = entry;
	const struct flow_key *k = key;

	return endpoint_equal(&flow->ends[0]->endpoint, &k->ends[0]) &&
	       endpoint_equal(&flow->ends[1]->endpoint, &k->ends[1]);
}

bool party_equal(const void *entry, const void *key)
{
	return endpoint_equal(&((const struct party *)entry)->endpoint, key);
}

uint8_t port_speaks(const struct dissector *d, uint16_t port)
{
	for (size_t i = 0; i < d->hint_count; i++)
		if (d->hints[i].port == port)
			return d->hints[i].transport == TRANSPORT_COAPS ? SPEAKS_DTLS : SPEAKS_COAP;
	return 0;
}

static struct party *party_take(struct dissector *d, const struct endpoint *endpoint)
{
	uint64_t hash = endpoint_hash(endpoint);
	struct party *p = table_find(&d->parties, hash, endpoint);

	if (!p) {
		p = calloc(1, sizeof(*p));
		assert(p);
		p->endpoint = *endpoint;
		p->hinted = endpoint->carrier == CARRIER_ETHER ? SPEAKS_COAP : port_speaks(d, endpoint->port);
		p->speaks = p->hinted;
		table_put(&d->parties, hash, p);
	}
	p->users++;
	return p;
}

static void party_leave(struct dissector *d, struct party *p)
{
	if (--p->users)
		return;
	table_remove(&d->parties, endpoint_hash(&p->endpoint), p);
	free(p->earlier);
	free(p);
}

static void unlink_flow(struct dissector *d, struct flow *f)
{
	struct flow_line *line = &d->lines[f->secure];

	*(f->older ? &f->older->newer : &line->oldest) = f->newer;
	*(f->newer ? &f->newer->older : &line->newest) = f->older;
	d->clear_count -= !f->secure;
}

static void link_newest(struct dissector *d, struct flow *f)
{
	struct flow_line *line = &d->lines[f->secure];

	f->older = line->newest;
	f->newer = NULL;
	*(line->newest ? &line->newest->newer : &line->oldest) = f;
	line->newest = d->latest = f;
	d->clear_count += !f->secure;
}

void flow_secure(struct dissector *d, struct flow *f)
{
	if (f->secure)
		return;
	unlink_flow(d, f);
	f->secure = true;
	link_newest(d, f);
}

void flow_free(struct dissector *d, struct flow *f)
{
	const struct flow_key key = { { f->ends[0]->endpoint, f->ends[1]->endpoint } };

	waiting_drop(d, f);
	for (struct association *a = f->newest, *older; a; a = older) {
		older = a->older;
		flow_association_free(d, a);
	}
	table_remove(&d->flows, key_hash(&key), f);
	unlink_flow(d, f);
	if (d->latest == f)
		d->latest = NULL;
	party_leave(d, f->ends[0]);
	party_leave(d, f->ends[1]);
	free(f);
}

/* One in the clear keeps nothing that its next datagram would not tell again. */
static void forget_one(struct dissector *d)
{
	struct flow *f = d->lines[0].oldest ? d->lines[0].oldest : d->lines[1].oldest;

	waiting_release(d, f, true);
	d->tally.flows_forgotten++;
	flow_free(d, f);
}

static struct flow *flow_new(struct dissector *d, const struct flow_key *key)
{
	struct flow *f = calloc(1, sizeof(*f));

	assert(f);
	if (d->flows.used >= d->flows_most || d->clear_count >= d->clear_most)
		forget_one(d);
	f->number = ++d->flow_count;
	f->ends[0] = party_take(d, &key->ends[0]);
	f->ends[1] = party_take(d, &key->ends[1]);
	table_put(&d->flows, key_hash(key), f);
	link_newest(d, f);
	return f;
}

struct flow *flow_of(struct dissector *d, const struct datagram *datagram)
{
	const struct flow_key key = key_of(&datagram->from, &datagram->to);

	if (d->latest && flow_equal(d->latest, &key))	/* answers come soon after their requests */
		return d->latest;
	struct flow *f = table_find(&d->flows, key_hash(&key), &key);
	if (!f)
		return flow_new(d, &key);
	unlink_flow(d, f);
	link_newest(d, f);
	return f;
}

/* Where both ends are one endpoint, it is the first. */
unsigned flow_end(const struct flow *f, const struct endpoint *endpoint)
{
	return endpoint_equal(&f->ends[0]->endpoint, endpoint) ? 0 : 1;
}
