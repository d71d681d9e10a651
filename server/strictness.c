/* server/strictness.c - faults that refuse what must be accepted. */
#include <string.h>

#include "server/exchange.h"

static bool strict_accept(struct exchange *x)
{
	uint32_t format;

	return message_option_uint(&x->request, OPTION_ACCEPT, &format) && format == 50;
}

static bool has_option(const struct message *m, bool (*wrong)(const struct message *, const struct option *))
{
	for (unsigned i = 0; i < m->options_kept; i++)
		if (wrong(m, &m->options[i]))
			return true;
	return false;
}

static bool elective_unknown(const struct message *m, const struct option *o)
{
	(void)m;
	return o->number % 2 == 0 && !option_fact(o->number);
}

static bool strict_elective(struct exchange *x) { return has_option(&x->request, elective_unknown); }

static bool elective_of_wrong_length(const struct message *m, const struct option *o)
{
	const struct option_fact *fact = option_fact(o->number);

	(void)m;
	return o->number % 2 == 0 && fact && (o->value.len < fact->min || o->value.len > fact->max);
}

static bool strict_elective_length(struct exchange *x) { return has_option(&x->request, elective_of_wrong_length); }

static bool strict_format_twice(struct exchange *x) { return message_option(&x->request, OPTION_CONTENT_FORMAT, 1); }

static bool strict_observe(struct exchange *x) { return message_option(&x->request, OPTION_OBSERVE, 0); }

static bool strict_zeros(struct exchange *x) { return message_anomaly(&x->request, ANOMALY_UINT_NOT_SHORTEST); }

static bool strict_token_empty(struct exchange *x) { return !x->request.token.len; }

static bool strict_token_odd(struct exchange *x) { return x->request.token.len % 2; }

static bool strict_ff(struct exchange *x)
{
	const struct message *m = &x->request;
	size_t end = m->payload.len ? m->payload.at - 1 : m->len;

	return end > 4 && memchr(m->bytes + 4, 0xff, end - 4);
}

static bool strict_members(struct exchange *x) { return x->content.unknown_members; }

static bool strict_order(struct exchange *x) { return x->content.node[ELEMENT_SERVICE_ID] != 1; }

static bool strict_space(struct exchange *x)
{
	const struct json *json = &x->content.json;
	const uint8_t *text = json->bytes + json->text.at;
	bool in_string = false;

	for (size_t i = 0; i < json->text.len; i++) {
		if (text[i] == '"' && !(in_string && text[i - 1] == '\\'))
			in_string = !in_string;
		else if (!in_string && memchr(" \t\r\n", text[i], 4))
			return true;
	}
	return false;
}

static bool strict_escape(struct exchange *x)
{
	const struct json *json = &x->content.json;

	return json->text.len && memmem(json->bytes + json->text.at, json->text.len, "\\u", 2);
}

static bool strict_segment_size(struct exchange *x) { return x->content.node[ELEMENT_SEGMENT_SIZE] >= 0; }

static bool strict_profile(struct exchange *x)
{
	return x->answer.kind == MSGIN5G_REG && x->content.node[ELEMENT_PROFILE] >= 0;
}

static bool strict_no_profile(struct exchange *x)
{
	return x->answer.kind == MSGIN5G_REG && x->content.node[ELEMENT_PROFILE] < 0;
}

static bool strict_renewal(struct exchange *x)
{
	return x->answer.kind == MSGIN5G_REG && store_find(&x->server->store, x->answer.ue_service_id);
}

static const struct {
	enum deviation deviation;
	bool (*wrong)(struct exchange *);
} rows[] = {
	{ DEVIATION_STRICT_ACCEPT, strict_accept },
	{ DEVIATION_STRICT_ELECTIVE, strict_elective },
	{ DEVIATION_STRICT_ELECTIVE_LENGTH, strict_elective_length },
	{ DEVIATION_STRICT_FORMAT_TWICE, strict_format_twice },
	{ DEVIATION_STRICT_OBSERVE, strict_observe },
	{ DEVIATION_STRICT_ZEROS, strict_zeros },
	{ DEVIATION_STRICT_TOKEN_EMPTY, strict_token_empty },
	{ DEVIATION_STRICT_TOKEN_ODD, strict_token_odd },
	{ DEVIATION_STRICT_FF, strict_ff },
	{ DEVIATION_STRICT_MEMBERS, strict_members },
	{ DEVIATION_STRICT_ORDER, strict_order },
	{ DEVIATION_STRICT_SPACE, strict_space },
	{ DEVIATION_STRICT_ESCAPE, strict_escape },
	{ DEVIATION_STRICT_SEGMENT_SIZE, strict_segment_size },
	{ DEVIATION_STRICT_PROFILE, strict_profile },
	{ DEVIATION_STRICT_NO_PROFILE, strict_no_profile },
	{ DEVIATION_STRICT_RENEWAL, strict_renewal },
};

bool strictness_check(struct exchange *x)
{
	for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (exchange_deviates(x, rows[i].deviation) && rows[i].wrong(x))
			return exchange_refuse(x, REFUSAL_STRICTER, NULL, -1);
	return true;
}
