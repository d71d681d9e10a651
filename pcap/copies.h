/* pcap/copies.h - one packet seen on two interfaces.
 *
 * A capture on all interfaces of a host that bridges or forwards holds each packet two or three times. Taken
 * for what was sent, the copies would look like duplicates and replays, which they are not. */
#ifndef PCAP_COPIES_H
#define PCAP_COPIES_H

#include "pcap/packet.h"

struct copies;

struct copies *copies_new(void);
void copies_free(struct copies *);	/* NULL allowed */

/* Was this IP packet (but for what routers change in its header) seen a moment ago on an interface other than VIA? */
bool copies_has(struct copies *, struct slice ip, uint64_t at_ns, uint32_t via);

#endif
