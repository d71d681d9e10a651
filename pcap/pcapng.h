/* pcap/pcapng.h - writing pcapng: what a run sent and heard, its keys and the judge's context.
 *
 *     Section Header (opt_comment: "m5gtest context\n" + lines key=value)
 *     Interface Description (LINKTYPE_RAW IPv4/IPv6 with made-up IP and UDP headers; if_tsresol 9)
 *     Decryption Secrets (TLS key log), one a line, before the first packet that needs it
 *     Enhanced Packet (epb_flags direction; opt_comment "fate: dropped", "jitter: 90000000", "deliberate: drop ue-service-id")
 *     Interface Statistics (isb_endtime: the end of watching)
 *
 * Without a context (NULL) the file is a foreign one, and what is unknown of a datagram is not said.
 *
 * Frame numbers are counted from 1 in order of writing, as tshark counts. The file is written to a
 * temporary name (PATH.PID.tmp) and renamed by pcapng_end; a tenth of a second after it was said a datagram is in the file,
 * when another follows. */
#ifndef PCAP_PCAPNG_H
#define PCAP_PCAPNG_H

#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"
#include "wire/error.h"

struct pcapng;

struct pcapng *pcapng_begin(const char *path, const char *context, struct error *);	/* NULL: cannot */
void pcapng_keylog(struct pcapng *, const char *line);
void pcapng_datagram(struct pcapng *, const struct datagram *);
/* The same where the context is not yet known in full: what is written meanwhile is there for who looks, or after a kill,
 * with this one. pcapng_context must say the other, at most 1000 octets longer, before the end. */
struct pcapng *pcapng_begin_early(const char *path, const char *context, struct error *);
void pcapng_context(struct pcapng *, const char *context);
/* END_NS: the end of watching. Frees; -1: something could not be written. */
int pcapng_end(struct pcapng *, uint64_t end_ns, struct error *);
void pcapng_drop(struct pcapng *);	/* leaves nothing behind; NULL allowed */

#endif
