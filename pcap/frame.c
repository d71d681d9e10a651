/* pcap/frame.c - made-up headers for captured datagrams. */
#include "pcap/frame.h"

#include <string.h>

enum { PROTOCOL_UDP = 17, UDP_HEADER = 8, IPV4_HEADER = 20, IPV6_HEADER = 40 };

/* RFC 1071: one's complement sum of 16-bit words, an odd last octet padded with zero. */
static uint32_t sum_words(uint32_t sum, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)(bytes[i] << 8 | bytes[i + 1]);
	if (len & 1)
		sum += (uint32_t)bytes[len - 1] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static void put_checksum(uint8_t *at, uint32_t sum)
{
	at[0] = (uint8_t)(~sum >> 8);
	at[1] = (uint8_t)~sum;
}

/* RFC 768, RFC 8200 8.1: over addresses, length and protocol, then header and octets; 0 is sent as ffff. */
static void write_udp(struct buffer *b, const struct datagram *d, uint32_t sum)
{
	size_t start = b->len, wire = UDP_HEADER + frame_wire_len(d);

	buffer_u16(b, d->from.port);
	buffer_u16(b, d->to.port);
	buffer_u16(b, (uint16_t)wire);
	buffer_u16(b, 0);
	buffer_bytes(b, d->bytes, d->len);
	if (b->failed)
		return;
	sum = sum_words(sum + PROTOCOL_UDP + (uint32_t)wire, b->bytes + start, b->len - start);
	put_checksum(b->bytes + start + 6, sum == 0xffff ? 0 : sum);
}

static void write_ipv4(struct buffer *b, const struct datagram *d)
{
	size_t start = b->len;

	buffer_u16(b, 0x4500);					/* version 4, 5 words; DSCP 0 */
	buffer_u16(b, (uint16_t)(IPV4_HEADER + UDP_HEADER + frame_wire_len(d)));
	buffer_u32(b, 0x00004000);				/* identification 0, DF */
	buffer_u32(b, 64u << 24 | PROTOCOL_UDP << 16);		/* TTL, protocol, checksum to come */
	buffer_bytes(b, d->from.addr, 4);
	buffer_bytes(b, d->to.addr, 4);
	if (b->failed)
		return;
	put_checksum(b->bytes + start + 10, sum_words(0, b->bytes + start, IPV4_HEADER));
	write_udp(b, d, sum_words(0, b->bytes + start + 12, 8));
}

static void write_ipv6(struct buffer *b, const struct datagram *d)
{
	size_t start = b->len;

	buffer_u32(b, 6u << 28);				/* version; traffic class and flow label 0 */
	buffer_u16(b, (uint16_t)(UDP_HEADER + frame_wire_len(d)));
	buffer_u16(b, PROTOCOL_UDP << 8 | 64);			/* next header, hop limit */
	buffer_bytes(b, d->from.addr, 16);
	buffer_bytes(b, d->to.addr, 16);
	if (!b->failed)
		write_udp(b, d, sum_words(0, b->bytes + start + 8, 32));
}

static int write_ip(struct buffer *b, const struct datagram *d, struct error *error)
{
	bool six = d->from.family == FAMILY_IPV6;
	size_t most = six ? 65535 - UDP_HEADER : 65535 - IPV4_HEADER - UDP_HEADER;

	if (d->from.family != d->to.family || (!six && d->from.family != FAMILY_IPV4))
		return error_set(error, "a datagram between address families %u and %u", d->from.family, d->to.family);
	if (frame_wire_len(d) > most)
		return error_set(error, "a datagram of %zu octets, more than UDP can carry", d->len);
	if (six)
		write_ipv6(b, d);
	else
		write_ipv4(b, d);
	return 0;
}

int frame_write(struct buffer *b, const struct datagram *d, struct error *error)
{
	if (d->from.carrier == CARRIER_UDP)
		return write_ip(b, d, error);
	buffer_bytes(b, d->to.addr, 6);
	buffer_bytes(b, d->from.addr, 6);
	buffer_u16(b, ETHERTYPE_COAP);
	buffer_bytes(b, d->bytes, d->len);
	return 0;
}
