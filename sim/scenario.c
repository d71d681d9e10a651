/* sim/scenario.c - a scenario as a whole: read, checked, freed. */
#include "sim/scenario.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "wire/engine.h"

#define SCALAR(name_) { .name = name_, .kind = NODE_SCALAR }
#define LIST_OF(name_) { .name = name_, .kind = NODE_LIST }
#define MAP_OF(name_) { .name = name_, .kind = NODE_MAP }

static const struct node_key keys[] = {
	{ .name = "scenario", .kind = NODE_SCALAR, .required = true },
	SCALAR("text"),
	MAP_OF("population"),
	MAP_OF("gateways"),
	MAP_OF("devices"),
	MAP_OF("behind"),
	{ .name = "link", .any_kind = true },
	MAP_OF("arrive"),
	LIST_OF("phases"),
	LIST_OF("life"),
	LIST_OF("misbehave"),
	LIST_OF("outages"),
	MAP_OF("impair"),
	{ .name = "on-failure", .any_kind = true },
	MAP_OF("timing"),
	MAP_OF("stop"),
	LIST_OF("thresholds"),
	{ 0 },
};

static int read_text(char *out, size_t size, const struct node *root, const char *key, struct error *error)
{
	const struct node *n = node_get(root, key);

	return n ? node_text(n, out, size, error) : 0;
}

/* coap, coaps, or {coaps: 30%}. */
static int read_link(struct scenario *s, const struct node *n, struct error *error)
{
	static const char *const words[] = { "coap", "coaps", NULL };
	static const struct node_key shares[] = { { .name = "coaps", .kind = NODE_SCALAR, .required = true }, { 0 } };

	if (!n)
		return 0;
	if (n->kind == NODE_MAP)
		return node_check(n, shares, error) || node_share(node_get(n, "coaps"), &s->coaps, error) ? -1 : 0;
	int which = node_word(n, words, error);
	s->coaps = which;
	return which < 0 ? -1 : 0;
}

static int read_thresholds(struct scenario *s, const struct node *list, struct error *error)
{
	if (!list)
		return 0;
	if (list->count > SCENARIO_THRESHOLDS)
		return node_error(list, error, "more than %d thresholds", SCENARIO_THRESHOLDS);
	for (const struct node *n = list->child; n; n = n->next)
		if (threshold_read(&s->thresholds[s->threshold_count++], n, error))
			return -1;
	return 0;
}

static int check_keys(const struct scenario *s, const struct node *root, struct error *error)
{
	if (s->coaps > 0 && !s->population.psk.before && !s->population.psk.numbered && !s->population.akma.is &&
	    !s->population.certificate.is)
		return node_error(node_get(root, "population"), error, "coaps needs a psk, akma or certificate");
	return 0;
}

/* UEs that speak to the server themselves; without any there are Gateway UEs at least. */
static int read_ues(struct scenario *s, const struct node *root, struct error *error)
{
	static const char *const of_ues[] = { "link", "arrive", "phases", "life", "misbehave", "outages" };
	const struct node *map = node_get(root, "population"), *life = node_get(root, "life");

	for (unsigned i = 0; !map && i < sizeof(of_ues) / sizeof(*of_ues); i++)
		if (node_get(root, of_ues[i]))
			return node_error(node_get(root, of_ues[i]), error, "%s: whose? There is no population:", of_ues[i]);
	if (!map && !node_get(root, "gateways"))
		return node_error(root, error, "missing key 'population'");
	if (!map) {
		s->phases[s->phase_count++] = (struct phase_plan){ .name = "all", .for_ns = NEVER, .counted = true };
		return 0;
	}
	if (!life)
		return node_error(root, error, "missing key 'life'");
	return scenario_read_population(&s->population, map, error) || read_link(s, node_get(root, "link"), error) ||
	       scenario_read_phases(s, root, error) || life_read(&s->life, life, error) ||
	       scenario_check_life(s, life, error) ? -1 : 0;
}

/* What goes on for ever must be told when to end. */
int scenario_check_end(const struct scenario *s, const struct node *map, struct error *error)
{
	const struct life_step *last = s->life.count ? &s->life.steps[s->life.count - 1] : NULL;
	const struct phase_plan *phase = &s->phases[s->is_part ? 0 : s->phase_count - 1];

	if (s->stop.after_ns != NEVER || (phase->for_ns != NEVER && !s->is_part) || !last)
		return 0;
	if (last->word == LIFE_AGAIN && last->times == LIFE_FOR_EVER)
		return node_error(node_get(map, "life"), error, "a life for ever needs stop: {after: ...}");
	if (s->population.again && phase->arrive.model != ARRIVAL_LIST)
		return node_error(map, error, "UEs that arrive again need stop: {after: ...}");
	return 0;
}

static int fill(struct scenario *s, const struct node *root, struct error *error)
{
	if (node_check(root, keys, error) || read_text(s->name, sizeof(s->name), root, "scenario", error) ||
	    read_text(s->text, sizeof(s->text), root, "text", error) ||
	    read_ues(s, root, error) || scenario_read_conduct(s, root, error) ||
	    read_thresholds(s, node_get(root, "thresholds"), error) || check_keys(s, root, error) || scenario_check_end(s, root, error))
		return -1;
	return scenario_read_others(s, root, error);
}

static struct scenario *from_document(struct document *document, struct error *error)
{
	struct scenario *s;

	if (!document)
		return NULL;
	s = calloc(1, sizeof(*s));
	assert(s);
	s->document = document;
	if (fill(s, document_root(document), error)) {
		scenario_free(s);
		return NULL;
	}
	return s;
}

struct scenario *scenario_read(const char *path, struct error *error)
{
	return from_document(document_read(path, error), error);
}

struct scenario *scenario_parse(const char *name, const char *text, size_t len, struct error *error)
{
	return from_document(document_parse(name, text, len, error), error);
}

void scenario_free(struct scenario *s)
{
	if (!s)
		return;
	for (unsigned i = 0; i < s->phase_count; i++)
		arrival_free(&s->phases[i].arrive);
	for (unsigned i = 0; i < s->misbehaviour_count; i++)
		free(s->misbehaviours[i].request.but);
	for (unsigned i = 0; i < POPULATIONS; i++)
		scenario_free(s->others[i]);
	life_free(&s->life);
	document_free(s->document);
	free(s);
}
