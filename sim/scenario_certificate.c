/* sim/scenario_certificate.c - certificates of a population: templates of PEM files, or made when the load begins. */
#include "sim/scenario.h"

#define SCALAR(name_) { .name = name_, .kind = NODE_SCALAR }

static const struct node_key keys[] = { SCALAR("file"), SCALAR("key"), SCALAR("made"), { 0 } };

static int read_files(struct population_plan *p, const struct node *map, struct error *error)
{
	struct certificate_plan *c = &p->certificate;

	if (scenario_read_template(&c->certificate, map, "file", NULL, error) || scenario_read_template(&c->key, map, "key", NULL, error))
		return -1;
	return p->ues > 1 && !c->certificate.numbered ?
	       node_error(node_get(map, "file"), error, "%u UEs with one certificate: say where the number stands, as ue{n}.pem", p->ues) : 0;
}

int scenario_read_certificate(struct population_plan *p, const struct node *population, struct error *error)
{
	const struct node *map = node_get(population, "certificate"), *made;
	struct certificate_plan *c = &p->certificate;

	if (!map)
		return 0;
	if (node_check(map, keys, error))
		return -1;
	if (node_get(population, "psk") || node_get(population, "akma"))
		return node_error(map, error, "one of psk, akma and certificate");
	made = node_get(map, "made");
	if (made && node_bool(made, &c->made, error))
		return -1;
	if (c->made == (node_get(map, "file") || node_get(map, "key")) || !node_get(map, "file") != !node_get(map, "key"))
		return node_error(map, error, "give file and key, or made: yes");
	c->is = true;
	return c->made ? 0 : read_files(p, map, error);
}
