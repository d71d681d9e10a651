/* tests/unit/dtls_bounds.c - keys that come late, memory that is bounded, octets that make no sense. */
#include "tests/unit/dtls.h"

#include <stdlib.h>
#include <string.h>

#include "dtls/dissection.h"
#include "tests/unit/dtls_pair.h"
#include "wire/hex.h"

/* A key log line of a finished handshake. */
static void log_late(struct pair *p)
{
	uint8_t master[MASTER_SECRET], random[HELLO_RANDOM];
	char line[256], hex[128];
	int n;

	SSL_get_client_random(p->client, random, sizeof(random));
	SSL_SESSION_get_master_key(SSL_get_session(p->client), master, sizeof(master));
	n = snprintf(line, sizeof(line), "CLIENT_RANDOM %s ", hex_format(hex, sizeof(hex), random, sizeof(random)));
	snprintf(line + n, sizeof(line) - (size_t)n, "%s", hex_format(hex, sizeof(hex), master, sizeof(master)));
	ck_assert_int_eq(keyring_line(p->watch->keyring, line, NULL), 0);
}

static const struct pair_config ecdhe = { .suite = "ECDHE-PSK-CHACHA20-POLY1305" };

START_TEST(test_a_key_that_comes_late)
{
	struct watch *w = watch_new(false);
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &ecdhe, &frame);

	pair_handshake(p);
	pair_exchange(p, 0x0101);
	ck_assert_uint_eq(w->kinds[OBS_MESSAGE] + w->kinds[OBS_DARK], 0);	/* they wait */
	log_late(p);
	pair_exchange(p, 0x0102);
	ck_assert_uint_eq(w->kinds[OBS_DARK], 0);
	ck_assert_uint_eq(w->kinds[OBS_MESSAGE], 4);
	uint32_t last = 0;
	for (unsigned i = 0; i < w->count; i++) {	/* in order, but for what is clear */
		if (!w->seen[i].record.epoch)
			continue;
		ck_assert_uint_ge(w->seen[i].frame, last);
		last = w->seen[i].frame;
	}
	pair_free(p);
	watch_free(w);
}
END_TEST

START_TEST(test_a_key_that_comes_too_late)
{
	struct watch *w = watch_new(false);
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &ecdhe, &frame);

	pair_handshake(p);
	for (int i = 0; i < WAITING_A_FLOW; i++)
		pair_exchange(p, 0x0101);
	unsigned dark = w->kinds[OBS_DARK];
	ck_assert_uint_ge(dark, WAITING_A_FLOW);
	ck_assert_uint_gt(dissector_tally(w->dissector)->gave_up, 0);
	log_late(p);
	pair_exchange(p, 0x0102);
	ck_assert_uint_eq(w->kinds[OBS_DARK], dark);	/* what comes now is opened */
	ck_assert_uint_eq(w->kinds[OBS_MESSAGE], 2);
	pair_free(p);
	watch_free(w);
}
END_TEST

START_TEST(test_time_runs_out)
{
	struct watch *w = watch_new(false);
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &ecdhe, &frame);

	pair_handshake(p);
	ck_assert_uint_eq(w->kinds[OBS_DARK], 0);
	p->now_ns += WAITING_NS;
	pair_exchange(p, 0x0101);
	ck_assert_uint_eq(w->kinds[OBS_DARK], 4);	/* two Finished, two messages */
	watch_sessions(w);
	ck_assert_uint_eq(w->sessions[0].dark, 4);
	pair_free(p);
	watch_free(w);
}
END_TEST

START_TEST(test_flows_are_forgotten_and_counted)
{
	struct watch *w = watch_new(false);
	struct datagram d = { .to = pair_endpoint(false, 9), .bytes = (const uint8_t *)"x", .len = 1 };

	for (uint32_t i = 0; i < FLOWS_MAX + 5; i++) {
		d.from = pair_endpoint(true, (uint16_t)i);
		d.from.addr[1] = (uint8_t)(i >> 16);
		dissector_datagram(w->dissector, &d);
	}
	ck_assert_uint_eq(dissector_tally(w->dissector)->flows_forgotten, 5);
	ck_assert_uint_eq(w->count, FLOWS_MAX + 5);
	watch_free(w);
}
END_TEST

/* Of a crowd's endpoints none is remembered: an answer from another port than was asked is read all the same. */
START_TEST(test_a_crowd_in_the_clear)
{
	static const uint8_t post[] = { 0x40, 0x02, 0x12, 0x34 };	/* version 1, CON, no token; 0.02; MID */
	static const uint8_t answer[] = { 0x60, 0x44, 0x12, 0x34 };	/* ACK; 2.04 */
	struct watch *w = watch_crowd(&(struct port_hint){ 5683, TRANSPORT_COAP });

	for (uint16_t i = 0; i < 10; i++) {
		const struct endpoint ue = pair_endpoint(true, (uint16_t)(40000 + i));
		dissector_datagram(w->dissector, &(struct datagram){ .from = ue, .to = pair_endpoint(false, 5683), .bytes = post,
								     .len = sizeof(post), .frame = 1u + i });
	}
	for (uint16_t i = 0; i < 10; i++) {
		const struct endpoint ue = pair_endpoint(true, (uint16_t)(40000 + i));
		dissector_datagram(w->dissector, &(struct datagram){ .from = pair_endpoint(false, i & 1 ? 5683 : 9), .to = ue, .bytes = answer,
								     .len = sizeof(answer), .frame = 11u + i });
	}
	ck_assert_uint_eq(w->kinds[OBS_MESSAGE], 20);
	ck_assert_uint_eq(w->count, 20);
	for (unsigned i = 0; i < w->count; i++)
		ck_assert_uint_eq(w->seen[i].mid, 0x1234);
	watch_free(w);
}
END_TEST

/* Records go the way of all. */
START_TEST(test_a_crowd_over_dtls)
{
	struct watch *w = watch_crowd(&(struct port_hint){ 5684, TRANSPORT_COAPS });
	const struct pair_config c = { .suite = "PSK-AES128-CCM8" };
	uint32_t frame = 0;
	struct pair *p = pair_new(w, &c, &frame);

	keyring_psk(w->keyring, (const uint8_t *)"ue1", 3, (const uint8_t *)"secretPSK", 9);
	pair_handshake(p);
	pair_exchange(p, 0x0101);
	ck_assert_uint_eq(w->kinds[OBS_MESSAGE], 2);
	ck_assert_uint_eq(w->kinds[OBS_STRAY] + w->kinds[OBS_DARK], 0);
	pair_free(p);
	watch_free(w);
}
END_TEST

/* --- octets without sense: seeded, so that a failure can be had again --- */

struct tape {
	uint8_t bytes[PAIR_DATAGRAMS][PAIR_DATAGRAM];
	size_t len[PAIR_DATAGRAMS];
	bool from_client[PAIR_DATAGRAMS];
	unsigned count;
};

static struct endpoint client_end(void) { return pair_endpoint(true, 40000); }

static void play(struct watch *w, const struct tape *t, unsigned n, uint8_t *bytes, size_t len)
{
	struct endpoint server = pair_endpoint(false, 5684);
	const struct datagram d = { .from = t->from_client[n] ? client_end() : server,
				    .to = t->from_client[n] ? server : client_end(), .bytes = bytes, .len = len,
				    .frame = n + 1 };

	dissector_datagram(w->dissector, &d);
}

static unsigned dice(unsigned sides) { return (unsigned)rand() % sides; }

/* The handshake's own octets with some of them another, cut short, out of order. */
static void play_damaged(struct watch *w, const struct tape *t)
{
	for (unsigned i = 0; i < 3 * t->count; i++) {
		unsigned n = dice(3) ? i % t->count : dice(t->count);
		size_t len = t->len[n] - (dice(8) ? 0 : dice((unsigned)t->len[n]));
		uint8_t *copy = malloc(len ? len : 1);	/* of its very size: for the sanitizer */
		memcpy(copy, t->bytes[n], len);
		for (unsigned flips = dice(4); len && flips--;)
			copy[dice((unsigned)len)] ^= (uint8_t)(1 << dice(8));
		play(w, t, n, copy, len);
		free(copy);
	}
}

static void record(void *arg, const struct pair *p, const struct flight *f, bool from_client)
{
	struct tape *t = arg;

	(void)p;
	for (unsigned i = f->read; i < f->count && t->count < PAIR_DATAGRAMS; i++, t->count++) {
		memcpy(t->bytes[t->count], f->bytes[i], f->len[i]);
		t->len[t->count] = f->len[i];
		t->from_client[t->count] = from_client;
	}
}

static void converse(struct pair *p)
{
	pair_handshake(p);
	pair_exchange(p, 0x0101);
	pair_renegotiate(p, true, false);
	pair_exchange(p, 0x0102);
}

START_TEST(test_damaged_handshakes)
{
	struct tape *t = calloc(1, sizeof(*t));
	struct watch *w = watch_new(true);
	struct pair_config c = { .suite = "PSK-AES128-CCM8", .tickets = true, .mtu = 256, .cookie = true };
	uint32_t frame = 0;

	ck_assert_ptr_nonnull(t);
	c.show = record;
	c.show_arg = t;
	struct pair *p = pair_new(w, &c, &frame);
	converse(p);
	keyring_psk(w->keyring, (const uint8_t *)"ue1", 3, (const uint8_t *)"secretPSK", 9);
	srand((unsigned)_i + 1);
	for (int round = 0; round < 40; round++)
		play_damaged(w, t);
	unsigned before = w->kinds[OBS_MESSAGE];
	pair_again(p, NULL, 40000);	/* and an undamaged handshake on the same flow is understood */
	p->config.show = NULL;
	converse(p);
	watch_sessions(w);
	ck_assert_uint_ge(w->kinds[OBS_MESSAGE] - before, 4);
	pair_free(p);
	watch_free(w);
	free(t);
}
END_TEST

Suite *bounds_tests(void)
{
	Suite *suite = suite_create("waiting, bounds, damage");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 60);
	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_test(tests, test_a_key_that_comes_late);
	tcase_add_test(tests, test_a_key_that_comes_too_late);
	tcase_add_test(tests, test_time_runs_out);
	tcase_add_test(tests, test_flows_are_forgotten_and_counted);
	tcase_add_test(tests, test_a_crowd_in_the_clear);
	tcase_add_test(tests, test_a_crowd_over_dtls);
	tcase_add_loop_test(tests, test_damaged_handshakes, 0, 20);
	suite_add_tcase(suite, tests);
	return suite;
}
