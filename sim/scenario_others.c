/* sim/scenario_others.c - the populations around Gateway UEs: the Gateway UEs, their devices, the UEs behind them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/gateway.h"
#include "sim/scenario.h"

enum { GATEWAYS_MOST = 4096 };
#define BULK_AFTER_MOST (3600ull * 1000000000)

#define SCALAR(name_) { .name = name_, .kind = NODE_SCALAR }
#define NEEDED(name_) { .name = name_, .kind = NODE_SCALAR, .required = true }
#define LIST_OF(name_) { .name = name_, .kind = NODE_LIST }

/* Of all three; each has some of its own. */
#define COMMON NEEDED("count"), SCALAR("first"), SCALAR("again"), { .name = "arrive", .kind = NODE_MAP, .required = true }, \
	{ .name = "life", .kind = NODE_LIST, .required = true }, LIST_OF("outages"), { .name = "on-failure", .any_kind = true }
#define AT_GATEWAYS LIST_OF("misbehave"), LIST_OF("sources"), SCALAR("ports")

static const struct part {
	struct node_key keys[16];
	unsigned words;			/* of a life, bits of enum life_word */
} parts[POPULATIONS] = {
	[POPULATION_UES] = { .words = ~0u },
	[POPULATION_GATEWAYS] = { { COMMON, SCALAR("ue-service-id"), LIST_OF("addresses"), SCALAR("port"), SCALAR("bulk"), { 0 } },
				  1u << LIFE_REGISTER | 1u << LIFE_DEREGISTER | 1u << LIFE_WAIT | 1u << LIFE_REBOOT | 1u << LIFE_LEAVE |
				  1u << LIFE_AGAIN },
	[POPULATION_DEVICES] = { { COMMON, AT_GATEWAYS, SCALAR("application-id"), { 0 } },
				 1u << LIFE_REGISTER | 1u << LIFE_DEREGISTER | 1u << LIFE_WAIT | 1u << LIFE_REBOOT | 1u << LIFE_MOVE |
				 1u << LIFE_CLOSE | 1u << LIFE_LEAVE | 1u << LIFE_AGAIN },
	[POPULATION_BEHIND] = { { COMMON, AT_GATEWAYS, SCALAR("ue-service-id"), { .name = "profiles", .kind = NODE_MAP }, { 0 } },
				1u << LIFE_REGISTER | 1u << LIFE_DEREGISTER | 1u << LIFE_WAIT | 1u << LIFE_REBOOT | 1u << LIFE_MOVE |
				1u << LIFE_CLOSE | 1u << LIFE_LEAVE | 1u << LIFE_AGAIN },
};

static const char *const words[] = {
#define POPULATION(name, word, ...) word,
#include "sim/population.def"
#undef POPULATION
};

const struct scenario *scenario_part(const struct scenario *s, enum population_kind kind)
{
	return kind == POPULATION_UES ? s : s->others[kind];
}

/* A Gateway UE builds its own requests, devices have no Client Profile, and only who is behind can be urgent. */
int scenario_check_life(const struct scenario *s, const struct node *list, struct error *error)
{
	const struct part *part = &parts[s->population.kind];
	const struct node *n = list->child;

	for (unsigned i = 0; i < s->life.count; i++, n = n->next) {
		const struct life_step *step = &s->life.steps[i];
		const char *word;
		life_word_text(step->word, &word);
		if (!(part->words >> step->word & 1))
			return node_error(n, error, "'%s' is nothing that %s do", word, words[s->population.kind]);
		if (s->population.kind == POPULATION_GATEWAYS && n->count > 1 && step->request.kind != MSGIN5G_NONE)
			return node_error(n, error, "a Gateway UE's requests are as they are");
		if (s->population.kind == POPULATION_DEVICES && (step->profile_said || step->request.client_address))
			return node_error(n, error, "a device sends neither profile nor client address");
		if (s->population.kind != POPULATION_BEHIND && (step->request.urgent || step->request.wait_s))
			return node_error(n, error, "urgent and wait-time go to a Gateway UE, from behind: it (23.554 8.2.7)");
	}
	return 0;
}

/* What all populations share; the phases are the scenario's, to count by. */
static void share(struct scenario *part, const struct scenario *s)
{
	memcpy(part->name, s->name, sizeof(part->name));
	part->is_part = true;
	part->impair = s->impair;
	part->conduct = s->conduct;
	part->stop = s->stop;
	for (; part->phase_count < s->phase_count; part->phase_count++) {
		part->phases[part->phase_count] = s->phases[part->phase_count];
		part->phases[part->phase_count].arrive = (struct arrival_plan){ 0 };
	}
}

static int read_gateway(struct scenario *s, const struct node *map, struct error *error)
{
	const struct node *at = node_get(map, "addresses"), *port = node_get(map, "port"), *bulk = node_get(map, "bulk");
	struct gateway_plan *g = &s->gateway;
	uint64_t number = 0;

	if (s->population.ues > GATEWAYS_MOST)
		return node_error(node_get(map, "count"), error, "at most %d Gateway UEs", GATEWAYS_MOST);
	if (scenario_read_sources(&g->at, at, NULL, error) || (port && node_number(port, 1, 65535, &number, error)))
		return -1;
	g->at.port = (uint16_t)number;
	if (at && source_plan_count(&g->at) < s->population.ues)
		return node_error(at, error, "%llu addresses for %u Gateway UEs", (unsigned long long)source_plan_count(&g->at),
				  s->population.ues);
	if (bulk && (node_duration(bulk, &g->bulk_after_ns, error)))
		return -1;
	if (bulk && (!g->bulk_after_ns || g->bulk_after_ns > BULK_AFTER_MOST))
		return node_error(bulk, error, "how long requests are gathered: up to an hour");
	return 0;
}

static int read_rest(struct scenario *part, const struct node *map, struct error *error)
{
	const struct node *misbehave = node_get(map, "misbehave"), *outages = node_get(map, "outages");
	const struct node *on_failure = node_get(map, "on-failure");

	if ((misbehave && scenario_read_misbehaviours(part, misbehave, error)) || (outages && scenario_read_outages(part, outages, error)))
		return -1;
	if (on_failure && scenario_read_on_failure(&part->conduct, on_failure, error))
		return -1;
	return part->population.kind == POPULATION_GATEWAYS ? read_gateway(part, map, error) : 0;
}

static int read_part(struct scenario *part, const struct node *map, struct error *error)
{
	enum population_kind kind = part->population.kind;
	char name[IDENTITY_TEXT];

	if (node_check(map, parts[kind].keys, error) || scenario_read_population(&part->population, map, error) ||
	    arrival_read(&part->phases[0].arrive, node_get(map, "arrive"), error) || life_read(&part->life, node_get(map, "life"), error) ||
	    scenario_check_life(part, node_get(map, "life"), error) || read_rest(part, map, error))
		return -1;
	if (kind == POPULATION_DEVICES &&
	    name_format(&part->population.ue_service_id, part->population.first + part->population.ues - 1, name, sizeof(name)) >= APPLICATION_TEXT)
		return node_error(map, error, "an Application ID of at most %d characters", APPLICATION_TEXT - 1);
	return scenario_check_end(part, map, error);
}

int scenario_read_others(struct scenario *s, const struct node *root, struct error *error)
{
	const struct node *gateways = node_get(root, "gateways");

	for (unsigned kind = POPULATION_GATEWAYS; kind < POPULATIONS; kind++) {
		const struct node *map = node_get(root, words[kind]);
		if (!map)
			continue;
		if (!gateways)
			return node_error(map, error, "%s come to Gateway UEs: there are no gateways:", words[kind]);
		if (kind == POPULATION_BEHIND && !s->others[POPULATION_GATEWAYS]->gateway.bulk_after_ns)
			return node_error(map, error, "UEs behind Gateway UEs need gateways: {bulk: 2s}");
		struct scenario *part = s->others[kind] = calloc(1, sizeof(*part));
		assert(part);
		part->population.kind = (enum population_kind)kind;
		share(part, s);
		if (read_part(part, map, error))
			return -1;
	}
	return 0;
}
