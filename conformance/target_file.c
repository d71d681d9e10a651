/* conformance/target_file.c - the target file: PICS, PIXIT, the pool and the hooks (doc: interface). */
#include "conformance/target_file.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/binding_file.h"
#include "text/node.h"
#include "wire/engine.h"

static const struct node_key file_keys[] = {
	{ .name = "target", .kind = NODE_MAP, .required = true }, { .name = "binding", .any_kind = true },
	{ .name = "edition", .kind = NODE_SCALAR },
	{ .name = "binding-confirmed", .kind = NODE_SCALAR },	  { .name = "ues", .kind = NODE_LIST },
	{ .name = "features", .kind = NODE_MAP },		  { .name = "pixit", .kind = NODE_MAP },
	{ .name = "hooks", .kind = NODE_MAP },			  { 0 },
};
static const struct node_key target_keys[] = {
	{ .name = "name", .kind = NODE_SCALAR },
	{ .name = "coap", .kind = NODE_SCALAR },
	{ .name = "coaps", .kind = NODE_SCALAR },
	{ 0 },
};
static const struct node_key ue_keys[] = {
	{ .name = "name", .kind = NODE_SCALAR, .required = true },
	{ .name = "ue-service-id", .kind = NODE_SCALAR, .required = true },
	{ .name = "psk-identity", .kind = NODE_SCALAR },
	{ .name = "psk", .kind = NODE_SCALAR },
	{ .name = "akma", .kind = NODE_MAP },
	{ .name = "provisioned", .kind = NODE_SCALAR },
	{ 0 },
};
static const struct node_key akma_keys[] = {
	{ .name = "k-akma", .kind = NODE_SCALAR },
	{ .name = "k-ausf", .kind = NODE_SCALAR },
	{ .name = "supi", .kind = NODE_SCALAR },
	{ .name = "a-kid", .kind = NODE_SCALAR, .required = true },
	{ .name = "af-fqdn", .kind = NODE_SCALAR, .required = true },
	{ .name = "suite", .kind = NODE_SCALAR },
	{ 0 },
};
static const struct node_key pixit_keys[] = {
	{ .name = "ack-timeout", .kind = NODE_SCALAR }, { .name = "dtls-timeout", .kind = NODE_SCALAR }, { 0 }
};
static const struct node_key hook_keys[] = {
	{ .name = "reset", .kind = NODE_SCALAR },
	{ .name = "restart", .kind = NODE_SCALAR },
	{ .name = "oracle", .kind = NODE_SCALAR },
	{ 0 },
};

static int read_uri(struct target *t, const struct node *n, bool secure, struct error *error)
{
	enum transport transport = secure ? TRANSPORT_COAPS : TRANSPORT_COAP;
	struct error why;

	if (!n)
		return 0;
	if (n->kind != NODE_SCALAR || uri_parse_gateway(&t->uri[transport], n->text, &why))
		return node_error(n, error, "%s", n->kind == NODE_SCALAR ? why.text : "expected a URI");
	if (t->uri[transport].secure != secure)
		return node_error(n, error, "expected a %s URI", secure ? "coaps" : "coap");
	t->has[transport] = true;
	return 0;
}

static int read_target(struct target *t, const struct node *map, struct error *error)
{
	const struct node *name = node_get(map, "name");

	if (node_check(map, target_keys, error) || (name && node_text(name, t->name, sizeof(t->name), error)) ||
	    read_uri(t, node_get(map, "coap"), false, error) || read_uri(t, node_get(map, "coaps"), true, error))
		return -1;
	if (!t->has[0] && !t->has[1])
		return node_error(map, error, "no URI: give coap, coaps or both");
	return 0;
}

/* The UE read last, against those before it: a name or a PSK identity stands for one of them. */
static int refuse_twice(const struct target *t, const struct node *map, struct error *error)
{
	const struct identity *ue = &t->ues.list[t->ues.count - 1];
	const struct identity *same = identities_find_name(&t->ues, ue->name);

	if (same != ue)
		return node_error(node_get(map, "name"), error, "the name '%s' occurs again", ue->name);
	same = ue->psk_identity_len ? identities_find_psk(&t->ues, ue->psk_identity, ue->psk_identity_len) : ue;
	return same == ue ? 0 : node_error(node_get(map, "psk-identity"), error, "'%s' has this PSK identity already", same->name);
}

/* What is wrong with a key is said without the key: errors end in logs. */
static int read_key(struct identity *ue, const struct node *psk, struct error *error)
{
	if (!node_octets(psk, ue->psk, sizeof(ue->psk), &ue->psk_len, NULL) && ue->psk_len)
		return 0;
	return node_error(psk, error, "expected a key of 1 to %d octets: a text, or hex: and pairs of hex digits", IDENTITY_KEY);
}

/* K_AKMA, or K_AUSF with the SUPI; never said in an error. */
static int read_akma_key(struct akma_subscription *a, const struct node *map, struct error *error)
{
	const struct node *k_akma = node_get(map, "k-akma"), *k_ausf = node_get(map, "k-ausf"), *supi = node_get(map, "supi");
	size_t len = 0;

	if (!k_akma == !k_ausf || !k_ausf != !supi)
		return node_error(map, error, "give k-akma, or k-ausf and supi");
	if (node_octets(k_akma ? k_akma : k_ausf, a->key, sizeof(a->key), &len, NULL) || len != sizeof(a->key))
		return node_error(k_akma ? k_akma : k_ausf, error, "expected a key of %zu octets: hex: and pairs of hex digits", sizeof(a->key));
	a->is_k_ausf = k_ausf != NULL;
	return supi ? node_text(supi, a->supi, sizeof(a->supi), error) : 0;
}

/* The PSK itself is derived by whoever has the KDF; its identity is known (TS 24.109 K.3). */
static int read_akma(struct identity *ue, const struct node *map, struct error *error)
{
	const struct node *suite = node_get(map, "suite");
	struct akma_subscription *a = calloc(1, sizeof(*a));
	uint64_t number = 0xc0a8;	/* TLS_PSK_WITH_AES_128_CCM_8: mandatory (RFC 7252 9.1.3.1) */

	assert(a);
	ue->akma = a;
	if (node_check(map, akma_keys, error) || read_akma_key(a, map, error) ||
	    node_text(node_get(map, "a-kid"), a->a_kid, sizeof(a->a_kid), error) ||
	    node_text(node_get(map, "af-fqdn"), a->af_fqdn, sizeof(a->af_fqdn), error) ||
	    (suite && node_number(suite, 1, 0xffff, &number, error)))
		return -1;
	a->suite = (uint16_t)number;
	ue->psk_identity_len = (size_t)snprintf((char *)ue->psk_identity, sizeof(ue->psk_identity), "3GPP-AKMA%s", a->a_kid);
	return *a->a_kid && *a->af_fqdn ? 0 : node_error(map, error, "a-kid and af-fqdn are not empty");
}

static int read_ue(struct target *t, const struct node *map, struct error *error)
{
	struct identity *ue = target_add_identity(&t->ues);
	const struct node *identity = node_get(map, "psk-identity"), *psk = node_get(map, "psk");
	const struct node *provisioned = node_get(map, "provisioned"), *akma = node_get(map, "akma");
	bool is_provisioned = true;

	if (node_check(map, ue_keys, error) || node_text(node_get(map, "name"), ue->name, sizeof(ue->name), error) ||
	    node_text(node_get(map, "ue-service-id"), ue->ue_service_id, sizeof(ue->ue_service_id), error) ||
	    (identity && node_octets(identity, ue->psk_identity, 128, &ue->psk_identity_len, error)) ||
	    (psk && read_key(ue, psk, error)) || (akma && read_akma(ue, akma, error)) ||
	    (provisioned && node_bool(provisioned, &is_provisioned, error)))
		return -1;
	ue->unprovisioned = !is_provisioned;
	if (!identity != !psk)
		return node_error(map, error, "psk-identity and psk belong together");
	if (identity && !ue->psk_identity_len)
		return node_error(identity, error, "at least one octet");
	if (akma && psk)
		return node_error(akma, error, "either psk or akma");
	if (ue->psk_identity_len && t->ues.list[0].psk_identity_len && !ue->akma != !t->ues.list[0].akma)
		return node_error(map, error, "AKMA and other keys do not mix: AKMA's rules bind every session");
	t->declared_yes |= akma ? APPLIES_AKMA : 0;
	return refuse_twice(t, map, error);
}

static int read_ues(struct target *t, const struct node *list, struct error *error)
{
	if (!list) {
		target_default_pool(t);
		return 0;
	}
	for (const struct node *n = list->child; n; n = n->next)
		if (n->kind != NODE_MAP ? node_error(n, error, "a UE is a map") : read_ue(t, n, error))
			return -1;
	return t->ues.count ? 0 : node_error(list, error, "no UE in the pool");
}

static int read_features(struct target *t, const struct node *map, struct error *error)
{
	for (const struct node *n = map ? map->child : NULL; n; n = n->next) {
		uint32_t bit = applies_named(n->key);
		bool yes;
		if (!bit || bit & (APPLIES_EDITION_CR | APPLIES_EDITION_PRE_CR))
			return node_error(n, error, "unknown feature '%s'", n->key);
		if (node_bool(n, &yes, error))
			return -1;
		*(yes ? &t->declared_yes : &t->declared_no) |= bit;
	}
	if (t->has[TRANSPORT_COAPS])
		t->declared_yes |= APPLIES_COAPS | (t->declared_no & APPLIES_PSK ? 0 : APPLIES_PSK);
	return 0;
}

static int read_pixit(struct target *t, const struct node *map, struct error *error)
{
	const struct node *ack = map ? node_get(map, "ack-timeout") : NULL, *dtls = map ? node_get(map, "dtls-timeout") : NULL;

	if (map && (node_check(map, pixit_keys, error) || (ack && node_duration(ack, &t->ack_timeout_ns, error)) ||
		    (dtls && node_duration(dtls, &t->dtls_timeout_ns, error))))
		return -1;
	t->declared_yes |= t->ack_timeout_ns ? APPLIES_TIMERS : 0;
	return 0;
}

static int read_hooks(struct target *t, const struct node *map, struct error *error)
{
	const struct { const char *key; char *room; } hooks[] = {
		{ "reset", t->hook_reset }, { "restart", t->hook_restart }, { "oracle", t->hook_oracle }
	};
	if (map && node_check(map, hook_keys, error))
		return -1;
	for (int i = 0; map && i < 3; i++) {
		const struct node *n = node_get(map, hooks[i].key);
		if (n && node_text(n, hooks[i].room, sizeof(t->hook_reset), error))
			return -1;
	}
	return 0;
}

static int read_edition(struct target *t, const struct node *n, struct error *error)
{
	static const char *const words[] = { "cr", "pre-cr", NULL };	/* enum edition */

	t->edition = n ? node_word(n, words, error) : -1;
	return n && t->edition < 0 ? -1 : 0;
}

/* A binding file is named as seen from the target file. */
static int read_binding(struct target *t, const struct node *root, const char *path, struct error *error)
{
	const struct node *n = node_get(root, "binding"), *confirmed = node_get(root, "binding-confirmed");
	const char *slash = strrchr(path, '/');

	if (confirmed && node_bool(confirmed, &t->binding_confirmed, error))
		return -1;
	if (!n)
		return 0;
	if (n->kind == NODE_MAP) {
		t->binding[0] = '\0';
		return binding_read_map(&t->written, n, error);
	}
	if (node_text(n, t->binding, sizeof(t->binding), error))
		return -1;
	if (strcmp(n->text, "default") && *n->text != '/' && slash &&
	    (size_t)snprintf(t->binding, sizeof(t->binding), "%.*s/%s", (int)(slash - path), path, n->text) >= sizeof(t->binding))
		return node_error(n, error, "its path is longer than %zu octets", sizeof(t->binding) - 1);
	return 0;
}

int target_file_read(struct target *t, const char *path, struct error *error)
{
	struct document *document = document_read(path, error);
	const struct node *root;
	int bad;

	if (!document)
		return -1;
	root = document_root(document);
	bad = node_check(root, file_keys, error) || read_target(t, node_get(root, "target"), error) ||
	      read_binding(t, root, path, error) || read_edition(t, node_get(root, "edition"), error) || read_ues(t, node_get(root, "ues"), error) ||
	      read_features(t, node_get(root, "features"), error) || read_pixit(t, node_get(root, "pixit"), error) ||
	      read_hooks(t, node_get(root, "hooks"), error);
	document_free(document);
	return bad ? -1 : 0;
}
