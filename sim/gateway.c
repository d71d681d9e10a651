/* sim/gateway.c - what devices ask: refused by the table, or stored and answered. */
#include "sim/gateway_state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_PLACES = 8, ANSWER_ROOM = 1400, DEVICES_MOST = 65536 };
#define EXCHANGE_LIFETIME_NS (247ull * NS_PER_S)	/* RFC 7252 4.8.2 */

static const struct { uint8_t code; const char *text; } refusals[] = {
	[ACCEPTED] = { 0, "" },
#define REFUSAL(name, word, code, text) [REFUSED_##name] = { CODE_##code, text },
#include "sim/gateway_refusal.def"
#undef REFUSAL
};

static bool equal(const void *entry, const void *key)
{
	return !strcmp(((const struct device_identity *)entry)->application_id, key);
}

static uint64_t hash_of(const char *id) { return table_hash(id, strlen(id), 0); }

static struct device_identity *find(const struct gateway *g, const char *application_id)
{
	return table_find(&g->devices, hash_of(application_id), application_id);
}

struct gateway *gateway_new(const struct gateway_config *config)
{
	struct gateway *g = calloc(1, sizeof(*g));

	assert(g);
	g->config = *config;
	g->config.devices_at_most = config->devices_at_most ? config->devices_at_most : DEVICES_MOST;
	g->config.bulk_after_ns = config->bulk_after_ns ? config->bulk_after_ns : 2ull * NS_PER_S;
	if (config->uplink) {
		g->uplink.config = *config->uplink;
		g->config.uplink = &g->uplink.config;
		g->uplink.client = (struct client){ .identity = config->uplink->identity, .timing = &g->uplink.config.timing,
						    .automatic = AUTOMATIC_ALL };
	}
	g->dark = config->on_orders;
	waiting_init(&g->uplink);
	table_init(&g->devices, equal);
	g->answered = calloc(ANSWERS_KEPT, sizeof(*g->answered));
	assert(g->answered);
	return g;
}

/* What it would know no more without power. */
static void forget_all(struct gateway *g)
{
	size_t at = 0;

	for (void *device; (device = table_next(&g->devices, &at));)
		free(device);
	table_free(&g->devices);
	for (unsigned i = 0; i < ANSWERS_KEPT; i++)
		free(g->answered[i].bytes);
	waiting_free(&g->uplink);
}

void gateway_free(struct gateway *g)
{
	if (!g)
		return;
	forget_all(g);
	free(g->answered);
	gateway_conduct_free(&g->conduct);
	free(g);
}

void gateway_power(struct gateway *g, bool on, uint64_t now_ns)
{
	if (on == !g->dark)
		return;
	g->dark = !on;
	if (g->config.uplink)
		uplink_power(g, on, now_ns);
	if (on)
		return;
	forget_all(g);
	memset(g->answered, 0, ANSWERS_KEPT * sizeof(*g->answered));
	table_init(&g->devices, equal);
	waiting_init(&g->uplink);
	g->mid_known = false;
}

uint32_t gateway_devices(const struct gateway *g) { return (uint32_t)g->devices.used; }

const char *gateway_layer2_of(const struct gateway *g, const char *application_id)
{
	const struct device_identity *device = find(g, application_id);

	return device ? device->layer2_id : NULL;
}

bool gateway_registered(const struct gateway *g) { return g->uplink.registered; }

void device_layer2(char layer2[LAYER2_DIGITS + 1], const char *application_id)
{
	snprintf(layer2, LAYER2_DIGITS + 1, "%06x", (unsigned)(hash_of(application_id) & 0xffffff));
}

/* --- the mapping (23.554 8.11.2, 8.11.3) --- */

static enum gateway_refusal store(struct gateway *g, const struct device_identity *who, uint8_t *code)
{
	struct device_identity *device = find(g, who->application_id);

	*code = device ? CODE_CHANGED : CODE_CREATED;
	if (!device) {
		if (g->devices.used >= g->config.devices_at_most)
			return REFUSED_FULL;
		device = malloc(sizeof(*device));
		assert(device);
		*device = *who;
		if (gateway_deviates(g, GATEWAY_FORGETS)) {
			free(device);
			return ACCEPTED;
		}
		table_put(&g->devices, hash_of(who->application_id), device);
	}
	*device = *who;
	return ACCEPTED;
}

/* Only the device that it is mapped to ends a mapping. */
static enum gateway_refusal forget(struct gateway *g, const struct device_identity *who, uint8_t *code)
{
	struct device_identity *device = find(g, who->application_id);

	*code = CODE_CHANGED;
	if (!device || (strcmp(device->layer2_id, who->layer2_id) != 0 && !gateway_deviates(g, GATEWAY_ANYBODYS)))
		return gateway_refuse(g, REFUSED_UNKNOWN);
	if (gateway_deviates(g, GATEWAY_KEEPS))
		return ACCEPTED;
	table_remove(&g->devices, hash_of(who->application_id), device);
	free(device);
	return ACCEPTED;
}

/* --- answering --- */

/* What leaves for a device. */
struct reply {
	uint8_t code;
	bool json;
	enum gateway_deviation leg;	/* who may edit it */
	struct buffer payload;
};

/* A few places in a row, from one that the peer and Message ID tell. */
static struct answered *place_of(const struct gateway *g, const struct in *in, uint16_t mid, unsigned i)
{
	return &g->answered[((endpoint_hash(&in->peer) ^ mid * 0x9e3779b97f4a7c15u) + i) % ANSWERS_KEPT];
}

static bool is_answer_to(const struct answered *a, const struct in *in, uint16_t mid)
{
	return a->bytes && a->mid == mid && in->at_ns < a->until_ns && endpoint_equal(&a->peer, &in->peer);
}

/* What was answered to it, or NULL. */
static struct answered *answered_before(const struct gateway *g, const struct in *in, uint16_t mid)
{
	for (unsigned i = 0; i < ANSWER_PLACES; i++)
		if (is_answer_to(place_of(g, in, mid, i), in, mid))
			return place_of(g, in, mid, i);
	return NULL;
}

/* Where the answer to it goes: its own place, or that of the oldest. */
static struct answered *place_for(const struct gateway *g, const struct in *in, uint16_t mid)
{
	struct answered *oldest = answered_before(g, in, mid);

	if (oldest)
		return oldest;
	oldest = place_of(g, in, mid, 0);
	for (unsigned i = 1; i < ANSWER_PLACES; i++)
		if (place_of(g, in, mid, i)->until_ns < oldest->until_ns)	/* 0: nothing is there */
			oldest = place_of(g, in, mid, i);
	return oldest;
}

static void send(struct sink *sink, const struct in *in, const uint8_t *bytes, size_t len)
{
	sink->send(sink->world, &(struct out){ .link = in->link, .bytes = bytes, .len = len });
}

static void send_reset(struct sink *sink, const struct in *in, uint16_t mid)
{
	uint8_t room[4];
	struct buffer b = buffer_on(room, sizeof(room));

	message_begin(&b, TYPE_RST, CODE_EMPTY, mid, NULL, 0);
	send(sink, in, room, b.len);
}

static uint16_t own_mid(struct gateway *g, struct sink *sink)
{
	if (!g->mid_known)
		sink->random(sink->world, &g->mid, sizeof(g->mid));
	g->mid_known = true;
	return g->mid++;
}

static void keep(struct gateway *g, const struct gateway_request *r, const struct buffer *b)
{
	struct answered *a = place_for(g, r->in, r->message.mid);

	free(a->bytes);
	a->bytes = malloc(b->len);
	assert(a->bytes);
	memcpy(a->bytes, b->bytes, b->len);
	a->peer = r->in->peer;
	a->mid = r->message.mid;
	a->len = (uint16_t)b->len;
	a->until_ns = r->in->at_ns + EXCHANGE_LIFETIME_NS;
}

/* An ACK bears the request's Message ID; the answer to a NON one of our own (RFC 7252 5.2.3). */
static void answer(struct gateway *g, const struct gateway_request *r, const struct reply *reply, struct sink *sink)
{
	const struct message *m = &r->message;
	uint8_t room[ANSWER_ROOM];
	struct buffer b = buffer_on(room, sizeof(room));
	bool piggybacked = m->type == TYPE_CON;
	struct writer w = message_begin(&b, piggybacked ? TYPE_ACK : TYPE_NON, reply->code, piggybacked ? m->mid : own_mid(g, sink),
					m->bytes + m->token.at, m->token.len);
	if (reply->json)
		writer_option_uint(&w, OPTION_CONTENT_FORMAT, 50);
	writer_payload(&w, reply->payload.bytes, reply->payload.len);
	if (reply->json)
		gateway_strike(g, reply->leg, &b);
	assert(!b.failed);	/* an identifier has its bound, and texts are ours */
	keep(g, r, &b);
	send(sink, r->in, b.bytes, b.len);
}

static bool answer_duplicate(const struct gateway *g, const struct in *in, const struct message *m, struct sink *sink)
{
	const struct answered *a = answered_before(g, in, m->mid);

	if (!a)
		return false;
	if (gateway_deviates(g, GATEWAY_EXECUTES_TWICE))
		return false;
	if (m->type == TYPE_CON)
		send(sink, in, a->bytes, a->len);
	return true;
}

static enum gateway_refusal execute(struct gateway *g, const struct gateway_request *r, struct reply *reply)
{
	enum gateway_refusal refusal;

	reply->json = true;
	reply->leg = GATEWAY_ANSWERS;
	if (r->individual)
		return waiting_take(g, r, &reply->payload, &reply->code, &reply->leg);
	refusal = r->kind == MSGIN5G_REG ? store(g, &r->who, &reply->code) : forget(g, &r->who, &reply->code);
	if (!refusal)
		msgin5g_build_device_answer(&reply->payload, g->config.binding, r->kind, r->who.application_id, true);
	return refusal;
}

static void serve(struct gateway *g, struct gateway_request *r, struct sink *sink)
{
	uint8_t room[ANSWER_ROOM - 100];
	struct reply reply = { .payload = buffer_on(room, sizeof(room)) };
	enum gateway_refusal refusal = gateway_check(g, r);

	if (gateway_deviates(g, GATEWAY_MUTE))
		return;
	if (!refusal)
		refusal = execute(g, r, &reply);
	if (refusal) {
		reply = (struct reply){ .code = refusals[refusal].code, .payload = buffer_on(room, sizeof(room)) };
		buffer_text(&reply.payload, refusals[refusal].text);
	}
	answer(g, r, &reply, sink);
}

static void device_input(struct gateway *g, const struct in *in, struct sink *sink)
{
	struct gateway_request r = { .in = in };
	struct message *m = &r.message;

	message_read(m, in->bytes, in->len);
	if (in->len < 4 || m->version != 1 || m->type == TYPE_ACK || m->type == TYPE_RST)
		return;
	if (!m->whole || message_format_error(m) || !message_is_request(m)) {
		if (m->type == TYPE_CON)		/* a ping, a response to nothing, a format error (RFC 7252 4.2) */
			send_reset(sink, in, m->mid);
		return;
	}
	if (!answer_duplicate(g, in, m, sink))
		serve(g, &r, sink);
}

/* --- the engine --- */

static bool is_uplink(const struct gateway *g, uint32_t link) { return g->config.uplink && link == g->uplink.client.link; }

static void input(void *self, const struct in *in, struct sink *sink)
{
	struct gateway *g = self;

	if (g->dark)
		return;
	if (is_uplink(g, in->link))
		uplink_input(g, in, sink);
	else
		device_input(g, in, sink);
	if (g->config.uplink)
		uplink_tick(g, in->at_ns, sink);
}

static void event(void *self, uint32_t link, enum link_event what, uint64_t now_ns, struct sink *sink)
{
	struct gateway *g = self;

	if (is_uplink(g, link))
		uplink_event(g, what, now_ns, sink);
}

static uint64_t tick(void *self, uint64_t now_ns, struct sink *sink)
{
	struct gateway *g = self;

	return g->config.uplink ? uplink_tick(g, now_ns, sink) : NEVER;
}

static uint64_t deadline(void *self)
{
	const struct gateway *g = self;

	return g->config.uplink ? g->uplink.next_ns : NEVER;
}

const struct engine_ops gateway_engine = { input, event, tick, deadline };
