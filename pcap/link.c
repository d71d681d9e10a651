/* pcap/link.c - from a packet's link layer to what it carries. */
#include <pcap/pcap.h>
#include <string.h>

#include "pcap/copies.h"
#include "pcap/frame.h"
#include "pcap/packet.h"
#include "wire/table.h"

enum { ETHERNET = 1, LINUX_SLL = 113, LINUX_SLL2 = 276, OFFLOADED_FROM = 16384 };
enum { ETHERTYPE_IPV4 = 0x0800, ETHERTYPE_IPV6 = 0x86dd, SHIMS_MOST = 8 };

enum protocol_kind { ETHERTYPE, BSD_FAMILY, IP_VERSION };

static const struct link {
	uint16_t number;
	uint8_t header, protocol_at;
	enum protocol_kind kind;
} links[] = {
#define LINK(name, number, header, protocol_at, kind, text) { number, header, protocol_at, kind },
#include "pcap/link.def"
#undef LINK
};

static const struct shim {
	uint16_t ethertype;
	uint8_t header, next_at;
} shims[] = {
#define SHIM(ethertype, header, next_at, text) { ethertype, header, next_at },
#include "pcap/link.def"
#undef SHIM
};

static const struct link *link_numbered(uint16_t number)
{
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (links[i].number == number)
			return &links[i];
	return NULL;
}

static const struct shim *shim_of(uint16_t ethertype)
{
	for (size_t i = 0; i < sizeof(shims) / sizeof(*shims); i++)
		if (shims[i].ethertype == ethertype)
			return &shims[i];
	return NULL;
}

/* No network carries frames so long (9,216 octets are the common most): a network card was to cut it up, or it joined
 * several. The loopback of Linux, which can be told by its empty addresses, carries 65,535. */
static bool is_offloaded(const struct packet *p)
{
	static const uint8_t nobody[12];

	return p->octets.wire > OFFLOADED_FROM && p->linktype == ETHERNET && memcmp(p->octets.bytes, nobody, sizeof(nobody));
}

/* An IP packet of this link layer; Linux cooked headers tell the interface, or at least the direction. */
static enum outcome give_ip(struct capture *c, const struct packet *p, struct slice s)
{
	const uint8_t *header = p->octets.bytes;
	uint32_t via = p->via;

	c->tally->offloaded += is_offloaded(p);
	if (p->linktype == LINUX_SLL)
		via = via << 8 | (header[1] + 1u);			/* packet type, 2 octets */
	else if (p->linktype == LINUX_SLL2)
		via = (uint32_t)table_hash(header + 4, 7, via) | 1;	/* interface 4, ARPHRD 2, packet type 1 */
	if (via && !c->copies)
		c->copies = copies_new();
	return via && copies_has(c->copies, s, p->at_ns, via) ? COPY : ip_packet(c, p, s, 0);
}

static uint16_t number_at(const uint8_t *bytes) { return (uint16_t)(bytes[0] << 8 | bytes[1]); }

/* A CoAP message straight in an Ethernet frame; HEADER: its two MAC addresses. */
static enum outcome give_ethernet(struct capture *c, const struct packet *p, const uint8_t *header, struct slice s)
{
	struct datagram d = { .bytes = s.bytes, .len = s.len < s.wire ? s.len : datagram_unpadded(s.bytes, s.len), .cut = s.len < s.wire };

	d.from.carrier = d.to.carrier = CARRIER_ETHER;
	memcpy(d.to.addr, header, 6);
	memcpy(d.from.addr, header + 6, 6);
	capture_datagram(c, p, &d);
	return GAVE;
}

static enum outcome ethertype_packet(struct capture *c, const struct packet *p, uint16_t type, struct slice s,
				     bool ethernet)
{
	const struct shim *shim;

	for (int i = 0; i < SHIMS_MOST && (shim = shim_of(type)); i++) {
		if (s.len < shim->header)
			return slice_short(s);
		type = number_at(s.bytes + shim->next_at);
		s = slice_past(s, shim->header);
	}
	if (type == ETHERTYPE_COAP && ethernet)
		return give_ethernet(c, p, p->octets.bytes, s);
	return type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6 ? give_ip(c, p, s) : NOT_IP;
}

/* The address family is that of the machine that captured, in its byte order: 2 is IPv4 on all, IPv6
 * is 24 (NetBSD, OpenBSD), 28 (FreeBSD), 30 (macOS) or 10 (Linux). */
static bool family_is_ip(const uint8_t *bytes)
{
	static const uint8_t families[] = { 2, 24, 28, 30, 10 };
	uint8_t family = bytes[0] | bytes[3];

	return !bytes[1] && !bytes[2] && !(bytes[0] && bytes[3]) && memchr(families, family, sizeof(families));
}

enum outcome link_packet(struct capture *c, const struct packet *p)
{
	const struct link *link = link_numbered(p->linktype);
	struct slice s = p->octets;

	if (!link)
		return UNKNOWN_LINK;
	if (s.len < link->header)
		return slice_short(s);
	const uint8_t *protocol = s.bytes + link->protocol_at;
	s = slice_past(s, link->header);
	switch (link->kind) {
	case ETHERTYPE: return ethertype_packet(c, p, number_at(protocol), s, link->header == 14);
	case BSD_FAMILY: return family_is_ip(protocol) ? give_ip(c, p, s) : NOT_IP;
	case IP_VERSION: return give_ip(c, p, s);
	}
	return UNKNOWN_LINK;
}

/* A machine's numbers are the file format's but for some old ones (pcap/dlt.h), which we read anyway. */
const char *capture_link_name(uint16_t linktype)
{
	const char *text = pcap_datalink_val_to_description(linktype);

	return text ? text : "not in libpcap's table";
}
