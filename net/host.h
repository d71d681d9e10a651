/* net/host.h - one thread's world: the loop, the sockets, the links, the tap.
 *
 *     engine --sink--> link (udp, dtls) --> impairment --> TAP --> socket
 *     engine <-input-- link             <-- impairment <-- TAP <-- socket
 *
 * A host implements `struct sink` for its engines. The tap hands out raw datagrams of tapped
 * engines only: the client's links in `run`, the server's in `serve`. With the jumping clock
 * nothing readable and every datagram sent to our own sockets received means: go to the next timer. */
#ifndef NET_HOST_H
#define NET_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"
#include "wire/engine.h"
#include "wire/error.h"
#include "wire/identity.h"
#include "wire/uri.h"

struct host;

/* Chances in millionths; times in nanoseconds. All zero: a clean wire. Applied to tapped links,
 * seeded, in both directions; noted with each datagram as its fate. */
struct impairment {
	uint32_t loss, duplicate, reorder;
	uint64_t delay_min_ns, delay_max_ns;
};

struct host_config {
	bool jump;			/* virtual time: client and server share this loop */
	uint64_t seed;			/* impairments, ports' order, and with exact_ids all randomness */
	bool exact_ids;
	struct impairment impairment;
	void (*tap)(void *arg, const struct datagram *);	/* or NULL; frames are numbered from 1 */
	void *tap_arg;
	void (*keylog)(void *arg, const char *line);		/* "CLIENT_RANDOM ..." of tapped links, or NULL */
	/* The same of our own engine's handshakes, without the words; NULL: a line as above. */
	void (*master)(void *keylog_arg, const uint8_t client_random[32], const uint8_t master[48]);
	void *keylog_arg;
	uint64_t dtls_timeout_ns;	/* clients: until a first flight is sent again; 0: 1 s (RFC 6347 4.2.4.1) */
	bool own_dtls;			/* clients' associations by our own engine instead of OpenSSL */
	const char *interface;		/* of links to MAC addresses; NULL or "": there are none */
	const char *suites;		/* OpenSSL cipher list of clients; NULL: PSK-AES128-CCM8 and the other PSK AEADs */
	bool no_renegotiation;		/* clients answer HelloRequest with no_renegotiation (RFC 7925 17) */
};

struct host *host_new(const struct host_config *, struct error *);
void host_free(struct host *);		/* closes every link, close_notify sent */
/* The same before the tap's end: closes every link and hears, for at most a second, what the peers say
 * to that. Engines are told nothing of it. */
int host_say_goodbye(struct host *, struct error *);

/* Adds an engine; its sink lives as long as the host. TAPPED: its links are watched. */
struct sink *host_engine(struct host *, const struct engine_ops *, void *self, bool tapped);

/* Its owner has spoken to the engine beside its sink: the deadline may be another. */
void host_spoken(struct sink *);

struct listen_wanted {
	uint8_t transport;		/* enum transport */
	struct endpoint at;		/* port 0: chosen by the kernel */
	const struct identities *keys;	/* coaps: who may come in; must outlive the host */
	bool own_dtls;			/* coaps: by our own engine instead of OpenSSL */
	bool certificate;		/* it has one, that it signed itself (by our own engine) */
	const char *identity_hint;	/* or NULL: no ServerKeyExchange (RFC 4279 2) */
	bool renegotiation;		/* allow the client's */
	const char *stimuli;		/* words of dtls/stimulus.h, which our own engine obeys; or NULL: by the book */
	uint32_t peers_at_most;		/* then the one silent for longest is forgotten; 0: a million */
	bool unwatched;			/* of a tapped engine: its peers are tapped already, each datagram once */
	uint32_t newcomers_at_most;	/* coaps: handshakes in progress, then new ones wait; 0: a thousand, own_dtls 16384 */
};
/* Datagrams (coaps: opened) go to the engine as input, each peer a link of its own. BOUND says where. */
int host_listen(struct host *, struct sink *, const struct listen_wanted *, struct endpoint *bound, struct error *);

/* Runs until no engine has a deadline or work, UNTIL says true (asked after each event), or stop is
 * called. Returns -1 only for an error of the world (poll failed). */
int host_run(struct host *, bool (*until)(void *arg), void *arg, struct error *);
void host_stop(struct host *);		/* safe in a signal handler */
uint64_t host_now(const struct host *);	/* ns; real: CLOCK_REALTIME at start plus monotonic */

/* Whether datagrams may leave with that source address: asked before a run of many. */
int host_can_send_from(const struct endpoint *source, struct error *);

/* Names to addresses (the one place that asks the resolver). */
int host_resolve(struct endpoint *, const struct uri *, struct error *);

#endif
