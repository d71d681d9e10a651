/* net/resolve.c - names to addresses, and whether an address is ours. */
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

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

int host_can_send_from(const struct endpoint *source, struct error *error)
{
	struct endpoint at = *source;

	at.port = 0;
	int fd = udp_bind(&at, false, error);
	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}
