/* tests/unit/judge_talk_response.c - response codes and payloads: group F. */
#include "tests/unit/judge.h"

#define GOOD_TALK "C: " REG "\nS: " REG_YES
#define CODE(code) "\nS: 64 " code " 0001 a1a2a3a4"
#define HEAD "44 02 0001 a1a2a3a4 "
#define METHOD(code) "C deliberate: 44 " code " 0001 a1a2a3a4 b7 'msgin5g'"
#define FAULTY "C deliberate: " HEAD PATH JSON_FORMAT
#define CUT FAULTY "'{\"msgin5gServiceId\":'"
#define BAD_PROFILE FAULTY "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\",\"msgin5gClientProfile\":1}'"
#define AGAIN(n) "\nC @10000: 44 02 000" #n " a200000" #n " " REG_BODY
#define AGAIN_YES(n) "\nS: 64 44 000" #n " a200000" #n " " YES_BODY

const struct talk_row talk_response[] = {
	{ "COAP-RSP-04", "", GOOD_TALK, "", "C: 44 02 0001 a1a2a3a4 b1 'x'" CODE("45"), "fail COAP-RSP-04 2 1" },
	{ "COAP-RSP-05", "", GOOD_TALK, "", "C: 44 02 0001 a1a2a3a4 b1 'x'" CODE("43"), "fail COAP-RSP-05 2 1" },
	/* Block1 (27): 0/M/64 */
	{ "COAP-RSP-06", "features=block\n", "C: 44 02 0001 a1a2a3a4 b1 'x' d1 03 0a ff '0123456789012345678901234567890123456789012345678901234567890123'"
	  "\nS: 64 5f 0001 a1a2a3a4 d1 0e 0a", "", "C: 44 02 0001 a1a2a3a4 b1 'x'" CODE("5f"), "fail COAP-RSP-06 2 1" },
	/* 4.31 */
	{ "COAP-RSP-07", "", GOOD_TALK, "", "C: " REG CODE("9f"), "warn COAP-RSP-07 2 1" },
	{ "COAP-RSP-09", "", METHOD("01") CODE("85"), "", METHOD("03") CODE("84"), "fail COAP-RSP-09 2 1" },
	/* 5.01 is tolerated; 0.08 is no method that a server could know */
	{ "COAP-RSP-09", "", METHOD("05") CODE("a1"), "", METHOD("08") CODE("44"), "fail COAP-RSP-09 2 1" },
	{ "COAP-RSP-10", "", "C deliberate: " HEAD "b5 'other' " JSON_FORMAT REG_JSON CODE("84"), "",
	  "C deliberate: " HEAD "b5 'other' " JSON_FORMAT REG_JSON "\nS: " REG_YES, "warn COAP-RSP-10 2 1" },
	{ "COAP-RSP-11", "", "C: " REG CODE("80") " ff 'no'", "", "C: " REG CODE("80") " ff fffe", "fail COAP-RSP-11 2 9-10" },
	{ "COAP-RSP-13", "", "C: " REG CODE("80") " c1 32 ff '{\"a\":1}'", "",
	  "C: " REG CODE("80") " ff '{\"a\":1}'", "fail COAP-RSP-13 2 9-15" },
	/* Size1 (60): 1024 */
	{ "COAP-RSP-14", "", "C: " REG CODE("8d") " d2 2f 0400", "", "C: " REG CODE("8d"), "warn COAP-RSP-14 2 -" },
	{ "COAP-RSP-15", "", "C: " REG CODE("86") " ff 'only 50'", "",
	  "C: " REG CODE("86") " c1 32 ff '{}'", "warn COAP-RSP-15 2 8-9" },
	{ "COAP-RSP-16", "", "C: 44 01 0001 a1a2a3a4 b1 'x'" CODE("84"), "",
	  "C: 44 01 0001 a1a2a3a4 b1 'x' ff 'body'" CODE("84"), "fail COAP-RSP-16 1 11-14" },
	{ "COAP-RSP-17", "", "C: " REG CODE("81") "\nC: 44 01 0009 a9000009 b1 'x'\nS: 64 84 0009 a9000009", "",
	  "C: " REG CODE("81") AGAIN(2) "\nS: 64 81 0002 a2000002", "warn COAP-RSP-17 3 -" },
	/* with Echo (252) it is another request */
	{ "COAP-RSP-17", "", "C: " REG CODE("81") " d1 ef 'e'\nC: 44 02 0002 a2000002 " PATH "11 32 d1 e3 'e' ff " REG_JSON AGAIN_YES(2), "", NULL, NULL },
	{ "COAP-RSP-18", "", "C: " REG CODE("82") " ff 'x'\nC: 44 01 0009 a9000009 b1 'x'\nS: 64 84 0009 a9000009", "",
	  "C: " REG CODE("82") " ff 'x'" AGAIN(2) "\nS: 64 82 0002 a2000002 ff 'x'", "warn COAP-RSP-18 3 -" },
	{ "COAP-RSP-19.a", "", "C @0: " REG CODE("9d") " d1 01 05" AGAIN(2) AGAIN_YES(2), "", "C: " REG CODE("9d"), "warn COAP-RSP-19.a 2 -" },
	{ "COAP-RSP-19.b", "", "C @0: " REG CODE("9d") " d1 01 05" AGAIN(2) AGAIN_YES(2), "", "C @9000: " REG CODE("9d") " d1 01 05" AGAIN(2) AGAIN_YES(2), "warn COAP-RSP-19.b 3 -" },
	{ "COAP-RSP-20", "", BAD_PROFILE CODE("80"), "", BAD_PROFILE "\nS: " REG_YES, "warn COAP-RSP-20 2 1" },
	{ "COAP-RSP-20", "", CUT CODE("80"), "", CUT CODE("a0"), "warn COAP-RSP-20 2 1" },
	/* an octet too many; a port 70000 */
	{ "COAP-RSP-20", "", NULL, NULL, FAULTY REG_JSON "'x'\nS: " REG_YES, "warn COAP-RSP-20 2 1" },
	{ "COAP-RSP-20", "", NULL, NULL,
	  FAULTY "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\",\"msgin5gClientProfile\":"
	  "{\"msgin5gClientTriggeringInformation\":{\"msgin5gUeId\":\"x\",\"msgin5gClientPorts\":[70000]}}}'\nS: " REG_YES,
	  "warn COAP-RSP-20 2 1" },
	{ "COAP-RSP-20", "", NULL, NULL, CUT "\n" ALIVE, "fail COAP-MSG-01 1 -; warn COAP-RSP-20 1 -" },
	/* 150 octets to 12 */
	{ "COAP-RSP-21", "", GOOD_TALK, "",
	  "C: 44 01 0001 a1a2a3a4 b3 'abc'" CODE("84") " ff '01234567890123456789012345678901234567890123456789012345678901234567890123456789"
	  "01234567890123456789012345678901234567890123456789012345678901234567890123456789'", "warn COAP-RSP-21 2 -" },
	{ "COAP-RSP-23", "", GOOD_TALK AGAIN(2) AGAIN_YES(2) , "inconc M5G-REG-S03 4 -",
	  GOOD_TALK AGAIN(2) "\nS: 60 00 0002\n" ALIVE, "fail M5G-REG-S04 4 -; fail COAP-RSP-23 4 -" },
	{ 0 },
};
