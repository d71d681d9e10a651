/* tests/unit/judge_talk_coaps.c - CoAP in DTLS sessions: group I. [association.epoch.sequence number] */
#include "tests/unit/judge.h"

#define GOOD_TALK "R [1.1.1]: " REG "\nV [1.1.1]: " REG_YES

/* Eight frames, after one message of the client in epoch 1. */
#define RENEGOTIATION "R [1.1.2] hs=1.0: " CLIENT_HELLO_OF(OTHER_RANDOM, NO_COOKIE) "\n" \
	"V [1.1.1] hs=2.0: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\nV [1.1.2] hs=14.1: -\n" \
	"R [1.1.3] hs=16.1: 0003 'ue1'\nR [1.1.4] ccs: 01\nR [1.2.0] hs=20.2: 'client'\n" \
	"V [1.1.3] ccs: 01\nV [1.2.0] hs=20.2: 'server'\n"

const struct talk_row talk_coaps[] = {
	/* in the clear from the same port: two rows say so */
	{ "CDTLS-01", "", GOOD_TALK, "", "R [1.1.1]: " REG "\nV: " REG_YES, "fail CDTLS-01 2 -; fail CDTLS-05 2 -" },
	/* in the next epoch, after renegotiation */
	{ "CDTLS-03", "", GOOD_TALK, "", "R [1.1.1]: " REG "\nV [1.2.1]: " REG_YES, "fail CDTLS-03 2 -" },
	/* as a plaintext record of epoch 0 */
	{ "CDTLS-03", "", NULL, NULL, "R [1.1.1]: " REG "\nV [1.0.7]: " REG_YES, "fail DTLS12-07 2 3-10; fail CDTLS-03 2 -" },
	/* in another client's session, to that client */
	{ "CDTLS-03", "", NULL, NULL, "Q [2.1.1]: 44 01 0077 d1d2d3d4 b1 'x'\nU [2.1.1]: 64 84 0077 d1d2d3d4\n"
	  "R [1.1.1]: " REG "\nU [2.1.2]: " REG_YES, "fail CDTLS-03 4 -" },
	/* an Empty ACK in another epoch; and the client's, of a separate response */
	{ "CDTLS-04", "", "R [1.1.1]: 44 01 0001 a1a2a3a4\nV [1.1.1]: 60 00 0001\nV [1.1.2]: 44 85 9001 a1a2a3a4\nR [1.1.2]: 60 00 9001",
	  "note COAP-RSP-22 3 0",
	  "R [1.1.1]: 44 01 0001 a1a2a3a4\nV [1.2.1]: 60 00 0001", "fail CDTLS-04 2 -" },
	{ "CDTLS-04", "", NULL, NULL,
	  "R [1.1.1]: 44 01 0001 a1a2a3a4\nV [1.1.1]: 60 00 0001\nV [1.1.2]: 44 85 9001 a1a2a3a4\nR [1.2.1]: 60 00 9001",
	  "note COAP-RSP-22 3 0; fail CDTLS-04 4 -" },
	/* from the NoSec port */
	{ "CDTLS-05", "", GOOD_TALK, "", "R [1.1.1]: " REG "\nN: " REG_YES, "fail COAP-MSG-42 2 -; fail CDTLS-05 2 -" },
	{ "CDTLS-06", "", "R [1.1.1]: " REG "\nR [1.1.2] @3500: " REG "\nV [1.1.1]: " REG_YES, "",
	  "R [1.1.1]: " REG "\nR [1.1.1] @3500: " REG "\nV [1.1.1]: " REG_YES, "fail DTLS12-03 2 3-10; fail CDTLS-06 2 -" },
	{ "CDTLS-07", "", "R [1.1.1]: " REG "\nR [1.1.2] @3500: " REG "\nV [1.1.1]: " REG_YES, "",
	  HANDSHAKE "R [1.1.1]: " REG "\n" RENEGOTIATION "R [1.2.1] @3500: " REG "\nV [1.2.1]: " REG_YES, "fail CDTLS-07 20 -" },
	/* the same Message ID in a new session */
	{ "CDTLS-08", "", GOOD_TALK "\nR [2.1.1]: 44 02 0001 e1e2e3e4 " DEREG_BODY "\nV [2.1.1]: 64 44 0001 e1e2e3e4 " GONE_BODY, "",
	  GOOD_TALK "\nR [2.1.1]: 44 02 0001 e1e2e3e4 " DEREG_BODY "\nR [2.1.2] @20000: 44 01 00ff f1f2f3f4 b1 'x'\n"
	  "V [2.1.1]: 64 84 00ff f1f2f3f4", "fail COAP-MSG-01 3 -; fail COAP-MSG-13 3 -; fail CDTLS-08 3 -" },
	/* our replay is answered again */
	{ "CDTLS-16", "", GOOD_TALK "\nR [1.1.1] deliberate: " REG, "",
	  GOOD_TALK "\nR [1.1.1] deliberate: " REG "\nV [1.1.2]: " REG_YES, "warn CDTLS-16 4 -; warn DTLS12-11 4 -" },
	{ "CDTLS-17", "", "R deliberate: " REG "\n" ALIVE_SECURE, "", "R deliberate: " REG "\nV: " REG_YES, "fail CDTLS-01 2 -; fail CDTLS-17 2 -" },
	{ 0 },
};
