/* tests/unit/judge_talk_gateway.c - constrained devices at a Gateway UE, and its bulk registrations.
 *
 *     44 02 0001      CON, Token of 4 octets, 0.02 POST, MID 1     64 41 0001   ACK, 2.01 Created
 *     a1a2a3a4        Token                                        64 44        ACK, 2.04 Changed; 64 80: 4.00
 *     b7 'msgin5g'    Uri-Path (11), 7 octets
 *     11 32           Content-Format (12) 50                       c1 32
 *     ff              marker; the payload of a request begins at octet 19, of an answer at 11
 */
#include "tests/unit/judge.h"

#define AT_GATEWAY "features=gateway,bulk\ngateway=coap://127.0.0.1:5685/msgin5g\nfar=coap://127.0.0.1/msgin5g\n" \
	"ue=stranger\nue-service-id=nobody@example.org\nunprovisioned=yes\n"
#define PRE_CR AT_GATEWAY "edition=pre-cr\n"

#define L2 "\"layer2Id\":\"0a0b0C\""
#define APP "\"applicationId\":\"meter\""
#define DEVICE(mid, type, members) "44 02 " mid " " mid " " mid " " PATH JSON_FORMAT "'{\"messageType\":\"" type "\"," members "}'"
#define COMES(mid) "E: " DEVICE(mid, "REG", L2 "," APP) "\n"
#define LEAVES(mid) "E: " DEVICE(mid, "DEREG", L2 "," APP) "\n"
#define SAYS(code, mid) "e: 64 " code " " mid " " mid " " mid " c1 32 ff '{" APP ",\"registrationResult\":\"success\"}'\n"
#define SAYS_GONE(mid) "e: 64 44 " mid " " mid " " mid " c1 32 ff '{" APP ",\"deregistrationResult\":\"success\"}'\n"
#define REFUSES(code, mid) "e: 64 " code " " mid " " mid " " mid "\n"
/* 2.01 and 2.04, 2.04 and 4.04: the Gateway UE has shown that it tells them apart */
#define TELLS COMES("0101") SAYS("41", "0101") COMES("0102") SAYS("44", "0102") LEAVES("0103") SAYS_GONE("0103") \
	LEAVES("0104") REFUSES("84", "0104")

#define UE_REG(ue, more) PATH JSON_FORMAT "'{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"" ue "\"" more "}'"
#define ASKS(mid, ue, more) "E: 44 02 " mid " " mid " " mid " " UE_REG(ue, more) "\n"
#define INTERIM(mid, ue) "e: 64 44 " mid " " mid " " mid " c1 32 ff '{\"ueServiceId\":\"" ue "\"}'\n"
#define BULK(mid, number, list) "C: 44 02 " mid " " mid " " mid " " UE_REG("gw@example.org", ",\"numberOfRequests\":" number ",\"registrations\":[" list "]") "\n"
#define ONE(ue) "{\"ueServiceId\":\"" ue "\"}"
#define DONE(ue) "{\"ueServiceId\":\"" ue "\",\"registrationResult\":\"success\"}"
#define BULK_SAYS(mid, number, list) "S: 64 44 " mid " " mid " " mid " c1 32 ff '{\"ueServiceId\":\"gw@example.org\"," \
	"\"registrationResult\":\"success\",\"numberOfResponses\":" number ",\"registrations\":[" list "]}'\n"
#define BULKED(number, list) BULK("0202", number, list) BULK_SAYS("0202", "1", DONE("ue1@example.org"))

const struct talk_row talk_gateway[] = {
	/* by PUT; with Content-Format 0; no JSON; no Message Type */
	{ "M5G-GW-C01", AT_GATEWAY, COMES("0001") SAYS("44", "0001"), "",
	  "E: 44 03 0001 00010001 " PATH JSON_FORMAT "'{\"messageType\":\"REG\"," L2 "," APP "}'\n" REFUSES("85", "0001"),
	  "fail M5G-GW-C01 1 1" },
	{ "M5G-GW-C01", AT_GATEWAY, LEAVES("0001") SAYS_GONE("0001"), "",
	  "E: 44 02 0001 00010001 " PATH "10 ff '{\"messageType\":\"REG\"," L2 "," APP "}'\n" REFUSES("8f", "0001"),
	  "fail M5G-GW-C01 1 16" },
	{ "M5G-GW-C01", AT_GATEWAY, NULL, NULL, "E: 44 02 0001 00010001 " PATH JSON_FORMAT "'REG'\n" REFUSES("80", "0001"),
	  "fail JSON-03 1 19; fail M5G-GW-C01 1 19-21" },
	{ "M5G-GW-C01", AT_GATEWAY, NULL, NULL, "E: 44 02 0001 00010001 " PATH JSON_FORMAT "'{" L2 "," APP "}'\n" REFUSES("80", "0001"),
	  "fail M5G-GW-C01 1 19-63" },
	/* missing; five digits; no hexadecimal */
	{ "M5G-GW-C02", AT_GATEWAY, COMES("0001") SAYS("44", "0001"), "",
	  "E: " DEVICE("0001", "REG", APP) "\n" REFUSES("80", "0001"), "fail M5G-GW-C02 1 19-63" },
	{ "M5G-GW-C02", AT_GATEWAY, NULL, NULL,
	  "E: " DEVICE("0001", "REG", "\"layer2Id\":\"0a0b0\"," APP) "\n" REFUSES("80", "0001"), "fail M5G-GW-C02 1 40-57" },
	{ "M5G-GW-C02", AT_GATEWAY, NULL, NULL,
	  "E: " DEVICE("0001", "REG", "\"layer2Id\":\"0a0b0g\"," APP) "\n" REFUSES("80", "0001"), "fail M5G-GW-C02 1 40-58" },
	/* a UE behind the Gateway UE is no device */
	{ "M5G-GW-C03", AT_GATEWAY, COMES("0001") SAYS("44", "0001") ASKS("0002", "ue1@example.org", "") INTERIM("0002", "ue1@example.org"), "",
	  "E: " DEVICE("0001", "REG", L2) "\n" REFUSES("80", "0001"), "fail M5G-GW-C03 1 19-59" },
	{ "M5G-GW-C03", AT_GATEWAY, NULL, NULL,
	  "E: " DEVICE("0001", "REG", L2 ",\"applicationId\":\"\"") "\n" REFUSES("80", "0001"), "fail M5G-GW-C03 1 60-77" },
	{ "M5G-GW-C04", PRE_CR,
	  "E: " DEVICE("0001", "REG", L2 "," APP ",\"credentialInformation\":{\"authenticationType\":\"x\"}") "\n" SAYS("44", "0001"), "",
	  COMES("0001") REFUSES("81", "0001"), "fail M5G-GW-C04 1 19-83" },
	{ "M5G-GW-C05", AT_GATEWAY, COMES("0001") SAYS("44", "0001"), "",
	  /* to the server instead */
	  "C: " DEVICE("0001", "REG", L2 "," APP) "\nS: 64 80 0001 00010001\n", "note M5G-GW-C05 1 -" },

	/* success without a Layer-2 ID; to a stranger; without the credential of pre-cr */
	{ "S2-GW-01.a", AT_GATEWAY, COMES("0001") SAYS("44", "0001"), "",
	  "E: " DEVICE("0001", "REG", APP) "\n" SAYS("44", "0001"), "fail M5G-GW-C02 1 19-63; warn S2-GW-01.a 2 1" },
	{ "S2-GW-01.a", AT_GATEWAY, "E: " DEVICE("0001", "REG", L2 ",\"applicationId\":\"nobody@example.org\"") "\n" REFUSES("83", "0001"), "",
	  "E: " DEVICE("0001", "REG", L2 ",\"applicationId\":\"nobody@example.org\"") "\n" SAYS("44", "0001"), "warn S2-GW-01.a 2 1" },
	{ "S2-GW-01.a", PRE_CR, NULL, NULL, COMES("0001") SAYS("44", "0001"), "fail M5G-GW-C04 1 19-83; warn S2-GW-01.a 2 1" },
	/* renewed, and answered as for the first time; refused, and stored all the same */
	{ "S2-GW-01.b", AT_GATEWAY, TELLS COMES("0105") SAYS("41", "0105") COMES("0106") SAYS("44", "0106"),
	  "",
	  TELLS COMES("0105") SAYS("41", "0105") COMES("0106") SAYS("41", "0106"),
	  "warn S2-GW-01.b 12 1" },
	{ "S2-GW-01.a", AT_GATEWAY, TELLS COMES("0105") REFUSES("80", "0105") COMES("0106") SAYS("41", "0106"),
	  "",
	  TELLS COMES("0105") REFUSES("80", "0105") COMES("0106") SAYS("44", "0106"),
	  "warn S2-GW-01.a 12 1" },
	/* another device, of another Layer-2 ID, may not leave in its name: that tells nothing of the mapping */
	{ "S2-GW-01.b", AT_GATEWAY, TELLS COMES("0105") SAYS("41", "0105")
	  "F: " DEVICE("0106", "DEREG", "\"layer2Id\":\"0d0e0f\"," APP) "\nf: 64 84 0106 01060106\n" COMES("0107") SAYS("44", "0107"),
	  "", NULL, NULL },
	{ "S2-GW-02", AT_GATEWAY, TELLS, "",
	  TELLS COMES("0105") SAYS("41", "0105") LEAVES("0106") SAYS_GONE("0106") COMES("0107") SAYS("44", "0107"),
	  "warn S2-GW-02 14 1" },

	{ "S2-BULK-01", AT_GATEWAY,
	  ASKS("0001", "ue1@example.org", "") INTERIM("0001", "ue1@example.org") BULKED("1", ONE("ue1@example.org")), "",
	  ASKS("0001", "ue1@example.org", ",\"registrationUrgentDegree\":true") INTERIM("0001", "ue1@example.org")
	  BULKED("1", ONE("ue1@example.org")), "warn S2-BULK-01 3 121-171" },
	/* sent by itself first, it may be in a bulk afterwards */
	{ "S2-BULK-01", AT_GATEWAY,
	  ASKS("0001", "ue1@example.org", ",\"registrationUrgentDegree\":true") INTERIM("0001", "ue1@example.org")
	  "C: " REG "\nS: " REG_YES "\n" BULKED("1", ONE("ue1@example.org")), "", NULL, NULL },
	/* a Wait time of 2 s: the bulk after 1 s, after 3 s, and never */
	{ "S2-BULK-02", AT_GATEWAY,
	  ASKS("0001", "ue1@example.org", ",\"waitTime\":2") INTERIM("0001", "ue1@example.org")
	  "C @2000: 44 02 0202 02020202 " UE_REG("gw@example.org", ",\"numberOfRequests\":1,\"registrations\":[" ONE("ue1@example.org") "]") "\n"
	  BULK_SAYS("0202", "1", DONE("ue1@example.org")), "",
	  ASKS("0001", "ue1@example.org", ",\"waitTime\":2") INTERIM("0001", "ue1@example.org")
	  "C @4000: 44 02 0202 02020202 " UE_REG("gw@example.org", ",\"numberOfRequests\":1,\"registrations\":[" ONE("ue1@example.org") "]") "\n"
	  BULK_SAYS("0202", "1", DONE("ue1@example.org")), "warn S2-BULK-02 3 121-171" },
	{ "S2-BULK-02", AT_GATEWAY, NULL, NULL,
	  ASKS("0001", "ue1@example.org", ",\"waitTime\":2") INTERIM("0001", "ue1@example.org"), "warn S2-BULK-02 2 -" },
	{ "S2-BULK-03", AT_GATEWAY, ASKS("0001", "ue1@example.org", "") INTERIM("0001", "ue1@example.org"), "",
	  ASKS("0001", "ue1@example.org", "") "e: 64 44 0001 00010001 c1 32 ff '{}'\n", "fail S2-BULK-03 2 11-12" },
	/* two said, one listed; no number */
	{ "S2-BULK-04", AT_GATEWAY, BULKED("1", ONE("ue1@example.org")), "",
	  BULKED("2", ONE("ue1@example.org")), "fail S2-BULK-04 1 121-171" },
	{ "S2-BULK-04", AT_GATEWAY, NULL, NULL,
	  BULKED("\"1\"", ONE("ue1@example.org")), "fail S2-BULK-04 1 123-173" },
	/* one answer to two requests; a number that is not the list's */
	{ "S2-BULK-05", AT_GATEWAY, BULKED("1", ONE("ue1@example.org")), "",
	  BULKED("2", ONE("ue1@example.org") "," ONE("ue2@example.org")), "fail S2-BULK-05 2 11-178" },
	{ "S2-BULK-05", AT_GATEWAY, NULL, NULL,
	  BULK("0202", "1", ONE("ue1@example.org")) BULK_SAYS("0202", "3", DONE("ue1@example.org")), "fail S2-BULK-05 2 11-178" },
	{ 0 }
};
