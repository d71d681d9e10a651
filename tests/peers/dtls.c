/* tests/peers/dtls.c - our client with the servers of GnuTLS and mbedTLS: every kind of handshake, with and without loss. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/dtls_stimulus.h"
#include "tests/unit/dtls_lab.h"
#include "wire/engine.h"

static const char *const suites[] = {
	"PSK-AES128-CCM8", "PSK-AES256-CCM8", "PSK-AES128-CCM", "PSK-AES256-CCM", "PSK-AES128-GCM-SHA256",
	"PSK-AES256-GCM-SHA384", "PSK-CHACHA20-POLY1305", "ECDHE-PSK-CHACHA20-POLY1305",
	"ECDHE-ECDSA-AES128-CCM8", "ECDHE-ECDSA-AES128-CCM",
	"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305",
};

enum { SUITES = sizeof(suites) / sizeof(*suites) };

static const struct peer_kind *peer_of(int index) { return index ? peer_mbedtls : peer_gnutls; }

static struct lab_config config_of(const struct peer_kind *peer, const char *suite)
{
	return (struct lab_config){ .pair = { .suite = suite, .keylog = strncmp(suite, "PSK", 3) }, .own = { true, false },
				    .peer = peer, .renegotiate = true };
}

static struct lab_config lossy(struct lab_config c, unsigned seed)
{
	c.loss = 150, c.twice = 100, c.late = 150;
	c.seed = seed;
	return c;
}

START_TEST(test_each_suite)
{
	const struct peer_kind *peer = peer_of(_i);

	for (int i = 0; peer && i < SUITES; i++) {
		if (!peer->knows(suites[i]))
			continue;
		for (int cookie = 0; cookie < 2; cookie++) {
			struct lab_config c = config_of(peer, suites[i]);
			c.pair.cookie = cookie;
			struct lab *l = lab_new(&c);
			lab_handshake_up(l);
			lab_exchange(l);
			lab_ck_all_open(l, 1);
			ck_assert_uint_eq(l->watch->sessions[0].suite, suite_by_name(suites[i])->number);
			lab_free(l);
		}
	}
}
END_TEST

START_TEST(test_resumption)
{
	const struct peer_kind *peer = peer_of(_i);

	for (int tickets = 0; peer && tickets < 2; tickets++) {
		struct lab_config c = config_of(peer, "PSK-AES128-CCM8");
		c.pair.tickets = tickets;
		struct lab *l = lab_new(&c);
		lab_handshake_up(l);
		lab_exchange(l);
		lab_again(l, true, 40001);
		lab_handshake_up(l);
		ck_assert_msg(connection_resumed(l->ends[LAB_CLIENT].connection), "%s, tickets %d", peer->name, tickets);
		lab_exchange(l);
		lab_ck_all_open(l, 2);
		lab_free(l);
	}
}
END_TEST

START_TEST(test_fragments)
{
	const struct peer_kind *peer = peer_of(_i);

	if (!peer)
		return;
	struct lab_config c = config_of(peer, "ECDHE-ECDSA-AES128-CCM8");
	c.pair.mtu = 256;
	struct lab *l = lab_new(&c);
	lab_handshake_up(l);
	lab_exchange(l);
	lab_ck_all_open(l, 1);
	lab_free(l);
}
END_TEST

START_TEST(test_renegotiation)
{
	const struct peer_kind *peer = peer_of(_i / 2);

	if (!peer)
		return;
	struct lab_config c = config_of(peer, "PSK-AES128-CCM8");
	struct lab *l = lab_new(&c);
	lab_handshake_up(l);
	lab_exchange(l);
	lab_renegotiate(l, _i % 2 ? LAB_SERVER : LAB_CLIENT);
	ck_assert_uint_eq(l->ends[LAB_CLIENT].renegotiated, 1);
	lab_exchange(l);
	lab_ck_all_open(l, 2);
	lab_free(l);
}
END_TEST

START_TEST(test_loss)
{
	const struct peer_kind *peer = peer_of(_i);

	for (unsigned seed = 1; peer && seed <= 12; seed++) {
		struct lab_config c = lossy(config_of(peer, seed % 2 ? "PSK-AES128-CCM8" : "ECDHE-ECDSA-AES128-CCM8"), seed);
		c.pair.mtu = seed % 2 ? 0 : 300;
		c.pair.cookie = seed % 3 == 0;
		struct lab *l = lab_new(&c);
		lab_handshake_up(l);
		l->config.loss = 0;
		lab_exchange(l);
		lab_ck_all_open(l, 1);
		lab_free(l);
	}
}
END_TEST

START_TEST(test_wrong_psk)
{
	const struct peer_kind *peer = peer_of(_i);

	if (!peer)
		return;
	struct lab_config c = config_of(peer, "PSK-AES128-CCM8");
	c.wrong_psk = true;
	struct lab *l = lab_new(&c);
	lab_handshake(l);
	ck_assert(!l->ends[LAB_CLIENT].up && l->ends[LAB_CLIENT].failed);
	lab_free(l);
}
END_TEST

START_TEST(test_stimuli)
{
	if (peer_gnutls)
		seen_check(&seen_rows[_i], SEEN_GNUTLS, peer_gnutls);
	if (peer_mbedtls)
		seen_check(&seen_rows[_i], SEEN_MBEDTLS, peer_mbedtls);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("other libraries' servers");
	TCase *tests = tcase_create("all");

	if (!peer_gnutls)
		fprintf(stderr, "# skipped: GnuTLS was not there when this was built\n");
	if (!peer_mbedtls)
		fprintf(stderr, "# skipped: mbedTLS was not there when this was built\n");
	tcase_set_timeout(tests, 60);
	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_loop_test(tests, test_each_suite, 0, 2);
	tcase_add_loop_test(tests, test_resumption, 0, 2);
	tcase_add_loop_test(tests, test_fragments, 0, 2);
	tcase_add_loop_test(tests, test_renegotiation, 0, 4);
	tcase_add_loop_test(tests, test_loss, 0, 2);
	tcase_add_loop_test(tests, test_wrong_psk, 0, 2);
	tcase_add_loop_test(tests, test_stimuli, 0, seen_row_count);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
