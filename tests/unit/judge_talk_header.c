/* tests/unit/judge_talk_header.c - the header's rules: group C. In comments what the octets are.
 *
 * A malformed request of ours is deliberate; from a server it is a finding by its form. */
#include "tests/unit/judge.h"

#define GOOD_TALK "C: " REG "\nS: " REG_YES
#define RST_OF(mid) "S: 70 00 " mid "\n"

#define OCTETS_25 "'0123456789012345678901234'"
#define LONG "features=long-token\n"	/* RFC 8974 */
#define OCTETS_9 "'123456789' "
#define OCTETS_10 "'0123456789'"
#define OCTETS_100 OCTETS_10 OCTETS_10 OCTETS_10 OCTETS_10 OCTETS_10 OCTETS_10 OCTETS_10 OCTETS_10 OCTETS_10 OCTETS_10
#define OCTETS_1000 OCTETS_100 OCTETS_100 OCTETS_100 OCTETS_100 OCTETS_100 OCTETS_100 OCTETS_100 OCTETS_100 OCTETS_100 OCTETS_100

const struct talk_row talk_header[] = {
	/* --- what is sent --- */
	{ "COAP-HDR-01", "", GOOD_TALK, "",
	  "C: " REG "\nS: a4 44 0001 a1a2a3a4 " YES_BODY, "fail COAP-HDR-01 2 0" },		/* version 2 */
	{ "COAP-HDR-03.a", "", GOOD_TALK, "",
	  "C: " REG "\nS: 6f 44 0001 a1a2a3a4a5a6a7a8a9aaabacadaeaf", "fail COAP-HDR-03.a 2 0" },		/* TKL 15 */
	{ "COAP-HDR-03.b", "", GOOD_TALK, "",
	  "C: " REG "\nS: 69 44 0001 a1a2a3a4a5a6a7a8a9", "fail COAP-HDR-03.b 2 0" },		/* TKL 9 */
	{ "COAP-HDR-07", "", GOOD_TALK, "",
	  "C: " REG "\nS: 64 e1 0001 a1a2a3a4\nS: " REG_YES, "fail COAP-HDR-07 2 1; fail COAP-MSG-03 2 1" },	/* 7.01 */
	/* Content-Format (c1), then delta 14 and 0xffff more: 12 + 269 + 65535 */
	{ "COAP-HDR-10", "", GOOD_TALK, "",
	  "C: " REG "\nS: 64 84 0001 a1a2a3a4 c1 32 e0 ffff", "fail COAP-HDR-10 2 10-12" },
	{ "COAP-HDR-11", "", GOOD_TALK, "", "C: " REG "\nS: 64 84 0001 a1a2a3a4 f1 32", "fail COAP-HDR-11 2 8" },
	{ "COAP-HDR-12", "", GOOD_TALK, "", "C: " REG "\nS: 64 84 0001 a1a2a3a4 cf 32", "fail COAP-HDR-12 2 8" },
	{ "COAP-HDR-13", "", GOOD_TALK, "", "C: " REG "\nS: 64 84 0001 a1a2a3a4 c2 32", "fail COAP-HDR-13 2 8-9" },
	/* the answer ends inside its Token */
	{ "COAP-HDR-14", "", GOOD_TALK, "", "C: " REG "\nS: 64 84 0001 a1a2", "fail COAP-HDR-14 2 4-5" },
	{ "COAP-HDR-15", "", GOOD_TALK, "", "C: 40 02", "warn COAP-HDR-15 1 0-1" },
	{ "COAP-HDR-16", "", GOOD_TALK, "", "C: " REG "\nS: 64 84 0001 a1a2a3a4 ff", "fail COAP-HDR-16 2 8" },
	/* an Empty ACK with two octets more */
	{ "COAP-HDR-19", "", "C: " REG "\nS: 60 00 0001\nS: 54 84 0101 a1a2a3a4", "note M5G-REG-S05 3 2-3; note COAP-RSP-22 3 0",
	  "C: " REG "\nS: 60 00 0001 aabb\nS: 54 84 0101 a1a2a3a4",
	  "fail COAP-HDR-19 2 4-5; note M5G-REG-S05 3 2-3; note COAP-RSP-22 3 0" },
	{ "COAP-HDR-22", "", GOOD_TALK, "", GOOD_TALK "\nC: 50 00 0077", "fail COAP-HDR-22 3 0-1" },
	{ "COAP-HDR-23", "", GOOD_TALK, "", "C: " REG "\nS: 60 02 0001\nS: " REG_YES, "fail COAP-HDR-23 2 0-1; fail COAP-MSG-03 2 1" },
	{ "COAP-HDR-24", "", GOOD_TALK, "", "C: " REG "\nS: 70 84 0001\nS: " REG_YES, "fail COAP-HDR-24 2 0-1" },
	/* Content-Format in two octets, 00 32 */
	{ "COAP-HDR-26", "", GOOD_TALK, "",
	  "C: " REG "\nS: 64 44 0001 a1a2a3a4 c2 0032 ff " YES_JSON, "warn COAP-HDR-26 2 9-10" },
	/* Location-Path ff */
	{ "COAP-HDR-28", "", GOOD_TALK, "",
	  "C: " REG "\nS: 64 41 0001 a1a2a3a4 81 ff 41 32 ff " YES_JSON, "fail COAP-HDR-28 2 9" },
	{ "COAP-HDR-30", "", GOOD_TALK, "",
	  "C: " REG "\nS: 64 44 0001 a1a2a3a4 c1 32 e0 fcd1 ff " YES_JSON, "fail COAP-HDR-30 2 10-12" },	/* 12 + 269 + 64721 = 65002 */

	/* --- how it is taken --- */
	{ "COAP-HDR-02", "", "C deliberate: 80 00 0009\n" ALIVE, "",
	  "C deliberate: 80 00 0009\n" RST_OF("0009"), "fail COAP-HDR-02 2 0" },
	{ "COAP-HDR-04.a", "", "C deliberate: 4f 02 0009 01020304\n" RST_OF("0009"), "",
	  "C deliberate: 4f 02 0009 01020304\nS: 60 80 0009", "fail COAP-HDR-04.a 2 0" },
	{ "COAP-HDR-04.b", "", "C deliberate: 49 02 0009 010203040506070809\n" RST_OF("0009"), "",
	  "C deliberate: 49 02 0009 010203040506070809\nS: 60 80 0009", "fail COAP-HDR-04.b 2 0" },
	/* silence is as wrong, where the server lives */
	{ "COAP-HDR-04.a", "", NULL, NULL, "C deliberate: 4f 02 0009 01020304\n" ALIVE, "fail COAP-HDR-04.a 1 -" },
	/* T13: who echoes the long Token supports RFC 8974: a note */
	{ "COAP-HDR-04.b", "", NULL, NULL,
	  "C deliberate: 49 02 0009 010203040506070809\nS: 69 84 0009 010203040506070809",
	  "fail COAP-HDR-03.b 2 0; note COAP-HDR-04.b 2 0" },
	{ "COAP-HDR-08", "", "C deliberate: 40 e1 0009\n" RST_OF("0009"), "",
	  "C deliberate: 40 e1 0009\nS: 60 80 0009", "fail COAP-HDR-08 2 0" },
	{ "COAP-HDR-09", "", "C deliberate: 50 e1 0009\n" ALIVE, "",
	  "C deliberate: 51 e1 0009 a1\nS: 61 80 0009 a1", "fail COAP-HDR-09 2 0; fail COAP-MSG-05 2 0" },
	{ "COAP-HDR-11", "", "C deliberate: 40 02 0009 f0\n" RST_OF("0009"), "",
	  "C deliberate: 40 02 0009 f0\nS: 60 80 0009", "fail COAP-HDR-11 2 0" },
	{ "COAP-HDR-12", "", "C deliberate: 40 02 0009 bf\n" RST_OF("0009"), "",
	  "C deliberate: 40 02 0009 bf\nS: 60 80 0009", "fail COAP-HDR-12 2 0" },
	{ "COAP-HDR-13", "", "C deliberate: 40 02 0009 b7 'msg'\n" RST_OF("0009"), "",
	  "C deliberate: 40 02 0009 b7 'msg'\nS: 60 80 0009", "fail COAP-HDR-13 2 0" },
	{ "COAP-HDR-14", "", "C deliberate: 44 02 0009 a1\n" RST_OF("0009"), "",
	  "C deliberate: 44 02 0009 a1\nS: 60 80 0009", "fail COAP-HDR-14 2 0" },
	{ "COAP-HDR-17", "", "C deliberate: 40 02 0009 b7 'msgin5g' ff\n" RST_OF("0009"), "",
	  "C deliberate: 40 02 0009 b7 'msgin5g' ff\nS: 60 80 0009", "fail COAP-HDR-17 2 0" },
	{ "COAP-HDR-20", "", "C deliberate: 40 00 0009 aa\n" RST_OF("0009"), "",
	  "C deliberate: 40 00 0009 aa\nS: 60 00 0009", "fail COAP-HDR-20 2 0" },
	/* RFC 8974: nine octets; 13 and an octet for more: 20 octets (13 + 7) */
	{ "COAP-HDR-05", LONG, "C: 49 02 0001 " OCTETS_9 REG_BODY "\nS: 69 44 0001 " OCTETS_9 YES_BODY, "",
	  "C: 49 02 0001 " OCTETS_9 REG_BODY "\nS: 68 44 0001 '12345678'" YES_BODY, "fail COAP-HDR-05 2 4-11" },
	{ "COAP-HDR-06", LONG, "C: 4d 02 0001 07 " OCTETS_10 OCTETS_10 REG_BODY "\nS: 6d 80 0001 07 " OCTETS_10 OCTETS_10 " ff 'no'", "",
	  "C: 4d 02 0001 07 " OCTETS_10 OCTETS_10 REG_BODY "\n" RST_OF("0001"), "fail COAP-HDR-06 2 0" },
	{ "COAP-HDR-21", "", "C: 40 00 0009\n" RST_OF("0009"), "",
	  "C: 40 00 0009\nS: 60 00 0009", "fail COAP-HDR-21 2 0" },
	{ "COAP-HDR-21", "", NULL, NULL, "C: 40 00 0009\n" ALIVE, "fail COAP-HDR-21 1 -" },
	{ "COAP-HDR-25", "", "C deliberate: 60 02 0009\n" ALIVE, "",
	  "C deliberate: 60 02 0009\n" RST_OF("0009"), "fail COAP-HDR-25 2 0; fail COAP-MSG-04 2 0" },
	/* Token ff ff ff ff */
	{ "COAP-HDR-18", "", "C: 44 02 0009 ffffffff " REG_BODY "\nS: 64 44 0009 ffffffff " YES_BODY, "",
	  "C: 44 02 0009 ffffffff " REG_BODY "\n" RST_OF("0009"), "fail COAP-HDR-18 2 0" },
	{ "COAP-HDR-27", "", "C deliberate: 44 02 0001 a1a2a3a4 " PATH "12 0032 ff " REG_JSON "\nS: " REG_YES, "",
	  "C deliberate: 44 02 0001 a1a2a3a4 " PATH "12 0032 ff " REG_JSON "\nS: 64 8f 0001 a1a2a3a4",
	  "fail COAP-HDR-27 2 1" },
	/* a payload of 1025 octets; the request had 103 */
	{ "COAP-HDR-29", "", GOOD_TALK, "",
	  "C: " REG "\nS: 64 84 0001 a1a2a3a4 ff " OCTETS_1000 " " OCTETS_25, "warn COAP-HDR-29 2 9-1033; warn COAP-RSP-21 2 -" },
	{ 0 },
};
