/* dtls/dissector_waiting.c - datagrams of a flow that wait for a key, in their order and not for ever. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"

/* Everything behind its struct: the octets, then the words of its deviation. */
void waiting_add(struct dissector *d, struct flow *f, const struct datagram *datagram, size_t at)
{
	size_t words = datagram->deliberate ? strlen(datagram->deliberate) + 1 : 0;
	struct waiting *w = malloc(sizeof(*w) + datagram->len + words);

	assert(w);
	uint8_t *bytes = (uint8_t *)(w + 1);
	*w = (struct waiting){ .datagram = *datagram, .at = at, .size = sizeof(*w) + datagram->len + words };
	memcpy(bytes, datagram->bytes, datagram->len);
	w->datagram.bytes = bytes;
	w->datagram.reading = NULL;
	if (words)
		w->datagram.deliberate = memcpy(bytes + datagram->len, datagram->deliberate, words);
	*(f->last ? &f->last->next : &f->first) = w;
	f->last = w;
	f->waiting++;
	d->waiting_octets += w->size;
}

bool waiting_full(const struct dissector *d, const struct flow *f, const struct datagram *datagram)
{
	if (!f->first)
		return d->waiting_octets >= WAITING_OCTETS;
	uint64_t since = f->first->datagram.at_ns;
	return f->waiting >= WAITING_A_FLOW || d->waiting_octets >= WAITING_OCTETS ||
	       (datagram->at_ns > since && datagram->at_ns - since > WAITING_NS);
}

static void drop_first(struct dissector *d, struct flow *f)
{
	struct waiting *w = f->first;

	f->first = w->next;
	if (!f->first)
		f->last = NULL;
	f->waiting--;
	d->waiting_octets -= w->size;
	free(w);
}

void waiting_release(struct dissector *d, struct flow *f, bool last_chance)
{
	struct waiting *w;

	while ((w = f->first)) {
		w->at = dissect_rest(d, f, &w->datagram, w->at, last_chance ? DISSECT_LAST : DISSECT_WAITED);
		if (w->at < w->datagram.len)
			return;
		if (last_chance)
			d->tally.gave_up++;
		drop_first(d, f);
	}
}

void waiting_drop(struct dissector *d, struct flow *f)
{
	while (f->first)
		drop_first(d, f);
}
