/* net/crowd.c - links as places: found by number on the way out, by address on the way in. */
#include "net/crowd.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/link.h"
#include "net/own.h"
#include "net/packet.h"
#include "net/wish.h"

enum { FAREWELLS = 128, CHUNK = 4096, PLACE_BITS = 23, PLACES = 1 << PLACE_BITS, USES = 1 << (31 - PLACE_BITS) };

struct place {
	uint32_t id;			/* of the link that has it, or had it last */
	uint16_t crowd, peer;		/* indices */
	struct own *own;		/* DTLS, until it ended; or NULL */
	bool taken, secure;
	uint8_t addr[16];		/* taken: our source address; else the next free place */
};

/* One socket and those who use it. */
struct crowd {
	struct engine *engine;
	struct socket *socket, *other;	/* OTHER: made for PATH_OTHER_PORT */
	uint8_t family;
	uint16_t wanted_port, choice;	/* port 0: the kernel chose; as often as there are choices */
	struct table by_address;	/* of places */
	char why[128];
};

struct chunk {
	struct crowds *all;
	struct place places[CHUNK];
};

struct crowds {
	struct timer patience;		/* first: with peers that owe us a goodbye */
	struct host *host;
	unsigned farewells, window;	/* said and not answered; as many at a time */
	uint32_t leaving;		/* the place that says it next */
	struct chunk **chunks;
	uint32_t places, first_free;	/* FIRST_FREE: index + 1, or 0 */
	struct crowd **list;
	struct endpoint *peers;		/* few: servers */
	uint16_t count, peer_count;
};

static bool equal_address(const void *entry, const void *key) { return !memcmp(((const struct place *)entry)->addr, key, 16); }

static uint64_t address_hash(const uint8_t addr[16]) { return table_hash(addr, 16, 0); }

static struct place *place_at(const struct crowds *all, uint32_t index)
{
	return &all->chunks[index / CHUNK]->places[index % CHUNK];
}

static struct place *find(const struct host *h, uint32_t link)
{
	uint32_t index = link & (PLACES - 1);

	if (!h->crowds || index >= h->crowds->places)
		return NULL;
	struct place *p = place_at(h->crowds, index);
	return p->taken && p->id == link ? p : NULL;
}

static struct place *take_new(struct crowds *all)
{
	if (all->places == PLACES)
		return NULL;
	if (all->places % CHUNK == 0) {
		uint32_t n = all->places / CHUNK;
		all->chunks = realloc(all->chunks, (n + 1) * sizeof(*all->chunks));
		assert(all->chunks);
		all->chunks[n] = calloc(1, sizeof(struct chunk));
		assert(all->chunks[n]);
		all->chunks[n]->all = all;
	}
	struct place *p = place_at(all, all->places);
	p->id = CROWD_BIT | all->places++;
	return p;
}

/* A place that was used before gives another number than last time. */
static struct place *take(struct crowds *all)
{
	struct place *p;

	if (!all->first_free)
		return take_new(all);
	p = place_at(all, all->first_free - 1);
	memcpy(&all->first_free, p->addr, sizeof(all->first_free));
	uint32_t use = (p->id >> PLACE_BITS) % USES;
	p->id = CROWD_BIT | (use + 1) % USES << PLACE_BITS | (p->id & (PLACES - 1));
	return p;
}

static void give_back(struct crowds *all, struct place *p)
{
	p->taken = false;
	memcpy(p->addr, &all->first_free, sizeof(all->first_free));
	all->first_free = (p->id & (PLACES - 1)) + 1;
}

static struct crowds *crowds_with(const struct place *p)
{
	size_t first = (size_t)((p->id & (PLACES - 1)) % CHUNK);

	return ((const struct chunk *)((const char *)(p - first) - offsetof(struct chunk, places)))->all;
}

static struct crowd *crowd_of(const struct place *p) { return crowds_with(p)->list[p->crowd]; }

static struct endpoint local_of(const struct crowd *c, const struct place *p)
{
	struct endpoint local = { .family = c->family, .port = c->socket->local.port };

	memcpy(local.addr, p->addr, sizeof(local.addr));
	return local;
}

/* One message for the engine, after all events that wait. False: the link is closed now. */
static bool give(const struct place *p, const struct endpoint *from, const uint8_t *bytes, size_t len)
{
	struct crowd *c = crowd_of(p);
	struct host *h = c->engine->host;
	uint32_t link = p->id;

	events_give(h);
	if (!p->taken || p->id != link)
		return false;
	engine_input(c->engine, &(struct in){ .at_ns = h->clock.now_ns, .link = link, .peer = *from, .bytes = bytes, .len = len });
	return p->taken && p->id == link;
}

/* --- as a bearer of our own engine's association --- */

static void depart(void *bearer, const struct out *out, const uint8_t *datagram, size_t len)
{
	const struct place *p = bearer;
	const struct crowds *all = crowds_with(p);
	const struct crowd *c = all->list[p->crowd];

	packet_depart(&(struct departure){ .socket = c->socket, .from = local_of(c, p), .to = all->peers[p->peer],
					   .bytes = datagram, .len = len, .deliberate = out->deliberate });
}

static bool take_message(void *bearer, const uint8_t *bytes, size_t len)
{
	const struct place *p = bearer;
	const struct own *own = p->own;

	return give(p, &crowds_with(p)->peers[p->peer], bytes, len) && p->own == own;
}

static void tell_event(void *bearer, enum link_event what)
{
	struct place *p = bearer;

	if (what == LINK_FAILED || what == LINK_CLOSED) {
		own_free(p->own);
		p->own = NULL;
	}
	event_push(crowds_with(p)->host, p->id, what);
}

static void tell_why(void *bearer, const char *why)
{
	struct crowd *c = crowd_of(bearer);

	snprintf(c->why, sizeof(c->why), "%s", why);
}

static const struct bearer place_bearer = { depart, take_message, tell_event, tell_why, NULL, NULL };

/* --- what a socket hears --- */

/* A window at a time: a hundred thousand at once would drown in the peer's receive buffer. */
static void say_more(struct crowds *all)
{
	for (; all->leaving < all->places && all->farewells < all->window; all->leaving++) {
		const struct place *p = place_at(all, all->leaving);
		if (!p->taken || !p->own)
			continue;
		all->farewells++;
		crowd_close(all->host, p->id, false);
	}
	if (all->farewells) {
		timer_set(all->host, &all->patience, all->host->clock.now_ns + NS_PER_S);
		return;
	}
	timer_stop(all->host, &all->patience);
	all->host->counts.lingering--;
}

static void hear_farewell(struct crowds *all, const struct arrival *a)
{
	enum { ALERT = 21 };

	if (!all->farewells || !a->len || a->bytes[0] != ALERT)
		return;
	all->farewells--;
	say_more(all);
}

static void hear(struct socket *s, const struct arrival *a)
{
	struct crowd *c = s->owner;
	struct crowds *all = s->host->crowds;
	const struct place *p = table_find(&c->by_address, address_hash(a->to.addr), a->to.addr);

	if (!p)
		hear_farewell(all, a);
	else if (!p->secure)
		give(p, &a->from, a->bytes, a->len);
	else if (p->own && endpoint_equal(&a->from, &all->peers[p->peer]))
		own_hear(p->own, a);
}

static void unreachable(struct socket *s, const struct endpoint *from, const struct endpoint *to, int code)
{
	struct crowd *c = s->owner;
	const struct place *p = table_find(&c->by_address, address_hash(from->addr), from->addr);
	char text[ENDPOINT_TEXT];

	snprintf(c->why, sizeof(c->why), "%s: %s", endpoint_format(text, sizeof(text), to), link_reason(code));
	if (p)
		event_push(s->host, p->id, LINK_UNREACHABLE);
}

static void expect(struct socket *s, const struct arrival *list, int n)
{
	const struct crowd *c = s->owner;

	for (int i = 0; c && i < n; i++)
		table_expect_slot(&c->by_address, address_hash(list[i].to.addr));
	for (int i = 0; c && i < n; i++)
		table_expect_entry(&c->by_address, address_hash(list[i].to.addr));
}

static const struct socket_ops crowd_socket = { hear, unreachable, expect };

/* For a second nobody answered: the others say it, and then nobody is waited for. */
static void lose_patience(struct host *h, struct timer *t)
{
	struct crowds *all = (struct crowds *)t;

	(void)h;
	all->farewells = 0;
	all->window = UINT32_MAX;
	say_more(all);
}

static struct crowds *crowds_of(struct host *h)
{
	if (h->crowds)
		return h->crowds;
	struct crowds *all = h->crowds = calloc(1, sizeof(*all));
	assert(all);
	all->host = h;
	all->patience.fire = lose_patience;
	return all;
}

static int new_crowd(struct crowds *all, struct engine *e, const struct link_wanted *wanted, struct error *error)
{
	const struct endpoint *source = &wanted->source;
	struct crowd *c = calloc(1, sizeof(*c));
	struct endpoint any = { .family = source->family, .port = source->port };

	assert(c && all->count < UINT16_MAX);
	*c = (struct crowd){ .engine = e, .family = source->family, .wanted_port = source->port, .choice = wanted->choice,
			     .why = "nothing failed" };
	table_init(&c->by_address, equal_address);
	c->socket = socket_open(e, &any, true, &crowd_socket, c, error);
	if (!c->socket) {
		free(c);
		return -1;
	}
	all->list = realloc(all->list, (all->count + 1u) * sizeof(*all->list));
	assert(all->list);
	all->list[all->count] = c;
	return all->count++;
}

/* The socket of that engine, family and port. */
static int crowd_for(struct crowds *all, struct engine *e, const struct link_wanted *wanted, struct error *error)
{
	const struct endpoint *source = &wanted->source;

	for (int i = 0; i < all->count; i++) {
		const struct crowd *c = all->list[i];
		if (c->engine == e && c->family == source->family && c->wanted_port == source->port &&
		    c->choice == wanted->choice)
			return i;
	}
	return new_crowd(all, e, wanted, error);
}

static uint16_t peer_index(struct crowds *all, const struct endpoint *peer)
{
	for (uint16_t i = 0; i < all->peer_count; i++)
		if (endpoint_equal(&all->peers[i], peer))
			return i;
	assert(all->peer_count < UINT16_MAX);
	all->peers = realloc(all->peers, (all->peer_count + 1u) * sizeof(*all->peers));
	assert(all->peers);
	all->peers[all->peer_count] = *peer;
	return all->peer_count++;
}

uint32_t crowd_open(struct engine *e, const struct link_wanted *wanted)
{
	struct crowds *all = crowds_of(e->host);
	const struct endpoint *source = &wanted->source;
	struct error *error = &e->host->why;
	char text[ENDPOINT_TEXT];

	if (source->family == FAMILY_NONE || source->family != wanted->peer.family) {
		error_set(error, "a shared socket needs a source address of the peer's family");
		return 0;
	}
	int index = crowd_for(all, e, wanted, error);
	if (index < 0)
		return 0;
	struct crowd *c = all->list[index];
	if (table_find(&c->by_address, address_hash(source->addr), source->addr)) {
		error_set(error, "%s has a link already", endpoint_format(text, sizeof(text), source));
		return 0;
	}
	struct place *p = take(all);
	if (!p) {
		error_set(error, "no room for more than %d links", PLACES);
		return 0;
	}
	*p = (struct place){ .id = p->id, .crowd = (uint16_t)index, .peer = peer_index(all, &wanted->peer),
			     .taken = true, .secure = wanted->transport == TRANSPORT_COAPS };
	memcpy(p->addr, source->addr, sizeof(p->addr));
	table_put(&c->by_address, address_hash(p->addr), p);
	if (!p->secure)
		event_push(e->host, p->id, LINK_UP);
	else if (!(p->own = own_open(e->host, &place_bearer, p, wanted, e->tapped, error))) {
		crowd_close(e->host, p->id, true);
		return 0;
	}
	return p->id;
}

static bool by_the_book(const struct wish *w)
{
	static const struct wish none;

	return !memcmp(w, &none, sizeof(none));
}

/* The rare way: as a link of its own would do it. */
static void send_as_wished(struct crowd *c, const struct departure *d, const struct out *out)
{
	struct link view = { .id = out->link, .state = LINK_OPEN, .engine = c->engine, .socket = c->socket,
			     .other = c->other, .local = d->from, .peer = d->to };

	wish_send(&view, out);
	c->other = view.other;
	if (view.why)
		snprintf(c->why, sizeof(c->why), "%s", view.why);
	free(view.why);
	free(view.last);
}

static void send_sealed(struct crowd *c, const struct place *p, const struct out *out)
{
	if (!by_the_book(&out->wish))
		snprintf(c->why, sizeof(c->why), "no wishes over DTLS on a shared socket");
	else if (p->own)
		own_send(p->own, (void *)(uintptr_t)p, out);
}

void crowd_send(struct host *h, const struct out *out)
{
	const struct place *p = find(h, out->link);

	if (!p)
		return;
	struct crowd *c = h->crowds->list[p->crowd];
	if (p->secure) {
		send_sealed(c, p, out);
		return;
	}
	struct departure d = { .socket = c->socket, .from = local_of(c, p), .to = h->crowds->peers[p->peer],
			       .bytes = out->bytes, .len = out->len, .deliberate = out->deliberate };
	if (by_the_book(&out->wish))
		packet_depart(&d);
	else
		send_as_wished(c, &d, out);
}

void crowd_again(struct host *h, uint32_t link, bool new_session)
{
	const struct place *p = find(h, link);

	if (p && p->own)
		own_again(p->own, new_session);
}

void crowd_close(struct host *h, uint32_t link, bool silently)
{
	struct place *p = find(h, link);

	if (!p)
		return;
	if (p->own && !silently)
		own_goodbye(p->own);
	if (p->own)
		own_free(p->own);
	p->own = NULL;
	table_remove(&h->crowds->list[p->crowd]->by_address, address_hash(p->addr), p);
	give_back(h->crowds, p);
}

void crowd_tell(struct host *h, uint32_t link, enum link_event what)
{
	const struct place *p = find(h, link);

	if (p)
		engine_event(h->crowds->list[p->crowd]->engine, link, what);
}

void crowd_local(const struct host *h, uint32_t link, struct endpoint *local)
{
	const struct place *p = find(h, link);

	*local = p ? local_of(h->crowds->list[p->crowd], p) : (struct endpoint){ 0 };
}

const char *crowd_why(const struct host *h, uint32_t link)
{
	const struct place *p = find(h, link);

	return p ? h->crowds->list[p->crowd]->why : h->why.text;
}

void crowds_say_goodbye(struct host *h)
{
	struct crowds *all = h->crowds;

	if (!all || all->farewells)
		return;
	all->leaving = 0;
	all->window = FAREWELLS;
	h->counts.lingering++;
	say_more(all);
}

static void free_crowd(struct crowd *c)
{
	c->socket->owner = NULL;
	socket_release(c->socket);
	if (c->other)
		c->other->owner = NULL;
	socket_release(c->other);
	table_free(&c->by_address);
	free(c);
}

void crowds_free(struct host *h)
{
	struct crowds *all = h->crowds;

	if (!all)
		return;
	for (uint32_t i = 0; i < all->places; i++)
		if (place_at(all, i)->taken)
			crowd_close(h, place_at(all, i)->id, false);
	timer_stop(h, &all->patience);
	for (int i = 0; i < all->count; i++)
		free_crowd(all->list[i]);
	for (uint32_t i = 0; i * CHUNK < all->places; i++)
		free(all->chunks[i]);
	free(all->chunks);
	free(all->list);
	free(all->peers);
	free(all);
	h->crowds = NULL;
}
