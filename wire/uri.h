/* wire/uri.h - coap and coaps URIs (RFC 7252 6) and the options they become (6.4).
 *
 * A third scheme is this project's own: coap+ether://INTERFACE@02-00-00-00-00-01/PATH, CoAP in Ethernet frames to
 * that MAC address (24.538 6.3.2.2.1 NOTE). */
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
	bool ether;			/* coap+ether: HOST is a MAC address as IEEE 802 writes it, port 0 */
	bool host_is_name;		/* then Uri-Host is sent (RFC 7252 6.4 step 5) */
	char host[256];			/* lower case, without brackets */
	uint16_t port;			/* 5683 or 5684 where none is written */
	char path[256];			/* with its leading slash, still percent-encoded; "" or "/" give no Uri-Path */
	char query[256];
	char interface[16];		/* ether: through which one; "": not said */
};

int uri_parse(struct uri *, const char *text, struct error *);	/* coap and coaps alone */
int uri_parse_gateway(struct uri *, const char *text, struct error *);	/* coap+ether too: where devices may come */
/* The literal address; false where the host is a name (net/ resolves names). */
bool uri_literal(const struct uri *, struct endpoint *);
/* Uri-Host, Uri-Port (never: we send to the URI's port) and Uri-Path, percent-decoded, in order of number. */
void uri_path_options(const struct uri *, struct writer *);
void uri_query_options(const struct uri *, struct writer *);
char *uri_format(char *text, size_t size, const struct uri *);

#endif
