/* net/resolve.c - names to addresses. */
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include "net/host.h"
#include "net/udp.h"

int host_resolve(struct endpoint *e, const struct uri *uri, struct error *error)
{
	struct addrinfo hints = { .ai_socktype = SOCK_DGRAM, .ai_flags = AI_ADDRCONFIG };
	struct addrinfo *list = NULL;

	if (!uri->host_is_name)
		hints.ai_flags = AI_NUMERICHOST;
	int failed = getaddrinfo(uri->host, NULL, &hints, &list);
	if (failed)
		return error_set(error, "%s: %s", uri->host, gai_strerror(failed));
	udp_endpoint(e, list->ai_addr);
	e->port = uri->port;
	freeaddrinfo(list);
	return e->family == FAMILY_NONE ? error_set(error, "%s: no IP address", uri->host) : 0;
}
