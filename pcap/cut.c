/* pcap/cut.c - which frames, and copying them. */
#include "pcap/cut.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pcap/capture.h"
#include "pcap/numbering.h"
#include "pcap/pcapng.h"

/* A frame and what it is part of: one of the two is not 0. */
struct part {
	uint32_t frame, association, exchange;
};

struct cut {
	uint32_t exchange, frame;	/* wanted */
	uint32_t association, exchanges;
	struct numbering *numbering;
	struct part *parts;
	size_t count, room;
	uint8_t *wanted, *owned;	/* a bit each frame: chosen; of any exchange. NULL: still in the first pass */
	uint32_t frames;
};

struct cut *cut_new(uint32_t exchange, uint32_t frame)
{
	struct cut *c = calloc(1, sizeof(*c));

	assert(c);
	c->exchange = exchange;
	c->frame = frame;
	c->numbering = numbering_new();
	return c;
}

void cut_free(struct cut *c)
{
	if (!c)
		return;
	numbering_free(c->numbering);
	free(c->parts);
	free(c->wanted);
	free(c->owned);
	free(c);
}

static void add_part(struct cut *c, struct part part)
{
	if (c->count == c->room) {
		c->room = c->room ? 2 * c->room : 256;
		c->parts = realloc(c->parts, c->room * sizeof(*c->parts));
		assert(c->parts);
	}
	c->parts[c->count++] = part;
}

/* What shows how the keys came about: everything but application data. */
static bool is_of_handshake(const struct observation *o)
{
	enum { APPLICATION_DATA = 23 };

	return o->association && o->kind != OBS_MESSAGE && o->record && o->record->type != APPLICATION_DATA;
}

void cut_observation(void *arg, const struct observation *o)
{
	struct cut *c = arg;
	struct numbered is = numbering_of(c->numbering, o);
	uint32_t frame = o->datagram->frame;

	if (is.begins && is.exchange > c->exchanges)
		c->exchanges = is.exchange;
	if (!c->exchange && is.exchange && frame == c->frame)
		c->exchange = is.exchange;
	if (is.exchange)
		add_part(c, (struct part){ frame, 0, is.exchange });
	else if (is_of_handshake(o))
		add_part(c, (struct part){ frame, o->association, 0 });
	if (is.exchange && is.exchange == c->exchange)
		c->association = o->association;
}

uint32_t cut_exchanges(const struct cut *c) { return c->exchanges; }

uint32_t cut_association(const struct cut *c) { return c->association; }

static void set_bit(uint8_t *bits, uint32_t frame) { bits[frame / 8] |= (uint8_t)(1 << frame % 8); }

static bool has_bit(const uint8_t *bits, uint32_t frame) { return bits[frame / 8] >> frame % 8 & 1; }

static void settle(struct cut *c)
{
	if (c->wanted)
		return;
	for (size_t i = 0; i < c->count; i++)
		if (c->parts[i].frame > c->frames)
			c->frames = c->parts[i].frame;
	c->wanted = calloc(c->frames / 8 + 1, 1);
	c->owned = calloc(c->frames / 8 + 1, 1);
	assert(c->wanted && c->owned);
	for (size_t i = 0; i < c->count; i++) {
		const struct part *p = &c->parts[i];
		if (p->exchange ? p->exchange == c->exchange : p->association == c->association)
			set_bit(c->wanted, p->frame);
		if (p->exchange)
			set_bit(c->owned, p->frame);
	}
}

bool cut_has(struct cut *c, uint32_t frame)
{
	settle(c);
	return frame <= c->frames && has_bit(c->wanted, frame);
}

void cut_also(struct cut *c, uint32_t frame)
{
	settle(c);
	if (frame <= c->frames && !has_bit(c->owned, frame))
		set_bit(c->wanted, frame);
}

struct copying {
	struct cut *cut;
	struct pcapng *out;
	long written;
};

static void copy_frame(void *arg, const struct datagram *d)
{
	struct copying *copying = arg;

	if (!cut_has(copying->cut, d->frame))
		return;
	pcapng_datagram(copying->out, d);
	copying->written++;
}

long cut_write(struct cut *c, const char *from, const char *to, const char *context, char *const *keys,
	       uint64_t end_ns, struct error *error)
{
	struct copying copying = { .cut = c };
	struct capture_sinks sinks = { .datagram = copy_frame, .arg = &copying };
	struct capture_tally tally;

	if (!c->exchange || c->exchange > c->exchanges)
		return 0;
	copying.out = pcapng_begin(to, context, error);
	if (!copying.out)
		return -1;
	for (; *keys; keys++)
		pcapng_keylog(copying.out, *keys);
	if (capture_read(from, &sinks, &tally, error)) {
		pcapng_drop(copying.out);
		return -1;
	}
	return pcapng_end(copying.out, end_ns, error) ? -1 : copying.written;
}
