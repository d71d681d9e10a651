/* tests/bench/load.c - what a load costs: CPU a request against bare loops, and memory a UE. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"
#include "tests/bench/process.h"
#include "tests/bench/udp_bare.h"

#define ONE_AFTER_ANOTHER "{model: closed, at-once: 256}"
#define REGISTER_ONCE     "[register: self, leave: 100%]"
#define REGISTER_AND_STAY "[register: self, wait: 1h]"

/* --- registrations against bare loops --- */

enum { UES = 100000, REQUEST = 109, ANSWER = 83 };	/* octets of one by "ue50000@example.org" */

static const struct load bare = { .ues = UES, .requests = UES, .up = REQUEST, .down = ANSWER };

static double bare_loop(const void *setting) { (void)setting; return bare_pktinfo(&bare); }
static double bare_sockets(const void *setting) { (void)setting; return bare_epoll(&bare); }

static double registrations(bool judge)
{
	struct pairing p = { .link = "coap", .arrive = ONE_AFTER_ANOTHER, .life = REGISTER_ONCE, .ues = UES, .judge = judge,
			     .stub = true };

	return pairing_run(&p).client_us / UES;
}

static double rules_off(const void *setting) { (void)setting; return registrations(false); }
static double rules_on(const void *setting) { (void)setting; return registrations(true); }

static void registration_table(void)
{
	static const struct contender list[] = {
		{ "bare: one socket, IP_PKTINFO, batches", bare_loop },
		{ "load, rules off (whole process)", rules_off },
		{ "load, all passive rules (whole process)", rules_on },
		{ "bare: a socket a UE (10,000), epoll", bare_sockets },
	};

	bench_table("Registrations of 100,000 UEs", "us of client CPU a request", list, sizeof(list) / sizeof(*list), NULL);
}

/* --- POST on open sessions: many rounds less one --- */

enum { SESSIONS = 10000, ROUNDS = 10 };

struct post {
	const char *link;
	bool server;			/* the server's CPU, else the client's */
	unsigned sessions, rounds;
};

static double posts(const void *setting)
{
	const struct post *post = setting;
	char again[64];
	double us[2];

	for (int i = 0; i < 2; i++) {
		snprintf(again, sizeof(again), "[register: self, again: %u]", i ? post->rounds : 1);
		struct pairing p = { .link = post->link, .arrive = ONE_AFTER_ANOTHER, .life = again, .ues = post->sessions };
		struct toll t = pairing_run(&p);
		us[i] = post->server ? t.server_us : t.client_us;
	}
	return (us[1] - us[0]) / ((double)post->sessions * (post->rounds - 1));
}

static const struct post plain = { "coap", false, SESSIONS, ROUNDS }, secure = { "coaps", false, SESSIONS, ROUNDS };
static const struct post plain_server = { "coap", true, SESSIONS, ROUNDS }, secure_server = { "coaps", true, SESSIONS, ROUNDS };

static double plain_posts(const void *setting) { (void)setting; return posts(&plain); }
static double secure_posts(const void *setting) { (void)setting; return posts(&secure); }
static double plain_served(const void *setting) { (void)setting; return posts(&plain_server); }
static double secure_served(const void *setting) { (void)setting; return posts(&secure_server); }

static void post_table(void)
{
	static const struct contender list[] = {
		{ "client, plain, rules off", plain_posts },
		{ "client, over DTLS, rules off", secure_posts },
		{ "serve, plain", plain_served },
		{ "serve, over DTLS", secure_served },
	};

	bench_table("POST on 10,000 open sessions", "us of CPU a request", list, sizeof(list) / sizeof(*list), NULL);
}

/* --- the server, however many UEs there are --- */

static const struct post by_number[] = {
	{ "coap", true, 1000, 200 }, { "coap", true, 10000, 40 }, { "coap", true, 100000, 5 }, { "coap", true, 1000000, 2 },
};

static double one_thousand(const void *setting) { (void)setting; return posts(&by_number[0]); }
static double ten_thousand(const void *setting) { (void)setting; return posts(&by_number[1]); }
static double a_hundred_thousand(const void *setting) { (void)setting; return posts(&by_number[2]); }
static double a_million(const void *setting) { (void)setting; return posts(&by_number[3]); }

static void flat_table(void)
{
	static const struct contender list[] = {
		{ "1,000 UEs", one_thousand }, { "10,000 UEs", ten_thousand }, { "100,000 UEs", a_hundred_thousand }, { "1,000,000 UEs", a_million },
	};

	bench_table("Renewals, plain", "us of serve's CPU a request", list, sizeof(list) / sizeof(*list), NULL);
}

/* --- ten times the UEs at the same rate --- */

enum { RATE = 20000, LASTS = 4 };

/* Arrivals are the same for either number; the few come again and again. */
static double at_a_rate(unsigned ues)
{
	struct pairing p = { .link = "coap", .arrive = "{model: constant, rate: 20000/s}", .life = REGISTER_ONCE, .ues = ues, .again = true,
			     .seconds = LASTS, .stub = true };

	return pairing_run(&p).client_us / ((double)RATE * LASTS);
}

static double few_ues(const void *setting) { (void)setting; return at_a_rate(8000); }
static double many_ues(const void *setting) { (void)setting; return at_a_rate(80000); }

static void rate_table(void)
{
	static const struct contender list[] = { { "8,000 UEs", few_ues }, { "80,000 UEs", many_ues } };

	bench_table("20,000 registrations a second, rules off", "us of client CPU a request", list, 2, NULL);
}

/* --- memory: registered and held --- */

static struct toll hold(const char *link, unsigned ues, unsigned rate, bool judge)
{
	char arrive[64];

	snprintf(arrive, sizeof(arrive), "{model: constant, rate: %u/s}", rate);
	struct pairing p = { .link = link, .arrive = arrive, .life = REGISTER_AND_STAY, .ues = ues, .seconds = ues / rate + 2,
			     .judge = judge };

	return pairing_run(&p);
}

static void memory_row(const char *link, unsigned ues, unsigned rate, bool judge)
{
	struct toll none = hold(link, 1, 1, judge), all = hold(link, ues, rate, judge);

	printf("  %-5s %9u UEs, %-9s client %7.1f MB, %6.0f octets a UE; serve %7.1f MB, %6.0f octets a UE\n", link, ues,
	       judge ? "judged:" : "rules off:", all.client_octets / 1e6, (all.client_octets - none.client_octets) / ues,
	       all.server_octets / 1e6, (all.server_octets - none.server_octets) / ues);
	fflush(stdout);
}

static void memory_table(void)
{
	puts("UEs registered and held (resident at most)");
	fflush(stdout);
	memory_row("coap", UES, 20000, false);
	memory_row("coap", UES, 20000, true);
	memory_row("coaps", UES, 5000, false);
	memory_row("coaps", UES, 5000, true);
	memory_row("coap", 1000000, 25000, true);
	memory_row("coaps", 300000, 5000, true);
}

int main(int argc, char **argv)
{
	static const struct { const char *name; void (*print)(void); } tables[] = {
		{ "registrations", registration_table }, { "posts", post_table }, { "flat", flat_table }, { "rate", rate_table },
		{ "memory", memory_table },
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (argc < 2 || !strcmp(argv[1], tables[i].name))
			tables[i].print();
	return 0;
}
