/* tests/unit/judge_talk_handshake.c - handshake messages: groups B, I, J, K.
 *
 *     ClientHello  fefd, random, session_id 00, cookie, suites 0004 c0a8 00ff, compression 0100, extensions
 *     extended_master_secret 0017 0000; renegotiation_info ff01 0001 00; server_name 0000 */
#include "tests/unit/judge.h"

#define CLIENT(version, suites, extensions) version " " RANDOM " 00 00 " suites " 0100 " extensions
#define SUITES "0004 c0a8 00ff"
#define EMS "0004 00170000"
#define HELLO_AT(seq, ms) "R [1.0." seq "] @" ms " again hs=1.0: " CLIENT_HELLO(NO_COOKIE) "\n"
#define HELLO_WITH(octets) "R [1.0.0] hs=1.0: " octets
#define SERVER(version, suite, compression, extensions) "\nV [1.0.0] hs=2.0: " version " " RANDOM " 00 " suite " " compression " " extensions
#define RIGHT_SERVER SERVER("fefd", "c0a8", "00", "0009 00170000 ff01000100")
#define IDENTITY(octets) HELLO SERVER_FLIGHT "R [1.0.2] hs=16.2: " octets "\n"
#define AKMA "features=akma\n"
#define IOT "features=rfc7925\n"
#define BARE "fefd " RANDOM " 00 00 0004 c0a8 00ff 0100"
#define LATE_HELLOS HELLO_WITH(CLIENT_HELLO(NO_COOKIE)) "\nR [1.0.1] again hs=1.0: " CLIENT_HELLO(NO_COOKIE) "\n"
#define STRANGER "ue=stranger\nue-service-id=s\npsk-identity=737472616e676572\nunprovisioned=yes\n"
#define ONE_LETTER "ue=a\nue-service-id=a\npsk-identity=61\n"
#define SERVER_1_0 "V [1.0.1] version=feff hs=2.1: feff " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\n"
/* the same with server_name, hint and A-KID */
#define AKMA_CLIENT(cookie) "fefd " RANDOM " 00 " cookie " 0004 c0a8 00ff 0100 000c 00000004 00020000 00170000"
#define AKMA_HELLO "R [1.0.0] hs=1.0: " AKMA_CLIENT(NO_COOKIE) "\nV [1.0.0] hs=3.0: " VERIFY "\n" \
	"R [1.0.1] hs=1.1: " AKMA_CLIENT(COOKIE) "\n"
#define AKMA_FLIGHT SERVER_HELLO "V [1.0.2] hs=12.2: 0009 '3GPP-AKMA'\nV [1.0.3] hs=14.3: -\n"
#define AKMA_HANDSHAKE AKMA_HELLO AKMA_FLIGHT "R [1.0.2] hs=16.2: 001a '3GPP-AKMArid@5gc.test.org1'\n" \
	"R [1.0.3] ccs: 01\nR [1.1.0] hs=20.3: 'client'\nV [1.0.4] ccs: 01\nV [1.1.0] hs=20.4: 'server'\n"

const struct talk_row talk_handshake[] = {
	/* --- group B --- */
	{ "AKMA-03", AKMA, AKMA_HANDSHAKE, "", HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", EMS)), "fail AKMA-03 1 -; fail AKMA-04 1 -" },
	{ "AKMA-04", AKMA, AKMA_HANDSHAKE, "", HELLO_WITH(CLIENT("fefd", SUITES, EMS)), "fail AKMA-04 1 -" },
	{ "AKMA-05", AKMA, AKMA_HANDSHAKE, "", AKMA_HELLO "V [1.0.1] hs=2.1: fefd " RANDOM " 00 c0ae 00 0009 00170000 ff01000100",
	  "fail AKMA-05 4 -; fail DTLS12-34 4 -" },
	{ "AKMA-06", AKMA, AKMA_HANDSHAKE, "", AKMA_HELLO SERVER_FLIGHT, "fail AKMA-06 5 -" },
	{ "AKMA-06", AKMA, NULL, NULL, AKMA_HELLO SERVER_HELLO "V [1.0.2] hs=12.2: 0005 'other'", "fail AKMA-06 5 -" },
	/* a hint whose length is cut off */
	{ "AKMA-06", AKMA, NULL, NULL, AKMA_HELLO SERVER_HELLO "V [1.0.2] hs=12.2: 00", "fail AKMA-06 5 -" },
	{ "AKMA-07", AKMA, AKMA_HANDSHAKE, "", AKMA_HELLO AKMA_FLIGHT "R [1.0.2] hs=16.2: 0003 'ue1'", "fail AKMA-07 7 -" },
	{ "AKMA-10", AKMA, AKMA_HANDSHAKE, "", AKMA_HELLO AKMA_FLIGHT "R [1.0.2] hs=16.2: 000c '3GPP-AKMArid'", "note AKMA-10 7 -" },
	{ "PROF-01", "", HANDSHAKE, "", HELLO_WITH(CLIENT("feff", "0004 008c 00ff", EMS)) SERVER("feff", "008c", "00", "0009 00170000 ff01000100"),
	  "fail PROF-01 2 0-1; warn DTLS12-16 2 -" },
	{ "PROF-02", "", HANDSHAKE, "", HELLO SERVER_1_0, "fail PROF-01 4 0-1; fail PROF-02 4 0-1; fail PSK-08 4 0-1" },

	/* --- group I --- */
	{ "CDTLS-11", "server=coaps://example.org/msgin5g\n", HELLO_WITH(CLIENT("fefd", SUITES, "000c 00000004 00020000 00170000")), "",
	  HELLO_WITH(CLIENT("fefd", SUITES, EMS)), "warn CDTLS-11 1 -" },
	{ "CDTLS-12", "", HANDSHAKE, "", HELLO "V [1.0.1] alert=2.40: 0228", "fail CDTLS-12 4 -" },
	/* what was wrong was not the suite */
	{ "CDTLS-12", "", HANDSHAKE HELLO_OF("Q", "U", "2", OTHER_RANDOM) "U [2.0.1] alert=2.50: 0232", "", NULL, NULL },
	{ "CDTLS-13.a", "features=rpk\n", HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", EMS)) SERVER("fefd", "c0ae", "00", "0009 00170000 ff01000100"),
	  "warn DTLS12-16 2 -", HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", EMS)) "\nV [1.0.1] alert=2.40: 0228", "fail CDTLS-13.a 2 -" },
	/* server_certificate_type (0014): RawPublicKey; supported_groups (000a): secp256r1; ec_point_formats (000b): uncompressed, or
	 * one that is compressed */
	{ "CDTLS-13.b", "features=rpk\n", HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", "0018 00170000 001400020102 000a000400020017 000b00020100")), "",
	  HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", "0010 00170000 001400020102 000b00020100")), "fail CDTLS-13.b 1 -" },
	{ "CDTLS-13.b", "features=rpk\n", NULL, NULL,
	  HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", "0018 00170000 001400020102 000a000400020017 000b00020101")), "fail CDTLS-13.b 1 -" },
	{ "CDTLS-14", "features=cert\n", HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", EMS)) SERVER("fefd", "c0ae", "00", "0009 00170000 ff01000100"),
	  "warn DTLS12-16 2 -", HELLO_WITH(CLIENT("fefd", "0004 c0ae 00ff", EMS)) "\nV [1.0.1] alert=2.40: 0228", "fail CDTLS-14 2 -" },

	/* --- group J --- */
	/* RFC 7925: an offer with CBC (008c); encrypt_then_mac (0016) */
	{ "DTLS12-15", IOT, HANDSHAKE, "", HELLO_WITH(CLIENT("fefd", "0006 c0a8 008c 00ff", EMS)), "fail DTLS12-15 1 -" },
	{ "DTLS12-15", IOT, NULL, NULL, HELLO_WITH(CLIENT("fefd", SUITES, "0008 00160000 00170000")), "fail DTLS12-15 1 -" },
	{ "DTLS12-16", "", HANDSHAKE, "", HELLO_WITH(CLIENT("fefd", SUITES, EMS)) RIGHT_SERVER, "warn DTLS12-16 2 -" },
	{ "DTLS12-17", "", HANDSHAKE, "", HELLO_WITH(CLIENT_HELLO(NO_COOKIE)) "\nV [1.0.5] hs=3.0: " VERIFY, "fail DTLS12-17 2 5-10" },
	/* the answer to the second copy comes after the client has sent the cookie */
	{ "DTLS12-17", "", LATE_HELLOS "V [1.0.0] hs=3.0: " VERIFY "\nR [1.0.2] hs=1.1: " CLIENT_HELLO(COOKIE) "\nV [1.0.1] hs=3.0: " VERIFY, "",
	  LATE_HELLOS "V [1.0.0] hs=3.0: " VERIFY "\nR [1.0.2] hs=1.1: " CLIENT_HELLO(COOKIE) "\nV [1.0.3] hs=3.0: " VERIFY, "fail DTLS12-17 5 5-10" },
	{ "DTLS12-18", "", HANDSHAKE, "", HELLO_WITH(CLIENT_HELLO(NO_COOKIE)) "\nV [1.0.0] hs=3.0: 0100 02 aabb", "note DTLS12-18 2 -" },
	/* another random with the cookie; no cookie */
	{ "DTLS12-19", "", HANDSHAKE, "", HELLO_1 "R [1.0.1] hs=1.1: fefd 'abcdefghijklmnopqrstuvwxyz012345' 00 02 aabb " SUITES " 0100 " EMS,
	  "fail DTLS12-19 3 -" },
	{ "DTLS12-19", "", NULL, NULL, HELLO_1 "R [1.0.1] hs=1.1: " CLIENT_HELLO(NO_COOKIE), "fail DTLS12-19 3 -; fail DTLS12-24 3 -" },
	/* the first of another handshake may be missing where the vantage point is not known */
	{ "DTLS12-19", "vantage=unknown\n", HANDSHAKE "Q [2.0.0] hs=1.0: " CLIENT_HELLO_OF(OTHER_RANDOM, NO_COOKIE) "\nU [2.0.0] hs=3.0: " VERIFY
	  "\nQ [2.0.1] hs=1.1: " CLIENT_HELLO_OF(RANDOM, COOKIE), "", NULL, NULL },
	/* the same again, by its timer: the HelloVerifyRequest may be lost; it is known to have come */
	{ "DTLS12-24", "", HELLO_1 "R [1.0.1] again hs=1.0: " CLIENT_HELLO(NO_COOKIE) "\nR [1.0.2] hs=1.1: " CLIENT_HELLO(COOKIE) "\n" HANDSHAKE_OF("Q", "U", "2", RANDOM), "",
	  HELLO_WITH(CLIENT_HELLO(NO_COOKIE)) "\nV [1.0.0] doubled hs=3.0: " VERIFY "\nR [1.0.1] again hs=1.0: " CLIENT_HELLO(NO_COOKIE),
	  "fail DTLS12-19 3 -; fail DTLS12-24 3 -" },
	/* nor is it, where the client's timer was late and what had come waited */
	{ "DTLS12-24", "", HELLO_WITH(CLIENT_HELLO(NO_COOKIE)) "\nV [1.0.0] doubled hs=3.0: " VERIFY "\nR [1.0.1] again jitter=900 hs=1.0: "
	  CLIENT_HELLO(NO_COOKIE) "\nR [1.0.2] hs=1.1: " CLIENT_HELLO(COOKIE) "\n" HANDSHAKE_OF("Q", "U", "2", RANDOM), "", NULL, NULL },
	/* a copy of the ClientHello in a record of version 1.0, though the ServerHello, lost, said 1.2 */
	{ "DTLS12-01", "", HELLO SERVER_HELLO "R [1.0.2] version=feff again hs=1.1: " CLIENT_HELLO(COOKIE), "",
	  HELLO SERVER_HELLO "R [1.0.2] version=feff hs=16.2: 0003 'ue1'", "fail DTLS12-01 5 1-2" },
	{ "DTLS12-20", "", HANDSHAKE, "", HELLO "V [1.0.7] hs=2.1: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100", "fail DTLS12-20 4 5-10" },
	/* the ClientHello that is answered may be one that the capture lacks */
	{ "DTLS12-20", "vantage=unknown\n", HANDSHAKE HELLO_OF("Q", "U", "2", OTHER_RANDOM) "U [2.0.7] hs=2.1: fefd " RANDOM
	  " 00 c0a8 00 0009 00170000 ff01000100\n", "inconc DTLS12-20 14 -", NULL, NULL },
	{ "DTLS12-17", "vantage=unknown\n", HANDSHAKE "Q [2.0.0] hs=1.0: " CLIENT_HELLO_OF(OTHER_RANDOM, NO_COOKIE) "\nU [2.0.5] hs=3.0: " VERIFY "\n",
	  "inconc DTLS12-17 12 -", NULL, NULL },
	/* of three copies the second was answered */
	{ "DTLS12-20", "", HELLO "R [1.0.2] again hs=1.1: " CLIENT_HELLO(COOKIE) "\nR [1.0.3] again hs=1.1: " CLIENT_HELLO(COOKIE)
	  "\nV [1.0.2] hs=2.1: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\n", "", NULL, NULL },
	/* the first ServerHello, with number 2, was lost: what came is said again; without a sign of loss it is a number of its own */
	{ "DTLS12-20", "", HANDSHAKE HELLO_OF("Q", "U", "2", OTHER_RANDOM) "Q [2.0.2] again hs=1.1: " CLIENT_HELLO_OF(OTHER_RANDOM, COOKIE)
	  "\nU [2.0.4] hs=2.1: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\n", "", NULL, NULL },
	{ "DTLS12-20", "", HANDSHAKE STRAIN HELLO_OF("Q", "U", "2", OTHER_RANDOM) "U [2.0.4] hs=2.1: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100\n", "", NULL, NULL },
	/* a wrong cookie: a new HelloVerifyRequest; an alert; a ServerHello */
	{ "DTLS12-21", "", WRONG_COOKIE "V [1.0.1] hs=3.0: " VERIFY, "", WRONG_COOKIE "V [1.0.1] alert=2.47: 022f", "warn DTLS12-21 4 0" },
	{ "DTLS12-22", "", WRONG_COOKIE "V [1.0.1] hs=3.0: " VERIFY, "", WRONG_COOKIE SERVER_HELLO, "warn DTLS12-22 4 -" },
	{ "DTLS12-23", "", LATE_HELLOS "V [1.0.0] hs=3.0: " VERIFY "\nV [1.0.1] hs=3.0: " VERIFY, "", NULL, NULL },
	/* a ClientHello that our impairment doubled is answered twice */
	{ "DTLS12-23", "impaired=yes\n", "R [1.0.0] doubled hs=1.0: " CLIENT_HELLO(NO_COOKIE) "\nV [1.0.0] hs=3.0: " VERIFY "\nV [1.0.0] hs=3.0: " VERIFY, "",
	  NULL, NULL },
	{ "DTLS12-23", "", HANDSHAKE, "", HELLO_1 "V [1.0.0] hs=3.0: " VERIFY, "fail DTLS12-03 3 3-10; fail DTLS12-23 3 -" },
	{ "DTLS12-24", "", HANDSHAKE, "", HELLO_1 "R [1.0.1] hs=1.1: " CLIENT_HELLO(WRONG), "fail DTLS12-19 3 -; fail DTLS12-24 3 -" },
	{ "DTLS12-25", "", HANDSHAKE, "", HELLO "V [1.0.1] hs=2.3: fefd " RANDOM " 00 c0a8 00 0009 00170000 ff01000100", "fail DTLS12-25 4 4-5" },
	{ "DTLS12-25", "", NULL, NULL, "R [1.0.0] hs=1.4: " CLIENT_HELLO(NO_COOKIE), "fail DTLS12-25 1 4-5" },
	/* nothing came back: after 1 s and 2 s more; after 1 s and 1 s more; after 0.3 s */
	{ "DTLS12-28", "", HELLO_AT("0", "1000") HELLO_AT("1", "2000") HELLO_AT("2", "4000"), "",
	  HELLO_AT("0", "1000") HELLO_AT("1", "2000") HELLO_AT("2", "3000"), "warn DTLS12-28 3 -" },
	/* a copy that was late makes the interval before too long, which must then be doubled */
	{ "DTLS12-28", "", HELLO_AT("0", "1000") HELLO_AT("1", "2700 jitter=700") HELLO_AT("2", "4700 jitter=700"), "",
	  HELLO_AT("0", "1000") HELLO_AT("1", "2700 jitter=300") HELLO_AT("2", "4700 jitter=300"), "warn DTLS12-28 3 -" },
	{ "DTLS12-28", "", NULL, NULL, HELLO_AT("0", "1000") HELLO_AT("1", "1300"), "warn DTLS12-28 2 -" },
	{ "DTLS12-27.a", "", HANDSHAKE, "", HELLO "V [1.0.1] hs=14.2 fragment=5+9/10: -", "fail DTLS12-27.a 4 6-11" },
	{ "DTLS12-31", "", HANDSHAKE, "", HELLO SERVER_FLIGHT KEY_EXCHANGE "R [1.0.3] hs=20.3: 'client'", "fail DTLS12-31 7 3-4" },
	/* ServerHelloDone before ServerKeyExchange */
	{ "DTLS12-33", "", HANDSHAKE, "", HELLO SERVER_FLIGHT "V [1.0.3] hs=12.3: 0000", "fail DTLS12-33 6 0; warn PSK-02 6 -" },
	/* suite 00a8 was not offered; compression 1 */
	{ "DTLS12-34", "", HANDSHAKE, "", HELLO "V [1.0.1] hs=2.1: fefd " RANDOM " 00 00a8 00 0009 00170000 ff01000100", "fail DTLS12-34 4 -" },
	{ "DTLS12-34", "", NULL, NULL, HELLO "V [1.0.1] hs=2.1: fefd " RANDOM " 00 c0a8 01 0009 00170000 ff01000100", "fail DTLS12-34 4 -" },
	/* encrypt_then_mac was not offered; extended_master_secret twice */
	{ "DTLS12-35", "", HANDSHAKE, "", HELLO "V [1.0.1] hs=2.1: fefd " RANDOM " 00 c0a8 00 000d 00170000 00160000 ff01000100", "fail DTLS12-35 4 -" },
	{ "DTLS12-35", "", NULL, NULL, HELLO "V [1.0.1] hs=2.1: fefd " RANDOM " 00 c0a8 00 000d 00170000 00170000 ff01000100", "fail DTLS12-35 4 -" },
	/* an unknown suite (e0e0): ignored, or refused; two octets too many */
	{ "DTLS12-36.a", "", HELLO_WITH(CLIENT("fefd", "0006 c0a8 e0e0 00ff", EMS)) "\nV [1.0.0] hs=3.0: " VERIFY
	  "\nR [1.0.1] hs=1.1: fefd " RANDOM " 00 02 aabb 0006 c0a8 e0e0 00ff 0100 " EMS "\n" SERVER_HELLO, "",
	  HELLO_WITH(CLIENT("fefd", "0006 c0a8 e0e0 00ff", EMS)) "\nV [1.0.0] alert=2.40: 0228", "fail DTLS12-36.a 2 -" },
	{ "DTLS12-36.c", "", HELLO_WITH(CLIENT("fefd", SUITES, EMS " 0000")) "\nV [1.0.0] alert=2.50: 0232", "",
	  HELLO_WITH(CLIENT("fefd", SUITES, EMS " 0000")) RIGHT_SERVER, "warn DTLS12-16 2 -; fail DTLS12-36.c 2 -" },
	/* no extension at all, but the SCSV; taken, refused */
	{ "DTLS12-36.b", "", HELLO_WITH(BARE) "\nV [1.0.0] hs=3.0: " VERIFY "\nR [1.0.1] hs=1.1: fefd " RANDOM " 00 02 aabb 0004 c0a8 00ff 0100\n"
	  "V [1.0.1] hs=2.1: fefd " RANDOM " 00 c0a8 00 0005 ff01000100\n", "warn DTLS12-45.a 1 -; warn DTLS12-45.a 3 -",
	  HELLO_WITH(BARE) "\nV [1.0.0] alert=2.40: 0228", "warn DTLS12-45.a 1 -; fail CDTLS-12 2 -; fail DTLS12-36.b 2 -" },
	/* RFC 7925: nobody renegotiates */
	{ "DTLS12-42", IOT, HANDSHAKE, "", HANDSHAKE "R [1.1.1] hs=1.0: " CLIENT_HELLO(NO_COOKIE), "fail DTLS12-42 11 -" },
	{ "DTLS12-42", IOT, NULL, NULL, HANDSHAKE "V [1.1.1] hs=0.0: -", "fail DTLS12-42 11 -" },
	{ "DTLS12-43.a", "", HANDSHAKE, "", HELLO_WITH(CLIENT("fefd", "0002 c0a8", EMS)), "fail DTLS12-43.a 1 -" },
	{ "DTLS12-43.b", "", HANDSHAKE, "", HELLO "V [1.0.1] hs=2.1: fefd " RANDOM " 00 c0a8 00 0004 00170000", "fail DTLS12-43.b 4 -" },
	{ "DTLS12-44.a", IOT, HANDSHAKE, "", HELLO_WITH(CLIENT("feff", "0004 c0a8 00ff", EMS)), "fail DTLS12-44.a 1 0-1; fail PSK-08 1 0-1" },
	{ "DTLS12-45.a", IOT, HANDSHAKE, "", HELLO_WITH(CLIENT("fefd", SUITES, "")), "fail DTLS12-45.a 1 -" },
	/* who does not implement RFC 7627 may leave it out: a warning */
	{ "DTLS12-45.a", "", NULL, NULL, HELLO_WITH(CLIENT("fefd", SUITES, "")), "warn DTLS12-45.a 1 -" },
	{ "DTLS12-45.b", IOT, HANDSHAKE, "", HELLO "V [1.0.1] hs=2.1: fefd " RANDOM " 00 c0a8 00 0005 ff01000100", "fail DTLS12-45.b 4 -" },
	{ "DTLS12-44.b", IOT, HELLO_WITH(CLIENT("feff", "0004 008c 00ff", EMS)) "\nV [1.0.0] alert=2.70: 0246", "fail DTLS12-15 1 -; fail DTLS12-44.a 1 0-1",
	  HELLO_WITH(CLIENT("feff", "0004 008c 00ff", EMS)) "\nV [1.0.0] alert=2.40: 0228", "fail DTLS12-15 1 -; fail DTLS12-44.a 1 0-1; fail DTLS12-44.b 2 -" },
	{ "DTLS12-52.a", "features=reneg\n", NULL, NULL, HANDSHAKE "V [1.1.1] hs=0.0: -", "warn DTLS12-52.a 11 -" },
	{ "DTLS12-52.b", "features=reneg\n", HANDSHAKE "R [1.1.1]: 44 01 0001 a1000001\nV [1.1.1]: 64 84 0001 a1000001\nV [1.1.2] hs=0.0: -", "",
	  HELLO SERVER_HELLO "V [1.0.2] hs=0.2: -", "warn DTLS12-52.b 5 -" },
	{ "DTLS12-52.a", "features=reneg\n", HANDSHAKE "R [1.1.1]: 44 01 0001 a1000001\nV [1.1.1]: 64 84 0001 a1000001\nV [1.1.2] hs=0.0: -", "", NULL, NULL },

	/* --- group K --- */
	{ "PSK-01", "", HANDSHAKE, "", HELLO SERVER_HELLO "V [1.0.2] hs=11.2: 000000", "fail PSK-01 5 0" },
	{ "PSK-02", "", HANDSHAKE, "", HELLO SERVER_HELLO "V [1.0.2] hs=12.2: 0004 'hint'", "warn PSK-02 5 -" },
	{ "PSK-03.a", STRANGER, IDENTITY("0008 'stranger'") "V [1.0.3] alert=2.51: 0233", "",
	  IDENTITY("0008 'stranger'") "R [1.0.3] ccs: 01\nV [1.0.3] ccs: 01", "fail PSK-03.a 8 -" },
	/* T8 */
	{ "PSK-03.b", STRANGER, IDENTITY("0008 'stranger'") "V [1.0.3] alert=2.51: 0233", "", NULL, NULL },
	{ "PSK-03.b", "", NULL, NULL, IDENTITY("0008 'whoknows'") "V [1.0.3] alert=2.115: 0273", "warn PSK-03.b 7 -" },
	{ "PSK-03.b", IOT, NULL, NULL, IDENTITY("0008 'whoknows'") "V [1.0.3] alert=2.115: 0273", "fail PSK-03.b 7 -" },
	{ "PSK-05", ONE_LETTER, IDENTITY("0001 'a'") "R [1.0.3] ccs: 01\nV [1.0.3] ccs: 01", "",
	  IDENTITY("0001 'a'") "V [1.0.3] alert=2.51: 0233", "fail PSK-05 7 -" },
	/* RFC 7925: another case is another identity */
	{ "PSK-06", IOT, IDENTITY("0003 'UE1'") "V [1.0.3] alert=2.51: 0233", "",
	  IDENTITY("0003 'UE1'") "R [1.0.3] ccs: 01\nV [1.0.3] ccs: 01", "fail PSK-06 8 -" },
	{ "PSK-07", "", HANDSHAKE, "", IDENTITY("0002 fffe"), "fail PSK-07 6 -" },
	{ "PSK-08", "", HANDSHAKE, "", HELLO_WITH(CLIENT("feff", SUITES, EMS)), "fail PSK-08 1 0-1" },
	{ "PSK-09", "", IDENTITY("0000") "V [1.0.3] alert=2.51: 0233", "", IDENTITY("0000") "R [1.0.3] ccs: 01\nV [1.0.3] ccs: 01", "warn PSK-09 8 -" },
	{ 0 },
};
