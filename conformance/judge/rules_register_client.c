/* conformance/judge/rules_register_client.c - what the MSGin5G Client sends: TS 24.538 6.3.1.1 (group A, C rows). */
#include "conformance/judge/request.h"
#include "conformance/judge/rules.h"

#include <stdio.h>

static bool is_kind(const struct subject *s, enum msgin5g_kind kind) { return s->exchange->asked.meant == kind; }

/* --- the CoAP message --- */

static enum answer is_post(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	if (s->exchange->asked.said != kind)
		return NOT_ASKED;
	if (s->now->message->code == CODE_POST)
		return HELD;
	return broken(note, WHERE_CODE, "method POST (0.02)", "%s", CODE_TEXT(s->now->message->code));
}

static enum answer is_confirmable(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	if (!is_kind(s, kind))
		return NOT_ASKED;
	if (s->now->message->type == TYPE_CON)
		return HELD;
	return broken(note, WHERE_TYPE, "a Confirmable message (T=0)", "%s", type_name(s->now->message->type));
}

static bool has_address_option(const struct message *m)
{
	static const uint32_t options[] = { OPTION_URI_HOST, OPTION_URI_PORT, OPTION_URI_PATH, OPTION_PROXY_URI };

	for (unsigned i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (message_option(m, options[i], 0))
			return true;
	return false;
}

static enum answer has_address(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	static const char expected[] = "the MSGin5G Server's address in an option (Uri-Path where it is a URI)";
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;

	if (!is_kind(s, kind))
		return NOT_ASKED;
	if (exchange_is(x, TRAIT_PATH_RIGHT))
		return HELD;
	if (exchange_is(x, TRAIT_PATH_OTHER) || exchange_is(x, TRAIT_PATH_SHUFFLED))
		return broken(note, where_option(m, OPTION_URI_PATH), expected,
			      message_option(m, OPTION_URI_PATH, 0) ? "the Uri-Path of another address" : "no Uri-Path");
	if (has_address_option(m))
		return HELD;
	return cannot_say(note, expected, "no such option, which is right for a URI without a path: the URI is not known");
}

static enum answer has_json_format(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	static const char expected[] = "Content-Format 50 (application/json)";
	const struct message *m = s->now->message;
	uint32_t format;

	if (!is_kind(s, kind))
		return NOT_ASKED;
	if (exchange_is(s->exchange, TRAIT_FORMAT_JSON))
		return HELD;
	if (!message_option_uint(m, OPTION_CONTENT_FORMAT, &format))
		return broken(note, WHERE_WHOLE, expected, "no Content-Format option");
	return broken(note, where_option(m, OPTION_CONTENT_FORMAT), expected, "Content-Format %u", format);
}

static enum answer has_json_payload(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	const struct message *m = s->now->message;

	if (!is_kind(s, kind))
		return NOT_ASKED;
	if (!m->payload.len)
		return broken(note, WHERE_WHOLE, "a payload in JSON", "no payload");
	if (!exchange_is(s->exchange, TRAIT_JSON_BROKEN))
		return HELD;
	return broken(note, m->payload, "a payload in JSON", "octets that are no JSON object");
}

/* --- elements --- */

/* Where an element stands, or the payload where it does not. */
static struct range where_element(const struct subject *s, enum element e)
{
	const struct msgin5g *g = s->msgin5g;

	return g->node[e] >= 0 ? g->json.nodes[g->node[e]].member : s->now->message->payload;
}

/* Present, of its type, a string not empty. */
static enum answer has_element(const struct subject *s, struct note *note, enum element e)
{
	const struct msgin5g *g = s->msgin5g;
	const struct element_fact *fact = element_fact(e);
	char expected[128];

	if (g->node[e] >= 0 && g->times[e] > 1)
		return NOT_ASKED;	/* twice: JSON-04 */
	if (msgin5g_sound(g, &s->context->binding, e))
		return HELD;
	snprintf(expected, sizeof(expected), "\"%s\", a %s", fact->text, json_kind_name(s->context->binding.types[e]));
	if (g->node[e] < 0)
		return broken(note, where_element(s, e), expected, "no member \"%s\"", s->context->binding.members[e]);
	return broken(note, where_element(s, e), expected, "an empty value, or one of type %s",
		      json_kind_name(g->json.nodes[g->node[e]].kind));
}

/* The payload can be asked for its elements. */
static bool readable(const struct subject *s, enum msgin5g_kind kind)
{
	return is_kind(s, kind) && s->msgin5g && !exchange_is(s->exchange, TRAIT_JSON_BROKEN);
}

static enum answer has_service(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	if (!readable(s, kind))
		return NOT_ASKED;
	if (exchange_is(s->exchange, TRAIT_SERVICE_SAID))
		return HELD;
	if (msgin5g_sound(s->msgin5g, &s->context->binding, ELEMENT_SERVICE_ID))
		return broken(note, where_element(s, ELEMENT_SERVICE_ID),
			      "MSGin5G service identifier with the value of the binding", "another value");
	return has_element(s, note, ELEMENT_SERVICE_ID);
}

static enum answer has_type(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	if (!readable(s, kind))
		return NOT_ASKED;
	if (exchange_is(s->exchange, TRAIT_TYPE_SAID))
		return HELD;
	if (msgin5g_sound(s->msgin5g, &s->context->binding, ELEMENT_MESSAGE_TYPE))
		return broken(note, where_element(s, ELEMENT_MESSAGE_TYPE),
			      kind == MSGIN5G_REG ? "Message Type \"REG\"" : "Message Type \"DEREG\"", "another value");
	return has_element(s, note, ELEMENT_MESSAGE_TYPE);
}

static enum answer has(const struct subject *s, struct note *note, enum msgin5g_kind kind, enum element e)
{
	return readable(s, kind) ? has_element(s, note, e) : NOT_ASKED;
}

/* An optional element: nothing to say where it is absent. */
static enum answer may_have(const struct subject *s, struct note *note, enum element e)
{
	if (!readable(s, MSGIN5G_REG) || s->msgin5g->node[e] < 0)
		return NOT_ASKED;
	return has_element(s, note, e);
}

/* Of a parent that is present, the child is mandatory. */
static enum answer has_child(const struct subject *s, struct note *note, enum element parent, enum element child)
{
	if (!readable(s, MSGIN5G_REG) || s->msgin5g->node[parent] < 0)
		return NOT_ASKED;
	if (s->msgin5g->json.nodes[s->msgin5g->node[parent]].kind != KIND_OBJECT)
		return NOT_ASKED;	/* the parent is what is wrong */
	return has_element(s, note, child);
}

/* --- the rows --- */

/* clang-format off */
enum answer reg_is_post(const struct subject *s, struct note *n)	{ return is_post(s, n, MSGIN5G_REG); }
enum answer dereg_is_post(const struct subject *s, struct note *n)	{ return is_post(s, n, MSGIN5G_DEREG); }
enum answer reg_is_confirmable(const struct subject *s, struct note *n)	{ return is_confirmable(s, n, MSGIN5G_REG); }
enum answer dereg_is_confirmable(const struct subject *s, struct note *n) { return is_confirmable(s, n, MSGIN5G_DEREG); }
enum answer reg_has_address(const struct subject *s, struct note *n)	{ return has_address(s, n, MSGIN5G_REG); }
enum answer dereg_has_address(const struct subject *s, struct note *n)	{ return has_address(s, n, MSGIN5G_DEREG); }
enum answer reg_has_json_format(const struct subject *s, struct note *n) { return has_json_format(s, n, MSGIN5G_REG); }
enum answer dereg_has_json_format(const struct subject *s, struct note *n) { return has_json_format(s, n, MSGIN5G_DEREG); }
enum answer reg_has_json_payload(const struct subject *s, struct note *n) { return has_json_payload(s, n, MSGIN5G_REG); }
enum answer dereg_has_json_payload(const struct subject *s, struct note *n) { return has_json_payload(s, n, MSGIN5G_DEREG); }
enum answer reg_has_service(const struct subject *s, struct note *n)	{ return has_service(s, n, MSGIN5G_REG); }
enum answer dereg_has_service(const struct subject *s, struct note *n)	{ return has_service(s, n, MSGIN5G_DEREG); }
enum answer reg_has_type(const struct subject *s, struct note *n)	{ return has_type(s, n, MSGIN5G_REG); }
enum answer dereg_has_type(const struct subject *s, struct note *n)	{ return has_type(s, n, MSGIN5G_DEREG); }
enum answer reg_has_ue(const struct subject *s, struct note *n)		{ return has(s, n, MSGIN5G_REG, ELEMENT_UE_SERVICE_ID); }
enum answer dereg_has_ue(const struct subject *s, struct note *n)	{ return has(s, n, MSGIN5G_DEREG, ELEMENT_UE_SERVICE_ID); }
enum answer reg_has_credential(const struct subject *s, struct note *n)	{ return has(s, n, MSGIN5G_REG, ELEMENT_CREDENTIAL); }
enum answer dereg_has_credential(const struct subject *s, struct note *n) { return has(s, n, MSGIN5G_DEREG, ELEMENT_CREDENTIAL); }
enum answer reg_may_have_profile(const struct subject *s, struct note *n) { return may_have(s, n, ELEMENT_PROFILE); }
enum answer reg_may_have_indicator(const struct subject *s, struct note *n) { return may_have(s, n, ELEMENT_PERIODIC); }
enum answer reg_may_have_data_size(const struct subject *s, struct note *n) { return may_have(s, n, ELEMENT_DATA_SIZE); }
enum answer reg_may_have_store(const struct subject *s, struct note *n)	{ return may_have(s, n, ELEMENT_STORE_AND_FORWARD); }
enum answer reg_has_ue_id(const struct subject *s, struct note *n)	{ return has_child(s, n, ELEMENT_TRIGGERING, ELEMENT_UE_ID); }
enum answer reg_has_ports(const struct subject *s, struct note *n)	{ return has_child(s, n, ELEMENT_TRIGGERING, ELEMENT_CLIENT_PORTS); }
enum answer reg_has_schedule(const struct subject *s, struct note *n)	{ return has_child(s, n, ELEMENT_AVAILABILITY, ELEMENT_SCHEDULED_TIME); }
enum answer reg_has_duration(const struct subject *s, struct note *n)	{ return has_child(s, n, ELEMENT_AVAILABILITY, ELEMENT_DURATION_TIME); }
/* clang-format on */

enum answer reg_may_have_parts(const struct subject *s, struct note *note)
{
	enum answer triggering = may_have(s, note, ELEMENT_TRIGGERING);
	enum answer availability = triggering == BROKEN ? NOT_ASKED : may_have(s, note, ELEMENT_AVAILABILITY);

	return availability == NOT_ASKED ? triggering : availability;
}

/* T17: without the interval a periodic indicator fails, another one warns. */
enum answer reg_has_interval(const struct subject *s, struct note *note)
{
	if (!readable(s, MSGIN5G_REG) || s->msgin5g->node[ELEMENT_PERIODIC] < 0)
		return NOT_ASKED;
	note->as_warn = !profile_is_periodic(s->msgin5g, &s->context->binding);
	return has_element(s, note, ELEMENT_INTERVAL);
}
