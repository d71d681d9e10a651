/* tests/unit/net_own.c - a server by our own engine: by the book with OpenSSL as its client, and with each habit it may have. */
#include <string.h>

#include "server/fault.h"
#include "tests/unit/net_tape.h"

static const struct listen_wanted by_the_book = { .own_dtls = true, .renegotiation = true };

START_TEST(test_openssl_is_served)
{
	struct world w = { .client.on_up = say_hello };

	secure_start_in(&w, (struct host_config){ .jump = true }, &by_the_book);
	secure_open(&w, &known[0], false);
	world_run(&w);
	ck_assert_uint_eq(w.server.events[LINK_UP], 1);
	ck_assert_uint_eq(w.server.identity_len, 3);
	ck_assert_mem_eq(w.server.identity, "ue1", 3);
	ck_assert_mem_eq(w.client.last, "hello", 5);
	ck_assert_uint_eq(count_handshakes(false, HELLO_VERIFY), 1);
	host_free(w.host);
}
END_TEST

START_TEST(test_a_new_session_replaces_the_old)
{
	struct world w = { .client.on_up = say_hello };

	secure_start_in(&w, (struct host_config){ .jump = true }, &by_the_book);
	uint32_t link = secure_open(&w, &known[0], false);
	world_run(&w);
	again(&w.client, link, true);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_RENEGOTIATED], 1);
	ck_assert_uint_eq(w.server.events[LINK_UP], 2);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	party_say(&w.client, link, "again");
	world_run(&w);
	ck_assert_mem_eq(w.client.last, "again", 5);
	host_free(w.host);
}
END_TEST

START_TEST(test_strangers_stay_outside)
{
	static const struct identity stranger = { .psk_identity = "nobody", .psk_identity_len = 6, .psk = "x", .psk_len = 1 };
	struct world w = { 0 };

	secure_start_in(&w, (struct host_config){ .jump = true }, &by_the_book);
	secure_open(&w, &stranger, false);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_FAILED], 1);
	ck_assert_uint_eq(w.server.events[LINK_UP] + w.server.events[LINK_FAILED], 0);	/* it never heard of it */
	host_free(w.host);
}
END_TEST

/* A stimulus of the gate, and a habit. */
START_TEST(test_what_is_bent_is_seen)
{
	struct listen_wanted bent = { .stimuli = "drop hello-verify-request; answers-no-close", .renegotiation = true };
	struct world w = { .client.on_up = say_hello };

	secure_start_in(&w, (struct host_config){ .jump = true }, &bent);
	uint32_t link = secure_open(&w, &known[0], false);
	world_run(&w);
	ck_assert_mem_eq(w.client.last, "hello", 5);
	ck_assert_uint_eq(count_handshakes(false, HELLO_VERIFY), 0);
	w.client.sink->close(w.client.sink->world, link, false);
	world_run(&w);
	ck_assert_uint_eq(count_records(true, ALERT, 1), 1);
	ck_assert_uint_eq(count_records(false, ALERT, 1), 0);
	host_free(w.host);
}
END_TEST

/* Every fault below CoAP opens a server: its words are right. */
START_TEST(test_all_stimuli_of_faults_are_known)
{
	const struct fault *f;
	unsigned count = 0;

	for (unsigned i = 0; (f = fault_row(i)); i++) {
		struct listen_wanted wanted = { .stimuli = f->stimuli };
		struct world w = { 0 };
		ck_assert_msg(!f->stimuli == (f->strike != STRIKE_HANDSHAKE), "%s", f->word);
		if (!f->stimuli)
			continue;
		count++;
		secure_start_in(&w, (struct host_config){ .jump = true }, &wanted);
		host_free(w.host);
	}
	ck_assert_uint_ge(count, 30);
}
END_TEST

START_TEST(test_an_unknown_word_opens_nothing)
{
	struct listen_wanted wanted = { .transport = TRANSPORT_COAPS, .at = loopback(0), .stimuli = "forgets-at-helo" };
	struct endpoint bound;
	struct world w = { 0 };
	struct error error;

	world_host(&w, (struct host_config){ .jump = true });
	ck_assert_int_eq(host_listen(w.host, w.server.sink, &wanted, &bound, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "forgets-at-hello"));
	host_free(w.host);
}
END_TEST

Suite *own_tests(void)
{
	Suite *suite = suite_create("own engine as a server");
	TCase *all = tcase_create("all");

	tcase_add_test(all, test_openssl_is_served);
	tcase_add_test(all, test_a_new_session_replaces_the_old);
	tcase_add_test(all, test_strangers_stay_outside);
	tcase_add_test(all, test_what_is_bent_is_seen);
	tcase_add_test(all, test_all_stimuli_of_faults_are_known);
	tcase_add_test(all, test_an_unknown_word_opens_nothing);
	suite_add_tcase(suite, all);
	return suite;
}
