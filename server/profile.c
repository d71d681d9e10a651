/* server/profile.c - the Client Profile of a REG (TS 24.538 6.3.1.1.1 d)5)); a DEREG's is ignored. */
#include <math.h>

#include "server/exchange.h"

static const enum element elements[] = {
	ELEMENT_PROFILE, ELEMENT_TRIGGERING, ELEMENT_UE_ID, ELEMENT_CLIENT_PORTS, ELEMENT_AVAILABILITY,
	ELEMENT_SCHEDULED_TIME, ELEMENT_DURATION_TIME, ELEMENT_PERIODIC, ELEMENT_INTERVAL, ELEMENT_DATA_SIZE,
	ELEMENT_STORE_AND_FORWARD, ELEMENT_SEGMENT_SIZE,
};

/* "shall include". The interval goes with the indicator whatever that says (policy T17). */
static const struct {
	enum element where, needed;
	enum refusal refusal;
} presence[] = {
	{ ELEMENT_TRIGGERING, ELEMENT_UE_ID, REFUSAL_PROFILE_UE_ID },
	{ ELEMENT_TRIGGERING, ELEMENT_CLIENT_PORTS, REFUSAL_PROFILE_PORTS },
	{ ELEMENT_AVAILABILITY, ELEMENT_SCHEDULED_TIME, REFUSAL_PROFILE_SCHEDULED },
	{ ELEMENT_AVAILABILITY, ELEMENT_DURATION_TIME, REFUSAL_PROFILE_DURATION },
	{ ELEMENT_PERIODIC, ELEMENT_INTERVAL, REFUSAL_PROFILE_INTERVAL },
};

static bool is_whole(const struct json *json, int node, double from, double to)
{
	double number;

	return json_number(json, node, &number) && number >= from && number <= to && floor(number) == number;
}

static bool element_check(struct exchange *x, enum element e)
{
	const struct msgin5g *c = &x->content;
	const char *text = element_fact(e)->text;

	if (c->node[e] < 0)
		return true;
	if (!msgin5g_sound(c, x->server->config.binding, e))
		return exchange_refuse(x, c->times[e] > 1 ? REFUSAL_PROFILE_DUPLICATE : REFUSAL_PROFILE_TYPE, text, -1);
	if (c->json.nodes[c->node[e]].kind == KIND_NUMBER && !is_whole(&c->json, c->node[e], 0, 1e15))
		return exchange_refuse(x, REFUSAL_PROFILE_NUMBER, text, -1);
	return true;
}

static bool ports_check(struct exchange *x)
{
	const struct msgin5g *c = &x->content;
	int list = c->node[ELEMENT_CLIENT_PORTS];

	if (list < 0 || c->json.nodes[list].kind != KIND_ARRAY)
		return true;
	for (int node = c->json.nodes[list].child; node >= 0; node = c->json.nodes[node].next)
		if (!is_whole(&c->json, node, 1, 65535))
			return exchange_refuse(x, REFUSAL_PROFILE_PORT, NULL, -1);
	return true;
}

static bool periodic_check(struct exchange *x)
{
	const struct binding *b = x->server->config.binding;
	const struct msgin5g *c = &x->content;

	return c->node[ELEMENT_PERIODIC] < 0 || msgin5g_is(c, b, ELEMENT_PERIODIC, VALUE_PERIODICALLY) ||
	       msgin5g_is(c, b, ELEMENT_PERIODIC, VALUE_ON_DEMAND) ||
	       exchange_refuse(x, REFUSAL_PROFILE_PERIODIC, NULL, -1);
}

bool profile_check(struct exchange *x)
{
	const struct msgin5g *c = &x->content;

	if (x->answer.kind != MSGIN5G_REG)
		return true;
	for (unsigned i = 0; i < sizeof(elements) / sizeof(*elements); i++)
		if (!element_check(x, elements[i]))
			return false;
	for (unsigned i = 0; i < sizeof(presence) / sizeof(*presence); i++)
		if (c->node[presence[i].where] >= 0 && c->node[presence[i].needed] < 0 &&
		    !exchange_refuse(x, presence[i].refusal, NULL, -1))
			return false;
	return ports_check(x) && periodic_check(x);
}
