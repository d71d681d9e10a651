/* tests/unit/net.h - the suites of check_net, and two small engines they share. */
#ifndef TESTS_NET_H
#define TESTS_NET_H

#include <check.h>

#include "net/host.h"

Suite *clear_tests(void);
Suite *secure_tests(void);
Suite *wish_tests(void);
Suite *crowd_tests(void);
Suite *own_tests(void);
Suite *lag_tests(void);

/* An engine that notes what happens, and echoes when told to. Zeroed: a silent client. */
struct party {
	bool echo;
	struct wish wish;		/* of each echo or say */
	const char *deliberate;
	uint64_t at_ns;			/* its deadline, 0: none; it ticks once and adds EVERY */
	uint64_t every_ns;
	void (*on_tick)(struct party *);
	void (*on_up)(struct party *, uint32_t link);
	struct sink *sink;
	unsigned ticks, inputs, events[LINK_UNREACHABLE + 1];
	uint64_t now_ns;		/* as it was told last */
	uint32_t last_link;
	struct endpoint last_peer;
	uint8_t last[1500];
	size_t last_len;
	uint8_t identity[132];
	size_t identity_len;
};

extern const struct engine_ops party_engine;
void party_say(struct party *, uint32_t link, const char *text);

/* What a tap saw. */
struct seen {
	struct datagram d;
	uint8_t bytes[1500];
	char deliberate[64];
};
struct tape {
	struct seen list[4096];
	unsigned count;
};
extern struct tape tape;

/* A client that is tapped, an echoing server with a listener, and their host. */
struct world {
	struct host *host;
	struct party client, server;
	struct endpoint bound;
};
void world_host(struct world *, struct host_config);	/* without a listener; the tape starts anew */
void world_listen(struct world *, const struct listen_wanted *);
void world_start(struct world *, struct host_config);	/* with one for coap */
uint32_t world_open(struct world *);			/* coap, to BOUND */
void world_run(struct world *);
void say_hello(struct party *, uint32_t link);

struct endpoint loopback(uint16_t port);
unsigned open_descriptors_now(void);

#endif
