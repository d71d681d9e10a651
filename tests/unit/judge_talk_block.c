/* tests/unit/judge_talk_block.c - blocks, Request-Tag, Echo: groups B and H.
 *
 *     d1 03 0a   Block1 (27) after Uri-Path (11): NUM 0, M 1, SZX 2 (64 octets)
 *     c1 0a      Block2 (23) after Uri-Path */
#include "tests/unit/judge.h"

#define BLOCK "features=block\n"
#define HEAD "C deliberate: 44 02 0001 a1a2a3a4 "
#define OWN "C: 44 02 0001 a1a2a3a4 b1 'x' "
#define CODE(code) "\nS: 64 " code " 0001 a1a2a3a4"
#define OCTETS_64 "'0123456789012345678901234567890123456789012345678901234567890123'"
#define CONTINUE CODE("5f") " d1 0e 0a"
#define SEGMENTED "C: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\"," \
	"\"ueServiceId\":\"ue1@example.org\",\"msgin5gClientProfile\":{\"maximumSegmentSize\":2048}}'"

#define CLIENT "C: "
#define NEXT(who, octets) "\n" who "44 02 0002 b1a2a3a4 b1 'x' " octets
#define ANSWER(code) "\nS: 64 " code " 0002 b1a2a3a4"
#define DONE " d1 0e 12"	/* block 1 of 64 octets, the last */
#define FIRST OWN "d1 03 0a ff " OCTETS_64 CONTINUE
#define FIRST_JSON OWN "11 32 d1 02 0a ff '{\"a\":\"0123456789012345678901234567890123456789012345678901234567'" CONTINUE
/* another body's first block */
#define OTHER_FIRST(code) NEXT(CLIENT, "d1 03 0a ff '{{{{" "456789012345678901234567890123456789012345678901234567890123'") ANSWER(code)
#define ETAG_BLOCKS(second) OWN "c0" CODE("44") " 41 01 d1 06 08 ff '0123456789abcdef'" NEXT(CLIENT, "c1 10") \
	ANSWER("44") " 41 " second " d1 06 18 ff '0123456789abcdef'" \
	"\nC: 44 02 0003 c1a2a3a4 b1 'x' c1 20\nS: 64 44 0003 c1a2a3a4 41 " second " d1 06 20 ff '}'"
#define ANSWERED_IN_BLOCKS OWN "d1 03 02 ff '0123'" CODE("44") " d1 0a 08 41 02 ff '0123456789abcdef'"
#define TAGGED(second) OWN "d1 03 0a d1 fc 01 ff " OCTETS_64 "\nS: 60 00 0001" \
	NEXT(CLIENT, "d1 03 0a d1 fc " second " ff '{{{{" "456789012345678901234567890123456789012345678901234567890123'") ANSWER("5f") " d1 0e 0a"

#define ECHO "features=echo\n"
/* Echo after Content-Format (12): delta 240 */
#define ECHOING(value) "44 02 0002 b1a2a3a4 " PATH "11 32 d1 e3 " value " ff " REG_JSON
#define AGAIN(value) "\nC: " ECHOING(value)
#define YES_AGAIN "\nS: 64 44 0002 b1a2a3a4 " YES_BODY

/* A registration in two blocks of 64 octets, d1 02: Block1 (27) after Content-Format; and an answer in two of 32, b1: Block2 (23).
 * The second octet of PATH and all behind it is as in one message. */
#define REG_0(who) who "44 02 0001 a1a2a3a4 " PATH "11 32 d1 02 0a ff '{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":'"
#define REG_1(who, rest) who "44 02 0002 b1a2a3a4 " PATH "11 32 d1 02 12 ff '" rest "}'"
#define REG_IN_BLOCKS(rest) REG_0("C: ") CONTINUE "\n" REG_1("C: ", rest)
#define ITS_UE "\"ue1@example.org\""
#define YES_0(ue) CODE("44") " c1 32 b1 09 ff '{\"ueServiceId\":\"" ue "@example.org\"'" "\nC: 44 02 0002 b1a2a3a4 " PATH "c1 11"
#define YES_1(result) ANSWER("44") " c1 32 b1 11 ff ',\"registrationResult\":\"" result "\"}'"
#define ASKS_PARTS "C: 44 02 0001 a1a2a3a4 " PATH "11 32 b1 01 ff " REG_JSON
#define SESSION(ue) "R [1.0.2] hs=16.2: 0003 '" ue "'\n"
#define SECURE_REG(who) REG_0("R [1.1.1]" who) "\nV [1.1.1]: 64 5f 0001 a1a2a3a4 d1 0e 0a\n" REG_1("R [1.1.2]" who, ITS_UE) \
	"\nV [1.1.2]: 64 44 0002 b1a2a3a4 c1 32 d1 02 12 ff " YES_JSON

const struct talk_row talk_block[] = {
	/* group A, of a body that is whole with its last block: where what is wrong is not in that, all of its payload */
	{ "M5G-REG-C08", BLOCK, REG_IN_BLOCKS(ITS_UE) "\nS: 64 44 0002 b1a2a3a4 c1 32 d1 02 12 ff " YES_JSON, "",
	  REG_IN_BLOCKS("\"\"") ANSWER("80"), "fail M5G-REG-C08 3 22-24" },
	{ "M5G-REG-S02.a", BLOCK, SESSION("ue1") SECURE_REG(": "), "", SESSION("ue2") SECURE_REG(" deliberate: "), "fail M5G-REG-S02.a 5 1" },
	{ "M5G-REG-S08", BLOCK, ASKS_PARTS YES_0("ue1") YES_1("success"), "",
	  ASKS_PARTS YES_0("ue2") YES_1("success"), "fail M5G-REG-S08 4 13-44" },
	/* in blocks that nobody asked for */
	{ "M5G-REG-S09", BLOCK, "C: " REG YES_0("ue1") YES_1("success"), "",
	  "C: " REG YES_0("ue1") YES_1("perhaps"), "fail M5G-REG-S09 4 14-43" },
	{ "S2-REG-03", "", SEGMENTED "\nS: " REG_YES, "", SEGMENTED CODE("80"), "note S2-REG-03 2 1" },
	/* a server without blocks: 4.02; one that takes the block for the whole */
	{ "BLK-01", "", HEAD PATH "11 32 d1 02 0a ff " OCTETS_64 CODE("82") " ff 'Block1'", "",
	  HEAD PATH "11 32 d1 02 0a ff " OCTETS_64 CODE("44"), "fail BLK-01 2 1" },
	{ "BLK-02", BLOCK, OWN "d1 03 0a ff " OCTETS_64 CONTINUE, "",
	  OWN "d1 03 0a 01 0a ff " OCTETS_64 CODE("82") " ff 'x'", "fail COAP-OPT-08 1 13-14; fail BLK-02 1 13-14" },
	/* SZX 7 */
	{ "BLK-03", BLOCK, OWN "d1 03 0a ff " OCTETS_64 CONTINUE, "",
	  OWN "d1 03 0f ff " OCTETS_64 CODE("80") " d1 0e 0a", "fail BLK-03 1 10-12" },
	{ "BLK-04", BLOCK, OWN "d1 03 0a ff " OCTETS_64 CONTINUE, "", OWN "d1 03 0a ff '0123'" CONTINUE, "fail BLK-04 1 10-12" },
	/* Block2 (23) in a request, asking for 64 octets: M 0, M 1 */
	{ "BLK-05", BLOCK, OWN "c1 02" CODE("84"), "", OWN "c1 0a" CODE("84"), "fail BLK-05 1 10-11" },
	/* Size1 (60) */
	{ "BLK-15", BLOCK, OWN "d1 24 40" CODE("84"), "", OWN "d1 24 40 01 40" CODE("84"), "fail COAP-OPT-08 1 13-14; fail BLK-15 1 13-14" },
	/* a body of 64 octets and two; Content-Format (c1 after Uri-Path) 50, then 60 */
	{ "BLK-06", BLOCK, FIRST_JSON NEXT(CLIENT, "11 32 d1 02 12 ff '\"}'") ANSWER("44") DONE, "",
	  FIRST_JSON NEXT("C deliberate: ", "11 3c d1 02 12 ff '}}}}'") ANSWER("44") DONE, "fail BLK-06 4 1" },
	{ "BLK-06", BLOCK, FIRST_JSON NEXT("C deliberate: ", "11 3c d1 02 12 ff '}}}}'") ANSWER("88"), "",
	  FIRST_JSON NEXT(CLIENT, "11 3c d1 02 12 ff '}}}}'") ANSWER("88"), "fail BLK-06 3 10-11" },
	/* 2.31 says more to come (0a); 2.04 in its place */
	{ "BLK-07", BLOCK, FIRST NEXT(CLIENT, "d1 03 12 ff '0123'") ANSWER("44") DONE, "",
	  OWN "d1 03 0a ff " OCTETS_64 CODE("44") " d1 0e 0a", "fail BLK-07 2 1" },
	{ "BLK-07", BLOCK, NULL, NULL, FIRST NEXT(CLIENT, "d1 03 12 ff '0123'") ANSWER("5f") DONE, "fail BLK-07 4 1" },
	/* block 2 after block 0 */
	{ "BLK-08", BLOCK, FIRST NEXT(CLIENT, "d1 03 22 ff '0123'") ANSWER("88"), "",
	  FIRST NEXT(CLIENT, "d1 03 22 ff '0123'") ANSWER("44") " d1 0e 22", "fail BLK-08 4 1" },
	/* 64 octets (0a), 32 asked for (09): then octet 64 is NUM 2 of 32; NUM 1 of 64 */
	{ "BLK-09", BLOCK, OWN "d1 03 0a ff " OCTETS_64 CODE("5f") " d1 0e 09" NEXT(CLIENT, "d1 03 21 ff '0123'") ANSWER("44") " d1 0e 21", "",
	  OWN "d1 03 0a ff " OCTETS_64 CODE("5f") " d1 0e 09" NEXT(CLIENT, "d1 03 12 ff '0123'") ANSWER("44") DONE, "warn BLK-09 3 10-12" },
	/* Block2 of 16 octets asked for, 32 given */
	{ "BLK-10", BLOCK, OWN "c0" CODE("44") " d1 0a 08 ff '0123456789abcdef'", "",
	  OWN "c0" CODE("44") " d1 0a 01 ff '0123'", "fail BLK-10 2 8-10" },
	/* ETag 1 (41 01), then ETag 2, and block 2 all the same */
	{ "BLK-11", BLOCK, ETAG_BLOCKS("01"), "", ETAG_BLOCKS("02"), "fail BLK-11 5 10-11" },
	{ "BLK-12", BLOCK, ANSWERED_IN_BLOCKS NEXT(CLIENT, "c1 10") ANSWER("44") " d1 0a 10 ff '0123'", "",
	  ANSWERED_IN_BLOCKS NEXT(CLIENT, "c1 20") ANSWER("88"), "fail BLK-12 3 10-11" },
	{ "BLK-13", BLOCK, FIRST OTHER_FIRST("5f"), "", FIRST OTHER_FIRST("88"), "fail BLK-13 4 1" },
	/* block 0 to the coaps port without a record, then block 1 in a session */
	{ "BLK-17", BLOCK, "R deliberate: 44 02 0001 a1a2a3a4 b1 'x' d1 03 0a ff " OCTETS_64
	  "\nR [1.1.1]: 44 02 0002 b1a2a3a4 b1 'x' d1 03 12 ff '0123'\nV [1.1.1]: 64 88 0002 b1a2a3a4", "",
	  "R deliberate: 44 02 0001 a1a2a3a4 b1 'x' d1 03 0a ff " OCTETS_64
	  "\nR [1.1.1]: 44 02 0002 b1a2a3a4 b1 'x' d1 03 12 ff '0123'\nV [1.1.1]: 64 44 0002 b1a2a3a4 d1 0e 12", "fail BLK-17 3 1" },
	/* Request-Tag (292) after Block1: 1 of a body that is not finished, then 2, then 1 again */
	{ "BLK-19", BLOCK, TAGGED("02"), "", TAGGED("01"), "fail BLK-19 3 13-15" },
	/* If-None-Match (5); block 0 and block 1 */
	{ "BLK-16", BLOCK, "C: 44 02 0001 a1a2a3a4 50 61 'x' d1 03 0a ff " OCTETS_64 CONTINUE, "",
	  "C: 44 02 0001 a1a2a3a4 50 61 'x' d1 03 1a ff " OCTETS_64 CONTINUE, "fail BLK-16 1 8" },
	/* Request-Tag (292) */
	{ "BLK-18", BLOCK, OWN CODE("84"), "", OWN CODE("84") " e1 0017 'r'", "fail COAP-OPT-10 2 8-11; fail BLK-18 2 8-11" },
	/* a registration without Echo: 4.01 with one (252: d1 ef), or success */
	{ "ECHO-01", ECHO, "C: " REG CODE("81") " d1 ef 'e'", "", "C: " REG "\nS: " REG_YES, "fail ECHO-01 2 1" },
	{ "ECHO-01", ECHO, NULL, NULL, "C: " REG CODE("81"), "fail ECHO-01 2 1" },
	/* then the same again, with 'e', with 'f' */
	{ "ECHO-02", ECHO, "C: " REG CODE("81") " d1 ef 'e'" AGAIN("'e'") YES_AGAIN, "",
	  "C: " REG CODE("81") " d1 ef 'e'" AGAIN("'f'") ANSWER("81") " d1 ef 'g'", "warn ECHO-02 3 18-20" },
	{ "ECHO-03", ECHO, OWN CODE("44") " d1 ef 'e'" NEXT(CLIENT, "d1 e4 'e'") ANSWER("84"), "",
	  OWN CODE("44") " d1 ef 'e'" NEXT(CLIENT, "") ANSWER("84"), "warn ECHO-03 3 1" },
	/* to another client; 'e' was the first one's */
	{ "ECHO-04", ECHO, OWN CODE("44") " d1 ef 'e'" NEXT(CLIENT, "d1 e4 'e'") ANSWER("84"), "",
	  OWN CODE("44") " d1 ef 'e'\nD: 44 02 0002 b1a2a3a4 b1 'x' d1 e4 'e'\nT: 64 84 0002 b1a2a3a4", "fail ECHO-04 3 10-12" },
	{ "ECHO-07", ECHO, "C deliberate: " ECHOING("'z'") ANSWER("81") " d1 ef 'e'", "",
	  "C deliberate: " ECHOING("'z'") YES_AGAIN, "fail ECHO-07 2 1" },
	/* Echo (252) of one octet, of none */
	{ "ECHO-05", ECHO, OWN CODE("81") " d1 ef 'e'", "", OWN CODE("81") " d0 ef", "fail COAP-OPT-07.c 2 8-9; fail ECHO-05 2 8-9" },
	{ "ECHO-06", ECHO, OWN CODE("81") " d1 ef 'e'", "",
	  OWN "\nS: 60 00 0001\nS: 44 81 9001 a1a2a3a4 d1 ef 'e'\nC: 60 00 9001", "note COAP-RSP-22 3 0; fail ECHO-06 3 0" },
	{ 0 },
};
