/* conformance/judge/rules.c - what rules say alike: notes, places, absences. */
#include "conformance/judge/rules.h"

#include <stdarg.h>
#include <stdio.h>

enum answer broken(struct note *note, struct range where, const char *expected, const char *actual, ...)
{
	va_list list;

	note->where = where;
	if (note->wordless)
		return BROKEN;
	snprintf(note->expected, sizeof(note->expected), "%s", expected);
	va_start(list, actual);
	vsnprintf(note->actual, sizeof(note->actual), actual, list);
	va_end(list);
	return BROKEN;
}

enum answer cannot_say(struct note *note, const char *expected, const char *why, ...)
{
	va_list list;

	if (note->wordless)
		return CANNOT_SAY;
	snprintf(note->expected, sizeof(note->expected), "%s", expected);
	va_start(list, why);
	vsnprintf(note->actual, sizeof(note->actual), why, list);
	va_end(list);
	return CANNOT_SAY;
}

void related_to(struct note *note, uint32_t frame)
{
	for (unsigned i = 0; i < sizeof(note->related) / sizeof(note->related[0]); i++)
		if (!note->related[i] || note->related[i] == frame) {
			note->related[i] = frame;
			return;
		}
}

struct range where_token(const struct message *m) { return m->token.len ? m->token : WHERE_TYPE; }

struct range where_option(const struct message *m, uint32_t number)
{
	const struct option *o = message_option(m, number, 0);

	return o ? o->whole : WHERE_CODE;
}

bool is_response(const struct subject *s)
{
	return s->moment == AT_REPLY && is_request_exchange(s->exchange) && message_is_response(s->now->message) &&
	       s->now->message->type != TYPE_RST;
}

const char *now_text(const struct subject *s, char *text, size_t size)
{
	const struct message *m = s->now->message;

	if (message_is_empty(m)) {
		snprintf(text, size, m->type == TYPE_RST ? "RST" : "an Empty %s", type_name(m->type));
		return text;
	}
	int n = snprintf(text, size, "%s ", type_name(m->type));
	code_format(text + n, size - (size_t)n, m->code);
	return text;
}

bool was_cut(const struct subject *s)
{
	return exchange_secure(s->exchange) && s->peer->disrupted_ns > s->exchange->asked_by.first_ns;
}

bool seen_from_start(const struct subject *s)
{
	return s->context->vantage != VANTAGE_UNKNOWN ||
	       s->at_ns - s->peer->first_ns >= s->context->timing.exchange_lifetime_ns;
}

enum answer silent(const struct subject *s)
{
	if (!s->exchange->asked_by.delivered || s->forgotten)
		return NOT_ASKED;
	return HELD;
}

enum answer absent(const struct subject *s, struct note *note, const char *expected)
{
	const struct exchange *x = s->exchange;
	const struct sending *asked = &x->asked_by;
	const struct service *service = s->peer->service;
	bool received = x->ack.seen || x->response.seen || (exchange_secure(x) && s->peer->bad_ns > asked->last_ns);

	if (!asked->delivered || was_cut(s))
		return NOT_ASKED;
	if (s->forgotten)
		return cannot_say(note, expected, "the exchange was forgotten before its end: too many at a time");
	if (s->context->vantage == VANTAGE_UNKNOWN)
		return cannot_say(note, expected, "nothing was seen, and the vantage point is not known (--vantage)");
	if (s->at_ns < asked->last_ns + s->context->timing.processing_delay_ns)
		return cannot_say(note, expected, "the end of watching came too early");
	if (s->context->vantage == VANTAGE_SERVER)
		return broken(note, WHERE_WHOLE, expected, "nothing");
	if (s->context->impaired)
		return cannot_say(note, expected, "nothing was seen, and datagrams are being lost on purpose");
	if (strain_around(s->strain, asked->last_ns))
		return cannot_say(note, expected, "nothing was seen, at a time when many had to repeat themselves");
	if (!received && !(service && service->alive_ns > asked->last_ns))
		return cannot_say(note, expected, "nothing was seen, and nothing shows that the server was alive after it");
	return broken(note, WHERE_WHOLE, expected, "nothing, though the server was alive after it");
}
