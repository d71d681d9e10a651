/* reports/ladder.h - what was said on the wire, drawn: a ladder for each flow, its two ends as columns.
 *
 *     flow 1                      10.0.0.1:40000                                     10.0.0.2:5683
 *     frame         s  exchange     |                                                         |
 *         1    0.000000       1     |--- CON POST mid 0x1234 token 0a /msgin5g (13 octets) -->|
 *         3   +2.000000       1     |- - CON POST mid 0x1234 token 0a /msgin5g (13 octets) - >|
 *         4   +0.000100       1     |<-- ACK 2.04 Changed mid 0x1234 token 0a (5 octets) -----|
 *               ^ fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 4: expected ..., got ...
 *
 * The first time of a flow is since the first row of all, later ones are since the row before. */
#ifndef REPORTS_LADDER_H
#define REPORTS_LADDER_H

#include "conformance/judge/finding.h"
#include "reports/report.h"
#include "wire/observation.h"

struct ladder;

/* MOST: rows kept; what comes after is counted only. */
struct ladder *ladder_new(size_t most);
void ladder_free(struct ladder *);	/* NULL allowed */
/* EXCHANGE: its number, or 0. AGAIN: a copy of an earlier message, drawn dashed. */
void ladder_add(struct ladder *, const struct observation *, uint32_t exchange, bool again);

/* What to draw; 0: all. A session is drawn with the handshake that made it, unless that was under another one's keys. */
struct ladder_choice {
	uint32_t session, exchange, frame;
};

/* With the findings under their frames. Returns the rows drawn, or -1: writing failed. */
long ladder_print(FILE *, const struct ladder *, const struct ladder_choice *, const struct finding *, size_t findings,
		  const struct report_style *);

#endif
