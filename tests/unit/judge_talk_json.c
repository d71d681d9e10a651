/* tests/unit/judge_talk_json.c - JSON payloads: group G. The payload of an answer begins at octet 11. */
#include "tests/unit/judge.h"

#define GOOD_TALK "C: " REG "\nS: " REG_YES
#define ANSWER(payload) "C: " REG "\nS: 64 44 0001 a1a2a3a4 c1 32 ff " payload
#define SAYS "'\"ueServiceId\":\"ue1@example.org\",\"registrationResult\":\"success\"'"
#define REQUEST(payload) "C deliberate: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT payload
#define YES "\nS: " REG_YES
#define NO(code) "\nS: 64 " code " 0001 a1a2a3a4"
#define TWICE REQUEST("'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\",\"ueServiceId\":\"x\"}'")
#define TAB REQUEST("'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\",\"x\":\"' 09 '\"}'")
#define SPACED REQUEST("'{ \"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\"}'")
#define DEEP_10 "'[[[[[[[[[['"
#define UP_10 "']]]]]]]]]]'"
#define DEEP REQUEST("'{\"x\":'" DEEP_10 DEEP_10 DEEP_10 DEEP_10 UP_10 UP_10 UP_10 UP_10 "'}'")

const struct talk_row talk_json[] = {
	/* --- what is sent --- */
	{ "JSON-01", "", GOOD_TALK, "", ANSWER("'{'" SAYS "',\"x\":\"' ff '\"}'"), "fail JSON-01 2 80" },
	{ "JSON-02", "", GOOD_TALK, "", ANSWER("efbbbf '{'" SAYS "'}'"), "fail JSON-02 2 11-13" },
	{ "JSON-03", "", GOOD_TALK, "", ANSWER("'{'" SAYS "'}x'"), "fail JSON-03 2 75" },
	{ "JSON-03", "", NULL, NULL, "C: " REG NO("80") " c1 32 ff '[1]'", "fail JSON-03 2 11-13" },
	/* other applications may send arrays */
	{ "JSON-03", "", "C: 44 03 0001 a1a2a3a4 b1 'x' 11 32 ff '[1]'" NO("44"), "", NULL, NULL },
	{ "JSON-04.a", "", GOOD_TALK, "", ANSWER("'{'" SAYS "',\"ueServiceId\":1}'"), "warn JSON-04.a 2 75-87" },
	{ "JSON-05.a", "", GOOD_TALK, "", ANSWER("'{'" SAYS "',\"x\":\"' 09 '\"}'"), "fail JSON-05.a 2 80" },

	/* --- how it is taken --- */
	{ "JSON-04.b", "", TWICE NO("80"), "", TWICE NO("a0"), "warn JSON-04.b 2 1" },
	{ "JSON-05.b", "", TAB NO("80"), "", TAB NO("a0"), "warn COAP-RSP-20 2 1; fail JSON-05.b 2 1" },
	{ "JSON-06", "", SPACED YES, "", SPACED NO("80"), "fail JSON-06 2 1" },
	{ "JSON-07", "", DEEP NO("80"), "", DEEP NO("a0"), "warn COAP-RSP-20 2 1; warn JSON-07 2 1" },
	/* what is deep may be taken: it conforms */
	{ "JSON-07", "", REQUEST("'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\",\"x\":'"
	  DEEP_10 DEEP_10 DEEP_10 DEEP_10 UP_10 UP_10 UP_10 UP_10 "'}'") YES, "", NULL, NULL },
	{ "JSON-07", "", NULL, NULL, DEEP "\n" ALIVE, "fail COAP-MSG-01 1 -; warn COAP-RSP-20 1 -; warn JSON-07 1 -" },
	{ 0 },
};
