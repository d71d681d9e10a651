/* tests/unit/net.c - runs the suites of net/, and the engines they share. */
#include "tests/unit/net.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static void note(struct party *p, uint32_t link, uint64_t now_ns)
{
	p->last_link = link;
	p->now_ns = now_ns;
}

static void send_bytes(struct party *p, uint32_t link, const uint8_t *bytes, size_t len)
{
	p->sink->send(p->sink->world, &(struct out){ .link = link, .bytes = bytes, .len = len, .wish = p->wish,
						     .deliberate = p->deliberate });
}

void party_say(struct party *p, uint32_t link, const char *text)
{
	send_bytes(p, link, (const uint8_t *)text, strlen(text));
}

static void input(void *self, const struct in *in, struct sink *sink)
{
	struct party *p = self;

	(void)sink;
	note(p, in->link, in->at_ns);
	p->inputs++;
	p->last_peer = in->peer;
	p->last_len = in->len < sizeof(p->last) ? in->len : sizeof(p->last);
	memcpy(p->last, in->bytes, p->last_len);
	p->identity_len = in->identity_len;
	if (in->identity)
		memcpy(p->identity, in->identity, in->identity_len);
	if (p->echo)
		send_bytes(p, in->link, in->bytes, in->len);
}

static void event(void *self, uint32_t link, enum link_event what, uint64_t now_ns, struct sink *sink)
{
	struct party *p = self;

	(void)sink;
	note(p, link, now_ns);
	p->events[what]++;
	if (what == LINK_UP && p->on_up)
		p->on_up(p, link);
}

static uint64_t deadline(void *self)
{
	const struct party *p = self;

	return p->at_ns ? p->at_ns : NEVER;
}

static uint64_t tick(void *self, uint64_t now_ns, struct sink *sink)
{
	struct party *p = self;

	(void)sink;
	p->now_ns = now_ns;
	if (p->at_ns && now_ns >= p->at_ns) {
		p->ticks++;
		p->at_ns = p->every_ns ? p->at_ns + p->every_ns : 0;
		if (p->on_tick)
			p->on_tick(p);
	}
	return deadline(p);
}

const struct engine_ops party_engine = { input, event, tick, deadline };

struct tape tape;

static void tape_tap(void *arg, const struct datagram *d)
{
	struct seen *s = &tape.list[tape.count];

	ck_assert_ptr_eq(arg, &tape);
	ck_assert_uint_lt(tape.count, sizeof(tape.list) / sizeof(*tape.list));
	ck_assert_uint_le(d->len, sizeof(s->bytes));
	tape.count++;
	ck_assert_uint_eq(d->frame, tape.count);
	s->d = *d;
	memcpy(s->bytes, d->bytes, d->len);
	s->d.bytes = s->bytes;
	snprintf(s->deliberate, sizeof(s->deliberate), "%s", d->deliberate ? d->deliberate : "");
}

struct endpoint loopback(uint16_t port)
{
	return (struct endpoint){ .family = FAMILY_IPV4, .port = port, .addr = { 127, 0, 0, 1 } };
}

unsigned open_descriptors_now(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned n = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

void world_host(struct world *w, struct host_config config)
{
	struct error error;

	tape.count = 0;
	config.tap = tape_tap;
	config.tap_arg = &tape;
	w->host = host_new(&config, &error);
	ck_assert_ptr_nonnull(w->host);
	w->server.echo = true;
	w->server.sink = host_engine(w->host, &party_engine, &w->server, false);
	w->client.sink = host_engine(w->host, &party_engine, &w->client, true);
}

void world_listen(struct world *w, const struct listen_wanted *wanted)
{
	struct error error = { .text = "" };

	ck_assert_msg(!host_listen(w->host, w->server.sink, wanted, &w->bound, &error), "%s", error.text);
	ck_assert_uint_ne(w->bound.port, 0);
}

void world_start(struct world *w, struct host_config config)
{
	world_host(w, config);
	world_listen(w, &(struct listen_wanted){ .transport = TRANSPORT_COAP, .at = loopback(0) });
}

uint32_t world_open(struct world *w)
{
	struct link_wanted wanted = { .transport = TRANSPORT_COAP, .peer = w->bound };
	uint32_t link = w->client.sink->open(w->client.sink->world, &wanted);

	ck_assert_uint_ne(link, 0);
	return link;
}

void world_run(struct world *w)
{
	struct error error;

	ck_assert_int_eq(host_run(w->host, NULL, NULL, &error), 0);
}

void say_hello(struct party *p, uint32_t link) { party_say(p, link, "hello"); }

int main(void)
{
	SRunner *runner = srunner_create(clear_tests());

	srunner_add_suite(runner, secure_tests());
	srunner_add_suite(runner, wish_tests());
	srunner_add_suite(runner, lag_tests());
	srunner_add_suite(runner, crowd_tests());
	srunner_add_suite(runner, own_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
