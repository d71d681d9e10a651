/* tests/unit/judge_talk_record.c - DTLS records and sessions: groups I and J without handshake messages.
 * [association.epoch.sequence number] */
#include "tests/unit/judge.h"

#define GOOD_TALK HANDSHAKE "R [1.1.1]: " REG "\nV [1.1.1]: " REG_YES "\n"
#define GET(n) "44 01 000" #n " a" #n "000001 b1 'x'"
#define GOT(n) "64 84 000" #n " a" #n "000001"
/* frames 1 to 10: HANDSHAKE */
#define CLIENT_ALERT "R [1.1.2] alert=1.0: 0100\n"
#define BOTH_CLOSE CLIENT_ALERT "V [1.1.2] alert=1.0: 0100"

const struct talk_row talk_record[] = {
	{ "DTLS12-01", "", GOOD_TALK, "", HANDSHAKE "R [1.1.1]: " REG "\nV [1.1.1] version=feff: " REG_YES, "fail DTLS12-01 12 1-2" },
	{ "DTLS12-01", "", NULL, NULL, HANDSHAKE "V [1.1.1] dark type=24: 00", "fail DTLS12-01 11 0" },
	/* sealed by the keys of epoch 1, its header says 2 */
	{ "DTLS12-02", "", GOOD_TALK, "", HANDSHAKE "R [1.1.1]: " GET(1) "\nV [1.2.1] opened-by=1: " GOT(1),
	  "fail DTLS12-02 12 3-10; fail CDTLS-03 12 -" },
	/* the ChangeCipherSpec and Finished of a server that many wait for were lost */
	{ "DTLS12-03", "", STRAIN HELLO SERVER_FLIGHT KEY_EXCHANGE "R [1.0.3] ccs: 01\nR [1.1.0] hs=20.3: 'client'\nV [1.1.1] alert=1.0: 0100", "", NULL, NULL },
	{ "DTLS12-02", "", NULL, NULL, HELLO SERVER_FLIGHT KEY_EXCHANGE "R [1.0.3] ccs: 01\nR [1.1.0] hs=20.3: 'client'\nV [1.1.1] alert=1.0: 0100",
	  "fail DTLS12-02 9 3-10" },
	/* number 1 again with other octets; our own gap */
	{ "DTLS12-03", "", GOOD_TALK, "", HANDSHAKE "R [1.1.1]: " GET(1) "\nV [1.1.1] nonce=1: " GOT(1) "\nR [1.1.2]: " GET(2) "\nV [1.1.1] nonce=1: " GOT(2),
	  "fail DTLS12-03 14 3-10; fail DTLS12-04 14 13-20" },
	{ "DTLS12-03", "", NULL, NULL, HANDSHAKE "R [1.1.5]: " GET(1) "\nV [1.1.1]: " GOT(1), "fail DTLS12-03 11 3-10" },
	/* in mid-network the same octets again may be the network's doing */
	{ "DTLS12-03", "vantage=unknown\n", HANDSHAKE "R [1.1.1]: " GET(1) "\nV [1.1.1]: " GOT(1) "\nV [1.1.1]: " GOT(1), "", NULL, NULL },
	{ "DTLS12-04", "", HANDSHAKE "R [1.1.1] nonce=1: " GET(1) "\nV [1.1.1] nonce=1: " GOT(1), "",
	  HANDSHAKE "R [1.1.1] nonce=1: " GET(1) "\nV [1.1.1] nonce=7: " GOT(1) "\nR [1.1.2] nonce=2: " GET(2) "\nV [1.1.2] nonce=7: " GOT(2),
	  "fail DTLS12-04 14 13-20" },
	{ "DTLS12-05", "", GOOD_TALK, "", HANDSHAKE "V [1.1.1] alert=0.0: -", "fail DTLS12-05 11 11-12" },
	{ "DTLS12-06", "", GOOD_TALK, "", HANDSHAKE "V [1.1.1] dark overruns: 00", "fail DTLS12-06 11 11-12" },
	{ "DTLS12-07", "", GOOD_TALK, "", HANDSHAKE "R [1.1.1]: " GET(1) "\nV [1.0.9]: " GOT(1), "fail DTLS12-07 12 3-10; fail CDTLS-03 12 -" },
	/* after a second ChangeCipherSpec our client still asks in epoch 1 */
	{ "DTLS12-08", "", GOOD_TALK, "", HANDSHAKE "R [1.1.1] ccs: 01\nR [1.1.2]: " GET(1) "\nV [1.1.1]: " GOT(1), "fail DTLS12-08 12 3-10" },
	/* injected 5 minutes after epoch 2 began: silence, or an answer */
	{ "DTLS12-09", "", HANDSHAKE "R [1.1.1] ccs: 01\nR @400000 [1.1.2] deliberate: " GET(1), "", NULL, NULL },
	{ "DTLS12-09", "", NULL, NULL, HANDSHAKE "R [1.1.1] ccs: 01\nR @400000 [1.1.2] deliberate: " GET(1) "\nV [1.1.1]: " GOT(1), "warn DTLS12-09 13 -" },
	{ "DTLS12-11", "", GOOD_TALK "R [1.1.1] deliberate: " REG, "",
	  GOOD_TALK "R [1.1.1] deliberate: " REG "\nV [1.1.2]: 60 00 0001", "warn COAP-MSG-10 14 -; warn DTLS12-11 14 -" },
	/* 3 overtakes 2 */
	{ "DTLS12-12", "", HANDSHAKE "R [1.1.3] deliberate: " GET(1) "\nR [1.1.2] deliberate: " GET(2) "\nV [1.1.1]: " GOT(1) "\nV [1.1.2]: " GOT(2), "",
	  HANDSHAKE "R [1.1.3] deliberate: " GET(1) "\nR [1.1.2] deliberate: " GET(2) "\nV [1.1.1]: " GOT(1) "\nR @20000 [1.1.4]: " GET(3) "\nV [1.1.2]: " GOT(3),
	  "fail COAP-MSG-01 12 -; fail DTLS12-12 12 -" },
	/* a record of ours with a flipped tag: silence and the next is answered; an alert; no life after it */
	{ "DTLS12-13.a", "", HANDSHAKE "R [1.1.1] bad-tag deliberate: 00\nR [1.1.2]: " GET(1) "\nV [1.1.1]: " GOT(1), "",
	  HANDSHAKE "R [1.1.1] bad-tag deliberate: 00\nV [1.1.1] alert=2.20: 0214", "warn DTLS12-13.a 12 0" },
	{ "DTLS12-13.b", "vantage=server\n", HANDSHAKE "R [1.1.1] bad-tag deliberate: 00\nR [1.1.2]: " GET(1) "\nV [1.1.1]: " GOT(1), "", HANDSHAKE "R [1.1.1] bad-tag deliberate: 00\nR [1.1.2]: " GET(1),
	  "fail COAP-MSG-01 12 -; warn DTLS12-13.b 12 -" },
	{ "DTLS12-14", "", HANDSHAKE "R [1.1.1] bad-tag deliberate: 00\nV [1.1.1] alert=2.20: 0214", "warn DTLS12-13.a 12 0",
	  HANDSHAKE "R [1.1.1] bad-tag deliberate: 00\nV [1.1.1] alert=1.20: 0114", "warn DTLS12-13.a 12 0; fail DTLS12-14 12 -" },
	{ "DTLS12-37.b", "", GOOD_TALK BOTH_CLOSE, "", GOOD_TALK CLIENT_ALERT "R [1.1.3]: " GET(2) "\nV [1.1.2]: " GOT(2) "\nV [1.1.3] alert=1.0: 0100",
	  "fail DTLS12-37.b 14 0" },
	{ "DTLS12-37.a", "", NULL, NULL, GOOD_TALK "R [1.1.2] alert=1.0: 0100", "fail DTLS12-37.a 13 -" },
	/* the same while many repeat themselves: it, or its answer, may be lost; 50 s later nobody does */
	{ "DTLS12-37.a", "", GOOD_TALK BOTH_CLOSE "\n" STRAIN HANDSHAKE_2 "R [2.1.1] alert=1.0: 0100", "", GOOD_TALK STRAIN "R @60000 [1.1.2] alert=1.0: 0100", "fail DTLS12-37.a 33 -" },
	{ "DTLS12-38", "", GOOD_TALK "V [1.1.2] alert=2.20: 0214", "", GOOD_TALK "V [1.1.2] alert=2.20: 0214\nR [1.1.2]: " GET(2) "\nV [1.1.3]: " GOT(2), "fail DTLS12-38 15 0" },
	{ "DTLS12-39.a", "", GOOD_TALK "V [1.1.2] alert=1.90: 015a\nR [1.1.2]: " GET(2) "\nV [1.1.3]: " GOT(2), "",
	  GOOD_TALK "V [1.1.2] alert=1.90: 015a\nV [1.1.3] alert=1.90: 015a", "warn DTLS12-39.a 14 -" },
	/* under RFC 7925 no certificate alert with PSK */
	{ "DTLS12-48", "features=rfc7925\n", GOOD_TALK BOTH_CLOSE, "", GOOD_TALK "V [1.1.2] alert=2.42: 022a", "fail DTLS12-48 13 -" },
	{ "DTLS12-48", "features=rfc7925\n", NULL, NULL, GOOD_TALK "V [1.1.2] alert=2.30: 021e", "fail DTLS12-48 13 -" },
	/* data between the client's ChangeCipherSpec and its Finished, answered before that, or after */
	{ "DTLS12-30", "", HELLO SERVER_FLIGHT KEY_EXCHANGE "R [1.0.3] ccs: 01\nR [1.1.1] deliberate: " GET(1) "\nR [1.1.0] hs=20.3: 'client'\n"
	  "V [1.0.3] ccs: 01\nV [1.1.0] hs=20.3: 'server'\nV [1.1.1]: " GOT(1), "", NULL, NULL },
	{ "DTLS12-30", "", NULL, NULL, HELLO SERVER_FLIGHT KEY_EXCHANGE "R [1.0.3] ccs: 01\nR [1.1.1] deliberate: " GET(1) "\n"
	  "V [1.0.3] ccs: 01\nV [1.1.1]: " GOT(1) "\nR [1.1.0] hs=20.3: 'client'\nV [1.1.0] hs=20.3: 'server'", "fail DTLS12-30 10 -" },
	/* a ClientHello alone does not end the association; a whole new handshake does */
	{ "DTLS12-40", "", GOOD_TALK "R [2.0.0] hs=1.0 deliberate: " CLIENT_HELLO_OF(OTHER_RANDOM, NO_COOKIE) "\nV [2.0.0] hs=3.0: " VERIFY "\n"
	  "R [1.1.2]: " GET(2) "\nV [1.1.2]: " GOT(2), "",
	  GOOD_TALK "R [2.0.0] hs=1.0 deliberate: " CLIENT_HELLO_OF(OTHER_RANDOM, NO_COOKIE) "\nV [2.0.0] hs=3.0: " VERIFY "\n"
	  "R [1.1.2]: " GET(2) "\nQ @20000 [3.1.1]: " GET(3) "\nU [3.1.1]: " GOT(3), "fail COAP-MSG-01 15 -; warn DTLS12-40 15 -" },
	{ "DTLS12-41", "", GOOD_TALK HANDSHAKE_2 "R [1.1.2] deliberate: " GET(2), "", NULL, NULL },
	{ "DTLS12-41", "", NULL, NULL, GOOD_TALK HANDSHAKE_2 "R [1.1.2] deliberate: " GET(2) "\nV [1.1.2]: " GOT(2), "fail DTLS12-41 24 -" },
	/* the client's last flight again; the server's, or nothing */
	{ "DTLS12-29", "", HANDSHAKE "R [1.1.1] hs=20.3 again: 'client'\nV [1.1.1] hs=20.3 again: 'server'\n", "",
	  HANDSHAKE "R [1.1.1] hs=20.3 again: 'client'\n", "fail DTLS12-29 11 -" },

	/* --- group I --- */
	{ "CDTLS-02", "", GOOD_TALK, "", HELLO "R [1.1.0]: " GET(1) "\nV [1.1.0]: " GOT(1),
	  "fail CDTLS-02 4 0; fail DTLS12-02 4 3-10; fail CDTLS-02 5 0; fail DTLS12-02 5 3-10" },
	/* the DTLS server asks first */
	{ "CDTLS-09", "", GOOD_TALK, "", HANDSHAKE "V [1.1.1]: 44 02 0001 a1a2a3a4 b1 'x'\nR [1.1.1]: 64 84 0001 a1a2a3a4", "warn CDTLS-09 11 -" },
	{ 0 },
};
