/* sim/scenario_phases.c - one phase after another, each with its arrivals; or `arrive:` alone, which is one. */
#include <string.h>

#include "sim/scenario.h"
#include "wire/engine.h"

static const struct node_key keys[] = {
	{ .name = "name", .kind = NODE_SCALAR, .required = true },
	{ .name = "for", .kind = NODE_SCALAR },
	{ .name = "arrive", .kind = NODE_MAP, .required = true },
	{ .name = "counted", .kind = NODE_SCALAR },
	{ 0 },
};

static int read_phase(struct phase_plan *p, const struct node *map, struct error *error)
{
	const struct node *lasts, *counted;

	p->for_ns = NEVER;
	p->counted = true;
	if (node_check(map, keys, error) || node_text(node_get(map, "name"), p->name, sizeof(p->name), error) ||
	    arrival_read(&p->arrive, node_get(map, "arrive"), error))
		return -1;
	lasts = node_get(map, "for");
	counted = node_get(map, "counted");
	if (lasts && node_duration(lasts, &p->for_ns, error))
		return -1;
	if (!lasts && map->next)
		return node_error(map, error, "only the last phase goes on for ever: say for: how long");
	return counted ? node_bool(counted, &p->counted, error) : 0;
}

/* Lives that a closed loop keeps up would mix with the arrivals of a phase beside it. */
static int check_closed(const struct scenario *s, const struct node *list, struct error *error)
{
	for (unsigned i = 0; s->phase_count > 1 && i < s->phase_count; i++)
		if (s->phases[i].arrive.model == ARRIVAL_CLOSED)
			return node_error(list, error, "a closed loop is a scenario's only phase");
	return 0;
}

static int read_list(struct scenario *s, const struct node *list, struct error *error)
{
	bool counted = false;

	if (!list->count || list->count > SCENARIO_PHASES)
		return node_error(list, error, "from 1 to %d phases", SCENARIO_PHASES);
	for (const struct node *n = list->child; n; n = n->next) {
		if (read_phase(&s->phases[s->phase_count++], n, error))
			return -1;
		counted |= s->phases[s->phase_count - 1].counted;
	}
	return counted ? check_closed(s, list, error) : node_error(list, error, "no phase is counted");
}

int scenario_read_phases(struct scenario *s, const struct node *root, struct error *error)
{
	const struct node *list = node_get(root, "phases"), *arrive = node_get(root, "arrive");

	if (!list == !arrive)
		return node_error(root, error, "either arrive: or phases:");
	if (list)
		return read_list(s, list, error);
	struct phase_plan *only = &s->phases[s->phase_count++];
	strcpy(only->name, "all");
	only->for_ns = NEVER;
	only->counted = true;
	return arrival_read(&only->arrive, arrive, error);
}
