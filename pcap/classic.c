/* pcap/classic.c - the older format: one header, then packets (draft-ietf-opsawg-pcap). */
#include <inttypes.h>

#include "pcap/field.h"
#include "pcap/packet.h"
#include "wire/engine.h"

enum { FILE_HEADER = 24, PACKET_MOST = 16 << 20 };

struct header {
	bool little;
	uint32_t fraction_ns;		/* of one unit of the second half of a time stamp */
	size_t packet_header;
	uint16_t linktype;
	uint8_t fcs;			/* octets of frame check sequence behind each packet */
};

static bool read_magic(struct header *h, const uint8_t *bytes)
{
	static const struct magic {
		uint32_t number, fraction_ns;
		size_t packet_header;
	} magics[] = { { 0xa1b2c3d4, 1000, 16 }, { 0xa1b23c4d, 1, 16 }, { 0xa1b2cd34, 1000, 24 } };

	for (int little = 0; little < 2; little++)
		for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++) {
			struct fields f = fields_of(bytes, 4, little);
			if (field_u32(&f) != magics[i].number)
				continue;
			*h = (struct header){ little, magics[i].fraction_ns, magics[i].packet_header, 0, 0 };
			return true;
		}
	return false;
}

/* magic 4, version 2+2, reserved 8, snaplen 4; then FCS length in 16-bit words 4 bits, its presence
 * 1 bit (draft-ietf-opsawg-pcap 4), 11 reserved, link type 16 bits. */
static int read_header(struct header *h, struct input *in, struct error *error)
{
	const uint8_t *bytes = input_need(in, FILE_HEADER);

	if (!bytes)
		return input_damaged(in, error, "the file header is cut off");
	if (!read_magic(h, bytes))
		return input_damaged(in, error, "no pcap file header");
	struct fields f = fields_of(bytes + 20, 4, h->little);
	uint32_t network = field_u32(&f);
	h->linktype = (uint16_t)network;
	h->fcs = network & 1u << 26 ? (uint8_t)(network >> 28 << 1) : 0;
	input_skip(in, FILE_HEADER);
	return 0;
}

/* Seconds 4, fraction 4, captured 4, on the wire 4. Returns the octets after it, or -1: more than a packet can be. */
static long read_packet_header(struct packet *p, const struct header *h, const uint8_t *bytes)
{
	struct fields f = fields_of(bytes, 16, h->little);
	uint64_t seconds = field_u32(&f), fraction = field_u32(&f);
	uint32_t captured = field_u32(&f), wire = field_u32(&f);

	if (captured > PACKET_MOST)
		return -1;
	p->at_ns = seconds * NS_PER_S + fraction * h->fraction_ns;
	p->linktype = h->linktype;
	p->octets = (struct slice){ bytes + h->packet_header, captured, wire > captured ? wire : captured };
	if (h->fcs <= captured && captured >= wire) {
		p->octets.len -= h->fcs;
		p->octets.wire -= h->fcs;
	}
	return captured;
}

int classic_read(struct capture *c, struct input *in, struct error *error)
{
	struct header h = { 0 };
	const uint8_t *bytes;

	if (read_header(&h, in, error))
		return -1;
	while ((bytes = input_need(in, h.packet_header))) {
		struct packet p = { 0 };
		uint64_t number = c->tally->packets + 1;
		long captured = read_packet_header(&p, &h, bytes);
		if (captured < 0)
			return input_damaged(in, error, "packet %" PRIu64 " says it is longer than %d octets", number,
					     PACKET_MOST);
		size_t whole = h.packet_header + (size_t)captured;
		if (!(bytes = input_need(in, whole)))
			return input_damaged(in, error, "packet %" PRIu64 " is cut off, %zu octets of %zu", number,
					     input_left(in), whole);
		p.octets.bytes = bytes + h.packet_header;	/* input_need may have moved them */
		capture_packet(c, &p);
		input_skip(in, whole);
	}
	if (input_left(in) || in->why.text[0])
		return input_damaged(in, error, "the header of packet %" PRIu64 " is cut off", c->tally->packets + 1);
	return 0;
}
