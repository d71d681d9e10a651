/* net/host.c - making a host, its engines and their sinks. */
#include "net/host.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "net/crowd.h"
#include "net/ether.h"
#include "net/exact.h"
#include "net/link.h"
#include "net/listener.h"
#include "net/own.h"
#include "net/mailbox.h"
#include "net/secure.h"
#include "net/udp.h"
#include "net/polling.h"
#include "net/wish.h"
#include "net/world.h"

static uint32_t sink_open(void *world, const struct link_wanted *wanted) { return link_open(world, wanted); }

static struct link *find(void *world, uint32_t id) { return link_find(((struct engine *)world)->host, id); }

static void sink_send(void *world, const struct out *out)
{
	struct link *link = find(world, out->link);

	if (out->link & CROWD_BIT)
		crowd_send(((struct engine *)world)->host, out);
	if (!link || link->state == LINK_DOWN)
		return;	/* the engine has not heard of it yet */
	assert(link->state == LINK_OPEN);
	wish_send(link, out);
}

static void sink_rehandshake(void *world, uint32_t id, bool new_session)
{
	struct link *link = find(world, id);

	if (id & CROWD_BIT)
		crowd_again(((struct engine *)world)->host, id, new_session);
	if (link && link->own)
		own_again(link->own, new_session);
	else if (link && link->association)
		association_again(link, new_session);
}

static void sink_close(void *world, uint32_t id, bool silently)
{
	struct link *link = find(world, id);

	if (id & CROWD_BIT)
		crowd_close(((struct engine *)world)->host, id, silently);
	else if (link)
		link_close(link, silently);
}

static void sink_local(void *world, uint32_t id, struct endpoint *local)
{
	const struct link *link = find(world, id);

	if (id & CROWD_BIT)
		crowd_local(((struct engine *)world)->host, id, local);
	else
		*local = link ? link->local : (struct endpoint){ 0 };
}

static bool sink_resumed(void *world, uint32_t id)
{
	const struct link *link = find(world, id);

	return link && (link->own ? own_resumed(link->own) : link->association && association_resumed(link->association));
}

static const char *sink_why(void *world, uint32_t id)
{
	const struct engine *e = world;
	const struct link *link = find(world, id);

	if (id & CROWD_BIT)
		return crowd_why(e->host, id);
	if (!link)
		return e->host->why.text;
	return link->why ? link->why : "nothing failed";
}

static void sink_random(void *world, void *bytes, size_t n)
{
	struct host *h = ((struct engine *)world)->host;

	if (h->config.exact_ids) {
		exact_bytes(&h->dice, bytes, n);
		return;
	}
	ssize_t got = getrandom(bytes, n, 0);
	assert(got == (ssize_t)n && n <= 256);	/* up to 256 octets it never gives less */
}

/* A socket a UE: as many descriptors as we may have. */
static void raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == limit.rlim_max)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)!setrlimit(RLIMIT_NOFILE, &limit);
}

/* Whether frames may be sent and heard at all: said before anything else is tried. */
static int try_interface(const char *interface, struct error *error)
{
	struct endpoint anybody = { .carrier = CARRIER_ETHER };
	int fd = interface && *interface ? ether_bind(&anybody, interface, error) : 0;

	if (fd > 0)
		close(fd);
	return fd < 0 ? -1 : 0;
}

struct host *host_new(const struct host_config *config, struct error *error)
{
	struct host *h = calloc(1, sizeof(*h));

	assert(h);
	h->config = *config;
	h->dice = config->seed;
	h->inbox = inbox_new();
	h->ports = calloc(1, 65536 / 8);
	assert(h->ports);
	table_init(&h->links, links_equal_id);
	table_init(&h->sockets, sockets_equal_port);
	clock_start(&h->clock, config->jump);
	if (config->exact_ids)
		exact_start(&h->dice);
	raise_limit();
	h->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	h->polling = polling_new(h->wake, !h->config.jump, error);
	if (!h->polling || try_interface(config->interface, error)) {
		host_free(h);
		return NULL;
	}
	return h;
}

static void close_links(struct host *h)
{
	size_t at = 0;

	for (struct link *link; (link = table_next(&h->links, &at));)
		link_close(link, false);
	crowds_say_goodbye(h);
	sockets_flush(h);
}

static bool all_gone(void *host) { return !((struct host *)host)->counts.lingering; }

int host_say_goodbye(struct host *h, struct error *error)
{
	close_links(h);
	return host_run(h, all_gone, h, error);
}

static void free_listeners(struct host *h)
{
	struct listener *l;

	while ((l = h->listeners)) {
		h->listeners = l->next;
		listener_free(l);
	}
}

static void free_engines(struct host *h)
{
	for (size_t i = 0; i < h->engine_count; i++) {
		timer_stop(h, &h->engines[i]->timer);
		free(h->engines[i]);
	}
	free(h->engines);
}

void host_free(struct host *h)
{
	if (!h)
		return;
	close_links(h);
	sockets_forget_held(h);
	free_listeners(h);
	crowds_free(h);
	free_engines(h);
	for (struct heap_item *item; (item = heap_top(&h->timers));) {
		heap_remove(&h->timers, item);
		((struct timer *)item)->discard((struct timer *)item);	/* those with an owner are gone */
	}
	sockets_bury(h);
	links_bury(h);
	secure_free(h->secure);
	own_shared_free(h->own);
	clock_stop(&h->clock);
	exact_stop(&h->dice);
	polling_free(h->polling);
	close(h->wake);
	heap_free(&h->timers);
	table_free(&h->links);
	table_free(&h->sockets);
	free(h->queue.events);
	free(h->ports);
	inbox_free(h->inbox);
	free(h);
}

struct sink *host_engine(struct host *h, const struct engine_ops *ops, void *self, bool tapped)
{
	struct engine *e = calloc(1, sizeof(*e));

	assert(e);
	h->engines = realloc(h->engines, (h->engine_count + 1) * sizeof(struct engine *));
	assert(h->engines);
	h->engines[h->engine_count++] = e;
	*e = (struct engine){ .timer.fire = engine_tick, .host = h, .ops = ops, .self = self, .tapped = tapped };
	e->sink = (struct sink){ sink_open, sink_send, sink_rehandshake, sink_close, sink_local, sink_why, sink_random,
				 e, sink_resumed };
	timer_set(h, &e->timer, clock_read(&h->clock));
	return &e->sink;
}

void host_spoken(struct sink *sink) { engine_refresh(sink->world); }

int host_listen(struct host *h, struct sink *sink, const struct listen_wanted *wanted, struct endpoint *bound,
		struct error *error)
{
	struct listener *l = listener_open(sink->world, wanted, bound, error);

	if (!l)
		return error_prepend(error, "listen: ");
	l->next = h->listeners;
	h->listeners = l;
	return 0;
}

uint64_t host_now(const struct host *h)
{
	struct clock clock = h->clock;

	return clock_read(&clock);
}
