/* server/resource.c - the one resource: its path, and POST (RFC 7252 5.8, 6.4). */
#include <string.h>

#include "server/exchange.h"

static bool same_value(const struct message *a, const struct option *x, const struct message *b, const struct option *y)
{
	return x->value.len == y->value.len && !memcmp(a->bytes + x->value.at, b->bytes + y->value.at, x->value.len);
}

/* The exact sequence of segments (RFC 7252 5.10.1). */
static bool same_path(const struct message *asked, const struct message *ours)
{
	for (unsigned nth = 0;; nth++) {
		const struct option *x = message_option(asked, OPTION_URI_PATH, nth);
		const struct option *y = message_option(ours, OPTION_URI_PATH, nth);
		if (!x || !y)
			return !x && !y;
		if (!same_value(asked, x, ours, y))
			return false;
	}
}

/* A Uri-Query is part of the resource's name (RFC 7252 5.10.1, 6.4): with one it is another resource. */
bool resource_check(struct exchange *x)
{
	const struct message *m = &x->request;

	if (!same_path(m, &x->server->resource) && !exchange_refuse(x, REFUSAL_PATH, NULL, -1))
		return false;
	if (message_option(m, OPTION_URI_QUERY, 0) && !exchange_refuse(x, REFUSAL_QUERY, NULL, -1))
		return false;
	return m->code == CODE_POST || exchange_refuse(x, REFUSAL_METHOD, NULL, -1);
}
