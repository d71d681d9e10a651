/* wire/msgin5g_build.c - the right payload for a binding, built by json-c.
 *
 * Members stand in the order of wire/element.def; an object is made when its first member is. */
#include "wire/msgin5g.h"

#include <json-c/json.h>

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct building {
	const struct binding *binding;
	struct json_object *root;
	struct json_object *object[ELEMENT_COUNT];	/* what was put, or NULL; owned by the tree */
};

/* Puts VALUE (now the tree's) where the element belongs, with the objects above it. */
static void put(struct building *b, enum element e, struct json_object *value)
{
	enum element parent = element_fact(e)->parent;
	struct json_object *into = b->root;

	assert(value);
	if (parent != ELEMENT_NONE) {
		if (!b->object[parent])
			put(b, parent, json_object_new_object());
		into = b->object[parent];
	}
	b->object[e] = value;
	json_object_object_add(into, b->binding->members[e], value);
}

/* A scalar of the type that the binding gives the element: 60 may be 60 or "60", true "true". */
static struct json_object *scalar(const struct building *b, enum element e, const char *text)
{
	enum json_kind type = (enum json_kind)b->binding->types[e];
	struct json_object *value = NULL;

	if (type == KIND_BOOLEAN)
		return json_object_new_boolean(!strcmp(text, "true"));
	if (type == KIND_NUMBER)
		value = json_tokener_parse(text);
	if (value && (json_object_is_type(value, json_type_int) || json_object_is_type(value, json_type_double)))
		return value;
	json_object_put(value);
	return json_object_new_string(text);
}

static void put_text(struct building *b, enum element e, const char *text)
{
	if (text)
		put(b, e, scalar(b, e, text));
}

static void put_number(struct building *b, enum element e, uint32_t number)
{
	char text[16];

	snprintf(text, sizeof(text), "%" PRIu32, number);
	if (number)
		put(b, e, scalar(b, e, text));
}

static void put_value(struct building *b, enum element e, enum binding_value v)
{
	put(b, e, scalar(b, e, b->binding->values[v]));
}

static void put_availability(struct building *b, const struct client_profile *p)
{
	put_text(b, ELEMENT_SCHEDULED_TIME, p->scheduled_time);
	put_number(b, ELEMENT_DURATION_TIME, p->duration_s);
	if (p->periodic != PERIODIC_UNSAID)
		put_value(b, ELEMENT_PERIODIC, p->periodic == PERIODIC_YES ? VALUE_PERIODICALLY : VALUE_ON_DEMAND);
	put_number(b, ELEMENT_INTERVAL, p->interval_s);
	put_number(b, ELEMENT_DATA_SIZE, p->data_size);
	if (p->store_and_forward != STORE_UNSAID)
		put_text(b, ELEMENT_STORE_AND_FORWARD, p->store_and_forward == STORE_YES ? "true" : "false");
}

static void put_profile(struct building *b, const struct client_profile *p)
{
	put_text(b, ELEMENT_UE_ID, p->ue_id);
	if (p->port_count) {
		struct json_object *ports = json_object_new_array();
		for (unsigned i = 0; i < p->port_count; i++)
			json_object_array_add(ports, json_object_new_int(p->ports[i]));
		put(b, ELEMENT_CLIENT_PORTS, ports);
	}
	if (p->scheduled_time)
		put_availability(b, p);
	put_number(b, ELEMENT_SEGMENT_SIZE, p->segment_size);
}

static struct building begin(const struct binding *binding)
{
	struct building b = { .binding = binding, .root = json_object_new_object() };

	assert(b.root);
	return b;
}

static bool finish(struct building *b, struct buffer *out)
{
	size_t len;
	int style = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
	const char *text = json_object_to_json_string_length(b->root, style, &len);

	buffer_bytes(out, text, len);
	json_object_put(b->root);
	return !out->failed;
}

static void put_credential(struct building *b, enum element e, const char *type)
{
	struct json_object *credential;

	if (!type)
		return;
	credential = json_object_new_object();
	json_object_object_add(credential, "authenticationType", json_object_new_string(type));
	put(b, e, credential);
}

static void put_result(struct building *b, enum msgin5g_kind kind, bool success)
{
	if (kind == MSGIN5G_DEREG)
		put_value(b, ELEMENT_DEREG_RESULT, success ? VALUE_DEREG_SUCCESS : VALUE_DEREG_FAILURE);
	else
		put_value(b, ELEMENT_REG_RESULT, success ? VALUE_REG_SUCCESS : VALUE_REG_FAILURE);
}

bool msgin5g_build_request(struct buffer *out, const struct binding *binding, const struct request_content *content)
{
	struct building b = begin(binding);

	assert(content->kind == MSGIN5G_REG || content->kind == MSGIN5G_DEREG);
	put_value(&b, ELEMENT_SERVICE_ID, VALUE_SERVICE);
	put_value(&b, ELEMENT_MESSAGE_TYPE, content->kind == MSGIN5G_REG ? VALUE_REG : VALUE_DEREG);
	put_text(&b, ELEMENT_UE_SERVICE_ID, content->ue_service_id);
	put_credential(&b, ELEMENT_CREDENTIAL, content->credential);
	if (content->kind == MSGIN5G_REG && content->profile)
		put_profile(&b, content->profile);
	if (content->kind == MSGIN5G_DEREG)
		put_text(&b, ELEMENT_CLIENT_ADDRESS, content->client_address);
	if (content->urgent)
		put_text(&b, ELEMENT_URGENT, "true");
	put_number(&b, ELEMENT_WAIT_TIME, content->wait_s);
	return finish(&b, out);
}

bool msgin5g_build_answer(struct buffer *out, const struct binding *binding, enum msgin5g_kind kind,
			  const char *ue_service_id, bool success)
{
	struct building b = begin(binding);

	/* TS 24.538 6.3.1.2.1 b)2), 6.3.1.2.2 b)3): these two elements, no others. */
	put_text(&b, ELEMENT_UE_SERVICE_ID, ue_service_id);
	put_result(&b, kind, success);
	return finish(&b, out);
}

bool msgin5g_build_device(struct buffer *out, const struct binding *binding, const struct device_content *content)
{
	struct building b = begin(binding);

	assert(content->kind == MSGIN5G_REG || content->kind == MSGIN5G_DEREG);
	put_value(&b, ELEMENT_MESSAGE_TYPE, content->kind == MSGIN5G_REG ? VALUE_REG : VALUE_DEREG);
	put_text(&b, ELEMENT_LAYER2_ID, content->layer2_id);
	put_text(&b, ELEMENT_APPLICATION_ID, content->application_id);
	put_credential(&b, ELEMENT_DEVICE_CREDENTIAL, content->credential);
	return finish(&b, out);
}

bool msgin5g_build_device_answer(struct buffer *out, const struct binding *binding, enum msgin5g_kind kind,
				 const char *application_id, bool success)
{
	struct building b = begin(binding);

	put_text(&b, ELEMENT_APPLICATION_ID, application_id);
	put_result(&b, kind, success);
	return finish(&b, out);
}

bool msgin5g_build_interim(struct buffer *out, const struct binding *binding, const char *ue_service_id, const char *expected)
{
	struct building b = begin(binding);

	put_text(&b, ELEMENT_UE_SERVICE_ID, ue_service_id);
	put_text(&b, ELEMENT_EXPECTED_TIME, expected);
	return finish(&b, out);
}

/* Each entry is a request, or an answer, of its own (23.554 8.2.7: as 8.2.1-1 and 8.2.1-4). */
static void put_individuals(struct building *b, const struct bulk_content *content, bool answer)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < content->count; i++) {
		struct building one = begin(b->binding);
		put_text(&one, ELEMENT_UE_SERVICE_ID, content->individuals[i]);
		if (answer)
			put_result(&one, MSGIN5G_REG, content->success[i]);
		json_object_array_add(list, one.root);
	}
	put(b, ELEMENT_INDIVIDUALS, list);
}

static void put_count(struct building *b, enum element e, uint32_t number)
{
	char text[16];

	snprintf(text, sizeof(text), "%" PRIu32, number);
	put(b, e, scalar(b, e, text));
}

bool msgin5g_build_bulk(struct buffer *out, const struct binding *binding, const struct bulk_content *content)
{
	struct building b = begin(binding);

	put_value(&b, ELEMENT_SERVICE_ID, VALUE_SERVICE);
	put_value(&b, ELEMENT_MESSAGE_TYPE, VALUE_REG);
	put_text(&b, ELEMENT_UE_SERVICE_ID, content->ue_service_id);
	put_credential(&b, ELEMENT_CREDENTIAL, content->credential);
	put_count(&b, ELEMENT_NUMBER_REQUESTS, content->number);
	put_individuals(&b, content, false);
	return finish(&b, out);
}

bool msgin5g_build_bulk_answer(struct buffer *out, const struct binding *binding, const struct bulk_content *content)
{
	struct building b = begin(binding);

	put_text(&b, ELEMENT_UE_SERVICE_ID, content->ue_service_id);
	put_result(&b, MSGIN5G_REG, true);
	put_count(&b, ELEMENT_NUMBER_RESPONSES, content->number);
	put_individuals(&b, content, true);
	return finish(&b, out);
}
