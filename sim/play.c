/* sim/play.c - one step after the other. */
#include "sim/play.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void play_begin(struct play *p, const struct step *steps, size_t count, uint64_t now_ns)
{
	p->steps = steps;
	p->step_count = count;
	p->at = 0;
	p->begun = false;
	p->step_began_ns = now_ns;
	p->state = count ? PLAY_RUNNING : PLAY_FINISHED;
	p->said[0] = '\0';
	p->ours = p->unheard = p->unseen = p->no_link = false;
	p->look_again_ns = 0;
}

struct actor *play_actor(struct play *p, const char *name)
{
	if (!*name)
		return p->current;
	for (size_t i = 0; i < p->actor_count; i++)
		if (!strcmp(p->actors[i].name, name))
			return p->current = &p->actors[i];
	return NULL;
}

enum progress play_break(struct play *p, const struct step *step, const char *format, ...)
{
	va_list list;
	int n = snprintf(p->said, sizeof(p->said), "%s:%u: ", step->node->file, step->node->line);

	va_start(list, format);
	vsnprintf(p->said + n, sizeof(p->said) - (size_t)n, format, list);
	va_end(list);
	return STEP_BROKEN;
}

enum progress play_link(struct play *p, struct actor *a, uint64_t now_ns, struct sink *sink)
{
	struct client *c = &a->client;

	switch (c->state) {
	case CLIENT_UP:
		return STEP_DONE;
	case CLIENT_DOWN:
	case CLIENT_CLOSED:
		if (!(c->automatic & AUTOMATIC_HANDSHAKE))
			return STEP_BROKEN;
		if (c->link)
			sink->close(sink->world, c->link, false);
		client_open(c, p->setting->transport, &p->setting->peer, false, sink);
		return c->state == CLIENT_FAILED ? STEP_BROKEN : STEP_WAITING;
	case CLIENT_OPENING:
		if (now_ns < p->step_began_ns + p->setting->handshake_within_ns)
			return STEP_WAITING;
		client_give_up(c, sink);
		break;
	case CLIENT_FAILED:
		break;
	}
	return STEP_BROKEN;
}

static enum progress one_step(struct play *p, uint64_t now_ns, struct sink *sink)
{
	const struct step *step = &p->steps[p->at];
	struct actor *a = play_actor(p, step->ue);

	if (p->begun)
		return step->fact->go_on ? step->fact->go_on(p, step, now_ns, sink) : STEP_DONE;
	p->begun = true;
	p->step_began_ns = now_ns;
	if (a)
		a->client.automatic = (uint8_t)(a->client.automatic & ~step->manual);
	return step->fact->begin(p, step, now_ns, sink);
}

static uint64_t next_deadline(struct play *p, uint64_t now_ns, struct sink *sink)
{
	const struct step *step = &p->steps[p->at];
	uint64_t next = p->step_began_ns + step->wait_ns;

	if (next <= now_ns)
		next = NEVER;
	if (p->look_again_ns > now_ns && p->look_again_ns < next)
		next = p->look_again_ns;
	for (size_t i = 0; i < p->actor_count; i++) {
		uint64_t one = client_tick(&p->actors[i].client, now_ns, sink);
		next = one < next ? one : next;
	}
	/* The bounds of waiting: an answer, silence, a handshake. */
	uint64_t bounds[] = { step->expect.within_ns, p->setting->answer_within_ns, p->setting->silence_ns,
			      p->setting->handshake_within_ns, p->setting->refusal_within_ns };
	for (size_t i = 0; i < sizeof(bounds) / sizeof(*bounds); i++) {
		struct actor *a = p->current;
		uint64_t from[] = { p->step_began_ns, a ? a->client.last.started_ns : 0 };
		for (int k = 0; k < 2; k++) {
			uint64_t one = from[k] + bounds[i];
			if (bounds[i] && one > now_ns && one < next)
				next = one;
		}
	}
	return next;
}

uint64_t play_go_on(struct play *p, uint64_t now_ns, struct sink *sink)
{
	while (p->state == PLAY_RUNNING) {
		switch (one_step(p, now_ns, sink)) {
		case STEP_WAITING:
			return next_deadline(p, now_ns, sink);
		case STEP_BROKEN:
			p->state = PLAY_BROKEN;
			return NEVER;
		case STEP_DONE:
			p->begun = false;
			if (++p->at == p->step_count)
				p->state = PLAY_FINISHED;
		}
	}
	return NEVER;
}

static struct actor *actor_of_link(const struct play *p, uint32_t link)
{
	for (size_t i = 0; link && i < p->actor_count; i++)
		if (p->actors[i].client.link == link)
			return &p->actors[i];
	return NULL;
}

bool play_has_link(const struct play *p, uint32_t link) { return actor_of_link(p, link); }

bool play_input(struct play *p, const struct in *in, struct sink *sink)
{
	struct actor *a = actor_of_link(p, in->link);

	if (a)
		client_input(&a->client, in, sink);
	return a;
}

bool play_event(struct play *p, uint32_t link, enum link_event event, uint64_t now_ns, struct sink *sink)
{
	struct actor *a = actor_of_link(p, link);

	if (a)
		client_event(&a->client, event, now_ns, sink);
	return a;
}

void play_close(struct play *p, struct sink *sink)
{
	for (size_t i = 0; i < p->actor_count; i++)
		client_close(&p->actors[i].client, false, sink);
}
