/* server/reception.c - tells apart what comes in (RFC 7252 4.2, 4.3). */
#include "server/reception.h"

static const struct reception_fact facts[] = {
#define RECEPTION(name, word, reaction, clause, text) { word, clause, text, REACTION_##reaction },
#include "server/reception.def"
#undef RECEPTION
};

const struct reception_fact *reception_fact(enum reception r) { return &facts[r]; }

static const struct {
	enum anomaly_kind anomaly;
	enum reception reception;
} format_errors[] = {
	{ ANOMALY_TOKEN_LENGTH, RECEPTION_TOKEN_LENGTH },
	{ ANOMALY_TOKEN_TRUNCATED, RECEPTION_TOKEN_TRUNCATED },
	{ ANOMALY_RESERVED_CLASS, RECEPTION_RESERVED_CLASS },
	{ ANOMALY_DELTA_15, RECEPTION_DELTA_15 },
	{ ANOMALY_LENGTH_15, RECEPTION_LENGTH_15 },
	{ ANOMALY_OPTION_TRUNCATED, RECEPTION_OPTION_TRUNCATED },
	{ ANOMALY_OPTION_NUMBER, RECEPTION_OPTION_NUMBER },
	{ ANOMALY_MARKER_ALONE, RECEPTION_MARKER_ALONE },
	{ ANOMALY_EMPTY_WITH_CONTENT, RECEPTION_EMPTY_WITH_CONTENT },
};

static enum reception of_format_error(const struct message *m)
{
	const struct anomaly *wrong = message_format_error(m);

	if (m->type == TYPE_NON)
		return message_anomaly(m, ANOMALY_RESERVED_CLASS) ? RECEPTION_NON_RESERVED_CLASS :
								    RECEPTION_NON_FORMAT_ERROR;
	for (unsigned i = 0; i < sizeof(format_errors) / sizeof(*format_errors); i++)
		if (format_errors[i].anomaly == wrong->kind)
			return format_errors[i].reception;
	return RECEPTION_OPTION_TRUNCATED;	/* a kind this table lacks: rejected as well */
}

static enum reception of_ack(const struct message *m)
{
	bool sound = message_is_empty(m) || message_is_response(m);

	return sound && !message_format_error(m) ? RECEPTION_ACK : RECEPTION_ACK_REQUEST;
}

/* ACK and RST come before format errors: nothing is ever sent in answer to them. */
enum reception reception_of(const struct message *m)
{
	if (message_anomaly(m, ANOMALY_TOO_SHORT))
		return RECEPTION_TOO_SHORT;
	if (m->version != 1)
		return RECEPTION_VERSION;
	if (m->type == TYPE_ACK)
		return of_ack(m);
	if (m->type == TYPE_RST)
		return m->len == 4 && message_is_empty(m) ? RECEPTION_RST : RECEPTION_RST_NOT_EMPTY;
	if (message_format_error(m))
		return of_format_error(m);
	if (message_is_empty(m))
		return m->type == TYPE_CON ? RECEPTION_PING : RECEPTION_NON_EMPTY;
	if (message_is_response(m))
		return m->type == TYPE_CON ? RECEPTION_CON_RESPONSE : RECEPTION_NON_RESPONSE;
	return RECEPTION_REQUEST;
}
