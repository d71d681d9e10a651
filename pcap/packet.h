/* pcap/packet.h - what the parts of the reader hand to each other.
 *
 *     classic.c, blocks.c --packet--> link.c --slice--> ip.c (fragments.c, gtp.c) --datagram--> sinks
 *
 * Each packet comes to one end, which is counted. */
#ifndef PCAP_PACKET_H
#define PCAP_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pcap/capture.h"
#include "pcap/input.h"

enum outcome { GAVE, NOT_IP, NOT_UDP, FRAGMENT, CUT, BROKEN, UNKNOWN_LINK, COPY };

/* Octets of which LEN were captured, of WIRE that were there. */
struct slice {
	const uint8_t *bytes;
	size_t len, wire;
};

struct packet {
	uint64_t at_ns;
	struct slice octets;		/* without a frame check sequence */
	uint16_t linktype;		/* of the file format, not of a machine's libpcap */
	uint32_t via;			/* tells interfaces apart; 0: there is but one */
	uint8_t fate;
	uint64_t jitter_ns;
	bool outbound;
	const char *deliberate;
};

struct fragments;
struct copies;

/* One file being read. */
struct capture {
	const struct capture_sinks *sinks;
	struct capture_tally *tally;
	struct fragments *fragments;
	struct copies *copies;		/* NULL: one interface so far */
};

/* The file's formats: -1 where it cannot be read further. */
int classic_read(struct capture *, struct input *, struct error *);
int blocks_read(struct capture *, struct input *, struct error *);

void capture_packet(struct capture *, const struct packet *);
void capture_datagram(struct capture *, const struct packet *, struct datagram *);	/* fills in the packet's part */

enum outcome link_packet(struct capture *, const struct packet *);
enum outcome ip_packet(struct capture *, const struct packet *, struct slice, unsigned depth);

/* A G-PDU's inner IP packet in place of what UDP carried; false: it is none. */
bool gtp_unwrap(struct slice *);

/* What is too short to be read: cut off by the capture, or wrong. */
static inline enum outcome slice_short(struct slice s) { return s.len < s.wire ? CUT : BROKEN; }

/* Past N octets of a header that are there. */
static inline struct slice slice_past(struct slice s, size_t n)
{
	return (struct slice){ s.bytes + n, s.len - n, s.wire - n };
}

/* N octets of what was on the wire. */
static inline struct slice slice_first(struct slice s, size_t n)
{
	return (struct slice){ s.bytes, s.len < n ? s.len : n, n };
}

#endif
