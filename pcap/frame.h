/* pcap/frame.h - the octets that stand in front of a datagram in a file of ours: IP and UDP, or Ethernet.
 *
 * A socket's user never sees the headers, so they are made up: lengths and checksums are right,
 * identification 0 with DF (RFC 6864 4.1), TTL 64. */
#ifndef PCAP_FRAME_H
#define PCAP_FRAME_H

#include "wire/buffer.h"
#include "wire/datagram.h"
#include "wire/error.h"

enum { FRAME_HEADERS = 48 };	/* IPv6 and UDP */

/* What the datagram had on the wire: of a cut one all that is known is that it was longer. */
static inline size_t frame_wire_len(const struct datagram *d) { return d->len + (d->cut ? 1 : 0); }

/* Headers and octets of the datagram. -1: no IP datagram can be that long, or its ends are of two families. */
int frame_write(struct buffer *, const struct datagram *, struct error *);

#endif
