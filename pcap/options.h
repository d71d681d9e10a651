/* pcap/options.h - the options of pcapng blocks: what of them we use (draft-ietf-opsawg-pcapng 3.5). */
#ifndef PCAP_OPTIONS_H
#define PCAP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "pcap/field.h"

/* Our section header comment, its pieces joined, without their first lines. */
struct context_text {
	bool found;
	char *text;			/* malloc'd; not terminated */
	size_t len;
};

struct interface_options {
	uint8_t resolution;		/* if_tsresol: as written */
	uint8_t fcs;			/* octets of frame check sequence */
	int64_t offset_s;		/* if_tsoffset */
};

struct packet_options {
	bool outbound, deliberate;
	uint8_t fate, fcs;
	uint64_t jitter_ns;
	char *words;			/* of the deliberate comment; room kept from packet to packet */
	size_t room;
};

void options_section(struct fields *, struct context_text *);
void options_interface(struct fields *, struct interface_options *);
void options_packet(struct fields *, struct packet_options *);
bool options_statistics(struct fields *, const struct interface_options *, uint64_t *end_ns);	/* false: no end */

/* A time stamp in the interface's units, in nanoseconds since 1970; what does not fit is held to the ends. */
uint64_t options_time(const struct interface_options *, uint64_t stamp);

#endif
