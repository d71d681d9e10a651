/* cli/embedded.c - the reference server, opened on the host of a run. */
#include "cli/embedded.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/akma.h"
#include "server/null.h"

void embeddeds_know(struct embeddeds *all, const struct identities *pool)
{
	all->known.list = calloc(pool->count + 1, sizeof(*pool->list));
	assert(all->known.list);
	for (size_t i = 0; i < pool->count; i++)
		if (!pool->list[i].unprovisioned)
			all->known.list[all->known.count++] = pool->list[i];
}

/* Strangers are shown to the door too: it knows that they are none of its own. */
static int listen_on(const struct session_config *c, struct embedded *one, struct host *host, struct sink *sink,
		     enum transport transport, struct error *error)
{
	bool certificate = c->context->features & (APPLIES_CERT | APPLIES_RPK);
	struct listen_wanted wanted = { .transport = (uint8_t)transport, .keys = &c->target->ues,
					/* TS 24.109 K.3.2 d) */
					.identity_hint = c->context->features & APPLIES_AKMA ? AKMA_HINT : NULL,
					.renegotiation = !(c->context->features & APPLIES_RFC7925),
					/* OpenSSL cuts PSK identities at a NUL (RFC 7925 4.2). */
					.own_dtls = c->own_dtls || c->context->features & APPLIES_RFC7925 || certificate,
					.certificate = certificate,
					.stimuli = faults_stimuli(one->faults, one->stimuli, sizeof(one->stimuli)) };
	static const struct endpoint loopback = { .family = FAMILY_IPV4, .addr = { 127, 0, 0, 1 } };

	/* A name is only said, not asked for. */
	if (!uri_literal(&one->uri[transport], &wanted.at))
		wanted.at = loopback;
	wanted.at.port = 0;
	if (host_listen(host, sink, &wanted, &one->at[transport], error))
		return -1;
	one->uri[transport].port = one->at[transport].port;
	return 0;
}

static struct sink *add_null(struct host *host, const char *word, struct error *error)
{
	const struct null_server *null = null_server_named(word);

	if (null)
		return host_engine(host, null->ops, NULL, false);
	error_set(error, "unknown null server '%s'", word);
	return NULL;
}

static struct sink *add_server(struct embeddeds *all, struct embedded *one, struct host *host, const struct context *context,
			       struct error *error)
{
	bool pre_cr = context->edition == EDITION_PRE_CR;
	uint32_t features = context->features;
	struct server_config config = { .binding = &all->binding, .ues = &all->known, .path = "/msgin5g", .pre_cr = pre_cr,
					.long_tokens = features & APPLIES_LONG_TOKEN, .blocks = features & APPLIES_BLOCK,
					.fresh = features & APPLIES_ECHO,
					.faults = one->faults[0] ? one->faults : NULL };

	one->told.server = one->server = server_new(&config, error);
	return one->server ? host_engine(host, &server_engine, one->server, false) : NULL;
}

static int open_one(struct embeddeds *all, struct embedded *one, struct host *host, const struct session_config *c,
		    const char *null_server, struct error *error)
{
	struct sink *sink = null_server ? add_null(host, null_server, error)
					: add_server(all, one, host, c->context, error);

	if (!sink)
		return -1;
	for (int t = TRANSPORT_COAP; t <= TRANSPORT_COAPS; t++) {
		one->uri[t] = c->target->uri[t];
		if (c->target->has[t] && listen_on(c, one, host, sink, (enum transport)t, error))
			return -1;
	}
	if (one->server)
		server_nosec_port(one->server, one->uri[TRANSPORT_COAP].port);
	return 0;
}

/* "a b" of a case's `server:`. */
int embedded_read_faults(struct embedded *one, const struct case_row *row, struct error *error)
{
	char copy[sizeof(row->server)], *rest = copy;
	unsigned n = 0;

	snprintf(copy, sizeof(copy), "%s", row->server);
	for (char *word; (word = strsep(&rest, " "));) {
		if (n == EMBEDDED_FAULTS)
			return node_error(row->node, error, "more than %d faults", EMBEDDED_FAULTS);
		one->faults[n] = fault_named(word);
		if (!one->faults[n++])
			return node_error(row->node, error, "unknown fault '%s' (m5gtest list faults)", word);
	}
	return 0;
}

bool embeddeds_has(const struct embeddeds *all, const char *words)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->list[i].words, words))
			return true;
	return false;
}

/* One for each deviation that the tables name. */
static int open_deviating(struct embeddeds *all, struct host *host, const struct session_config *c, struct error *error)
{
	for (size_t i = 0; i < c->cases->count; i++) {
		const struct case_row *row = &c->cases->rows[i];
		if (row->gateway || embeddeds_has(all, row->server))
			continue;
		if (all->count == EMBEDDED_MOST)
			return node_error(row->node, error, "more than %d servers that deviate", EMBEDDED_MOST - 1);
		struct embedded *one = &all->list[all->count++];
		one->words = row->server;
		if (embedded_read_faults(one, row, error) || open_one(all, one, host, c, NULL, error))
			return -1;
	}
	return 0;
}

int embeddeds_open(struct embeddeds *all, struct host *host, const struct session_config *c, struct error *error)
{
	struct embedded *first = &all->list[0];

	binding_default(&all->binding);
	embeddeds_know(all, &c->target->ues);
	all->count = 1;
	first->words = "";
	for (unsigned i = 0; c->faults && c->faults[i]; i++) {
		if (i == EMBEDDED_FAULTS)
			return error_set(error, "more than %d faults at once", EMBEDDED_FAULTS);
		first->faults[i] = c->faults[i];
	}
	return open_one(all, first, host, c, c->null_server, error) || open_deviating(all, host, c, error) ? -1 : 0;
}

void embeddeds_free(struct embeddeds *all)
{
	for (size_t i = 0; i < all->count; i++) {
		server_free(all->list[i].server);
		told_free(&all->list[i].told);
	}
	gateways_free(all);
	free(all->known.list);
}

int embeddeds_check(const struct case_table *cases, struct error *error)
{
	for (size_t i = 0; i < cases->count; i++) {
		struct embedded scratch = { 0 };
		if (*cases->rows[i].server && embedded_read_faults(&scratch, &cases->rows[i], error))
			return -1;
	}
	return 0;
}
