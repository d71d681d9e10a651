/* net/engine.c - calling engines: input, events, ticks; their deadlines kept in the loop's heap. */
#include "net/world.h"

static void finish_call(struct engine *e)
{
	struct host *h = e->host;

	if (h->ending.until && h->ending.until(h->ending.arg))
		h->ending.done = true;
}

void engine_refresh(struct engine *e)
{
	uint64_t at = e->ops->deadline(e->self);

	if (!e->timer.item.place || e->timer.item.at_ns != at)
		timer_set(e->host, &e->timer, at);
}

void engine_input(struct engine *e, const struct in *in)
{
	e->ops->input(e->self, in, &e->sink);
	engine_refresh(e);
	finish_call(e);
}

void engine_event(struct engine *e, uint32_t link, enum link_event what)
{
	e->ops->event(e->self, link, what, e->host->clock.now_ns, &e->sink);
	engine_refresh(e);
	finish_call(e);
}

void engine_tick(struct host *h, struct timer *t)
{
	struct engine *e = (struct engine *)t;

	timer_set(h, t, e->ops->tick(e->self, h->clock.now_ns, &e->sink));
	finish_call(e);
}
