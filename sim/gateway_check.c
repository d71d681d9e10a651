/* sim/gateway_check.c - is it a request that a Gateway UE takes? */
#include <ctype.h>
#include <string.h>

#include "sim/gateway_state.h"

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

static enum gateway_refusal check_header(const struct gateway *g, const struct message *m)
{
	uint32_t format;

	if (!knows_options(m) && gateway_refuse(g, REFUSED_OPTION))
		return REFUSED_OPTION;
	if (!is_our_path(g, m))
		return gateway_refuse(g, REFUSED_PATH);
	if (m->code != CODE_POST)
		return gateway_refuse(g, REFUSED_METHOD);
	return message_option_uint(m, OPTION_CONTENT_FORMAT, &format) && format == 50 ? ACCEPTED : gateway_refuse(g, REFUSED_FORMAT);
}

static bool read_layer2(const struct msgin5g *content, const struct binding *binding, char *layer2)
{
	char text[LAYER2_DIGITS + 2];

	layer2[0] = '\0';
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
	application[0] = '\0';
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

/* A UE with an MSGin5G Client of its own says the service identifier, and is no device. */
static bool is_individual(const struct msgin5g *c)
{
	return c->kind != MSGIN5G_NONE && c->node[ELEMENT_LAYER2_ID] < 0 && c->node[ELEMENT_APPLICATION_ID] < 0;
}

static enum gateway_refusal check_ue(const struct gateway *g, struct gateway_request *r)
{
	long len = msgin5g_sound(&r->content, g->config.binding, ELEMENT_UE_SERVICE_ID)
			   ? msgin5g_text(&r->content, ELEMENT_UE_SERVICE_ID, r->ue_service_id, sizeof(r->ue_service_id)) : -1;

	if (!g->config.bulk || !g->config.uplink)
		return REFUSED_UPLINK_NONE;
	return len > 0 && (size_t)len == strlen(r->ue_service_id) ? ACCEPTED : REFUSED_UE;
}

static enum gateway_refusal check_device(const struct gateway *g, struct gateway_request *r)
{
	const struct binding *binding = g->config.binding;

	if (!read_layer2(&r->content, binding, r->who.layer2_id))
		return gateway_refuse(g, REFUSED_LAYER2);
	if (!read_application(&r->content, binding, r->who.application_id))
		return gateway_refuse(g, REFUSED_APPLICATION);
	if (g->config.pre_cr && r->kind == MSGIN5G_REG && !msgin5g_sound(&r->content, binding, ELEMENT_DEVICE_CREDENTIAL) &&
	    gateway_refuse(g, REFUSED_CREDENTIAL))
		return REFUSED_CREDENTIAL;
	/* Who may leave, the mapping says. */
	return r->kind == MSGIN5G_DEREG || may_come(g, &r->who) ? ACCEPTED : gateway_refuse(g, REFUSED_STRANGER);
}

static enum gateway_refusal check_content(const struct gateway *g, struct gateway_request *r)
{
	const struct binding *binding = g->config.binding;
	struct msgin5g *content = &r->content;

	msgin5g_read(content, &r->message, binding);
	if (!r->message.payload.len || !content->json.whole || !content->json.node_count || content->json.nodes[0].kind != KIND_OBJECT)
		return REFUSED_JSON;
	r->kind = msgin5g_is(content, binding, ELEMENT_MESSAGE_TYPE, VALUE_DEREG) ? MSGIN5G_DEREG : MSGIN5G_REG;
	if ((!msgin5g_is(content, binding, ELEMENT_MESSAGE_TYPE, VALUE_REG) && r->kind == MSGIN5G_REG) ||
	    content->times[ELEMENT_MESSAGE_TYPE] != 1) {
		if (gateway_refuse(g, REFUSED_TYPE))
			return REFUSED_TYPE;
	}
	r->individual = is_individual(content);
	return r->individual ? check_ue(g, r) : check_device(g, r);
}

enum gateway_refusal gateway_check(const struct gateway *g, struct gateway_request *r)
{
	enum gateway_refusal refusal = check_header(g, &r->message);

	return refusal ? refusal : check_content(g, r);
}
