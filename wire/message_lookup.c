/* wire/message_lookup.c - asking a message that was read. */
#include "wire/message.h"

static unsigned anomalies_kept(const struct message *m)
{
	return m->anomaly_count < MESSAGE_ANOMALIES ? m->anomaly_count : MESSAGE_ANOMALIES;
}

const struct anomaly *message_anomaly(const struct message *m, enum anomaly_kind kind)
{
	for (unsigned i = 0; i < anomalies_kept(m); i++)
		if (m->anomalies[i].kind == kind)
			return &m->anomalies[i];
	return NULL;
}

const struct anomaly *message_format_error(const struct message *m)
{
	for (unsigned i = 0; i < anomalies_kept(m); i++)
		if (anomaly_fact(m->anomalies[i].kind)->weight == WEIGHT_FORMAT)
			return &m->anomalies[i];
	return NULL;
}

const struct option *message_option_search(const struct message *m, uint32_t number, unsigned nth)
{
	for (unsigned i = 0; i < m->options_kept && m->options[i].number <= number; i++)
		if (m->options[i].number == number && !nth--)
			return &m->options[i];
	return NULL;
}

bool message_option_uint(const struct message *m, uint32_t number, uint32_t *value)
{
	const struct option *o = message_option(m, number, 0);

	if (!o || o->value.len > 4)
		return false;
	*value = 0;
	for (uint32_t i = 0; i < o->value.len; i++)
		*value = *value << 8 | m->bytes[o->value.at + i];
	return true;
}
