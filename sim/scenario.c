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
	{ .name = "population", .kind = NODE_MAP, .required = true },
	{ .name = "link", .any_kind = true },
	MAP_OF("arrive"),
	LIST_OF("phases"),
	{ .name = "life", .kind = NODE_LIST, .required = true },
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
	if (s->coaps > 0 && !s->population.psk.before && !s->population.psk.numbered)
		return node_error(node_get(root, "population"), error, "coaps needs a psk");
	return 0;
}

/* What goes on for ever must be told when to end. */
static int check_end(const struct scenario *s, const struct node *root, struct error *error)
{
	const struct life_step *last = &s->life.steps[s->life.count - 1];
	const struct phase_plan *phase = &s->phases[s->phase_count - 1];

	if (s->stop.after_ns != NEVER || phase->for_ns != NEVER)
		return 0;
	if (last->word == LIFE_AGAIN && last->times == LIFE_FOR_EVER)
		return node_error(node_get(root, "life"), error, "a life for ever needs stop: {after: ...}");
	if (s->population.again && phase->arrive.model != ARRIVAL_LIST)
		return node_error(node_get(root, "population"), error, "UEs that arrive again need stop: {after: ...}");
	return 0;
}

static int fill(struct scenario *s, const struct node *root, struct error *error)
{
	if (node_check(root, keys, error) || read_text(s->name, sizeof(s->name), root, "scenario", error) ||
	    read_text(s->text, sizeof(s->text), root, "text", error) ||
	    scenario_read_population(&s->population, node_get(root, "population"), error) ||
	    read_link(s, node_get(root, "link"), error) || scenario_read_phases(s, root, error) ||
	    life_read(&s->life, node_get(root, "life"), error) || scenario_read_conduct(s, root, error) ||
	    read_thresholds(s, node_get(root, "thresholds"), error))
		return -1;
	return check_keys(s, root, error) || check_end(s, root, error) ? -1 : 0;
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
	life_free(&s->life);
	document_free(s->document);
	free(s);
}
