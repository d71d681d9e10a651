/* tests/unit/server_answer.c - the answers of 24.538 6.3.1.2, octet by octet, and who gets them. */
#include "tests/unit/server.h"

#include <stdio.h>
#include <string.h>

#include "server/wording.h"

START_TEST(test_registered_renewed_deregistered)
{
	struct world w;

	world_begin(&w);
	world_input(&w, 1, OCTETS(POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")));
	ck_assert_uint_eq(server_registered(w.server), 1);
	world_input(&w, 1, OCTETS(POST("\x12\x35", "\xa1\xb3") REG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x44", "\x12\x35", "\xa1\xb3") REGISTERED("ue1@example.org")));
	world_input(&w, 1, OCTETS(POST("\x12\x36", "\xa1\xb4") DEREG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x44", "\x12\x36", "\xa1\xb4") DEREGISTERED("ue1@example.org", "success")));
	ck_assert_uint_eq(server_registered(w.server), 0);
	world_input(&w, 1, OCTETS(POST("\x12\x37", "\xa1\xb5") DEREG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x44", "\x12\x37", "\xa1\xb5") DEREGISTERED("ue1@example.org", "failure")));
	world_expect_silence(&w);
	world_end(&w);
}
END_TEST

/* Whatever was said before, and whatever the name: as json-c writes it. */
START_TEST(test_wordings)
{
	static const char *const names[] = { "ue1@example.org", "", "a \"b\"", "back\\slash", "\x01\x1f", "z\xc3\xbcrich/1", "ue2@example.org", "12" };
	static const enum msgin5g_kind kinds[] = { MSGIN5G_REG, MSGIN5G_DEREG };
	struct wordings wordings = { 0 };
	struct binding binding;
	uint8_t said_room[512], built_room[512];

	binding_default(&binding);
	for (unsigned i = 0; i < 2 * 2 * 2 * sizeof(names) / sizeof(*names); i++) {
		const char *name = names[i >> 3];
		struct buffer said = buffer_on(said_room, sizeof(said_room)), built = buffer_on(built_room, sizeof(built_room));
		binding.types[ELEMENT_UE_SERVICE_ID] = i >> 2 & 1 ? KIND_NUMBER : KIND_STRING;
		wording_write(&wordings, &said, &binding, kinds[i & 1], name, i >> 1 & 1);
		msgin5g_build_answer(&built, &binding, kinds[i & 1], name, i >> 1 & 1);
		ck_assert_uint_eq(said.len, built.len);
		ck_assert_mem_eq(said.bytes, built.bytes, built.len);
	}
}
END_TEST

/* What is told of the registrations when they change: the answer has not left yet. */
struct told {
	struct world *world;
	unsigned times;
	char text[200];
};

static void add_told(void *arg, const char *ue, const uint8_t *profile, size_t len)
{
	struct told *told = arg;
	size_t n = strlen(told->text);

	snprintf(told->text + n, sizeof(told->text) - n, "%s=%.*s;", ue, (int)len, profile ? (const char *)profile : "");
}

static void note_change(void *arg)
{
	struct told *told = arg;

	ck_assert_uint_eq(told->world->count, 0);
	told->times++;
	told->text[0] = '\0';
	server_registrations(told->world->server, add_told, told);
}

static void expect_told(const struct told *told, unsigned times, const char *text)
{
	ck_assert_uint_eq(told->times, times);
	ck_assert_str_eq(told->text, text);
	told->world->count = 0;
}

#define WITH_PROFILE(ue) "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"" ue "\"," \
	"\"msgin5gClientProfile\": {\"x\" : 1} }"

START_TEST(test_changes_are_told_before_the_answer)
{
	struct told told = { .times = 0 };
	struct error error;
	struct world w;

	world_begin(&w);
	server_free(w.server);
	told.world = &w;
	w.config.changed = note_change;
	w.config.arg = &told;
	w.server = server_new(&w.config, &error);
	world_input(&w, 1, OCTETS(POST("\x12\x34", "\xa1\xb2") WITH_PROFILE("ue1@example.org")));
	expect_told(&told, 1, "ue1@example.org={\"x\" : 1};");
	world_input(&w, 1, OCTETS(POST("\x12\x34", "\xa1\xb2") WITH_PROFILE("ue1@example.org")));	/* a duplicate */
	expect_told(&told, 1, "ue1@example.org={\"x\" : 1};");
	world_input(&w, 1, OCTETS(POST("\x12\x35", "\xa1\xb3") REG("nobody@example.org")));		/* refused */
	expect_told(&told, 1, "ue1@example.org={\"x\" : 1};");
	world_input(&w, 1, OCTETS(POST("\x12\x36", "\xa1\xb4") REG("ue1@example.org")));
	expect_told(&told, 2, "ue1@example.org=;");
	world_input(&w, 1, OCTETS(POST("\x12\x37", "\xa1\xb5") DEREG("ue1@example.org")));
	expect_told(&told, 3, "");
	world_end(&w);
}
END_TEST

/* Any Token of 0 to 8 octets comes back (RFC 7252 5.3.1). */
START_TEST(test_every_token_length)
{
	static const uint8_t octets[8] = { 0xff, 0, 1, 0xff, 0x7f, 0x80, 0, 0xff };
	struct world w;

	world_begin(&w);
	for (size_t len = 0; len <= 8; len++) {
		struct { uint8_t bytes[200]; } ask, answer;
		const char rest[] = "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org");
		memcpy(ask.bytes, (uint8_t[]){ (uint8_t)(0x40 | len), 0x02, 0x20, (uint8_t)len }, 4);
		memcpy(ask.bytes + 4, octets, len);
		memcpy(ask.bytes + 4 + len, rest, sizeof(rest) - 1);
		world_input(&w, 1, ask.bytes, 4 + len + sizeof(rest) - 1);
		const char body[] = "\xc1\x32" "\xff" REGISTERED("ue1@example.org");
		memcpy(answer.bytes, (uint8_t[]){ (uint8_t)(0x60 | len), len ? 0x44 : 0x41, 0x20, (uint8_t)len }, 4);
		memcpy(answer.bytes + 4, octets, len);
		memcpy(answer.bytes + 4 + len, body, sizeof(body) - 1);
		world_expect(&w, 1, answer.bytes, 4 + len + sizeof(body) - 1);
	}
	world_end(&w);
}
END_TEST

/* A NON gets a NON with a Message ID of the server's own (RFC 7252 5.2.3): 0x0101, then 0x0102. */
START_TEST(test_non_gets_non)
{
	struct world w;

	world_begin(&w);
	world_input(&w, 1, OCTETS("\x51\x02\x12\x34" "\xa1" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org")));
	world_expect(&w, 1, OCTETS("\x51\x41\x01\x01" "\xa1" "\xc1\x32" "\xff" REGISTERED("ue1@example.org")));
	world_input(&w, 1, OCTETS("\x51\x02\x12\x35" "\xa1" "\xb7" "msgin5g" "\x11\x32" "\xff" DEREG("ue1@example.org")));
	world_expect(&w, 1, OCTETS("\x51\x44\x01\x02" "\xa1" "\xc1\x32" "\xff" DEREGISTERED("ue1@example.org", "success")));
	world_expect_silence(&w);
	world_end(&w);
}
END_TEST

/* JSON in any order, with white space, \u escapes and unknown members (RFC 8259 9; binding). */
START_TEST(test_any_conforming_json)
{
	struct world w;

	world_begin(&w);
	world_input(&w, 1, OCTETS(POST("\x12\x34", "\xa1\xb2") " { \"more\" : [ 1, {} ],\r\n\t\"ueServiceId\" : \"ue\\u0031@example.org\" ,"
				  "\"message\\u0054ype\":\"\\u0052EG\", \"msgin5gServiceId\":\"MSGin5G\" } \n"));
	world_expect(&w, 1, OCTETS(ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")));
	world_end(&w);
}
END_TEST

/* Options that change nothing: elective unknown ones, Uri-Host, Uri-Port, leading zeros, Observe, a second
 * Content-Format, If-Match of any (RFC 7252 5.4.1, 3.2, 5.4.5, 5.10.8.1). */
START_TEST(test_options_that_change_nothing)
{
	static const struct {
		const char *octets;
		size_t len;
	} rows[] = {
		/* 1 If-Match, empty: delta 1; then Uri-Path: delta 10 */
		{ OCTETS("\x10" "\xa7" "msgin5g" "\x11\x32") },
		/* 3 Uri-Host "h"; 7 Uri-Port 5683; 11 Uri-Path */
		{ OCTETS("\x31" "h" "\x42\x16\x33" "\x47" "msgin5g" "\x11\x32") },
		/* 6 Observe 0; Uri-Path: delta 5 */
		{ OCTETS("\x60" "\x57" "msgin5g" "\x11\x32") },
		/* 4 ETag of nine octets: ignored; Uri-Path: delta 7 */
		{ OCTETS("\x49" "123456789" "\x77" "msgin5g" "\x11\x32") },
		/* 12 Content-Format 00 32, then a second: 0 */
		{ OCTETS("\xb7" "msgin5g" "\x12\x00\x32" "\x00") },
		/* 12 Content-Format 50; 17 Accept 50 */
		{ OCTETS("\xb7" "msgin5g" "\x11\x32" "\x51\x32") },
		/* 12 Content-Format; 258 No-Response 2 (delta 246 = 13 + 233): not supported, ignored; */
		{ OCTETS("\xb7" "msgin5g" "\x11\x32" "\xd1\xe9\x02") },
		/* 12 Content-Format; 65000 (delta 64988 = 269 + 0xfccf): elective */
		{ OCTETS("\xb7" "msgin5g" "\x11\x32" "\xe1\xfc\xcf\xff") },
	};
	struct world w;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char head[] = "\x42\x02\x12\x34" "\xa1\xb2", body[] = "\xff" REG("ue1@example.org");
		uint8_t ask[200];
		size_t len = 0;
		world_begin(&w);
		memcpy(ask, head, sizeof(head) - 1);
		len += sizeof(head) - 1;
		memcpy(ask + len, rows[i].octets, rows[i].len);
		len += rows[i].len;
		memcpy(ask + len, body, sizeof(body) - 1);
		world_input(&w, 1, ask, len + sizeof(body) - 1);
		world_expect(&w, 1, OCTETS(ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")));
		world_end(&w);
	}
}
END_TEST

/* On coaps the UE Service ID must be the authenticated UE's (edition cr, M5G-REG-S02.a). */
START_TEST(test_association_verified_on_coaps)
{
	struct world w;

	world_begin(&w);
	world_secure(&w, 1, "ue1", OCTETS(POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")));
	world_secure(&w, 2, "ue2", OCTETS(POST("\x12\x34", "\xa1\xb2") DEREG("ue1@example.org")));
	world_expect(&w, 2, OCTETS("\x62\x83\x12\x34" "\xa1\xb2" "\xff"
				   "the UE Service ID is not associated with the authenticated UE"));
	ck_assert_uint_eq(server_registered(w.server), 1);
	world_secure(&w, 2, "ue2", OCTETS(POST("\x12\x35", "\xa1\xb2") REG("ue1@example.org")));
	world_expect(&w, 2, OCTETS("\x62\x83\x12\x35" "\xa1\xb2" "\xff"
				   "the UE Service ID is not associated with the authenticated UE"));
	world_secure(&w, 3, "nobody", OCTETS(POST("\x12\x35", "\xa1\xb2") REG("nobody@example.org")));
	world_expect(&w, 3, OCTETS("\x62\x83\x12\x35" "\xa1\xb2" "\xff" "no such UE Service ID"));
	ck_assert_uint_eq(server_registered(w.server), 1);
	world_end(&w);
}
END_TEST

/* On coap the UE Service IDs of the table are taken (policy T18); others, and those of the unprovisioned, not. */
START_TEST(test_table_of_ues_on_coap)
{
	struct world w;

	world_begin(&w);
	world_input(&w, 1, OCTETS(POST("\x12\x34", "\xa1\xb2") REG("ue2@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue2@example.org")));
	world_input(&w, 1, OCTETS(POST("\x12\x35", "\xa1\xb2") REG("ue3@example.org")));
	world_expect(&w, 1, OCTETS("\x62\x83\x12\x35" "\xa1\xb2" "\xff" "no such UE Service ID"));
	world_input(&w, 1, OCTETS(POST("\x12\x36", "\xa1\xb2") REG("nobody@example.org")));
	world_expect(&w, 1, OCTETS("\x62\x83\x12\x36" "\xa1\xb2" "\xff" "no such UE Service ID"));
	/* a UE Service ID with U+0000 behind it is another */
	world_input(&w, 1, OCTETS(POST("\x12\x37", "\xa1\xb2") REG("ue2@example.org\\u0000")));
	world_expect(&w, 1, OCTETS("\x62\x83\x12\x37" "\xa1\xb2" "\xff" "no such UE Service ID"));
	world_end(&w);
}
END_TEST

/* One UE Service ID with two keys (an old and a new): either will do, a third will not. */
START_TEST(test_two_keys_of_one_ue)
{
	struct world w;

	world_begin(&w);
	server_free(w.server);
	memcpy(w.list[2].ue_service_id, w.list[0].ue_service_id, sizeof(w.list[2].ue_service_id));
	w.list[2].unprovisioned = false;
	w.server = server_new(&w.config, NULL);
	world_secure(&w, 1, "ue1", OCTETS(POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")));
	world_secure(&w, 2, "nobody", OCTETS(POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")));
	world_expect(&w, 2, OCTETS(ACK("\x44", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")));
	world_secure(&w, 3, "ue2", OCTETS(POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")));
	ck_assert_uint_eq(w.sent[0].bytes[1], 0x83);
	world_end(&w);
}
END_TEST

#define CREDENTIAL(json) "{\"msgin5gServiceId\":\"MSGin5G\",\"messageType\":\"REG\",\"ueServiceId\":\"ue1@example.org\"" json "}"

/* Edition pre-cr: the credential is asked for, whatever DTLS said (M5G-REG-S02.b). */
START_TEST(test_credential_of_pre_cr)
{
	struct world w;

	world_begin_as(&w, NULL, true);
	world_input(&w, 1, OCTETS(POST("\x12\x34", "\xa1\xb2") CREDENTIAL("")));
	world_expect(&w, 1, OCTETS("\x62\x80\x12\x34" "\xa1\xb2" "\xff" "UE Credential Information is missing"));
	world_input(&w, 1, OCTETS(POST("\x12\x35", "\xa1\xb2") CREDENTIAL(",\"ueCredentialInformation\":\"PSK\"")));
	world_expect(&w, 1, OCTETS("\x62\x80\x12\x35" "\xa1\xb2" "\xff" "UE Credential Information is of another JSON type"));
	world_input(&w, 1, OCTETS(POST("\x12\x36", "\xa1\xb2") CREDENTIAL(",\"ueCredentialInformation\":{}")));
	world_expect(&w, 1, OCTETS("\x62\x80\x12\x36" "\xa1\xb2" "\xff" "UE Credential Information is empty"));
	world_input(&w, 1, OCTETS(POST("\x12\x37", "\xa1\xb2")
				  CREDENTIAL(",\"ueCredentialInformation\":{\"authenticationType\":\"PSK\",\"identity\":\"ue2\"}")));
	world_expect(&w, 1, OCTETS("\x62\x80\x12\x37" "\xa1\xb2" "\xff"
				   "UE Credential Information has a value that means nothing here"));
	ck_assert_uint_eq(server_registered(w.server), 0);
	world_input(&w, 1, OCTETS(POST("\x12\x38", "\xa1\xb2") CREDENTIAL(",\"ueCredentialInformation\":{\"authenticationType\":\"PSK\"}")));
	world_expect(&w, 1, OCTETS(ACK("\x41", "\x12\x38", "\xa1\xb2") REGISTERED("ue1@example.org")));
	world_secure(&w, 2, "ue1", OCTETS(POST("\x12\x39", "\xa1\xb2")
					  CREDENTIAL(",\"ueCredentialInformation\":{\"authenticationType\":\"PSK\",\"identity\":\"ue1\"}")));
	world_expect(&w, 2, OCTETS(ACK("\x44", "\x12\x39", "\xa1\xb2") REGISTERED("ue1@example.org")));
	world_end(&w);
}
END_TEST

Suite *server_answer_tests(void)
{
	Suite *suite = suite_create("server answers");
	TCase *cases = tcase_create("answers");

	tcase_add_test(cases, test_registered_renewed_deregistered);
	tcase_add_test(cases, test_wordings);
	tcase_add_test(cases, test_changes_are_told_before_the_answer);
	tcase_add_test(cases, test_every_token_length);
	tcase_add_test(cases, test_non_gets_non);
	tcase_add_test(cases, test_any_conforming_json);
	tcase_add_test(cases, test_options_that_change_nothing);
	tcase_add_test(cases, test_association_verified_on_coaps);
	tcase_add_test(cases, test_table_of_ues_on_coap);
	tcase_add_test(cases, test_two_keys_of_one_ue);
	tcase_add_test(cases, test_credential_of_pre_cr);
	suite_add_tcase(suite, cases);
	return suite;
}
