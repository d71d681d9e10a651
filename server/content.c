/* server/content.c - the payload: JSON as RFC 8259 has it, the mandatory elements as TS 24.538 6.3.1.1 has them. */
#include <string.h>
#include <strings.h>

#include "server/exchange.h"

/* Duplicate names are looked at element by element; names nobody knows are ignored, twice as well. */
static const struct {
	enum json_fault fault;
	enum refusal refusal;
} faults[] = {
	{ JSON_NOT_UTF8, REFUSAL_JSON_NOT_UTF8 },
	{ JSON_BYTE_ORDER_MARK, REFUSAL_JSON_BYTE_ORDER_MARK },
	{ JSON_SYNTAX, REFUSAL_JSON_SYNTAX },
	{ JSON_INCOMPLETE, REFUSAL_JSON_INCOMPLETE },
	{ JSON_TRAILING, REFUSAL_JSON_TRAILING },
	{ JSON_CONTROL, REFUSAL_JSON_STRING },
	{ JSON_ESCAPE, REFUSAL_JSON_STRING },
	{ JSON_SURROGATE, REFUSAL_JSON_STRING },
	{ JSON_TOO_DEEP, REFUSAL_JSON_LIMIT },
	{ JSON_TOO_MANY, REFUSAL_JSON_LIMIT },
	{ JSON_NOT_OBJECT, REFUSAL_JSON_NOT_OBJECT },
};

static bool json_check(struct exchange *x)
{
	for (unsigned i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (json_anomaly(&x->content.json, faults[i].fault) && !exchange_refuse(x, faults[i].refusal, NULL, -1))
			return false;
	return true;
}

static bool empty(const struct msgin5g *c, enum element e)
{
	const struct json_node *node = &c->json.nodes[c->node[e]];

	return node->kind == KIND_STRING && node->value.len <= 2;
}

/* The five defects in the order of their rows; FIRST is the row of the first. */
static bool element_check(struct exchange *x, enum element e, enum refusal first)
{
	const struct msgin5g *c = &x->content;

	if (c->node[e] < 0)
		return exchange_refuse(x, first + DEFECT_MISSING, NULL, -1);
	if (c->json.nodes[c->node[e]].kind != x->server->config.binding->types[e] &&
	    !exchange_refuse(x, first + DEFECT_TYPE, NULL, -1))
		return false;
	if (empty(c, e) && !exchange_refuse(x, first + DEFECT_EMPTY, NULL, -1))
		return false;
	return c->times[e] < 2 || exchange_refuse(x, first + DEFECT_DUPLICATE, NULL, -1);
}

/* Only what service identifier and Message Type say it is, it is (M5G-REG-S01, M5G-DEREG-S01). */
static bool service_check(struct exchange *x)
{
	const struct binding *b = x->server->config.binding;

	if (!element_check(x, ELEMENT_SERVICE_ID, REFUSAL_SERVICE_ID_MISSING))
		return false;
	return !msgin5g_sound(&x->content, b, ELEMENT_SERVICE_ID) ||
	       msgin5g_is(&x->content, b, ELEMENT_SERVICE_ID, VALUE_SERVICE) ||
	       exchange_refuse(x, REFUSAL_SERVICE_ID_VALUE, NULL, -1);
}

/* What it would be if the case of letters did not matter. */
static enum msgin5g_kind kind_in_any_case(const struct msgin5g *c, const struct binding *b)
{
	char text[64];

	if (msgin5g_text(c, ELEMENT_MESSAGE_TYPE, text, sizeof(text)) < 0)
		return MSGIN5G_OTHER;
	if (!strcasecmp(text, b->values[VALUE_REG]))
		return MSGIN5G_REG;
	return strcasecmp(text, b->values[VALUE_DEREG]) ? MSGIN5G_OTHER : MSGIN5G_DEREG;
}

static bool message_type_check(struct exchange *x)
{
	const struct binding *b = x->server->config.binding;
	const struct msgin5g *c = &x->content;

	x->answer.kind = MSGIN5G_REG;	/* what a fault takes it for that lets it pass */
	if (!element_check(x, ELEMENT_MESSAGE_TYPE, REFUSAL_MESSAGE_TYPE_MISSING))
		return false;
	if (!msgin5g_sound(c, b, ELEMENT_MESSAGE_TYPE) && !msgin5g_is(c, b, ELEMENT_MESSAGE_TYPE, VALUE_DEREG))
		return true;
	enum msgin5g_kind kind = kind_in_any_case(c, b);
	if (kind == MSGIN5G_OTHER)
		return exchange_refuse(x, REFUSAL_MESSAGE_TYPE_VALUE, NULL, -1);
	x->answer.kind = kind;
	return msgin5g_is(c, b, ELEMENT_MESSAGE_TYPE, kind == MSGIN5G_REG ? VALUE_REG : VALUE_DEREG) ||
	       exchange_refuse(x, REFUSAL_MESSAGE_TYPE_CASE, NULL, -1);
}

/* A text with U+0000 inside, or longer than any identity's, is nobody's UE Service ID. */
static bool ue_service_id_check(struct exchange *x)
{
	struct answer *a = &x->answer;

	if (!element_check(x, ELEMENT_UE_SERVICE_ID, REFUSAL_UE_SERVICE_ID_MISSING))
		return false;
	long len = msgin5g_text(&x->content, ELEMENT_UE_SERVICE_ID, a->ue_service_id, sizeof(a->ue_service_id));
	if (len < 0)
		a->ue_service_id[0] = '\0';
	if (!msgin5g_sound(&x->content, x->server->config.binding, ELEMENT_UE_SERVICE_ID))
		return true;
	return (len >= 0 && strlen(a->ue_service_id) == (size_t)len) ||
	       exchange_refuse(x, REFUSAL_UE_UNKNOWN, NULL, -1);
}

bool content_check(struct exchange *x)
{
	const struct message *m = &x->request;

	if (!m->payload.len && !exchange_refuse(x, REFUSAL_PAYLOAD_MISSING, NULL, -1))
		return false;
	if (m->payload.len > (x->answer.has_block1 ? BODY_ROOM : REQUEST_PAYLOAD) && !exchange_refuse(x, REFUSAL_PAYLOAD_TOO_LARGE, NULL, REQUEST_PAYLOAD))
		return false;
	msgin5g_read(&x->content, m, x->server->config.binding);
	return json_check(x) && service_check(x) && message_type_check(x) && ue_service_id_check(x);
}
