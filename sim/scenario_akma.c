/* sim/scenario_akma.c - keys of a population from AKMA: templates of what each UE's is derived from. */
#include <stdio.h>
#include <string.h>

#include "sim/scenario.h"
#include "wire/hex.h"

#define SCALAR(name_) { .name = name_, .kind = NODE_SCALAR }

static const struct node_key keys[] = {
	SCALAR("k-akma"),
	SCALAR("k-ausf"),
	SCALAR("supi"),
	{ .name = "a-kid", .kind = NODE_SCALAR, .required = true },
	{ .name = "af-fqdn", .kind = NODE_SCALAR, .required = true },
	SCALAR("suite"),
	{ 0 },
};

bool population_subscription(const struct population_plan *p, uint32_t n, struct akma_subscription *a)
{
	char key[2 * sizeof(a->key) + 8];
	size_t len = name_format(&p->akma.key, n, key, sizeof(key));

	*a = p->akma.shared;
	name_format(&p->akma.supi, n, a->supi, sizeof(a->supi));
	name_format(&p->akma.a_kid, n, a->a_kid, sizeof(a->a_kid));
	return hex_read(a->key, sizeof(a->key), key, len) == (long)sizeof(a->key);
}

/* What is wrong with a key is said without the key. */
static int read_key(struct akma_plan *a, const struct node *map, struct error *error)
{
	const struct node *k_akma = node_get(map, "k-akma"), *k_ausf = node_get(map, "k-ausf"), *n = k_akma ? k_akma : k_ausf;

	if (!k_akma == !k_ausf || !k_ausf != !node_get(map, "supi"))
		return node_error(map, error, "give k-akma, or k-ausf and supi");
	if (strncmp(n->text, "hex:", 4) != 0 || name_template_parse(&a->key, n->text + 4, NULL))
		return node_error(n, error, "expected hex: and 64 digits, {n:08x} among them");
	a->shared.is_k_ausf = k_ausf != NULL;
	return k_ausf ? scenario_read_template(&a->supi, map, "supi", NULL, error) : 0;
}

/* The first and the last UE: their key and names have their lengths. */
static int check(const struct population_plan *p, const struct node *map, struct error *error)
{
	const uint32_t ends[] = { p->first, p->first + p->ues - 1 };
	struct akma_subscription a;

	for (unsigned i = 0; i < 2; i++) {
		if (!population_subscription(p, ends[i], &a))
			return node_error(map, error, "UE %u has no key of 32 octets: hex: and 64 digits", ends[i]);
		if (!*a.a_kid || (a.is_k_ausf && !*a.supi))
			return node_error(map, error, "UE %u has no a-kid, or no supi: too long, or empty", ends[i]);
	}
	return p->ues > 1 && !p->akma.a_kid.numbered ? node_error(node_get(map, "a-kid"), error, "%u UEs with one a-kid", p->ues) : 0;
}

int scenario_read_akma(struct population_plan *p, const struct node *population, struct error *error)
{
	const struct node *map = node_get(population, "akma");
	struct akma_plan *a = &p->akma;
	const struct node *suite;
	uint64_t number = 0xc0a8;	/* TLS_PSK_WITH_AES_128_CCM_8: mandatory (RFC 7252 9.1.3.1) */

	if (!map)
		return 0;
	if (node_get(population, "psk"))
		return node_error(map, error, "either psk or akma");
	suite = node_get(map, "suite");
	if (node_check(map, keys, error) || read_key(a, map, error) || scenario_read_template(&a->a_kid, map, "a-kid", NULL, error) ||
	    node_text(node_get(map, "af-fqdn"), a->shared.af_fqdn, sizeof(a->shared.af_fqdn), error) ||
	    (suite && node_number(suite, 1, 0xffff, &number, error)))
		return -1;
	a->shared.suite = (uint16_t)number;
	a->is = true;
	return check(p, map, error);
}
