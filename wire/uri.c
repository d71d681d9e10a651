/* wire/uri.c - coap and coaps URIs: RFC 7252 6.1, 6.2, and the options of 6.4; coap+ether, which is ours. */
#include "wire/uri.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "wire/hex.h"
#include "wire/utf8.h"

enum { COAP_PORT = 5683, COAPS_PORT = 5684 };

/* --- percent-encoding (RFC 3986 2.1) --- */

/* OUT has room for LEN octets. The octets written, or -1: a '%' without two hex digits. */
static long percent_decode(uint8_t *out, const char *text, size_t len)
{
	long n = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] != '%') {
			out[n++] = (uint8_t)text[i];
			continue;
		}
		if (len - i < 3 || hex_read(out + n, 1, text + i + 1, 2) < 0)
			return -1;
		n++;
		i += 2;
	}
	return n;
}

/* pchar of RFC 3986 3.3, and what else MORE allows. */
static bool chars_allowed(const char *text, size_t len, const char *more)
{
	static const char pchar[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@%";

	for (size_t i = 0; i < len; i++)
		if (!text[i] || (!strchr(pchar, text[i]) && !strchr(more, text[i])))
			return false;
	return true;
}

/* --- parts --- */

static int copy_part(char *room, size_t size, const char *text, size_t len, const char *what, struct error *error)
{
	if (len >= size)
		return error_set(error, "the URI's %s is longer than %zu characters", what, size - 1);
	memcpy(room, text, len);
	room[len] = '\0';
	return 0;
}

static int read_scheme(struct uri *uri, const char **at, struct error *error)
{
	if (!strncasecmp(*at, "coap://", 7))
		*at += 7;
	else if (!strncasecmp(*at, "coaps://", 8))
		*at += 8, uri->secure = true;
	else if (!strncasecmp(*at, "coap+ether://", 13))
		*at += 13, uri->ether = true;
	else
		return error_set(error, "'%s' is no URI of scheme coap or coaps", *at);
	uri->port = uri->ether ? 0 : uri->secure ? COAPS_PORT : COAP_PORT;
	return 0;
}

/* ":" and digits, up to END; nothing after the colon is the default (RFC 7252 6.1). */
static int read_port(struct uri *uri, const char *at, const char *end, struct error *error)
{
	unsigned long port = 0;

	if (at == end || (*at == ':' && at + 1 == end))
		return 0;
	if (*at != ':')
		return error_set(error, "after the URI's host ':' or '/' is expected");
	for (at++; at < end && port <= 65535; at++) {
		if (*at < '0' || *at > '9')
			return error_set(error, "the URI's port is no number");
		port = port * 10 + (unsigned long)(*at - '0');
	}
	if (!port || port > 65535)
		return error_set(error, "the URI's port is not in 1 to 65535");
	uri->port = (uint16_t)port;
	return 0;
}

static int read_interface(struct uri *uri, const char **at, struct error *error)
{
	size_t len = strcspn(*at, "@/?");

	if ((*at)[len] != '@')
		return 0;
	if (copy_part(uri->interface, sizeof(uri->interface), *at, len, "interface", error))
		return -1;
	*at += len + 1;
	return 0;
}

/* IEEE 802-2014 8.1: octets in hexadecimal, hyphens between. */
static bool read_mac(uint8_t mac[6], const char *text)
{
	for (int i = 0; i < 6; i++, text += 3)
		if (hex_read(mac + i, 1, text, strnlen(text, 2)) != 1 || text[2] != (i < 5 ? '-' : '\0'))
			return false;
	return true;
}

static int check_mac(struct uri *uri, struct error *error)
{
	struct endpoint e;

	uri->host_is_name = false;
	if (!uri_literal(uri, &e))
		return error_set(error, "'%s' is no MAC address such as 02-00-00-00-00-01", uri->host);
	return e.addr[0] & 1 ? error_set(error, "the MAC address '%s' is a group's", uri->host) : 0;
}

/* The host from AT; *END is set to what follows it. */
static int read_host(struct uri *uri, const char *at, const char **end, struct error *error)
{
	struct endpoint literal;
	bool bracket = *at == '[' && !uri->ether;

	if (uri->ether && read_interface(uri, &at, error))
		return -1;
	at += bracket;
	const char *stop = at + strcspn(at, bracket ? "]/?#" : ":/?#");
	if (bracket && *stop != ']')
		return error_set(error, "the URI's '[' is never closed");
	if (stop == at)
		return error_set(error, "the URI has no host");
	if (memchr(at, '@', (size_t)(stop - at)))
		return error_set(error, "a coap URI has no user information");
	if (!chars_allowed(at, (size_t)(stop - at), "") || memchr(at, '%', (size_t)(stop - at)))
		return error_set(error, "the URI's host has a character that cannot stand there");
	if (copy_part(uri->host, sizeof(uri->host), at, (size_t)(stop - at), "host", error))
		return -1;
	for (char *c = uri->host; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c |= 0x20;
	uri->host_is_name = !uri_literal(uri, &literal);
	if (bracket && literal.family != FAMILY_IPV6)
		return error_set(error, "'%s' is no IPv6 address", uri->host);
	*end = stop + bracket;
	if (!uri->ether)
		return 0;
	return *stop == ':' ? error_set(error, "a MAC address has no port") : check_mac(uri, error);
}

/* A segment or an argument: what it becomes must be a string option's value. */
static int check_segment(const char *text, size_t len, bool path, struct error *error)
{
	uint8_t value[256];
	long n = percent_decode(value, text, len);

	if (n < 0)
		return error_set(error, "in the URI a '%%' has no two hex digits after it");
	if (!utf8_valid(value, (size_t)n, NULL))
		return error_set(error, "a part of the URI is not UTF-8");
	if (path && ((n == 1 && value[0] == '.') || (n == 2 && !memcmp(value, "..", 2))))
		return error_set(error, "the URI's path has a dot segment: no Uri-Path may be \".\" or \"..\"");
	return 0;
}

static int check_segments(const char *text, char between, bool path, struct error *error)
{
	if (!chars_allowed(text, strlen(text), "/?"))
		return error_set(error, "the URI's %s has a character that must be percent-encoded",
				 path ? "path" : "query");
	for (;;) {
		size_t len = strcspn(text, (char[]){ between, '\0' });
		if (check_segment(text, len, path, error))
			return -1;
		if (!text[len])
			return 0;
		text += len + 1;
	}
}

int uri_parse_gateway(struct uri *uri, const char *text, struct error *error)
{
	const char *at = text, *port = text;

	memset(uri, 0, sizeof(*uri));
	if (strchr(text, '#'))
		return error_set(error, "a coap URI has no fragment");
	if (read_scheme(uri, &at, error) || read_host(uri, at, &port, error))
		return -1;
	const char *path = port + strcspn(port, "/?");
	const char *query = path + strcspn(path, "?");
	if (read_port(uri, port, path, error) ||
	    copy_part(uri->path, sizeof(uri->path), path, (size_t)(query - path), "path", error) ||
	    copy_part(uri->query, sizeof(uri->query), query + !!*query, strlen(query + !!*query), "query", error))
		return -1;
	return check_segments(uri->path, '/', true, error) || check_segments(uri->query, '&', false, error) ? -1 : 0;
}

int uri_parse(struct uri *uri, const char *text, struct error *error)
{
	if (uri_parse_gateway(uri, text, error))
		return -1;
	return uri->ether ? error_set(error, "'%s': only a Gateway UE hears CoAP in Ethernet frames, from its devices", text) : 0;
}

bool uri_literal(const struct uri *uri, struct endpoint *endpoint)
{
	*endpoint = (struct endpoint){ .port = uri->port };
	if (uri->ether) {
		endpoint->carrier = CARRIER_ETHER;
		return read_mac(endpoint->addr, uri->host);
	}
	if (inet_pton(AF_INET, uri->host, endpoint->addr) == 1)
		endpoint->family = FAMILY_IPV4;
	else if (inet_pton(AF_INET6, uri->host, endpoint->addr) == 1)
		endpoint->family = FAMILY_IPV6;
	return endpoint->family != FAMILY_NONE;
}

/* Each part of TEXT between BETWEEN, decoded, as one option (RFC 7252 6.4 steps 8 and 9). */
static void segment_options(struct writer *w, uint32_t number, const char *text, char between)
{
	uint8_t value[256];

	for (;;) {
		size_t len = strcspn(text, (char[]){ between, '\0' });
		long n = percent_decode(value, text, len);
		assert(n >= 0); /* uri_parse let it through */
		writer_option(w, number, value, (size_t)n);
		if (!text[len])
			return;
		text += len + 1;
	}
}

void uri_path_options(const struct uri *uri, struct writer *w)
{
	if (uri->host_is_name)
		writer_option(w, OPTION_URI_HOST, uri->host, strlen(uri->host));
	if (uri->path[0] && strcmp(uri->path, "/"))
		segment_options(w, OPTION_URI_PATH, uri->path + 1, '/');
}

void uri_query_options(const struct uri *uri, struct writer *w)
{
	if (uri->query[0])
		segment_options(w, OPTION_URI_QUERY, uri->query, '&');
}

char *uri_format(char *text, size_t size, const struct uri *uri)
{
	bool bracket = strchr(uri->host, ':');
	char port[8] = "";

	if (uri->ether) {
		snprintf(text, size, "coap+ether://%s%s%s%s%s%s", uri->interface, *uri->interface ? "@" : "", uri->host, uri->path,
			 uri->query[0] ? "?" : "", uri->query);
		return text;
	}
	if (uri->port != (uri->secure ? COAPS_PORT : COAP_PORT))
		snprintf(port, sizeof(port), ":%u", uri->port);
	snprintf(text, size, "coap%s://%s%s%s%s%s%s%s", uri->secure ? "s" : "", bracket ? "[" : "", uri->host,
		 bracket ? "]" : "", port, uri->path, uri->query[0] ? "?" : "", uri->query);
	return text;
}
