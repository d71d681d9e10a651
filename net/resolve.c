/* net/resolve.c - names to addresses, and whether an address is ours. */
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/host.h"
#include "net/udp.h"

/* The first that there is a way to, in the resolver's order (RFC 6724); else the first. */
static void choose(struct endpoint *e, const struct addrinfo *list)
{
	struct endpoint local;

	for (const struct addrinfo *one = list; one; one = one->ai_next) {
		udp_endpoint(e, one->ai_addr);
		e->port = 9;	/* discard; nothing is sent */
		if (!udp_source(&local, e, NULL))
			return;
	}
	udp_endpoint(e, list->ai_addr);
}

int host_resolve(struct endpoint *e, const struct uri *uri, struct error *error)
{
	struct addrinfo hints = { .ai_socktype = SOCK_DGRAM, .ai_flags = uri->host_is_name ? 0 : AI_NUMERICHOST };
	struct addrinfo *list = NULL;
	if (uri->ether)
		return uri_literal(uri, e) ? 0 : error_set(error, "%s: no MAC address", uri->host);
	int failed = getaddrinfo(uri->host, NULL, &hints, &list);

	if (failed)
		return error_set(error, "%s: %s", uri->host, gai_strerror(failed));
	choose(e, list);
	e->port = uri->port;
	freeaddrinfo(list);
	return e->family == FAMILY_NONE ? error_set(error, "%s: no IP address", uri->host) : 0;
}

/* An IPv6 address of a local route alone (ip -6 route add local PREFIX dev lo) cannot be bound without
 * IPV6_FREEBIND; but it can be reached over the loopback device, which no foreign one can. */
static bool is_of_local_route(const struct endpoint *e)
{
	struct sockaddr_storage room;
	unsigned len;
	int fd = e->family == FAMILY_IPV6 ? socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;

	if (fd < 0)
		return false;
	bool reached = udp_address((struct sockaddr *)&room, &len, e) &&
		       !setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3) &&
		       !connect(fd, (struct sockaddr *)&room, len);
	close(fd);
	return reached;
}

int host_can_send_from(const struct endpoint *source, struct error *error)
{
	struct endpoint at = *source;

	at.port = 0;
	int fd = udp_bind(&at, false, error);
	if (fd < 0) {
		at.port = 9;
		return is_of_local_route(&at) ? 0 : -1;
	}
	close(fd);
	return 0;
}
