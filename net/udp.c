/* net/udp.c - UDP sockets: binding, sending from a chosen address, receiving with the address asked for. */
#include "net/udp.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux/errqueue.h>	/* after time.h, which it needs */

#include "wire/engine.h"

enum { BUFFER = 8 << 20 };	/* the default holds 166 datagrams of 300 octets */

union control {
	struct cmsghdr align;
	uint8_t room[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct timespec)) +
		     CMSG_SPACE(sizeof(struct sock_extended_err) + sizeof(struct sockaddr_in6))];
};

bool udp_is_any(const struct endpoint *e)
{
	static const uint8_t none[16];

	return !memcmp(e->addr, none, sizeof(none));
}

bool udp_address(struct sockaddr *address, unsigned *len, const struct endpoint *e)
{
	struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = htons(e->port) };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = htons(e->port) };

	if (e->carrier != CARRIER_UDP || (e->family != FAMILY_IPV4 && e->family != FAMILY_IPV6))
		return false;
	memcpy(&four.sin_addr, e->addr, 4);
	memcpy(&six.sin6_addr, e->addr, 16);
	*len = e->family == FAMILY_IPV4 ? sizeof(four) : sizeof(six);
	memcpy(address, e->family == FAMILY_IPV4 ? (void *)&four : (void *)&six, *len);
	return true;
}

void udp_endpoint(struct endpoint *e, const struct sockaddr *address)
{
	struct sockaddr_in four;
	struct sockaddr_in6 six;

	*e = (struct endpoint){ 0 };
	if (address->sa_family == AF_INET) {
		memcpy(&four, address, sizeof(four));
		*e = (struct endpoint){ .family = FAMILY_IPV4, .port = ntohs(four.sin_port) };
		memcpy(e->addr, &four.sin_addr, 4);
	} else if (address->sa_family == AF_INET6) {
		memcpy(&six, address, sizeof(six));
		*e = (struct endpoint){ .family = FAMILY_IPV6, .port = ntohs(six.sin6_port) };
		memcpy(e->addr, &six.sin6_addr, 16);
	}
}

static void set(int fd, int level, int option, int value)
{
	(void)!setsockopt(fd, level, option, &value, sizeof(value));
}

/* Beyond net.core.rmem_max only with privilege; without it, as much as we get. */
static void enlarge(int fd)
{
	set(fd, SOL_SOCKET, SO_RCVBUF, BUFFER);
	set(fd, SOL_SOCKET, SO_SNDBUF, BUFFER);
	set(fd, SOL_SOCKET, SO_RCVBUFFORCE, BUFFER);
	set(fd, SOL_SOCKET, SO_SNDBUFFORCE, BUFFER);
}

static void options(int fd, const struct endpoint *local, bool errors)
{
	enlarge(fd);
	if (local->family == FAMILY_IPV4) {
		set(fd, IPPROTO_IP, IP_RECVERR, errors);
		set(fd, IPPROTO_IP, IP_PKTINFO, udp_is_any(local));
		/* What cannot be fragmented needs no number of its own (RFC 6864 4.1), which cost 4 % of a request. */
		set(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
	} else {
		set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
		set(fd, IPPROTO_IPV6, IPV6_RECVERR, errors);
		set(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, udp_is_any(local));
		set(fd, IPPROTO_IPV6, IPV6_FREEBIND, udp_is_any(local));	/* sources of a local route */
	}
}

void udp_stamp(int fd) { set(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1); }

uint64_t udp_stamped(struct msghdr *message)
{
	struct timespec t = { 0 };

	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS)
			memcpy(&t, CMSG_DATA(c), sizeof(t));
	return (uint64_t)t.tv_sec * NS_PER_S + (uint64_t)t.tv_nsec;
}

void udp_let_fragment(int fd) { set(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_WANT); }

static int fail(int fd, const struct endpoint *e, const char *what, struct error *error)
{
	char text[ENDPOINT_TEXT];
	int code = errno;

	if (fd >= 0)
		close(fd);
	return error_set(error, "%s %s: %s", what, endpoint_format(text, sizeof(text), e), strerror(code));
}

int udp_bind(struct endpoint *local, bool errors, struct error *error)
{
	struct sockaddr_storage room;
	struct sockaddr *address = (struct sockaddr *)&room;
	unsigned len;

	if (!udp_address(address, &len, local))
		return error_set(error, "not an IP address");
	int fd = socket(address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return fail(fd, local, "cannot open a socket for", error);
	options(fd, local, errors);
	if (bind(fd, address, len) || getsockname(fd, address, &len))
		return fail(fd, local, "cannot bind", error);
	udp_endpoint(local, address);
	return fd;
}

int udp_source(struct endpoint *local, const struct endpoint *peer, struct error *error)
{
	struct sockaddr_storage room;
	struct sockaddr *address = (struct sockaddr *)&room;
	unsigned len;

	if (!udp_address(address, &len, peer))
		return error_set(error, "not an IP address");
	int fd = socket(address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, address, len) || getsockname(fd, address, &len))
		return fail(fd, peer, "no way to", error);
	close(fd);
	udp_endpoint(local, address);
	local->port = 0;
	return 0;
}

void udp_source_put(struct msghdr *message, const struct endpoint *from)
{
	struct cmsghdr *c = message->msg_control;
	struct in_pktinfo four = { 0 };
	struct in6_pktinfo six = { 0 };
	bool is_four = from->family == FAMILY_IPV4;
	size_t len = is_four ? sizeof(four) : sizeof(six);

	memcpy(&four.ipi_spec_dst, from->addr, 4);
	memcpy(&six.ipi6_addr, from->addr, 16);
	c->cmsg_level = is_four ? IPPROTO_IP : IPPROTO_IPV6;
	c->cmsg_type = is_four ? IP_PKTINFO : IPV6_PKTINFO;
	c->cmsg_len = CMSG_LEN(len);
	memcpy(CMSG_DATA(c), is_four ? (void *)&four : (void *)&six, len);
	message->msg_controllen = CMSG_SPACE(len);
}

int udp_send(int fd, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes, size_t len)
{
	struct sockaddr_storage room;
	union control control = { 0 };
	struct iovec part = { (void *)(uintptr_t)bytes, len };
	struct msghdr message = { .msg_name = &room, .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control };

	if (!udp_address((struct sockaddr *)&room, &message.msg_namelen, to))
		return EAFNOSUPPORT;
	if (from && !udp_is_any(from))
		udp_source_put(&message, from);
	else
		message.msg_control = NULL;
	while (sendmsg(fd, &message, MSG_NOSIGNAL) < 0)
		if (errno != EINTR)
			return errno;
	return 0;
}

void udp_target(struct msghdr *message, struct endpoint *to)
{
	struct in_pktinfo four;
	struct in6_pktinfo six;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
		if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
			memcpy(&four, CMSG_DATA(c), sizeof(four));
			memcpy(to->addr, four.ipi_addr.s_addr ? &four.ipi_addr : &four.ipi_spec_dst, 4);
		} else if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
			memcpy(&six, CMSG_DATA(c), sizeof(six));
			memcpy(to->addr, &six.ipi6_addr, 16);
		}
	}
}

static bool is_icmp(const struct cmsghdr *c, int *code)
{
	struct sock_extended_err e;

	if (!(c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) &&
	    !(c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR))
		return false;
	memcpy(&e, CMSG_DATA(c), sizeof(e));
	*code = (int)e.ee_errno;
	return e.ee_origin == SO_EE_ORIGIN_ICMP || e.ee_origin == SO_EE_ORIGIN_ICMP6;
}

bool udp_error(int fd, struct endpoint *from, struct endpoint *to, int *code)
{
	struct sockaddr_storage name = { 0 };
	union control control;
	struct msghdr message;

	for (;;) {
		message = (struct msghdr){ .msg_name = &name, .msg_namelen = sizeof(name), .msg_control = &control,
					   .msg_controllen = sizeof(control) };
		if (recvmsg(fd, &message, MSG_DONTWAIT | MSG_ERRQUEUE) < 0)
			return false;
		for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
			if (!is_icmp(c, code))
				continue;
			udp_endpoint(to, (struct sockaddr *)&name);
			udp_target(&message, from);
			return true;
		}
	}
}
