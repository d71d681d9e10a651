/* tests/unit/net_crowd.c - many links on one socket, each with a source address of its own. */
#include <string.h>
#include <unistd.h>

#include "tests/unit/net.h"

static struct endpoint source_of(unsigned n, uint16_t port)
{
	return (struct endpoint){ .family = FAMILY_IPV4, .port = port,
				  .addr = { 127, (uint8_t)(1 + n / 65536), (uint8_t)(n / 256), (uint8_t)n } };
}

static uint32_t crowd_up(struct world *w, struct endpoint source)
{
	struct link_wanted wanted = { .transport = TRANSPORT_COAP, .peer = w->bound, .source = source, .shared = true };

	return w->client.sink->open(w->client.sink->world, &wanted);
}

static const char *why(struct world *w, uint32_t link) { return w->client.sink->why(w->client.sink->world, link); }

/* One that the kernel just had to give. */
static uint16_t free_port(struct world *w)
{
	struct endpoint local;
	uint32_t link = world_open(w);

	w->client.sink->local(w->client.sink->world, link, &local);
	w->client.sink->close(w->client.sink->world, link, true);
	return local.port;
}

START_TEST(test_a_thousand_ues_on_two_sockets)
{
	struct world w = { .client.on_up = say_hello };
	unsigned before = 0;
	struct endpoint local;

	world_start(&w, (struct host_config){ .jump = true });
	uint16_t port = free_port(&w);
	before = open_descriptors_now();
	for (unsigned i = 0; i < 1000; i++) {
		uint32_t link = crowd_up(&w, source_of(i / 2, i % 2 ? port : 0));
		ck_assert_msg(link, "%s", why(&w, 0));
		w.client.sink->local(w.client.sink->world, link, &local);
		ck_assert_mem_eq(local.addr, source_of(i / 2, 0).addr, 16);
	}
	ck_assert_uint_eq(open_descriptors_now(), before + 2);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 1000);
	ck_assert_uint_eq(w.server.events[LINK_UP], 1000);	/* a thousand peers */
	ck_assert_uint_eq(w.client.inputs, 1000);
	ck_assert_uint_eq(tape.count, 2000);
	for (unsigned i = 0; i < 1000; i++)
		ck_assert_mem_eq(tape.list[i].d.from.addr, source_of(i / 2, 0).addr, 16);
	host_free(w.host);
}
END_TEST

static bool all_heard(void *party) { return ((struct party *)party)->inputs == 300; }

START_TEST(test_batches_in_real_time)
{
	struct world w = { .client.on_up = say_hello };
	struct error error;

	world_start(&w, (struct host_config){ 0 });
	for (unsigned i = 0; i < 300; i++)
		ck_assert_uint_ne(crowd_up(&w, source_of(i, 0)), 0);
	alarm(60);
	ck_assert_int_eq(host_run(w.host, all_heard, &w.client, &error), 0);
	alarm(0);
	ck_assert_uint_eq(w.server.events[LINK_UP], 300);
	host_free(w.host);
}
END_TEST

START_TEST(test_the_right_link_hears)
{
	struct world w = { 0 };
	uint32_t links[3];

	world_start(&w, (struct host_config){ .jump = true });
	for (unsigned i = 0; i < 3; i++)
		links[i] = crowd_up(&w, source_of(i, 0));
	world_run(&w);
	for (unsigned i = 0; i < 3; i++) {
		party_say(&w.client, links[i], "who");
		world_run(&w);
		ck_assert_uint_eq(w.client.last_link, links[i]);
		ck_assert(endpoint_equal(&w.client.last_peer, &w.bound));
	}
	host_free(w.host);
}
END_TEST

START_TEST(test_numbers_die_and_addresses_come_back)
{
	struct world w = { 0 };

	world_start(&w, (struct host_config){ .jump = true });
	uint32_t first = crowd_up(&w, source_of(1, 0));
	ck_assert_uint_eq(crowd_up(&w, source_of(1, 0)), 0);
	ck_assert_ptr_nonnull(strstr(why(&w, 0), "127.1.0.1:0 has a link already"));
	w.client.sink->close(w.client.sink->world, first, false);
	party_say(&w.client, first, "nobody there");
	uint32_t second = crowd_up(&w, source_of(1, 0));
	ck_assert_uint_ne(second, 0);
	ck_assert_uint_ne(second, first);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 1);
	ck_assert_uint_eq(w.client.inputs, 0);
	party_say(&w.client, first, "nor now");
	party_say(&w.client, second, "here");
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_mem_eq(w.client.last, "here", 4);
	host_free(w.host);
}
END_TEST

/* The same address from another port, which the kernel chooses too. */
START_TEST(test_another_choice_of_port)
{
	struct world w = { .client.on_up = say_hello };
	struct endpoint at[2];

	world_start(&w, (struct host_config){ .jump = true });
	for (uint16_t i = 0; i < 2; i++) {
		struct link_wanted wanted = { .transport = TRANSPORT_COAP, .peer = w.bound, .source = source_of(7, 0), .shared = true, .choice = i };
		uint32_t link = w.client.sink->open(w.client.sink->world, &wanted);
		ck_assert_msg(link, "%s", why(&w, 0));
		w.client.sink->local(w.client.sink->world, link, &at[i]);
	}
	ck_assert_mem_eq(at[0].addr, at[1].addr, 16);
	ck_assert_uint_ne(at[0].port, at[1].port);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 2);
	host_free(w.host);
}
END_TEST

START_TEST(test_wishes_of_a_crowd)
{
	struct world w = { 0 };

	world_start(&w, (struct host_config){ .jump = true });
	uint32_t link = crowd_up(&w, source_of(1, 0));
	world_run(&w);
	w.client.wish = (struct wish){ .replay = true };
	party_say(&w.client, link, "twice");
	world_run(&w);
	ck_assert_uint_eq(w.server.inputs, 2);
	struct endpoint usual = w.server.last_peer;
	w.client.wish = (struct wish){ .path = PATH_OTHER_PORT };
	party_say(&w.client, link, "elsewhere");
	world_run(&w);
	ck_assert_uint_eq(w.server.inputs, 3);
	ck_assert_mem_eq(w.server.last_peer.addr, usual.addr, 16);
	ck_assert_uint_ne(w.server.last_peer.port, usual.port);
	ck_assert_uint_eq(w.client.inputs, 3);	/* answers to either port are that link's */
	ck_assert_uint_eq(w.client.last_link, link);
	host_free(w.host);
}
END_TEST

static void refused(bool jump)
{
	struct world w = { .client.on_up = say_hello };

	world_start(&w, (struct host_config){ .jump = jump });
	host_free(w.host);
	struct endpoint nobody = w.bound;	/* a port where nobody listens any more */
	world_host(&w, (struct host_config){ .jump = jump });
	w.bound = nobody;
	for (unsigned i = 0; i < 3; i++)
		crowd_up(&w, source_of(i, 0));
	w.client.at_ns = host_now(w.host) + 50 * NS_PER_MS;
	uint32_t link = crowd_up(&w, source_of(9, 0));
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UNREACHABLE], 4);
	ck_assert_ptr_nonnull(strstr(why(&w, link), "port unreachable"));
	host_free(w.host);
}

START_TEST(test_icmp_finds_the_link)
{
	refused(true);
	refused(false);
}
END_TEST

START_TEST(test_an_address_that_is_not_ours)
{
	struct world w = { .client.on_up = say_hello };
	struct endpoint foreign = { .family = FAMILY_IPV4, .addr = { 192, 0, 2, 1 } };
	struct error error;

	world_start(&w, (struct host_config){ .jump = true });
	ck_assert_int_eq(host_can_send_from(&foreign, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "192.0.2.1"));
	struct endpoint ours = source_of(7, 0);
	ck_assert_int_eq(host_can_send_from(&ours, &error), 0);
	uint32_t link = crowd_up(&w, foreign);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UNREACHABLE], 1);
	ck_assert_str_ne(why(&w, link), "nothing failed");
	host_free(w.host);
}
END_TEST

START_TEST(test_a_crowd_of_ipv6)
{
	struct world w = { .client.on_up = say_hello };
	struct endpoint one = { .family = FAMILY_IPV6, .addr = { [15] = 1 } };

	world_host(&w, (struct host_config){ .jump = true });
	world_listen(&w, &(struct listen_wanted){ .transport = TRANSPORT_COAP, .at = one });
	ck_assert_uint_ne(crowd_up(&w, one), 0);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	host_free(w.host);
}
END_TEST

Suite *crowd_tests(void)
{
	Suite *suite = suite_create("crowds");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, test_a_thousand_ues_on_two_sockets);
	tcase_add_test(tests, test_batches_in_real_time);
	tcase_add_test(tests, test_the_right_link_hears);
	tcase_add_test(tests, test_numbers_die_and_addresses_come_back);
	tcase_add_test(tests, test_another_choice_of_port);
	tcase_add_test(tests, test_wishes_of_a_crowd);
	tcase_add_test(tests, test_icmp_finds_the_link);
	tcase_add_test(tests, test_an_address_that_is_not_ours);
	tcase_add_test(tests, test_a_crowd_of_ipv6);
	suite_add_tcase(suite, tests);
	return suite;
}
