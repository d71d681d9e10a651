/* tests/unit/dtls_connection.c - our engine with OpenSSL and with itself: every kind of handshake. */
#include "tests/unit/dtls.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/dtls_lab.h"
#include "wire/engine.h"

static const char *const suites[] = {
	"PSK-AES128-CCM8", "PSK-AES256-CCM8", "PSK-AES128-CCM", "PSK-AES256-CCM", "PSK-AES128-GCM-SHA256",
	"PSK-AES256-GCM-SHA384", "PSK-CHACHA20-POLY1305", "ECDHE-PSK-CHACHA20-POLY1305", "ECDHE-ECDSA-AES128-CCM8",
	"ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES256-CCM8", "ECDHE-ECDSA-AES128-GCM-SHA256",
	"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305",
	/* OpenSSL 3.0 has none of these: with ourselves only */
	"TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256", "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256",
};

enum { SUITES = sizeof(suites) / sizeof(*suites) };

/* Who is ours: the client, the server, both. */
static const bool casts[][2] = { { true, false }, { false, true }, { true, true } };

enum { CASTS = sizeof(casts) / sizeof(*casts) };

static struct lab_config config_of(const char *suite, const bool own[2])
{
	struct lab_config c = { .pair = { .suite = suite, .keylog = strncmp(suite, "PSK", 3) }, .renegotiate = true };

	memcpy(c.own, own, sizeof(c.own));
	return c;
}

START_TEST(test_each_suite)
{
	for (int cast = 0; cast < CASTS; cast++) {
		if (!suite_by_name(suites[_i])->openssl && cast != 2)
			continue;
		for (int old = 0; old < 2; old++) {
			struct lab_config c = config_of(suites[_i], casts[cast]);
			c.pair.no_extended_master = old;
			struct lab *l = lab_new(&c);
			lab_handshake_up(l);
			lab_exchange(l);
			lab_ck_all_open(l, 1);
			ck_assert_int_eq(l->watch->sessions[0].extended_master_secret, !old);
			ck_assert_uint_eq(l->watch->sessions[0].suite, suite_by_name(suites[_i])->number);
			lab_free(l);
		}
	}
}
END_TEST

static void two_associations(struct lab *l)
{
	lab_handshake_up(l);
	lab_exchange(l);
	lab_again(l, true, 40001);
	lab_handshake_up(l);
	lab_exchange(l);
	lab_ck_all_open(l, 2);
	ck_assert(l->watch->sessions[1].resumed);
	if (l->ends[LAB_CLIENT].connection)
		ck_assert(connection_resumed(l->ends[LAB_CLIENT].connection));
	if (l->ends[LAB_SERVER].connection)
		ck_assert_str_eq((const char *)connection_peer_identity(l->ends[LAB_SERVER].connection)->psk_identity, "ue1");
}

START_TEST(test_resumption)
{
	for (int tickets = 0; tickets < 2; tickets++) {
		struct lab_config c = config_of("PSK-AES128-CCM8", casts[_i]);
		c.pair.tickets = tickets;
		struct lab *l = lab_new(&c);
		two_associations(l);
		lab_free(l);
	}
}
END_TEST

/* With and without extended master secret do not mix (RFC 7627 5.3): a full handshake instead. */
START_TEST(test_no_resumption_across_extended_master)
{
	const bool own[] = { true, true };
	struct lab_config c = config_of("PSK-AES128-CCM8", own);
	struct lab *l = lab_new(&c);

	lab_handshake_up(l);
	l->profiles[LAB_CLIENT].no_extended_master = true;
	lab_again(l, true, 40001);
	lab_handshake_up(l);
	ck_assert(!connection_resumed(l->ends[LAB_CLIENT].connection));
	lab_ck_all_open(l, 2);
	lab_free(l);
}
END_TEST

START_TEST(test_renegotiation)
{
	for (int by = 0; by < 2; by++) {
		struct lab_config c = config_of("PSK-AES128-CCM8", casts[_i]);
		struct lab *l = lab_new(&c);
		lab_handshake_up(l);
		lab_exchange(l);
		for (int times = 0; times < 3; times++) {
			lab_renegotiate(l, by);
			lab_exchange(l);
		}
		for (int side = 0; side < 2; side++) {
			if (!l->ends[side].connection)
				continue;
			ck_assert_uint_eq(l->ends[side].renegotiated, 3);
			ck_assert_uint_eq(connection_epoch(l->ends[side].connection), 4);
			ck_assert_uint_eq(l->ends[side].last_epoch, 4);
		}
		lab_ck_all_open(l, 4);
		lab_free(l);
	}
}
END_TEST

static bool saw_alert(const struct watch *w, uint8_t description)
{
	for (unsigned i = 0; i < w->count; i++)
		if (w->seen[i].alert_description == description)
			return true;
	return false;
}

/* It says no_renegotiation (RFC 7925 17), and the association lives on. */
START_TEST(test_renegotiation_refused)
{
	struct lab_config c = config_of("PSK-AES128-CCM8", casts[_i]);
	int by = casts[_i][LAB_CLIENT] ? LAB_SERVER : LAB_CLIENT;

	c.renegotiate = false;
	struct lab *l = lab_new(&c);
	lab_handshake_up(l);
	lab_renegotiate(l, by);
	if (l->ends[by].connection) {	/* OpenSSL gives up on the alert: its own affair */
		ck_assert_uint_eq(l->ends[by].refused, 1);
		lab_exchange(l);
	}
	ck_assert(saw_alert(l->watch, ALERT_NO_RENEGOTIATION));
	lab_free(l);
}
END_TEST

START_TEST(test_close)
{
	struct lab_config c = config_of("PSK-AES128-CCM8", casts[_i]);
	int by = casts[_i][LAB_CLIENT] ? LAB_CLIENT : LAB_SERVER;
	struct lab *l = lab_new(&c);

	lab_handshake_up(l);
	connection_close(l->ends[by].connection);
	lab_run(l, NS_PER_S);
	ck_assert(l->ends[!by].closed);
	ck_assert(!connection_send(l->ends[by].connection, (const uint8_t *)"x", 1));
	lab_free(l);
}
END_TEST

/* Certificates in pieces of a small datagram, both ways. */
START_TEST(test_small_datagrams)
{
	struct lab_config c = config_of("ECDHE-ECDSA-AES128-CCM8", casts[_i]);

	c.pair.mtu = 256;
	struct lab *l = lab_new(&c);
	lab_handshake_up(l);
	lab_exchange(l);
	lab_ck_all_open(l, 1);
	ck_assert_uint_gt(l->sent, 7);
	lab_free(l);
}
END_TEST

START_TEST(test_wrong_psk)
{
	const bool own[] = { true, false };
	struct lab_config c = config_of("PSK-AES128-CCM8", own);

	c.wrong_psk = true;
	struct lab *l = lab_new(&c);
	lab_handshake(l);
	ck_assert(!l->ends[LAB_CLIENT].up && l->ends[LAB_CLIENT].failed);
	lab_free(l);
}
END_TEST

/* RFC 6347 4.2.4.1: 1 s, doubled each time, in virtual time; nobody answers. */
START_TEST(test_nobody_answers)
{
	const bool own[] = { true, true };
	struct lab_config c = config_of("PSK-AES128-CCM8", own);

	c.loss = 1000;
	struct lab *l = lab_new(&c);
	uint64_t start = l->clock.now_ns;
	connection_start(l->ends[LAB_CLIENT].connection, start);
	static const unsigned seconds[] = { 1, 3, 7, 15, 31, 63 };
	for (unsigned i = 0; i < 6; i++) {
		ck_assert_uint_eq(l->sent, i + 1);
		ck_assert_uint_eq(connection_deadline(l->ends[LAB_CLIENT].connection), start + seconds[i] * (uint64_t)NS_PER_S);
		lab_run(l, start + seconds[i] * (uint64_t)NS_PER_S - l->clock.now_ns);
	}
	lab_run(l, 100 * (uint64_t)NS_PER_S);
	ck_assert_uint_eq(l->sent, 7);
	ck_assert(l->ends[LAB_CLIENT].failed);
	ck_assert_str_eq(l->ends[LAB_CLIENT].why, "no answer to the handshake");
	ck_assert_uint_eq(l->clock.now_ns - start, (63 + 60) * (uint64_t)NS_PER_S);	/* 64 would be above the most */
	lab_free(l);
}
END_TEST

START_TEST(test_lossy_handshakes)
{
	for (unsigned seed = 1; seed <= 12; seed++) {
		struct lab_config c = config_of(_i < CASTS ? "PSK-AES128-CCM8" : "ECDHE-ECDSA-AES128-CCM8", casts[_i % CASTS]);
		c.loss = 150, c.twice = 100, c.late = 150;
		c.seed = seed;
		c.pair.mtu = _i < CASTS ? 0 : 300;
		c.pair.tickets = seed % 2;
		struct lab *l = lab_new(&c);
		lab_handshake_up(l);
		l->config.loss = 0;
		lab_exchange(l);
		lab_ck_all_open(l, 1);
		lab_free(l);
	}
}
END_TEST

START_TEST(test_lossy_resumption_and_renegotiation)
{
	for (unsigned seed = 1; seed <= 12; seed++) {
		struct lab_config c = config_of("PSK-AES128-CCM8", casts[_i]);
		c.seed = seed;
		struct lab *l = lab_new(&c);
		lab_handshake_up(l);
		l->config.loss = 150, l->config.twice = 100, l->config.late = 150;
		lab_again(l, true, 40001);
		lab_handshake_up(l);
		lab_renegotiate(l, LAB_CLIENT);
		l->config.loss = 0;
		lab_exchange(l);
		ck_assert_uint_eq(watch_nth(l->watch, OBS_MESSAGE, l->watch->kinds[OBS_MESSAGE] - 1)->opened_by, 2);
		lab_ck_all_open(l, 3);
		lab_free(l);
	}
}
END_TEST

/* tls12_cid, epoch 1, sequence number 9, then what may be an id, a length and a fragment: the header is two octets
 * shorter than others. Of its very size, so that a sanitizer sees who reads behind it. */
START_TEST(test_a_record_with_a_connection_id)
{
	static const uint8_t octets[] = { 25, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
					  15, 16, 17, 18, 19, 20, 21, 22, 23, 24 };
	struct lab_config c = config_of("PSK-AES128-CCM8", casts[2]);
	struct lab *l = lab_new(&c);
	uint8_t *datagram = malloc(sizeof(octets));

	ck_assert_ptr_nonnull(datagram);
	memcpy(datagram, octets, sizeof(octets));
	lab_handshake_up(l);
	connection_input(l->ends[LAB_SERVER].connection, datagram, sizeof(octets), l->clock.now_ns);
	free(datagram);
	lab_exchange(l);
	lab_free(l);
}
END_TEST

START_TEST(test_size)
{
	for (int tickets = 0; tickets < 2; tickets++) {
		struct lab_config c = config_of("PSK-AES128-CCM8", casts[2]);
		c.pair.tickets = tickets;
		struct lab *l = lab_new(&c);
		lab_handshake_up(l);
		lab_exchange(l);
		for (int side = 0; side < 2; side++)
			ck_assert_uint_le(connection_size(l->ends[side].connection), 1024);
		lab_free(l);
	}
}
END_TEST

Suite *connection_tests(void)
{
	Suite *suite = suite_create("our engine");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 60);
	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_loop_test(tests, test_each_suite, 0, SUITES);
	tcase_add_loop_test(tests, test_resumption, 0, CASTS);
	tcase_add_test(tests, test_no_resumption_across_extended_master);
	tcase_add_loop_test(tests, test_renegotiation, 0, CASTS);
	tcase_add_loop_test(tests, test_renegotiation_refused, 0, CASTS);
	tcase_add_loop_test(tests, test_close, 0, CASTS);
	tcase_add_loop_test(tests, test_small_datagrams, 0, CASTS);
	tcase_add_test(tests, test_wrong_psk);
	tcase_add_test(tests, test_nobody_answers);
	tcase_add_loop_test(tests, test_lossy_handshakes, 0, 2 * CASTS);
	tcase_add_loop_test(tests, test_lossy_resumption_and_renegotiation, 0, CASTS);
	tcase_add_test(tests, test_a_record_with_a_connection_id);
	tcase_add_test(tests, test_size);
	suite_add_tcase(suite, tests);
	return suite;
}
