/* tests/unit/server_refusal.c - what is refused: the request, octet by octet, the code, the diagnostic. */
#include "tests/unit/server.h"

#include <string.h>

#define PATH "\xb7" "msgin5g"		/* 11 Uri-Path */
#define FORMAT "\x11\x32"		/* 12 Content-Format 50, after Uri-Path */
#define BODY "\xff" REG("ue1@example.org")
#define MEMBERS(text) PATH FORMAT "\xff" "{" text "}"
#define SERVICE "\"msgin5gServiceId\":\"MSGin5G\""
#define TYPE "\"messageType\":\"REG\""
#define UE "\"ueServiceId\":\"ue1@example.org\""
#define PROFILE(text) MEMBERS(SERVICE "," TYPE "," UE ",\"msgin5gClientProfile\":" text)
#define TRIGGER(text) PROFILE("{\"msgin5gClientTriggeringInformation\":" text "}")
#define AVAILABLE(text) PROFILE("{\"msgin5gClientCommunicationAvailability\":" text "}")

/* Code 02 but where METHOD says otherwise; after the header (token length 1) and the Token a1. */
static const struct row {
	uint8_t code;			/* of the answer */
	const char *diagnostic;
	const char *octets;
	size_t len;
	uint8_t method;
} rows[] = {
	/* --- options. 4.02 is 0x82, 5.05 is 0xa5 --- */
	/* 9 OSCORE, empty (delta 9); Uri-Path delta 2 */
	{ 0x82, "unknown critical option OSCORE (9)", OCTETS("\x90" "\x27" "msgin5g" FORMAT BODY), 0 },
	/* 2049 (delta 2037 = 269 + 0x06e8, after 12) */
	{ 0x82, "unknown critical option (2049)", OCTETS(PATH FORMAT "\xe1\x06\xe8" "x" BODY), 0 },
	/* 3 Uri-Host of no octets; Uri-Path delta 8 */
	{ 0x82, "length out of range of critical option Uri-Host (3)", OCTETS("\x30" "\x87" "msgin5g" FORMAT BODY), 0 },
	/* 5 If-None-Match of one octet; Uri-Path delta 6 */
	{ 0x82, "length out of range of critical option If-None-Match (5)", OCTETS("\x51" "x" "\x67" "msgin5g" FORMAT BODY), 0 },
	/* 7 Uri-Port of three octets; Uri-Path delta 4 */
	{ 0x82, "length out of range of critical option Uri-Port (7)", OCTETS("\x73" "\x00\x16\x33" "\x47" "msgin5g" FORMAT BODY), 0 },
	/* 17 Accept of three octets (delta 5) */
	{ 0x82, "length out of range of critical option Accept (17)", OCTETS(PATH FORMAT "\x53" "\x00\x00\x32" BODY), 0 },
	/* 17 Accept twice */
	{ 0x82, "second occurrence of critical option Accept (17)", OCTETS(PATH FORMAT "\x51\x32" "\x01\x32" BODY), 0 },
	/* 3 Uri-Host twice; Uri-Path delta 8 */
	{ 0x82, "second occurrence of critical option Uri-Host (3)", OCTETS("\x31" "h" "\x01" "h" "\x87" "msgin5g" FORMAT BODY), 0 },
	/* 27 Block1 (delta 15 = 13 + 2 after 12): 0/0/64 */
	{ 0x82, "blockwise transfer is not supported: option Block1 (27)", OCTETS(PATH FORMAT "\xd1\x02" "\x02" BODY), 0 },
	/* 23 Block2 (delta 11) */
	{ 0x82, "blockwise transfer is not supported: option Block2 (23)", OCTETS(PATH FORMAT "\xb1" "\x02" BODY), 0 },
	/* 35 Proxy-Uri (delta 23 = 13 + 10), 39 Proxy-Scheme (delta 27 = 13 + 14) */
	{ 0xa5, "no proxy: Proxy-Uri", OCTETS(PATH FORMAT "\xd8\x0a" "coap://h" BODY), 0 },
	{ 0xa5, "no proxy: Proxy-Scheme", OCTETS(PATH FORMAT "\xd4\x0e" "coap" BODY), 0 },

	/* --- resource. 4.04 is 0x84, 4.05 is 0x85 --- */
	{ 0x84, "no such resource", OCTETS("\xb7" "msgin5G" FORMAT BODY), 0 },
	{ 0x84, "no such resource", OCTETS(PATH "\x00" FORMAT BODY), 0 },	/* a trailing slash: one more segment */
	{ 0x84, "no such resource", OCTETS("\xb3" "msg" "\x04" "in5g" FORMAT BODY), 0 },
	{ 0x84, "no such resource", OCTETS("\xc1\x32" BODY), 0 },		/* no path at all */
	/* 15 Uri-Query (delta 3) */
	{ 0x84, "no such resource: Uri-Query is part of its name", OCTETS(PATH FORMAT "\x33" "a=b" BODY), 0 },
	{ 0x85, "POST only", OCTETS(PATH FORMAT BODY), 0x01 },			/* GET */
	{ 0x85, "POST only", OCTETS(PATH FORMAT BODY), 0x03 },			/* PUT */
	{ 0x85, "POST only", OCTETS(PATH), 0x04 },				/* DELETE */
	{ 0x85, "POST only", OCTETS(PATH FORMAT BODY), 0x1f },			/* 0.31 */

	/* --- conditions. 4.06 is 0x86, 4.12 is 0x8c, 4.15 is 0x8f --- */
	{ 0x86, "application/json (50) only", OCTETS(PATH FORMAT "\x50" BODY), 0 },	/* Accept 0: text/plain */
	{ 0x86, "application/json (50) only", OCTETS(PATH FORMAT "\x51\x3c" BODY), 0 },	/* 60: CBOR */
	/* 1 If-Match "xy" (Uri-Path delta 10); 5 If-None-Match (Uri-Path delta 6) */
	{ 0x8c, "If-Match: no such entity tag", OCTETS("\x12" "xy" "\xa7" "msgin5g" FORMAT BODY), 0 },
	{ 0x8c, "If-None-Match: the resource exists", OCTETS("\x50" "\x67" "msgin5g" FORMAT BODY), 0 },
	{ 0x8f, "Content-Format 50 is missing", OCTETS(PATH BODY), 0 },
	{ 0x8f, "Content-Format 50 is missing", OCTETS(PATH "\x13" "\x00\x00\x32" BODY), 0 },
	{ 0x8f, "Content-Format is not 50", OCTETS(PATH "\x10" BODY), 0 },
	{ 0x8f, "Content-Format is not 50", OCTETS(PATH "\x12" "\xfd\xe8" BODY), 0 },	/* 65000 */

	/* --- payload. 4.00 is 0x80 --- */
	{ 0x80, "no payload", OCTETS(PATH FORMAT), 0 },
	{ 0x80, "the payload is not UTF-8", OCTETS(MEMBERS(SERVICE "," TYPE ",\"ueServiceId\":\"\xff\"")), 0 },
	{ 0x80, "byte order mark before the JSON text", OCTETS(PATH FORMAT "\xff" "\xef\xbb\xbf" REG("ue1@example.org")), 0 },
	{ 0x80, "no JSON text", OCTETS(PATH FORMAT "\xff" "REG"), 0 },
	{ 0x80, "the JSON text ends too early", OCTETS(PATH FORMAT "\xff" "{" SERVICE "," TYPE "," UE), 0 },
	{ 0x80, "octets after the JSON text", OCTETS(PATH FORMAT BODY "}"), 0 },
	{ 0x80, "the JSON text is no object", OCTETS(PATH FORMAT "\xff" "[" REG("ue1@example.org") "]"), 0 },
	{ 0x80, "a JSON string with a control character or a false escape", OCTETS(MEMBERS(SERVICE "," TYPE ",\"ueServiceId\":\"ue\n\"")), 0 },
	{ 0x80, "a JSON string with a control character or a false escape", OCTETS(MEMBERS(SERVICE "," TYPE ",\"ueServiceId\":\"\\q\"")), 0 },
	{ 0x80, "a JSON string with a control character or a false escape", OCTETS(MEMBERS(SERVICE "," TYPE ",\"ueServiceId\":\"\\ud800\"")), 0 },
	{ 0x80, "the JSON text is nested too deep or has too many values",
	  OCTETS(MEMBERS(SERVICE "," TYPE "," UE ",\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")), 0 },

	/* --- mandatory elements --- */
	{ 0x80, "MSGin5G service identifier is missing", OCTETS(MEMBERS(TYPE "," UE)), 0 },
	{ 0x80, "MSGin5G service identifier is of another JSON type", OCTETS(MEMBERS("\"msgin5gServiceId\":5," TYPE "," UE)), 0 },
	{ 0x80, "MSGin5G service identifier is empty", OCTETS(MEMBERS("\"msgin5gServiceId\":\"\"," TYPE "," UE)), 0 },
	{ 0x80, "MSGin5G service identifier occurs twice", OCTETS(MEMBERS(SERVICE "," TYPE "," UE "," SERVICE)), 0 },
	{ 0x80, "MSGin5G service identifier has a value that means nothing here", OCTETS(MEMBERS("\"msgin5gServiceId\":\"msgin5g\"," TYPE "," UE)), 0 },
	{ 0x80, "Message Type is missing", OCTETS(MEMBERS(SERVICE "," UE)), 0 },
	{ 0x80, "Message Type is of another JSON type", OCTETS(MEMBERS(SERVICE ",\"messageType\":null," UE)), 0 },
	{ 0x80, "Message Type is empty", OCTETS(MEMBERS(SERVICE ",\"messageType\":\"\"," UE)), 0 },
	{ 0x80, "Message Type occurs twice", OCTETS(MEMBERS(SERVICE "," TYPE ",\"messageType\":\"DEREG\"," UE)), 0 },
	{ 0x80, "Message Type has a value that means nothing here", OCTETS(MEMBERS(SERVICE ",\"messageType\":\"MSG\"," UE)), 0 },
	{ 0x80, "Message Type is written in another case", OCTETS(MEMBERS(SERVICE ",\"messageType\":\"Reg\"," UE)), 0 },
	{ 0x80, "UE Service ID is missing", OCTETS(MEMBERS(SERVICE "," TYPE)), 0 },
	{ 0x80, "UE Service ID is of another JSON type", OCTETS(MEMBERS(SERVICE "," TYPE ",\"ueServiceId\":{}")), 0 },
	{ 0x80, "UE Service ID is empty", OCTETS(MEMBERS(SERVICE "," TYPE ",\"ueServiceId\":\"\"")), 0 },
	{ 0x80, "UE Service ID occurs twice", OCTETS(MEMBERS(UE "," SERVICE "," TYPE "," UE)), 0 },

	/* --- Client Profile --- */
	{ 0x80, "MSGin5G Client Profile: wrong JSON type of MSGin5G Client Profile", OCTETS(PROFILE("[]")), 0 },
	{ 0x80, "Triggering Information without MSGin5G UE ID", OCTETS(TRIGGER("{\"msgin5gClientPorts\":[4000]}")), 0 },
	{ 0x80, "Triggering Information without MSGin5G Client Ports", OCTETS(TRIGGER("{\"msgin5gUeId\":\"1\"}")), 0 },
	{ 0x80, "MSGin5G Client Ports holds what is no port", OCTETS(TRIGGER("{\"msgin5gUeId\":\"1\",\"msgin5gClientPorts\":[1,65536]}")), 0 },
	{ 0x80, "MSGin5G Client Ports holds what is no port", OCTETS(TRIGGER("{\"msgin5gUeId\":\"1\",\"msgin5gClientPorts\":[\"1\"]}")), 0 },
	{ 0x80, "MSGin5G Client Profile: wrong JSON type of MSGin5G UE ID", OCTETS(TRIGGER("{\"msgin5gUeId\":\"\",\"msgin5gClientPorts\":[1]}")), 0 },
	{ 0x80, "MSGin5G Client Profile: twice MSGin5G UE ID",
	  OCTETS(TRIGGER("{\"msgin5gUeId\":\"1\",\"msgin5gUeId\":\"2\",\"msgin5gClientPorts\":[1]}")), 0 },
	{ 0x80, "Communication Availability without Scheduled communication time", OCTETS(AVAILABLE("{\"communicationDurationTime\":60}")), 0 },
	{ 0x80, "Communication Availability without Communication duration time", OCTETS(AVAILABLE("{\"scheduledCommunicationTime\":\"t\"}")), 0 },
	{ 0x80, "Periodic communication indicator without interval",
	  OCTETS(AVAILABLE("{\"scheduledCommunicationTime\":\"t\",\"communicationDurationTime\":60,\"periodicCommunicationIndicator\":\"PERIODICALLY\"}")), 0 },
	{ 0x80, "Periodic communication indicator has a value that means nothing here",
	  OCTETS(AVAILABLE("{\"scheduledCommunicationTime\":\"t\",\"communicationDurationTime\":60,\"periodicCommunicationIndicator\":\"OFTEN\","
			   "\"periodicCommunicationInterval\":9}")), 0 },
	{ 0x80, "MSGin5G Client Profile: no whole number from 0 on in Communication duration time",
	  OCTETS(AVAILABLE("{\"scheduledCommunicationTime\":\"t\",\"communicationDurationTime\":-1}")), 0 },
	{ 0x80, "MSGin5G Client Profile: wrong JSON type of Store and forward option",
	  OCTETS(AVAILABLE("{\"scheduledCommunicationTime\":\"t\",\"communicationDurationTime\":1,\"storeAndForwardOption\":\"true\"}")), 0 },
};

static size_t request(uint8_t *ask, const struct row *row, uint8_t first)
{
	memcpy(ask, (uint8_t[]){ first, row->method ? row->method : 0x02, 0x12, 0x34, 0xa1 }, 5);
	memcpy(ask + 5, row->octets, row->len);
	return 5 + row->len;
}

START_TEST(test_refused)
{
	const struct row *row = &rows[_i];
	uint8_t ask[600], answer[200];
	size_t len = strlen(row->diagnostic);
	struct world w;

	world_begin(&w);
	world_input(&w, 1, ask, request(ask, row, 0x41));
	memcpy(answer, (uint8_t[]){ 0x61, row->code, 0x12, 0x34, 0xa1, 0xff }, 6);
	memcpy(answer + 6, row->diagnostic, len);
	world_expect(&w, 1, answer, 6 + len);
	ck_assert_uint_eq(server_registered(w.server), 0);
	world_end(&w);
}
END_TEST

/* To a NON a critical option it does not take is rejected in silence (RFC 7252 5.4.1); what else is
 * refused is told in a NON. */
START_TEST(test_refused_to_non)
{
	const struct row *row = &rows[_i];
	uint8_t ask[600];
	struct world w;

	world_begin(&w);
	world_input(&w, 1, ask, request(ask, row, 0x51));
	if (row->code == 0x82) {
		world_expect_silence(&w);
	} else {
		ck_assert_uint_eq(w.count, 1);
		ck_assert_uint_eq(w.sent[0].bytes[0], 0x51);
		ck_assert_uint_eq(w.sent[0].bytes[1], row->code);
		ck_assert_uint_eq(w.sent[0].bytes[4], 0xa1);
	}
	world_end(&w);
}
END_TEST

/* 4.13 tells the limit in Size1 (option 60 = 13 + 47; 1024 is 04 00; RFC 7959 4). */
START_TEST(test_payload_too_large)
{
	static const char head[] = "\x41\x02\x12\x34" "\xa1" PATH FORMAT "\xff";
	uint8_t ask[sizeof(head) - 1 + 1025];
	struct world w;

	world_begin(&w);
	memset(ask, ' ', sizeof(ask));
	memcpy(ask, head, sizeof(head) - 1);
	world_input(&w, 1, ask, sizeof(ask));
	world_expect(&w, 1, OCTETS("\x61\x8d\x12\x34" "\xa1" "\xd2\x2f\x04\x00" "\xff" "payload too large (1024)"));
	world_end(&w);
}
END_TEST

/* 41 options, all elective and unknown: what lies beyond those the reader keeps might be critical. */
START_TEST(test_too_many_options)
{
	uint8_t ask[400] = "\x41\x02\x12\x34" "\xa1" PATH FORMAT;
	size_t len = 5 + 8 + 2;
	struct world w;

	world_begin(&w);
	for (int i = 0; i < 41; i++)
		ask[len++] = 0x20;
	memcpy(ask + len, BODY, sizeof(BODY) - 1);
	world_input(&w, 1, ask, len + sizeof(BODY) - 1);
	world_expect(&w, 1, OCTETS("\x61\x82\x12\x34" "\xa1" "\xff" "more options than this server reads"));
	world_end(&w);
}
END_TEST

START_TEST(test_whole_profile_accepted)
{
	static const char ask[] = "\x41\x02\x12\x34" "\xa1" PROFILE(
		"{\"msgin5gClientTriggeringInformation\":{\"msgin5gUeId\":\"msisdn-1\",\"msgin5gClientPorts\":[1,65535]},"
		"\"msgin5gClientCommunicationAvailability\":{\"scheduledCommunicationTime\":\"2024-01-01T00:00:00Z\","
		"\"communicationDurationTime\":60,\"periodicCommunicationIndicator\":\"ON_DEMAND\","
		"\"periodicCommunicationInterval\":0,\"dataSizeIndication\":100,\"storeAndForwardOption\":true},"
		"\"maximumSegmentSize\":2048,\"later\":null}");
	struct world w;

	world_begin(&w);
	world_input(&w, 1, ask, sizeof(ask) - 1);
	world_expect(&w, 1, OCTETS("\x61\x41\x12\x34" "\xa1" "\xc1\x32" "\xff" REGISTERED("ue1@example.org")));
	world_end(&w);
}
END_TEST

Suite *server_refusal_tests(void)
{
	Suite *suite = suite_create("server refusals");
	TCase *cases = tcase_create("refusals");

	tcase_add_loop_test(cases, test_refused, 0, sizeof(rows) / sizeof(*rows));
	tcase_add_loop_test(cases, test_refused_to_non, 0, sizeof(rows) / sizeof(*rows));
	tcase_add_test(cases, test_payload_too_large);
	tcase_add_test(cases, test_too_many_options);
	tcase_add_test(cases, test_whole_profile_accepted);
	suite_add_tcase(suite, cases);
	return suite;
}
