/* net/ether.c - Ethernet frames of EtherType 0x88B5: binding to an interface, sending from a chosen MAC address, reading. */
#include "net/ether.h"

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/if_packet.h>

enum { MAC = 6, HEADER = 2 * MAC + 2, LOCALLY_ADMINISTERED = 2 };

/* IEEE 802-2014 8.4.4.1: the second bit says that nobody has assigned it; the first one, a group's, stays 0. */
static void make_up(struct endpoint *e)
{
	(void)!getrandom(e->addr, MAC, 0);
	e->addr[0] = LOCALLY_ADMINISTERED;
}

/* Only frames to ADDR: the kernel's filter sees their header first. */
static int hear_only(int fd, const uint8_t addr[MAC])
{
	uint32_t head = (uint32_t)addr[0] << 24 | (uint32_t)addr[1] << 16 | (uint32_t)addr[2] << 8 | addr[3];
	uint32_t tail = (uint32_t)addr[4] << 8 | addr[5];
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),	  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, head, 0, 3),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 4),	  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, tail, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT16_MAX),	  BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

/* The interface lets through what is for that address too; what we send is not heard as well (loopback would have it twice). */
static int join(int fd, const struct sockaddr_ll *at, const uint8_t addr[MAC])
{
	struct packet_mreq one = { .mr_ifindex = at->sll_ifindex, .mr_type = PACKET_MR_UNICAST, .mr_alen = MAC };
	int yes = 1, code = 0;
	socklen_t len = sizeof(code);

	memcpy(one.mr_address, addr, MAC);
	(void)!setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &one, sizeof(one));	/* its own address needs none */
	if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &yes, sizeof(yes)) ||
	    bind(fd, (const struct sockaddr *)at, sizeof(*at)) || getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &len))
		return -1;
	errno = code;	/* one that is down can be bound to, and says so afterwards */
	return code ? -1 : 0;
}

int ether_bind(struct endpoint *local, const char *interface, struct error *error)
{
	static const uint8_t none[MAC];
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETHERTYPE_COAP) };
	int fd;

	if (!interface || !*interface)
		return error_set(error, "Ethernet frames: no interface is named: coap+ether://INTERFACE@MAC/PATH");
	at.sll_ifindex = (int)if_nametoindex(interface);
	if (!at.sll_ifindex)
		return error_set(error, "Ethernet frames: no interface '%s'", interface);
	if (!memcmp(local->addr, none, MAC))
		make_up(local);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd >= 0 && !hear_only(fd, local->addr) && !join(fd, &at, local->addr))
		return fd;
	error_set(error, "Ethernet frames through '%s': %s%s", interface, strerror(errno), errno == EPERM ? " (it takes CAP_NET_RAW)" : "");
	if (fd >= 0)
		close(fd);
	return -1;
}

int ether_send(int fd, const struct endpoint *from, const struct endpoint *to, const uint8_t *bytes, size_t len)
{
	uint8_t header[HEADER] = { [2 * MAC] = ETHERTYPE_COAP >> 8, [2 * MAC + 1] = ETHERTYPE_COAP & 0xff };
	struct iovec parts[] = { { header, sizeof(header) }, { (void *)(uintptr_t)bytes, len } };

	memcpy(header, to->addr, MAC);
	memcpy(header + MAC, from->addr, MAC);
	while (writev(fd, parts, 2) < 0)
		if (errno != EINTR)
			return errno;
	return 0;
}

static struct endpoint endpoint_of(const uint8_t addr[MAC])
{
	struct endpoint e = { .carrier = CARRIER_ETHER };

	memcpy(e.addr, addr, MAC);
	return e;
}

bool ether_open(struct arrival *a)
{
	if (a->len < HEADER)
		return false;
	a->to = endpoint_of(a->bytes);
	a->from = endpoint_of(a->bytes + MAC);
	a->bytes += HEADER;
	a->len = datagram_unpadded(a->bytes, a->len - HEADER);
	return true;
}
