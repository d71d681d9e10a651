/* net/wish.c - obeying wishes: other association, other port, delay, drop, replay. What is wished of
 * a DTLS record is done where the record is (net/association.c). */
#include "net/wish.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "net/association.h"
#include "net/link.h"
#include "net/own.h"
#include "net/packet.h"

/* A socket of ours on the wished port, the listener beside this one as a rule; else one made for it. */
static struct socket *other_socket(struct link *link, uint16_t port)
{
	const struct socket *like = link->socket;
	struct endpoint at = link->local;
	struct error error;

	at.port = port;
	struct socket *s = port ? socket_at(link->engine->host, &at) : link->other;
	if (s)
		return s;
	if (link->listener) {	/* what comes there is still that link's */
		s = socket_open(link->engine, &at, false, &link_socket, link, &error);
	} else {
		at = like->local;
		at.port = port;
		if (at.carrier == CARRIER_ETHER)	/* which has no ports: another MAC address */
			memset(at.addr, 0, sizeof(at.addr));
		s = socket_open(link->engine, &at, false, like->ops, like->owner, &error);
	}
	if (!s) {
		link_why(link, "%s", error.text);
		return NULL;
	}
	if (link->other)
		link->other->owner = NULL;
	socket_release(link->other);
	return link->other = s;
}

/* Only messages of a tapped engine are kept: a tester's, never a server's million links. */
static void keep_last(struct link *link, const struct out *out, const uint8_t *bytes, size_t len)
{
	if (!out->bytes || !link->engine->tapped)
		return;
	link->last = realloc(link->last, len + 1);
	assert(link->last);
	memcpy(link->last, bytes, len);
	link->last_len = len;
}

/* The link's last datagram once more, octet for octet: under DTLS the very record. */
static void replay_last(struct link *link, const struct out *out)
{
	struct departure d = { .socket = link->socket, .from = link->local, .to = link->peer, .bytes = link->last,
			       .len = link->last_len, .deliberate = out->deliberate };

	if (link->last)
		packet_depart(&d);
	else
		link_why(link, "nothing was kept that could be sent again");
}

void wish_depart(struct link *carries, const struct out *out, const uint8_t *bytes, size_t len)
{
	struct departure d = { .socket = carries->socket, .from = carries->local, .to = carries->peer, .bytes = bytes,
			       .len = len, .deliberate = out->deliberate, .delay_ns = out->wish.delay_ns,
			       .drop = out->wish.drop };

	if (out->wish.path == PATH_OTHER_PORT) {
		d.socket = other_socket(carries, out->wish.port);
		if (!d.socket)
			return;
		d.from.port = d.socket->local.port;
		if (d.from.carrier == CARRIER_ETHER)
			d.from = d.socket->local;
	}
	keep_last(carries, out, bytes, len);
	packet_depart(&d);
	if (out->wish.replay)
		packet_depart(&d);
}

void wish_send(struct link *link, const struct out *out)
{
	struct link *seals = link, *carries = link;

	if (!out->bytes && out->wish.replay) {
		replay_last(link, out);
		return;
	}
	if (out->wish.path == PATH_OTHER_ASSOCIATION) {
		struct link *other = link_find(link->engine->host, out->wish.other);
		if (!other || other->state != LINK_OPEN) {
			link_why(link, "the other association is not open");
			return;
		}
		seals = other;
		if (out->wish.port != 1)
			carries = other;
	}
	if (seals->own && !out->wish.clear)
		own_send(seals->own, carries, out);
	else if (out->wish.former && seals->former)
		association_send(seals->former, carries, out);
	else if (seals->association && !out->wish.clear)
		association_send(seals->association, carries, out);
	else
		wish_depart(carries, out, out->bytes, out->len);
}
