/* tests/unit/net_secure.c - DTLS links by OpenSSL on loopback, in virtual time, seen by the tap. */
#include <string.h>

#include "tests/unit/net_tape.h"

static bool both_up(void *world) { return ((struct world *)world)->client.events[LINK_UP] == 2; }

static const struct identity wrong_key = { .psk_identity = "ue1", .psk_identity_len = 3, .psk = "not that", .psk_len = 8 };
static const struct identity stranger = { .psk_identity = "nobody", .psk_identity_len = 6, .psk = "x", .psk_len = 1 };

/* Each engine has words of its own. */
static void check_why(struct world *w, uint32_t link, const char *openssl)
{
	ck_assert_str_eq(why_of(w, link), variant.crowd ? "no answer to the handshake" : openssl);
}

START_TEST(test_handshake_and_echo)
{
	struct world w = { .client.on_up = say_hello };
	struct spot s;
	uint8_t plain[1500];

	secure_up(&w, (struct host_config){ 0 });
	ck_assert_uint_eq(w.server.events[LINK_UP], 1);
	ck_assert_uint_eq(w.server.inputs, 1);
	ck_assert_uint_eq(w.server.identity_len, 3);
	ck_assert_mem_eq(w.server.identity, "ue1", 3);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_mem_eq(w.client.last, "hello", 5);
	ck_assert_uint_eq(count_handshakes(true, CLIENT_HELLO), 2);	/* without and with the cookie */
	ck_assert_uint_eq(count_handshakes(false, HELLO_VERIFY), 1);
	ck_assert(find_record(&s, true, DATA, 1, 0));
	struct epoch_keys k = keys_of(0);
	ck_assert_uint_eq(k.suite->number, 0xc0a8);	/* RFC 7252 9.1.3.1 */
	ck_assert_int_eq(open_spot(&s, &k, plain), 5);
	ck_assert_mem_eq(plain, "hello", 5);
	ck_assert_uint_eq(key_count, 1);	/* the server is not tapped */
	host_free(w.host);
}
END_TEST

START_TEST(test_two_hundred_associations_and_no_descriptor_left)
{
	unsigned before = open_descriptors_now();
	struct world w = { .client.on_up = say_hello };

	secure_start(&w, (struct host_config){ 0 });
	for (int i = 0; i < 200; i++)
		secure_open(&w, &known[i % 2], false);
	world_run(&w);
	ck_assert_uint_eq(key_count, 200);
	ck_assert_uint_eq(w.client.inputs, 200);
	host_free(w.host);
	ck_assert_uint_eq(open_descriptors_now(), before);
}
END_TEST

START_TEST(test_a_handshake_outlives_a_bad_wire)
{
	struct impairment bad = { .loss = 200000, .duplicate = 100000, .reorder = 100000,
				  .delay_max_ns = 10 * NS_PER_MS };
	unsigned lost = 0;

	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct world w = { 0 };
		uint64_t start;
		secure_start(&w, (struct host_config){ .seed = seed, .impairment = bad });
		start = host_now(w.host);
		secure_open(&w, &known[0], false);
		world_run(&w);
		ck_assert_uint_eq(w.client.events[LINK_UP], 1);
		ck_assert_uint_eq(w.server.events[LINK_UP], 1);
		for (unsigned i = 0; i < tape.count; i++)
			lost += tape.list[i].d.fate == FATE_DROPPED;
		ck_assert_uint_ge(host_now(w.host), start);
		host_free(w.host);
	}
	ck_assert_uint_gt(lost, 8);
}
END_TEST

START_TEST(test_another_key_fails_and_says_why)
{
	struct world w = { 0 };

	secure_start(&w, (struct host_config){ 0 });
	uint32_t link = secure_open(&w, &wrong_key, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 0);
	ck_assert_uint_eq(w.client.events[LINK_FAILED], 1);
	check_why(&w, link, "no answer to Finished (perhaps the PSK is another)");
	ck_assert_uint_eq(w.server.events[LINK_UP] + w.server.events[LINK_FAILED], 0);	/* it never heard of it */
	link = secure_open(&w, &stranger, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_FAILED], 2);
	/* Unknown and wrong cannot be told apart (RFC 7925 4.2). */
	check_why(&w, link, "no answer to Finished (perhaps the PSK is another)");
	host_free(w.host);
}
END_TEST

static const struct { uint64_t timeout_ms, at_ms[8]; } backoffs[] = {
	{ 0, { 0, 1000, 3000, 7000, 15000, 31000, 63000, 123000 } },	/* RFC 6347 4.2.4.1: 1 s, doubled each time, at most 60 s */
	{ 200, { 0, 200, 600, 1400, 3000, 6200, 12600, 25400 } },	/* as the target's pixit says */
};

START_TEST(test_silence_is_asked_again_with_backoff)
{
	struct world w = { .server.echo = false };
	struct spot s;
	uint64_t first = 0;

	world_host(&w, (struct host_config){ .jump = true, .dtls_timeout_ns = backoffs[_i / 2].timeout_ms * NS_PER_MS, .own_dtls = _i & 1 });
	w.server.echo = false;
	world_listen(&w, &(struct listen_wanted){ .transport = TRANSPORT_COAP, .at = loopback(0) });
	uint32_t link = secure_open(&w, &known[0], false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_FAILED], 1);
	if (!(_i & 1))
		check_why(&w, link, "no answer to ClientHello");
	for (unsigned i = 0; i < (_i & 1 ? 5 : 8); i++) {
		ck_assert_msg(find_record(&s, true, HANDSHAKE, 0, i), "no copy %u", i);
		if (!i)
			first = s.seen->d.at_ns;
		uint64_t after = s.seen->d.at_ns - first, want = backoffs[_i / 2].at_ms[i] * NS_PER_MS;
		ck_assert_uint_ge(after + 16 * NS_PER_MS * (i + 1), want);	/* OpenSSL takes 15 ms for nothing */
		ck_assert_uint_le(after, want + NS_PER_MS);
		ck_assert_uint_eq(s.record.seq, i);
	}
	host_free(w.host);
}
END_TEST

START_TEST(test_renegotiation_from_both_sides)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	again(&w.client, link, false);
	party_say(&w.client, link, "kept until it is done");
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 1);
	ck_assert_uint_eq(w.server.events[LINK_RENEGOTIATED], 1);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_mem_eq(w.client.last, "kept until", 10);
	ck_assert_uint_eq(count_records(true, DATA, 2), 1);
	again(&w.server, w.server.last_link, false);	/* HelloRequest */
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 2);
	ck_assert_uint_eq(w.server.events[LINK_RENEGOTIATED], 2);
	party_say(&w.client, link, "third epoch");
	world_run(&w);
	ck_assert_uint_eq(count_records(true, DATA, 3), 1);
	ck_assert_uint_eq(w.client.inputs, 2);
	ck_assert_uint_eq(w.client.events[LINK_FAILED] + w.client.events[LINK_CLOSED], 0);
	host_free(w.host);
}
END_TEST

START_TEST(test_a_client_that_does_not_renegotiate)
{
	struct world w = { 0 };
	struct spot s;
	uint8_t plain[1500];
	uint32_t link = secure_up(&w, (struct host_config){ .no_renegotiation = true });

	again(&w.server, w.server.last_link, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 0);
	ck_assert(find_record(&s, true, ALERT, 1, 0));
	struct epoch_keys k = keys_of(0);
	ck_assert_int_eq(open_spot(&s, &k, plain), 2);
	ck_assert_uint_eq(plain[0], 1);		/* warning */
	ck_assert_uint_eq(plain[1], 100);	/* no_renegotiation */
	/* An OpenSSL server takes that for the end, and says so. */
	ck_assert_uint_eq(w.client.events[LINK_CLOSED], 1);
	ck_assert_str_eq(why_of(&w, link), "the peer's alert handshake_failure");
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	host_free(w.host);
}
END_TEST

START_TEST(test_a_new_session_on_the_same_5_tuple)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });
	uint32_t served = w.server.last_link;

	again(&w.client, link, true);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 1);
	ck_assert_uint_eq(w.server.events[LINK_UP], 2);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	ck_assert_uint_ne(w.server.last_link, 0);
	party_say(&w.client, link, "by the new one");
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_ne(w.server.last_link, served);
	ck_assert_uint_eq(count_handshakes(false, SERVER_HELLO), 2);
	ck_assert(endpoint_equal(&tape.list[0].d.from, &tape.list[tape.count - 1].d.to));
	host_free(w.host);
}
END_TEST

/* RFC 6347 4.2.8: a stranger's ClientHello with this address must not end the association. */
START_TEST(test_a_hello_that_stops_at_the_cookie_ends_nothing)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });
	struct spot s;
	uint8_t hello[600];

	ck_assert(find_record(&s, true, HANDSHAKE, 0, 0));
	size_t len = s.seen->d.len;
	memcpy(hello, s.seen->bytes, len);
	hello[RECORD_HEADER + 14] ^= 0xff;	/* another random: another handshake */
	struct out out = { .link = link, .bytes = hello, .len = len, .wish.clear = true };
	w.client.sink->send(w.client.sink->world, &out);
	party_say(&w.client, link, "alive");
	world_run(&w);
	ck_assert_uint_eq(count_handshakes(false, HELLO_VERIFY), 2);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 0);
	host_free(w.host);
}
END_TEST

static void close_link(struct party *p, uint32_t link, bool silently) { p->sink->close(p->sink->world, link, silently); }

START_TEST(test_close_notify_is_sent_answered_and_seen)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	close_link(&w.client, link, false);
	world_run(&w);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	ck_assert_uint_eq(count_records(true, ALERT, 1), 1);
	ck_assert_uint_eq(count_records(false, ALERT, 1), 1);
	link = secure_open(&w, &known[0], false);
	world_run(&w);
	close_link(&w.client, link, true);
	world_run(&w);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	ck_assert_uint_eq(count_records(true, ALERT, 1), 1);
	host_free(w.host);
}
END_TEST

static void goodbye(bool jump)
{
	struct world w = { 0 };
	struct error error;

	secure_start_in(&w, (struct host_config){ .jump = jump }, &(struct listen_wanted){ 0 });
	secure_open(&w, &known[0], false);
	secure_open(&w, &known[1], false);
	w.client.at_ns = host_now(w.host) + 3600 * (uint64_t)NS_PER_S;	/* it is not asked to end */
	ck_assert_int_eq(host_run(w.host, both_up, &w, &error), 0);
	ck_assert_int_eq(host_say_goodbye(w.host, &error), 0);
	ck_assert_uint_eq(count_records(true, ALERT, 1), 2);
	ck_assert_uint_eq(count_records(false, ALERT, 1), 2);
	unsigned frames = tape.count;
	host_free(w.host);
	ck_assert_uint_eq(tape.count, frames);
}

START_TEST(test_goodbyes_are_heard_before_the_end)
{
	goodbye(true);
	goodbye(false);
}
END_TEST

START_TEST(test_handshakes_in_progress_are_bounded)
{
	for (uint32_t most = 1; most <= 2; most++) {
		struct world w = { 0 };
		secure_start_in(&w, (struct host_config){ .jump = true },
				&(struct listen_wanted){ .newcomers_at_most = most });
		secure_open(&w, &wrong_key, false);	/* never finishes */
		secure_open(&w, &known[0], false);
		world_run(&w);
		ck_assert_uint_eq(w.client.events[LINK_UP], most - 1);
		host_free(w.host);
	}
}
END_TEST

/* Our engine gives a handshake up that nobody finishes; then the next one comes in. */
START_TEST(test_a_full_door_opens_again)
{
	struct world w = { 0 };
	uint64_t start;

	secure_start_in(&w, (struct host_config){ .jump = true }, &(struct listen_wanted){ .newcomers_at_most = 1 });
	start = host_now(w.host);
	secure_open(&w, &wrong_key, false);
	secure_open(&w, &known[0], false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 1);
	ck_assert_uint_gt(host_now(w.host), start + 60 * (uint64_t)NS_PER_S);
	host_free(w.host);
}
END_TEST

START_TEST(test_the_peer_closes)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	close_link(&w.server, w.server.last_link, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_CLOSED], 1);
	ck_assert_str_eq(why_of(&w, link), "the peer's alert close_notify");
	ck_assert_uint_eq(count_records(true, ALERT, 1), 1);	/* answered */
	party_say(&w.client, link, "too late");	/* harmless */
	close_link(&w.client, link, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 0);
	host_free(w.host);
}
END_TEST

static void resume_after(bool silently)
{
	struct world w = { 0 };
	uint32_t link = secure_up(&w, (struct host_config){ 0 });

	ck_assert_uint_eq(count_handshakes(true, CLIENT_KEY_EXCHANGE), 1);
	close_link(&w.client, link, silently);
	secure_open(&w, &known[0], true);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 2);
	ck_assert_uint_eq(count_handshakes(true, CLIENT_KEY_EXCHANGE), 1);	/* abbreviated (RFC 5246 7.3) */
	party_say(&w.client, w.client.last_link, "hello again");
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_eq(w.server.identity_len, 3);
	host_free(w.host);
}

START_TEST(test_resumption)
{
	resume_after(false);
	resume_after(true);
}
END_TEST

/* RFC 5246 7.2.2: after a fatal alert the session must not be resumed. */
START_TEST(test_no_resumption_after_a_fatal_alert)
{
	struct world w = { 0 };

	secure_up(&w, (struct host_config){ .no_renegotiation = true });
	again(&w.server, w.server.last_link, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_CLOSED], 1);	/* OpenSSL's server takes the refusal so */
	secure_open(&w, &known[0], true);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 2);
	ck_assert_uint_eq(count_handshakes(true, CLIENT_KEY_EXCHANGE), 2);
	host_free(w.host);
}
END_TEST

START_TEST(test_server_name_only_when_there_is_one)
{
	struct world w = { 0 };
	struct spot s;
	const char *names[] = { NULL, "msgin5g.example.org" };

	for (int i = 0; i < 2; i++) {
		secure_start(&w, (struct host_config){ 0 });
		struct link_wanted wanted = { .transport = TRANSPORT_COAPS, .peer = w.bound, .identity = &known[0],
					      .server_name = names[i] };
		ck_assert_uint_ne(w.client.sink->open(w.client.sink->world, &wanted), 0);
		ck_assert(find_record(&s, true, HANDSHAKE, 0, 0));
		ck_assert_int_eq(memmem(s.fragment, s.len, "msgin5g.example.org", 19) != NULL, i);
		host_free(w.host);
	}
}
END_TEST

START_TEST(test_exact_randomness_reaches_the_handshake)
{
	static uint8_t hellos[3][1500];
	uint64_t seeds[3] = { 5, 5, 6 };
	size_t len = 0;

	for (int i = 0; i < 3; i++) {
		struct world w = { 0 };
		secure_start(&w, (struct host_config){ .seed = seeds[i], .exact_ids = true });
		secure_open(&w, &known[0], false);
		world_run(&w);
		ck_assert_uint_eq(w.client.events[LINK_UP], 1);
		len = tape.list[0].d.len;
		memcpy(hellos[i], tape.list[0].bytes, len);
		host_free(w.host);
	}
	ck_assert_mem_eq(hellos[0], hellos[1], len);
	ck_assert_mem_ne(hellos[0], hellos[2], len);
}
END_TEST

static void by_openssl(void) { variant = (struct variant){ 0 }; }
static void at_the_door(void) { variant = (struct variant){ .door = true }; }
static void a_crowd_at_the_gate(void) { variant = (struct variant){ .crowd = true }; }
static void a_crowd_at_the_door(void) { variant = (struct variant){ .crowd = true, .door = true }; }

/* What holds whoever speaks. */
static TCase *handshakes(const char *name, void (*choose)(void))
{
	TCase *tests = tcase_create(name);

	tcase_set_timeout(tests, 240);
	tcase_add_checked_fixture(tests, choose, NULL);
	tcase_add_test(tests, test_handshake_and_echo);
	tcase_add_test(tests, test_two_hundred_associations_and_no_descriptor_left);
	tcase_add_test(tests, test_a_handshake_outlives_a_bad_wire);
	tcase_add_test(tests, test_another_key_fails_and_says_why);
	tcase_add_test(tests, test_a_new_session_on_the_same_5_tuple);
	tcase_add_test(tests, test_goodbyes_are_heard_before_the_end);
	return tests;
}

Suite *secure_tests(void)
{
	Suite *suite = suite_create("DTLS links");
	TCase *tests = handshakes("by OpenSSL", by_openssl), *door = handshakes("at the door", at_the_door);

	tcase_add_loop_test(tests, test_silence_is_asked_again_with_backoff, 0, 4);
	tcase_add_test(tests, test_handshakes_in_progress_are_bounded);
	tcase_add_test(tests, test_renegotiation_from_both_sides);
	tcase_add_test(tests, test_a_client_that_does_not_renegotiate);
	tcase_add_test(tests, test_a_hello_that_stops_at_the_cookie_ends_nothing);
	tcase_add_test(tests, test_close_notify_is_sent_answered_and_seen);
	tcase_add_test(tests, test_the_peer_closes);
	tcase_add_test(tests, test_resumption);
	tcase_add_test(tests, test_no_resumption_after_a_fatal_alert);
	tcase_add_test(tests, test_server_name_only_when_there_is_one);
	tcase_add_test(tests, test_exact_randomness_reaches_the_handshake);
	suite_add_tcase(suite, tests);
	tcase_add_test(door, test_a_full_door_opens_again);
	tcase_add_test(door, test_renegotiation_from_both_sides);
	tcase_add_test(door, test_a_hello_that_stops_at_the_cookie_ends_nothing);
	tcase_add_test(door, test_close_notify_is_sent_answered_and_seen);
	tcase_add_test(door, test_the_peer_closes);
	tcase_add_test(door, test_resumption);
	suite_add_tcase(suite, door);
	suite_add_tcase(suite, handshakes("a crowd at the gate", a_crowd_at_the_gate));
	suite_add_tcase(suite, handshakes("a crowd at the door", a_crowd_at_the_door));
	return suite;
}
