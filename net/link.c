/* net/link.c - opening, telling and closing links. */
#include "net/link.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/association.h"
#include "net/crowd.h"
#include "net/door.h"
#include "net/linger.h"
#include "net/listener.h"
#include "net/own.h"
#include "net/udp.h"
#include "net/wish.h"

static uint64_t id_hash(uint32_t id) { return table_hash(&id, sizeof(id), 0); }

bool links_equal_id(const void *entry, const void *key) { return ((const struct link *)entry)->id == *(const uint32_t *)key; }

struct link *link_find(const struct host *h, uint32_t id) { return table_find(&h->links, id_hash(id), &id); }

struct link *link_new(struct engine *e, uint8_t transport)
{
	struct host *h = e->host;
	struct link *link = calloc(1, sizeof(*link));

	assert(link);
	*link = (struct link){ .id = ++h->counts.links, .transport = transport, .engine = e };
	table_put(&h->links, id_hash(link->id), link);
	return link;
}

/* Everything but the number and the reason. */
static void release(struct link *link)
{
	if (link->newcomer)
		association_free(link->newcomer);
	if (link->association)
		association_free(link->association);
	if (link->former)
		association_free(link->former);
	link->former = NULL;
	if (link->own)
		own_free(link->own);
	link->own = NULL;
	link->newcomer = link->association = NULL;
	if (link->listener)
		listener_forget(link->listener, link);
	else if (link->socket)
		link->socket->owner = NULL;
	socket_release(link->socket);
	if (link->other)
		link->other->owner = NULL;
	socket_release(link->other);
	link->socket = link->other = NULL;
	link->state = LINK_DOWN;
}

void link_free(struct link *link)
{
	struct host *h = link->engine->host;

	release(link);
	table_remove(&h->links, id_hash(link->id), link);
	link->next_dead = h->dead.links;
	h->dead.links = link;
}

void links_bury(struct host *h)
{
	while (h->dead.links) {
		struct link *link = h->dead.links;
		h->dead.links = link->next_dead;
		free(link->why);
		free(link->last);
		free(link);
	}
}

/* Ports that this host had before are taken again only when the kernel keeps offering them: a new
 * link on an old 5-tuple is a case of its own, never an accident. */
static struct socket *open_fresh(struct link *link, const struct endpoint *wanted, struct error *error)
{
	enum { TRIES = 8 };
	uint8_t *used = link->engine->host->ports;
	struct socket *stale[TRIES], *s;
	struct endpoint at;
	size_t n = 0;

	for (;; stale[n++] = s) {
		at = *wanted;
		s = socket_open(link->engine, &at, true, &link_socket, link, error);
		if (!s || wanted->port || at.carrier == CARRIER_ETHER || n == TRIES || !(used[at.port / 8] & 1 << at.port % 8))
			break;
	}
	if (!s && n)
		s = stale[--n];
	while (n)
		socket_release(stale[--n]);
	if (s)
		used[s->local.port / 8] |= (uint8_t)(1 << s->local.port % 8);
	return s;
}

static int open_socket(struct link *link, const struct link_wanted *wanted, struct error *error)
{
	struct endpoint at = wanted->source;

	if (wanted->peer.carrier == CARRIER_ETHER)	/* a device of its own: without a SOURCE at a MAC address made up for it */
		at.carrier = CARRIER_ETHER;
	else if (at.family == FAMILY_NONE && udp_source(&at, &wanted->peer, error))
		return -1;
	link->socket = open_fresh(link, &at, error);
	if (!link->socket)
		return -1;
	link->local = link->socket->local;
	link->peer = wanted->peer;
	return 0;
}

/* --- as a bearer of our own engine's association --- */

static void depart(void *bearer, const struct out *out, const uint8_t *datagram, size_t len)
{
	wish_depart(bearer, out, datagram, len);
}

static bool take_message(void *bearer, const uint8_t *bytes, size_t len)
{
	struct link *link = bearer;
	const struct own *own = link->own;

	link_input(link, &link->peer, bytes, len);
	return link->own == own;
}

static void tell_event(void *bearer, enum link_event what)
{
	struct link *link = bearer;
	bool stranger = link->listener && link->state == LINK_OPENING;

	if (stranger && what != LINK_UP) {
		link_free(link);	/* nobody was told of it */
		return;
	}
	if (stranger)
		door_admit(link->listener->door, link);
	link_event(link, what);
}

static void tell_why(void *bearer, const char *why) { link_why(bearer, "%s", why); }

static const struct identity *find_key(void *bearer, const uint8_t *psk_identity, size_t len)
{
	return door_identity(((struct link *)bearer)->listener->door, psk_identity, len);
}

static const struct identity *find_certificate(void *bearer, const uint8_t *certificate, size_t len)
{
	return door_certificate(((struct link *)bearer)->listener->door, certificate, len);
}

static const struct bearer link_bearer = { depart, take_message, tell_event, tell_why, find_key, find_certificate };

void link_accept(struct link *link, const struct connection_profile *profile, const char *stimuli)
{
	link->own = own_accept(link->engine->host, &link_bearer, link, profile, link->engine->tapped, stimuli);
}

static int open_secure(struct link *link, const struct link_wanted *wanted, struct error *error)
{
	struct engine *e = link->engine;

	if (!e->host->config.own_dtls && !wanted->stimuli)
		return association_open(link, wanted, error);
	link->own = own_open(e->host, &link_bearer, link, wanted, e->tapped, error);
	return link->own ? 0 : -1;
}

void link_say_goodbye(struct link *link)
{
	if (link->own)
		own_goodbye(link->own);
	else if (link->association)
		association_say_goodbye(link->association);
}

uint32_t link_open(struct engine *e, const struct link_wanted *wanted)
{
	struct error *error = &e->host->why;

	if (wanted->shared)
		return crowd_open(e, wanted);
	struct link *link = link_new(e, wanted->transport);
	if (open_socket(link, wanted, error) ||
	    (wanted->transport == TRANSPORT_COAPS && open_secure(link, wanted, error))) {
		link_free(link);
		return 0;
	}
	if (wanted->transport == TRANSPORT_COAP)
		link_event(link, LINK_UP);
	return link->id;
}

void link_close(struct link *link, bool silently)
{
	struct socket *s = NULL;

	if ((link->association || link->own) && !silently) {
		link_say_goodbye(link);
		if (link->engine->tapped && !link->listener)
			s = socket_hold(link->socket);
	}
	link_free(link);
	if (s)
		linger_on(s);
	socket_release(s);
}

void link_event(struct link *link, enum link_event what)
{
	if (what == LINK_UP)
		link->state = LINK_OPEN;
	if (what == LINK_CLOSED || what == LINK_FAILED)
		release(link);
	event_push(link->engine->host, link->id, what);
}

/* A number that nobody opened dies with its end: only whoever opened one must close it. */
void link_tell(struct host *h, uint32_t id, enum link_event what)
{
	struct link *link = link_find(h, id);

	if (id & CROWD_BIT)
		crowd_tell(h, id, what);
	if (!link)
		return;
	engine_event(link->engine, id, what);
	if (link->listener && link->state == LINK_DOWN && (what == LINK_CLOSED || what == LINK_FAILED) &&
	    link_find(h, id))
		link_free(link);
}

void link_why(struct link *link, const char *format, ...)
{
	va_list list;

	free(link->why);
	va_start(list, format);
	if (vasprintf(&link->why, format, list) < 0)
		link->why = NULL;
	va_end(list);
}

const char *link_reason(int code)
{
	switch (code) {
	case ECONNREFUSED:
		return "port unreachable (ICMP)";
	case EHOSTUNREACH:
		return "host unreachable (ICMP)";
	case ENETUNREACH:
		return "network unreachable";
	default:
		return strerror(code);
	}
}

void link_unreachable(struct link *link, int code)
{
	char text[ENDPOINT_TEXT];

	link_why(link, "%s: %s", endpoint_format(text, sizeof(text), &link->peer), link_reason(code));
	event_push(link->engine->host, link->id, LINK_UNREACHABLE);
}

static void identify(struct in *in, const struct identity *who)
{
	in->identity = who ? who->psk_identity : NULL;
	in->identity_len = who ? who->psk_identity_len : 0;
}

void link_input(struct link *link, const struct endpoint *from, const uint8_t *bytes, size_t len)
{
	struct host *h = link->engine->host;

	events_give(h);
	if (link->state == LINK_DOWN)
		return;
	struct in in = { .at_ns = h->clock.now_ns, .link = link->id, .peer = *from, .bytes = bytes, .len = len };
	if (link->association)
		association_identity(link->association, &in);
	else if (link->own)
		identify(&in, own_peer(link->own));
	engine_input(link->engine, &in);
}

/* An association is bound to its 5-tuple: what came from elsewhere only the tap has seen. */
void link_hear_secure(struct link *link, const struct arrival *a)
{
	if (link->own)
		own_hear(link->own, a);
	else
		associations_hear(link, a);
}

static void hear(struct socket *s, const struct arrival *a)
{
	struct link *link = s->owner;

	if (!link->own && !link->association)
		link_input(link, &a->from, a->bytes, a->len);
	else if (endpoint_equal(&a->from, &link->peer))
		link_hear_secure(link, a);
}

static void unreachable(struct socket *s, const struct endpoint *from, const struct endpoint *to, int code)
{
	(void)from, (void)to;
	link_unreachable(s->owner, code);
}

const struct socket_ops link_socket = { hear, unreachable, NULL };
