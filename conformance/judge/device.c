/* conformance/judge/device.c - what a request asks of a Gateway UE. */
#include "conformance/judge/device.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "conformance/judge/request.h"
#include "wire/table.h"

enum { LAYER2_DIGITS = 6 };

static void set(struct asked *a, enum trait trait, bool yes) { a->traits |= (uint64_t)yes << trait; }

bool device_is_asking(const struct msgin5g *g, bool at_server)
{
	static const enum element own[] = { ELEMENT_LAYER2_ID, ELEMENT_APPLICATION_ID, ELEMENT_URGENT, ELEMENT_WAIT_TIME };

	if (at_server && g->node[ELEMENT_SERVICE_ID] >= 0)
		return false;
	for (unsigned i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (g->node[own[i]] >= 0)
			return true;
	return false;
}

bool device_layer2_is_sound(const struct msgin5g *g, const struct binding *binding)
{
	char text[LAYER2_DIGITS + 2];

	return msgin5g_sound(g, binding, ELEMENT_LAYER2_ID) &&
	       msgin5g_text(g, ELEMENT_LAYER2_ID, text, sizeof(text)) == LAYER2_DIGITS &&
	       strspn(text, "0123456789abcdefABCDEF") == LAYER2_DIGITS;
}

static uint8_t said(const struct msgin5g *g, const struct binding *binding)
{
	if (msgin5g_is(g, binding, ELEMENT_MESSAGE_TYPE, VALUE_REG))
		return MSGIN5G_REG;
	return msgin5g_is(g, binding, ELEMENT_MESSAGE_TYPE, VALUE_DEREG) ? MSGIN5G_DEREG : MSGIN5G_NONE;
}

/* A UE with an MSGin5G Client of its own (MSGin5G-6): the service identifier, and none of a device's elements. */
static bool is_individual(const struct msgin5g *g)
{
	return g->kind != MSGIN5G_NONE && g->node[ELEMENT_LAYER2_ID] < 0 && g->node[ELEMENT_APPLICATION_ID] < 0;
}

static bool is_stranger(const struct msgin5g *g, enum element who, const struct context *context)
{
	char text[IDENTITY_TEXT];
	const struct identity *one;

	if (g->node[who] < 0 || msgin5g_text(g, who, text, sizeof(text)) < 0)
		return false;
	one = identities_find_service(&context->ues, text);
	return one && one->unprovisioned;
}

/* The same in either case of letters. */
static uint64_t layer2_hash(const struct msgin5g *g)
{
	char text[LAYER2_DIGITS + 2];

	msgin5g_text(g, ELEMENT_LAYER2_ID, text, sizeof(text));
	for (char *at = text; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return table_hash(text, strlen(text), 1);
}

static void sum_up_content(struct asked *a, const struct msgin5g *g, const struct context *context)
{
	const struct binding *binding = &context->binding;
	bool individual = is_individual(g);
	enum element who = individual ? ELEMENT_UE_SERVICE_ID : ELEMENT_APPLICATION_ID;
	bool sound = msgin5g_sound(g, binding, who) && (individual || device_layer2_is_sound(g, binding));

	a->device_said = said(g, binding);
	a->service_hash = sound ? element_hash(g, who) : 0;
	a->layer2_hash = sound && !individual ? layer2_hash(g) : 0;
	set(a, TRAIT_INDIVIDUAL, individual);
	set(a, TRAIT_DEVICE_UNSOUND, !sound);
	set(a, TRAIT_DEVICE_UNCREDITED, !msgin5g_sound(g, binding, ELEMENT_DEVICE_CREDENTIAL));
	set(a, TRAIT_DEVICE_STRANGER, is_stranger(g, who, context));
}

void device_sum_up(struct asked *a, const struct msgin5g *g, const struct context *context)
{
	uint64_t no_post = 1ull << TRAIT_BLOCK1 | 1ull << TRAIT_FORMAT_ERROR | 1ull << TRAIT_PATH_OTHER | 1ull << TRAIT_PATH_SHUFFLED;
	char type[64] = "";

	a->said = a->meant = MSGIN5G_NONE;
	if (g)
		sum_up_content(a, g, context);
	a->device_meant = a->device_said;
	if (a->device_said || a->code != CODE_POST || a->traits & no_post)
		return;
	if (g && msgin5g_text(g, ELEMENT_MESSAGE_TYPE, type, sizeof(type)) >= 0 &&
	    !strcasecmp(type, context->binding.values[VALUE_DEREG]))
		a->device_meant = MSGIN5G_DEREG;
	else
		a->device_meant = MSGIN5G_REG;
}
