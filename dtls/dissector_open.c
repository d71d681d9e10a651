/* dtls/dissector_open.c - whose keys open a record: its own epoch's, a neighbour's, another association's. */
#include "dtls/dissection.h"

static bool opened_with(struct dissector *d, struct association *a, struct session *s, bool from_client,
			const struct passage *p, struct opened *o)
{
	long len;

	if (session_open(d, s, from_client, p, &len) != OPENING_DONE)
		return false;
	*o = (struct opened){ .association = a, .session = s, .epoch = s->epoch, .len = len,
			      .from_client = from_client };
	flow_association_used(a);
	return true;
}

/* By the book: the keys of the epoch that the record names, of the newest association that has them. */
static bool open_own(struct dissector *d, const struct passage *p, struct opened *o)
{
	for (struct association *a = p->flow->newest; a; a = a->older) {
		struct session *s = flow_association_session(a, p->record.epoch);
		if (s && opened_with(d, a, s, flow_association_from_client(a, p->datagram), p, o))
			return true;
	}
	return false;
}

/* The epoch before or after the one named: only keys that have opened something. */
static bool open_neighbours(struct dissector *d, struct association *a, bool from_client, const struct passage *p,
			    struct opened *o)
{
	const int epochs[] = { p->record.epoch - 1, p->record.epoch + 1 };

	for (int i = 0; i < 2; i++) {
		if (epochs[i] < 1 || epochs[i] > UINT16_MAX)
			continue;
		struct session *s = flow_association_session(a, (uint16_t)epochs[i]);
		if (s && s->proven && opened_with(d, a, s, from_client, p, o))
			return true;
	}
	return false;
}

/* On a foreign flow: who sits at an endpoint of the association is that side, else whoever sends to its server. */
static bool foreign_from_client(const struct association *a, const struct datagram *datagram)
{
	const struct endpoint *client = &a->flow->ends[a->client_end]->endpoint;
	const struct endpoint *server = &a->flow->ends[!a->client_end]->endpoint;

	return !endpoint_equal(&datagram->to, client) && !endpoint_equal(&datagram->from, server);
}

static bool open_foreign(struct dissector *d, struct party *party, const struct passage *p, struct opened *o)
{
	struct association *a;

	for (unsigned i = 0; (a = party_recent(party, i)); i++) {
		if (a->flow == p->flow)
			continue;
		bool from_client = foreign_from_client(a, p->datagram);
		struct session *s = flow_association_session(a, p->record.epoch);
		if (s && s->proven && opened_with(d, a, s, from_client, p, o))
			return true;
		if (open_neighbours(d, a, from_client, p, o))
			return true;
	}
	return false;
}

/* Only where the flow's own keys are known and fail, or where it has no handshake at all: else
 * every record of a dark session would be tried with everybody's keys. */
static bool worth_a_look_elsewhere(const struct passage *p)
{
	if (p->record.type != RECORD_APPLICATION_DATA)
		return false;
	for (const struct association *a = p->flow->newest; a; a = a->older) {
		const struct session *s = flow_association_session(a, p->record.epoch);
		if (s && !s->proven)
			return false;
	}
	return true;
}

/* Nothing opened it: the session it seems to belong to. A ClientHello without an answer yet takes no
 * records from the association before it (RFC 6347 4.2.8), and what waited for a key is older than what was answered since. */
void passage_explain(struct dissector *d, const struct passage *p, struct opened *o)
{
	*o = (struct opened){ .len = -1 };
	for (struct association *a = p->flow->newest; a && !o->session; a = a->older) {
		struct session *s = flow_association_session(a, p->record.epoch);
		bool answered = a->established && a->established_by <= p->datagram->frame;
		if (!s || (!answered && a->older))
			continue;
		o->association = a;
		o->session = s;
	}
	if (!o->association)
		o->association = flow_association_of(d, p->flow);
	if (!o->session && !o->association->handshaking && !o->association->established)
		o->session = flow_association_middle(d, o->association, p);
	o->from_client = flow_association_from_client(o->association, p->datagram);
	o->epoch = p->record.epoch;
	o->may_come = o->session && !o->session->proven && o->session->key_source == KEY_NONE &&
		      !o->session->gave_up && !session_hopeless(o->session);
}

bool passage_open(struct dissector *d, const struct passage *p, struct opened *o)
{
	if (open_own(d, p, o))
		return true;
	for (struct association *a = p->flow->newest; a; a = a->older)
		if (open_neighbours(d, a, flow_association_from_client(a, p->datagram), p, o))
			return true;
	return worth_a_look_elsewhere(p) &&
	       (open_foreign(d, p->flow->ends[0], p, o) || open_foreign(d, p->flow->ends[1], p, o));
}
