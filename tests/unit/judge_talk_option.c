/* tests/unit/judge_talk_option.c - options: group E. In comments what the option octets are. */
#include "tests/unit/judge.h"

#define GOOD_TALK "C: " REG "\nS: " REG_YES
#define YES "\nS: " REG_YES
#define CODE(code) "\nS: 64 " code " 0001 a1a2a3a4"
#define BAD_OPTION "\nS: 64 82 0001 a1a2a3a4 ff 'which'"
#define HEAD "44 02 0001 a1a2a3a4 "
#define WITH(options) "C deliberate: " HEAD PATH "11 32 " options " ff " REG_JSON
#define ANSWER(options) "S: 64 44 0001 a1a2a3a4 c1 32 " options " ff " YES_JSON

const struct talk_row talk_option[] = {
	/* --- what is sent --- */
	/* ETag of nine octets (4, then 12) */
	{ "COAP-OPT-07.c", "", GOOD_TALK, "", "C: " REG "\nS: 64 44 0001 a1a2a3a4 49 '123456789' 81 32 ff " YES_JSON, "fail COAP-OPT-07.c 2 8-17" },
	/* Content-Format twice */
	{ "COAP-OPT-08", "", GOOD_TALK, "", "C: " REG "\n" ANSWER("01 32"), "fail COAP-OPT-08 2 10-11" },
	/* Uri-Path (11) in a response; Max-Age (14) in a request */
	{ "COAP-OPT-10", "", GOOD_TALK, "", "C: " REG "\nS: 64 44 0001 a1a2a3a4 b1 'x' 11 32 ff " YES_JSON, "fail COAP-OPT-10 2 8-9" },
	{ "COAP-OPT-10", "", NULL, NULL, "C: " HEAD PATH "11 32 21 05 ff " REG_JSON YES, "fail COAP-OPT-10 1 18-19" },
	/* Max-Age 60; Uri-Port 5683 (3 octets with its delta 7) */
	{ "COAP-OPT-11", "", "C: " REG "\n" ANSWER("21 05"), "", "C: " REG "\n" ANSWER("21 3c"), "warn COAP-OPT-11 2 10-11" },
	{ "COAP-OPT-11", "", NULL, NULL, "C: " HEAD "72 1633 47 'msgin5g' 11 32 ff " REG_JSON YES,
	  "warn COAP-OPT-11 1 8-10; fail COAP-OPT-15 1 8-10" },
	{ "COAP-OPT-12", "", GOOD_TALK, "", "C: " HEAD "b1 '.' 07 'msgin5g' 11 32 ff " REG_JSON CODE("84"),
	  "fail COAP-OPT-12 1 8-9; fail M5G-REG-C03 1 8-9" },
	{ "COAP-OPT-13", "", GOOD_TALK, "", "C: " HEAD "b8 '/msgin5g' 11 32 ff " REG_JSON CODE("84"),
	  "fail COAP-OPT-13 1 8-16; fail M5G-REG-C03 1 8-16; fail COAP-OPT-30 1 8-16" },
	/* an empty Uri-Path after the path */
	{ "COAP-OPT-14", "", GOOD_TALK, "", "C: " HEAD PATH "00 11 32 ff " REG_JSON CODE("84"),
	  "fail M5G-REG-C03 1 8-15; fail COAP-OPT-14 1 16; fail COAP-OPT-30 1 8-15" },
	/* Uri-Host "127.0.0.1"; "Example" */
	{ "COAP-OPT-15", "", "C: " HEAD "37 'example' 87 'msgin5g' 11 32 ff " REG_JSON YES, "",
	  "C: " HEAD "39 '127.0.0.1' 87 'msgin5g' 11 32 ff " REG_JSON YES, "fail COAP-OPT-15 1 8-17" },
	{ "COAP-OPT-15", "", NULL, NULL,
	  "C: " HEAD "37 'Example' 87 'msgin5g' 11 32 ff " REG_JSON YES, "fail COAP-OPT-15 1 8-15" },
	/* Proxy-Uri (35): delta 24 after Uri-Path */
	{ "COAP-OPT-18", "", "C deliberate: 44 01 0001 a1a2a3a4 dd 16 03 'coap://x/yy12345'\nS: 64 a5 0001 a1a2a3a4", "",
	  "C: 44 01 0001 a1a2a3a4 b1 'x' dd 0b 03 'coap://x/yy12345'\nS: 64 a5 0001 a1a2a3a4", "fail COAP-OPT-18 1 8-9" },
	{ "COAP-OPT-23", "", "C: " REG "\nS: 64 41 0001 a1a2a3a4 81 'r' 41 32 ff " YES_JSON, "",
	  "C: " REG "\nS: 64 41 0001 a1a2a3a4 82 '..' 41 32 ff " YES_JSON, "fail COAP-OPT-23 2 8-10" },
	{ "COAP-OPT-26", "", "C: " REG "\nS: 64 44 0001 a1a2a3a4 41 'e' 81 32 ff " YES_JSON, "",
	  "C: " REG "\nS: 64 44 0001 a1a2a3a4 41 'e' 01 'f' 81 32 ff " YES_JSON, "fail COAP-OPT-26 2 10-11" },
	/* No-Response (258): delta 246 after Content-Format; 2 suppresses 2.xx, 8 does 4.xx */
	{ "COAP-OPT-29.b", "", "C: " HEAD PATH "11 32 d1 e9 08 ff " REG_JSON YES, "",
	  "C: " HEAD PATH "11 32 d1 e9 02 ff " REG_JSON "\nS: 60 00 0001", "fail COAP-OPT-29.b 1 18-20" },
	/* the path's two segments in the other order */
	{ "COAP-OPT-30", "", GOOD_TALK, "", "C: " HEAD "b3 'msg' 04 'in5g' 11 32 ff " REG_JSON CODE("84"),
	  "fail M5G-REG-C03 1 8-11; fail COAP-OPT-30 1 8-11" },

	/* --- how it is taken --- */
	/* option 65002, even (delta 64990: 12 + 269 + 64721), deliberate */
	{ "COAP-OPT-01", "", WITH("e0 fcd1") YES, "", WITH("e0 fcd1") BAD_OPTION, "fail COAP-OPT-01 2 1" },
	/* option 21, odd */
	{ "COAP-OPT-02", "", WITH("90") BAD_OPTION, "", WITH("90") YES, "fail COAP-OPT-02 2 1" },
	{ "COAP-OPT-02", "", NULL, NULL, WITH("90") "\nS: 70 00 0001", "fail COAP-OPT-02 2 1" },
	{ "COAP-OPT-03", "", WITH("90") BAD_OPTION, "", WITH("90") CODE("82"), "warn COAP-OPT-03 2 -" },
	{ "COAP-OPT-04", "", "C deliberate: 54 02 0001 a1a2a3a4 " PATH "11 32 90 ff " REG_JSON "\nS: 70 00 0001", "",
	  "C deliberate: 54 02 0001 a1a2a3a4 " PATH "11 32 90 ff " REG_JSON "\nS: 54 44 9001 a1a2a3a4 " YES_BODY,
	  "note M5G-REG-S05 2 2-3; fail COAP-OPT-04 2 1" },
	{ "COAP-OPT-04", "", "C deliberate: 54 02 0001 a1a2a3a4 " PATH "11 32 90 ff " REG_JSON "\n" ALIVE, "", NULL, NULL },
	/* a response with option 21; the client rejects it, or takes it */
	{ "COAP-OPT-05", "", "C: 44 01 0001 a1a2a3a4 b1 'x'\nS: 60 00 0001\nS deliberate: 44 84 9001 a1a2a3a4 d0 08\nC: 70 00 9001",
	  "", NULL, NULL },
	{ "COAP-OPT-05", "", NULL, NULL,
	  "C: 44 01 0001 a1a2a3a4 b1 'x'\nS: 60 00 0001\nS deliberate: 44 84 9001 a1a2a3a4 d0 08\nC: 60 00 9001",
	  "fail COAP-OPT-05 4 0" },
	/* Accept (17) of three octets: delta 5; Content-Format of three */
	{ "COAP-OPT-07.a", "", WITH("53 000032") BAD_OPTION, "", WITH("53 000032") YES, "fail COAP-OPT-07.a 2 1" },
	{ "COAP-OPT-07.b", "", "C deliberate: " HEAD PATH "13 000032 ff " REG_JSON CODE("8f"), "",
	  "C deliberate: " HEAD PATH "13 000032 ff " REG_JSON BAD_OPTION, "fail COAP-OPT-07.b 2 1" },
	/* Accept twice; Content-Format twice */
	{ "COAP-OPT-09.a", "", WITH("51 32 01 32") BAD_OPTION, "", WITH("51 32 01 32") YES, "fail COAP-OPT-09.a 2 1" },
	{ "COAP-OPT-09.b", "", WITH("01 00") YES, "", WITH("01 00") CODE("8f"), "fail COAP-OPT-09.b 2 1" },
	/* "msg" "in5g" */
	{ "COAP-OPT-16", "", "C deliberate: " HEAD "b3 'msg' 04 'in5g' 11 32 ff " REG_JSON CODE("84"), "",
	  "C deliberate: " HEAD "b3 'msg' 04 'in5g' 11 32 ff " REG_JSON YES, "fail COAP-OPT-16 2 1" },
	{ "COAP-OPT-17", "", "C deliberate: 44 01 0001 a1a2a3a4 dd 16 03 'coap://x/yy12345'" CODE("a5"), "",
	  "C deliberate: 44 01 0001 a1a2a3a4 dd 16 03 'coap://x/yy12345'" CODE("84"), "fail COAP-OPT-17 2 1" },
	/* Content-Format 0 */
	{ "COAP-OPT-20", "", "C deliberate: " HEAD PATH "10 ff " REG_JSON CODE("8f"), "",
	  "C deliberate: " HEAD PATH "10 ff " REG_JSON YES, "warn COAP-OPT-20 2 1" },
	/* Accept 60, Accept 50 */
	{ "COAP-OPT-21", "", WITH("51 3c") CODE("86"), "", WITH("51 3c") YES, "fail COAP-OPT-21 2 1" },
	{ "COAP-OPT-22", "", WITH("51 32") YES, "", WITH("51 32") CODE("86"), "fail COAP-OPT-22 2 1" },
	/* Location-Path (8), then after 12 option 128: delta 116 */
	{ "COAP-OPT-24", "", "C deliberate: " HEAD PATH "11 32 d0 67 ff " REG_JSON BAD_OPTION, "",
	  "C deliberate: " HEAD PATH "11 32 d0 67 ff " REG_JSON YES, "note COAP-OPT-24 2 1" },
	/* If-None-Match (5) */
	{ "COAP-OPT-25", "", "C deliberate: " HEAD "50 67 'msgin5g' 11 32 ff " REG_JSON CODE("8c"), "",
	  "C deliberate: " HEAD "50 67 'msgin5g' 11 32 ff " REG_JSON YES, "fail COAP-OPT-25 2 1" },
	{ "COAP-OPT-27.a", "", "C: " REG "\nS: 64 a3 0001 a1a2a3a4 d1 01 05", "", "C: " REG CODE("a3"), "warn COAP-OPT-27.a 2 -" },
	/* again after 1 s, though Max-Age said 5 */
	{ "COAP-OPT-27.b", "", "C @0: " REG "\nS: 64 a3 0001 a1a2a3a4 d1 01 05\nC @6000: 44 02 0002 a2000002 " REG_BODY "\nS: 64 44 0002 a2000002 " YES_BODY,
	  "", "C @0: " REG "\nS: 64 a3 0001 a1a2a3a4 d1 01 05\nC @1000: 44 02 0002 a2000002 " REG_BODY "\nS: 64 44 0002 a2000002 " YES_BODY,
	  "warn COAP-OPT-27.b 3 -" },
	/* Observe (6) */
	{ "COAP-OPT-28", "", "C deliberate: " HEAD "60 57 'msgin5g' 11 32 ff " REG_JSON YES, "",
	  "C deliberate: " HEAD "60 57 'msgin5g' 11 32 ff " REG_JSON "\nS: 64 44 0001 a1a2a3a4 60 61 32 ff " YES_JSON,
	  "fail COAP-OPT-28 2 8" },
	/* 4.00 is about nothing else where all else is right */
	{ "COAP-OPT-21", "", NULL, NULL, WITH("51 3c") CODE("80"), "fail COAP-OPT-21 2 1" },
	{ "COAP-OPT-25", "", NULL, NULL, "C deliberate: " HEAD "50 67 'msgin5g' 11 32 ff " REG_JSON CODE("80"), "fail COAP-OPT-25 2 1" },
	{ "COAP-OPT-09.b", "", NULL, NULL, WITH("01 00") CODE("80"), "fail COAP-OPT-09.b 2 1" },
	{ "COAP-OPT-01", "", NULL, NULL, WITH("e0 fcd1") CODE("80"), "fail COAP-OPT-01 2 1" },
	/* No-Response (258) 8 suppresses 4.xx: a success is sent still */
	{ "COAP-OPT-29.a", "", WITH("d1 e9 08") YES, "", WITH("d1 e9 08") "\nS: 60 00 0001\n" ALIVE, "fail COAP-OPT-29.a 2 -" },
	/* Uri-Query (15) "a" */
	{ "COAP-OPT-31", "", WITH("31 'a'") CODE("84"), "", WITH("31 'a'") "\nS: 70 00 0001", "warn COAP-OPT-31 2 0" },
	{ 0 },
};
