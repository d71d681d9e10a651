/* sim/scenario_population.c - who is there: numbers, names, keys, profiles, sources. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario.h"
#include "wire/hex.h"
#include "wire/uri.h"

enum { UES_MOST = 1 << 23 };

#define SCALAR(name_) { .name = name_, .kind = NODE_SCALAR }

static const struct fact {
	const char *count, *name, *name_by_default, *text;
} facts[] = {
#define POPULATION(name, word, ...) { __VA_ARGS__ },
#include "sim/population.def"
#undef POPULATION
};

/* Of `population:`; the others' keys are checked with what else stands beside them. */
static const struct node_key keys[] = {
	{ .name = "ues", .kind = NODE_SCALAR, .required = true },
	SCALAR("first"),
	SCALAR("ue-service-id"),
	SCALAR("psk-identity"),
	SCALAR("psk"),
	{ .name = "akma", .kind = NODE_MAP },
	{ .name = "certificate", .kind = NODE_MAP },
	{ .name = "profiles", .kind = NODE_MAP },
	{ .name = "sources", .kind = NODE_LIST },
	SCALAR("ports"),
	SCALAR("again"),
	{ 0 },
};

static int read_number(const struct node *map, const char *key, uint32_t least, uint32_t most, uint32_t *out, struct error *error)
{
	const struct node *n = node_get(map, key);
	uint64_t value = *out;

	if (n && node_number(n, least, most, &value, error))
		return -1;
	*out = (uint32_t)value;
	return 0;
}

static int parse_template(struct name_template *t, const char *text, const struct node *at, struct error *error)
{
	struct error why;

	return name_template_parse(t, text, &why) ? node_error(at, error, "%s", why.text) : 0;
}

int scenario_read_template(struct name_template *t, const struct node *map, const char *key, const char *otherwise,
			   struct error *error)
{
	const struct node *n = node_get(map, key);
	char text[NAME_TEMPLATE_TEXT];

	if (n && node_text(n, text, sizeof(text), error))
		return -1;
	return parse_template(t, n ? text : otherwise, n ? n : map, error);
}

/* The name is written into JSON as it is. */
static int check_service_id(const struct population_plan *p, const struct node *map, struct error *error)
{
	const struct node *n = node_get(map, facts[p->kind].name);
	char name[IDENTITY_TEXT];

	if (!name_format(&p->ue_service_id, p->first + p->ues - 1, name, sizeof(name)))
		return node_error(n ? n : map, error, "a UE Service ID of at most %d characters", IDENTITY_TEXT - 1);
	for (const char *c = name; *c; c++)
		if (*c < ' ' || *c == '"' || *c == '\\' || *c == 0x7f)
			return node_error(n, error, "a UE Service ID here holds no quotes, backslashes or control characters");
	if (p->ues > 1 && !p->ue_service_id.numbered)
		return node_error(n, error, "%u UEs with one name: say where the number stands, as ue{n}@example.org", p->ues);
	return 0;
}

void population_identity(const struct population_plan *p, uint32_t n, struct identity *i)
{
	char key[2 * IDENTITY_KEY + 8];
	long len;

	*i = (struct identity){ 0 };
	snprintf(i->name, sizeof(i->name), "%u", n);
	name_format(&p->ue_service_id, n, i->ue_service_id, sizeof(i->ue_service_id));
	if (p->akma.is) {
		struct akma_subscription own;
		population_subscription(p, n, &own);
		i->akma = &p->akma.shared;
		i->psk_identity_len = (size_t)snprintf((char *)i->psk_identity, sizeof(i->psk_identity), "3GPP-AKMA%s", own.a_kid);
		return;
	}
	i->psk_identity_len = name_format(&p->psk_identity, n, (char *)i->psk_identity, sizeof(i->psk_identity));
	if (p->certificate.is)
		return;
	size_t key_len = name_format(&p->psk, n, key, sizeof(key));
	if (p->psk_is_hex) {
		len = hex_read(i->psk, sizeof(i->psk), key, key_len);
		i->psk_len = len < 0 ? 0 : (size_t)len;
	} else if (key_len <= sizeof(i->psk)) {
		memcpy(i->psk, key, key_len);
		i->psk_len = key_len;
	}
}

/* "hex:..." is octets; both may hold the number. */
static int read_psk(struct population_plan *p, const struct node *map, struct error *error)
{
	const struct node *n = node_get(map, "psk");
	char text[2 * IDENTITY_KEY + 16];
	struct identity identity;

	if (!n)
		return 0;
	if (node_text(n, text, sizeof(text), error))
		return -1;
	p->psk_is_hex = !strncmp(text, "hex:", 4);
	if (parse_template(&p->psk, text + (p->psk_is_hex ? 4 : 0), n, error))
		return -1;
	population_identity(p, p->first, &identity);
	return identity.psk_len ? 0 : node_error(n, error, "no key of 1 to %d octets: text, or hex: and pairs of digits", IDENTITY_KEY);
}

static int read_profiles(struct population_plan *p, const struct node *map, struct error *error)
{
	static const struct node_key profile_keys[] = { SCALAR("none"), SCALAR("full"), SCALAR("triggering"),
							SCALAR("availability"), SCALAR("other"), SCALAR("large"), { 0 } };
	double sum = 0;

	p->profiles[PROFILE_NONE] = !map;
	if (!map)
		return 0;
	if (node_check(map, profile_keys, error))
		return -1;
	for (unsigned i = 0; i < PROFILE_CHOICES; i++) {
		const struct node *n = node_get(map, profile_keys[i].name);
		if (n && node_share(n, &p->profiles[i], error))
			return -1;
		sum += p->profiles[i];
	}
	return sum > 0.999999 && sum < 1.000001 ? 0 : node_error(map, error, "the profiles' shares sum to %.4g%%, not 100%%", sum * 100);
}

/* --- sources --- */

static unsigned bits_of(const struct source_prefix *p) { return p->at.family == FAMILY_IPV4 ? 32 : 128; }

static bool read_prefix(struct source_prefix *p, const char *text)
{
	const char *slash = strchr(text, '/');
	int len = (int)(slash ? (size_t)(slash - text) : strlen(text));
	struct uri uri = { 0 };
	unsigned bits;
	char more;

	snprintf(uri.host, sizeof(uri.host), "%.*s", len, text);
	if (!uri_literal(&uri, &p->at))
		return false;
	bits = bits_of(p);
	if (slash && sscanf(slash + 1, "%3u%c", &bits, &more) != 1)
		return false;
	p->bits = (uint8_t)bits;
	return bits <= bits_of(p) && bits + 32 >= bits_of(p);
}

uint64_t source_plan_count(const struct source_plan *s)
{
	uint64_t addresses = 0;

	for (unsigned i = 0; i < s->prefix_count; i++)
		addresses += UINT64_C(1) << (bits_of(&s->prefixes[i]) - s->prefixes[i].bits);
	return addresses * s->ports;
}

/* Adds N to the address, from its last octet upwards. */
static void add_to(uint8_t *addr, size_t octets, uint64_t n)
{
	for (size_t i = octets; n && i--; n >>= 8) {
		n += addr[i];
		addr[i] = (uint8_t)n;
	}
}

void source_plan_at(const struct source_plan *s, uint64_t i, struct endpoint *at)
{
	uint64_t addresses = source_plan_count(s) / s->ports, n = i % addresses;
	const struct source_prefix *p = s->prefixes;

	for (; n >> (bits_of(p) - p->bits); p++)
		n -= UINT64_C(1) << (bits_of(p) - p->bits);
	*at = p->at;
	at->port = s->port ? (uint16_t)(s->port + i / addresses) : 0;
	add_to(at->addr, bits_of(p) / 8, n);
}

/* "40000-40003", "40000"; without a number: the kernel's choice. */
static int read_ports(struct source_plan *s, const struct node *n, struct error *error)
{
	unsigned first, last;
	char more;
	int got = n->text ? sscanf(n->text, "%5u-%5u%c", &first, &last, &more) : 0;

	last = got == 1 ? first : last;
	if (n->quoted || got < 1 || got > 2 || !first || last > 65535 || last < first)
		return node_error(n, error, "expected ports as 40000 or 40000-40003");
	s->port = (uint16_t)first;
	s->ports = (uint16_t)(last - first + 1);
	return 0;
}

int scenario_read_sources(struct source_plan *s, const struct node *list, const struct node *ports, struct error *error)
{
	s->ports = 1;
	if (ports && !list)
		return node_error(ports, error, "ports go with sources: the addresses to send from");
	if (!list)
		return 0;
	if (!list->count || list->count > SOURCE_PREFIXES)
		return node_error(list, error, "from 1 to %d prefixes", SOURCE_PREFIXES);
	for (const struct node *n = list->child; n; n = n->next) {
		struct source_prefix *p = &s->prefixes[s->prefix_count];
		if (!n->text || !read_prefix(p, n->text))
			return node_error(n, error, "expected an address or a prefix of at most 2^32 addresses, as 127.1.0.0/16");
		if (s->prefix_count++ && p->at.family != p[-1].at.family)
			return node_error(n, error, "IPv4 or IPv6, not both");
	}
	return ports ? read_ports(s, ports, error) : 0;
}

int scenario_read_population(struct population_plan *p, const struct node *map, struct error *error)
{
	const struct fact *fact = &facts[p->kind];
	const struct node *again = node_get(map, "again");

	p->ues = p->first = 1;
	if ((p->kind == POPULATION_UES && node_check(map, keys, error)) || read_number(map, fact->count, 1, UES_MOST, &p->ues, error) ||
	    read_number(map, "first", 0, UINT32_MAX - UES_MOST, &p->first, error) ||
	    scenario_read_template(&p->ue_service_id, map, fact->name, fact->name_by_default, error) ||
	    scenario_read_template(&p->psk_identity, map, "psk-identity", "ue{n}", error) || check_service_id(p, map, error) ||
	    read_psk(p, map, error) || scenario_read_akma(p, map, error) || scenario_read_certificate(p, map, error) ||
	    read_profiles(p, node_get(map, "profiles"), error) ||
	    scenario_read_sources(&p->sources, node_get(map, "sources"), node_get(map, "ports"), error))
		return -1;
	if (again && node_bool(again, &p->again, error))
		return -1;
	uint64_t sources = source_plan_count(&p->sources);
	if (sources && sources < p->ues)
		return node_error(node_get(map, "sources"), error, "%llu sources for %u UEs", (unsigned long long)sources, p->ues);
	return 0;
}
