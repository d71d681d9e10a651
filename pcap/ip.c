/* pcap/ip.c - IPv4 and IPv6 with their extension headers, and UDP. */
#include <string.h>

#include "pcap/packet.h"
#include "pcap/fragments.h"
#include "wire/cursor.h"

enum next_header {			/* IANA protocol numbers */
	NEXT_HOP_BY_HOP = 0,
	NEXT_UDP = 17,
	NEXT_ROUTING = 43,
	NEXT_FRAGMENT = 44,
	NEXT_AUTHENTICATION = 51,
	NEXT_DESTINATION = 60,
	NEXT_MOBILITY = 135,
	NEXT_HIP = 139,
	NEXT_SHIM6 = 140
};

enum { PORT_GTP_U = 2152, TUNNELS_MOST = 4 };	/* TS 29.281 4.4.2.3 */
enum { EXTENSIONS_MOST = 16, UDP_HEADER = 8, IPV4_HEADER = 20, IPV6_HEADER = 40 };

struct ip {
	struct capture *capture;
	const struct packet *packet;
	unsigned depth;			/* of tunnels */
	struct fragment at;		/* addresses, and the octets after what was read */
};

static uint16_t number_at(const uint8_t *bytes) { return (uint16_t)(bytes[0] << 8 | bytes[1]); }

/* RFC 768. A length of 0 is a packet that the network card was to cut up. */
static enum outcome read_udp(struct ip *ip)
{
	struct slice s = ip->at.octets;

	if (s.len < UDP_HEADER)
		return slice_short(s);
	size_t length = number_at(s.bytes + 4);
	if (!length)
		length = s.wire;
	if (length < UDP_HEADER || length > s.wire)
		return BROKEN;
	struct datagram d = { .from = ip->at.from, .to = ip->at.to };
	d.from.port = number_at(s.bytes);
	d.to.port = number_at(s.bytes + 2);
	s = slice_past(slice_first(s, length), UDP_HEADER);
	struct slice inner = s;
	if (d.to.port == PORT_GTP_U && ip->depth < TUNNELS_MOST && gtp_unwrap(&inner))
		return ip_packet(ip->capture, ip->packet, inner, ip->depth + 1);
	d.bytes = s.bytes;
	d.len = s.len;
	d.cut = s.len < s.wire;
	capture_datagram(ip->capture, ip->packet, &d);
	return GAVE;
}

static enum outcome read_upper(struct ip *ip, uint8_t next, bool may_be_fragment);

static enum outcome add_fragment(struct ip *ip)
{
	uint8_t next;
	enum outcome outcome = fragments_add(ip->capture->fragments, &ip->at, ip->packet->at_ns, &ip->at.octets, &next);

	return outcome == GAVE ? read_upper(ip, next, false) : outcome;
}

/* RFC 8200 4.5: next header, reserved, offset in 8 octets 13 bits, 2 reserved, M, identification 4 octets. */
static enum outcome read_fragment(struct ip *ip)
{
	struct slice s = ip->at.octets;
	struct cursor c = cursor_of(s.bytes, s.len);

	ip->at.protocol = cursor_u8(&c);
	cursor_u8(&c);
	uint16_t field = cursor_u16(&c);
	ip->at.id = cursor_u32(&c);
	if (c.failed)
		return slice_short(s);
	ip->at.offset = field & ~7u;
	ip->at.more = field & 1;
	ip->at.octets = slice_past(s, 8);
	if (!ip->at.offset && !ip->at.more)	/* RFC 6946: alone, it waits for nobody */
		return read_upper(ip, ip->at.protocol, false);
	return add_fragment(ip);
}

/* Octets of an extension header, whose second octet says its length; 0: it is none that can be passed. */
static size_t extension_length(uint8_t kind, uint8_t said)
{
	switch ((enum next_header)kind) {
	case NEXT_HOP_BY_HOP:
	case NEXT_ROUTING:
	case NEXT_DESTINATION:
	case NEXT_MOBILITY:
	case NEXT_HIP:
	case NEXT_SHIM6: return 8 * (said + 1u);	/* RFC 8200 4.3, 4.4, 4.6 */
	case NEXT_AUTHENTICATION: return 4 * (said + 2u);	/* RFC 4302 2.2; in IPv4 too */
	case NEXT_UDP:
	case NEXT_FRAGMENT: return 0;
	}
	return 0;
}

static enum outcome read_upper(struct ip *ip, uint8_t next, bool may_be_fragment)
{
	for (int i = 0; i < EXTENSIONS_MOST; i++) {
		struct slice s = ip->at.octets;
		if (next == NEXT_UDP)
			return read_udp(ip);
		if (next == NEXT_FRAGMENT && may_be_fragment)
			return read_fragment(ip);
		size_t length = extension_length(next, s.len > 1 ? s.bytes[1] : 0);
		if (!length)
			return NOT_UDP;
		if (s.len < 2 || s.len < length)
			return slice_short(s);
		next = s.bytes[0];
		ip->at.octets = slice_past(s, length);
	}
	return BROKEN;
}

/* RFC 791 3.1. A total length of 0 is a packet that the network card was to cut up; one beyond the
 * frame means that whoever cut the packet did not say so. */
static enum outcome read_ipv4(struct ip *ip, struct slice s)
{
	struct cursor c = cursor_of(s.bytes, s.len);
	size_t header = 4 * (cursor_u8(&c) & 15u);

	cursor_u8(&c);
	size_t total = cursor_u16(&c);
	ip->at.id = cursor_u16(&c);
	uint16_t field = cursor_u16(&c);
	cursor_u8(&c);
	ip->at.protocol = cursor_u8(&c);
	cursor_u16(&c);
	const uint8_t *from = cursor_take(&c, 4), *to = cursor_take(&c, 4);
	total = total ? total : s.wire;
	if (c.failed)
		return slice_short(s);
	if (header < IPV4_HEADER || total < header)
		return BROKEN;
	if (s.len < header)
		return CUT;
	ip->at.from.family = ip->at.to.family = FAMILY_IPV4;
	memcpy(ip->at.from.addr, from, 4);
	memcpy(ip->at.to.addr, to, 4);
	ip->at.octets = slice_past(slice_first(s, total), header);
	ip->at.offset = (field & 0x1fffu) * 8;
	ip->at.more = field & 0x2000;
	return ip->at.offset || ip->at.more ? add_fragment(ip) : read_upper(ip, ip->at.protocol, false);
}

/* RFC 8200 3. A payload length of 0 is a jumbogram, or a packet that the network card was to cut up;
 * beyond the frame: as in IPv4. */
static enum outcome read_ipv6(struct ip *ip, struct slice s)
{
	struct cursor c = cursor_of(s.bytes, s.len);

	cursor_u32(&c);
	size_t length = cursor_u16(&c);
	uint8_t next = cursor_u8(&c);
	cursor_u8(&c);
	const uint8_t *from = cursor_take(&c, 16), *to = cursor_take(&c, 16);
	if (c.failed)
		return slice_short(s);
	s = slice_past(s, IPV6_HEADER);
	length = length ? length : s.wire;
	ip->at.from.family = ip->at.to.family = FAMILY_IPV6;
	memcpy(ip->at.from.addr, from, 16);
	memcpy(ip->at.to.addr, to, 16);
	ip->at.octets = slice_first(s, length);
	return read_upper(ip, next, true);
}

enum outcome ip_packet(struct capture *c, const struct packet *p, struct slice s, unsigned depth)
{
	struct ip ip = { .capture = c, .packet = p, .depth = depth };

	if (!s.len)
		return slice_short(s);
	switch (s.bytes[0] >> 4) {
	case 4: return read_ipv4(&ip, s);
	case 6: return read_ipv6(&ip, s);
	}
	return BROKEN;
}
