/* dtls/dissector_association.c - the DTLS associations of a flow, one after the other, and their sessions by epoch. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

struct association *party_recent(const struct party *p, unsigned nth)
{
	if (!nth)
		return p->latest;
	return p->earlier && nth < RECENT ? p->earlier[nth - 1] : NULL;
}

/* The NTH of those before the latest goes, the ones before it move up. */
static struct association *take_earlier(struct party *p, unsigned nth)
{
	struct association *a = p->earlier ? p->earlier[nth] : NULL;

	if (!a)
		return NULL;
	memmove(&p->earlier[nth], &p->earlier[nth + 1], (RECENT - 2 - nth) * sizeof(a));
	p->earlier[RECENT - 2] = NULL;
	return a;
}

static void forget_recent(struct party *p, const struct association *a)
{
	if (p->latest == a) {
		p->latest = take_earlier(p, 0);
		return;
	}
	for (unsigned i = 0; p->earlier && i < RECENT - 1; i++)
		if (p->earlier[i] == a) {
			take_earlier(p, i);
			return;
		}
}

static void put_recent(struct party *p, struct association *a)
{
	if (p->latest == a)
		return;
	forget_recent(p, a);
	if (p->latest && !p->earlier) {
		p->earlier = calloc(RECENT - 1, sizeof(a));
		assert(p->earlier);
	}
	if (p->latest) {
		memmove(&p->earlier[1], &p->earlier[0], (RECENT - 2) * sizeof(a));
		p->earlier[0] = p->latest;
	}
	p->latest = a;
}

void flow_association_used(struct association *a)
{
	put_recent(a->flow->ends[0], a);
	put_recent(a->flow->ends[1], a);
}

static void session_leave(struct session *s)
{
	if (!s)
		return;
	session_forget_keys(s);
	s->dead = true;
}

void flow_association_free(struct dissector *d, struct association *a)
{
	forget_recent(a->flow->ends[0], a);
	forget_recent(a->flow->ends[1], a);
	handshaking_free(d, a);
	for (int i = 0; i < EPOCHS_KEPT; i++)
		session_leave(a->sessions[i]);
	session_leave(a->middle);
	free(a);
}

static void keep_few(struct dissector *d, struct flow *f)
{
	struct association **link = &f->newest;

	for (int i = 0; *link && i < ASSOCIATIONS_A_FLOW; i++)
		link = &(*link)->older;
	while (*link) {
		struct association *a = *link;
		*link = a->older;
		flow_association_free(d, a);
	}
}

struct association *flow_association_new(struct dissector *d, struct flow *f, unsigned client_end)
{
	struct association *a = calloc(1, sizeof(*a));

	assert(a);
	a->number = ++d->association_count;
	a->flow = f;
	a->older = f->newest;
	a->client_end = (uint8_t)client_end;
	f->newest = a;
	flow_secure(d, f);
	f->speaks |= SPEAKS_DTLS;
	f->ends[0]->speaks |= SPEAKS_DTLS;
	f->ends[1]->speaks |= SPEAKS_DTLS;
	keep_few(d, f);
	return a;
}

struct session *flow_association_session(const struct association *a, uint16_t epoch)
{
	struct session *s = a->sessions[epoch % EPOCHS_KEPT];

	return s && s->epoch == epoch ? s : NULL;
}

void flow_association_session_set(struct association *a, struct session *s)
{
	struct session **slot = &a->sessions[s->epoch % EPOCHS_KEPT];

	session_leave(*slot);
	*slot = s;
}

bool flow_association_from_client(const struct association *a, const struct datagram *datagram)
{
	return flow_end(a->flow, &datagram->from) == a->client_end;
}

/* Nothing of its handshake was seen: the server is who sits at a port known for it, else at the lower one. */
static unsigned client_guess(const struct flow *f)
{
	bool first = f->ends[0]->speaks & SPEAKS_DTLS, second = f->ends[1]->speaks & SPEAKS_DTLS;

	if (first != second)
		return first ? 1 : 0;
	return f->ends[0]->endpoint.port < f->ends[1]->endpoint.port ? 1 : 0;
}

struct association *flow_association_of(struct dissector *d, struct flow *f)
{
	return f->newest ? f->newest : flow_association_new(d, f, client_guess(f));
}

struct session *flow_association_middle(struct dissector *d, struct association *a, const struct passage *p)
{
	if (!a->middle) {
		a->middle = session_new(d, a, p->record.epoch, p->datagram->frame);
		a->middle->middle = true;
		a->middle->agreed.version = p->record.version;
		a->middle->agreed.connection_ids = p->record.type == RECORD_CONNECTION_ID;
	}
	return a->middle;
}
