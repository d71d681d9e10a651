/* pcap/numbering.h - which messages of a capture belong together: exchanges numbered from 1, in order of their first
 * messages: requests, pings, and what is wrong and asks for a Reset (RFC 7252 4.2, 5.3.2).
 *
 *     flow, association --- who sent it --- Message ID ---> exchange
 *                      \--- who asked  --- Token ------/
 *
 * For showing and cutting, not for judging: it forgets nothing and grows with the capture. */
#ifndef PCAP_NUMBERING_H
#define PCAP_NUMBERING_H

#include "wire/observation.h"

struct numbered {
	uint32_t exchange;	/* 0: it belongs to none that was seen */
	bool begins;		/* a request, a ping, or a CON or NON that answers nothing seen */
	bool again;		/* a copy of an earlier message: a retransmission */
	bool answers;		/* a response, an RST, or an ACK with any code but 0.00 */
};

struct numbering;

struct numbering *numbering_new(void);
void numbering_free(struct numbering *);	/* NULL allowed */
/* Of an OBS_MESSAGE; all zero for anything else. */
struct numbered numbering_of(struct numbering *, const struct observation *);

#endif
