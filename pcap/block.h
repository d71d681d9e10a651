/* pcap/block.h - numbers of pcapng that writer and reader share (draft-ietf-opsawg-pcapng). */
#ifndef PCAP_BLOCK_H
#define PCAP_BLOCK_H

enum block_type {			/* section 4 */
	BLOCK_INTERFACE = 0x00000001,
	BLOCK_OLD_PACKET = 0x00000002,	/* obsolete, appendix A */
	BLOCK_SIMPLE_PACKET = 0x00000003,
	BLOCK_STATISTICS = 0x00000005,
	BLOCK_PACKET = 0x00000006,
	BLOCK_JOURNAL = 0x00000009,	/* a systemd journal entry: no packet, but Wireshark numbers it as one */
	BLOCK_SECRETS = 0x0000000a,
	BLOCK_SECTION = 0x0a0d0d0a	/* the same in either byte order */
};

enum {
	BYTE_ORDER_MAGIC = 0x1a2b3c4d,	/* 4.1 */
	SECRETS_TLS_KEYLOG = 0x544c534b,/* 4.7: "TLSK" */

	OPTION_END = 0,			/* 3.5 */
	OPTION_COMMENT = 1,
	OPTION_USERAPPL = 4,		/* section header */
	OPTION_TSRESOL = 9,		/* interface */
	OPTION_TSOFFSET = 14,
	OPTION_FCSLEN = 13,
	OPTION_FLAGS = 2,		/* packet */
	OPTION_ENDTIME = 3,		/* statistics */
	OPTION_ROOM = 0x8000,		/* for local use: room that a longer comment would have taken */

	FLAG_INBOUND = 1,		/* 4.3.1, bits 0-1 */
	FLAG_OUTBOUND = 2,
	FLAG_DIRECTION = 3
};

/* The first line of our section header comment; lines key=value follow. A context longer than an
 * option can be goes on in further comments that begin with the same line. */
#define CONTEXT_LINE "m5gtest context\n"
#define FATE_WORD "fate: "
#define DELIBERATE_WORD "deliberate: "
#define JITTER_WORD "jitter: "	/* nanoseconds */

/* Fates in files of ours; a packet without a fate comment was delivered. */
static const char *const fate_words[] = { "unknown", "delivered", "dropped", "doubled", "late" };

#endif
