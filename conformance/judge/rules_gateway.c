/* conformance/judge/rules_gateway.c - constrained devices at a Gateway UE: 24.538 6.3.2.2.1, 23.554 8.11.2, 8.11.3.
 *
 * No text that could be had defines the wire of this leg: it is judged by this project's reading of it. */
#include "conformance/judge/device.h"
#include "conformance/judge/rules.h"

#include <stdio.h>

static bool is_device_request(const struct subject *s)
{
	return s->exchange->asked.device_meant != MSGIN5G_NONE && !exchange_is(s->exchange, TRAIT_INDIVIDUAL);
}

/* The payload can be asked for its elements. */
static bool is_readable(const struct subject *s)
{
	return is_device_request(s) && s->msgin5g && !exchange_is(s->exchange, TRAIT_JSON_BROKEN);
}

/* --- what the device sends --- */

/* A request to the Gateway UE is a registration, or ends one: POST, JSON, REG or DEREG. */
enum answer device_sends_registration(const struct subject *s, struct note *note)
{
	static const char expected[] = "a registration request: POST, Content-Format 50, Message Type REG or DEREG";
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;

	if (!is_device_request(s))
		return NOT_ASKED;
	if (m->code != CODE_POST)
		return broken(note, WHERE_CODE, expected, "%s", CODE_TEXT(m->code));
	if (!exchange_is(x, TRAIT_FORMAT_JSON))
		return broken(note, where_option(m, OPTION_CONTENT_FORMAT), expected, "another Content-Format, or none");
	if (exchange_is(x, TRAIT_JSON_BROKEN))
		return broken(note, m->payload, expected, "a payload that is no JSON object");
	if (x->asked.device_said == MSGIN5G_NONE)
		return broken(note, m->payload, expected, "no such Message Type");
	return HELD;
}

static struct range where_element(const struct subject *s, enum element e)
{
	const struct msgin5g *g = s->msgin5g;

	return g->node[e] >= 0 ? g->json.nodes[g->node[e]].member : s->now->message->payload;
}

static enum answer device_has(const struct subject *s, struct note *note, enum element e, bool sound)
{
	const struct msgin5g *g = s->msgin5g;
	char expected[128];

	if (sound)
		return HELD;
	snprintf(expected, sizeof(expected), "\"%s\", once, a %s%s", element_fact(e)->text,
		 json_kind_name(s->context->binding.types[e]), e == ELEMENT_LAYER2_ID ? " of six hexadecimal digits" : "");
	if (g->node[e] < 0)
		return broken(note, where_element(s, e), expected, "no member \"%s\"", s->context->binding.members[e]);
	return broken(note, where_element(s, e), expected, g->times[e] > 1 ? "it stands there twice" : "another value");
}

enum answer device_has_layer2(const struct subject *s, struct note *note)
{
	if (!is_readable(s))
		return NOT_ASKED;
	return device_has(s, note, ELEMENT_LAYER2_ID, device_layer2_is_sound(s->msgin5g, &s->context->binding));
}

enum answer device_has_application(const struct subject *s, struct note *note)
{
	if (!is_readable(s))
		return NOT_ASKED;
	return device_has(s, note, ELEMENT_APPLICATION_ID,
			  msgin5g_sound(s->msgin5g, &s->context->binding, ELEMENT_APPLICATION_ID));
}

enum answer device_has_credential(const struct subject *s, struct note *note)
{
	if (!is_readable(s) || s->exchange->asked.device_meant != MSGIN5G_REG)
		return NOT_ASKED;
	return device_has(s, note, ELEMENT_DEVICE_CREDENTIAL, !exchange_is(s->exchange, TRAIT_DEVICE_UNCREDITED));
}

/* The NOTE of 6.3.2.2.1: to the configured UDP port or MAC address, where one is configured. */
enum answer device_comes_to_configured_address(const struct subject *s, struct note *note)
{
	const struct peer *peer = s->peer;
	char text[ENDPOINT_TEXT];

	if (!s->context->gateways || !s->exchange->asked.device_said || exchange_is(s->exchange, TRAIT_INDIVIDUAL))
		return NOT_ASKED;
	if (peer->uri >= 0 && s->context->gateways >> peer->uri & 1)
		return HELD;
	return broken(note, WHERE_WHOLE, "the Gateway UE's configured UDP port or MAC address", "%s",
		      endpoint_format(text, sizeof(text), &s->now->datagram->to));
}

/* --- what the Gateway UE does with it --- */

static const char *unauthorized_because(const struct subject *s)
{
	const struct exchange *x = s->exchange;

	if (exchange_is(x, TRAIT_DEVICE_STRANGER))
		return "a device that may not use this gateway";
	if (exchange_is(x, TRAIT_DEVICE_UNSOUND))
		return "a request without a sound Layer-2 ID and Application ID";
	if (s->context->edition == EDITION_PRE_CR && x->asked.device_said == MSGIN5G_REG && exchange_is(x, TRAIT_DEVICE_UNCREDITED))
		return "a request without Credential information";
	return NULL;
}

/* S2-GW-01.a: authorizes first. Who may not come, or does not say who comes, gets no success; all others do. */
enum answer gateway_authorizes(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const char *because;

	if (!is_first_response(s) || x->asked.device_said != MSGIN5G_REG || exchange_is(x, TRAIT_INDIVIDUAL))
		return NOT_ASKED;
	because = unauthorized_because(s);
	if (!because || !exchange_succeeded(x))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "no success: the Gateway UE authorizes before it stores a mapping", "%s, to %s",
		      NOW_TEXT(s), because);
}
