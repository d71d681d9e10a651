/* sim/arrival_read.c - reading a plan of arrivals, each model with the keys that it takes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/arrival.h"
#include "wire/engine.h"

#define RATES_MOST 10e6

static int read_rate(const struct node *map, const char *key, double *rate, struct error *error)
{
	const struct node *n = node_get(map, key);

	if (node_rate(n, rate, error))
		return -1;
	return *rate > RATES_MOST ? node_error(n, error, "more than %.0f a second", RATES_MOST) : 0;
}

static struct rate_piece *add_piece(struct arrival_plan *p, double from, double to, uint64_t over_ns)
{
	p->pieces[p->piece_count] = (struct rate_piece){ from, to, over_ns };
	return &p->pieces[p->piece_count++];
}

static int no_rate(const struct node *map, struct error *error)
{
	return node_error(map, error, "at a rate of 0 nobody ever arrives");
}

static int read_even(struct arrival_plan *p, const struct node *map, struct error *error)
{
	double rate;

	if (read_rate(map, "rate", &rate, error))
		return -1;
	add_piece(p, rate, rate, NEVER);
	return rate > 0 ? 0 : no_rate(map, error);
}

static int read_ramp(struct arrival_plan *p, const struct node *map, struct error *error)
{
	double from, to;
	uint64_t over_ns;

	if (read_rate(map, "rate", &from, error) || read_rate(map, "to", &to, error) ||
	    node_duration(node_get(map, "over"), &over_ns, error))
		return -1;
	add_piece(p, from, to, over_ns);
	add_piece(p, to, to, NEVER);
	return from > 0 || to > 0 ? 0 : no_rate(map, error);
}

static int read_steps(struct arrival_plan *p, const struct node *map, struct error *error)
{
	static const struct node_key keys[] = { { .name = "rate", .required = true }, { .name = "for" }, { 0 } };
	const struct node *list = node_get(map, "steps");
	bool any = false;

	if (!list->count || list->count > ARRIVAL_PIECES)
		return node_error(list, error, "from 1 to %d steps", ARRIVAL_PIECES);
	for (const struct node *n = list->child; n; n = n->next) {
		const struct node *over;
		uint64_t over_ns = NEVER;
		double rate;
		if (node_check(n, keys, error) || read_rate(n, "rate", &rate, error))
			return -1;
		over = node_get(n, "for");
		if (!over && n->next)
			return node_error(n, error, "only the last step goes on for ever: say for: how long");
		if (over && node_duration(over, &over_ns, error))
			return -1;
		add_piece(p, rate, rate, over_ns);
		any |= rate > 0;
	}
	return any ? 0 : no_rate(map, error);
}

static int read_times(struct arrival_plan *p, const struct node *map, struct error *error)
{
	const struct node *list = node_get(map, "times");

	if (!list->count)
		return node_error(list, error, "no times: nobody ever arrives");
	p->times_ns = calloc(list->count, sizeof(*p->times_ns));
	assert(p->times_ns);
	for (const struct node *n = list->child; n; n = n->next) {
		uint64_t *at = &p->times_ns[p->time_count];
		if (node_duration(n, at, error))
			return -1;
		if (p->time_count++ && *at < at[-1])
			return node_error(n, error, "earlier than the one before");
	}
	return 0;
}

static int read_closed(struct arrival_plan *p, const struct node *map, struct error *error)
{
	uint64_t n;

	if (node_number(node_get(map, "at-once"), 1, UINT32_MAX, &n, error))
		return -1;
	p->at_once = (uint32_t)n;
	return 0;
}

#define KEY(name_) { .name = name_, .required = true }
#define MODEL { .name = "model", .required = true }

static const char *const words[] = {
#define ARRIVAL(name, word, text) word,
#include "sim/arrival.def"
#undef ARRIVAL
	NULL
};

static const struct model_row {
	struct node_key keys[6];
	int (*read)(struct arrival_plan *, const struct node *, struct error *);
} rows[] = {
	[ARRIVAL_CONSTANT] = { { MODEL, KEY("rate") }, read_even },
	[ARRIVAL_POISSON] = { { MODEL, KEY("rate") }, read_even },
	[ARRIVAL_RAMP] = { { MODEL, KEY("rate"), KEY("to"), KEY("over"), { .name = "random" } }, read_ramp },
	[ARRIVAL_STEP] = { { MODEL, { .name = "steps", .kind = NODE_LIST, .required = true }, { .name = "random" } },
			   read_steps },
	[ARRIVAL_LIST] = { { MODEL, { .name = "times", .kind = NODE_LIST, .required = true } }, read_times },
	[ARRIVAL_CLOSED] = { { MODEL, KEY("at-once") }, read_closed },
};

int arrival_read(struct arrival_plan *p, const struct node *map, struct error *error)
{
	const struct node *model, *random;

	*p = (struct arrival_plan){ 0 };
	model = map->kind == NODE_MAP ? node_get(map, "model") : NULL;
	if (!model)
		return node_error(map, error, "expected a map with the model of arrivals, as {model: poisson, rate: 500/s}");
	int which = node_word(model, words, error);
	if (which < 0 || node_check(map, rows[which].keys, error) || rows[which].read(p, map, error))
		return -1;
	p->model = (enum arrival_model)which;
	p->random = which == ARRIVAL_POISSON;
	random = node_get(map, "random");
	return random ? node_bool(random, &p->random, error) : 0;
}
