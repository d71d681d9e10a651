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

/* Its octets as three words: comparing and hashing are done several times a datagram. */
struct endpoint_octets {
	uint64_t first, second;
	uint32_t third;
};
_Static_assert(sizeof(struct endpoint) == 20, "two words of eight octets and one of four");

static inline struct endpoint_octets endpoint_octets(const struct endpoint *e)
{
	struct endpoint_octets w;

	memcpy(&w.first, e, 8);
	memcpy(&w.second, (const char *)e + 8, 8);
	memcpy(&w.third, (const char *)e + 16, 4);
	return w;
}

static inline bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
	struct endpoint_octets x = endpoint_octets(a), y = endpoint_octets(b);

	return !((x.first ^ y.first) | (x.second ^ y.second) | (x.third ^ y.third));
}

/* For wire/table.h; SEED is a number, or the hash of what stands before it. */
static inline uint64_t endpoint_hash_seeded(const struct endpoint *e, uint64_t seed)
{
	struct endpoint_octets w = endpoint_octets(e);
	uint64_t h = (w.first ^ (seed + 1) * 0x9e3779b97f4a7c15u) * 0xc4ceb9fe1a85ec53u;

	h ^= h >> 29 ^ (w.second ^ (uint64_t)w.third << 21) * 0xff51afd7ed558ccdu;
	h = (h ^ h >> 32) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

static inline uint64_t endpoint_hash(const struct endpoint *e) { return endpoint_hash_seeded(e, 0); }
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
	uint64_t jitter_ns;		/* so far we were behind lately (net/lag.h): a bound missed by less says nothing of
					 * the peer; 0: no time worth a word */
	bool outbound;			/* left the vantage host (in captures: unknown, false) */
	bool cut;			/* shorter than it was on the wire: snaplen */
	struct endpoint from, to;
	const uint8_t *bytes;		/* borrowed for the call */
	size_t len;
	const char *deliberate;		/* our own deviation, in words, or NULL: by the book */
	const struct message *reading;	/* of a prepared template, or NULL */
};

#endif
