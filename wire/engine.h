/* wire/engine.h - a pure machine: UE, gateway, device, server, runner, DTLS.
 *
 * Octets, link events and ticks go in; octets and the next deadline come out through a `struct
 * sink` that only net/ implements (tests implement one too). An engine knows no socket and no
 * clock: time is what it is told.
 *
 *     host (net/) --input/event/tick--> engine --open/send/close--> sink (net/)
 *
 * A link is one association (DTLS) or one clear flow, numbered by the sink, never 0. */
#ifndef WIRE_ENGINE_H
#define WIRE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/datagram.h"
#include "wire/identity.h"
#include "wire/wish.h"

enum { NS_PER_MS = 1000000, NS_PER_S = 1000000000 };
#define NEVER UINT64_MAX

enum transport { TRANSPORT_COAP, TRANSPORT_COAPS };

struct link_wanted {
	uint8_t transport;		/* enum transport */
	struct endpoint peer;
	struct endpoint source;		/* family none: any address and port */
	bool shared;			/* load: SOURCE's address on one socket for all links of that port (0: the
					 * kernel's choice, the same for all); coap only */
	uint16_t choice;		/* shared, source port 0: which of the ports that the kernel chooses */
	const struct identity *identity;/* coaps: whose key; must outlive the link */
	bool resume;			/* offer the identity's last session */
	const char *stimuli;		/* coaps: words of dtls/stimulus.def, or NULL: by the book; deliberate */
	bool undeclared;		/* the stimuli are a fault's, not a step's: nobody is told that they are deliberate */
	const char *server_name;	/* coaps: the URI's host where it is a name (RFC 6066 3), or NULL */
};

struct in {
	uint64_t at_ns;
	uint32_t link;
	struct endpoint peer;		/* where it came from: need not be the link's peer */
	const uint8_t *identity;	/* authenticated PSK identity, or NULL */
	size_t identity_len;
	const uint8_t *bytes;		/* one CoAP message, borrowed for the call */
	size_t len;
};

struct out {
	uint32_t link;
	const uint8_t *bytes;		/* borrowed for the call */
	size_t len;
	struct wish wish;
	const char *deliberate;		/* what is wrong on purpose, in words, or NULL; borrowed for the call */
};

enum link_event {
	LINK_UP,		/* handshake finished, or a clear flow is open: send now */
	LINK_FAILED,		/* the handshake did not finish; see sink_why */
	LINK_CLOSED,		/* by the peer: close_notify or a fatal alert */
	LINK_RENEGOTIATED,	/* a further handshake on the same association finished */
	LINK_UNREACHABLE	/* ICMP said so */
};

struct sink {
	/* Opens a link to PEER; LINK_UP follows (never from inside the call). 0: cannot, see why(). */
	uint32_t (*open)(void *world, const struct link_wanted *);
	/* One CoAP message. Before LINK_UP it is an error of ours (assert). */
	void (*send)(void *world, const struct out *);
	/* Renegotiates on the association (or, new_session, starts a fresh ClientHello in epoch 0
	 * on the same 5-tuple); LINK_RENEGOTIATED or LINK_FAILED follows. Where a new session failed
	 * the old association still carries; a refused renegotiation ends it (OpenSSL). From a
	 * server's link: a HelloRequest, which the client need not follow. */
	void (*rehandshake)(void *world, uint32_t link, bool new_session);
	/* close_notify unless SILENTLY; the number is dead afterwards. */
	void (*close)(void *world, uint32_t link, bool silently);
	/* Our own endpoint of an open link. */
	void (*local)(void *world, uint32_t link, struct endpoint *);
	/* The last failure on a link (an alert's name, "no answer"), in words; never NULL. */
	const char *(*why)(void *world, uint32_t link);
	/* N unpredictable octets (or seeded ones, --exact-ids). */
	void (*random)(void *world, void *bytes, size_t n);
	void *world;
	/* The link's last handshake was an abbreviated one (RFC 5246 7.3). NULL: this world cannot tell. */
	bool (*resumed)(void *world, uint32_t link);
};

struct engine_ops {
	void (*input)(void *self, const struct in *, struct sink *);
	void (*event)(void *self, uint32_t link, enum link_event, uint64_t now_ns, struct sink *);
	/* Called at the deadline it gave last, and once at the start. Returns the next; NEVER: none. */
	uint64_t (*tick)(void *self, uint64_t now_ns, struct sink *);
	/* The next deadline after an input or event changed it. */
	uint64_t (*deadline)(void *self);
};

#endif
