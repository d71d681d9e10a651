/* cli/generator_gateways.c - Gateway UEs opened on a load's host, told what their lives say, and counted. */
#include "cli/generator_gateways.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/embedded.h"
#include "wire/message.h"

struct gateway_seat {
	struct gateways *all;
	struct gateway *gateway;
	struct sink *sink;
	struct identity identity;
};

/* Where Gateway UEs are when nobody says: these are ours, and no UE's. */
static const struct source_plan loopback = {
	.prefixes = { { .at = { .family = FAMILY_IPV4, .addr = { 127, 64 } }, .bits = 16 } }, .prefix_count = 1, .ports = 1,
};

/* --- what has ended --- */

static enum outcome outcome_of(const struct gateway_told *told, uint8_t *code)
{
	const struct transaction *t = told->transaction;
	struct message m;

	switch (t->state) {
	case TRANSACTION_PENDING:
	case TRANSACTION_ACKED:
		return OUTCOME_UNFINISHED;
	case TRANSACTION_RESET:
		return OUTCOME_RESET;
	case TRANSACTION_GIVEN_UP:
		return told->unreachable ? OUTCOME_UNREACHABLE : OUTCOME_TIMED_OUT;
	case TRANSACTION_CUT:
		return OUTCOME_CUT;
	case TRANSACTION_ANSWERED:
		break;
	}
	message_read(&m, t->reply, t->reply_len);
	*code = m.code;
	if (CODE_CLASS(m.code) == 4 || CODE_CLASS(m.code) == 5)
		return OUTCOME_REFUSED;
	if (CODE_CLASS(m.code) != 2)
		return OUTCOME_ODD;
	return told->success ? OUTCOME_ANSWERED : OUTCOME_FAILURE;
}

static void told(void *arg, const struct gateway_told *what)
{
	struct gateway_seat *seat = arg;
	struct gateways *all = seat->all;
	const struct transaction *t = what->transaction;
	struct deed note = { .begun_ns = t->started_ns, .at_ns = what->at_ns, .retransmissions = (uint8_t)(t->copies - 1),
			     .responded = t->state == TRANSACTION_ANSWERED || t->state == TRANSACTION_RESET };
	enum outcome outcome = outcome_of(what, &note.detail);

	if (what->about == GATEWAY_FOR_ITSELF) {
		population_told(all->population, (uint32_t)(seat - all->seats), outcome, &note, all->sink);
		host_spoken(all->sink);
	} else {
		population_did(all->population, what->about == GATEWAY_FOR_ONE ? OPERATION_GATEWAY_ALONE : OPERATION_GATEWAY_BULK, outcome,
			       &note);
	}
}

/* --- what their lives say --- */

static void ask(void *arg, uint32_t index, enum msgin5g_kind kind, uint64_t now_ns)
{
	struct gateway_seat *seat = &((struct gateways *)arg)->seats[index];

	(void)now_ns;
	gateway_order(seat->gateway, kind);
	host_spoken(seat->sink);
}

static void power(void *arg, uint32_t index, bool on, uint64_t now_ns)
{
	struct gateway_seat *seat = &((struct gateways *)arg)->seats[index];

	gateway_power(seat->gateway, on, now_ns);
	host_spoken(seat->sink);
}

/* --- opening --- */

static int resolve_uplink(struct gateway_uplink *uplink, const struct gateways_config *c, struct error *error)
{
	*uplink = (struct gateway_uplink){ .transport = TRANSPORT_COAP, .uri = c->uri,
					   .answer_within_ns = c->scenario->conduct.answer_within_ns,
					   .timing = { .ack_timeout_ns = c->scenario->conduct.ack_timeout_ns, .ack_random_permille = 1500,
						       .max_retransmit = c->scenario->conduct.max_retransmit } };
	return host_resolve(&uplink->server, &c->uri, error);
}

/* The first one's port may be the kernel's choice; the others have the same. */
static int listen_at(struct gateways *all, uint32_t i, struct error *error)
{
	const struct source_plan *said = &all->config.scenario->gateway.at, *plan = said->prefix_count ? said : &loopback;
	struct listen_wanted wanted = { .transport = TRANSPORT_COAP, .unwatched = true };
	struct endpoint *at = &all->at[i];
	char text[ENDPOINT_TEXT];

	source_plan_at(plan, all->config.shard + (uint64_t)i * all->config.shards, &wanted.at);
	wanted.at.port = i ? all->at[0].port : said->port;
	if (!host_listen(all->config.host, all->seats[i].sink, &wanted, at, error))
		return 0;
	return error_prepend(error, "a Gateway UE at %s: ", endpoint_format(text, sizeof(text), &wanted.at));
}

static int open_one(struct gateways *all, uint32_t i, struct gateway_uplink *uplink, struct error *error)
{
	const struct gateways_config *c = &all->config;
	struct gateway_seat *seat = &all->seats[i];
	struct gateway_config config = { .binding = c->binding, .path = "msgin5g", .pre_cr = c->pre_cr, .uplink = uplink,
					 .bulk = c->scenario->gateway.bulk_after_ns != 0, .bulk_after_ns = c->scenario->gateway.bulk_after_ns,
					 .on_orders = true, .told = told, .told_arg = seat };

	seat->all = all;
	population_identity(&c->scenario->population, c->scenario->population.first + c->shard + i * c->shards, &seat->identity);
	uplink->identity = &seat->identity;
	seat->gateway = gateway_new(&config);
	seat->sink = host_engine(c->host, &gateway_engine, seat->gateway, true);
	if (c->faults && gateway_take_faults(seat->gateway, c->faults, error))
		return -1;
	return listen_at(all, i, error);
}

int gateways_of_load(struct gateways *all, const struct gateways_config *config, struct error *error)
{
	struct population_config count = { .scenario = config->scenario, .shard = config->shard, .shards = config->shards };
	struct gateway_uplink uplink;

	*all = (struct gateways){ .config = *config, .count = population_count(&count), .doer = { ask, power, all } };
	all->seats = calloc(all->count + 1, sizeof(*all->seats));
	all->at = calloc(all->count + 1, sizeof(*all->at));
	assert(all->seats && all->at);
	if (resolve_uplink(&uplink, config, error))
		return -1;
	for (uint32_t i = 0; i < all->count; i++)
		if (open_one(all, i, &uplink, error))
			return -1;
	return 0;
}

/* By name, so that the port alone is compared: there are more of them than a context has room for. */
void gateways_uri(const struct gateways *all, struct uri *uri)
{
	*uri = (struct uri){ .host_is_name = true, .host = "gateway", .port = all->at[0].port, .path = "/msgin5g" };
}

bool gateways_are_at(const struct gateways *all, const struct endpoint *at)
{
	for (uint32_t i = 0; i < all->count; i++)
		if (endpoint_equal(&all->at[i], at))
			return true;
	return false;
}

void gateways_end(struct gateways *all, uint64_t now_ns)
{
	for (uint32_t i = 0; i < all->count; i++)
		gateway_power(all->seats[i].gateway, false, now_ns);
}

void gateways_of_load_free(struct gateways *all)
{
	for (uint32_t i = 0; i < all->count; i++)
		gateway_free(all->seats[i].gateway);
	free(all->seats);
	free(all->at);
}
