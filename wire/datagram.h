/* wire/datagram.h - what crossed the wire before anyone understood it; all that a tap emits. */
#ifndef WIRE_DATAGRAM_H
#define WIRE_DATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct message;

enum carrier { CARRIER_UDP, CARRIER_ETHER };
enum { ETHERTYPE_COAP = 0x88b5 };	/* IEEE 802 local experimental 1: this project's reading */
enum family { FAMILY_NONE, FAMILY_IPV4 = 4, FAMILY_IPV6 = 6 };

/* One end of a flow. Unused octets are zero, so that two endpoints compare by memcmp.
 * IPv4 in addr[0..3]; a MAC address (carrier ether, family none, port 0) in addr[0..5]. */
struct endpoint {
	uint8_t family, carrier;
	uint16_t port;		/* host order */
	uint8_t addr[16];
};

static inline bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
	return !memcmp(a, b, sizeof(*a));
}

uint64_t endpoint_hash(const struct endpoint *);
/* "127.0.0.1:5683", "[::1]:5683", "02:00:00:00:00:01". Always terminated; returns TEXT. */
char *endpoint_format(char *text, size_t size, const struct endpoint *);
enum { ENDPOINT_TEXT = 56 };

/* A frame holds 46 octets at least (IEEE 802.3 3.2.8) and CoAP no length: of a frame of just these, zeros at the end are
 * padding, as far as they may be. A Token's are its own; JSON never ends in one. */
size_t datagram_unpadded(const uint8_t *frame_octets, size_t len);

/* What our own impairment did to a datagram after the tap saw it. */
enum fate { FATE_UNKNOWN, FATE_DELIVERED, FATE_DROPPED, FATE_DOUBLED, FATE_LATE };

struct datagram {
	uint64_t at_ns;			/* the loop's clock, or the capture's */
	uint32_t frame;			/* packet number in the capture it is, or will be; from 1 */
	uint8_t fate;			/* enum fate; unknown in foreign captures */
	bool outbound;			/* left the vantage host (in captures: unknown, false) */
	bool cut;			/* shorter than it was on the wire: snaplen */
	struct endpoint from, to;
	const uint8_t *bytes;		/* borrowed for the call */
	size_t len;
	const char *deliberate;		/* our own deviation, in words, or NULL: by the book */
	const struct message *reading;	/* of a prepared template, or NULL */
};

#endif
