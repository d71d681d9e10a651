/* conformance/target.c - a target from one word: embedded, a URI, or a file. */
#include "conformance/target.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/target_file.h"
#include "wire/engine.h"
#include "wire/hex.h"

static struct identity *add(struct identities *pool)
{
	pool->list = realloc(pool->list, (pool->count + 1) * sizeof(*pool->list));
	assert(pool->list);
	pool->list[pool->count] = (struct identity){ 0 };
	return &pool->list[pool->count++];
}

struct identity *target_add_identity(struct identities *pool) { return add(pool); }

static void add_numbered(struct identities *pool, unsigned n)
{
	struct identity *ue = add(pool);
	char key[24];

	snprintf(ue->name, sizeof(ue->name), "u%u", n);
	snprintf(ue->ue_service_id, sizeof(ue->ue_service_id), "ue%u@example.org", n);
	ue->psk_identity_len = (size_t)snprintf((char *)ue->psk_identity, sizeof(ue->psk_identity), "ue%u", n);
	ue->psk_len = (size_t)snprintf(key, sizeof(key), "secret of UE %03u", n);
	memcpy(ue->psk, key, ue->psk_len);
}

void target_default_pool(struct target *t)
{
	for (unsigned n = 1; n <= 4; n++) {
		add_numbered(&t->ues, n);
		t->ues.list[n - 1].psk_len = 0;
	}
}

/* RFC 4279 5.3: identities up to 128 octets, keys up to 64. */
static void add_edges(struct identities *pool)
{
	enum { LONGEST = 128 };

	for (unsigned n = 9; n <= 10; n++) {
		add_numbered(pool, n);
		struct identity *ue = &pool->list[pool->count - 1];
		memset(ue->psk_identity, 'l', LONGEST);
		ue->psk_identity_len = n == 9 ? 1 : LONGEST;
		snprintf(ue->name, sizeof(ue->name), "%s", n == 9 ? "short" : "long");
		ue->psk_len = n == 9 ? 1 : IDENTITY_KEY;
		memset(ue->psk, 0x4c, ue->psk_len);
	}
}

static void add_stranger(struct identities *pool)
{
	struct identity *ue = add(pool);

	snprintf(ue->name, sizeof(ue->name), "stranger");
	snprintf(ue->ue_service_id, sizeof(ue->ue_service_id), "nobody@example.org");
	ue->psk_identity_len = (size_t)snprintf((char *)ue->psk_identity, sizeof(ue->psk_identity), "nobody");
	ue->psk_len = 16;
	memset(ue->psk, 0x5a, ue->psk_len);
	ue->unprovisioned = true;
}

void target_embedded(struct target *t)
{
	*t = (struct target){ .embedded = true, .has = { true, true }, .edition = -1, .ack_timeout_ns = 2ull * NS_PER_S };
	snprintf(t->words, sizeof(t->words), "embedded");
	snprintf(t->name, sizeof(t->name), "the embedded reference server");
	snprintf(t->binding, sizeof(t->binding), "default");
	uri_parse(&t->uri[TRANSPORT_COAP], "coap://127.0.0.1/msgin5g", NULL);
	uri_parse(&t->uri[TRANSPORT_COAPS], "coaps://127.0.0.1/msgin5g", NULL);
	t->declared_yes = APPLIES_TIMERS | APPLIES_RENEG | APPLIES_RESUME | APPLIES_PSK | APPLIES_COAPS | APPLIES_BULK;
	t->declared_no = ~t->declared_yes & ~(APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR);
	for (unsigned n = 1; n <= 8; n++)
		add_numbered(&t->ues, n);
	add_edges(&t->ues);
	add_stranger(&t->ues);
}

static int from_uri(struct target *t, const char *words, struct error *error)
{
	struct uri uri;

	if (uri_parse_gateway(&uri, words, error))
		return error_prepend(error, "%s: ", words);
	enum transport transport = uri.secure ? TRANSPORT_COAPS : TRANSPORT_COAP;
	t->has[transport] = true;
	t->uri[transport] = uri;
	t->declared_yes = uri.secure ? APPLIES_COAPS | APPLIES_PSK : 0;
	target_default_pool(t);
	return 0;
}

int target_read(struct target *t, const char *words, struct error *error)
{
	if (!strcmp(words, "embedded")) {
		target_embedded(t);
		return 0;
	}
	*t = (struct target){ .edition = -1 };
	snprintf(t->words, sizeof(t->words), "%s", words);
	snprintf(t->name, sizeof(t->name), "%.127s", words);
	snprintf(t->binding, sizeof(t->binding), "default");
	if (!strncmp(words, "coap://", 7) || !strncmp(words, "coaps://", 8) || !strncmp(words, "coap+ether://", 13))
		return from_uri(t, words, error);
	if (strstr(words, "://"))
		return error_set(error, "%s: not a coap or coaps URI", words);
	return target_file_read(t, words, error);
}

static void drop_pool(struct identities *pool)
{
	for (size_t i = 0; i < pool->count; i++)
		free((void *)(uintptr_t)pool->list[i].akma);
	free(pool->list);
	*pool = (struct identities){ 0 };
}

/* One identity, one key: which of two would be meant? */
static bool is_known(const struct identities *pool, const char *identity, size_t len)
{
	return identities_find_psk(pool, (const uint8_t *)identity, len);
}

static int psk_line(struct identities *pool, const char *path, unsigned number, char *line, struct error *error)
{
	char *colon = strrchr(line, ':');
	struct identity *ue;

	if (!colon || colon == line)
		return error_set(error, "%s:%u:1: expected identity:hex", path, number);
	if (colon - line > 128)
		return error_set(error, "%s:%u:1: an identity has at most 128 octets (RFC 4279 5.3)", path, number);
	if (is_known(pool, line, (size_t)(colon - line)))
		return error_set(error, "%s:%u:1: the identity occurs again", path, number);
	*colon = '\0';
	ue = add(pool);
	snprintf(ue->name, sizeof(ue->name), "u%zu", pool->count);
	ue->psk_identity_len = (size_t)(colon - line);
	memcpy(ue->ue_service_id, line, ue->psk_identity_len + 1);
	memcpy(ue->psk_identity, line, ue->psk_identity_len);
	long len = hex_read(ue->psk, sizeof(ue->psk), colon + 1, strlen(colon + 1));
	if (len <= 0)
		return error_set(error, "%s:%u:%d: the key is no pairs of hexadecimal digits, 1 to 64 octets", path, number,
				 (int)(colon - line + 2));
	ue->psk_len = (size_t)len;
	return 0;
}

int target_read_psk_file(struct identities *pool, const char *path, struct error *error)
{
	FILE *in = fopen(path, "r");
	char line[1024];
	int bad = 0;

	if (!in)
		return error_errno(error, path);
	drop_pool(pool);
	for (unsigned number = 1; !bad && fgets(line, sizeof(line), in); number++) {
		size_t len = strcspn(line, "\r\n");
		if (len + 1 == sizeof(line))
			bad = error_set(error, "%s:%u:1: no identity and key are that long", path, number);
		line[len] = '\0';
		if (!bad && *line && *line != '#')
			bad = psk_line(pool, path, number, line, error);
	}
	bad = bad || (ferror(in) && error_errno(error, path));
	fclose(in);
	if (!bad && !pool->count)
		return error_set(error, "%s: no key in it (identity:hex a line)", path);
	return bad ? -1 : 0;
}

void target_be_gateway(struct target *t)
{
	struct identity *gateway;

	t->gateway = true;
	t->has[TRANSPORT_COAPS] = false;
	t->declared_yes |= APPLIES_GATEWAY;
	t->declared_no &= ~(uint32_t)APPLIES_GATEWAY;
	if (t->embedded)
		snprintf(t->name, sizeof(t->name), "our own Gateway UE");
	if (identities_find_name(&t->ues, "gateway"))
		return;
	gateway = add(&t->ues);
	snprintf(gateway->name, sizeof(gateway->name), "gateway");
	snprintf(gateway->ue_service_id, sizeof(gateway->ue_service_id), "gateway@example.org");
}

void target_free(struct target *t)
{
	drop_pool(&t->ues);
	*t = (struct target){ 0 };
}
