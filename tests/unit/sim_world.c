/* tests/unit/sim_world.c - datagrams and link events that arrive at their time, and what the server says. */
#include "tests/unit/sim_world.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct endpoint world_server = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 }, .port = 5683 };

struct arrival_of {
	struct heap_item timer;
	uint32_t link;
	int event;		/* -1: a datagram */
	size_t len;
	struct endpoint from;
	uint8_t bytes[300];
};

void world_deliver(struct world *w, uint64_t at_ns, uint32_t link, int event, const uint8_t *bytes, size_t len)
{
	struct arrival_of *a = calloc(1, sizeof(*a));

	a->link = link;
	a->event = event;
	a->len = len;
	a->from = link < 64 ? w->peers[link] : world_server;
	a->from.port = (uint16_t)(a->from.port + (w->conduct == ANSWERS_FROM_ELSEWHERE));
	if (len)
		memcpy(a->bytes, bytes, len);
	heap_set(&w->queue, &a->timer, at_ns);
}

static uint32_t world_open(void *world, const struct link_wanted *wanted)
{
	struct world *w = world;

	if (w->refuse) {
		w->refused_opens++;
		return 0;
	}
	if (w->opened < 8)
		w->sources[w->opened] = wanted->source;
	w->opened++;
	if (w->links + 1 < 64)
		w->peers[w->links + 1] = wanted->peer;
	world_deliver(w, w->now_ns, ++w->links, LINK_UP, NULL, 0);
	return w->links;
}

/* Whose request it is; "": it does not say. */
static void copy_name(char *name, size_t size, const struct out *request)
{
	static const char *const members[] = { "\"ueServiceId\":\"", "\"applicationId\":\"" };
	const char *at = NULL;

	for (unsigned i = 0; i < 2 && !at; i++) {
		at = memmem(request->bytes, request->len, members[i], strlen(members[i]));
		at = at ? at + strlen(members[i]) : NULL;
	}
	snprintf(name, size, "%.*s", at ? (int)strcspn(at, "\"") : 0, at ? at : "");
}

/* ACK or CON, its code, the request's token, Content-Format 50 (c1 32), the marker, and JSON by hand. */
static size_t answer(uint8_t *out, size_t size, const struct out *request, uint8_t first_octet, uint16_t mid, uint8_t code,
		     const char *result)
{
	char name[64];
	bool leaves = memmem(request->bytes, request->len, "DEREG", 5) != NULL;

	out[0] = first_octet;
	out[1] = code;
	out[2] = (uint8_t)(mid >> 8);
	out[3] = (uint8_t)mid;
	memcpy(out + 4, request->bytes + 4, 8);
	if (!result)
		return 12;
	copy_name(name, sizeof(name), request);
	int n = snprintf((char *)out + 12, size - 12, "\xc1\x32\xff{\"ueServiceId\":\"%s\",\"%s\":\"%s\"}", name,
			 result[0] == '1' ? "expectedRegistrationTime" : leaves ? "deregistrationResult" : "registrationResult", result);
	return 12 + (size_t)n;
}

static void react(struct world *w, const struct out *out)
{
	uint16_t mid = (uint16_t)(out->bytes[2] << 8 | out->bytes[3]);
	uint64_t at = w->now_ns + w->latency_ns;
	uint8_t reply[300], rst[4] = { 0x70, 0, out->bytes[2], out->bytes[3] }, ack[4] = { 0x60, 0, out->bytes[2], out->bytes[3] };
	bool ping = out->bytes[0] == 0x40;
	size_t len = 0;

	switch (w->conduct) {
	case IS_SILENT:
		return;
	case FORGETS_FIRST:
		if ((w->drop_next = !w->drop_next))
			return;
		break;
	case RESETS:
		world_deliver(w, at, out->link, -1, rst, sizeof(rst));
		return;
	case REFUSES:
		len = answer(reply, sizeof(reply), out, 0x68, mid, 0x83, NULL);
		break;
	case SAYS_FAILURE:
		len = answer(reply, sizeof(reply), out, 0x68, mid, 0x44, "failure");
		break;
	case ONLY_ACKS:
		world_deliver(w, at, out->link, -1, ack, sizeof(ack));
		return;
	case ANSWERS_LATER:	/* and says it twice, as if the ACK were lost */
		world_deliver(w, at, out->link, -1, ack, sizeof(ack));
		len = answer(reply, sizeof(reply), out, 0x48, 0x7777, 0x44, "success");
		world_deliver(w, at + 1 * S, out->link, -1, reply, len);
		world_deliver(w, at + 3 * S, out->link, -1, reply, len);
		return;
	case PROMISES_ONCE:
	case PROMISES_ALWAYS:	/* 1005 s after 1970 began */
		if (w->sent > 1 && w->conduct == PROMISES_ONCE)
			break;
		len = answer(reply, sizeof(reply), out, 0x68, mid, 0x44, "1970-01-01T00:16:45Z");
		break;
	case ANSWERS:
	case ANSWERS_FROM_ELSEWHERE:
		break;
	}
	if (ping) {
		world_deliver(w, at, out->link, -1, rst, sizeof(rst));
		return;
	}
	if (!len)
		len = answer(reply, sizeof(reply), out, 0x68, mid, 0x44, "success");
	world_deliver(w, at, out->link, -1, reply, len);
}

static void world_send(void *world, const struct out *out)
{
	struct world *w = world;

	if (w->sent < 16) {
		memcpy(w->first[w->sent], out->bytes, 4);
		w->sent_at[w->sent] = w->now_ns;
		copy_name(w->names[w->sent], sizeof(w->names[0]), out);
	}
	w->sent++;
	w->acks += out->bytes[0] == 0x60;
	w->resets += out->bytes[0] == 0x70;
	if (out->bytes[0] < 0x60)
		react(w, out);
}

static void world_rehandshake(void *world, uint32_t link, bool fresh)
{
	struct world *w = world;

	(void)fresh;
	world_deliver(w, w->now_ns + w->latency_ns, link, LINK_RENEGOTIATED, NULL, 0);
}

static void world_close(void *world, uint32_t link, bool silently)
{
	(void)link, (void)silently;
	((struct world *)world)->closed++;
}

static void world_local(void *world, uint32_t link, struct endpoint *at)
{
	(void)world, (void)link;
	*at = (struct endpoint){ 0 };
}

static const char *world_why(void *world, uint32_t link)
{
	(void)world, (void)link;
	return "the peer's alert decrypt_error";
}

static void world_random(void *world, void *bytes, size_t n)
{
	(void)world;
	memset(bytes, 0x5a, n);
}

struct world *world_of(const char *yaml, uint32_t shard, uint32_t shards)
{
	return world_of_part(yaml, POPULATION_UES, shard, shards, NULL);
}

/* Where its Gateway UEs are; a stranger to all others. */
static void place_gateways(struct world *w, struct population_config *config, const struct population_doer *doer)
{
	const struct scenario *gateways = w->scenario->others[POPULATION_GATEWAYS];

	for (unsigned i = 0; i < 8; i++) {
		w->gateways[i] = world_server;
		w->gateways[i].port = (uint16_t)(i + 1);
	}
	config->doer = doer;
	config->settings[TRANSPORT_COAP].gateway = true;
	config->gateways = doer || !gateways ? 0 : gateways->population.ues;
	config->at_gateways = w->gateways;
}

struct world *world_of_part(const char *yaml, enum population_kind kind, uint32_t shard, uint32_t shards, const struct population_doer *doer)
{
	struct world *w = calloc(1, sizeof(*w));
	struct error error = { .text = "" };
	struct population_config config = { .seed = 42, .shard = shard, .shards = shards, .peers = { world_server, world_server } };

	*w = (struct world){ .now_ns = 1000 * S, .latency_ns = 5 * MS };
	w->sink = (struct sink){ world_open, world_send, world_rehandshake, world_close, world_local, world_why, world_random, w, NULL };
	w->scenario = scenario_parse("t", yaml, strlen(yaml), &error);
	ck_assert_msg(w->scenario != NULL, "%s", error.text);
	binding_default(&w->binding);
	for (int t = 0; t < 2; t++) {
		config.settings[t].binding = &w->binding;
		ck_assert_int_eq(uri_parse(&config.settings[t].uri, t ? "coaps://127.0.0.1/msgin5g" : "coap://127.0.0.1/msgin5g", &error), 0);
	}
	config.scenario = scenario_part(w->scenario, kind);
	if (kind != POPULATION_UES)
		place_gateways(w, &config, doer);
	if (w->scenario->population.sources.prefix_count)
		config.sources = &w->scenario->population.sources;
	w->population = population_new(&config, &error);
	ck_assert_msg(w->population != NULL, "%s", error.text);
	return w;
}

void world_free(struct world *w)
{
	for (struct heap_item *item; (item = heap_top(&w->queue));) {
		heap_remove(&w->queue, item);
		free(item);
	}
	heap_free(&w->queue);
	population_free(w->population);
	scenario_free(w->scenario);
	free(w);
}

static void hear_one(struct world *w)
{
	struct arrival_of *a = (struct arrival_of *)heap_top(&w->queue);

	heap_remove(&w->queue, &a->timer);
	if (a->event >= 0)
		population_engine.event(w->population, a->link, (enum link_event)a->event, w->now_ns, &w->sink);
	else
		population_engine.input(w->population, &(struct in){ .at_ns = w->now_ns, .link = a->link, .peer = a->from,
								      .bytes = a->bytes, .len = a->len }, &w->sink);
	free(a);
}

void world_run(struct world *w, uint64_t until_ns)
{
	struct population_now now;

	while (!population_done(w->population)) {
		uint64_t tick = population_engine.deadline(w->population);
		const struct heap_item *top = heap_top(&w->queue);
		uint64_t at = top && top->at_ns <= tick ? top->at_ns : tick;
		if (at > until_ns)
			break;
		w->now_ns = at > w->now_ns ? at : w->now_ns;
		if (top && top->at_ns <= tick)
			hear_one(w);
		else
			population_engine.tick(w->population, w->now_ns, &w->sink);
		population_look(w->population, &now);
		if (now.live > w->lives_at_most)
			w->lives_at_most = now.live;
	}
}

const struct statistics *world_run_all(struct world *w)
{
	world_run(w, NEVER);
	ck_assert(population_done(w->population));
	ck_assert(statistics_adds_up(population_statistics(w->population, 0)));
	return population_statistics(w->population, 0);
}

