/* pcap/capture.c - opens a capture of either format and counts what became of its packets. */
#include "pcap/capture.h"

#include <string.h>

#include "pcap/copies.h"
#include "pcap/fragments.h"
#include "pcap/packet.h"
#include "wire/hex.h"

/* The first four octets, as they lie in the file. */
static const struct format {
	uint8_t magic[4];
	int (*read)(struct capture *, struct input *, struct error *);
} formats[] = {
	{ { 0x0a, 0x0d, 0x0d, 0x0a }, blocks_read },
	{ { 0xd4, 0xc3, 0xb2, 0xa1 }, classic_read },	/* microseconds, little-endian */
	{ { 0xa1, 0xb2, 0xc3, 0xd4 }, classic_read },
	{ { 0x4d, 0x3c, 0xb2, 0xa1 }, classic_read },	/* nanoseconds */
	{ { 0xa1, 0xb2, 0x3c, 0x4d }, classic_read },
	{ { 0x34, 0xcd, 0xb2, 0xa1 }, classic_read },	/* Kuznetzov's, with longer packet headers */
	{ { 0xa1, 0xb2, 0xcd, 0x34 }, classic_read },
};

void capture_packet(struct capture *c, const struct packet *p)
{
	struct capture_tally *t = c->tally;

	if (!t->packets++ || p->at_ns < t->first_ns)
		t->first_ns = p->at_ns;
	if (p->at_ns > t->last_ns)
		t->last_ns = p->at_ns;
	switch (link_packet(c, p)) {
	case GAVE: return;
	case NOT_IP: t->not_ip++; return;
	case NOT_UDP: t->not_udp++; return;
	case FRAGMENT: t->fragments++; return;
	case CUT: t->cut++; return;
	case BROKEN: t->broken++; return;
	case COPY: t->copies++; return;
	case UNKNOWN_LINK: t->unknown_link++, t->unknown_linktype = p->linktype; return;
	}
}

void capture_datagram(struct capture *c, const struct packet *p, struct datagram *d)
{
	d->at_ns = p->at_ns;
	d->frame = (uint32_t)c->tally->packets;
	d->fate = p->fate;
	d->jitter_ns = p->jitter_ns;
	d->outbound = p->outbound;
	d->deliberate = p->deliberate;
	c->tally->datagrams++;
	c->tally->shortened += d->cut;
	c->sinks->datagram(c->sinks->arg, d);
}

static const struct format *find_format(struct input *in, struct error *error)
{
	const uint8_t *magic = input_need(in, 4);
	char text[16];

	for (size_t i = 0; magic && i < sizeof(formats) / sizeof(*formats); i++)
		if (!memcmp(magic, formats[i].magic, 4))
			return &formats[i];
	if (in->why.text[0])
		*error = in->why;
	else if (!input_left(in))
		error_set(error, "empty file");
	else
		error_set(error, "no capture: neither pcap nor pcapng begins with %s",
			  hex_format(text, sizeof(text), in->room + in->at, input_left(in) < 4 ? input_left(in) : 4));
	return NULL;
}

int capture_read(const char *path, const struct capture_sinks *sinks, struct capture_tally *tally, struct error *error)
{
	struct capture capture = { .sinks = sinks, .tally = tally };
	struct input in;
	struct error local;
	const struct format *format = NULL;
	int result = -1;

	error = error ? error : &local;
	*tally = (struct capture_tally){ 0 };
	if (!input_open(&in, path, error))
		format = find_format(&in, error);
	if (format) {
		capture.fragments = fragments_new();
		result = format->read(&capture, &in, error);
		tally->incomplete = fragments_lost(capture.fragments);
		fragments_free(capture.fragments);
		copies_free(capture.copies);
	}
	input_close(&in);
	if (result)
		error_prepend(error, "%s: ", strcmp(path, "-") ? path : "standard input");
	if (tally->end_ns > tally->last_ns)
		tally->last_ns = tally->end_ns;
	return result;
}
