/* pcap/fragments.h - IP fragments put together again, in bounded room.
 *
 * A datagram is forgotten when it is complete, when its pieces contradict each other (RFC 5722; for
 * IPv4 likewise), 60 s after its first piece (RFC 8200 4.5), or when newer ones need the room. */
#ifndef PCAP_FRAGMENTS_H
#define PCAP_FRAGMENTS_H

#include "pcap/packet.h"
#include "wire/datagram.h"

struct fragment {
	struct endpoint from, to;	/* without ports */
	uint32_t id;
	uint8_t protocol;		/* IPv4: part of the key. IPv6: the next header of the first piece counts */
	size_t offset;			/* octets */
	bool more;
	struct slice octets;
};

struct fragments;

struct fragments *fragments_new(void);
void fragments_free(struct fragments *);	/* NULL allowed */

/* GAVE: WHOLE is the datagram, borrowed until the next call, and PROTOCOL what it carries.
 * FRAGMENT: pieces are missing yet. BROKEN: not a piece that can be, or it contradicts others. */
enum outcome fragments_add(struct fragments *, const struct fragment *, uint64_t at_ns, struct slice *whole,
			    uint8_t *protocol);

/* Datagrams that were given up, or are not complete yet. */
uint64_t fragments_lost(const struct fragments *);

#endif
