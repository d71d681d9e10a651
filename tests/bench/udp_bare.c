/* tests/bench/udp_bare.c - bare loops over sockets, small enough to check by eye. */
#include "tests/bench/udp_bare.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bench.h"

static void must(int result, const char *what)
{
	if (result >= 0)
		return;
	perror(what);
	exit(1);
}

static int open_socket(uint32_t address, uint16_t *port)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(address) };
	socklen_t len = sizeof(name);
	int fd = socket(AF_INET, SOCK_DGRAM, 0), size = 8 << 20;

	must(fd, "socket");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	must(bind(fd, (struct sockaddr *)&name, len), "bind");
	must(getsockname(fd, (struct sockaddr *)&name, &len), "getsockname");
	*port = ntohs(name.sin_port);
	return fd;
}

struct letters {
	struct mmsghdr head[BATCH];
	struct iovec part[BATCH];
	struct sockaddr_in name[BATCH];
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(struct in_pktinfo))];
	} control[BATCH];
	char bytes[BATCH][2048];
};

static void ready(struct letters *l, size_t len, int with_control)
{
	for (int i = 0; i < BATCH; i++) {
		l->part[i] = (struct iovec){ l->bytes[i], len };
		l->head[i].msg_hdr = (struct msghdr){ .msg_name = &l->name[i], .msg_namelen = sizeof(l->name[i]),
						      .msg_iov = &l->part[i], .msg_iovlen = 1,
						      .msg_control = with_control ? &l->control[i] : NULL,
						      .msg_controllen = with_control ? sizeof(l->control[i]) : 0 };
	}
}

static void send_all(int fd, struct letters *l, int count)
{
	for (int sent = 0, n; sent < count; sent += n)
		must(n = sendmmsg(fd, l->head + sent, (unsigned)(count - sent), 0), "sendmmsg");
}

static void echo(int fd, unsigned down)
{
	static struct letters l;

	for (;;) {
		ready(&l, sizeof(l.bytes[0]), 0);
		int n = recvmmsg(fd, l.head, BATCH, MSG_WAITFORONE, NULL);
		must(n, "recvmmsg");
		for (int i = 0; i < n; i++)
			l.part[i].iov_len = down;
		send_all(fd, &l, n);
	}
}

/* 2.01 in an ACK: Message ID and Token of the request, its UE Service ID in the payload. Returns the length. */
static size_t register_ue(char *bytes, size_t len)
{
	static const char head[] = "\xc1\x32\xff{\"ueServiceId\":\"", tail[] = "\",\"registrationResult\":\"success\"}";
	static const char key[] = "\"ueServiceId\":\"";
	const char *name = memmem(bytes, len, key, sizeof(key) - 1);
	char copy[256];

	if (!name)
		return len;
	name += sizeof(key) - 1;
	size_t n = (size_t)((const char *)memchr(name, '"', (size_t)(bytes + len - name)) - name);
	memcpy(copy, name, n);
	bytes[0] = 0x68;
	bytes[1] = 0x41;
	memcpy(bytes + 12, head, sizeof(head) - 1);
	memcpy(bytes + 12 + sizeof(head) - 1, copy, n);
	memcpy(bytes + 12 + sizeof(head) - 1 + n, tail, sizeof(tail) - 1);
	return 12 + sizeof(head) - 1 + n + sizeof(tail) - 1;
}

static void registrar(int fd)
{
	static struct letters l;

	for (;;) {
		ready(&l, sizeof(l.bytes[0]), 0);
		int n = recvmmsg(fd, l.head, BATCH, MSG_WAITFORONE, NULL);
		must(n, "recvmmsg");
		for (int i = 0; i < n; i++)
			l.part[i].iov_len = register_ue(l.bytes[i], l.head[i].msg_len);
		send_all(fd, &l, n);
	}
}

pid_t registrar_start(uint16_t *port)
{
	int fd = open_socket(INADDR_LOOPBACK, port);
	pid_t child = fork();

	must(child, "fork");
	if (!child) {
		bench_pin(1);
		registrar(fd);
	}
	close(fd);
	return child;
}

pid_t echo_start(uint16_t *port, unsigned down)
{
	int fd = open_socket(INADDR_LOOPBACK, port);
	pid_t child = fork();

	must(child, "fork");
	if (!child) {
		bench_pin(1);
		echo(fd, down);
	}
	close(fd);
	bench_pin(0);
	return child;
}

void echo_stop(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

/* UE n has the address 127.1.0.0 + n. */
static void address_batch(struct letters *l, struct ue *ues, unsigned count, unsigned *next, uint16_t port)
{
	for (int i = 0; i < BATCH; i++) {
		struct in_pktinfo source = { .ipi_spec_dst.s_addr = htonl(0x7f010000 + *next) };
		l->name[i] = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(port),
						   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		l->control[i].head = (struct cmsghdr){ .cmsg_level = IPPROTO_IP, .cmsg_type = IP_PKTINFO,
						       .cmsg_len = CMSG_LEN(sizeof(source)) };
		memcpy(CMSG_DATA(&l->control[i].head), &source, sizeof(source));
		memset(l->bytes[i], (int)*next, 16);
		ues[*next].touched++;
		*next = (*next + STRIDE) % count;
	}
}

static int take_answers(int fd, struct letters *l, struct ue *ues)
{
	struct in_pktinfo target;

	ready(l, sizeof(l->bytes[0]), 1);
	int n = recvmmsg(fd, l->head, BATCH, MSG_WAITFORONE, NULL);
	must(n, "recvmmsg");
	for (int i = 0; i < n; i++) {
		memcpy(&target, CMSG_DATA(&l->control[i].head), sizeof(target));
		ues[ntohl(target.ipi_addr.s_addr) - 0x7f010000].touched++;
	}
	return n;
}

double bare_pktinfo(const void *setting)
{
	static struct letters out, in;
	const struct load *load = setting;
	struct ue *ues = calloc(load->ues, sizeof(*ues));
	unsigned long sent = 0, heard = 0;
	unsigned next = 0;
	uint16_t port, own;
	int on = 1;
	pid_t server = echo_start(&port, load->down);
	int fd = open_socket(INADDR_ANY, &own);

	must(setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on)), "IP_PKTINFO");
	ready(&out, load->up, 1);
	memset(ues, 1, load->ues * sizeof(*ues));
	double start = bench_cpu();
	while (heard < load->requests) {
		if (sent < load->requests) {
			address_batch(&out, ues, load->ues, &next, port);
			send_all(fd, &out, BATCH);
			sent += BATCH;
		}
		while (sent - heard >= WINDOW || (sent >= load->requests && heard < load->requests))
			heard += (unsigned long)take_answers(fd, &in, ues);
	}
	double used = bench_cpu() - start;
	echo_stop(server);
	return used / (double)heard * 1e6;
}

static void send_one(const int *fds, struct ue *ues, unsigned count, unsigned *next, unsigned up)
{
	char bytes[1000] = { 0 };

	memset(bytes, (int)*next, 16);
	ues[*next].touched++;
	must((int)send(fds[*next], bytes, up, 0), "send");
	*next = (*next + STRIDE) % count;
}

static void connect_all(int *fds, int set, unsigned count, uint16_t port)
{
	struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(port),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct rlimit limit;

	must(getrlimit(RLIMIT_NOFILE, &limit), "limit");
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	for (unsigned i = 0; i < count; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };
		must(fds[i] = socket(AF_INET, SOCK_DGRAM, 0), "socket");
		must(connect(fds[i], (struct sockaddr *)&server, sizeof(server)), "connect");
		must(epoll_ctl(set, EPOLL_CTL_ADD, fds[i], &event), "epoll_ctl");
	}
}

/* As many UEs as there may be descriptors. */
double bare_epoll(const void *setting)
{
	const struct load *load = setting;
	unsigned count = load->ues < 10000 ? load->ues : 10000, next = 0;
	struct ue *ues = calloc(count, sizeof(*ues));
	int *fds = calloc(count, sizeof(*fds)), set = epoll_create1(0);
	struct epoll_event events[BATCH];
	unsigned long heard = 0, sent;
	char bytes[2048];
	uint16_t port;
	pid_t server = echo_start(&port, load->down);

	connect_all(fds, set, count, port);
	double start = bench_cpu();
	for (sent = 0; sent < WINDOW; sent++)
		send_one(fds, ues, count, &next, load->up);
	while (heard < load->requests) {
		int n = epoll_wait(set, events, BATCH, -1);
		must(n, "epoll_wait");
		for (int i = 0; i < n; i++, heard++) {
			must((int)recv(fds[events[i].data.u32], bytes, sizeof(bytes), 0), "recv");
			ues[events[i].data.u32].touched++;
			if (sent++ < load->requests)
				send_one(fds, ues, count, &next, load->up);
		}
	}
	double used = bench_cpu() - start;
	echo_stop(server);
	return used / (double)heard * 1e6;
}
