/* tests/unit/judge_talk_exchange.c - requests, acknowledgements, responses: group D without time. */
#include "tests/unit/judge.h"

#define OTHER "b1 'x'"	/* Uri-Path of no concern */
#define GOOD_TALK "C: " REG "\nS: " REG_YES
#define SEPARATE "S: 60 00 0001\nS: 44 44 9001 a1a2a3a4 " YES_BODY "\n"
#define SEPARATE_NOTES "note M5G-REG-S05 3 2-3; note COAP-MSG-29 3 0"

const struct talk_row talk_exchange[] = {
	{ "COAP-MSG-01", "", GOOD_TALK, "", "C: " REG "\n" ALIVE, "fail COAP-MSG-01 1 -" },
	/* facts 7: undecidable without evidence, or where the vantage is not known */
	{ "COAP-MSG-01", "vantage=unknown\n", GOOD_TALK "\nC: 44 02 0003 a5a6a7a8 " REG_BODY, "inconc COAP-MSG-01 3 -", NULL, NULL },
	{ "COAP-MSG-01", "", GOOD_TALK "\nC: 44 02 0003 a5a6a7a8 " REG_BODY, "inconc COAP-MSG-01 3 -", NULL, NULL },
	/* a server alive, but many are waiting for it */
	{ "COAP-MSG-01", "", GOOD_TALK "\n" STRAIN "C: 44 02 0003 a5a6a7a8 " REG_BODY "\n" ALIVE, "inconc COAP-MSG-01 23 -", NULL, NULL },
	{ "COAP-MSG-01", "vantage=server\n", NULL, NULL, "C: " REG, "fail COAP-MSG-01 1 -" },
	/* what our impairment dropped never came */
	{ "COAP-MSG-01", "", "C dropped: " REG "\n" ALIVE, "", NULL, NULL },
	{ "COAP-MSG-02", "", GOOD_TALK, "", "C: " REG "\nS: 60 00 0002\nS: " REG_YES, "fail COAP-MSG-02 2 2-3" },
	/* the response under another Message ID: by its Token it belongs to the request */
	{ "COAP-MSG-02", "", NULL, NULL, "C: " DEREG "\nS: 64 80 0003 b1b2b3b4", "fail M5G-DEREG-S05 2 2-3; fail COAP-MSG-02 2 2-3" },
	/* in mid-network what an ACK answers may have gone before the capture */
	{ "COAP-MSG-02", "vantage=unknown\n", "C: 60 00 9009\n" GOOD_TALK, "", NULL, NULL },
	{ "COAP-MSG-03", "", GOOD_TALK, "", "C: " REG "\nS: 60 e0 0001\nS: " REG_YES, "fail COAP-HDR-07 2 1; fail COAP-MSG-03 2 1" },
	{ "COAP-MSG-04", "", "C deliberate: 60 00 0009\n" ALIVE, "",
	  "C deliberate: 60 00 0009\nS: 70 00 0009", "fail COAP-MSG-04 2 0" },
	{ "COAP-MSG-05", "", "C: 54 02 0001 a1a2a3a4 " OTHER "\nS: 54 80 0101 a1a2a3a4", "",
	  "C: 54 02 0001 a1a2a3a4 " OTHER "\nS: 64 80 0001 a1a2a3a4", "fail COAP-MSG-05 2 0" },
	{ "COAP-MSG-06", "", "C deliberate: 50 02 0001 f0\n" ALIVE, "",
	  "C deliberate: 51 02 0001 a1 f0\nS: 51 80 0101 a1", "fail COAP-MSG-06 2 0" },
	/* the same MID for another request, one second later */
	{ "COAP-MSG-07", "", GOOD_TALK, "",
	  GOOD_TALK "\nC @2000: 44 02 0001 c1c2c3c4 " DEREG_BODY "\nS: 64 44 0001 c1c2c3c4 " GONE_BODY, "fail COAP-MSG-07 3 2-3" },
	/* and after EXCHANGE_LIFETIME */
	{ "COAP-MSG-07", "", GOOD_TALK "\nC @248010: 44 02 0001 c1c2c3c4 " DEREG_BODY "\nS: 64 44 0001 c1c2c3c4 " GONE_BODY, "", NULL, NULL },
	{ "COAP-MSG-10", "", GOOD_TALK "\nC deliberate: " REG "\nS: " REG_YES, "",
	  GOOD_TALK "\nC deliberate: " REG "\nS: 64 44 0001 a1a2a3a4 c1 32 ff '{\"registrationResult\":\"success\"}'",
	  "warn COAP-MSG-10 4 -" },
	{ "COAP-MSG-10", "T14=literal\n", NULL, NULL, GOOD_TALK "\nC deliberate: " REG "\n" ALIVE, "fail COAP-MSG-10 3 -" },
	/* executed twice: created, then changed */
	{ "COAP-MSG-11", "", "C: 44 02 0008 a8000008 " REG_BODY "\nS: 64 41 0008 a8000008 81 'r' 41 32 ff " YES_JSON "\n"
	  "C: 44 02 0009 a9000009 " REG_BODY "\nS: 64 44 0009 a9000009 " YES_BODY "\n"
	  "C deliberate: 44 02 0008 a8000008 " REG_BODY "\nS: 64 41 0008 a8000008 81 'r' 41 32 ff " YES_JSON, "",
	  "C: 44 02 0008 a8000008 " REG_BODY "\nS: 64 41 0008 a8000008 81 'r' 41 32 ff " YES_JSON "\n"
	  "C deliberate: 44 02 0008 a8000008 " REG_BODY "\nS: 64 44 0008 a8000008 " YES_BODY,
	  "warn COAP-MSG-10 4 -; warn COAP-MSG-11 4 1" },
	{ "COAP-MSG-12", "", "C: 54 02 0001 a1a2a3a4 " OTHER "\nS: 54 80 0101 a1a2a3a4\nC deliberate: 54 02 0001 a1a2a3a4 " PATH, "",
	  "C: 54 02 0001 a1a2a3a4 " OTHER "\nS: 54 80 0101 a1a2a3a4\nC deliberate: 54 02 0001 a1a2a3a4 " OTHER "\nS: 54 80 0102 a1a2a3a4",
	  "warn COAP-MSG-12 4 -" },
	{ "COAP-MSG-12", "", NULL, NULL,
	  "C: 54 02 0001 a1a2a3a4 " OTHER "\nS: 54 80 0101 a1a2a3a4\nC deliberate: 54 02 0001 a1a2a3a4 " OTHER "\nS: 70 00 0001",
	  "warn COAP-MSG-12 4 -" },
	/* two clients with the same Message ID */
	{ "COAP-MSG-13", "", GOOD_TALK "\nD: 44 02 0001 d1d2d3d4 " DEREG_BODY "\nT: 64 44 0001 d1d2d3d4 " GONE_BODY, "",
	  GOOD_TALK "\nD: 44 02 0001 d1d2d3d4 " REG_BODY "\n" ALIVE, "fail COAP-MSG-01 3 -; fail COAP-MSG-13 3 -" },
	/* two separate responses with one Message ID */
	{ "COAP-MSG-07", "", NULL, NULL,
	  "C: 44 01 0001 a1000001 " OTHER "\nS: 60 00 0001\nS: 54 84 9001 a1000001\n"
	  "C: 44 01 0002 a2000002 " OTHER "\nS: 60 00 0002\nS: 54 84 9001 a2000002",
	  "note COAP-RSP-22 3 0; fail COAP-MSG-07 6 2-3; note COAP-RSP-22 6 0" },
	{ "COAP-MSG-19", "", "C: " REG "\nC @3500: " REG "\nS: " REG_YES, "",
	  "C: " REG "\nC @3500: 44 02 0001 a1a2a3a4 " DEREG_BODY "\nS: " REG_YES, "fail COAP-MSG-19 2 -" },
	{ "COAP-MSG-28", "", "C: " REG "\n" SEPARATE "C: 60 00 9001", SEPARATE_NOTES,
	  "C: " REG "\n" SEPARATE "C: 70 00 9001", SEPARATE_NOTES "; fail COAP-MSG-28 4 0" },
	{ "COAP-MSG-29", "", GOOD_TALK, "", "C: " REG "\n" SEPARATE "C: 60 00 9001", SEPARATE_NOTES },
	{ "COAP-MSG-30", "", "C: " REG "\n" SEPARATE "C: 60 00 9001", SEPARATE_NOTES,
	  "C: " REG "\nS: 60 00 0001\nS: " REG_YES, "fail COAP-MSG-30 3 0" },
	/* by chance MIDs may be equal: twice they are not */
	{ "COAP-MSG-31", "", "C: " REG "\n" SEPARATE "C: 60 00 9001", SEPARATE_NOTES,
	  "C: " REG "\nS: 60 00 0001\nS: 54 44 0001 a1a2a3a4 " YES_BODY "\n"
	  "C @2000: " DEREG "\nS: 60 00 0002\nS: 54 44 0002 b1b2b3b4 " GONE_BODY,
	  "note COAP-MSG-29 3 0; note COAP-MSG-29 6 0; fail COAP-MSG-31 6 2-3" },
	{ "COAP-MSG-32", "", "C: " REG "\n" SEPARATE "C: 60 00 9001", SEPARATE_NOTES,
	  "C: " REG "\n" SEPARATE "C: 60 44 9001", SEPARATE_NOTES "; fail COAP-MSG-32 4 1" },
	{ "COAP-MSG-35", "", "C: 54 02 0001 a1a2a3a4 " OTHER "\nS: 54 80 0101 a1a2a3a4", "",
	  "C: 54 02 0001 a1a2a3a4 " OTHER "\nS: 44 80 0101 a1a2a3a4\nC: 60 00 0101", "warn COAP-MSG-35 2 0" },
	{ "COAP-MSG-36", "", "C: 54 02 0001 a1a2a3a4 " OTHER "\nS deliberate: 44 80 0101 a1a2a3a4\nC: 60 00 0101", "",
	  "C: 54 02 0001 a1a2a3a4 " OTHER "\nS deliberate: 44 80 0101 a1a2a3a4\nC: 70 00 0101", "fail COAP-MSG-36 3 0" },
	{ "COAP-MSG-37", "", GOOD_TALK, "", "C: " REG "\nS: 64 44 0001 a1a2a3a5 " YES_BODY, "fail COAP-MSG-37 2 4-7" },
	/* an empty Token; a longer one; and in a separate response */
	{ "COAP-MSG-37", "", NULL, NULL, "C: " DEREG "\nS: 60 80 0002", "fail COAP-MSG-37 2 0" },
	{ "COAP-MSG-37", "", NULL, NULL, "C: " DEREG "\nS: 65 80 0002 b1b2b3b400", "fail COAP-MSG-37 2 4-8" },
	{ "COAP-MSG-37", "", NULL, NULL, "C: " REG "\nS: 60 00 0001\nS: 54 44 9001 a1a2a3a5 " YES_BODY,
	  "note M5G-REG-S05 3 2-3; note COAP-MSG-29 3 0; fail COAP-MSG-37 3 4-7" },
	/* to a registration in a NON, which is wrong on purpose */
	{ "COAP-MSG-37", "", NULL, NULL, "C deliberate: 54 02 0001 a1a2a3a4 " REG_BODY "\nS: 54 44 9001 a1a2a3a5 " YES_BODY,
	  "note M5G-REG-S05 2 2-3; fail COAP-MSG-37 2 4-7" },
	{ "COAP-MSG-38", "", GOOD_TALK "\nC: 40 02 0003 " DEREG_BODY "\nS: 60 44 0003 " GONE_BODY, "",
	  GOOD_TALK "\nC: 40 02 0003 " REG_BODY "\nS: 70 00 0003", "fail COAP-MSG-38 4 0" },
	{ "COAP-MSG-39", "", GOOD_TALK, "",
	  "C: 44 01 0001 a1a2a3a4 b1 'x'\nS: 60 00 0001\nC: 44 02 0002 a1a2a3a4 " DEREG_BODY "\nS: 64 44 0002 a1a2a3a4 " GONE_BODY,
	  "warn COAP-MSG-39 3 4-7" },
	{ "COAP-MSG-40", "", "R [1.1.1]: " REG "\nV [1.1.1]: " REG_YES, "",
	  "R [1.1.1]: 44 01 0001 a1a2a3a4 b1 'x'\nV [1.1.1]: 60 00 0001\nR [1.1.2]: 44 02 0002 a1a2a3a4 " DEREG_BODY "\nV [1.1.2]: 64 44 0002 a1a2a3a4 " GONE_BODY,
	  "warn COAP-MSG-39 3 4-7; fail COAP-MSG-40 3 4-7" },
	{ "COAP-MSG-42", "", GOOD_TALK, "", "C: " REG "\nP: " REG_YES, "fail COAP-MSG-42 2 -" },
	{ "COAP-MSG-43", "", GOOD_TALK "\nS deliberate: 41 44 7001 99\nC: 70 00 7001", "",
	  GOOD_TALK "\nS deliberate: 41 44 7001 99\nC: 60 00 7001", "fail COAP-MSG-43 4 0" },
	/* the response to the only request, but with another Token: reset, or taken */
	{ "COAP-MSG-43", "", "C: " REG "\nS: 60 00 0001\nS: 44 44 9001 a1a2a3a5 " YES_BODY "\nC: 70 00 9001",
	  "note M5G-REG-S05 3 2-3; note COAP-MSG-29 3 0; fail COAP-MSG-37 3 4-7",
	  "C: " REG "\nS: 60 00 0001\nS: 44 44 9001 a1a2a3a5 " YES_BODY "\nC: 60 00 9001",
	  "note M5G-REG-S05 3 2-3; note COAP-MSG-29 3 0; fail COAP-MSG-37 3 4-7; fail COAP-MSG-43 4 0" },
	{ "COAP-MSG-44", "", "C deliberate: 44 44 0009 99999999\nS: 70 00 0009", "",
	  "C deliberate: 44 44 0009 99999999\nS: 60 00 0009", "fail COAP-MSG-44 2 0" },
	{ "COAP-MSG-46.a", "features=multicast\n", "G: 54 01 0001 a1a2a3a4", "", "G: 44 01 0001 a1a2a3a4", "fail COAP-MSG-46.a 1 0; inconc COAP-MSG-01 1 -" },
	{ "COAP-RSP-22", "", "C: " REG "\nS: 64 80 0001 a1a2a3a4", "",
	  "C: " REG "\nS: 60 00 0001\nS: 54 80 9001 a1a2a3a4", "note M5G-REG-S05 3 2-3; note COAP-RSP-22 3 0" },
	{ 0 },
};
