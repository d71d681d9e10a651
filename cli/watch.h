/* cli/watch.h - the one way from tap to findings: dissector, keyring and judge, with the capture beside it.
 *
 *     tap ------> pcapng
 *        \-----> dissector --observation--> judge --finding--> found
 *     key log -> keyring, pcapng, key log file
 */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include <stdio.h>

#include "cli/early.h"
#include "conformance/judge/judge.h"
#include "dtls/dissector.h"
#include "dtls/protection.h"
#include "pcap/pcapng.h"

struct watch {
	struct keyring *keyring;
	struct dissector *dissector;
	struct judge *judge;
	struct pcapng *pcapng;		/* or NULL */
	FILE *keylog;			/* or NULL */
	struct early early;		/* until there is a judge */
	bool blind;			/* there will be none */
};

/* CONTEXT must outlive it; the ports of its servers are the dissector's hints. PCAP and KEYLOG: paths or NULL. */
int watch_open(struct watch *, const struct context *, bool guess, const char *pcap, const char *keylog,
	       void (*found)(void *arg, const struct finding *), void *arg, struct error *);
/* The files alone: nobody reads what crosses the wire. */
int watch_files(struct watch *, const struct context *, const char *pcap, const char *keylog, struct error *);
/* Both in two steps: the files, before the first datagram; the judge, once CONTEXT is what it will be. */
int watch_record(struct watch *, const struct context *, const char *pcap, const char *keylog, struct error *);
void watch_judge(struct watch *, const struct context *, bool guess, void (*found)(void *arg, const struct finding *), void *arg);
/* Of a load of so many UEs: room for their associations, and little for what was answered at once. */
void watch_crowd(struct watch *, size_t ues);
void watch_datagram(void *watch, const struct datagram *);	/* for host_config.tap */
void watch_keylog(void *watch, const char *line);		/* for host_config.keylog */
void watch_master(struct watch *, const uint8_t client_random[HELLO_RANDOM], const uint8_t master[MASTER_SECRET]);
/* The end of watching: late findings come now; the capture gets its name. */
int watch_end(struct watch *, uint64_t at_ns, struct error *);
void watch_free(struct watch *);

#endif
