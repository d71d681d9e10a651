/* tests/unit/server_duplicate.c - duplicates: identical octets, executed once, known by endpoint, session and epoch. */
#include "tests/unit/server.h"

#include <stdio.h>
#include <string.h>

#include "server/duplicates.h"
#include "server/store.h"

#define ASK POST("\x12\x34", "\xa1\xb2") REG("ue1@example.org")
#define CREATED ACK("\x41", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")
#define RENEWED ACK("\x44", "\x12\x34", "\xa1\xb2") REGISTERED("ue1@example.org")

START_TEST(test_same_octets_executed_once)
{
	struct world w;

	world_begin(&w);
	for (int copy = 0; copy < 5; copy++) {
		world_input(&w, 1, OCTETS(ASK));
		world_expect(&w, 1, OCTETS(CREATED));
		w.now_ns += 20 * (uint64_t)NS_PER_S;
	}
	/* also after something else came between, and for a refusal */
	world_input(&w, 1, OCTETS(POST("\x12\x35", "\xa1\xb3") DEREG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x44", "\x12\x35", "\xa1\xb3") DEREGISTERED("ue1@example.org", "success")));
	world_input(&w, 1, OCTETS(POST("\x12\x35", "\xa1\xb3") DEREG("ue1@example.org")));
	world_expect(&w, 1, OCTETS(ACK("\x44", "\x12\x35", "\xa1\xb3") DEREGISTERED("ue1@example.org", "success")));
	world_input(&w, 1, OCTETS(ASK));
	world_expect(&w, 1, OCTETS(CREATED));
	ck_assert_uint_eq(server_registered(w.server), 0);
	world_end(&w);
}
END_TEST

/* The Message ID decides: another message with it inside the lifetime is taken for the first (RFC 7252 4.5). */
START_TEST(test_lifetime_of_con)
{
	struct world w;

	world_begin(&w);
	world_input(&w, 1, OCTETS(ASK));
	world_expect(&w, 1, OCTETS(CREATED));
	w.now_ns += 247 * (uint64_t)NS_PER_S - 1;
	world_input(&w, 1, OCTETS(ASK));
	world_expect(&w, 1, OCTETS(CREATED));
	w.now_ns += 1;
	world_input(&w, 1, OCTETS(ASK));
	world_expect(&w, 1, OCTETS(RENEWED));
	world_end(&w);
}
END_TEST

START_TEST(test_duplicate_non_is_silent)
{
	static const char ask[] = "\x51\x02\x12\x34" "\xa1" "\xb7" "msgin5g" "\x11\x32" "\xff" REG("ue1@example.org");
	struct world w;

	world_begin(&w);
	world_input(&w, 1, ask, sizeof(ask) - 1);
	ck_assert_uint_eq(w.count, 1);
	w.count = 0;
	w.now_ns += 145 * (uint64_t)NS_PER_S - 1;
	world_input(&w, 1, ask, sizeof(ask) - 1);
	world_expect_silence(&w);
	w.now_ns += 1;
	world_input(&w, 1, ask, sizeof(ask) - 1);
	world_expect(&w, 1, OCTETS("\x51\x44\x01\x02" "\xa1" "\xc1\x32" "\xff" REGISTERED("ue1@example.org")));
	world_end(&w);
}
END_TEST

START_TEST(test_new_on_another_link_or_epoch)
{
	struct world w;

	world_begin(&w);
	world_secure(&w, 1, "ue1", OCTETS(ASK));
	world_expect(&w, 1, OCTETS(CREATED));
	world_secure(&w, 2, "ue1", OCTETS(ASK));
	world_expect(&w, 2, OCTETS(RENEWED));
	world_secure(&w, 1, "ue1", OCTETS(ASK));
	world_expect(&w, 1, OCTETS(CREATED));
	server_engine.event(w.server, 1, LINK_RENEGOTIATED, w.now_ns, &w.sink);
	world_secure(&w, 1, "ue1", OCTETS(ASK));
	world_expect(&w, 1, OCTETS(RENEWED));
	server_engine.event(w.server, 1, LINK_CLOSED, w.now_ns, &w.sink);
	world_expect_silence(&w);
	world_end(&w);
}
END_TEST

/* Keys of one link, told apart by their Message ID and generation. */
static struct message_key key_of(uint32_t n)
{
	struct message_key key;

	memset(&key, 0, sizeof(key));
	key.link = 1;
	key.mid = (uint16_t)n;
	key.generation = n >> 16;
	return key;
}

START_TEST(test_bounded)
{
	static const struct manner by_the_book;
	struct duplicates d;
	struct message_key key;

	duplicates_init(&d);
	for (uint32_t n = 0; n < DUPLICATES_MAX + 1000; n++) {
		key = key_of(n);
		duplicates_put(&d, &key, &n, sizeof(n), &by_the_book, 0, 1);
	}
	ck_assert_uint_eq(d.count, DUPLICATES_MAX);
	key = key_of(999);
	ck_assert_ptr_null(duplicates_find(&d, &key, 0));
	for (uint32_t n = 1000; n < DUPLICATES_MAX + 1000; n += 97) {
		key = key_of(n);
		ck_assert_mem_eq(duplicates_find(&d, &key, 0)->bytes, &n, sizeof(n));
		ck_assert_ptr_null(duplicates_find(&d, &key, 1));
	}
	key = key_of(1000000);
	duplicates_put(&d, &key, NULL, 0, &by_the_book, 1, 2);
	ck_assert_uint_eq(d.count, 1);
	/* in the place of the earlier one, which leaves in its turn without taking this along */
	duplicates_put(&d, &key, "x", 1, &by_the_book, 1, 2);
	ck_assert_uint_eq(d.count, 2);
	struct message_key other = key_of(1);
	duplicates_put(&d, &other, NULL, 0, &by_the_book, 1, 3);
	ck_assert_uint_eq(duplicates_find(&d, &key, 1)->len, 1);
	duplicates_free(&d);
}
END_TEST

START_TEST(test_store_bounded)
{
	struct store s;
	char id[32];

	store_init(&s);
	for (int i = 0; i < STORE_MAX; i++) {
		snprintf(id, sizeof(id), "ue%d", i);
		ck_assert_int_eq(store_put(&s, id, (const uint8_t *)"{}", 2, 1), STORED_NEW);
	}
	ck_assert_int_eq(store_put(&s, "one more", NULL, 0, 1), STORED_FULL);
	ck_assert_int_eq(store_put(&s, "ue7", NULL, 0, 2), STORED_RENEWED);
	ck_assert_ptr_null(store_find(&s, "ue7")->profile);
	ck_assert_mem_eq(store_find(&s, "ue8")->profile, "{}", 2);
	ck_assert(store_remove(&s, "ue7"));
	ck_assert(!store_remove(&s, "ue7"));
	ck_assert_int_eq(store_put(&s, "one more", NULL, 0, 1), STORED_NEW);
	store_free(&s);
}
END_TEST

Suite *server_duplicate_tests(void)
{
	Suite *suite = suite_create("server duplicates");
	TCase *cases = tcase_create("duplicates");

	tcase_add_test(cases, test_same_octets_executed_once);
	tcase_add_test(cases, test_lifetime_of_con);
	tcase_add_test(cases, test_duplicate_non_is_silent);
	tcase_add_test(cases, test_new_on_another_link_or_epoch);
	tcase_add_test(cases, test_bounded);
	tcase_add_test(cases, test_store_bounded);
	tcase_set_timeout(cases, 60);
	suite_add_tcase(suite, cases);
	return suite;
}
