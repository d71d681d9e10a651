/* tests/unit/dtls_openssl.c - OpenSSL's handshakes in memory: every record opens, every Finished verifies. */
#include "tests/unit/dtls.h"

#include <stdio.h>
#include <string.h>

#include "dtls/suite.h"
#include "tests/unit/dtls_pair.h"

static struct watch *with_psk(void)
{
	struct watch *w = watch_new(false);

	keyring_psk(w->keyring, (const uint8_t *)"ue1", 3, (const uint8_t *)"secretPSK", 9);
	return w;
}

/* Nothing dark, nothing astray, each session verified; messages are counted by the caller. */
static void ck_all_open(struct watch *w, unsigned sessions, unsigned messages)
{
	watch_sessions(w);
	const struct seen *dark = watch_nth(w, OBS_DARK, 0);
	ck_assert_msg(!dark, "frame %u: %s", dark ? dark->frame : 0, dark ? dark->why : "");
	ck_assert_uint_eq(w->kinds[OBS_STRAY], 0);
	ck_assert_uint_eq(w->kinds[OBS_MESSAGE], messages);
	ck_assert_uint_eq(w->session_count, sessions);
	for (unsigned i = 0; i < sessions; i++) {
		ck_assert(w->sessions[i].finished_verified);
		ck_assert(!w->sessions[i].finished_wrong);
		ck_assert_uint_eq(w->sessions[i].failed, 0);
	}
	for (unsigned i = 0; i < w->count; i++)
		if (w->seen[i].session)
			ck_assert_uint_eq(w->seen[i].opened_by, w->seen[i].record.epoch);
}

static struct pair_config config_of(const struct suite *s)
{
	return (struct pair_config){ .suite = s->openssl, .keylog = !suite_is_plain_psk(s) };
}

/* Every suite, with and without extended master secret, and CBC in both orders; then renegotiated. */
static void one_suite(const struct suite *s, bool no_extended_master, bool no_encrypt_then_mac)
{
	struct watch *w = with_psk();
	struct pair_config c = config_of(s);
	uint32_t frame = 0;

	c.no_extended_master = no_extended_master;
	c.no_encrypt_then_mac = no_encrypt_then_mac;
	struct pair *p = pair_new(w, &c, &frame);
	pair_handshake(p);
	ck_assert_str_eq(SSL_get_cipher_name(p->client), s->openssl);
	pair_exchange(p, 0x0101);
	pair_renegotiate(p, true, false);
	pair_exchange(p, 0x0102);
	pair_close(p);
	ck_all_open(w, 2, 4);
	ck_assert_uint_eq(w->sessions[0].suite, s->number);
	ck_assert_int_eq(w->sessions[0].extended_master_secret, !no_extended_master);
	ck_assert_str_eq(w->sessions[0].key_source, c.keylog ? "key log" : "psk file");
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 0)->opened_by, 1);
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 3)->opened_by, 2);
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 3)->mid, 0x0102);
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 3)->association, watch_nth(w, OBS_MESSAGE, 0)->association);
	pair_free(p);
	watch_free(w);
}

START_TEST(test_each_suite)
{
	const struct suite *s = suite_row((unsigned)_i);

	if (!s->openssl)
		return;
	one_suite(s, false, false);
	one_suite(s, true, false);
	if (s->bulk == BULK_CBC)
		one_suite(s, false, true);
}
END_TEST

static const struct variant {
	const char *what;
	struct pair_config config;
} variants[] = {
	{ "cookie exchange", { .suite = "PSK-AES128-CCM8", .cookie = true } },
	{ "session ticket given", { .suite = "PSK-AES128-CCM8", .tickets = true } },
	{ "every datagram twice", { .suite = "PSK-AES128-CCM8", .scramble = SCRAMBLE_TWICE, .tickets = true } },
	{ "each flight backwards", { .suite = "PSK-AES128-CCM8", .scramble = SCRAMBLE_REVERSE, .mtu = 256 } },
	{ "each flight again, late", { .suite = "PSK-AES128-CCM8", .scramble = SCRAMBLE_LATE } },
	{ "fragments", { .suite = "ECDHE-RSA-AES128-GCM-SHA256", .mtu = 256, .keylog = true } },
	{ "fragments backwards",
	  { .suite = "ECDHE-RSA-AES128-GCM-SHA256", .mtu = 256, .keylog = true, .scramble = SCRAMBLE_REVERSE } },
	{ "fragments twice",
	  { .suite = "ECDHE-RSA-AES128-GCM-SHA256", .mtu = 256, .keylog = true, .scramble = SCRAMBLE_TWICE } },
	{ "fragments again, late, with a cookie",
	  { .suite = "DHE-RSA-AES256-SHA256", .mtu = 256, .keylog = true, .scramble = SCRAMBLE_LATE, .cookie = true } },
};

START_TEST(test_flights_as_they_come)
{
	struct watch *w = with_psk();
	const struct variant *v = &variants[_i];
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &v->config, &frame);
	unsigned copies = v->config.scramble == SCRAMBLE_TWICE || v->config.scramble == SCRAMBLE_LATE ? 2 : 1;

	pair_handshake(p);
	pair_exchange(p, 0x0101);
	pair_exchange(p, 0x0102);
	watch_sessions(w);
	/* The last flight of the late ones has no next. */
	ck_all_open(w, 1, 4 * copies - (v->config.scramble == SCRAMBLE_LATE ? 1 : 0));
	pair_free(p);
	watch_free(w);
}
END_TEST

/* 0: HelloRequest, full; 1: HelloRequest, abbreviated; 2: client, abbreviated */
START_TEST(test_renegotiations)
{
	struct watch *w = with_psk();
	const struct pair_config c = { .suite = "PSK-AES128-CCM8" };
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &c, &frame);

	pair_handshake(p);
	pair_exchange(p, 0x0101);
	for (uint16_t i = 2; i < 5; i++) {	/* more than EPOCHS_KEPT */
		pair_renegotiate(p, _i == 2, _i != 0);
		pair_exchange(p, 0x0100 + i);
	}
	ck_all_open(w, 4, 8);
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 7)->opened_by, 4);
	ck_assert_int_eq(w->sessions[3].resumed, _i == 2);	/* asked by HelloRequest, OpenSSL's client does a full one */
	ck_assert_uint_eq(w->sessions[3].association, w->sessions[0].association);
	pair_free(p);
	watch_free(w);
}
END_TEST

/* 0: by session id; 1: by ticket. On another port: its keys are those of the session it resumes. */
START_TEST(test_resumption)
{
	struct watch *w = with_psk();
	const struct pair_config c = { .suite = "PSK-AES128-CCM8", .tickets = _i == 1 };
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &c, &frame);

	pair_handshake(p);
	pair_exchange(p, 0x0101);
	pair_close(p);
	SSL_SESSION *session = SSL_get1_session(p->client);
	pair_again(p, session, 40001);
	pair_handshake(p);
	ck_assert(SSL_session_reused(p->client));
	pair_exchange(p, 0x0102);
	ck_all_open(w, 2, 4);
	ck_assert(!w->sessions[0].resumed && w->sessions[1].resumed);
	ck_assert_str_eq(w->sessions[1].key_source, "resumed session");
	ck_assert_uint_eq(w->sessions[1].psk_identity_len, 3);
	ck_assert_uint_ne(w->sessions[1].association, w->sessions[0].association);
	SSL_SESSION_free(session);
	pair_free(p);
	watch_free(w);
}
END_TEST

START_TEST(test_resumption_of_what_was_not_seen)
{
	struct watch *unseen = with_psk(), *w = with_psk();
	const struct pair_config c = { .suite = "PSK-AES128-CCM8" };
	uint32_t frame = 0;
	struct pair *p = pair_new(unseen, &c, &frame);

	pair_handshake(p);
	SSL_SESSION *session = SSL_get1_session(p->client);
	p->watch = w;
	pair_again(p, session, 40001);
	pair_handshake(p);
	watch_sessions(w);
	ck_assert_uint_eq(w->sessions[0].dark, 2);
	ck_assert_str_eq(w->sessions[0].why_dark,
			 "resumes a session whose secret is not known: give a key log (--keylog) of either side");
	SSL_SESSION_free(session);
	pair_free(p);
	watch_free(w);
	watch_free(unseen);
}
END_TEST

/* Shows a watch all but the datagrams that begin with a handshake message of this type. */
struct sieve {
	struct watch *watch;
	uint8_t type;
};

static void show_but(void *arg, const struct pair *p, const struct flight *f, bool from_client)
{
	const struct sieve *s = arg;
	struct datagram d = { .from = pair_endpoint(from_client, 40000), .to = pair_endpoint(!from_client, 40000), .at_ns = 1 };

	for (unsigned i = 0; i < f->count; i++) {
		d.frame = ++*p->frame;
		d.bytes = f->bytes[i];
		d.len = f->len[i];
		if (f->len[i] < 14 || f->bytes[i][0] != 22 || f->bytes[i][13] != s->type)
			dissector_datagram(s->watch->dissector, &d);
	}
}

/* Nothing names the key log's line: 0: among others, the extended master secret; 1: by PSK alone it cannot be had. */
START_TEST(test_without_client_hello)
{
	static const char other[] = "CLIENT_RANDOM 00000000000000000000000000000000000000000000000000000000000000%02x "
		"000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";
	struct watch *w = with_psk();
	struct sieve sieve = { w, 1 };	/* client_hello */
	const struct pair_config c = { .suite = "PSK-AES128-CCM8", .keylog = !_i, .show = show_but, .show_arg = &sieve };
	uint32_t frame = 0;
	char line[200];

	for (unsigned i = 0; i < 20; i++) {
		snprintf(line, sizeof(line), other, i);
		ck_assert_int_eq(_i ? 0 : keyring_line(w->keyring, line, NULL), 0);
	}
	struct pair *p = pair_new(w, &c, &frame);
	pair_handshake(p);
	pair_exchange(p, 0x0101);
	watch_sessions(w);
	ck_assert_uint_eq(w->session_count, 1);
	ck_assert_uint_eq(w->sessions[0].opened, _i ? 0 : 4);	/* two Finished, two messages */
	ck_assert_uint_eq(w->sessions[0].dark, _i ? 4 : 0);
	ck_assert_str_eq(w->sessions[0].key_source, _i ? "none" : "key log");
	ck_assert_str_eq(w->sessions[0].why_dark, _i ? "no ClientHello in the capture: give a key log (--keylog) of "
						       "this session alone; its lines are tried" : "");
	ck_assert(!w->sessions[0].finished_verified && !w->sessions[0].finished_wrong);
	pair_free(p);
	watch_free(w);
}
END_TEST

/* The client forgot everything and begins anew from the same port (RFC 6347 4.2.8). */
START_TEST(test_a_new_handshake_on_a_live_flow)
{
	struct watch *w = with_psk();
	const struct pair_config c = { .suite = "PSK-AES128-CCM8", .cookie = _i };
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &c, &frame);

	pair_handshake(p);
	pair_exchange(p, 0x0101);
	pair_again(p, NULL, 40000);
	pair_handshake(p);
	pair_exchange(p, 0x0102);
	ck_all_open(w, 2, 4);
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 1)->association, 1);
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 2)->association, 2);
	ck_assert_uint_eq(watch_nth(w, OBS_MESSAGE, 2)->flow, 1);
	pair_free(p);
	watch_free(w);
}
END_TEST

/* The capture lacks the ServerHello of the first: the next ClientHello is not of the same handshake. */
START_TEST(test_a_new_handshake_after_one_without_server_hello)
{
	struct watch *w = with_psk();
	struct sieve sieve = { w, 2 };	/* server_hello */
	const struct pair_config c = { .suite = "PSK-AES128-CCM8", .show = show_but, .show_arg = &sieve };
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &c, &frame);

	pair_handshake(p);
	pair_exchange(p, 0x0101);
	sieve.type = 0;
	pair_again(p, NULL, 40000);
	pair_handshake(p);
	pair_exchange(p, 0x0102);
	watch_sessions(w);
	ck_assert_uint_eq(w->session_count, 2);
	ck_assert_uint_eq(w->sessions[0].dark, 4);
	ck_assert_int_eq(strncmp(w->sessions[0].why_dark, "no ServerHello", 14), 0);
	ck_assert_uint_eq(w->sessions[1].opened, 4);
	ck_assert_uint_ne(w->sessions[1].association, w->sessions[0].association);
	pair_free(p);
	watch_free(w);
}
END_TEST

/* The same where nothing opens either: what waited for a key is counted where it was said. */
START_TEST(test_a_new_handshake_on_a_dark_flow)
{
	struct watch *w = watch_new(false);
	const struct pair_config c = { .suite = "ECDHE-PSK-CHACHA20-POLY1305" };
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &c, &frame);

	pair_handshake(p);
	pair_exchange(p, 0x0101);
	pair_again(p, NULL, 40000);
	pair_handshake(p);
	watch_sessions(w);
	ck_assert_uint_eq(w->session_count, 2);
	ck_assert_uint_eq(w->sessions[0].dark, 4);	/* two Finished, two messages */
	ck_assert_uint_eq(w->sessions[1].dark, 2);
	ck_assert_uint_eq(watch_nth(w, OBS_DARK, 3)->association, 1);
	ck_assert_uint_eq(watch_nth(w, OBS_DARK, 4)->association, 2);
	pair_free(p);
	watch_free(w);
}
END_TEST

Suite *openssl_tests(void)
{
	Suite *suite = suite_create("OpenSSL in memory");
	TCase *suites = tcase_create("suites"), *others = tcase_create("others");
	int rows = 0;

	while (suite_row((unsigned)rows))
		rows++;
	tcase_set_timeout(suites, 60);	/* DH groups on a busy machine */
	tcase_set_timeout(others, 60);
	tcase_add_unchecked_fixture(suites, pair_keys_make, pair_keys_free);
	tcase_add_unchecked_fixture(others, pair_keys_make, pair_keys_free);
	tcase_add_loop_test(suites, test_each_suite, 0, rows);
	tcase_add_loop_test(others, test_flights_as_they_come, 0, sizeof(variants) / sizeof(*variants));
	tcase_add_loop_test(others, test_renegotiations, 0, 3);
	tcase_add_loop_test(others, test_resumption, 0, 2);
	tcase_add_test(others, test_resumption_of_what_was_not_seen);
	tcase_add_loop_test(others, test_without_client_hello, 0, 2);
	tcase_add_test(others, test_a_new_handshake_after_one_without_server_hello);
	tcase_add_test(others, test_a_new_handshake_on_a_dark_flow);
	tcase_add_loop_test(others, test_a_new_handshake_on_a_live_flow, 0, 2);
	suite_add_tcase(suite, suites);
	suite_add_tcase(suite, others);
	return suite;
}
