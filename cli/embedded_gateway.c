/* cli/embedded_gateway.c - our server behind Gateway UEs; embedded, our own Gateway UE too, and those that deviate.
 *
 *     runner (devices) --> Gateway UE --> our server: a listener for each Gateway UE, all of them watched */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/embedded.h"
#include "net/host.h"

static const char far_default[] = "coap://127.0.0.1/msgin5g";

static int open_far(struct embeddeds *all, struct host *host, bool pre_cr, struct error *error)
{
	struct server_config config = { .binding = &all->binding, .ues = &all->known, .path = "/msgin5g", .pre_cr = pre_cr };

	all->far.told.server = all->far.server = server_new(&config, error);
	all->far.sink = all->far.server ? host_engine(host, &server_engine, all->far.server, true) : NULL;
	return all->far.sink ? 0 : -1;
}

/* ANY: a port that the kernel chooses. */
static int listen_far(struct embeddeds *all, struct embedded *one, struct host *host, const char *words, bool any, struct error *error)
{
	struct listen_wanted wanted = { .transport = TRANSPORT_COAP };
	struct uri *uri = &one->place.far;

	if (uri_parse(uri, words, error) || host_resolve(&wanted.at, uri, error))
		return error_prepend(error, "--far-side: ");
	wanted.at.port = any ? 0 : wanted.at.port;
	if (uri->secure)
		return error_set(error, "--far-side: only coap here");
	if (host_listen(host, all->far.sink, &wanted, &one->place.far_at, error))
		return error_prepend(error, "--far-side: ");
	uri->port = one->place.far_at.port;
	return 0;
}

/* The pool as devices: each UE's UE Service ID is its Application ID. */
static void allow(struct far *far, const struct identities *known)
{
	far->allowed = calloc(known->count + 1, sizeof(*far->allowed));
	assert(far->allowed);
	for (size_t i = 0; i < known->count; i++) {
		struct device_identity *one = &far->allowed[far->allowed_count++];
		snprintf(one->application_id, sizeof(one->application_id), "%.63s", known->list[i].ue_service_id);
		device_layer2(one->layer2_id, one->application_id);
	}
}

static int open_gateway(struct embeddeds *all, struct embedded *one, struct host *host, const struct session_config *c,
			struct error *error)
{
	struct gateway_uplink uplink = { .transport = TRANSPORT_COAP, .server = one->place.far_at, .uri = one->place.far,
					 .identity = &one->identity,
					 .timing = { .ack_timeout_ns = 2ull * NS_PER_S, .ack_random_permille = 1500, .max_retransmit = 4 } };
	struct gateway_config config = { .binding = &all->binding, .path = "msgin5g", .pre_cr = c->context->edition == EDITION_PRE_CR,
					 .allowed = all->far.allowed, .allowed_count = all->far.allowed_count, .uplink = &uplink, .bulk = true };
	struct listen_wanted wanted = { .transport = TRANSPORT_COAP };
	struct endpoint bound;

	one->gateway = gateway_new(&config);
	one->place.devices = c->target->uri[TRANSPORT_COAP];
	uri_literal(&one->place.devices, &wanted.at);
	wanted.at.port = 0;
	if (gateway_take_faults(one->gateway, one->faults, error) ||
	    host_listen(host, host_engine(host, &gateway_engine, one->gateway, false), &wanted, &bound, error))
		return -1;
	one->place.devices.port = bound.port;
	return 0;
}

int gateway_take_faults(struct gateway *g, const struct fault *const *faults, struct error *error)
{
	for (; *faults; faults++)
		if ((*faults)->strike == STRIKE_GATEWAY && gateway_deviate(g, (*faults)->gateway, (*faults)->mutation, error))
			return -1;
	return 0;
}

/* The one under test bears the pool's identity; the others have their own, which the server knows too. */
static void name_gateway(struct embeddeds *all, struct embedded *one, const struct identities *pool)
{
	const struct identity *own = identities_find_name(pool, "gateway");

	assert(own);
	one->identity = *own;
	if (one != all->list)
		snprintf(one->identity.ue_service_id, sizeof(one->identity.ue_service_id), "gateway%zu@example.org",
			 (size_t)(one - all->list) + 1);
	snprintf(one->place.ue_service_id, sizeof(one->place.ue_service_id), "%s", one->identity.ue_service_id);
}

static struct embedded *add(struct embeddeds *all, const char *words, const struct identities *pool)
{
	struct embedded *one = &all->list[all->count++];

	one->words = words;
	name_gateway(all, one, pool);
	return one;
}

/* All of them are named before the server is made, which must know them. */
static int add_all(struct embeddeds *all, const struct session_config *c, struct error *error)
{
	struct embedded *first = add(all, "", &c->target->ues);

	for (unsigned i = 0; c->faults && c->faults[i] && i < EMBEDDED_FAULTS; i++)
		first->faults[i] = c->faults[i];
	for (size_t i = 0; i < c->cases->count && c->target->embedded; i++) {
		const struct case_row *row = &c->cases->rows[i];
		if (!row->gateway || embeddeds_has(all, row->server))
			continue;
		if (all->count == EMBEDDED_MOST)
			return node_error(row->node, error, "more than %d Gateway UEs that deviate", EMBEDDED_MOST - 1);
		if (embedded_read_faults(add(all, row->server, &c->target->ues), row, error))
			return -1;
	}
	return 0;
}

static void know_gateways(struct embeddeds *all)
{
	struct identities *known = &all->known;

	known->list = realloc(known->list, (known->count + all->count) * sizeof(*known->list));
	assert(known->list);
	for (size_t i = 1; i < all->count; i++)
		known->list[known->count++] = all->list[i].identity;
}

int gateways_open(struct embeddeds *all, struct host *host, const struct session_config *c, struct error *error)
{
	bool embedded = c->target->embedded;

	binding_default(&all->binding);
	if (!embedded)
		all->binding = c->context->binding;
	embeddeds_know(all, &c->target->ues);
	allow(&all->far, &all->known);
	if (add_all(all, c, error))
		return -1;
	know_gateways(all);
	if (open_far(all, host, c->context->edition == EDITION_PRE_CR, error))
		return -1;
	for (size_t i = 0; i < all->count; i++) {
		struct embedded *one = &all->list[i];
		one->place.devices = c->target->uri[TRANSPORT_COAP];
		if (listen_far(all, one, host, c->far ? c->far : far_default, embedded || i, error) ||
		    (embedded && open_gateway(all, one, host, c, error)))
			return -1;
	}
	return 0;
}

void gateways_free(struct embeddeds *all)
{
	for (size_t i = 0; i < all->count; i++)
		gateway_free(all->list[i].gateway);
	server_free(all->far.server);
	told_free(&all->far.told);
	free(all->far.allowed);
}
