/* server/options.c - which options the server understands, and what it makes of them (RFC 7252 5.4). */
#include "server/exchange.h"

/* The critical options it knows; each other critical one is unknown. Electives but Content-Format are ignored. */
static const struct {
	uint32_t number;
	enum refusal refusal;		/* REFUSAL_NONE: processed */
} critical[] = {
	{ OPTION_IF_MATCH, REFUSAL_NONE },
	{ OPTION_URI_HOST, REFUSAL_NONE },	/* one host is all hosts here */
	{ OPTION_IF_NONE_MATCH, REFUSAL_NONE },
	{ OPTION_URI_PORT, REFUSAL_NONE },
	{ OPTION_URI_PATH, REFUSAL_NONE },
	{ OPTION_URI_QUERY, REFUSAL_NONE },
	{ OPTION_ACCEPT, REFUSAL_NONE },
	{ OPTION_BLOCK2, REFUSAL_BLOCK },
	{ OPTION_BLOCK1, REFUSAL_BLOCK },
	{ OPTION_PROXY_URI, REFUSAL_PROXY_URI },
	{ OPTION_PROXY_SCHEME, REFUSAL_PROXY_SCHEME },
};

static bool known(uint32_t number, enum refusal *refusal)
{
	for (unsigned i = 0; i < sizeof(critical) / sizeof(*critical); i++)
		if (critical[i].number == number) {
			*refusal = critical[i].refusal;
			return true;
		}
	return false;
}

/* Length first, then repetition: each makes it count as unknown (RFC 7252 5.4.3, 5.4.5). */
static bool check_critical(struct exchange *x, const struct option *o, bool again)
{
	const struct option_fact *fact = option_fact(o->number);
	const char *name = fact ? fact->name : NULL;
	enum refusal refusal;

	if (!known(o->number, &refusal))
		return exchange_refuse(x, REFUSAL_OPTION_UNKNOWN, name, (long)o->number);
	if (o->value.len < fact->min || o->value.len > fact->max)
		return exchange_refuse(x, REFUSAL_OPTION_LENGTH, name, (long)o->number);
	if (again && !fact->repeatable)
		return exchange_refuse(x, REFUSAL_OPTION_REPEATED, name, (long)o->number);
	if (refusal == REFUSAL_BLOCK)
		return x->server->config.blocks || exchange_refuse(x, refusal, name, (long)o->number);
	return refusal == REFUSAL_NONE || exchange_refuse(x, refusal, NULL, -1);
}

/* A Reset would say that long tokens are not known here (RFC 8974 2.2.2). */
bool token_check(struct exchange *x)
{
	return x->request.token.len <= TOKEN_MOST || exchange_refuse(x, REFUSAL_TOKEN_TOO_LONG, NULL, TOKEN_MOST);
}

bool options_check(struct exchange *x)
{
	const struct message *m = &x->request;

	for (unsigned i = 0; i < m->options_kept; i++) {
		const struct option *o = &m->options[i];
		bool again = i && m->options[i - 1].number == o->number;
		if (o->number % 2 && !check_critical(x, o, again))
			return false;
	}
	return m->option_count == m->options_kept || exchange_refuse(x, REFUSAL_OPTION_TOO_MANY, NULL, -1);
}

/* An empty If-Match asks for existence only; no entity tag was ever given out here. */
static bool if_match_met(const struct message *m)
{
	const struct option *o = message_option(m, OPTION_IF_MATCH, 0);

	if (!o)
		return true;
	for (unsigned nth = 0; (o = message_option(m, OPTION_IF_MATCH, nth)); nth++)
		if (!o->value.len)
			return true;
	return false;
}

static bool accept_check(struct exchange *x)
{
	uint32_t format;

	if (!message_option_uint(&x->request, OPTION_ACCEPT, &format))
		return true;
	return format == 50 || exchange_refuse(x, REFUSAL_ACCEPT, NULL, -1);
}

/* Elective: out of range it is ignored, and so is a second one (RFC 7252 5.4.3, 5.4.5). */
static bool format_check(struct exchange *x)
{
	const struct option *o = message_option(&x->request, OPTION_CONTENT_FORMAT, 0);
	uint32_t format;

	if (x->answer.has_block1 && exchange_deviates(x, DEVIATION_JOINS_FORMATS))
		return true;
	if (!o || o->value.len > option_fact(OPTION_CONTENT_FORMAT)->max)
		return exchange_refuse(x, REFUSAL_FORMAT_MISSING, NULL, -1);
	if (message_option_uint(&x->request, OPTION_CONTENT_FORMAT, &format) && format == 50)
		return true;
	return exchange_refuse(x, REFUSAL_FORMAT, NULL, -1);
}

bool options_conditions(struct exchange *x)
{
	if (!accept_check(x))
		return false;
	if (!if_match_met(&x->request) && !exchange_refuse(x, REFUSAL_IF_MATCH, NULL, -1))
		return false;
	if (message_option(&x->request, OPTION_IF_NONE_MATCH, 0) &&
	    !exchange_refuse(x, REFUSAL_IF_NONE_MATCH, NULL, -1))
		return false;
	return format_check(x);
}
