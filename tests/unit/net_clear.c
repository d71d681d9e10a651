/* tests/unit/net_clear.c - clear links, the jumping clock, impairments and the tap, on real loopback sockets. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/filter.h>

#include "tests/unit/net.h"

START_TEST(test_echo_is_heard_and_tapped)
{
	struct world w = { .client.on_up = say_hello };
	struct endpoint local;

	world_start(&w, (struct host_config){ .jump = true });
	uint32_t link = world_open(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 0);	/* never from inside open */
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UP], 1);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_eq(w.client.last_link, link);
	ck_assert_mem_eq(w.client.last, "hello", 5);
	ck_assert(endpoint_equal(&w.client.last_peer, &w.bound));
	w.client.sink->local(w.client.sink->world, link, &local);
	ck_assert_uint_eq(tape.count, 2);
	ck_assert(tape.list[0].d.outbound && !tape.list[1].d.outbound);
	ck_assert(endpoint_equal(&tape.list[0].d.from, &local) && endpoint_equal(&tape.list[0].d.to, &w.bound));
	ck_assert(endpoint_equal(&tape.list[1].d.to, &local) && endpoint_equal(&tape.list[1].d.from, &w.bound));
	ck_assert_uint_eq(tape.list[0].d.fate, FATE_DELIVERED);
	host_free(w.host);
}
END_TEST

START_TEST(test_a_lifetime_costs_nothing)
{
	struct world w = { 0 };
	struct timeval before, after;

	world_start(&w, (struct host_config){ .jump = true });
	uint64_t start = host_now(w.host);
	w.client.at_ns = start + 247 * (uint64_t)NS_PER_S;
	gettimeofday(&before, NULL);
	alarm(60);	/* a hang, not slowness */
	world_run(&w);
	alarm(0);
	gettimeofday(&after, NULL);	/* ours: it jumped too */
	ck_assert_uint_eq(w.client.ticks, 1);
	ck_assert_uint_eq(w.client.now_ns, start + 247 * (uint64_t)NS_PER_S);
	ck_assert_int_ge(after.tv_sec - before.tv_sec, 246);
	host_free(w.host);
}
END_TEST

START_TEST(test_two_hundred_links_and_no_descriptor_left)
{
	unsigned before = open_descriptors_now();
	struct world w = { .client.on_up = say_hello };

	world_start(&w, (struct host_config){ .jump = true });
	for (int i = 0; i < 200; i++)
		world_open(&w);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 200);
	ck_assert_uint_eq(w.server.inputs, 200);
	ck_assert_uint_eq(w.server.events[LINK_UP], 200);
	host_free(w.host);
	ck_assert_uint_eq(open_descriptors_now(), before);
}
END_TEST

static void say_a_lot(struct party *p, uint32_t link)
{
	for (int i = 0; i < 1000; i++)
		party_say(p, link, "a burst longer than any receive buffer would hold, were it sent at once");
}

START_TEST(test_a_burst_in_virtual_time_loses_nothing)
{
	struct world w = { .client.on_up = say_a_lot };

	world_start(&w, (struct host_config){ .jump = true });
	world_open(&w);
	world_run(&w);
	ck_assert_uint_eq(w.server.inputs, 1000);
	ck_assert_uint_eq(w.client.inputs, 1000);
	host_free(w.host);
}
END_TEST

static void say_numbers(struct party *p, uint32_t link)
{
	char text[2] = { 0 };

	for (int i = 0; i < 200; i++) {
		text[0] = (char)(1 + i % 250);
		party_say(p, link, text);
	}
}

static unsigned count_fate(enum fate fate, bool outbound)
{
	unsigned n = 0;

	for (unsigned i = 0; i < tape.count; i++)
		n += tape.list[i].d.fate == fate && tape.list[i].d.outbound == outbound;
	return n;
}

/* Fates of every datagram, in words short enough to compare. */
static void run_impaired(uint64_t seed, struct world *w, char fates[4096])
{
	struct impairment bad = { .loss = 100000, .duplicate = 50000, .reorder = 50000 };

	*w = (struct world){ .client.on_up = say_numbers };
	world_start(w, (struct host_config){ .jump = true, .seed = seed, .impairment = bad });
	world_open(w);
	world_run(w);
	for (unsigned i = 0; i < tape.count; i++)
		fates[i] = (char)('0' + tape.list[i].d.fate + (tape.list[i].d.outbound ? 5 : 0));
	fates[tape.count] = '\0';
	host_free(w->host);
}

START_TEST(test_a_bad_wire_is_the_same_for_the_same_seed)
{
	static char first[4096], again[4096], other[4096];
	struct world w;

	run_impaired(7, &w, first);
	unsigned lost = count_fate(FATE_DROPPED, true), doubled = count_fate(FATE_DOUBLED, true);
	ck_assert_uint_gt(lost, 0);
	ck_assert_uint_gt(doubled, 0);
	ck_assert_uint_gt(count_fate(FATE_LATE, true), 0);
	ck_assert_uint_eq(w.server.inputs, 200 - lost + doubled);
	ck_assert_uint_eq(w.client.inputs, w.server.inputs - count_fate(FATE_DROPPED, false) +
						   count_fate(FATE_DOUBLED, false));
	run_impaired(7, &w, again);
	ck_assert_str_eq(first, again);
	run_impaired(8, &w, other);
	ck_assert_str_ne(first, other);
}
END_TEST

START_TEST(test_delay_is_within_its_bounds)
{
	struct world w = { .client.on_up = say_hello };
	struct impairment slow = { .delay_min_ns = 20 * NS_PER_MS, .delay_max_ns = 40 * NS_PER_MS };

	world_start(&w, (struct host_config){ .jump = true, .impairment = slow });
	world_open(&w);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_eq(tape.list[0].d.fate, FATE_LATE);
	uint64_t way = tape.list[1].d.at_ns - tape.list[0].d.at_ns;	/* out is late, in is seen when it came */
	ck_assert_uint_ge(way, 20 * NS_PER_MS);
	ck_assert_uint_le(way, 41 * NS_PER_MS);
	ck_assert_uint_ge(w.client.now_ns - tape.list[1].d.at_ns, 20 * NS_PER_MS);
	host_free(w.host);
}
END_TEST

/* A port where nobody listens: bound, asked for, closed. */
static struct endpoint dead_port(void)
{
	struct world w = { 0 };

	world_start(&w, (struct host_config){ .jump = true });
	host_free(w.host);
	return w.bound;
}

START_TEST(test_icmp_says_unreachable)
{
	struct world w = { .client.on_up = say_hello };
	struct endpoint nobody = dead_port();

	world_start(&w, (struct host_config){ .jump = true });
	w.bound = nobody;
	uint32_t link = world_open(&w);
	world_run(&w);
	ck_assert_uint_eq(w.client.events[LINK_UNREACHABLE], 1);
	ck_assert_ptr_nonnull(strstr(w.client.sink->why(w.client.sink->world, link), "port unreachable"));
	host_free(w.host);
}
END_TEST

START_TEST(test_links_get_fresh_ports_or_the_one_wanted)
{
	struct world w = { 0 };
	static uint16_t used[64];
	struct endpoint local;

	world_start(&w, (struct host_config){ .jump = true });
	for (int i = 0; i < 64; i++) {
		uint32_t link = world_open(&w);
		w.client.sink->local(w.client.sink->world, link, &local);
		w.client.sink->close(w.client.sink->world, link, false);
		for (int j = 0; j < i; j++)
			ck_assert_uint_ne(used[j], local.port);
		used[i] = local.port;
	}
	/* Another address of the loopback network, and a port had before, when asked for. */
	struct link_wanted wanted = { .transport = TRANSPORT_COAP, .peer = w.bound, .source = local };
	wanted.source.addr[3] = 9;
	w.client.on_up = say_hello;
	ck_assert_uint_ne(w.client.sink->open(w.client.sink->world, &wanted), 0);
	world_run(&w);
	ck_assert(endpoint_equal(&w.server.last_peer, &wanted.source));
	ck_assert_uint_eq(w.client.inputs, 1);
	host_free(w.host);
}
END_TEST

START_TEST(test_an_open_that_cannot_says_why)
{
	struct world w = { 0 };

	world_start(&w, (struct host_config){ .jump = true });
	struct link_wanted wanted = { .transport = TRANSPORT_COAP, .peer = w.bound, .source = loopback(0) };
	wanted.source.addr[0] = 192;	/* 192.0.0.1: not ours */
	ck_assert_uint_eq(w.client.sink->open(w.client.sink->world, &wanted), 0);
	ck_assert_ptr_nonnull(strstr(w.client.sink->why(w.client.sink->world, 0), "192.0.0.1"));
	host_free(w.host);
}
END_TEST

START_TEST(test_any_address_answers_from_the_one_asked)
{
	struct world w = { .client.on_up = say_hello };
	struct error error;
	struct endpoint any = { .family = FAMILY_IPV4 };
	struct listen_wanted wanted = { .transport = TRANSPORT_COAP, .at = any };

	world_start(&w, (struct host_config){ .jump = true });
	ck_assert_int_eq(host_listen(w.host, w.server.sink, &wanted, &w.bound, &error), 0);
	memcpy(w.bound.addr, (uint8_t[]){ 127, 3, 2, 1 }, 4);
	world_open(&w);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert(endpoint_equal(&w.client.last_peer, &w.bound));
	host_free(w.host);
}
END_TEST

START_TEST(test_ipv6)
{
	struct world w = { .client.on_up = say_hello };
	struct error error;
	struct listen_wanted wanted = { .transport = TRANSPORT_COAP, .at = { .family = FAMILY_IPV6 } };

	world_start(&w, (struct host_config){ .jump = true });
	ck_assert_int_eq(host_listen(w.host, w.server.sink, &wanted, &w.bound, &error), 0);
	w.bound.addr[15] = 1;
	world_open(&w);
	world_run(&w);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert(endpoint_equal(&w.client.last_peer, &w.bound));
	host_free(w.host);
}
END_TEST

/* The kernel throws away what comes for a port of ours. */
static void deafen(uint16_t port)
{
	struct sock_filter nothing = { BPF_RET | BPF_K, 0, 0, 0 };
	struct sock_fprog program = { 1, &nothing };
	struct sockaddr_in name = { 0 };

	for (int fd = 3; fd < 64; fd++) {
		socklen_t len = sizeof(name);
		if (!getsockname(fd, (struct sockaddr *)&name, &len) && ntohs(name.sin_port) == port)
			ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)), 0);
	}
}

START_TEST(test_a_datagram_that_never_arrives_does_not_stop_the_clock)
{
	struct world w = { .client.on_up = say_hello };

	world_start(&w, (struct host_config){ .jump = true });
	deafen(w.bound.port);
	w.client.at_ns = host_now(w.host) + 10 * (uint64_t)NS_PER_S;
	world_open(&w);
	alarm(60);
	world_run(&w);
	alarm(0);
	ck_assert_uint_eq(w.server.inputs, 0);
	ck_assert_uint_eq(w.client.ticks, 1);
	host_free(w.host);
}
END_TEST

START_TEST(test_the_silent_peer_is_forgotten_when_there_are_too_many)
{
	struct world w = { 0 };
	uint32_t links[3];

	world_host(&w, (struct host_config){ .jump = true });
	world_listen(&w, &(struct listen_wanted){ .transport = TRANSPORT_COAP, .at = loopback(0), .peers_at_most = 2 });
	for (int i = 0; i < 3; i++)
		links[i] = world_open(&w);
	world_run(&w);
	party_say(&w.client, links[0], "first");
	world_run(&w);
	uint32_t first = w.server.last_link;
	party_say(&w.client, links[1], "second");
	world_run(&w);
	uint32_t second = w.server.last_link;
	party_say(&w.client, links[0], "first again");
	party_say(&w.client, links[2], "third");
	world_run(&w);
	ck_assert_uint_eq(w.server.events[LINK_CLOSED], 1);
	ck_assert_uint_eq(w.server.events[LINK_UP], 3);
	party_say(&w.client, links[0], "still known");
	world_run(&w);
	ck_assert_uint_eq(w.server.last_link, first);
	party_say(&w.client, links[1], "new to it");
	world_run(&w);
	ck_assert_uint_ne(w.server.last_link, second);
	ck_assert_uint_eq(w.server.events[LINK_UP], 4);
	ck_assert_uint_eq(w.client.inputs, 6);
	host_free(w.host);
}
END_TEST

static struct host *to_stop;

static void on_alarm(int signal)
{
	(void)signal;
	host_stop(to_stop);
}

START_TEST(test_a_signal_stops_a_real_server)
{
	struct world w = { 0 };
	struct itimerval soon = { .it_value.tv_usec = 1000 };

	world_start(&w, (struct host_config){ 0 });
	to_stop = w.host;
	signal(SIGALRM, on_alarm);
	setitimer(ITIMER_REAL, &soon, NULL);
	world_run(&w);		/* a listener in real time has no other end */
	host_free(w.host);
}
END_TEST

static bool heard(void *party) { return ((struct party *)party)->inputs > 0; }

START_TEST(test_real_time_runs_until_asked)
{
	struct world w = { .client.on_up = say_hello };
	struct error error;

	world_start(&w, (struct host_config){ 0 });
	uint64_t start = host_now(w.host);
	w.client.at_ns = start + 5 * NS_PER_MS;
	world_open(&w);
	ck_assert_int_eq(host_run(w.host, heard, &w.client, &error), 0);
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_gt(host_now(w.host), start);
	host_free(w.host);
}
END_TEST

static void wish_once(struct world *w, struct wish wish)
{
	*w = (struct world){ .server.wish = wish, .server.deliberate = "on purpose", .client.on_up = say_hello };
	world_start(w, (struct host_config){ .jump = true });
	world_open(w);
	world_run(w);
	host_free(w->host);
}

START_TEST(test_wishes_in_the_clear)
{
	struct world w;

	wish_once(&w, (struct wish){ .path = PATH_OTHER_PORT });
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_ne(w.client.last_peer.port, w.bound.port);
	wish_once(&w, (struct wish){ .replay = true });
	ck_assert_uint_eq(w.client.inputs, 2);
	wish_once(&w, (struct wish){ .drop = true });
	ck_assert_uint_eq(w.client.inputs, 0);
	wish_once(&w, (struct wish){ .delay_ns = 3 * (uint64_t)NS_PER_S });
	ck_assert_uint_eq(w.client.inputs, 1);
	ck_assert_uint_ge(tape.list[1].d.at_ns - tape.list[0].d.at_ns, 3 * (uint64_t)NS_PER_S);
}
END_TEST

START_TEST(test_our_own_deviation_is_told_to_the_tap)
{
	struct world w = { .client = { .on_up = say_hello, .deliberate = "a dropped request", .wish.drop = true } };

	world_start(&w, (struct host_config){ .jump = true });
	world_open(&w);
	world_run(&w);
	ck_assert_uint_eq(w.server.inputs, 0);
	ck_assert_uint_eq(tape.count, 1);
	ck_assert_uint_eq(tape.list[0].d.fate, FATE_DROPPED);
	ck_assert_str_eq(tape.list[0].deliberate, "a dropped request");
	host_free(w.host);
}
END_TEST

START_TEST(test_exact_randomness_is_the_seeds)
{
	uint8_t bytes[3][16];
	uint64_t seeds[3] = { 5, 5, 6 };

	for (int i = 0; i < 3; i++) {
		struct world w = { 0 };
		world_start(&w, (struct host_config){ .jump = true, .seed = seeds[i], .exact_ids = true });
		w.client.sink->random(w.client.sink->world, bytes[i], 16);
		host_free(w.host);
	}
	ck_assert_mem_eq(bytes[0], bytes[1], 16);
	ck_assert_mem_ne(bytes[0], bytes[2], 16);
}
END_TEST

Suite *clear_tests(void)
{
	Suite *suite = suite_create("clear links");
	TCase *tests = tcase_create("all");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, test_echo_is_heard_and_tapped);
	tcase_add_test(tests, test_a_lifetime_costs_nothing);
	tcase_add_test(tests, test_two_hundred_links_and_no_descriptor_left);
	tcase_add_test(tests, test_a_burst_in_virtual_time_loses_nothing);
	tcase_add_test(tests, test_a_bad_wire_is_the_same_for_the_same_seed);
	tcase_add_test(tests, test_delay_is_within_its_bounds);
	tcase_add_test(tests, test_icmp_says_unreachable);
	tcase_add_test(tests, test_links_get_fresh_ports_or_the_one_wanted);
	tcase_add_test(tests, test_an_open_that_cannot_says_why);
	tcase_add_test(tests, test_any_address_answers_from_the_one_asked);
	tcase_add_test(tests, test_ipv6);
	tcase_add_test(tests, test_a_datagram_that_never_arrives_does_not_stop_the_clock);
	tcase_add_test(tests, test_the_silent_peer_is_forgotten_when_there_are_too_many);
	tcase_add_test(tests, test_a_signal_stops_a_real_server);
	tcase_add_test(tests, test_real_time_runs_until_asked);
	tcase_add_test(tests, test_wishes_in_the_clear);
	tcase_add_test(tests, test_our_own_deviation_is_told_to_the_tap);
	tcase_add_test(tests, test_exact_randomness_is_the_seeds);
	suite_add_tcase(suite, tests);
	return suite;
}
