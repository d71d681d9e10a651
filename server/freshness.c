/* server/freshness.c - Echo values: of the time and the link, under a secret; nothing is kept (RFC 9175 2.3, A). */
#include <string.h>

#include "server/exchange.h"
#include "wire/table.h"

enum { FRESH_S = 60, HASH_AT = 4 };

static void seal(struct exchange *x, uint32_t second, uint8_t echo[ECHO_ROOM])
{
	const struct {
		uint64_t secret;
		uint32_t link, second;
	} what = { x->server->secret, x->in->link, second };
	uint64_t hash = table_hash(&what, sizeof(what), 0);

	for (int i = 0; i < HASH_AT; i++)
		echo[i] = (uint8_t)(second >> 8 * i);
	memcpy(echo + HASH_AT, &hash, sizeof(hash));
}

void freshness_echo(struct exchange *x, uint8_t echo[ECHO_ROOM])
{
	if (!x->server->secret)
		x->sink->random(x->sink->world, &x->server->secret, sizeof(x->server->secret));
	seal(x, (uint32_t)(x->in->at_ns / NS_PER_S), echo);
}

static bool is_fresh(struct exchange *x, const struct option *o)
{
	const uint8_t *said = x->request.bytes + o->value.at;
	uint32_t now = (uint32_t)(x->in->at_ns / NS_PER_S), second = 0;
	uint8_t right[ECHO_ROOM];

	if (exchange_deviates(x, DEVIATION_TAKES_ANY_ECHO))
		return true;
	if (o->value.len != ECHO_ROOM || !x->server->secret)
		return false;
	for (int i = 0; i < HASH_AT; i++)
		second |= (uint32_t)said[i] << 8 * i;
	seal(x, second, right);
	return now - second <= FRESH_S && !memcmp(right, said, ECHO_ROOM);
}

bool freshness_check(struct exchange *x)
{
	const struct option *o = message_option(&x->request, OPTION_ECHO, 0);

	if (!x->server->config.fresh || (o && is_fresh(x, o)))
		return true;
	blocks_keep(x);
	return exchange_refuse(x, REFUSAL_NOT_FRESH, NULL, -1);
}
