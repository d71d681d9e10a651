/* tests/unit/dtls_fault.c - what a faulty peer does below CoAP, each as the dissector must show it. */
#include "tests/unit/dtls.h"

#include <stdlib.h>
#include <string.h>

#include "dtls/record.h"
#include "tests/unit/dtls_pair.h"
#include "wire/engine.h"

/* CON 2.05-like octets that are well-formed CoAP: ACK 2.04, mid 0x7777, no token */
static const uint8_t answer[] = { 0x60, 0x44, 0x77, 0x77 };

/* A pair after its handshake and one exchange, and somebody who can seal as it would. */
struct scene {
	struct watch *w;
	struct pair *p;
	struct protector *protector;
	struct epoch_keys keys;
	uint32_t frame;
};

static struct epoch_keys keys_of(SSL *client)
{
	uint8_t master[MASTER_SECRET], ours[HELLO_RANDOM], theirs[HELLO_RANDOM];
	struct epoch_keys keys;

	SSL_SESSION_get_master_key(SSL_get_session(client), master, sizeof(master));
	SSL_get_client_random(client, ours, sizeof(ours));
	SSL_get_server_random(client, theirs, sizeof(theirs));
	ck_assert(epoch_keys_make(&keys, suite_by_name(SSL_get_cipher_name(client)), master, ours, theirs));
	return keys;
}

static struct scene scene_with(const struct pair_config *c)
{
	struct scene s = { .w = watch_new(false), .protector = protector_new() };

	keyring_psk(s.w->keyring, (const uint8_t *)"ue1", 3, (const uint8_t *)"secretPSK", 9);
	s.p = pair_new(s.w, c, &s.frame);
	pair_handshake(s.p);
	pair_exchange(s.p, 0x0101);
	s.keys = keys_of(s.p->client);
	return s;
}

static void scene_free(struct scene *s)
{
	pair_free(s->p);
	watch_free(s->w);
	protector_free(s->protector);
}

static const struct pair_config plain = { .suite = "PSK-AES128-CCM8" };

/* The frame counter must be the scene's own, not that of the struct returned. */
#define SCENE(name, config) struct scene name = scene_with(config); name.p->frame = &name.frame

static size_t seal(struct scene *s, const struct epoch_keys *keys, const struct record *r, uint8_t *out, size_t size)
{
	struct buffer b = buffer_on(out, size);

	ck_assert(record_seal(s->protector, keys, false, r, answer, sizeof(answer), &b));
	return b.len;
}

static const struct seen *last_seen(const struct watch *w) { return &w->seen[w->count - 1]; }

/* The server's answer under those keys, with that header; what was seen of it. */
static const struct seen *answered(struct scene *s, const struct epoch_keys *keys, struct record r)
{
	uint8_t room[128];
	unsigned before = s->w->count;

	if (!r.type)
		r.type = RECORD_APPLICATION_DATA;
	if (!r.version)
		r.version = DTLS_1_2;
	size_t len = seal(s, keys, &r, room, sizeof(room));
	pair_show(s->p, false, room, len);
	ck_assert_uint_eq(s->w->count, before + 1);
	return last_seen(s->w);
}

START_TEST(test_bad_tag)
{
	uint8_t room[128];
	SCENE(s, &plain);
	const struct record r = { .type = RECORD_APPLICATION_DATA, .version = DTLS_1_2, .epoch = 1, .seq = 100 };
	size_t len = seal(&s, &s.keys, &r, room, sizeof(room));

	room[len - 1] ^= 1;
	pair_show(s.p, false, room, len);
	const struct seen *seen = last_seen(s.w);
	ck_assert_int_eq(seen->kind, OBS_DARK);
	ck_assert(seen->record.bad_tag && seen->record.has_nonce && !seen->from_client);
	ck_assert_uint_eq(seen->association, 1);
	ck_assert_uint_eq(seen->session, 1);
	ck_assert_str_eq(seen->why, "its tag is wrong under the keys of its session");
	watch_sessions(s.w);
	ck_assert_uint_eq(s.w->sessions[0].failed, 1);
	ck_assert_str_eq(s.w->sessions[0].why_dark, "");
	scene_free(&s);
}
END_TEST

/* Sealed by epoch KEY, with the header of epoch HEADER. */
static const struct epochs {
	bool old_keys;
	uint16_t header, opened_by;
	uint32_t session;
} epochs[] = {
	{ true, 1, 1, 1 },	/* all of the old epoch, by the book but for the time */
	{ false, 2, 2, 2 },	/* right */
	{ false, 1, 2, 2 },	/* the new keys under the old number */
	{ true, 2, 1, 1 },	/* the old keys under the new number */
	{ false, 3, 2, 2 },	/* a number that no handshake made */
};

START_TEST(test_epochs_after_renegotiation)
{
	const struct epochs *e = &epochs[_i];
	const struct pair_config configs[] = { plain, { .suite = "PSK-CHACHA20-POLY1305" } };

	for (int i = 0; i < 2; i++) {
		SCENE(s, &configs[i]);
		struct epoch_keys old = s.keys;
		pair_renegotiate(s.p, true, false);
		struct epoch_keys new = keys_of(s.p->client);
		const struct seen *seen = answered(&s, e->old_keys ? &old : &new, (struct record){ .epoch = e->header, .seq = 99 });
		ck_assert_int_eq(seen->kind, OBS_MESSAGE);
		ck_assert_uint_eq(seen->mid, 0x7777);
		ck_assert_uint_eq(seen->record.epoch, e->header);
		ck_assert_uint_eq(seen->opened_by, e->opened_by);
		ck_assert_uint_eq(seen->session, e->session);
		scene_free(&s);
	}
}
END_TEST

START_TEST(test_epoch_zero)
{
	SCENE(s, &plain);
	const struct seen *clear = answered(&s, NULL, (struct record){ .epoch = 0, .seq = 50 });

	ck_assert_int_eq(clear->kind, OBS_MESSAGE);
	ck_assert(clear->has_record && clear->record.epoch == 0);
	ck_assert_uint_eq(clear->opened_by, 0);
	ck_assert_uint_eq(clear->session, 0);
	ck_assert_uint_eq(clear->association, 1);
	ck_assert_uint_eq(clear->mid, 0x7777);
	/* sealed all the same */
	const struct seen *sealed = answered(&s, &s.keys, (struct record){ .epoch = 0, .seq = 51 });
	ck_assert_int_eq(sealed->kind, OBS_MESSAGE);
	ck_assert_uint_eq(sealed->opened_by, 1);
	ck_assert_uint_eq(sealed->record.epoch, 0);
	scene_free(&s);
}
END_TEST

START_TEST(test_record_version)
{
	static const uint16_t versions[] = { DTLS_1_0, 0x0303, 0xfefc };
	SCENE(s, &plain);

	for (unsigned i = 0; i < 3; i++) {
		const struct seen *seen = answered(&s, &s.keys, (struct record){ .version = versions[i], .epoch = 1, .seq = 70 + i });
		ck_assert_int_eq(seen->kind, OBS_MESSAGE);
		ck_assert_uint_eq(seen->record.version, versions[i]);
	}
	scene_free(&s);
}
END_TEST

static void show_between(struct scene *s, struct endpoint from, struct endpoint to, const uint8_t *bytes, size_t len)
{
	const struct datagram d = { .from = from, .to = to, .bytes = bytes, .len = len, .frame = ++s->frame };

	dissector_datagram(s->w->dissector, &d);
}

START_TEST(test_in_the_clear)
{
	const uint16_t ports[] = { 5684, 5683, 40404 };
	SCENE(s, &plain);

	for (int i = 0; i < 3; i++) {
		show_between(&s, pair_endpoint(false, ports[i]), pair_endpoint(true, 40000), answer, sizeof(answer));
		const struct seen *seen = last_seen(s.w);
		ck_assert_int_eq(seen->kind, OBS_MESSAGE);
		ck_assert(!seen->has_record);
		ck_assert_uint_eq(seen->association, 0);
		ck_assert_uint_eq(seen->flow, 1 + (unsigned)i);
		ck_assert_uint_eq(seen->mid, 0x7777);
	}
	/* somebody else's datagram to somebody else */
	show_between(&s, pair_endpoint(false, 40404), pair_endpoint(true, 53), answer, sizeof(answer));
	ck_assert_int_eq(last_seen(s.w)->kind, OBS_STRAY);
	scene_free(&s);
}
END_TEST

/* A sealed answer from another port of the server: another flow, but this association's keys. */
START_TEST(test_sealed_from_another_port)
{
	uint8_t room[128];
	SCENE(s, &plain);
	const struct record r = { .type = RECORD_APPLICATION_DATA, .version = DTLS_1_2, .epoch = 1, .seq = 100 };
	size_t len = seal(&s, &s.keys, &r, room, sizeof(room));

	show_between(&s, pair_endpoint(false, 40404), pair_endpoint(true, 40000), room, len);
	const struct seen *seen = last_seen(s.w);
	ck_assert_int_eq(seen->kind, OBS_MESSAGE);
	ck_assert_uint_eq(seen->association, 1);
	ck_assert_uint_eq(seen->session, 1);
	ck_assert_uint_eq(seen->flow, 2);
	ck_assert(!seen->from_client);
	scene_free(&s);
}
END_TEST

/* The answer to one client comes in the session of another of the same server. */
START_TEST(test_in_another_clients_session)
{
	SCENE(s, &plain);
	struct pair_config c = plain;

	c.client_port = 40001;
	struct pair *other = pair_new(s.w, &c, &s.frame);
	pair_handshake(other);
	struct epoch_keys keys = keys_of(other->client);
	const struct seen *seen = answered(&s, &keys, (struct record){ .epoch = 1, .seq = 100 });
	ck_assert_int_eq(seen->kind, OBS_MESSAGE);
	ck_assert_uint_eq(seen->flow, 1);
	ck_assert_uint_eq(seen->association, 2);
	ck_assert_uint_eq(seen->session, 2);
	ck_assert(!seen->record.bad_tag);
	pair_free(other);
	scene_free(&s);
}
END_TEST

START_TEST(test_records_of_no_length)
{
	/* application data, handshake, alert, CCS: epoch 0, sequence number 9, length 0 */
	SCENE(s, &plain);

	for (uint8_t type = RECORD_CHANGE_CIPHER_SPEC; type <= RECORD_APPLICATION_DATA; type++) {
		const uint8_t record[] = { type, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0 };
		pair_show(s.p, true, record, sizeof(record));
		ck_assert_int_eq(last_seen(s.w)->kind, OBS_RECORD);
		ck_assert_uint_eq(last_seen(s.w)->record.type, type);
		ck_assert_uint_eq(last_seen(s.w)->record.length, 0);
	}
	pair_show(s.p, true, (const uint8_t *)"", 0);
	ck_assert_int_eq(last_seen(s.w)->kind, OBS_STRAY);
	scene_free(&s);
}
END_TEST

START_TEST(test_too_short)
{
	/* application data of epoch 1 that says 32 octets and has 2 */
	static const uint8_t record[] = { 23, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 9, 0, 32, 1, 2 };
	SCENE(s, &plain);

	pair_show(s.p, true, record, sizeof(record));
	ck_assert_int_eq(last_seen(s.w)->kind, OBS_DARK);
	ck_assert(last_seen(s.w)->record.overruns);
	ck_assert_str_eq(last_seen(s.w)->why, "its length runs past the datagram");
	pair_show(s.p, true, record, 5);	/* not even a header: and no CoAP either */
	ck_assert_int_eq(last_seen(s.w)->kind, OBS_MESSAGE);	/* 5684 is a port of CoAP: the judge may look */
	scene_free(&s);
}
END_TEST

/* STUN beside DTLS on a port that nobody named (RFC 7983): binding request, magic cookie 2112a442. */
START_TEST(test_stun_beside_dtls)
{
	static const uint8_t hello[] = { 22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 14, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
	static const uint8_t stun[20] = { 0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42 };
	struct watch *w = watch_new(true);
	struct datagram d = { .from = pair_endpoint(false, 7000), .to = pair_endpoint(true, 7001), .bytes = hello,
			      .len = sizeof(hello) };

	dissector_datagram(w->dissector, &d);
	ck_assert_int_eq(w->seen[0].kind, OBS_HANDSHAKE);
	d.bytes = stun;
	d.len = sizeof(stun);
	dissector_datagram(w->dissector, &d);
	ck_assert_int_eq(w->seen[1].kind, OBS_STRAY);
	watch_free(w);
}
END_TEST

Suite *fault_tests(void)
{
	Suite *suite = suite_create("faults below CoAP");
	TCase *tests = tcase_create("all");

	tcase_add_unchecked_fixture(tests, pair_keys_make, pair_keys_free);
	tcase_add_test(tests, test_bad_tag);
	tcase_add_loop_test(tests, test_epochs_after_renegotiation, 0, sizeof(epochs) / sizeof(*epochs));
	tcase_add_test(tests, test_epoch_zero);
	tcase_add_test(tests, test_record_version);
	tcase_add_test(tests, test_in_the_clear);
	tcase_add_test(tests, test_sealed_from_another_port);
	tcase_add_test(tests, test_in_another_clients_session);
	tcase_add_test(tests, test_records_of_no_length);
	tcase_add_test(tests, test_too_short);
	tcase_add_test(tests, test_stun_beside_dtls);
	suite_add_tcase(suite, tests);
	return suite;
}
