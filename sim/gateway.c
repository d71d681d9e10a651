/* sim/gateway.c - requests of devices: checked, refused by the table, or stored and answered. */
#include "sim/gateway.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/message.h"
#include "wire/msgin5g.h"
#include "wire/table.h"

enum { ANSWERS_KEPT = 1024, ANSWER_ROOM = 256, DEVICES_MOST = 65536 };
#define EXCHANGE_LIFETIME_NS (247ull * NS_PER_S)	/* RFC 7252 4.8.2 */

enum refusal {
	ACCEPTED,
#define REFUSAL(name, code, text) REFUSED_##name,
#include "sim/gateway_refusal.def"
#undef REFUSAL
};

static const struct { uint8_t code; const char *text; } refusals[] = {
	[ACCEPTED] = { 0, "" },
#define REFUSAL(name, code, text) { CODE_##code, text },
#include "sim/gateway_refusal.def"
#undef REFUSAL
};

/* What was answered to whom, for duplicates. */
struct answered {
	struct endpoint peer;
	uint64_t until_ns;
	uint16_t mid;
	uint16_t len;			/* 0: nothing is kept here */
	uint8_t bytes[ANSWER_ROOM];
};

struct gateway {
	struct gateway_config config;
	struct table devices;		/* of struct device_identity, by Application ID */
	struct answered *answered;	/* ANSWERS_KEPT places, by hash: the latest stays */
	uint16_t mid;
	bool mid_known;
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
	table_init(&g->devices, equal);
	g->answered = calloc(ANSWERS_KEPT, sizeof(*g->answered));
	assert(g->answered);
	return g;
}

void gateway_free(struct gateway *g)
{
	size_t at = 0;

	if (!g)
		return;
	for (void *device; (device = table_next(&g->devices, &at));)
		free(device);
	table_free(&g->devices);
	free(g->answered);
	free(g);
}

uint32_t gateway_devices(const struct gateway *g) { return (uint32_t)g->devices.used; }

const char *gateway_layer2_of(const struct gateway *g, const char *application_id)
{
	const struct device_identity *device = find(g, application_id);

	return device ? device->layer2_id : NULL;
}

/* --- checks --- */

static bool knows_options(const struct message *m)
{
	for (unsigned i = 0; i < m->options_kept; i++)
		if (m->options[i].number & 1 && m->options[i].number != OPTION_URI_PATH && m->options[i].number != OPTION_URI_HOST &&
		    m->options[i].number != OPTION_URI_PORT)
			return false;
	return m->options_kept == m->option_count;
}

static bool is_our_path(const struct gateway *g, const struct message *m)
{
	const struct option *path = message_option(m, OPTION_URI_PATH, 0);

	return path && !message_option(m, OPTION_URI_PATH, 1) && path->value.len == strlen(g->config.path) &&
	       !memcmp(m->bytes + path->value.at, g->config.path, path->value.len);
}

static enum refusal check_header(const struct gateway *g, const struct message *m)
{
	uint32_t format;

	if (!knows_options(m))
		return REFUSED_OPTION;
	if (!is_our_path(g, m))
		return REFUSED_PATH;
	if (m->code != CODE_POST)
		return REFUSED_METHOD;
	return message_option_uint(m, OPTION_CONTENT_FORMAT, &format) && format == 50 ? ACCEPTED : REFUSED_FORMAT;
}

static bool read_layer2(const struct msgin5g *content, const struct binding *binding, char *layer2)
{
	char text[LAYER2_DIGITS + 2];

	if (!msgin5g_sound(content, binding, ELEMENT_LAYER2_ID) ||
	    msgin5g_text(content, ELEMENT_LAYER2_ID, text, sizeof(text)) != LAYER2_DIGITS)
		return false;
	for (unsigned i = 0; i < LAYER2_DIGITS; i++) {
		if (!isxdigit((unsigned char)text[i]))
			return false;
		layer2[i] = (char)tolower((unsigned char)text[i]);
	}
	layer2[LAYER2_DIGITS] = '\0';
	return true;
}

static bool read_application(const struct msgin5g *content, const struct binding *binding, char *application)
{
	long len = msgin5g_sound(content, binding, ELEMENT_APPLICATION_ID)
			   ? msgin5g_text(content, ELEMENT_APPLICATION_ID, application, APPLICATION_TEXT) : -1;

	return len > 0 && (size_t)len == strlen(application);	/* no U+0000 in it */
}

static bool may_come(const struct gateway *g, const struct device_identity *who)
{
	for (size_t i = 0; i < g->config.allowed_count; i++)
		if (!strcmp(g->config.allowed[i].application_id, who->application_id) &&
		    !strcmp(g->config.allowed[i].layer2_id, who->layer2_id))
			return true;
	return !g->config.allowed;
}

static enum refusal check_content(const struct gateway *g, const struct message *m, struct device_identity *who, enum msgin5g_kind *kind)
{
	const struct binding *binding = g->config.binding;
	struct msgin5g content;

	msgin5g_read(&content, m, binding);
	if (!m->payload.len || !content.json.whole || !content.json.node_count || content.json.nodes[0].kind != KIND_OBJECT)
		return REFUSED_JSON;
	*kind = msgin5g_is(&content, binding, ELEMENT_MESSAGE_TYPE, VALUE_REG)	   ? MSGIN5G_REG
		: msgin5g_is(&content, binding, ELEMENT_MESSAGE_TYPE, VALUE_DEREG) ? MSGIN5G_DEREG
										   : MSGIN5G_NONE;
	if (*kind == MSGIN5G_NONE || content.times[ELEMENT_MESSAGE_TYPE] != 1)
		return REFUSED_TYPE;
	if (!read_layer2(&content, binding, who->layer2_id))
		return REFUSED_LAYER2;
	if (!read_application(&content, binding, who->application_id))
		return REFUSED_APPLICATION;
	if (g->config.pre_cr && !msgin5g_sound(&content, binding, ELEMENT_DEVICE_CREDENTIAL))
		return REFUSED_CREDENTIAL;
	return may_come(g, who) ? ACCEPTED : REFUSED_STRANGER;
}

/* --- the mapping (23.554 8.11.2, 8.11.3) --- */

static enum refusal store(struct gateway *g, const struct device_identity *who, uint8_t *code)
{
	struct device_identity *device = find(g, who->application_id);

	*code = device ? CODE_CHANGED : CODE_CREATED;
	if (!device) {
		if (g->devices.used >= g->config.devices_at_most)
			return REFUSED_FULL;
		device = malloc(sizeof(*device));
		assert(device);
		*device = *who;
		table_put(&g->devices, hash_of(who->application_id), device);
	}
	*device = *who;
	return ACCEPTED;
}

/* Only the device that it is mapped to ends a mapping. */
static enum refusal forget(struct gateway *g, const struct device_identity *who, uint8_t *code)
{
	struct device_identity *device = find(g, who->application_id);

	*code = CODE_CHANGED;
	if (!device || strcmp(device->layer2_id, who->layer2_id) != 0)
		return REFUSED_UNKNOWN;
	table_remove(&g->devices, hash_of(who->application_id), device);
	free(device);
	return ACCEPTED;
}

/* --- answering --- */

static struct answered *place_of(const struct gateway *g, const struct in *in, uint16_t mid)
{
	return &g->answered[(endpoint_hash(&in->peer) ^ mid * 0x9e3779b97f4a7c15u) % ANSWERS_KEPT];
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

/* An ACK bears the request's Message ID; the answer to a NON one of our own (RFC 7252 5.2.3). */
static uint16_t answer_mid(struct gateway *g, const struct message *m, struct sink *sink)
{
	if (m->type == TYPE_CON)
		return m->mid;
	if (!g->mid_known)
		sink->random(sink->world, &g->mid, sizeof(g->mid));
	g->mid_known = true;
	return g->mid++;
}

static void answer(struct gateway *g, const struct in *in, const struct message *m, uint8_t code, const void *payload, size_t len,
		   bool json, struct sink *sink)
{
	struct answered *a = place_of(g, in, m->mid);
	struct buffer b = buffer_on(a->bytes, sizeof(a->bytes));
	struct writer w = message_begin(&b, m->type == TYPE_CON ? TYPE_ACK : TYPE_NON, code, answer_mid(g, m, sink),
					m->bytes + m->token.at, m->token.len);

	if (json)
		writer_option_uint(&w, OPTION_CONTENT_FORMAT, 50);
	writer_payload(&w, payload, len);
	assert(!b.failed);	/* an Application ID has its bound, and texts are ours */
	a->peer = in->peer;
	a->mid = m->mid;
	a->len = (uint16_t)b.len;
	a->until_ns = in->at_ns + EXCHANGE_LIFETIME_NS;
	send(sink, in, a->bytes, a->len);
}

static bool answer_duplicate(const struct gateway *g, const struct in *in, const struct message *m, struct sink *sink)
{
	const struct answered *a = place_of(g, in, m->mid);

	if (!a->len || a->mid != m->mid || in->at_ns >= a->until_ns || !endpoint_equal(&a->peer, &in->peer))
		return false;
	if (m->type == TYPE_CON)
		send(sink, in, a->bytes, a->len);
	return true;
}

static void serve(struct gateway *g, const struct in *in, const struct message *m, struct sink *sink)
{
	struct device_identity who = { 0 };
	enum msgin5g_kind kind = MSGIN5G_NONE;
	uint8_t code = 0, room[ANSWER_ROOM];
	struct buffer payload = buffer_on(room, sizeof(room));
	enum refusal refusal = check_header(g, m);

	if (!refusal)
		refusal = check_content(g, m, &who, &kind);
	if (!refusal)
		refusal = kind == MSGIN5G_REG ? store(g, &who, &code) : forget(g, &who, &code);
	if (refusal) {
		answer(g, in, m, refusals[refusal].code, refusals[refusal].text, strlen(refusals[refusal].text), false, sink);
		return;
	}
	msgin5g_build_device_answer(&payload, g->config.binding, kind, who.application_id, true);
	answer(g, in, m, code, payload.bytes, payload.len, true, sink);
}

static void input(void *self, const struct in *in, struct sink *sink)
{
	struct gateway *g = self;
	struct message m;

	message_read(&m, in->bytes, in->len);
	if (in->len < 4 || m.version != 1 || m.type == TYPE_ACK || m.type == TYPE_RST)
		return;
	if (!m.whole || message_format_error(&m) || !message_is_request(&m)) {
		if (m.type == TYPE_CON)		/* a ping, a response to nothing, a format error (RFC 7252 4.2) */
			send_reset(sink, in, m.mid);
		return;
	}
	if (!answer_duplicate(g, in, &m, sink))
		serve(g, in, &m, sink);
}

static void event(void *self, uint32_t link, enum link_event what, uint64_t now_ns, struct sink *sink)
{
	(void)self, (void)link, (void)what, (void)now_ns, (void)sink;
}

static uint64_t tick(void *self, uint64_t now_ns, struct sink *sink)
{
	(void)self, (void)now_ns, (void)sink;
	return NEVER;
}

static uint64_t deadline(void *self)
{
	(void)self;
	return NEVER;
}

const struct engine_ops gateway_engine = { input, event, tick, deadline };
