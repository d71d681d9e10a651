/* tests/unit/judge_talk_register.c - registration and de-registration: group A.
 *
 *     44 02 0001      CON, Token of 4 octets, 0.02 POST, MID 1     64 44 0001   ACK, 2.04 Changed
 *     a1a2a3a4        Token
 *     b7 'msgin5g'    Uri-Path (11), 7 octets
 *     11 32           Content-Format (12) 50                       c1 32
 *     ff              marker; the payload of a request begins at octet 19, of an answer at 11
 */
#include "tests/unit/judge.h"

#define SID "\"msgin5gServiceId\":\"MSGin5G\""
#define UE "\"ueServiceId\":\"ue1@example.org\""
#define REG_WITH(members) "44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'{" SID ",\"messageType\":\"REG\"," members "}'"
#define DEREG_WITH(members) "44 02 0002 b1b2b3b4 " PATH JSON_FORMAT "'{" SID ",\"messageType\":\"DEREG\"," members "}'"
#define PROFILE(members) REG_WITH(UE ",\"msgin5gClientProfile\":{" members "}")
#define TRIGGERING(members) PROFILE("\"msgin5gClientTriggeringInformation\":{" members "}")
#define AVAILABILITY(members) PROFILE("\"msgin5gClientCommunicationAvailability\":{" members "}")
#define WHEN "\"scheduledCommunicationTime\":\"2030-01-01T00:00:00Z\""
#define LONG_ "\"communicationDurationTime\":60"
#define UE_ID "\"msgin5gUeId\":\"msisdn-1\""
#define PORTS "\"msgin5gClientPorts\":[5683]"
#define CREDENTIAL "\"ueCredentialInformation\":{\"authenticationType\":\"x\"}"
#define REFUSED "S: 64 80 0001 a1a2a3a4\n"
#define DREFUSED "S: 64 80 0002 b1b2b3b4\n"
#define ANSWER(code, payload) "S: 64 " code " 0001 a1a2a3a4 c1 32 ff '" payload "'"
#define DANSWER(code, payload) "S: 64 " code " 0002 b1b2b3b4 c1 32 ff '" payload "'"

const struct talk_row talk_register_client[] = {
	{ "M5G-REG-C01", "", "C: " REG "\nS: " REG_YES, "",
	  /* the same by PUT, and refused */
	  "C: 44 03 0001 a1a2a3a4 " REG_BODY "\nS: 64 85 0001 a1a2a3a4", "fail M5G-REG-C01 1 1" },
	{ "M5G-REG-C02", "", "C: " REG "\nS: " REG_YES, "",
	  "C: 54 02 0001 a1a2a3a4 " REG_BODY "\nS: 54 44 9001 a1a2a3a4 " YES_BODY, "fail M5G-REG-C02 1 0; note M5G-REG-S05 2 2-3" },
	/* Uri-Path "other" instead of "msgin5g" */
	{ "M5G-REG-C03", "", "C: " REG "\nS: " REG_YES, "",
	  "C: 44 02 0001 a1a2a3a4 b5 'other' " JSON_FORMAT REG_JSON "\nS: 64 84 0001 a1a2a3a4", "fail M5G-REG-C03 1 8-13" },
	/* Content-Format 0; and none */
	{ "M5G-REG-C04", "", "C: " REG "\nS: " REG_YES, "",
	  "C: 44 02 0001 a1a2a3a4 " PATH "10 ff " REG_JSON "\nS: 64 8f 0001 a1a2a3a4", "fail M5G-REG-C04 1 16" },
	{ "M5G-REG-C04", "", NULL, NULL,
	  "C: 44 02 0001 a1a2a3a4 " PATH "ff " REG_JSON "\n" REFUSED, "fail M5G-REG-C04 1 -" },
	/* no payload; and one that is no JSON */
	{ "M5G-REG-C05", "", "C: " REG "\nS: " REG_YES, "",
	  "C: 44 02 0001 a1a2a3a4 " PATH "11 32\n" REFUSED, "fail M5G-REG-C05 1 -" },
	{ "M5G-REG-C05", "", NULL, NULL,
	  "C: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'REG'\n" REFUSED, "fail JSON-03 1 19; fail M5G-REG-C05 1 19-21" },
	{ "M5G-REG-C06", "", "C: " REG "\nS: " REG_YES, "",
	  "C: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'{\"messageType\":\"REG\"," UE "}'\n" REFUSED,
	  "fail M5G-REG-C06 1 19-71" },
	{ "M5G-REG-C06", "", NULL, NULL,
	  "C: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'{\"msgin5gServiceId\":\"other\",\"messageType\":\"REG\"," UE "}'\n" REFUSED,
	  "fail M5G-REG-C06 1 20-45" },
	{ "M5G-REG-C07", "", "C: " REG "\nS: " REG_YES, "",
	  "C: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'{" SID ",\"messageType\":\"reg\"," UE "}'\n" REFUSED,
	  "fail M5G-REG-C07 1 49-67" },
	/* another procedure of 24.538 7.1 is out of scope */
	{ "M5G-REG-C07", "", "C: " REG "\nS: " REG_YES "\nC: 44 02 0003 a5a6a7a8 " PATH JSON_FORMAT "'{" SID ",\"messageType\":\"MSG\"}'\n"
	  "S: 64 44 0003 a5a6a7a8", "", NULL, NULL },
	{ "M5G-REG-C08", "", "C: " REG "\nS: " REG_YES, "",
	  "C: " REG_WITH("\"ueServiceId\":\"\"") "\n" REFUSED, "fail M5G-REG-C08 1 69-84" },
	{ "M5G-REG-C09", "edition=pre-cr\n", "C: " REG_WITH(UE "," CREDENTIAL) "\nS: " REG_YES, "",
	  "C: " REG "\n" REFUSED, "fail M5G-REG-C09 1 19-100" },
	{ "M5G-REG-C10", "", "C: " PROFILE("") "\nS: " REG_YES, "",
	  "C: " REG_WITH(UE ",\"msgin5gClientProfile\":\"none\"") "\n" REFUSED, "note M5G-REG-C10 1 101-129" },
	{ "M5G-REG-C11", "", "C: " TRIGGERING(UE_ID "," PORTS) "\nS: " REG_YES, "",
	  "C: " PROFILE("\"msgin5gClientTriggeringInformation\":1") "\n" REFUSED, "note M5G-REG-C11 1 125-162" },
	{ "M5G-REG-C12", "", "C: " TRIGGERING(UE_ID "," PORTS) "\nS: " REG_YES, "",
	  "C: " TRIGGERING(PORTS) "\n" REFUSED, "fail M5G-REG-C12 1 19-192" },
	{ "M5G-REG-C13", "", "C: " TRIGGERING(UE_ID "," PORTS) "\nS: " REG_YES, "",
	  "C: " TRIGGERING(UE_ID ",\"msgin5gClientPorts\":\"5683\"") "\n" REFUSED, "fail M5G-REG-C13 1 188-214" },
	{ "M5G-REG-C14", "", "C: " AVAILABILITY(WHEN "," LONG_) "\nS: " REG_YES, "",
	  "C: " AVAILABILITY(LONG_) "\n" REFUSED, "fail M5G-REG-C14 1 19-199" },
	{ "M5G-REG-C15", "", "C: " AVAILABILITY(WHEN "," LONG_) "\nS: " REG_YES, "",
	  "C: " AVAILABILITY(WHEN) "\n" REFUSED, "fail M5G-REG-C15 1 19-220" },
	{ "M5G-REG-C16", "", "C: " AVAILABILITY(WHEN "," LONG_ ",\"periodicCommunicationIndicator\":\"ON_DEMAND\",\"periodicCommunicationInterval\":5")
	  "\nS: " REG_YES, "",
	  "C: " AVAILABILITY(WHEN "," LONG_ ",\"periodicCommunicationIndicator\":1,\"periodicCommunicationInterval\":5")
	  "\n" REFUSED, "note M5G-REG-C16 1 250-283" },
	{ "M5G-REG-C17", "", "C: " AVAILABILITY(WHEN "," LONG_ ",\"periodicCommunicationIndicator\":\"PERIODICALLY\",\"periodicCommunicationInterval\":5")
	  "\nS: " REG_YES, "",
	  "C: " AVAILABILITY(WHEN "," LONG_ ",\"periodicCommunicationIndicator\":\"PERIODICALLY\"") "\n" REFUSED,
	  "fail M5G-REG-C17 1 19-299" },
	/* T17: not periodic warns */
	{ "M5G-REG-C17", "", NULL, NULL,
	  "C: " AVAILABILITY(WHEN "," LONG_ ",\"periodicCommunicationIndicator\":\"ON_DEMAND\"") "\n" REFUSED,
	  "warn M5G-REG-C17 1 19-296" },
	{ "M5G-REG-C18", "", "C: " AVAILABILITY(WHEN "," LONG_ ",\"dataSizeIndication\":100") "\nS: " REG_YES, "",
	  "C: " AVAILABILITY(WHEN "," LONG_ ",\"dataSizeIndication\":true") "\n" REFUSED, "note M5G-REG-C18 1 250-274" },
	{ "M5G-REG-C19", "", "C: " AVAILABILITY(WHEN "," LONG_ ",\"storeAndForwardOption\":true") "\nS: " REG_YES, "",
	  "C: " AVAILABILITY(WHEN "," LONG_ ",\"storeAndForwardOption\":1") "\n" REFUSED, "note M5G-REG-C19 1 250-274" },
	/* our own deviation is not counted */
	{ "M5G-REG-C08", "", "C: " REG "\nS: " REG_YES "\nC deliberate: 44 02 0003 a5a6a7a8 " PATH JSON_FORMAT "'{" SID ",\"messageType\":\"REG\"}'\n"
	  "S: 64 80 0003 a5a6a7a8", "", NULL, NULL },

	{ "M5G-DEREG-C01", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: 44 04 0002 b1b2b3b4 " DEREG_BODY "\nS: 64 85 0002 b1b2b3b4", "fail COAP-RSP-16 1 19-102; fail M5G-DEREG-C01 1 1" },
	{ "M5G-DEREG-C02", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: 54 02 0002 b1b2b3b4 " DEREG_BODY "\nS: 54 44 9001 b1b2b3b4 " GONE_BODY, "fail M5G-DEREG-C02 1 0; note M5G-DEREG-S05 2 2-3" },
	{ "M5G-DEREG-C03", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: 44 02 0002 b1b2b3b4 c1 32 ff " DEREG_JSON "\nS: 64 84 0002 b1b2b3b4", "fail M5G-DEREG-C03 1 1" },
	{ "M5G-DEREG-C04", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: 44 02 0002 b1b2b3b4 " PATH "11 28 ff " DEREG_JSON "\nS: 64 8f 0002 b1b2b3b4", "fail M5G-DEREG-C04 1 16-17" },
	/* an octet after the text: no JSON, though its Message Type can be read */
	{ "M5G-DEREG-C05", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: 44 02 0002 b1b2b3b4 " DEREG_BODY "'x'\n" DREFUSED, "fail JSON-03 1 103; fail M5G-DEREG-C05 1 19-103" },
	{ "M5G-DEREG-C06", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: 44 02 0002 b1b2b3b4 " PATH JSON_FORMAT "'{\"messageType\":\"DEREG\"," UE "}'\n" DREFUSED,
	  "fail M5G-DEREG-C06 1 19-73" },
	{ "M5G-DEREG-C07", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: 44 02 0002 b1b2b3b4 " PATH JSON_FORMAT "'{" SID ",\"messageType\":\"Dereg\"," UE "}'\n" DREFUSED,
	  "fail M5G-DEREG-C07 1 49-69" },
	{ "M5G-DEREG-C08", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: " DEREG_WITH("\"ueServiceId\":7") "\n" DREFUSED, "fail M5G-DEREG-C08 1 71-85" },
	{ "M5G-DEREG-C09", "edition=pre-cr\n", "C: " DEREG_WITH(UE "," CREDENTIAL) "\nS: " DEREG_YES, "",
	  "C: " DEREG "\n" DREFUSED, "fail M5G-DEREG-C09 1 19-102" },
	{ 0 },
};

/* R and Q talk to the coaps port; association 1 was made by PSK identity 756531 ("ue1"), whose UE
 * Service ID in the pool is ue1@example.org. ClientKeyExchange: identity length, identity. */
#define SESSION_U1 "R [1.0.2] hs=16.2: 0003 'ue1'\n"
#define SESSION_U2 "R [1.0.2] hs=16.2: 0003 'ue2'\n"
#define ADDRESS "\"msgin5gClientAddress\":\"coap://192.0.2.7\""
#define FIRST "C: 44 02 0001 a1000001 " REG_BODY "\nS: 64 41 0001 a1000001 " YES_BODY "\n"
#define LATE_FIRST "C deliberate: 44 02 0001 a1000001 " REG_BODY "\nS: 64 41 0001 a1000001 " YES_BODY "\n"
#define RENEWED "C: 44 02 0002 a2000002 " REG_BODY "\nS: 64 44 0002 a2000002 " YES_BODY "\n"
#define LEAVE(n) "C: 44 02 000" #n " b000000" #n " " DEREG_BODY "\nS: 64 44 000" #n " b000000" #n " " GONE_BODY "\n"
#define LEAVE_REFUSED(n) "C: 44 02 000" #n " b000000" #n " " DEREG_BODY "\nS: 64 84 000" #n " b000000" #n "\n"
#define REFUSED_REG(code) "C: 44 02 0006 a6000006 " REG_BODY "\nS: 64 " code " 0006 a6000006\n"
/* with option 21, which is unknown and critical */
#define BAD_OPTION "C deliberate: 44 02 0006 a6000006 " PATH "11 32 90 ff " REG_JSON "\nS: 64 82 0006 a6000006 ff 'option 21'\n"
#define AGAIN(n, code) "C: 44 02 000" #n " a700000" #n " " REG_BODY "\nS: 64 " code " 000" #n " a700000" #n " " YES_BODY "\n"
#define SECURE_FIRST SESSION_U1 "Q [2.0.2] hs=16.2: 0003 'ue2'\n" \
	"R [1.1.1]: 44 02 0001 a1000001 " REG_BODY "\nV [1.1.1]: 64 41 0001 a1000001 " YES_BODY "\n"
#define SECURE_RENEWED "R [1.1.2]: 44 02 0002 a2000002 " REG_BODY "\nV [1.1.2]: 64 44 0002 a2000002 " YES_BODY "\n"
#define FOREIGN_LEAVE "Q [2.1.1] deliberate: 44 02 0003 b0000003 " DEREG_BODY "\nU [2.1.1]: 64 83 0003 b0000003\n"
#define SECURE_AGAIN(code) "R [1.1.3]: 44 02 0004 a4000004 " REG_BODY "\nV [1.1.3]: 64 " code " 0004 a4000004 " YES_BODY "\n"
const struct talk_row talk_register_server[] = {
	{ "M5G-REG-S01", "", "C: " REG "\nS: " REG_YES, "",
	  "C deliberate: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'{\"messageType\":\"REG\"," UE "}'\nS: " REG_YES,
	  "fail M5G-REG-S01 2 1" },
	/* refused with a result is not success */
	{ "M5G-REG-S01", "", "C deliberate: 44 02 0001 a1a2a3a4 " PATH JSON_FORMAT "'{\"messageType\":\"REG\"," UE "}'\n"
	  ANSWER("44", "{\"registrationResult\":\"failure\"}"), "", NULL, NULL },
	{ "M5G-DEREG-S01", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  /* Message Type missing: the answer says that it was taken as a de-registration */
	  "C deliberate: 44 02 0002 b1b2b3b4 " PATH JSON_FORMAT "'{" SID "," UE "}'\nS: " DEREG_YES,
	  "fail M5G-DEREG-S01 2 1" },
	{ "M5G-REG-S02.b", "edition=pre-cr\n", "C: " REG_WITH(UE "," CREDENTIAL) "\nS: " REG_YES, "",
	  "C deliberate: " REG "\nS: " REG_YES, "fail M5G-REG-S02.b 2 1" },
	{ "M5G-DEREG-S02.b", "edition=pre-cr\n", "C: " DEREG_WITH(UE "," CREDENTIAL) "\nS: " DEREG_YES, "",
	  "C deliberate: " DEREG "\nS: " DEREG_YES, "fail M5G-DEREG-S02.b 2 1" },
	{ "M5G-REG-S04", "", "C: " REG "\nS: " REG_YES, "",
	  "C: " REG "\nS: 64 45 0001 a1a2a3a4 " YES_BODY, "fail M5G-REG-S04 2 1; fail COAP-RSP-04 2 1" },
	{ "M5G-REG-S04", "", NULL, NULL, "C: " REG "\nS: 64 80 0001 a1a2a3a4 " YES_BODY, "fail M5G-REG-S04 2 1" },
	/* acknowledged, and never answered */
	{ "M5G-REG-S04", "", NULL, NULL, "C: " REG "\nS: 60 00 0001\n" ALIVE, "fail M5G-REG-S04 2 -" },
	{ "M5G-DEREG-S04", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: " DEREG "\nS: 64 42 0002 b1b2b3b4 " GONE_BODY, "fail M5G-DEREG-S04 2 1" },
	/* T1: a separate response is a note, or fails where the reading is literal */
	{ "M5G-REG-S05", "", "C: " REG "\nS: " REG_YES, "",
	  "C: " REG "\nS: 60 00 0001\nS: 44 44 9001 a1a2a3a4 " YES_BODY "\nC: 60 00 9001",
	  "note M5G-REG-S05 3 2-3; note COAP-MSG-29 3 0" },
	{ "M5G-REG-S05", "T1=literal\n", "C: " REG "\nS: " REG_YES, "",
	  "C: " REG "\nS: 60 00 0001\nS: 44 44 9001 a1a2a3a4 " YES_BODY "\nC: 60 00 9001",
	  "fail M5G-REG-S05 3 2-3; note COAP-MSG-29 3 0" },
	{ "M5G-REG-S05", "", NULL, NULL,
	  "C: " REG "\nS: 64 44 0009 a1a2a3a4 " YES_BODY, "fail M5G-REG-S05 2 2-3; fail COAP-MSG-02 2 2-3" },
	{ "M5G-DEREG-S05", "T1=literal\n", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: " DEREG "\nS: 60 00 0002\nS: 44 44 9001 b1b2b3b4 " GONE_BODY "\nC: 60 00 9001",
	  "fail M5G-DEREG-S05 3 2-3; note COAP-MSG-29 3 0" },
	{ "M5G-REG-S07", "", "C: " REG "\nS: " REG_YES, "",
	  "C: " REG "\nS: 64 44 0001 a1a2a3a4 ff " YES_JSON, "fail M5G-REG-S07 2 -" },
	{ "M5G-REG-S07", "", NULL, NULL,
	  "C: " REG "\nS: 64 44 0001 a1a2a3a4 c0 ff " YES_JSON, "fail M5G-REG-S07 2 8" },
	{ "M5G-DEREG-S08", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: " DEREG "\nS: 64 44 0002 b1b2b3b4 c1 3c ff " GONE_JSON, "fail M5G-DEREG-S08 2 8-9" },
	{ "M5G-REG-S08", "", "C: " REG "\nS: " REG_YES, "",
	  "C: " REG "\n" ANSWER("44", "{\"ueServiceId\":\"ue2@example.org\",\"registrationResult\":\"success\"}"),
	  "fail M5G-REG-S08 2 12-42" },
	{ "M5G-REG-S08", "", NULL, NULL,
	  "C: " REG "\n" ANSWER("44", "{\"registrationResult\":\"success\"}"), "fail M5G-REG-S08 2 11-42" },
	{ "M5G-DEREG-S09", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: " DEREG "\n" DANSWER("44", "{\"deregistrationResult\":\"success\"}"), "fail M5G-DEREG-S09 2 11-44" },
	{ "M5G-REG-S09", "", "C: " REG "\nS: " REG_YES, "",
	  "C: " REG "\n" ANSWER("44", "{" UE ",\"registrationResult\":\"maybe\"}"), "fail M5G-REG-S09 2 44-71" },
	{ "M5G-REG-S09", "", NULL, NULL, "C: " REG "\n" ANSWER("44", "{" UE "}"), "fail M5G-REG-S09 2 11-43" },
	{ "M5G-DEREG-S10", "", "C: " DEREG "\nS: " DEREG_YES, "",
	  "C: " DEREG "\n" DANSWER("44", "{" UE "}"), "fail M5G-DEREG-S10 2 11-43" },
	/* T2: the client address in the response is a note, or fails OPT-10 where RFC 7252 is read */
	{ "M5G-DEREG-S07", "", "C: " DEREG_WITH(UE "," ADDRESS) "\nS: " DEREG_YES, "",
	  "C: " DEREG_WITH(UE "," ADDRESS) "\nS: 64 44 0002 b1b2b3b4 b1 'c' 11 32 ff " GONE_JSON,
	  "note M5G-DEREG-S07 2 8-9" },
	{ "M5G-DEREG-S07", "T2=rfc7252\n", "C: " DEREG_WITH(UE "," ADDRESS) "\nS: 64 44 0002 b1b2b3b4 b1 'c' 11 32 ff " GONE_JSON,
	  "fail COAP-OPT-10 2 8-9", NULL, NULL },

	/* A ClientKeyExchange (16): identity length 3, "ue1". Its UE Service ID in the pool is ue1@example.org. */
	{ "M5G-REG-S02.a", "", SESSION_U1 "R [1.1.1]: " REG "\nV [1.1.1]: " REG_YES, "",
	  SESSION_U2 "R [1.1.1] deliberate: " REG "\nV [1.1.1]: " REG_YES, "fail M5G-REG-S02.a 3 1" },
	{ "M5G-DEREG-S02.a", "", SESSION_U1 "R [1.1.1]: " DEREG "\nV [1.1.1]: " DEREG_YES, "",
	  SESSION_U2 "R [1.1.1] deliberate: " DEREG "\nV [1.1.1]: " DEREG_YES, "fail M5G-DEREG-S02.a 3 1" },
	/* refused, as it should be; and on plain coap nothing is asked (T18) */
	{ "M5G-REG-S02.a", "", SESSION_U2 "R [1.1.1] deliberate: " REG "\nV [1.1.1]: 64 83 0001 a1a2a3a4", "", NULL, NULL },

	/* state: a first and a renewed registration are answered differently, then the renewal as a first one */
	{ "M5G-REG-S03", "", FIRST RENEWED, "",
	  FIRST RENEWED "C: 44 02 0005 a5 00 00 05 " REG_BODY "\nS: 64 41 0005 a5000005 " YES_BODY,
	  "fail M5G-REG-S03 6 1; note COAP-RSP-02 6 1" },
	/* what changed it may have passed elsewhere, or be lost by the capture */
	{ "M5G-REG-S03", "vantage=unknown\n", FIRST RENEWED "C: 44 02 0005 a5 00 00 05 " REG_BODY "\nS: 64 41 0005 a5000005 " YES_BODY,
	  "inconc M5G-REG-S03 6 -; note COAP-RSP-02 6 1", NULL, NULL },
	{ "M5G-DEREG-S03", "vantage=unknown\n", FIRST RENEWED LEAVE(3) AGAIN(7, "41") LEAVE(4) AGAIN(5, "44"),
	  "inconc M5G-DEREG-S03 12 -", NULL, NULL },
	/* not observable where all is 2.04 */
	{ "M5G-DEREG-S03", "", FIRST RENEWED LEAVE(3) AGAIN(7, "41"), "",
	  FIRST RENEWED LEAVE(3) AGAIN(7, "44"), "fail M5G-DEREG-S03 8 1" },
	/* leaving twice: refused where unknown, as this server did at first */
	{ "M5G-DEREG-S03", "", LEAVE_REFUSED(8) FIRST LEAVE(3) LEAVE_REFUSED(9), "",
	  LEAVE_REFUSED(8) FIRST LEAVE(3) LEAVE(9), "fail M5G-DEREG-S03 8 1" },
	/* a copy of the first registration that comes late: what it did is not the de-registration's fault (COAP-MSG-11, T14) */
	{ "M5G-DEREG-S03", "", FIRST RENEWED LEAVE(3) AGAIN(7, "41") LEAVE(4) LATE_FIRST AGAIN(5, "44"), "",
	  FIRST RENEWED LEAVE(3) AGAIN(7, "41") LEAVE(4) LATE_FIRST AGAIN(5, "44") LEAVE(6) AGAIN(9, "44"), "fail M5G-DEREG-S03 18 1" },
	/* deleted for another UE, though refused: what is left shows it */
	{ "M5G-DEREG-S02.a", "", SECURE_FIRST SECURE_RENEWED FOREIGN_LEAVE SECURE_AGAIN("44"), "",
	  SECURE_FIRST SECURE_RENEWED FOREIGN_LEAVE SECURE_AGAIN("41"),
	  "fail M5G-DEREG-S02.a 10 1; note COAP-RSP-02 10 1" },
	/* a success for a registration without UE Service ID */
	{ "M5G-REG-S10", "", "C deliberate: " REG_WITH("\"x\":1") "\nS: 64 80 0001 a1a2a3a4", "",
	  "C deliberate: " REG_WITH("\"x\":1") "\nS: " REG_YES, "fail M5G-REG-S10 2 1" },
	/* left, refused, and then answered as if it were registered */
	{ "M5G-REG-S10", "", FIRST RENEWED LEAVE(3) REFUSED_REG("80") AGAIN(7, "41"), "",
	  FIRST RENEWED LEAVE(3) REFUSED_REG("80") AGAIN(7, "44"), "fail M5G-REG-S10 10 1" },
	{ "COAP-OPT-06", "", FIRST RENEWED LEAVE(3) BAD_OPTION AGAIN(7, "41"), "",
	  FIRST RENEWED LEAVE(3) BAD_OPTION AGAIN(7, "44"), "fail COAP-OPT-06 10 1" },
	{ "COAP-RSP-02", "", FIRST RENEWED, "",
	  "C: " REG "\nS: " REG_YES "\nC: 44 02 0002 a2000002 " REG_BODY "\nS: 64 41 0002 a2000002 " YES_BODY,
	  "inconc M5G-REG-S03 4 -; note COAP-RSP-02 4 1" },
	{ 0 },
};
