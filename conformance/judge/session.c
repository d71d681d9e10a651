/* conformance/judge/session.c - associations between memory and rules: relevance, arrival, disruption. */
#include "conformance/judge/session.h"

#include <assert.h>
#include <stdlib.h>

bool session_is_relevant_now(struct association *a, const struct memory *m, const struct observation *o)
{
	bool carries = o->kind == OBS_MESSAGE && o->record && o->record->epoch;

	if (a->relevant)
		return false;
	int uri = memory_target(m, &a->server);
	a->named = uri >= 0 && m->context->servers[uri].secure;
	a->relevant = a->named || carries;
	if (!a->relevant && !a->stash) {
		a->stash = calloc(1, sizeof(*a->stash));
		assert(a->stash);
	}
	return a->relevant && a->stash;
}

struct arrival session_arrival(const struct association *a, const struct peer *peer, const struct observation *o)
{
	const struct way *w = &a->ways[o->from_client ? WAY_CLIENT : WAY_SERVER];
	struct arrival arrival = { 0 };

	if (!o->record || !o->from_client)
		return arrival;
	arrival.behind = way_behind(w, o->record);
	if (o->record->epoch < w->epoch)
		arrival.epoch_age_ns = o->datagram->at_ns - w->epoch_ns;
	/* The server's ChangeCipherSpec says that it has the client's Finished; when resuming it comes first. */
	bool resumed = !a->hello_done && !a->identity_seen;
	arrival.early = a->from_start && o->record->epoch && !w->finished && !a->completed &&
			w->epoch == o->record->epoch && (!a->ways[WAY_SERVER].epoch || resumed);
	arrival.after_bad = w->bad_last;
	if (!peer)
		return arrival;
	arrival.after_hello = peer->complete == a->number && peer->hello > a->number;
	arrival.replaced = peer->complete > a->number && a->completed;
	return arrival;
}

/* T20: a handshake begins, or the association ends. */
static bool disrupts(const struct observation *o)
{
	if (o->handshake)
		return o->handshake->type == HANDSHAKE_CLIENT_HELLO || o->handshake->type == HANDSHAKE_HELLO_REQUEST;
	return o->record->type == 21 && (o->alert_level == 2 || (o->alert_level && !o->alert_description));
}

static void disrupt(struct peer *peer, uint64_t now_ns)
{
	peer->disrupted_ns = now_ns;
	peer_forget_flight(peer);
}

void session_learn(struct association *a, struct memory *m, struct peer *peer, const struct observation *o, bool new_record)
{
	bool complete = a->complete;

	if (new_record)
		association_learn_record(a, o);
	if (o->handshake)
		association_learn_handshake(a, o, &m->known);
	association_check_complete(a);
	if (!peer && (o->handshake || a->complete))
		peer = memory_peer(m, &a->client, &a->server, o->datagram->at_ns);
	if (!peer)
		return;
	if (o->record && o->record->bad_tag && !o->from_client)
		peer->bad_ns = o->datagram->at_ns;
	if (disrupts(o))
		disrupt(peer, o->datagram->at_ns);
	if (o->handshake && o->handshake->type == HANDSHAKE_CLIENT_HELLO && o->record->epoch == 0) {
		peer->hello = a->number;
		peer->hello_frame = o->datagram->frame;
	}
	if (a->complete && !complete && a->number > peer->complete)
		peer->complete = a->number;
}
