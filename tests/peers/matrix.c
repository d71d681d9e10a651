/* tests/peers/matrix.c - prints the matrix: our client with four servers, kind of handshake by loss, in virtual time.
 *
 * Each cell: so many of SEEDS handshakes after which a message and its answer went through; "-" where the
 * server knows no such thing. Loss comes with doubling and delay of as many datagrams. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/dtls_lab.h"
#include "wire/engine.h"

enum { SEEDS = 10, SERVERS = 4 };

enum then { THEN_NOTHING, THEN_RESUMED, THEN_RENEGOTIATED };

static const struct kind {
	const char *name;
	struct pair_config pair;
	enum then then;
	int by;
} kinds[] = {
	{ "PSK CCM_8", { .suite = "PSK-AES128-CCM8" }, THEN_NOTHING, 0 },
	{ "PSK GCM", { .suite = "PSK-AES128-GCM-SHA256" }, THEN_NOTHING, 0 },
	{ "PSK CHACHA20", { .suite = "PSK-CHACHA20-POLY1305" }, THEN_NOTHING, 0 },
	{ "PSK CCM_8, cookie", { .suite = "PSK-AES128-CCM8", .cookie = true }, THEN_NOTHING, 0 },
	{ "PSK CCM_8, no EMS", { .suite = "PSK-AES128-CCM8", .no_extended_master = true }, THEN_NOTHING, 0 },
	{ "ECDHE_PSK CHACHA20", { .suite = "ECDHE-PSK-CHACHA20-POLY1305" }, THEN_NOTHING, 0 },
	{ "ECDHE_ECDSA CCM_8", { .suite = "ECDHE-ECDSA-AES128-CCM8" }, THEN_NOTHING, 0 },
	{ "ECDHE_ECDSA, fragments", { .suite = "ECDHE-ECDSA-AES128-CCM8", .mtu = 256 }, THEN_NOTHING, 0 },
	{ "resumed by session id", { .suite = "PSK-AES128-CCM8" }, THEN_RESUMED, 0 },
	{ "resumed by ticket", { .suite = "PSK-AES128-CCM8", .tickets = true }, THEN_RESUMED, 0 },
	{ "renegotiated by us", { .suite = "PSK-AES128-CCM8" }, THEN_RENEGOTIATED, LAB_CLIENT },
	{ "renegotiated by it", { .suite = "PSK-AES128-CCM8" }, THEN_RENEGOTIATED, LAB_SERVER },
};

static const unsigned losses[] = { 0, 50, 150 };

static bool is_up(const struct lab *l)
{
	return l->ends[LAB_CLIENT].up && l->ends[LAB_SERVER].up && !l->ends[LAB_CLIENT].failed;
}

static bool one(const struct kind *k, int server, unsigned loss, unsigned seed)
{
	struct lab_config c = { .pair = k->pair, .own = { true, server == 3 }, .renegotiate = true, .seed = seed };
	bool ok;

	c.peer = server == 1 ? peer_gnutls : server == 2 ? peer_mbedtls : NULL;
	c.loss = c.twice = c.late = loss;
	struct lab *l = lab_new(&c);
	lab_handshake(l);
	ok = is_up(l);
	if (ok && k->then == THEN_RESUMED) {
		lab_again(l, true, 40001);
		lab_handshake(l);
		ok = is_up(l) && connection_resumed(l->ends[LAB_CLIENT].connection);
	} else if (ok && k->then == THEN_RENEGOTIATED) {
		lab_renegotiate(l, k->by);
		ok = l->ends[LAB_CLIENT].renegotiated == 1;
	}
	l->config.loss = 0;
	ok = ok && lab_say(l, LAB_CLIENT, "request") && lab_say(l, LAB_SERVER, "answer");
	lab_free(l);
	return ok;
}

static bool knows(int server, const char *suite)
{
	const struct peer_kind *peers[SERVERS] = { NULL, peer_gnutls, peer_mbedtls, NULL };

	if (server == 1 || server == 2)
		return peers[server] && peers[server]->knows(suite);
	return true;
}

START_TEST(test_matrix)
{
	pair_keys_make();
	printf("our client: handshakes of %d that got through, by loss, doubling and delay in percent\n%-24s", SEEDS, "");
	printf("%-14s %-14s %-14s %-14s\n%-24s", "OpenSSL", "GnuTLS", "mbedTLS", "ours", "");
	for (int server = 0; server < SERVERS; server++)
		printf("%3u%% %3u%% %3u%% ", losses[0] / 10, losses[1] / 10, losses[2] / 10);
	printf("\n");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		printf("%-24s", kinds[i].name);
		for (int server = 0; server < SERVERS; server++)
			for (size_t loss = 0; loss < 3; loss++) {
				unsigned got = 0;
				for (unsigned seed = 1; knows(server, kinds[i].pair.suite) && seed <= SEEDS; seed++)
					got += one(&kinds[i], server, losses[loss], seed);
				printf(knows(server, kinds[i].pair.suite) ? "%4u " : "   - ", got);
			}
		printf("\n");
		fflush(stdout);
	}
	pair_keys_free();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("matrix");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_matrix);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
