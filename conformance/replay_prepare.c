/* conformance/replay_prepare.c - who of a script can be replayed; and a replay's beginning and end. */
#include "conformance/replay_state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void look_for_key(struct puppet *p, const struct script_client *c, const struct identities *pool)
{
	const struct identity *identity = identities_find_psk(pool, c->psk_identity, c->psk_identity_len);

	if (!c->psk_identity_len)
		snprintf(p->why_not, sizeof(p->why_not), "its session shows no PSK identity");
	else if (!identity || !identity->psk_len)
		snprintf(p->why_not, sizeof(p->why_not), "no key is given for its identity '%.*s'", (int)c->psk_identity_len,
			 (const char *)c->psk_identity);
	else
		p->client.identity = identity;
}

static void prepare_puppet(struct replay *r, size_t i)
{
	const struct script_client *c = &r->config.script->clients[i];
	struct puppet *p = &r->puppets[i];

	if (c->why_not[0])
		snprintf(p->why_not, sizeof(p->why_not), "%s", c->why_not);
	else if (c->captured.carrier != CARRIER_UDP)
		snprintf(p->why_not, sizeof(p->why_not), "it spoke in Ethernet frames, without IP");
	else if (!r->config.target->has[c->transport])
		snprintf(p->why_not, sizeof(p->why_not), "the target has no %s URI", c->transport == TRANSPORT_COAPS ? "coaps" : "coap");
	else if (c->transport == TRANSPORT_COAPS)
		look_for_key(p, c, &r->config.target->ues);
}

static void prepare_line(struct replay *r, size_t i)
{
	const struct script_line *line = &r->config.script->lines[i];
	struct puppet *p = &r->puppets[line->client];
	struct replay_line *result = &r->lines[i];
	const char *why_not = *p->why_not ? p->why_not : line->why_not;

	if (!why_not && line->len > DATAGRAM_MAX)
		why_not = "it is longer than 1500 octets";
	result->outcome = why_not ? REPLAY_IMPOSSIBLE : line->again ? REPLAY_LEFT_OUT : REPLAY_NOT_ENDED;
	snprintf(result->why, sizeof(result->why), "%s", why_not ? why_not : "");
	p->to_come += !why_not && (!line->again || r->config.copies);
}

struct replay *replay_new(const struct replay_config *config)
{
	struct replay *r = calloc(1, sizeof(*r));

	assert(r);
	r->config = *config;
	r->puppets = calloc(config->script->client_count + 1, sizeof(*r->puppets));
	r->shots = calloc(config->script->line_count + 1, sizeof(*r->shots));
	r->lines = calloc(config->script->line_count + 1, sizeof(*r->lines));
	assert(r->puppets && r->shots && r->lines);
	for (size_t i = 0; i < config->script->client_count; i++)
		prepare_puppet(r, i);
	for (size_t i = 0; i < config->script->line_count; i++)
		prepare_line(r, i);
	return r;
}

void replay_free(struct replay *r)
{
	if (!r)
		return;
	free(r->puppets);
	free(r->shots);
	free(r->lines);
	free(r->by_link);
	free(r);
}

void replay_tell(const struct replay *r, struct replay_result *result)
{
	size_t lines = r->config.script->line_count, clients = r->config.script->client_count;

	result->lines = malloc((lines + 1) * sizeof(*result->lines));
	result->why_not = calloc(clients + 1, sizeof(*result->why_not));
	assert(result->lines && result->why_not);
	memcpy(result->lines, r->lines, lines * sizeof(*result->lines));
	for (size_t i = 0; i < clients; i++)
		result->why_not[i] = *r->puppets[i].why_not ? strdup(r->puppets[i].why_not) : NULL;
	result->strays = r->strays;
	memcpy(result->first_stray, r->first_stray, sizeof(result->first_stray));
}
