/* pcap/capture.h - a capture file as a stream of raw datagrams.
 *
 *     file (pcap, pcapng) -> packet -> link layer -> IP (reassembled) -> UDP | Ethernet 0x88B5 -> datagram
 *
 * Each open file yields datagrams in file order through one callback; secrets and context found on
 * the way (pcapng blocks and comments) are handed out before the first datagram that follows them. */
#ifndef PCAP_CAPTURE_H
#define PCAP_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"
#include "wire/error.h"

struct capture_sinks {
	void (*datagram)(void *arg, const struct datagram *);
	void (*keylog)(void *arg, const char *text, size_t len);	/* a Decryption Secrets Block, TLS key log */
	void (*context)(void *arg, const char *text, size_t len);	/* our section header comment; see pcapng_begin */
	void *arg;
};

struct capture_tally {
	uint64_t packets, datagrams;
	uint64_t not_ip, not_udp, fragments, cut, broken, unknown_link;	/* packets that gave none, and why */
	uint64_t shortened;		/* datagrams whose end the capture cut off */
	uint64_t offloaded;		/* packets longer than any frame: there may be several datagrams in one */
	uint64_t copies;		/* packets that another interface had shown already (pcap/copies.h) */
	uint16_t unknown_linktype;	/* of the last such packet: see capture_link_name */
	uint64_t incomplete;		/* datagrams of which IP fragments were missing, or said different things */
	uint64_t first_ns, last_ns;	/* last: isb_endtime where our own pcapng gives one */
	bool ours;			/* written by pcapng_begin */
	uint64_t end_ns;
};

/* Reads the whole file ("-": standard input). -1: cannot be read, is no capture, or is damaged
 * (then everything before the damage was handed out, and the error says the octet). */
int capture_read(const char *path, const struct capture_sinks *, struct capture_tally *, struct error *);

/* A link type of the file format in words, by libpcap's table. */
const char *capture_link_name(uint16_t linktype);

#endif
