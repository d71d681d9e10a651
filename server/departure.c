/* server/departure.c - the one place where messages leave, and where faults edit them. */
#include <string.h>

#include "server/exchange.h"

/* What a fault's wish can mean on this link now; what it cannot is dropped from it. */
static struct wish resolve(const struct server *s, const struct outgoing *out)
{
	struct wish w = out->manner.wish;

	if (w.path == PATH_OTHER_PORT && w.port == FAULT_NOSEC_PORT)
		w.port = s->config.nosec_port;
	if (w.path == PATH_OTHER_ASSOCIATION && !(w.other = links_other(&s->links, out->link, out->secure)))
		w.path = PATH_SAME, w.port = 0;
	/* There is no epoch before the first handshake's that keys were ever made for. */
	if ((w.header_epoch < 0 || w.key_epoch < 0) && !links_generation(&s->links, out->link))
		w.header_epoch = w.key_epoch = 0;
	return w;
}

static bool is_wish(const struct wish *w)
{
	static const struct wish by_the_book;

	return memcmp(w, &by_the_book, sizeof(*w)) != 0;
}

void departure_send(struct server *s, struct sink *sink, const struct outgoing *o)
{
	struct out out = { .link = o->link, .bytes = o->bytes, .len = o->len, .wish = resolve(s, o),
			   .deliberate = o->manner.deliberate };

	/* A wish that could not be meant is not claimed either. */
	if (is_wish(&o->manner.wish) && !is_wish(&out.wish))
		out.deliberate = NULL;
	sink->send(sink->world, &out);
	if (o->manner.dies)
		s->dead = true;
}

/* True: it waits for a renegotiation that begins now (fault). */
static bool holds(struct exchange *x, const struct leaving *l, const struct outgoing *out)
{
	bool wanted = exchange_deviates(x, DEVIATION_RENEGOTIATES_FIRST) ||
		      exchange_deviates(x, DEVIATION_ACK_THEN_RENEGOTIATES);

	if (!wanted || !x->secure || l->kind != LEAVES_RESPONSE || links_generation(&x->server->links, out->link))
		return false;
	later_hold(x->server, out);
	x->sink->rehandshake(x->sink->world, out->link, false);
	return true;
}

static void renegotiate_after(struct exchange *x, const struct leaving *l)
{
	if (x->secure && l->kind == LEAVES_RESPONSE && exchange_deviates(x, DEVIATION_RENEGOTIATES_AFTER) &&
	    !links_generation(&x->server->links, x->in->link))
		x->sink->rehandshake(x->sink->world, x->in->link, false);
}

void departure(struct exchange *x, struct buffer *b, struct leaving *leaving, enum keep keep)
{
	struct outgoing out = { .link = x->in->link, .secure = x->secure };
	static const struct buffer silence;

	leaving->secure = x->secure;
	leaving->to_non = x->request.type == TYPE_NON;
	conduct_strike(&x->server->conduct, leaving, x->server->config.binding, b, &out.manner);
	if (b->failed)
		return;
	out.bytes = b->bytes;
	out.len = b->len;
	bool held = holds(x, leaving, &out);
	if (keep == KEEP_FOR_DUPLICATES)
		duplicates_keep(x, held || leaving->to_non ? &silence : b, &out.manner);
	if (held)
		return;
	departure_send(x->server, x->sink, &out);
	if (leaving->kind == LEAVES_RESPONSE && (b->bytes[0] >> 4 & 3) == TYPE_CON)
		later_retransmit(x->server, &out, x->in->at_ns, x->sink);
	renegotiate_after(x, leaving);
}
