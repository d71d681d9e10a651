/* server/recall.c - by what a message is known again: endpoint, link, epoch and Message ID. */
#include <string.h>

#include "server/exchange.h"

static struct message_key key_of(const struct exchange *x)
{
	const struct in *in = x->in;
	struct message_key key;

	memset(&key, 0, sizeof(key));
	key.mid = x->request.mid;
	if (exchange_deviates(x, DEVIATION_DUPLICATES_BY_TOKEN)) {
		key.mid = 0;
		size_t len = x->request.token.len;
		memcpy(key.token, x->request.bytes + x->request.token.at, len < sizeof(key.token) ? len : sizeof(key.token));
	}
	if (exchange_deviates(x, DEVIATION_DUPLICATES_BY_CONTENT)) {
		uint64_t hash = table_hash(x->request.bytes + x->request.payload.at, x->request.payload.len, 0);
		key.mid = 0;
		memcpy(key.token, &hash, sizeof(hash));
	}
	if (exchange_deviates(x, DEVIATION_DUPLICATES_BY_MID))
		return key;
	key.peer = in->peer;
	if (exchange_deviates(x, DEVIATION_DUPLICATES_BY_ENDPOINT))
		return key;
	key.link = in->link;
	key.generation = links_generation(&x->server->links, in->link);
	return key;
}

static uint64_t lifetime(const struct exchange *x)
{
	if (exchange_deviates(x, DEVIATION_FORGETS_EARLY))
		return 5 * (uint64_t)NS_PER_S;
	return (x->request.type == TYPE_NON ? NON_LIFETIME_S : EXCHANGE_LIFETIME_S) * (uint64_t)NS_PER_S;
}

struct answered *duplicates_known(struct exchange *x)
{
	struct message_key key = key_of(x);

	return duplicates_find(&x->server->duplicates, &key, x->in->at_ns);
}

void duplicates_keep(struct exchange *x, const struct buffer *octets, const struct manner *manner)
{
	struct message_key key = key_of(x);
	uint64_t now = x->in->at_ns;
	uint64_t until = exchange_deviates(x, DEVIATION_FORGETS_NEVER) ? NEVER : now + lifetime(x);

	duplicates_put(&x->server->duplicates, &key, octets->bytes, octets->len, manner, now, until);
}
