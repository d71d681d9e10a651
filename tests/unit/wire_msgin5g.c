/* tests/unit/wire_msgin5g.c - MSGin5G payloads: read under a binding, and built for one. */
#include "tests/unit/wire.h"

#include <stdio.h>
#include <string.h>

#include "wire/msgin5g.h"

enum { HEADER = 5 };	/* 40 02 12 34: CON, no token, POST; ff: the payload marker */

struct payload {
	uint8_t bytes[2000];
	struct message message;
	struct msgin5g read;
};

static void read_payload(struct payload *p, const char *json, const struct binding *binding)
{
	size_t len = strlen(json);

	memcpy(p->bytes, "\x40\x02\x12\x34\xff", HEADER);
	memcpy(p->bytes + HEADER, json, len);
	message_read(&p->message, p->bytes, len ? HEADER + len : HEADER - 1);
	msgin5g_read(&p->read, &p->message, binding);
}

static void reads_default(struct payload *p, const char *json)
{
	struct binding binding;

	binding_default(&binding);
	read_payload(p, json, &binding);
}

#define SERVICE "\"msgin5gServiceId\":\"MSGin5G\","

/* 24.538 6.3.1.2.1, 6.3.1.2.2: both the service identifier and the Message Type say what it is. */
static const struct kind_vector {
	const char *json;
	enum msgin5g_kind kind;
} kinds[] = {
	{ "{" SERVICE "\"messageType\":\"REG\",\"ueServiceId\":\"ue1\"}", MSGIN5G_REG },
	{ "{\"messageType\":\"DEREG\"," SERVICE "\"ueServiceId\":\"ue1\"}", MSGIN5G_DEREG },
	{ "{" SERVICE "\"message\\u0054ype\":\"\\u0052EG\"}", MSGIN5G_REG },
	{ "{" SERVICE "\"messageType\":\"reg\"}", MSGIN5G_OTHER },
	{ "{" SERVICE "\"messageType\":\"REG \"}", MSGIN5G_OTHER },
	{ "{" SERVICE "\"messageType\":\"REG\\u0000\"}", MSGIN5G_OTHER },
	{ "{" SERVICE "\"messageType\":null}", MSGIN5G_OTHER },
	{ "{" SERVICE "\"messageType\":[\"REG\"]}", MSGIN5G_OTHER },
	{ "{" SERVICE "\"x\":1}", MSGIN5G_OTHER },
	{ "{\"messageType\":\"REG\"}", MSGIN5G_NONE },
	{ "{\"msgin5gServiceId\":\"msgin5g\",\"messageType\":\"REG\"}", MSGIN5G_NONE },
	{ "{\"msgin5gServiceId\":1,\"messageType\":\"REG\"}", MSGIN5G_NONE },
	{ "{\"o\":{" SERVICE "\"messageType\":\"REG\"}}", MSGIN5G_NONE },
	{ "[" "\"msgin5gServiceId\",\"MSGin5G\"" "]", MSGIN5G_NONE },
	{ "{" SERVICE "\"messageType\":\"REG\"", MSGIN5G_REG },		/* cut after what says it */
	{ "{}", MSGIN5G_NONE },
	{ "MSGin5G", MSGIN5G_NONE },
	{ "", MSGIN5G_NONE },
};

START_TEST(test_msgin5g_kind)
{
	struct payload p;

	reads_default(&p, kinds[_i].json);
	ck_assert_msg(p.read.kind == kinds[_i].kind, "%s", kinds[_i].json);
}
END_TEST

START_TEST(test_msgin5g_marks_each_element)
{
	struct payload p;
	struct binding binding;
	char text[32];

	binding_default(&binding);
	reads_default(&p, "{\"ueServiceId\":\"ue1\",\"x\":0,\"ueServiceId\":\"ue2\",\"msgin5gUeId\":\"at the wrong place\","
			  "\"msgin5gClientProfile\":{\"msgin5gClientTriggeringInformation\":{\"msgin5gUeId\":\"\",\"y\":[]},"
			  "\"msgin5gClientCommunicationAvailability\":{\"communicationDurationTime\":\"60\","
			  "\"storeAndForwardOption\":false},\"maximumSegmentSize\":1024},"
			  "\"ueCredentialInformation\":{\"authenticationType\":\"psk\",\"more\":1}}");
	ck_assert_uint_eq(p.read.times[ELEMENT_UE_SERVICE_ID], 2);
	ck_assert(!msgin5g_sound(&p.read, &binding, ELEMENT_UE_SERVICE_ID));
	ck_assert_int_eq(msgin5g_text(&p.read, ELEMENT_UE_SERVICE_ID, text, sizeof(text)), 3);
	ck_assert_str_eq(text, "ue1");
	/* "ueServiceId" opens at the 2nd octet of the payload: its value stands 14 octets on. */
	ck_assert_uint_eq(p.read.json.nodes[p.read.node[ELEMENT_UE_SERVICE_ID]].value.at, HEADER + 1 + 14);
	/* Unknown: x and the UE ID at the top, y; the credential's members are free. */
	ck_assert_uint_eq(p.read.unknown_members, 3);
	ck_assert(json_member_is(&p.read.json, p.read.first_unknown, "x"));
	ck_assert_uint_eq(p.read.times[ELEMENT_UE_ID], 1);
	ck_assert(!msgin5g_sound(&p.read, &binding, ELEMENT_UE_ID));		/* empty */
	ck_assert(!msgin5g_sound(&p.read, &binding, ELEMENT_DURATION_TIME));	/* a string */
	ck_assert(msgin5g_sound(&p.read, &binding, ELEMENT_STORE_AND_FORWARD));
	ck_assert(msgin5g_sound(&p.read, &binding, ELEMENT_SEGMENT_SIZE));
	ck_assert(msgin5g_sound(&p.read, &binding, ELEMENT_PROFILE));
	ck_assert(!msgin5g_sound(&p.read, &binding, ELEMENT_SERVICE_ID));
	ck_assert_int_eq(p.read.node[ELEMENT_SERVICE_ID], -1);
	ck_assert_int_eq(msgin5g_text(&p.read, ELEMENT_SERVICE_ID, text, sizeof(text)), -1);
	ck_assert_int_eq(msgin5g_text(&p.read, ELEMENT_SEGMENT_SIZE, text, sizeof(text)), -1);
	ck_assert_int_eq(msgin5g_text(&p.read, ELEMENT_UE_SERVICE_ID, text, 3), -1);
}
END_TEST

START_TEST(test_msgin5g_of_no_payload_has_no_nodes)
{
	struct payload p;

	memset(&p, 0x55, sizeof(p));
	reads_default(&p, "");
	ck_assert_int_eq(p.read.json.node_count + p.read.json.anomaly_count, 0);
	ck_assert_int_eq(p.read.first_unknown, -1);
	for (int e = 0; e < ELEMENT_COUNT; e++)
		ck_assert(p.read.node[e] == -1 && !p.read.times[e]);
}
END_TEST

START_TEST(test_msgin5g_counts_without_running_over)
{
	struct payload p;
	char json[2000] = "{\"x\":[";

	for (int i = 0; i < 100; i++)
		strcat(json, "{},");
	strcat(json, "1]");
	for (int i = 0; i < 50; i++)
		strcat(json, ",\"x\":1,\"messageType\":1");
	strcat(json, "}");
	reads_default(&p, json);
	ck_assert(p.read.json.whole && json_anomaly(&p.read.json, JSON_TOO_MANY));
	/* 160 nodes: the top, x, its 101 items, and 57 of the members: 29 times x, 28 times messageType. */
	ck_assert_uint_eq(p.read.unknown_members, 30);
	ck_assert_uint_eq(p.read.times[ELEMENT_MESSAGE_TYPE], 28);
}
END_TEST

static const struct result_vector {
	const char *json;
	enum outcome_said reg, dereg;
} results[] = {
	{ "{\"registrationResult\":\"success\"}", RESULT_SUCCESS, RESULT_ABSENT },
	{ "{\"registrationResult\":\"failure\"}", RESULT_FAILURE, RESULT_ABSENT },
	{ "{\"deregistrationResult\":\"success\"}", RESULT_ABSENT, RESULT_SUCCESS },
	{ "{\"deregistrationResult\":\"failure\"}", RESULT_ABSENT, RESULT_FAILURE },
	{ "{\"registrationResult\":\"Success\"}", RESULT_UNKNOWN, RESULT_ABSENT },
	{ "{\"registrationResult\":true}", RESULT_UNKNOWN, RESULT_ABSENT },
	{ "{\"registrationResult\":\"failure\",\"registrationResult\":\"success\"}", RESULT_FAILURE, RESULT_ABSENT },
	{ "[]", RESULT_ABSENT, RESULT_ABSENT },
	{ "", RESULT_ABSENT, RESULT_ABSENT },
};

START_TEST(test_msgin5g_result)
{
	struct binding binding;
	struct payload p;

	binding_default(&binding);
	read_payload(&p, results[_i].json, &binding);
	ck_assert_int_eq(msgin5g_result(&p.read, &binding, ELEMENT_REG_RESULT), results[_i].reg);
	ck_assert_int_eq(msgin5g_result(&p.read, &binding, ELEMENT_DEREG_RESULT), results[_i].dereg);
}
END_TEST

static const struct client_profile profile = {
	.ue_id = "msisdn-4915112345678",
	.ports = { 5683, 65535 }, .port_count = 2,
	.scheduled_time = "2026-01-31T23:59:59Z",
	.duration_s = 60, .interval_s = 4294967295u, .data_size = 512, .segment_size = 2048,
	.periodic = PERIODIC_YES, .store_and_forward = STORE_YES,
};

static void built(const struct binding *binding, const struct request_content *content, const char *want)
{
	char room[1200];
	struct buffer out = buffer_on(room, sizeof(room) - 1);

	ck_assert(msgin5g_build_request(&out, binding, content));
	room[out.len] = '\0';
	ck_assert_str_eq(room, want);
}

START_TEST(test_msgin5g_builds_requests_in_the_order_of_the_table)
{
	struct binding binding;

	binding_default(&binding);
	built(&binding, &(struct request_content){ .kind = MSGIN5G_REG, .ue_service_id = "ue1/\"x\"@example.org" },
	      "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1/\\\"x\\\"@example.org\"}");
	built(&binding,
	      &(struct request_content){ .kind = MSGIN5G_DEREG, .ue_service_id = "ue1", .credential = "psk",
					 .profile = &profile, .client_address = "coap://192.0.2.7" },
	      "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"DEREG\",\"ueServiceId\":\"ue1\","
	      "\"ueCredentialInformation\":{\"authenticationType\":\"psk\"},\"msgin5gClientAddress\":\"coap://192.0.2.7\"}");
	built(&binding, &(struct request_content){ .kind = MSGIN5G_REG, .ue_service_id = "ue1", .profile = &profile },
	      "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1\",\"msgin5gClientProfile\":{"
	      "\"msgin5gClientTriggeringInformation\":{\"msgin5gUeId\":\"msisdn-4915112345678\","
	      "\"msgin5gClientPorts\":[5683,65535]},\"msgin5gClientCommunicationAvailability\":{"
	      "\"scheduledCommunicationTime\":\"2026-01-31T23:59:59Z\",\"communicationDurationTime\":60,"
	      "\"periodicCommunicationIndicator\":\"PERIODICALLY\",\"periodicCommunicationInterval\":4294967295,"
	      "\"dataSizeIndication\":512,\"storeAndForwardOption\":true},\"maximumSegmentSize\":2048}}");
}
END_TEST

START_TEST(test_msgin5g_leaves_out_what_is_unsaid)
{
	struct binding binding;
	struct client_profile unsaid = { .duration_s = 60, .periodic = PERIODIC_NO };	/* no scheduled time */
	struct client_profile little = { .scheduled_time = "2026-01-31T23:59:59Z", .store_and_forward = STORE_NO };

	binding_default(&binding);
	built(&binding, &(struct request_content){ .kind = MSGIN5G_REG, .ue_service_id = "u", .profile = &unsaid,
						   .client_address = "of no use" },
	      "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"u\"}");
	built(&binding, &(struct request_content){ .kind = MSGIN5G_REG, .profile = &little },
	      "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"msgin5gClientProfile\":{"
	      "\"msgin5gClientCommunicationAvailability\":{\"scheduledCommunicationTime\":\"2026-01-31T23:59:59Z\","
	      "\"storeAndForwardOption\":false}}}");
}
END_TEST

/* A binding as a stranger's server might have it: other names, numbers and booleans for words. */
static void strange_binding(struct binding *binding)
{
	binding_default(binding);
	strcpy(binding->members[ELEMENT_SERVICE_ID], "svc");
	strcpy(binding->members[ELEMENT_MESSAGE_TYPE], "type");
	strcpy(binding->members[ELEMENT_REG_RESULT], "ok");
	strcpy(binding->values[VALUE_REG], "1");
	strcpy(binding->values[VALUE_DEREG], "2");
	strcpy(binding->values[VALUE_REG_SUCCESS], "true");
	strcpy(binding->values[VALUE_REG_FAILURE], "false");
	binding->types[ELEMENT_MESSAGE_TYPE] = KIND_NUMBER;
	binding->types[ELEMENT_REG_RESULT] = KIND_BOOLEAN;
	binding->types[ELEMENT_SEGMENT_SIZE] = KIND_STRING;
}

START_TEST(test_msgin5g_follows_another_binding)
{
	struct client_profile segments = { .segment_size = 100 };
	struct binding binding;
	struct payload p;
	char room[300] = "";
	struct buffer out = buffer_on(room, sizeof(room));

	strange_binding(&binding);
	built(&binding, &(struct request_content){ .kind = MSGIN5G_DEREG, .ue_service_id = "u" },
	      "{\"svc\":\"MSGin5G\",\"type\":2,\"ueServiceId\":\"u\"}");
	built(&binding, &(struct request_content){ .kind = MSGIN5G_REG, .ue_service_id = "u", .profile = &segments },
	      "{\"svc\":\"MSGin5G\",\"type\":1,\"ueServiceId\":\"u\",\"msgin5gClientProfile\":{\"maximumSegmentSize\":\"100\"}}");
	read_payload(&p, "{\"svc\":\"MSGin5G\",\"type\":1}", &binding);
	ck_assert_int_eq(p.read.kind, MSGIN5G_REG);
	read_payload(&p, "{\"svc\":\"MSGin5G\",\"type\":\"1\"}", &binding);
	ck_assert_int_eq(p.read.kind, MSGIN5G_OTHER);
	read_payload(&p, "{\"svc\":\"MSGin5G\",\"type\":10}", &binding);
	ck_assert_int_eq(p.read.kind, MSGIN5G_OTHER);
	strcpy(binding.values[VALUE_REG], "12");
	read_payload(&p, "{\"svc\":\"MSGin5G\",\"type\":1}", &binding);
	ck_assert_int_eq(p.read.kind, MSGIN5G_OTHER);
	strcpy(binding.values[VALUE_REG], "1");
	read_payload(&p, "{\"ok\":false}", &binding);
	ck_assert_int_eq(msgin5g_result(&p.read, &binding, ELEMENT_REG_RESULT), RESULT_FAILURE);
	ck_assert(msgin5g_build_answer(&out, &binding, MSGIN5G_REG, "u", true));
	ck_assert_str_eq(room, "{\"ueServiceId\":\"u\",\"ok\":true}");
}
END_TEST

START_TEST(test_msgin5g_builds_answers)
{
	struct binding binding;
	char room[100] = "";
	struct buffer out = buffer_on(room, sizeof(room) - 1), small = buffer_on(room, 10);

	binding_default(&binding);
	ck_assert(msgin5g_build_answer(&out, &binding, MSGIN5G_REG, "ue1", false));
	ck_assert_str_eq(room, "{\"ueServiceId\":\"ue1\",\"registrationResult\":\"failure\"}");
	memset(room, 0, sizeof(room));
	out = buffer_on(room, sizeof(room) - 1);
	ck_assert(msgin5g_build_answer(&out, &binding, MSGIN5G_DEREG, NULL, true));
	ck_assert_str_eq(room, "{\"deregistrationResult\":\"success\"}");
	ck_assert(!msgin5g_build_answer(&small, &binding, MSGIN5G_REG, "ue1", true));
}
END_TEST

START_TEST(test_binding_tables)
{
	struct binding binding;

	binding_default(&binding);
	ck_assert_str_eq(binding.name, "default");
	ck_assert_str_eq(binding.members[ELEMENT_LAYER2_ID], "layer2Id");
	ck_assert_int_eq(binding.types[ELEMENT_CLIENT_PORTS], KIND_ARRAY);
	ck_assert_str_eq(binding.values[VALUE_DEREG], "DEREG");
	for (int e = 0; e < ELEMENT_COUNT; e++) {
		const struct element_fact *fact = element_fact((enum element)e);
		ck_assert(fact->element == (enum element)e && element_named(fact->word) == (enum element)e);
		ck_assert(fact->parent < fact->element);	/* the reader counts on it */
	}
	for (int v = 0; v < VALUE_COUNT; v++)
		ck_assert(value_named(value_word((enum binding_value)v)) == (enum binding_value)v);
	ck_assert_int_eq(element_named("no-such"), ELEMENT_NONE);
	ck_assert_int_eq(value_named("no-such"), VALUE_COUNT);
	ck_assert_int_eq(value_element(VALUE_ON_DEMAND), ELEMENT_PERIODIC);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))))

Suite *msgin5g_tests(void)
{
	Suite *suite = suite_create("msgin5g");
	TCase *tests = tcase_create("all");

	tcase_add_loop_test(tests, test_msgin5g_kind, 0, COUNT(kinds));
	tcase_add_test(tests, test_msgin5g_marks_each_element);
	tcase_add_test(tests, test_msgin5g_of_no_payload_has_no_nodes);
	tcase_add_test(tests, test_msgin5g_counts_without_running_over);
	tcase_add_loop_test(tests, test_msgin5g_result, 0, COUNT(results));
	tcase_add_test(tests, test_msgin5g_builds_requests_in_the_order_of_the_table);
	tcase_add_test(tests, test_msgin5g_leaves_out_what_is_unsaid);
	tcase_add_test(tests, test_msgin5g_follows_another_binding);
	tcase_add_test(tests, test_msgin5g_builds_answers);
	tcase_add_test(tests, test_binding_tables);
	suite_add_tcase(suite, tests);
	return suite;
}
