/* tests/bench/process.h - m5gtest load against m5gtest serve, a process each, and what both took. */
#ifndef TESTS_PROCESS_H
#define TESTS_PROCESS_H

#include <stdbool.h>

/* One run. The client has the first CPU, the server the second. */
struct pairing {
	const char *link;		/* "coap" or "coaps" */
	const char *arrive;		/* of the scenario, in YAML's flow style */
	const char *life;		/* likewise */
	unsigned ues, seconds;		/* SECONDS: when it is stopped; 0: when all lives are over */
	bool judge;
	bool again;			/* UEs whose life is over may come once more */
	bool stub;			/* coap: the least server there can be, instead of ours */
};

struct toll {
	double client_us, server_us;	/* of CPU, all in all */
	double client_octets, server_octets;	/* resident at most */
};

/* M5GTEST in the environment says which program. Exits with a message where something failed. */
struct toll pairing_run(const struct pairing *);

#endif
