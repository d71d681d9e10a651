/* conformance/judge/rules_option_form.c - options in what is sent (groups E and H, form). */
#include <stdio.h>
#include <string.h>

#include "conformance/judge/rules.h"

static bool value_is(const struct message *m, const struct option *o, const char *text)
{
	return o->value.len == strlen(text) && memcmp(m->bytes + o->value.at, text, o->value.len) == 0;
}

static const char *option_text(char *text, size_t size, uint32_t number)
{
	const struct option_fact *fact = option_fact(number);

	if (fact)
		snprintf(text, size, "%s", fact->name);
	else
		snprintf(text, size, "option %u", number);
	return text;
}

/* --- which options may stand where --- */

/* T2: a de-registration's response with the client address that its request held. */
static bool is_client_address(const struct subject *s, uint32_t number)
{
	return number == OPTION_URI_PATH && s->context->readings[READING_T2] == 0 &&
	       s->exchange->asked.said == MSGIN5G_DEREG && exchange_is(s->exchange, TRAIT_CLIENT_ADDRESS);
}

/* OPT-10. */
enum answer options_fit_the_code(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	bool request = message_is_request(m);
	char text[48];

	if (!request && !message_is_response(m))
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	for (unsigned i = 0; i < m->options_kept; i++) {
		const struct option *o = &m->options[i];
		const struct option_fact *fact = option_fact(o->number);
		if (!fact || (fact->where & (request ? IN_REQUEST : IN_RESPONSE)))
			continue;
		if (!request && is_client_address(s, o->number))
			continue;
		return broken(note, o->whole,
			      request ? "only options defined for requests" : "only options defined for responses", "%s",
			      option_text(text, sizeof(text), o->number));
	}
	return m->option_count ? HELD : NOT_ASKED;
}

/* OPT-11. */
enum answer defaults_are_not_spelled_out(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	uint32_t value;

	note->by = (uint8_t)s->by;
	if (message_is_response(m) && message_option_uint(m, OPTION_MAX_AGE, &value))
		return value != 60 ? HELD
				   : broken(note, where_option(m, OPTION_MAX_AGE), "no option for a default value",
					    "Max-Age 60");
	if (!message_is_request(m) || !message_option_uint(m, OPTION_URI_PORT, &value))
		return NOT_ASKED;
	if (value != s->now->datagram->to.port)
		return HELD;
	return broken(note, where_option(m, OPTION_URI_PORT), "no option for a default value",
		      "Uri-Port %u, the destination port", value);
}

/* Each option of that number, held to `fits`. */
static enum answer each_option(const struct subject *s, struct note *note, uint32_t number, const char *expected,
			       bool (*fits)(const struct message *, const struct option *))
{
	const struct message *m = s->now->message;
	const struct option *o = message_option(m, number, 0);

	if (!o)
		return NOT_ASKED;
	for (unsigned i = 0; (o = message_option(m, number, i)); i++)
		if (!fits(m, o))
			return broken(note, o->whole, expected, "\"%.*s\"", o->value.len < 60 ? (int)o->value.len : 60,
				      m->bytes + o->value.at);
	return HELD;
}

static bool is_no_dot(const struct message *m, const struct option *o)
{
	return !value_is(m, o, ".") && !value_is(m, o, "..");
}

/* OPT-12, OPT-23. */
enum answer uri_path_is_no_dot(const struct subject *s, struct note *note)
{
	return each_option(s, note, OPTION_URI_PATH, "no Uri-Path \".\" or \"..\"", is_no_dot);
}

enum answer location_path_is_no_dot(const struct subject *s, struct note *note)
{
	return each_option(s, note, OPTION_LOCATION_PATH, "no Location-Path \".\" or \"..\"", is_no_dot);
}

static bool has_no_slash(const struct message *m, const struct option *o)
{
	return !memchr(m->bytes + o->value.at, '/', o->value.len);
}

/* The URI's own path holds an encoded slash, which decodes into the option. */
static bool uri_has_slash_inside(const struct subject *s)
{
	const char *path = s->peer->uri >= 0 ? s->context->servers[s->peer->uri].path : "";

	return strstr(path, "%2F") || strstr(path, "%2f");
}

/* OPT-13. */
enum answer uri_path_is_one_segment(const struct subject *s, struct note *note)
{
	if (!message_is_request(s->now->message) || uri_has_slash_inside(s))
		return NOT_ASKED;
	return each_option(s, note, OPTION_URI_PATH, "one Uri-Path for each segment of the path, without \"/\"", has_no_slash);
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);

	return len >= tail && strcmp(text + len - tail, end) == 0;
}

/* OPT-14: an empty path gives no Uri-Path, a trailing slash an empty one. */
enum answer empty_segments_are_right(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	const char *path = s->peer->uri >= 0 ? s->context->servers[s->peer->uri].path : NULL;
	const struct option *last = NULL;
	unsigned count = 0;

	if (!path || s->exchange->asked.meant == MSGIN5G_NONE)
		return NOT_ASKED;
	while (message_option(m, OPTION_URI_PATH, count))
		last = message_option(m, OPTION_URI_PATH, count++);
	bool trailing = ends_with(path, "/") && strcmp(path, "/") != 0, empty = last && !last->value.len;
	if (empty == trailing)
		return HELD;
	return broken(note, last ? last->whole : WHERE_CODE,
		      trailing ? "an empty Uri-Path at the end, as the URI's path ends in a slash" : "no empty Uri-Path",
		      "%s", last ? empty ? "an empty one" : "none that is empty" : "no Uri-Path");
}

/* OPT-15: Uri-Host names no address of the destination and is in lower case; Uri-Port is not its port. */
enum answer uri_host_is_a_name(const struct subject *s, struct note *note)
{
	static const char expected[] = "Uri-Host only for a name, in lower case; Uri-Port only for another port";
	const struct message *m = s->now->message;
	const struct option *host = message_option(m, OPTION_URI_HOST, 0);
	char text[ENDPOINT_TEXT], *end;
	uint32_t port;

	if (!message_is_request(m))
		return NOT_ASKED;
	if (message_option_uint(m, OPTION_URI_PORT, &port) && port == s->now->datagram->to.port)
		return broken(note, where_option(m, OPTION_URI_PORT), expected, "Uri-Port %u, the destination port", port);
	if (!host)
		return message_option(m, OPTION_URI_PORT, 0) ? HELD : NOT_ASKED;
	endpoint_format(text, sizeof(text), &s->now->datagram->to);
	if ((end = strrchr(text, ':')))
		*end = '\0';
	if (value_is(m, host, text))
		return broken(note, host->whole, expected, "the destination's address");
	for (uint32_t i = 0; i < host->value.len; i++)
		if (m->bytes[host->value.at + i] >= 'A' && m->bytes[host->value.at + i] <= 'Z')
			return broken(note, host->whole, expected, "an upper-case letter");
	return HELD;
}

/* OPT-18. */
enum answer proxy_uri_stands_alone(const struct subject *s, struct note *note)
{
	static const uint32_t parts[] = { OPTION_URI_HOST, OPTION_URI_PORT, OPTION_URI_PATH, OPTION_URI_QUERY };
	const struct message *m = s->now->message;

	if (!message_option(m, OPTION_PROXY_URI, 0))
		return NOT_ASKED;
	for (unsigned i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (message_option(m, parts[i], 0))
			return broken(note, where_option(m, parts[i]), "Proxy-Uri without any Uri-*", "%s",
				      option_fact(parts[i])->name);
	return HELD;
}

/* OPT-26. */
enum answer response_has_one_etag(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	const struct option *second = message_option(m, OPTION_ETAG, 1);

	if (!message_is_response(m) || !message_option(m, OPTION_ETAG, 0))
		return NOT_ASKED;
	return second ? broken(note, second->whole, "at most one ETag in a response", "another") : HELD;
}

/* OPT-29, the client's part: bit 1 of No-Response suppresses 2.xx (RFC 7967 2.1). */
enum answer success_is_not_suppressed(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	uint32_t value;

	if (s->exchange->asked.meant == MSGIN5G_NONE || !message_option_uint(m, OPTION_NO_RESPONSE, &value))
		return NOT_ASKED;
	if (!(value & 2))
		return HELD;
	note->by = SIDE_CLIENT;
	return broken(note, where_option(m, OPTION_NO_RESPONSE), "2.xx not suppressed: the result is wanted",
		      "No-Response %u", value);
}

/* OPT-30: the segments of the path in their order. */
enum answer segments_are_in_order(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (exchange_is(x, TRAIT_PATH_RIGHT))
		return HELD;
	if (!exchange_is(x, TRAIT_PATH_SHUFFLED))
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	return broken(note, where_option(s->now->message, OPTION_URI_PATH), "the Uri-Path options in the order of the path",
		      "another order, or other segments");
}
