/* cli/proposal.c - from the members of captured registrations and answers to a binding. */
#include "cli/proposal.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"
#include "wire/json.h"
#include "wire/utf8.h"

struct member {
	char name[64];
	uint8_t kind;			/* enum json_kind */
	char text[IDENTITY_TEXT];	/* a string's, unescaped; another scalar's as written */
};

struct proposal_message {
	bool response, dereg;
	uint8_t code, token_len, token[8];
	struct endpoint client;
	size_t request;			/* of a response: its index */
	struct member members[PROPOSAL_MEMBERS];
	unsigned count;
};

/* --- looking --- */

static void read_members(struct proposal_message *m, const struct message *message)
{
	struct json json;

	json_read(&json, message->bytes, message->payload);
	if (!json.node_count || json.nodes[0].kind != KIND_OBJECT)
		return;
	for (int i = json.nodes[0].child; i >= 0 && m->count < PROPOSAL_MEMBERS; i = json.nodes[i].next) {
		const struct range name = json.nodes[i].name, value = json.nodes[i].value;
		struct member *one = &m->members[m->count];
		/* A binding has the name itself, not its escapes. */
		if (!name.len || name.len >= sizeof(one->name) || json.nodes[i].name_escaped || !utf8_valid(message->bytes + name.at, name.len, NULL))
			continue;
		*one = (struct member){ .kind = json.nodes[i].kind };
		memcpy(one->name, message->bytes + name.at, name.len);
		if (one->kind == KIND_STRING && json_string(&json, i, one->text, sizeof(one->text)) < 0)
			continue;
		if (one->kind != KIND_STRING && value.len < sizeof(one->text))
			memcpy(one->text, message->bytes + value.at, value.len);
		m->count++;
	}
}

static const struct member *message_type(const struct proposal_message *m)
{
	for (unsigned i = 0; i < m->count; i++)
		if (m->members[i].kind == KIND_STRING &&
		    (!strcmp(m->members[i].text, "REG") || !strcmp(m->members[i].text, "DEREG")))
			return &m->members[i];
	return NULL;
}

static const struct member *named(const struct proposal_message *m, const char *name)
{
	for (unsigned i = 0; name && i < m->count; i++)
		if (!strcmp(m->members[i].name, name))
			return &m->members[i];
	return NULL;
}

static struct proposal_message *keep(struct proposal *p, const struct proposal_message *m)
{
	if (!(p->count & (p->count - 1)))
		p->messages = realloc(p->messages, (p->count ? 2 * p->count : 1) * sizeof(*p->messages));
	assert(p->messages);
	p->messages[p->count] = *m;
	return &p->messages[p->count++];
}

static void note_server(struct proposal *p, const struct observation *o)
{
	enum transport transport = o->association ? TRANSPORT_COAPS : TRANSPORT_COAP;
	char *path = p->paths[transport];
	const struct option *segment;

	if (p->servers[transport].family)
		return;
	p->servers[transport] = o->datagram->to;
	for (unsigned i = 0; (segment = message_option(o->message, OPTION_URI_PATH, i)); i++) {
		size_t n = strlen(path);
		for (unsigned k = 0; !k || k <= segment->value.len; k++) {
			uint8_t octet = k ? o->message->bytes[segment->value.at + k - 1] : '/';
			bool plain = !k || isalnum(octet) || strchr("-._~", octet);
			n += n + 4 < sizeof(p->paths[0]) ? (size_t)snprintf(path + n, 4, plain ? "%c" : "%%%02X", octet) : 0;
		}
	}
}

/* The request that it answers: the last of that client and Token. */
static bool find_request(const struct proposal *p, struct proposal_message *m)
{
	for (size_t i = p->count; i-- > 0;) {
		const struct proposal_message *asked = &p->messages[i];
		if (asked->response || !endpoint_equal(&asked->client, &m->client) || asked->token_len != m->token_len ||
		    memcmp(asked->token, m->token, m->token_len))
			continue;
		m->request = i;
		m->dereg = asked->dereg;
		return true;
	}
	return false;
}

void proposal_look(void *arg, const struct observation *o)
{
	struct proposal *p = arg;
	const struct message *message = o->message;
	struct proposal_message m = { 0 };

	if (o->kind != OBS_MESSAGE || !message || p->count == PROPOSAL_MESSAGES || message->token.len > sizeof(m.token))
		return;
	m.response = message_is_response(message);
	m.code = message->code;
	m.client = m.response ? o->datagram->to : o->datagram->from;
	m.token_len = (uint8_t)message->token.len;
	memcpy(m.token, message->bytes + message->token.at, m.token_len);
	read_members(&m, message);
	const struct member *type = m.response ? NULL : message_type(&m);
	if (m.response ? !find_request(p, &m) : message->code != CODE_POST || !type)
		return;
	if (type) {
		m.dereg = !strcmp(type->text, "DEREG");
		p->requests++;
		note_server(p, o);
	}
	keep(p, &m);
}

/* --- concluding --- */

static void name_element(struct proposal *p, enum element e, const struct member *m)
{
	if (p->named[e])
		return;
	p->named[e] = true;
	snprintf(p->binding.members[e], sizeof(p->binding.members[e]), "%s", m->name);
}

static bool is_named(const struct proposal *p, const char *name)
{
	for (int e = 0; e < ELEMENT_COUNT; e++)
		if (p->named[e] && !strcmp(p->binding.members[e], name))
			return true;
	return false;
}

static void take_value(struct proposal *p, enum binding_value v, const char *text)
{
	if (p->valued[v])
		return;
	p->valued[v] = true;
	snprintf(p->binding.values[v], sizeof(p->binding.values[v]), "%.63s", text);
}

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (; *text; text++)
		if (!strncasecmp(text, word, len))
			return true;
	return false;
}

/* The same string in each request that bears it. */
static bool is_constant(const struct proposal *p, const struct member *m)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct member *other = p->messages[i].response ? NULL : named(&p->messages[i], m->name);
		if (other && strcmp(other->text, m->text))
			return false;
	}
	return true;
}

/* The answer repeats the UE Service ID (24.538 6.3.1.2.1 b)2)i)), perhaps under another name. */
static bool is_repeated(const struct proposal *p, size_t request, const struct member *m)
{
	for (size_t i = request + 1; i < p->count; i++) {
		const struct proposal_message *r = &p->messages[i];
		for (unsigned k = 0; r->response && r->request == request && k < r->count; k++)
			if (r->members[k].kind == KIND_STRING && !strcmp(r->members[k].text, m->text))
				return true;
	}
	return false;
}

/* In order of how sure it is: names that say it, then what an answer repeats, then what differs from UE to UE. */
static void find_ue_service_id(struct proposal *p, size_t at)
{
	const struct proposal_message *m = &p->messages[at];

	for (int how = 0; how < 3; how++)
		for (unsigned i = 0; i < m->count; i++) {
			const struct member *one = &m->members[i];
			if (one->kind != KIND_STRING || !*one->text || is_named(p, one->name))
				continue;
			if (how == 0 ? has_word(one->name, "ueService") :
			    how == 1 ? is_repeated(p, at, one) && !has_word(one->text, "msgin5g") : !is_constant(p, one)) {
				name_element(p, ELEMENT_UE_SERVICE_ID, one);
				return;
			}
		}
}

static void find_in_request(struct proposal *p, size_t at)
{
	const struct proposal_message *m = &p->messages[at];

	name_element(p, ELEMENT_MESSAGE_TYPE, message_type(m));
	for (unsigned i = 0; i < m->count; i++) {
		const struct member *one = &m->members[i];
		if (is_named(p, one->name))
			continue;
		if (one->kind == KIND_STRING && is_constant(p, one) && has_word(one->text, "msgin5g") && !p->named[ELEMENT_SERVICE_ID]) {
			name_element(p, ELEMENT_SERVICE_ID, one);
			take_value(p, VALUE_SERVICE, one->text);
		} else if (one->kind == KIND_OBJECT && has_word(one->name, "cred")) {
			name_element(p, ELEMENT_CREDENTIAL, one);
			p->pre_cr = true;
		} else if (one->kind == KIND_OBJECT) {
			name_element(p, ELEMENT_PROFILE, one);
		} else if (m->dereg && one->kind == KIND_STRING && !strncmp(one->text, "coap", 4)) {
			name_element(p, ELEMENT_CLIENT_ADDRESS, one);
		}
	}
	find_ue_service_id(p, at);
}

static bool is_in_each_request(const struct proposal *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (!p->messages[i].response && !named(&p->messages[i], name))
			return false;
	return true;
}

/* Where none says msgin5g: the only string left that each request bears, always the same. */
static void find_service_id(struct proposal *p)
{
	const struct proposal_message *first = p->messages;	/* a request: answers come behind theirs */
	const struct member *only = NULL;

	for (unsigned i = 0; p->count && !p->named[ELEMENT_SERVICE_ID] && i < first->count; i++) {
		const struct member *one = &first->members[i];
		if (one->kind != KIND_STRING || !*one->text || is_named(p, one->name) || !is_constant(p, one) ||
		    !is_in_each_request(p, one->name))
			continue;
		if (only)
			return;
		only = one;
	}
	if (!only)
		return;
	name_element(p, ELEMENT_SERVICE_ID, only);
	take_value(p, VALUE_SERVICE, only->text);
}

/* What an answer holds beside the request's own words is the result. */
static void find_in_response(struct proposal *p, const struct proposal_message *m)
{
	const enum element e = m->dereg ? ELEMENT_DEREG_RESULT : ELEMENT_REG_RESULT;
	const enum binding_value success = m->dereg ? VALUE_DEREG_SUCCESS : VALUE_REG_SUCCESS;
	const enum binding_value failure = m->dereg ? VALUE_DEREG_FAILURE : VALUE_REG_FAILURE;
	const struct proposal_message *asked = &p->messages[m->request];

	for (unsigned i = 0; i < m->count; i++) {
		const struct member *one = &m->members[i];
		const struct member *ue = p->named[ELEMENT_UE_SERVICE_ID] ? named(asked, p->binding.members[ELEMENT_UE_SERVICE_ID]) : NULL;
		bool known = p->named[e] && !strcmp(p->binding.members[e], one->name);
		if (one->kind == KIND_OBJECT || one->kind == KIND_ARRAY || one->kind == KIND_NULL || (!known && is_named(p, one->name)) ||
		    (ue && !strcmp(ue->text, one->text)) || named(asked, one->name))
			continue;
		if (m->code != CODE_CREATED && m->code != CODE_CHANGED)
			continue;
		name_element(p, e, one);
		p->binding.types[e] = one->kind;
		if (!p->valued[success])
			take_value(p, success, one->text);
		else if (strcmp(p->binding.values[success], one->text))
			take_value(p, failure, one->text);
		return;
	}
}

/* A failure that was not seen needs a value that is another, and of the type. */
static void complete(struct proposal *p, enum element e, enum binding_value success, enum binding_value failure)
{
	const char *said = p->binding.values[success];

	if (!p->valued[success] || p->valued[failure])
		return;
	if (p->binding.types[e] == KIND_BOOLEAN)
		take_value(p, failure, strcmp(said, "true") ? "true" : "false");
	else if (p->binding.types[e] == KIND_NUMBER)
		take_value(p, failure, strcmp(said, "0") ? "0" : "1");
	else if (!strcmp(said, p->binding.values[failure]))
		take_value(p, failure, "success");
}

static void add_ue(struct proposal *p, const char *ue_service_id)
{
	struct identity *ue;

	if (!*ue_service_id || p->ues.count == PROPOSAL_UES || identities_find_service(&p->ues, ue_service_id))
		return;
	p->ues.list = realloc(p->ues.list, (p->ues.count + 1) * sizeof(*p->ues.list));
	assert(p->ues.list);
	ue = &p->ues.list[p->ues.count++];
	*ue = (struct identity){ 0 };
	snprintf(ue->name, sizeof(ue->name), "u%zu", p->ues.count);
	snprintf(ue->ue_service_id, sizeof(ue->ue_service_id), "%s", ue_service_id);
}

static void say_members(struct proposal *p)
{
	size_t n = (size_t)snprintf(p->members, sizeof(p->members), "Seen in %zu requests and their answers; not placed:", p->requests);
	size_t none = n;

	for (size_t i = 0; i < p->count; i++)
		for (unsigned k = 0; k < p->messages[i].count; k++) {
			const char *name = p->messages[i].members[k].name;
			if (is_named(p, name) || strstr(p->members + none, name) || n + strlen(name) + 2 >= sizeof(p->members))
				continue;
			n += (size_t)snprintf(p->members + n, sizeof(p->members) - n, " %s", name);
		}
	if (n == none)
		snprintf(p->members + n, sizeof(p->members) - n, " none");
}

void proposal_end(struct proposal *p)
{
	binding_default(&p->binding);
	snprintf(p->binding.name, sizeof(p->binding.name), "proposed");
	for (size_t i = 0; i < p->count; i++)
		if (!p->messages[i].response)
			find_in_request(p, i);
	find_service_id(p);
	for (size_t i = 0; i < p->count; i++)
		if (p->messages[i].response)
			find_in_response(p, &p->messages[i]);
	complete(p, ELEMENT_REG_RESULT, VALUE_REG_SUCCESS, VALUE_REG_FAILURE);
	complete(p, ELEMENT_DEREG_RESULT, VALUE_DEREG_SUCCESS, VALUE_DEREG_FAILURE);
	for (size_t i = 0; i < p->count; i++) {
		const struct member *ue = !p->messages[i].response && p->named[ELEMENT_UE_SERVICE_ID]
					  ? named(&p->messages[i], p->binding.members[ELEMENT_UE_SERVICE_ID]) : NULL;
		if (ue && ue->kind == KIND_STRING)
			add_ue(p, ue->text);
	}
	say_members(p);
}

void proposal_free(struct proposal *p)
{
	free(p->messages);
	free(p->ues.list);
	*p = (struct proposal){ 0 };
}
