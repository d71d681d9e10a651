/* wire/uri.h - coap and coaps URIs (RFC 7252 6) and the options they become (6.4). */
#ifndef WIRE_URI_H
#define WIRE_URI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"
#include "wire/error.h"
#include "wire/message.h"

struct uri {
	bool secure;			/* coaps */
	bool host_is_name;		/* then Uri-Host is sent (RFC 7252 6.4 step 5) */
	char host[256];			/* lower case, without brackets */
	uint16_t port;			/* 5683 or 5684 where none is written */
	char path[256];			/* with its leading slash, still percent-encoded; "" or "/" give no Uri-Path */
	char query[256];
};

int uri_parse(struct uri *, const char *text, struct error *);
/* The literal address; false where the host is a name (net/ resolves names). */
bool uri_literal(const struct uri *, struct endpoint *);
/* Uri-Host, Uri-Port (never: we send to the URI's port) and Uri-Path, percent-decoded, in order of number. */
void uri_path_options(const struct uri *, struct writer *);
void uri_query_options(const struct uri *, struct writer *);
char *uri_format(char *text, size_t size, const struct uri *);

#endif
