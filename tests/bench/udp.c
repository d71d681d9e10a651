/* tests/bench/udp.c - what net/ costs a request, against bare loops. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/host.h"
#include "tests/bench/bench.h"
#include "tests/bench/udp_bare.h"

/* The least engine: each answer lets the next UE ask. */
struct client {
	const struct load *load;
	struct sink *sink;
	uint32_t *links;
	struct ue *ues;
	unsigned up, next;
	unsigned long sent, heard;
	uint64_t end_ns;		/* so that the run does not end for want of a deadline */
};

static void ask(struct client *c)
{
	char bytes[1000] = { 0 };

	memset(bytes, (int)c->next, 16);
	c->ues[c->next].touched++;
	c->sink->send(c->sink->world, &(struct out){ .link = c->links[c->next], .bytes = (uint8_t *)bytes, .len = c->load->up });
	c->next = (c->next + STRIDE) % c->load->ues;
	c->sent++;
}

static void input(void *self, const struct in *in, struct sink *sink)
{
	struct client *c = self;

	(void)sink;
	c->ues[in->link % c->load->ues].touched++;
	c->heard++;
	if (c->sent < c->load->requests)
		ask(c);
}

static void event(void *self, uint32_t link, enum link_event what, uint64_t now_ns, struct sink *sink)
{
	(void)link, (void)now_ns, (void)sink;
	((struct client *)self)->up += what == LINK_UP;
}

static uint64_t deadline(void *self)
{
	const struct client *c = self;

	return c->up == c->load->ues && !c->sent ? 1 : c->end_ns;
}

static uint64_t tick(void *self, uint64_t now_ns, struct sink *sink)
{
	struct client *c = self;

	(void)now_ns, (void)sink;
	while (c->up == c->load->ues && c->sent < WINDOW)
		ask(c);
	return deadline(self);
}

static const struct engine_ops client_engine = { input, event, tick, deadline };

static bool is_up(void *self) { return ((struct client *)self)->up == ((struct client *)self)->load->ues; }
static bool is_done(void *self) { return ((struct client *)self)->heard >= ((struct client *)self)->load->requests; }

static void fail(const char *why)
{
	fprintf(stderr, "%s\n", why);
	exit(1);
}

static void open_links(struct client *c, uint16_t port, bool shared)
{
	for (unsigned i = 0; i < c->load->ues; i++) {
		struct link_wanted wanted = { .transport = TRANSPORT_COAP, .shared = shared,
					      .peer = { .family = FAMILY_IPV4, .port = port, .addr = { 127, 0, 0, 1 } } };
		struct endpoint source = { .family = FAMILY_IPV4,
					   .addr = { 127, (uint8_t)(1 + i / 65536), (uint8_t)(i / 256), (uint8_t)i } };
		if (shared)
			wanted.source = source;
		c->links[i] = c->sink->open(c->sink->world, &wanted);
		if (!c->links[i])
			fail(c->sink->why(c->sink->world, 0));
	}
}

static void ignore(void *arg, const struct datagram *d) { (void)arg, (void)d; }

static double run_ours(const struct load *load, bool shared, bool tapped)
{
	struct client c = { .load = load, .links = calloc(load->ues, sizeof(uint32_t)),
			    .ues = calloc(load->ues, sizeof(struct ue)) };
	struct error error;
	uint16_t port;
	pid_t server = echo_start(&port, load->down);
	struct host *host = host_new(&(struct host_config){ .tap = ignore }, &error);

	c.end_ns = host_now(host) + 600 * (uint64_t)NS_PER_S;
	c.sink = host_engine(host, &client_engine, &c, tapped);
	open_links(&c, port, shared);
	if (host_run(host, is_up, &c, &error))
		fail(error.text);
	double start = bench_cpu();
	if (host_run(host, is_done, &c, &error))
		fail(error.text);
	double used = bench_cpu() - start;
	echo_stop(server);
	return used / (double)c.heard * 1e6;
}

static double crowd(const void *load) { return run_ours(load, true, false); }
static double crowd_tapped(const void *load) { return run_ours(load, true, true); }

static double socket_each(const void *setting)
{
	struct load load = *(const struct load *)setting;

	if (load.ues > 10000)
		load.ues = 10000;
	return run_ours(&load, false, false);
}

int main(int argc, char **argv)
{
	struct load load = { .ues = argc > 1 ? (unsigned)atoi(argv[1]) : 100000,
			     .requests = argc > 2 ? strtoul(argv[2], NULL, 10) : 500000, .up = 300, .down = 60 };
	static const struct contender contenders[] = {
		{ "bare: one socket, IP_PKTINFO, batches", bare_pktinfo },
		{ "bare: a socket a UE (at most 10,000), epoll", bare_epoll },
		{ "net/: shared socket", crowd },
		{ "net/: shared socket, tapped", crowd_tapped },
		{ "net/: a socket a UE (at most 10,000)", socket_each },
	};
	char title[80];

	snprintf(title, sizeof(title), "UDP, %u UEs, %d octets up, %d down", load.ues, load.up, load.down);
	bench_table(title, "us of client CPU a request", contenders, sizeof(contenders) / sizeof(*contenders), &load);
	return 0;
}
