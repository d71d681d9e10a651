/* tests/unit/sim_gateway_uplink.c - a Gateway UE as the server's client: itself, and in bulk who is behind it. */
#include "tests/unit/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/fault.h"
#include "sim/gateway.h"
#include "tests/unit/octets.h"
#include "tests/unit/sink.h"
#include "wire/message.h"

/* CON POST, Token aa; Uri-Path (b7: 11, 7 octets), Content-Format 50 (11 32: 12, 1 octet); JSON */
#define UE(mid, ue, more) "4102" mid " aa b7 'msgin5g' 11 32 ff '{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"" \
	ue "\"" more "}'"

enum { DEVICES = 99 };		/* the link by which they come; the uplink is 1, the first one opened */

struct scene {
	struct test_world world;
	struct binding binding;
	struct identity identity;
	struct gateway *gateway;
	uint64_t now_ns;
	unsigned looked;		/* sent messages looked at */
};

static struct scene *scene_of(void)
{
	struct scene *s = calloc(1, sizeof(*s));
	struct gateway_uplink uplink = { .transport = TRANSPORT_COAP, .identity = &s->identity,
					 .server = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = 5683 },
					 .timing = { .ack_timeout_ns = 2ull * NS_PER_S, .ack_random_permille = 1500, .max_retransmit = 4 } };

	test_world_init(&s->world);
	binding_default(&s->binding);
	strcpy(s->identity.ue_service_id, "gw");
	ck_assert_int_eq(uri_parse(&uplink.uri, "coap://127.0.0.1/msgin5g", NULL), 0);
	s->gateway = gateway_new(&(struct gateway_config){ .binding = &s->binding, .path = "msgin5g", .uplink = &uplink, .bulk = true });
	return s;
}

static void scene_free(struct scene *s)
{
	gateway_free(s->gateway);
	free(s);
}

/* The payload of the next message that left by LINK, in TEXT; "" where none did. */
static const char *sent_by(struct scene *s, uint32_t link)
{
	static char text[1500];
	struct message m;

	for (; s->looked < s->world.count; s->looked++) {
		if (s->world.sent[s->looked].link != link)
			continue;
		message_read(&m, s->world.sent[s->looked].bytes, s->world.sent[s->looked].len);
		s->looked++;
		memcpy(text, m.bytes + m.payload.at, m.payload.len);
		text[m.payload.len] = '\0';
		return text;
	}
	return "";
}

static void ask(struct scene *s, const char *octets)
{
	uint8_t bytes[600];
	size_t len = octets_read(bytes, sizeof(bytes), octets);

	gateway_engine.input(s->gateway, &(struct in){ .at_ns = s->now_ns, .link = DEVICES, .bytes = bytes, .len = len,
						       .peer = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 9 }, .port = 4000 } },
			     &s->world.sink);
}

/* The server's 2.04 (64 44) to what was sent last, its Message ID and Token repeated. */
static void server_says(struct scene *s, const char *json)
{
	uint8_t bytes[600] = { 0x68, 0x44 };
	size_t len = strlen(json);

	memcpy(bytes + 2, s->world.sent[s->world.count - 1].bytes + 2, 10);
	memcpy(bytes + 12, "\xc1\x32\xff", 3);
	memcpy(bytes + 15, json, len);
	gateway_engine.input(s->gateway, &(struct in){ .at_ns = s->now_ns, .link = 1, .bytes = bytes, .len = 15 + len,
						       .peer = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = 5683 } },
			     &s->world.sink);
}

static void come_up(struct scene *s)
{
	gateway_engine.tick(s->gateway, 0, &s->world.sink);
	gateway_engine.event(s->gateway, 1, LINK_UP, 0, &s->world.sink);
}

START_TEST(test_it_registers_itself)
{
	struct scene *s = scene_of();

	ck_assert_uint_eq(gateway_engine.deadline(s->gateway), 0);
	come_up(s);
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"gw\"}");
	ck_assert(!gateway_registered(s->gateway));
	server_says(s, "{\"ueServiceId\":\"gw\",\"registrationResult\":\"success\"}");
	ck_assert(gateway_registered(s->gateway));
	ck_assert_uint_eq(gateway_engine.deadline(s->gateway), NEVER);
	scene_free(s);
}
END_TEST

/* RFC 7252 4.2: the first copy between 2 and 3 s later; given up, it tries anew. */
START_TEST(test_it_asks_again)
{
	struct scene *s = scene_of();
	uint64_t next;

	come_up(s);
	next = gateway_engine.deadline(s->gateway);
	ck_assert_uint_ge(next, 2ull * NS_PER_S);
	ck_assert_uint_le(next, 3ull * NS_PER_S);
	for (unsigned i = 0; i < 5; i++)
		next = gateway_engine.tick(s->gateway, next, &s->world.sink);
	ck_assert_uint_eq(s->world.count, 5);
	ck_assert_uint_ne(next, NEVER);
	gateway_engine.tick(s->gateway, next, &s->world.sink);
	ck_assert_uint_eq(s->world.count, 6);
	server_says(s, "{\"ueServiceId\":\"gw\",\"registrationResult\":\"failure\"}");
	ck_assert(!gateway_registered(s->gateway));
	scene_free(s);
}
END_TEST

static struct scene *registered(void)
{
	struct scene *s = scene_of();

	come_up(s);
	server_says(s, "{\"ueServiceId\":\"gw\",\"registrationResult\":\"success\"}");
	sent_by(s, 1);
	return s;
}

START_TEST(test_a_bulk)
{
	struct scene *s = registered();

	s->now_ns = 10ull * NS_PER_S;
	ask(s, UE("0001", "a", ",\"waitTime\":3"));
	ck_assert_str_eq(sent_by(s, DEVICES), "{\"ueServiceId\":\"a\",\"expectedRegistrationTime\":\"1970-01-01T00:00:12Z\"}");
	ask(s, UE("0002", "b", ""));
	ck_assert_str_eq(sent_by(s, DEVICES), "{\"ueServiceId\":\"b\",\"expectedRegistrationTime\":\"1970-01-01T00:00:13Z\"}");
	/* half of the Wait time of 3 s */
	ck_assert_uint_eq(gateway_engine.deadline(s->gateway), 11500ull * NS_PER_MS);
	s->now_ns = gateway_engine.deadline(s->gateway);
	gateway_engine.tick(s->gateway, s->now_ns, &s->world.sink);
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"gw\",\"numberOfRequests\":2,"
					"\"registrations\":[{\"ueServiceId\":\"a\"},{\"ueServiceId\":\"b\"}]}");
	server_says(s, "{\"ueServiceId\":\"gw\",\"registrationResult\":\"success\",\"numberOfResponses\":2,\"registrations\":["
		       "{\"ueServiceId\":\"a\",\"registrationResult\":\"success\"},{\"ueServiceId\":\"b\",\"registrationResult\":\"failure\"}]}");
	ask(s, UE("0003", "a", ""));
	ck_assert_str_eq(sent_by(s, DEVICES), "{\"ueServiceId\":\"a\",\"registrationResult\":\"success\"}");
	ask(s, UE("0004", "b", ""));
	ck_assert_str_eq(sent_by(s, DEVICES), "{\"ueServiceId\":\"b\",\"registrationResult\":\"failure\"}");
	ck_assert_uint_eq(gateway_engine.deadline(s->gateway), NEVER);
	scene_free(s);
}
END_TEST

START_TEST(test_urgent_goes_alone)
{
	struct scene *s = registered();

	ask(s, UE("0001", "a", ""));
	ask(s, UE("0002", "b", ",\"registrationUrgentDegree\":true"));
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"b\"}");
	server_says(s, "{\"ueServiceId\":\"b\",\"registrationResult\":\"success\"}");
	s->now_ns = 2ull * NS_PER_S;
	gateway_engine.tick(s->gateway, s->now_ns, &s->world.sink);
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"gw\",\"numberOfRequests\":1,"
					"\"registrations\":[{\"ueServiceId\":\"a\"}]}");
	scene_free(s);
}
END_TEST

/* Asked to register again while its de-registration is on the way: both happen, one after the other. */
START_TEST(test_asked_meanwhile)
{
	static const char leaves[] = "41020001 aa b7 'msgin5g' 11 32 ff '{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"DEREG\","
				     "\"ueServiceId\":\"a\"}'";
	struct scene *s = registered();

	ask(s, leaves);
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"DEREG\",\"ueServiceId\":\"a\"}");
	ask(s, UE("0002", "a", ",\"registrationUrgentDegree\":true"));
	ck_assert_str_eq(sent_by(s, 1), "");
	/* the last of what left was the interim answer: the server's is to what was sent before that */
	s->world.sent[s->world.count - 1] = s->world.sent[s->world.count - 2];
	server_says(s, "{\"ueServiceId\":\"a\",\"deregistrationResult\":\"success\"}");
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"a\"}");
	scene_free(s);
}
END_TEST

/* date -u -d @1709164799: 2024-02-28T23:59:59Z; the next second, and a day more */
START_TEST(test_expected_time)
{
	struct scene *s = registered();

	s->now_ns = 1709164797ull * NS_PER_S;
	ask(s, UE("0001", "a", ""));
	ck_assert_ptr_nonnull(strstr(sent_by(s, DEVICES), "\"2024-02-29T00:00:00Z\""));
	s->now_ns += 86400ull * NS_PER_S;
	ask(s, UE("0002", "b", ""));
	ck_assert_ptr_nonnull(strstr(sent_by(s, DEVICES), "\"2024-03-01T00:00:00Z\""));
	scene_free(s);
}
END_TEST

/* An identifier of octets that JSON writes in six characters each still has its room in an answer. */
START_TEST(test_long_identifiers)
{
	struct scene *s = registered();
	char id[6 * 131 + 1] = "", octets[1200];

	for (unsigned i = 0; i < 60; i++)
		strcat(id, "\\u0001");
	snprintf(octets, sizeof(octets), UE("0001", "%s", ""), id);
	ask(s, octets);
	ck_assert_ptr_nonnull(strstr(sent_by(s, DEVICES), id));
	scene_free(s);
}
END_TEST

/* Every fault of a Gateway UE is one that it knows. */
START_TEST(test_faults_are_known)
{
	struct scene *s = scene_of();
	const struct fault *f;
	struct error error;
	unsigned n = 0;

	for (unsigned i = 0; (f = fault_row(i)); i++) {
		struct gateway *g;
		if (f->strike != STRIKE_GATEWAY)
			continue;
		g = gateway_new(&(struct gateway_config){ .binding = &s->binding, .path = "msgin5g" });
		ck_assert_msg(gateway_deviate(g, f->gateway, f->mutation, &error) == 0, "%s: %s", f->word, error.text);
		gateway_free(g);
		n++;
	}
	ck_assert_uint_ge(n, 20);
	ck_assert_int_eq(gateway_deviate(s->gateway, "bulks-urgnt", NULL, &error), -1);
	ck_assert_str_eq(error.text, "unknown deviation of a Gateway UE 'bulks-urgnt' (did you mean 'bulks-urgent'?)");
	ck_assert_int_eq(gateway_deviate(s->gateway, "tolerates nobody", NULL, &error), -1);
	ck_assert_int_eq(gateway_deviate(s->gateway, "answers", "flap token", &error), -1);
	scene_free(s);
}
END_TEST

/* --- on orders --- */

struct notes {
	unsigned told, successes;
	enum gateway_exchange about;
	enum transaction_state state;
};

static void note(void *arg, const struct gateway_told *told)
{
	struct notes *n = arg;

	n->told++;
	n->successes += told->success;
	n->about = told->about;
	n->state = told->transaction->state;
}

static struct scene *on_orders(struct notes *notes)
{
	struct scene *s = scene_of();
	struct gateway_uplink uplink = { .transport = TRANSPORT_COAP, .identity = &s->identity,
					 .server = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = 5683 },
					 .timing = { .ack_timeout_ns = 2ull * NS_PER_S, .ack_random_permille = 1500, .max_retransmit = 4 } };

	gateway_free(s->gateway);
	ck_assert_int_eq(uri_parse(&uplink.uri, "coap://127.0.0.1/msgin5g", NULL), 0);
	s->gateway = gateway_new(&(struct gateway_config){ .binding = &s->binding, .path = "msgin5g", .uplink = &uplink, .bulk = true,
							   .on_orders = true, .told = note, .told_arg = notes });
	return s;
}

static void tick(struct scene *s) { gateway_engine.tick(s->gateway, s->now_ns, &s->world.sink); }

#define DEVICE "41020001 aa b7 'msgin5g' 11 32 ff '{\"messageType\":\"REG\",\"layer2Id\":\"0a0b0c\",\"applicationId\":\"d\"}'"

START_TEST(test_on_orders)
{
	struct notes notes = { 0 };
	struct scene *s = on_orders(&notes);

	tick(s);
	ask(s, DEVICE);
	ck_assert_uint_eq(s->world.count + s->world.links, 0);	/* without power: no link, no answer */
	gateway_power(s->gateway, true, 0);
	ck_assert_uint_eq(gateway_engine.deadline(s->gateway), 0);
	come_up(s);
	ck_assert_uint_eq(s->world.count, 0);			/* nobody told it to */
	ask(s, DEVICE);
	ck_assert_uint_eq(gateway_devices(s->gateway), 1);
	gateway_order(s->gateway, MSGIN5G_REG);
	tick(s);
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"gw\"}");
	server_says(s, "{\"ueServiceId\":\"gw\",\"registrationResult\":\"success\"}");
	ck_assert_uint_eq(notes.told, 1);
	ck_assert_uint_eq(notes.successes, 1);
	ck_assert(notes.about == GATEWAY_FOR_ITSELF && gateway_registered(s->gateway));
	gateway_order(s->gateway, MSGIN5G_DEREG);
	tick(s);
	ck_assert_str_eq(sent_by(s, 1), "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"DEREG\",\"ueServiceId\":\"gw\"}");
	server_says(s, "{\"ueServiceId\":\"gw\",\"deregistrationResult\":\"success\"}");
	ck_assert_uint_eq(notes.successes, 2);
	ck_assert(!gateway_registered(s->gateway));
	scene_free(s);
}
END_TEST

START_TEST(test_power_goes)
{
	struct notes notes = { 0 };
	struct scene *s = on_orders(&notes);

	gateway_power(s->gateway, true, 0);
	come_up(s);
	ask(s, DEVICE);
	gateway_order(s->gateway, MSGIN5G_REG);
	tick(s);
	gateway_power(s->gateway, false, 0);
	ck_assert_uint_eq(notes.told, 1);			/* what was open is */
	ck_assert_int_eq(notes.state, TRANSACTION_PENDING);
	ck_assert_uint_eq(gateway_devices(s->gateway), 0);
	tick(s);
	ck_assert_uint_eq(s->world.closed, 1);
	ck_assert_uint_eq(gateway_engine.deadline(s->gateway), NEVER);
	unsigned before = s->world.count;
	ask(s, DEVICE);
	ck_assert_uint_eq(s->world.count, before);
	gateway_power(s->gateway, true, 0);
	tick(s);
	ck_assert_uint_eq(s->world.links, 2);
	ask(s, DEVICE);						/* 2.01: it remembers neither mapping nor message */
	ck_assert_uint_eq(s->world.sent[s->world.count - 1].bytes[1], CODE_CREATED);
	ck_assert_uint_eq(notes.told, 1);
	scene_free(s);
}
END_TEST

/* RFC 7252 5.2.2: an Empty ACK (60 00), and then nothing: not for ever. */
START_TEST(test_only_acknowledged)
{
	struct notes notes = { 0 };
	struct scene *s = on_orders(&notes);
	uint8_t ack[4] = { 0x60, 0 };

	gateway_power(s->gateway, true, 0);
	come_up(s);
	gateway_order(s->gateway, MSGIN5G_REG);
	tick(s);
	memcpy(ack + 2, s->world.sent[0].bytes + 2, 2);
	gateway_engine.input(s->gateway, &(struct in){ .link = 1, .bytes = ack, .len = 4,
						       .peer = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = 5683 } },
			     &s->world.sink);
	ck_assert_uint_eq(gateway_engine.deadline(s->gateway), 60ull * NS_PER_S);
	s->now_ns = 60ull * NS_PER_S;
	tick(s);
	ck_assert_uint_eq(notes.told, 1);
	ck_assert_int_eq(notes.state, TRANSACTION_GIVEN_UP);
	scene_free(s);
}
END_TEST

Suite *gateway_uplink_tests(void)
{
	Suite *suite = suite_create("gateways' uplinks");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_it_registers_itself);
	tcase_add_test(tests, test_it_asks_again);
	tcase_add_test(tests, test_a_bulk);
	tcase_add_test(tests, test_urgent_goes_alone);
	tcase_add_test(tests, test_asked_meanwhile);
	tcase_add_test(tests, test_expected_time);
	tcase_add_test(tests, test_long_identifiers);
	tcase_add_test(tests, test_faults_are_known);
	tcase_add_test(tests, test_on_orders);
	tcase_add_test(tests, test_power_goes);
	tcase_add_test(tests, test_only_acknowledged);
	suite_add_tcase(suite, tests);
	return suite;
}
