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

const struct talk_row talk_block[] = {
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
	/* If-None-Match (5); block 0 and block 1 */
	{ "BLK-16", BLOCK, "C: 44 02 0001 a1a2a3a4 50 61 'x' d1 03 0a ff " OCTETS_64 CONTINUE, "",
	  "C: 44 02 0001 a1a2a3a4 50 61 'x' d1 03 1a ff " OCTETS_64 CONTINUE, "fail BLK-16 1 8" },
	/* Request-Tag (292) */
	{ "BLK-18", BLOCK, OWN CODE("84"), "", OWN CODE("84") " e1 0017 'r'", "fail COAP-OPT-10 2 8-11; fail BLK-18 2 8-11" },
	/* Echo (252) of one octet, of none */
	{ "ECHO-05", "features=echo\n", OWN CODE("81") " d1 ef 'e'", "", OWN CODE("81") " d0 ef", "fail COAP-OPT-07 2 8-9; fail ECHO-05 2 8-9" },
	{ "ECHO-06", "features=echo\n", OWN CODE("81") " d1 ef 'e'", "",
	  OWN "\nS: 60 00 0001\nS: 44 81 9001 a1a2a3a4 d1 ef 'e'\nC: 60 00 9001", "note COAP-RSP-22 3 0; fail ECHO-06 3 0" },
	{ 0 },
};
