/* pcap/cut.h - the frames that show one exchange: its messages, and of its DTLS association all handshakes,
 * alerts and changes of keys.
 *
 * Two passes: the first looks on at observations, the second copies datagrams. */
#ifndef PCAP_CUT_H
#define PCAP_CUT_H

#include <stdbool.h>
#include <stdint.h>

#include "wire/error.h"
#include "wire/observation.h"

struct cut;

/* By the exchange's number (pcap/numbering.h), or, EXCHANGE 0, the exchanges that FRAME is part of. */
struct cut *cut_new(uint32_t exchange, uint32_t frame);
void cut_free(struct cut *);		/* NULL allowed */
void cut_observation(void *cut, const struct observation *);

/* After the first pass. */
uint32_t cut_exchanges(const struct cut *);	/* how many there are in the capture */
uint32_t cut_association(const struct cut *);	/* the chosen one's; 0: in the clear, or nothing was found */
/* Is the frame among those chosen? What belongs to it by other lights (findings) may be added, but nothing of another
 * exchange. */
bool cut_has(struct cut *, uint32_t frame);
void cut_also(struct cut *, uint32_t frame);
/* Writes the frames of FROM to a pcapng TO, with CONTEXT (or NULL: a foreign capture), the KEYS (lines, NULL at the
 * end) and END_NS as the end of watching. Returns the frames written, or -1; 0: nothing was found, nothing is written. */
long cut_write(struct cut *, const char *from, const char *to, const char *context, char *const *keys,
	       uint64_t end_ns, struct error *);

#endif
