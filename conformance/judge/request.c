/* conformance/judge/request.c - summing up the message that opens an exchange. */
#include "conformance/judge/request.h"

#include <string.h>
#include <strings.h>

#include "conformance/judge/device.h"
#include "conformance/judge/flow.h"
#include "wire/table.h"

enum { FORMAT_JSON = 50, LOCATION_RESERVED_FIRST = 128, LOCATION_RESERVED_LAST = 140 };

static void set(struct asked *a, enum trait trait, bool yes)
{
	if (yes)
		a->traits |= 1ull << trait;
}

static bool is(const struct asked *a, enum trait trait) { return a->traits >> trait & 1; }

/* --- options --- */

static uint32_t uint_of(const struct message *m, const struct option *o)
{
	uint32_t value = 0;

	for (uint32_t i = 0; i < o->value.len; i++)
		value = value << 8 | m->bytes[o->value.at + i];
	return value;
}

bool message_says_json(const struct message *m)
{
	uint32_t format;

	return message_option_uint(m, OPTION_CONTENT_FORMAT, &format) && format == FORMAT_JSON;
}

/* Only the first Content-Format counts (RFC 7252 5.4.5), and one that is too long is none (5.4.3). */
static void sum_up_format(struct asked *a, const struct message *m, const struct option *o)
{
	if (is(a, TRAIT_FORMAT_JSON) || is(a, TRAIT_FORMAT_OTHER) || o->value.len > 2)
		return;
	set(a, uint_of(m, o) == FORMAT_JSON ? TRAIT_FORMAT_JSON : TRAIT_FORMAT_OTHER, true);
	set(a, TRAIT_FORMAT_LONG, o->value.len && m->bytes[o->value.at] == 0);
}

static void sum_up_unknown(struct asked *a, uint32_t number)
{
	if (number >= LOCATION_RESERVED_FIRST && number <= LOCATION_RESERVED_LAST && number % 4 == 0)
		set(a, TRAIT_LOCATION_RESERVED, true);
	set(a, number & 1 ? TRAIT_UNKNOWN_CRITICAL : TRAIT_UNKNOWN_ELECTIVE, true);
}

static void sum_up_option(struct asked *a, const struct message *m, const struct option *o)
{
	switch (o->number) {
	case OPTION_CONTENT_FORMAT:
		sum_up_format(a, m, o);
		break;
	case OPTION_ACCEPT:
		if (o->value.len <= 2)
			set(a, uint_of(m, o) == FORMAT_JSON ? TRAIT_ACCEPT_JSON : TRAIT_ACCEPT_OTHER, true);
		break;
	case OPTION_PROXY_URI:
	case OPTION_PROXY_SCHEME:
		set(a, TRAIT_PROXY, true);
		break;
	case OPTION_OBSERVE:
		set(a, TRAIT_OBSERVE, true);
		break;
	case OPTION_URI_QUERY:
		set(a, TRAIT_QUERY, true);
		break;
	case OPTION_IF_MATCH:
		set(a, TRAIT_IF_MATCH, o->value.len > 0);
		break;
	case OPTION_IF_NONE_MATCH:
		set(a, TRAIT_IF_NONE_MATCH, true);
		break;
	case OPTION_BLOCK1:
		set(a, TRAIT_BLOCK1, true);
		break;
	case OPTION_BLOCK2:
		set(a, TRAIT_BLOCK2, true);
		break;
	case OPTION_NO_RESPONSE:
		set(a, TRAIT_NO_RESPONSE, true);
		a->no_response = (uint8_t)uint_of(m, o);
		break;
	case OPTION_ECHO:
		set(a, TRAIT_ECHO, true);
		break;
	default:
		if (!option_fact(o->number))
			sum_up_unknown(a, o->number);
	}
	if (!(o->number & 1) && memchr(m->bytes + o->value.at, 0xff, o->value.len))
		set(a, TRAIT_ONES_INSIDE, true);
}

static void sum_up_anomaly(struct asked *a, const struct anomaly *anomaly)
{
	bool critical = anomaly->number & 1;

	a->anomalies |= 1u << anomaly->kind;
	if (anomaly->kind == ANOMALY_OPTION_LENGTH)
		set(a, critical ? TRAIT_CRITICAL_LENGTH : TRAIT_ELECTIVE_LENGTH, true);
	if (anomaly->kind == ANOMALY_OPTION_REPEATED) {
		set(a, TRAIT_CRITICAL_REPEATED, critical);
		set(a, TRAIT_FORMAT_REPEATED, anomaly->number == OPTION_CONTENT_FORMAT);
	}
}

static void sum_up_form(struct asked *a, const struct message *m)
{
	for (unsigned i = 0; i < m->options_kept; i++)
		sum_up_option(a, m, &m->options[i]);
	for (unsigned i = 0; i < m->anomaly_count && i < MESSAGE_ANOMALIES; i++)
		sum_up_anomaly(a, &m->anomalies[i]);
	set(a, TRAIT_FORMAT_ERROR, message_format_error(m) != NULL);
	if (memchr(m->bytes + m->token.at, 0xff, m->token.len))
		set(a, TRAIT_ONES_INSIDE, true);
	set(a, TRAIT_PAYLOAD, m->payload.len > 0);
	set(a, TRAIT_PIECE, (is(a, TRAIT_BLOCK1) || is(a, TRAIT_BLOCK2)) && message_is_piece(m));
}

/* --- payload --- */

bool profile_is_periodic(const struct msgin5g *g, const struct binding *binding)
{
	return msgin5g_is(g, binding, ELEMENT_PERIODIC, VALUE_PERIODICALLY);
}

/* A whole number from LEAST to MOST. */
static bool is_whole(const struct json *json, int node, double least, double most)
{
	double value;

	return json_number(json, node, &value) && value >= least && value <= most && value == (double)(long long)value;
}

static bool ports_are_sound(const struct msgin5g *g)
{
	int node = g->node[ELEMENT_CLIENT_PORTS];

	if (node < 0 || g->json.nodes[node].kind != KIND_ARRAY)
		return true;	/* of another type: held elsewhere */
	for (int port = g->json.nodes[node].child; port >= 0; port = g->json.nodes[port].next)
		if (!is_whole(&g->json, port, 1, 65535))
			return false;
	return true;
}

/* The values that the binding gives the profile's members: ports, seconds, octets, one of two words. */
static bool values_are_sound(const struct msgin5g *g, const struct binding *binding)
{
	static const enum element counts[] = { ELEMENT_DURATION_TIME, ELEMENT_INTERVAL, ELEMENT_DATA_SIZE, ELEMENT_SEGMENT_SIZE };

	for (unsigned i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (g->node[counts[i]] >= 0 && binding->types[counts[i]] == KIND_NUMBER &&
		    !is_whole(&g->json, g->node[counts[i]], 0, 4294967295.0))
			return false;
	if (g->node[ELEMENT_PERIODIC] >= 0 && !profile_is_periodic(g, binding) &&
	    !msgin5g_is(g, binding, ELEMENT_PERIODIC, VALUE_ON_DEMAND))
		return false;
	return ports_are_sound(g);
}

/* There, and of its kind; a name that occurs twice has its own row (JSON-04). */
static bool is_there(const struct msgin5g *g, const struct binding *binding, enum element e)
{
	return g->node[e] >= 0 && msgin5g_sound_once(g, binding, e);
}

bool profile_is_sound(const struct msgin5g *g, const struct binding *binding)
{
	static const struct {
		enum element parent, child;
	} pairs[] = {
		{ ELEMENT_TRIGGERING, ELEMENT_UE_ID },		{ ELEMENT_TRIGGERING, ELEMENT_CLIENT_PORTS },
		{ ELEMENT_AVAILABILITY, ELEMENT_SCHEDULED_TIME }, { ELEMENT_AVAILABILITY, ELEMENT_DURATION_TIME },
	};

	for (unsigned i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (g->node[pairs[i].parent] >= 0 && !is_there(g, binding, pairs[i].child))
			return false;
	for (int e = ELEMENT_PROFILE; e <= ELEMENT_STORE_AND_FORWARD; e++)
		if (g->node[e] >= 0 && g->json.nodes[g->node[e]].kind != binding->types[e])
			return false;
	return values_are_sound(g, binding) && (!profile_is_periodic(g, binding) || g->node[ELEMENT_INTERVAL] >= 0);
}

static uint32_t place(const struct msgin5g *g, enum element element)
{
	return g->node[element] < 0 ? UINT32_MAX : g->json.nodes[g->node[element]].value.at;
}

/* Service identifier, Message Type, UE Service ID stand in the order of 24.538 6.3.1.1.1 d). */
static bool in_order(const struct msgin5g *g)
{
	return place(g, ELEMENT_SERVICE_ID) < place(g, ELEMENT_MESSAGE_TYPE) &&
	       place(g, ELEMENT_MESSAGE_TYPE) < place(g, ELEMENT_UE_SERVICE_ID);
}

static bool says_ue(const struct msgin5g *g, const struct binding *binding)
{
	int node = g->node[ELEMENT_UE_SERVICE_ID];

	return node >= 0 && g->json.nodes[node].kind == binding->types[ELEMENT_UE_SERVICE_ID] &&
	       g->json.nodes[node].value.len > strlen("\"\"");
}

uint64_t element_hash(const struct msgin5g *g, enum element element)
{
	char text[512];
	long len = msgin5g_text(g, element, text, sizeof(text));
	struct range raw = g->json.nodes[g->node[element]].value;

	return len >= 0 ? table_hash(text, (size_t)len, 1) : table_hash(g->json.bytes + raw.at, raw.len, 2);
}

static void sum_up_json(struct asked *a, const struct json *json)
{
	set(a, TRAIT_JSON_BROKEN,
	    !json->whole || json_anomaly(json, JSON_NOT_OBJECT) || json_anomaly(json, JSON_NOT_UTF8));
	/* Deeper than our reader goes is not malformed. */
	bool deep = json_anomaly(json, JSON_TOO_DEEP);
	set(a, TRAIT_JSON_MALFORMED,
	    (is(a, TRAIT_JSON_BROKEN) && !deep) || json_anomaly(json, JSON_CONTROL) || json_anomaly(json, JSON_ESCAPE));
	set(a, TRAIT_JSON_FAULTY, json->anomaly_count > 0);
	set(a, TRAIT_JSON_DUPLICATE, json_anomaly(json, JSON_DUPLICATE));
	set(a, TRAIT_JSON_BAD_STRING, json_anomaly(json, JSON_CONTROL) || json_anomaly(json, JSON_ESCAPE) ||
					      json_anomaly(json, JSON_SURROGATE));
	set(a, TRAIT_JSON_DEEP, json_anomaly(json, JSON_TOO_DEEP) || json_anomaly(json, JSON_TOO_MANY));
}

static void sum_up_identity(struct asked *a, const struct msgin5g *g, const struct identity *identity)
{
	char text[IDENTITY_TEXT];

	if (!identity || !is(a, TRAIT_UE_SAID))
		return;
	bool own = msgin5g_text(g, ELEMENT_UE_SERVICE_ID, text, sizeof(text)) >= 0 && !identity->unprovisioned &&
		   strcmp(text, identity->ue_service_id) == 0;
	set(a, own ? TRAIT_UE_ITS_OWN : TRAIT_UE_NOT_ITS_OWN, true);
}

static void sum_up_payload(struct asked *a, const struct msgin5g *g, const struct identity *identity,
			   const struct binding *binding)
{
	a->said = (uint8_t)g->kind;
	sum_up_json(a, &g->json);
	set(a, TRAIT_SERVICE_SAID, g->kind != MSGIN5G_NONE);
	set(a, TRAIT_TYPE_SAID, msgin5g_is(g, binding, ELEMENT_MESSAGE_TYPE, VALUE_REG) ||
					msgin5g_is(g, binding, ELEMENT_MESSAGE_TYPE, VALUE_DEREG));
	set(a, TRAIT_UE_SAID, says_ue(g, binding));
	set(a, TRAIT_CREDENTIAL_SAID, msgin5g_sound(g, binding, ELEMENT_CREDENTIAL));
	set(a, TRAIT_CLIENT_ADDRESS, g->node[ELEMENT_CLIENT_ADDRESS] >= 0);
	set(a, TRAIT_SEGMENT_SIZE, g->node[ELEMENT_SEGMENT_SIZE] >= 0);
	set(a, TRAIT_PROFILE_FAULTY, !profile_is_sound(g, binding));
	set(a, TRAIT_JSON_UNUSUAL, g->json.whole && !g->json.anomaly_count && (g->json.spelled_out || !in_order(g)));
	if (is(a, TRAIT_UE_SAID))
		a->service_hash = element_hash(g, ELEMENT_UE_SERVICE_ID);
	sum_up_identity(a, g, identity);
}

/* --- what it was to be --- */

/* Message Types of other procedures (24.538 7.1). */
static bool is_other_procedure(const char *type)
{
	static const char *const others[] = { "MSG", "MSGRESP", "IMDN", "SEGREC", "SEGCONFIR" };

	for (unsigned i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(type, others[i]) == 0)
			return true;
	return false;
}

/* A POST to the provisioned URI is in the scope of group A even where an element fails (facts 7):
 * a de-registration where its Message Type resembles that, else a registration. */
static uint8_t meant(const struct asked *a, const struct msgin5g *g, const struct context *context)
{
	char type[64] = "";

	if (a->said == MSGIN5G_REG || a->said == MSGIN5G_DEREG)
		return a->said;
	if (a->code != CODE_POST || !is(a, TRAIT_PATH_RIGHT) || (is(a, TRAIT_PIECE) && !g) || is(a, TRAIT_FORMAT_ERROR))
		return MSGIN5G_NONE;
	if (g && msgin5g_text(g, ELEMENT_MESSAGE_TYPE, type, sizeof(type)) >= 0 && is_other_procedure(type))
		return MSGIN5G_NONE;
	return strcasecmp(type, context->binding.values[VALUE_DEREG]) == 0 ? MSGIN5G_DEREG : MSGIN5G_REG;
}

static enum opened_by opened_by(const struct message *m)
{
	if (m->type == TYPE_ACK || m->type == TYPE_RST)
		return OPENED_BY_REPLY;
	if (message_is_request(m))
		return OPENED_BY_REQUEST;
	if (message_is_response(m))
		return OPENED_BY_RESPONSE;
	return message_is_empty(m) && m->type == TYPE_CON ? OPENED_BY_PING : OPENED_BY_OTHER;
}

static void sum_up_path(struct asked *a, const struct message *m, const struct target *target)
{
	static const enum trait traits[] = { TRAIT_PATH_RIGHT, TRAIT_PATH_SHUFFLED, TRAIT_PATH_OTHER };

	if (!target)
		return;
	set(a, traits[target_path(target, m)], true);
	set(a, TRAIT_PATH_PLAIN, target->plain && is(a, TRAIT_PATH_RIGHT));
}

/* In the clear, or as a plaintext record, towards an endpoint of coaps. */
static bool is_unprotected(const struct observation *o, const struct target *target)
{
	return o->record ? o->record->epoch == 0 : target && target->uri.secure;
}

/* Of all behind the Token, and the code. */
static uint64_t content_hash(const struct message *m)
{
	size_t at = m->token.at + m->token.len;

	return at < m->len ? table_hash(m->bytes + at, m->len - at, m->code) : m->code;
}

uint8_t token_sum(const struct message *m, uint8_t token[8])
{
	if (m->token.len > 8) {
		uint64_t hash = table_hash(m->bytes + m->token.at, m->token.len, 0);
		memcpy(token, &hash, sizeof(hash));
		return sizeof(hash);
	}
	memcpy(token, m->bytes + m->token.at, m->token.len);
	return (uint8_t)m->token.len;
}

void asked_sum_up(struct asked *a, const struct observation *o, const struct msgin5g *g, const struct target *target,
		  const struct identity *identity, const struct context *context)
{
	const struct message *m = o->message;

	a->by = opened_by(m);
	a->code = m->code;
	a->len = (uint32_t)m->len;
	a->token_nibble = m->token_length;
	a->token_len = token_sum(m, a->token);
	a->content_hash = content_hash(m);
	set(a, TRAIT_DELIBERATE, o->datagram->deliberate != NULL);
	set(a, TRAIT_UNHEARD, message_anomaly(m, ANOMALY_TOO_SHORT) || message_anomaly(m, ANOMALY_VERSION) ||
				      is_unprotected(o, target));
	sum_up_form(a, m);
	if (a->by != OPENED_BY_REQUEST)
		return;
	sum_up_path(a, m, target);
	if (g && m->payload.len)
		sum_up_payload(a, g, identity, &context->binding);
	else
		a->traits |= 1ull << TRAIT_JSON_BROKEN | 1ull << TRAIT_JSON_MALFORMED;
	a->meant = meant(a, g, context);
	if ((target && target->gateway) || (g && device_is_asking(g, target != NULL)))
		device_sum_up(a, g, context);
}
