/* tests/unit/sim_gateway.c - a Gateway UE against devices' datagrams made by hand. */
#include "tests/unit/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/gateway.h"
#include "tests/unit/octets.h"
#include "tests/unit/sink.h"
#include "wire/message.h"
#include "wire/msgin5g.h"

/* CON POST, MID 1234, token aa; Uri-Path (b7: 11, 7 octets), Content-Format 50 (11 32: 12, 1 octet); JSON */
#define HEAD "41021234 aa b7 'msgin5g' 11 32 ff "
#define REG(layer2, application) HEAD "'{\"messageType\":\"REG\",\"layer2Id\":\"" layer2 "\",\"applicationId\":\"" application "\"}'"
#define DEREG(layer2, application) HEAD "'{\"messageType\":\"DEREG\",\"layer2Id\":\"" layer2 "\",\"applicationId\":\"" application "\"}'"

struct scene {
	struct test_world world;
	struct binding binding;
	struct gateway *gateway;
	uint64_t now_ns;
	uint16_t mid;
};

static struct scene *scene_of(struct gateway_config config)
{
	struct scene *s = calloc(1, sizeof(*s));

	test_world_init(&s->world);
	binding_default(&s->binding);
	config.binding = &s->binding;
	config.path = "msgin5g";
	s->gateway = gateway_new(&config);
	return s;
}

static void scene_free(struct scene *s)
{
	gateway_free(s->gateway);
	free(s);
}

/* What comes back, read; NULL: nothing. SAME_MID: as it is written, else another Message ID each time. */
static const struct message *say(struct scene *s, const char *octets, bool same_mid)
{
	static struct message m;
	uint8_t bytes[600];
	size_t len = octets_read(bytes, sizeof(bytes), octets);
	struct in in = { .at_ns = s->now_ns, .link = 1, .peer = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 9 }, .port = 4000 },
			 .bytes = bytes, .len = len };
	unsigned before = s->world.count;

	if (!same_mid) {
		bytes[2] = (uint8_t)(s->mid >> 8);
		bytes[3] = (uint8_t)s->mid++;
	}
	gateway_engine.input(s->gateway, &in, &s->world.sink);
	if (s->world.count == before)
		return NULL;
	message_read(&m, s->world.sent[before].bytes, s->world.sent[before].len);
	return &m;
}

START_TEST(test_a_device_comes_and_goes)
{
	struct scene *s = scene_of((struct gateway_config){ 0 });
	/* ACK 2.01, the same MID and token, Content-Format 50 (c1 32), and the elements of an answer */
	static const char created[] = "61411234 aa c1 32 ff '{\"applicationId\":\"meter\",\"registrationResult\":\"success\"}'";
	uint8_t expected[100];
	size_t len = octets_read(expected, sizeof(expected), created);

	ck_assert_ptr_nonnull(say(s, REG("0A0b0c", "meter"), true));
	ck_assert_uint_eq(s->world.sent[0].len, len);
	ck_assert_mem_eq(s->world.sent[0].bytes, expected, len);
	ck_assert_uint_eq(gateway_devices(s->gateway), 1);
	ck_assert_str_eq(gateway_layer2_of(s->gateway, "meter"), "0a0b0c");
	ck_assert_uint_eq(say(s, REG("0d0e0f", "meter"), false)->code, CODE_CHANGED);
	ck_assert_str_eq(gateway_layer2_of(s->gateway, "meter"), "0d0e0f");
	ck_assert_uint_eq(say(s, DEREG("0a0b0c", "meter"), false)->code, CODE_NOT_FOUND);	/* not its own */
	ck_assert_uint_eq(say(s, DEREG("0d0e0f", "meter"), false)->code, CODE_CHANGED);
	ck_assert_uint_eq(gateway_devices(s->gateway), 0);
	ck_assert_uint_eq(say(s, DEREG("0d0e0f", "meter"), false)->code, CODE_NOT_FOUND);
	scene_free(s);
}
END_TEST

/* Answers are kept in few places: neighbours do not drive each other out. Executed anew, a request would answer 2.04. */
START_TEST(test_many_duplicates)
{
	static const char device[] = HEAD "'{\"messageType\":\"REG\",\"layer2Id\":\"0a0b0c\",\"applicationId\":\"m%03u\"}'";
	struct scene *s = scene_of((struct gateway_config){ 0 });
	char text[200];

	for (unsigned round = 0; round < 2; round++)
		for (s->mid = 0; s->mid < 300;) {
			s->world.count = 0;
			snprintf(text, sizeof(text), device, s->mid);
			ck_assert_uint_eq(say(s, text, false)->code, CODE_CREATED);
		}
	scene_free(s);
}
END_TEST

static const struct refused { const char *octets; uint8_t code; } refused[] = {
	{ HEAD "'{\"messageType\":\"REG\",\"applicationId\":\"m\"}'", CODE_BAD_REQUEST },
	{ HEAD "'{\"messageType\":\"REG\",\"layer2Id\":\"0a0b0c\"}'", CODE_BAD_REQUEST },
	{ HEAD "'{\"layer2Id\":\"0a0b0c\",\"applicationId\":\"m\"}'", CODE_BAD_REQUEST },
	{ REG("0a0b0", "m"), CODE_BAD_REQUEST },
	{ REG("0a0b0c0", "m"), CODE_BAD_REQUEST },
	{ REG("0a0b0g", "m"), CODE_BAD_REQUEST },
	{ REG("0a0b0c", ""), CODE_BAD_REQUEST },
	{ REG("0a0b0c", "m\\u0000n"), CODE_BAD_REQUEST },
	{ REG("0a0b0c", "a123456789b123456789c123456789d123456789e123456789f1234567890123"), CODE_BAD_REQUEST },	/* 64 */
	{ HEAD "'{\"messageType\":\"REG\",\"layer2Id\":1,\"applicationId\":\"m\"}'", CODE_BAD_REQUEST },
	{ HEAD "'{\"messageType\":\"REG\",\"layer2Id\":\"0a0b0c\",\"layer2Id\":\"0a0b0d\",\"applicationId\":\"m\"}'", CODE_BAD_REQUEST },
	{ HEAD "'{\"messageType\":\"MSG\",\"layer2Id\":\"0a0b0c\",\"applicationId\":\"m\"}'", CODE_BAD_REQUEST },
	{ HEAD "'{\"messageType\":'", CODE_BAD_REQUEST },
	{ HEAD "'[]'", CODE_BAD_REQUEST },
	{ "41021234 aa b7 'msgin5g' 11 32", CODE_BAD_REQUEST },					/* no payload */
	{ "41021234 aa b7 'msgin5g' ff '{}'", CODE_UNSUPPORTED_CONTENT_FORMAT },
	{ "41021234 aa b7 'msgin5h' 11 32 ff '{}'", CODE_NOT_FOUND },
	{ "41021234 aa c1 32 ff '{}'", CODE_NOT_FOUND },						/* no path */
	{ "41011234 aa b7 'msgin5g' 11 32 ff '{}'", CODE_METHOD_NOT_ALLOWED },			/* GET */
	{ "41021234 aa 91 00 27 'msgin5g' 11 32 ff '{}'", CODE_BAD_OPTION },				/* option 9, critical */
};

START_TEST(test_refused)
{
	struct scene *s = scene_of((struct gateway_config){ 0 });
	const struct message *m = say(s, refused[_i].octets, false);

	ck_assert_ptr_nonnull(m);
	ck_assert_uint_eq(m->type, TYPE_ACK);
	ck_assert_uint_eq(m->code, refused[_i].code);
	ck_assert_uint_gt(m->payload.len, 0);		/* a diagnostic (RFC 7252 5.5.2) */
	ck_assert_uint_eq(gateway_devices(s->gateway), 0);
	scene_free(s);
}
END_TEST

START_TEST(test_rejected_or_ignored)
{
	struct scene *s = scene_of((struct gateway_config){ 0 });

	ck_assert_uint_eq(say(s, "40001234", true)->type, TYPE_RST);		/* a ping */
	ck_assert_uint_eq(say(s, "49021234 aa", true)->type, TYPE_RST);		/* token length 9 */
	ck_assert_uint_eq(say(s, "41441234 aa", true)->type, TYPE_RST);		/* a response to nothing */
	ck_assert_ptr_null(say(s, "59021234 aa", true));				/* the same errors in a NON */
	ck_assert_ptr_null(say(s, "81021234 aa", true));				/* version 2 */
	ck_assert_ptr_null(say(s, "60001234", true));
	ck_assert_ptr_null(say(s, "410212", true));
	scene_free(s);
}
END_TEST

/* The first answer again, octet for octet, and nothing is done twice (RFC 7252 4.5). */
START_TEST(test_duplicates)
{
	struct scene *s = scene_of((struct gateway_config){ 0 });

	say(s, REG("0a0b0c", "m"), true);
	say(s, REG("0a0b0c", "m"), true);
	ck_assert_uint_eq(s->world.sent[1].len, s->world.sent[0].len);
	ck_assert_mem_eq(s->world.sent[1].bytes, s->world.sent[0].bytes, s->world.sent[0].len);
	s->now_ns = 247ull * NS_PER_S;
	ck_assert_uint_eq(say(s, REG("0a0b0c", "m"), true)->code, CODE_CHANGED);	/* after EXCHANGE_LIFETIME it is new */
	scene_free(s);
}
END_TEST

START_TEST(test_non)
{
	struct scene *s = scene_of((struct gateway_config){ 0 });
	const struct message *m = say(s, "51021234 aa b7 'msgin5g' 11 32 ff "
					 "'{\"messageType\":\"REG\",\"layer2Id\":\"0a0b0c\",\"applicationId\":\"m\"}'", true);

	ck_assert_uint_eq(m->type, TYPE_NON);
	ck_assert_uint_eq(m->code, CODE_CREATED);
	ck_assert_uint_ne(m->mid, 0x1234);
	ck_assert_ptr_null(say(s, "51021234 aa b7 'msgin5g' 11 32 ff '{}'", true));	/* a duplicate: silently ignored */
	scene_free(s);
}
END_TEST

START_TEST(test_who_may_come)
{
	static const struct device_identity allowed[] = { { "0a0b0c", "meter" }, { "0a0b0d", "lamp" } };
	struct scene *s = scene_of((struct gateway_config){ .allowed = allowed, .allowed_count = 2 });

	ck_assert_uint_eq(say(s, REG("0a0b0c", "meter"), false)->code, CODE_CREATED);
	ck_assert_uint_eq(say(s, REG("0a0b0c", "lamp"), false)->code, CODE_FORBIDDEN);
	ck_assert_uint_eq(say(s, REG("0a0b0d", "lamp"), false)->code, CODE_CREATED);
	scene_free(s);
	s = scene_of((struct gateway_config){ .devices_at_most = 1 });
	ck_assert_uint_eq(say(s, REG("0a0b0c", "a"), false)->code, CODE_CREATED);
	ck_assert_uint_eq(say(s, REG("0a0b0c", "b"), false)->code, CODE_SERVICE_UNAVAILABLE);
	ck_assert_uint_eq(say(s, REG("0a0b0c", "a"), false)->code, CODE_CHANGED);
	scene_free(s);
}
END_TEST

START_TEST(test_credential_before_the_cr)
{
	struct scene *s = scene_of((struct gateway_config){ .pre_cr = true });

	ck_assert_uint_eq(say(s, REG("0a0b0c", "m"), false)->code, CODE_UNAUTHORIZED);
	ck_assert_uint_eq(say(s, HEAD "'{\"messageType\":\"REG\",\"layer2Id\":\"0a0b0c\",\"applicationId\":\"m\","
				      "\"credentialInformation\":{\"authenticationType\":\"PSK\"}}'", false)->code, CODE_CREATED);
	scene_free(s);
}
END_TEST

/* 24.538 6.3.2.2.1 under the default binding. */
START_TEST(test_what_a_device_says)
{
	static const char expected[] = "{\"messageType\":\"REG\",\"layer2Id\":\"0a0b0c\",\"applicationId\":\"meter\","
				       "\"credentialInformation\":{\"authenticationType\":\"PSK\"}}";
	struct binding binding;
	uint8_t room[300];
	struct buffer b = buffer_on(room, sizeof(room));

	binding_default(&binding);
	ck_assert(msgin5g_build_device(&b, &binding, &(struct device_content){ .kind = MSGIN5G_REG, .layer2_id = "0a0b0c",
									      .application_id = "meter", .credential = "PSK" }));
	ck_assert_uint_eq(b.len, strlen(expected));
	ck_assert_mem_eq(room, expected, b.len);
}
END_TEST

Suite *gateway_tests(void)
{
	Suite *suite = suite_create("gateways");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_many_duplicates);
	tcase_add_test(tests, test_a_device_comes_and_goes);
	tcase_add_loop_test(tests, test_refused, 0, sizeof(refused) / sizeof(*refused));
	tcase_add_test(tests, test_rejected_or_ignored);
	tcase_add_test(tests, test_duplicates);
	tcase_add_test(tests, test_non);
	tcase_add_test(tests, test_who_may_come);
	tcase_add_test(tests, test_credential_before_the_cr);
	tcase_add_test(tests, test_what_a_device_says);
	suite_add_tcase(suite, tests);
	return suite;
}
