/* conformance/judge/context_text.c - the context as lines `key=value` for our pcapng, and back.
 *
 *     m5gtest context 1
 *     vantage=client
 *     features=coaps,psk
 *     T1=lenient
 *     member.ue-service-id=ueServiceId
 *     server=coaps://192.0.2.1:5684/msgin5g
 *     ue=u1                                   (the lines after it are this UE's; keys are never written)
 *     ue-service-id=ue1@example.org
 *
 * Octets below space, '%' and DEL are written %XX. An unknown key is refused: a context that is
 * half understood would let `check` answer another question than the run did. */
#include "conformance/judge/context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/judge/clause.h"
#include "wire/hex.h"

#define FIRST_LINE "m5gtest context 1"
enum { LINE_ROOM = 1024 };

enum field_kind { WORDS, FLAG, NUMBER8, NUMBER32, NUMBER64 };

struct field {
	const char *key;
	enum field_kind kind;
	size_t at;            /* in struct context */
	const char *words[4]; /* of WORDS: an enum's, in its order */
};

/* clang-format off */
#define AT(member) offsetof(struct context, member)
static const struct field fields[] = {
	{ "vantage",              WORDS,    AT(vantage),  { "unknown", "client", "server" } },
	{ "edition",              WORDS,    AT(edition),  { "cr", "pre-cr" } },
	{ "rulebook",             WORDS,    AT(rulebook), { "ts24538", "rfc7252" } },
	{ "strict",               FLAG,     AT(strict),                      { 0 } },
	{ "binding-confirmed",    FLAG,     AT(binding_confirmed),           { 0 } },
	{ "connected",            FLAG,     AT(connected),                   { 0 } },
	{ "impaired",             FLAG,     AT(impaired),                    { 0 } },
	{ "timers-declared",      FLAG,     AT(timing.declared),             { 0 } },
	{ "ack-timeout-ns",       NUMBER64, AT(timing.ack_timeout_ns),       { 0 } },
	{ "exchange-lifetime-ns", NUMBER64, AT(timing.exchange_lifetime_ns), { 0 } },
	{ "non-lifetime-ns",      NUMBER64, AT(timing.non_lifetime_ns),      { 0 } },
	{ "processing-delay-ns",  NUMBER64, AT(timing.processing_delay_ns),  { 0 } },
	{ "max-transmit-wait-ns", NUMBER64, AT(timing.max_transmit_wait_ns), { 0 } },
	{ "jitter-ns",            NUMBER64, AT(timing.jitter_ns),            { 0 } },
	{ "ack-random-permille",  NUMBER32, AT(timing.ack_random_permille),  { 0 } },
	{ "max-retransmit",       NUMBER8,  AT(timing.max_retransmit),       { 0 } },
};
/* clang-format on */
enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };

/* --- writing --- */

static void put(FILE *out, const char *key, const char *value)
{
	fprintf(out, "%s=", key);
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;
		if (c < ' ' || c == '%' || c == 0x7f)
			fprintf(out, "%%%02X", c);
		else
			fputc(c, out);
	}
	fputc('\n', out);
}

static void put_field(FILE *out, const struct field *field, const struct context *context)
{
	const char *at = (const char *)context + field->at;

	switch (field->kind) {
	case WORDS:
		put(out, field->key, field->words[*(const unsigned *)(const void *)at]);
		break;
	case FLAG:
		put(out, field->key, *(const bool *)at ? "yes" : "no");
		break;
	case NUMBER8:
		fprintf(out, "%s=%u\n", field->key, *(const uint8_t *)at);
		break;
	case NUMBER32:
		fprintf(out, "%s=%u\n", field->key, *(const uint32_t *)(const void *)at);
		break;
	case NUMBER64:
		fprintf(out, "%s=%llu\n", field->key, *(const unsigned long long *)(const void *)at);
		break;
	}
}

static void put_features(FILE *out, const char *key, uint32_t features)
{
	const char *before = "";

	fprintf(out, "%s=", key);
	for (unsigned bit = 0; applies_word(bit); bit++)
		if (features & 1u << bit) {
			fprintf(out, "%s%s", before, applies_word(bit));
			before = ",";
		}
	fputc('\n', out);
}

static void put_binding(FILE *out, const struct binding *binding)
{
	char key[96];

	put(out, "binding", binding->name);
	for (int e = 0; e < ELEMENT_COUNT; e++) {
		snprintf(key, sizeof(key), "member.%s", element_fact((enum element)e)->word);
		put(out, key, binding->members[e]);
		snprintf(key, sizeof(key), "type.%s", element_fact((enum element)e)->word);
		put(out, key, json_kind_name(binding->types[e]));
	}
	for (int v = 0; v < VALUE_COUNT; v++) {
		snprintf(key, sizeof(key), "value.%s", value_word((enum binding_value)v));
		put(out, key, binding->values[v]);
	}
}

static void put_ue(FILE *out, const struct identity *ue)
{
	char hex[2 * IDENTITY_TEXT + 1];

	put(out, "ue", ue->name);
	put(out, "ue-service-id", ue->ue_service_id);
	put(out, "psk-identity", hex_format(hex, sizeof(hex), ue->psk_identity, ue->psk_identity_len));
	put(out, "unprovisioned", ue->unprovisioned ? "yes" : "no");
}

static const char *server_key(const struct context *context, unsigned i)
{
	return context->gateways >> i & 1 ? "gateway" : context->far >> i & 1 ? "far" : "server";
}

char *context_write(const struct context *context)
{
	char *text = NULL, uri[600];
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return NULL;
	fputs(FIRST_LINE "\n", out);
	for (unsigned i = 0; i < FIELDS; i++)
		put_field(out, &fields[i], context);
	put_features(out, "features", context->features);
	if (context->probed)
		put_features(out, "probed", context->probed);
	for (unsigned i = 0; reading_row(i); i++)
		if (*reading_row(i)->values)
			put(out, reading_row(i)->id, reading_value(context, reading_row(i)->reading));
	put_binding(out, &context->binding);
	for (unsigned i = 0; i < context->server_count; i++)
		put(out, server_key(context, i), uri_format(uri, sizeof(uri), &context->servers[i]));
	for (size_t i = 0; i < context->ues.count; i++)
		put_ue(out, &context->ues.list[i]);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

/* --- reading --- */

static int take_number(const char *value, uint64_t most, uint64_t *number)
{
	char *end;

	*number = strtoull(value, &end, 10);
	return *value < '0' || *value > '9' || *end || *number > most ? -1 : 0;
}

static int take_flag(const char *value, bool *flag)
{
	*flag = strcmp(value, "yes") == 0;
	return *flag || strcmp(value, "no") == 0 ? 0 : -1;
}

static int take_word(const struct field *field, const char *value, unsigned *word)
{
	for (*word = 0; *word < 4 && field->words[*word]; ++*word)
		if (strcmp(field->words[*word], value) == 0)
			return 0;
	return -1;
}

static int take_field(struct context *context, const struct field *field, const char *value)
{
	char *at = (char *)context + field->at;
	uint64_t number = 0;

	switch (field->kind) {
	case WORDS:
		return take_word(field, value, (unsigned *)(void *)at);
	case FLAG:
		return take_flag(value, (bool *)at);
	case NUMBER8:
		if (take_number(value, UINT8_MAX, &number) < 0)
			return -1;
		*(uint8_t *)at = (uint8_t)number;
		return 0;
	case NUMBER32:
		if (take_number(value, UINT32_MAX, &number) < 0)
			return -1;
		*(uint32_t *)(void *)at = (uint32_t)number;
		return 0;
	case NUMBER64:
		return take_number(value, UINT64_MAX, (uint64_t *)(void *)at);
	}
	return -1;
}

static int take_features(uint32_t *features, char *value)
{
	*features = 0;
	for (char *rest, *word = strtok_r(value, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
		if (!applies_named(word))
			return -1;
		*features |= applies_named(word);
	}
	return 0;
}

static int take_copy(char *place, size_t size, const char *value)
{
	return (size_t)snprintf(place, size, "%s", value) < size ? 0 : -1;
}

static int take_type(struct binding *binding, const char *word, const char *value)
{
	enum element element = element_named(word);

	for (unsigned kind = KIND_NULL; element != ELEMENT_NONE && kind <= KIND_ARRAY; kind++)
		if (strcmp(json_kind_name(kind), value) == 0) {
			binding->types[element] = (uint8_t)kind;
			return 0;
		}
	return -1;
}

/* "member.ue-service-id", "type.ue-service-id", "value.registration". */
static int take_binding(struct binding *binding, const char *key, const char *value)
{
	enum element element;
	enum binding_value named;

	if (strcmp(key, "binding") == 0)
		return take_copy(binding->name, sizeof(binding->name), value);
	if (strncmp(key, "type.", 5) == 0)
		return take_type(binding, key + 5, value);
	if (strncmp(key, "member.", 7) == 0 && (element = element_named(key + 7)) != ELEMENT_NONE)
		return take_copy(binding->members[element], sizeof(binding->members[element]), value);
	if (strncmp(key, "value.", 6) == 0 && (named = value_named(key + 6)) != VALUE_COUNT)
		return take_copy(binding->values[named], sizeof(binding->values[named]), value);
	return -1;
}

static int take_server(struct context *context, const char *key, const char *value)
{
	uint64_t bit = 1ull << context->server_count;

	enum { ROOM = sizeof(context->servers) / sizeof(context->servers[0]) };

	if (context->server_count >= ROOM || uri_parse_gateway(&context->servers[context->server_count], value, NULL) < 0)
		return -1;
	context->gateways |= strcmp(key, "gateway") ? 0 : bit;
	context->far |= strcmp(key, "far") ? 0 : bit;
	context->server_count++;
	return 0;
}

static int add_ue(struct identities *ues, const char *name)
{
	struct identity *list = realloc(ues->list, (ues->count + 1) * sizeof(*list));

	if (!list)
		return -1;
	ues->list = list;
	memset(&list[ues->count], 0, sizeof(*list));
	return take_copy(list[ues->count++].name, sizeof(list->name), name);
}

static int take_ue(struct identities *ues, const char *key, const char *value)
{
	if (strcmp(key, "ue") == 0)
		return add_ue(ues, value);
	if (ues->count == 0)
		return -1;
	struct identity *ue = &ues->list[ues->count - 1];
	if (strcmp(key, "ue-service-id") == 0)
		return take_copy(ue->ue_service_id, sizeof(ue->ue_service_id), value);
	if (strcmp(key, "unprovisioned") == 0)
		return take_flag(value, &ue->unprovisioned);
	if (strcmp(key, "psk-identity") != 0)
		return -1;
	long len = hex_read(ue->psk_identity, sizeof(ue->psk_identity), value, strlen(value));
	ue->psk_identity_len = len < 0 ? 0 : (size_t)len;
	return len < 0 ? -1 : 0;
}

static int take_reading(struct context *context, const char *key, const char *value)
{
	char words[96];

	snprintf(words, sizeof(words), "%.8s=%.80s", key, value);
	return reading_take(context, words, NULL);
}

static int take(struct context *context, const char *key, char *value)
{
	for (unsigned i = 0; i < FIELDS; i++)
		if (strcmp(fields[i].key, key) == 0)
			return take_field(context, &fields[i], value);
	if (strcmp(key, "features") == 0)
		return take_features(&context->features, value);
	if (strcmp(key, "probed") == 0)
		return take_features(&context->probed, value);
	if (strcmp(key, "server") == 0 || strcmp(key, "gateway") == 0 || strcmp(key, "far") == 0)
		return take_server(context, key, value);
	if (key[0] == 'T' && key[1] >= '0' && key[1] <= '9')
		return take_reading(context, key, value);
	if (strcmp(key, "binding") == 0 || strchr(key, '.'))
		return take_binding(&context->binding, key, value);
	return take_ue(&context->ues, key, value);
}

static int unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		uint8_t octet = (uint8_t)*text;
		if (*text == '%') {
			if (hex_read(&octet, 1, text + 1, strnlen(text + 1, 2)) != 1 || !octet)
				return -1;
			text += 2;
		}
		*to++ = (char)octet;
	}
	*to = '\0';
	return 0;
}

static int read_first(const char *line, struct error *error)
{
	if (strcmp(line, FIRST_LINE) == 0)
		return 0;
	return error_set(error, "context: expected '%s', got '%.60s'", FIRST_LINE, line);
}

static int read_line(struct context *context, char *line, struct error *error)
{
	char *value = strchr(line, '=');

	if (!value)
		return error_set(error, "context: '%.60s' is no key=value", line);
	*value++ = '\0';
	if (unescape(value) < 0 || take(context, line, value) < 0)
		return error_set(error, "context: cannot read '%.60s=%.200s'", line, value);
	return 0;
}

static int read_lines(struct context *context, const char *text, size_t len, struct error *error)
{
	char line[LINE_ROOM];

	for (size_t at = 0; at < len;) {
		const char *stop = memchr(text + at, '\n', len - at);
		size_t here = stop ? (size_t)(stop - text) - at : len - at;
		if (here >= sizeof(line))
			return error_set(error, "context: a line of %zu octets", here);
		memcpy(line, text + at, here);
		line[here] = '\0';
		if ((at == 0 ? read_first(line, error) : read_line(context, line, error)) < 0)
			return -1;
		at += here + 1;
	}
	return len ? 0 : error_set(error, "context: empty");
}

int context_read(struct context *context, const char *text, size_t len, struct error *error)
{
	context_default(context);
	if (read_lines(context, text, len, error) == 0)
		return 0;
	context_free(context);
	return -1;
}
