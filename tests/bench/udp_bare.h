/* tests/bench/udp_bare.h - the least that a client of many UEs can do, without any of ours. */
#ifndef TESTS_UDP_BARE_H
#define TESTS_UDP_BARE_H

#include <stdint.h>
#include <sys/types.h>

/* 256 requests under way. UEs take turns by a stride that
 * makes each one's cache line cold. */
enum { WINDOW = 256, STRIDE = 7919, BATCH = 64 };

struct load {
	unsigned ues;
	unsigned long requests;
	unsigned up, down;		/* octets of a request, of an answer; up to 1000 */
};

struct ue {
	uint64_t touched;
	char rest_of_its_line[56];
};

pid_t echo_start(uint16_t *port, unsigned down);	/* answers of DOWN octets; in a process of its own, on the second CPU */
pid_t registrar_start(uint16_t *port);		/* the same, but answers are right ones to a REG or DEREG */
void echo_stop(pid_t);

double bare_pktinfo(const void *load);	/* one socket, IP_PKTINFO, sendmmsg and recvmmsg; us of CPU a request */
double bare_epoll(const void *load);	/* a connected socket a UE, epoll */

#endif
