/* conformance/judge/peer.c - clients' endpoints, and the servers they talk to. */
#include "conformance/judge/peer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/judge/memory_table.h"

struct pair {
	struct endpoint client, server;
};

static bool peer_equal(const void *entry, const void *asked)
{
	const struct peer *p = entry;
	const struct pair *pair = asked;

	return endpoint_equal(&p->client, &pair->client) && endpoint_equal(&p->server, &pair->server);
}

uint64_t peer_hash(const struct endpoint *client, const struct endpoint *server)
{
	return endpoint_hash_seeded(client, endpoint_hash(server));
}

/* --- services --- */

int memory_target(const struct memory *m, const struct endpoint *at)
{
	for (unsigned i = 0; i < m->context->server_count; i++)
		if (target_is_at(&m->targets[i], at))
			return (int)i;
	return -1;
}

/* The URIs of the context stand in pairs, coap before coaps, a pair a server; a single one is one. */
static unsigned server_of_uri(const struct context *context, int uri)
{
	unsigned server = 0;

	for (int i = 1; i <= uri; i++)
		server += !(context->servers[i].secure && !context->servers[i - 1].secure);
	return server;
}

static struct service *service_find(struct memory *m, const struct endpoint *at, int uri)
{
	for (unsigned i = 0; i < m->service_count; i++) {
		struct service *s = m->services[i];
		bool same = uri < 0 ? s->uri < 0 && endpoint_equal(&s->at, at)
				    : s->uri >= 0 && server_of_uri(m->context, s->uri) == server_of_uri(m->context, uri);
		if (same)
			return s;
	}
	return NULL;
}

/* Both URIs of a server are one service. NULL beyond a number: of those nothing is told apart. */
static struct service *service_of(struct memory *m, const struct endpoint *at)
{
	int uri = memory_target(m, at);
	struct service *s = service_find(m, at, uri);

	if (s)
		return s;
	if (m->service_count == SERVICES_MOST)
		return NULL;
	s = calloc(1, sizeof(*s));
	assert(s);
	s->at = *at;
	s->uri = (int8_t)uri;
	m->services[m->service_count++] = s;
	return s;
}

/* --- peers --- */

struct peer *memory_find_peer(const struct memory *m, const struct endpoint *client, const struct endpoint *server)
{
	struct pair pair = { *client, *server };

	return table_find(&m->peers, peer_hash(client, server), &pair);
}

/* The next to be dropped: it was last looked at long ago. */
static void expect_oldest(const struct memory *m)
{
	const struct peer *p = m->oldest_peer;

	table_expect_slot(&m->peers, peer_hash(&p->client, &p->server));
	__builtin_prefetch(p->newer);
}

static void drop_oldest(struct memory *m)
{
	struct peer *p = m->oldest_peer;

	table_remove(&m->peers, peer_hash(&p->client, &p->server), p);
	m->oldest_peer = p->newer;
	if (m->oldest_peer)
		expect_oldest(m);
	else
		m->newest_peer = NULL;
	m->peer_count--;
	free(p->flow);
	free(p->trouble);
	free(p);
}

/* The oldest without an exchange goes; one that is still needed goes to the end of the line. Where answered
 * exchanges are closed before their time, what is remembered of their client in the clear goes with them. */
static void make_room(struct memory *m)
{
	while (m->settle_above && m->peer_count > m->settle_above && !m->oldest_peer->exchanges && !m->oldest_peer->secured)
		drop_oldest(m);
	for (size_t tries = m->peer_count; m->peer_count >= m->peer_most && tries; tries--) {
		struct peer *p = m->oldest_peer;
		if (!p->exchanges) {
			drop_oldest(m);
			continue;
		}
		m->oldest_peer = p->newer;
		m->newest_peer->newer = p;
		m->newest_peer = p;
		p->newer = NULL;
	}
}

struct peer *memory_peer(struct memory *m, const struct endpoint *client, const struct endpoint *server, uint64_t now_ns)
{
	struct peer *p = memory_find_peer(m, client, server);

	if (p) {
		p->last_ns = now_ns;
		return p;
	}
	make_room(m);
	p = calloc(1, sizeof(*p));
	assert(p);
	p->client = *client;
	p->server = *server;
	p->service = service_of(m, server);
	p->uri = (int8_t)memory_target(m, server);
	p->first_ns = p->last_ns = now_ns;
	table_put(&m->peers, peer_hash(client, server), p);
	if (m->newest_peer)
		m->newest_peer->newer = p;
	else
		m->oldest_peer = p;
	m->newest_peer = p;
	m->peer_count++;
	return p;
}

void memory_peers_init(struct memory *m) { table_init(&m->peers, peer_equal); }

void memory_peers_free(struct memory *m)
{
	while (m->oldest_peer)
		drop_oldest(m);
	table_free(&m->peers);
	for (unsigned i = 0; i < m->service_count; i++)
		free(m->services[i]);
}

void peer_forget_flight(struct peer *peer)
{
	peer->generation++;
	peer->open = peer->unanswered = 0;
	peer->waiting = NULL;
}

const struct trouble *peer_trouble(const struct peer *peer)
{
	static const struct trouble none;

	return peer->trouble ? peer->trouble : &none;
}

struct trouble *peer_in_trouble(struct peer *peer)
{
	if (!peer->trouble)
		peer->trouble = calloc(1, sizeof(*peer->trouble));
	assert(peer->trouble);
	return peer->trouble;
}
