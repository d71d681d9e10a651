/* dtls/dissector.h - datagrams to observations: the only door, live, under load and from captures.
 *
 *     datagram -> flow (5-tuple) -> record by record -> association, session, epoch keys
 *                                -> CoAP message | handshake message | alert | dark | stray
 *
 * A flow is a pair of endpoints. On it live, one after the other, associations: a ClientHello in
 * epoch 0 that gets as far as a ServerHello begins a new one; a handshake inside protected records
 * (renegotiation) begins a new session of the same association, with the next epoch.
 * Keys may arrive later than records: a session waits, bounded, then its records are dark and say why.
 *
 * What is in the clear: a datagram that is not DTLS records is read as CoAP where a port or an
 * endpoint of the flow is known to speak CoAP or DTLS (config, or seen before on this flow or by
 * the receiving endpoint); else it is a stray. */
#ifndef DTLS_DISSECTOR_H
#define DTLS_DISSECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dtls/keyring.h"
#include "wire/engine.h"
#include "wire/observation.h"

struct port_hint {
	uint16_t port;
	uint8_t transport;	/* enum transport */
};

struct dissector_config {
	const struct port_hint *hints;	/* borrowed for the call of _new; 5683 and 5684 are always known */
	size_t hint_count;
	bool guess;			/* captures: clear CoAP on unknown ports by the cautious heuristic */
};

struct dissector;

/* SAW gets each observation, in the order of the wire but for records that waited for keys: those
 * come, in their order, before any later message or protected record of their flow; only clear
 * handshake records, which may bring the key, pass them. */
struct dissector *dissector_new(const struct dissector_config *, struct keyring *,
				void (*saw)(void *arg, const struct observation *), void *arg);
/* To remember at most FLOWS, of those in the clear CLEAR, and as many sessions that may be resumed; where it is not
 * called, 65536 of each. Then sessions whose handshake is over keep no more than their keys: there is no key line of them.
 * What begins like CoAP at a port for it is of flow 0; whoever speaks no DTLS speaks CoAP. To be called before the first
 * datagram. */
void dissector_limit(struct dissector *, size_t flows, size_t clear);
void dissector_datagram(struct dissector *, const struct datagram *);
/* The end of watching: whatever waits is given out, dark. */
void dissector_end(struct dissector *);
void dissector_free(struct dissector *);

/* What is known of one DTLS session, for the session table of `check`. */
struct session_report {
	struct endpoint client, server;
	uint32_t flow, association, session;
	uint16_t version;		/* negotiated, or offered; 0 unknown */
	uint16_t suite;			/* 0: unknown */
	uint8_t psk_identity[132];
	size_t psk_identity_len;
	const char *key_source;		/* "psk file", "key log", "none", ... */
	uint32_t opened, failed, dark;	/* records */
	uint32_t first_frame;
	bool extended_master_secret, resumed, middle;	/* middle: its handshake was not seen */
	bool finished_verified, finished_wrong;	/* both sides' are right; one was opened and is wrong */
	char why_dark[160];		/* in words that name the next step; empty: not dark */
};

/* Every session seen, in order of its first frame. */
void dissector_sessions(const struct dissector *, void (*each)(void *arg, const struct session_report *), void *arg);

/* "CLIENT_RANDOM ..." of a session whose keys are known and opened a record; false: they are not. */
enum { KEY_LINE = 14 + 64 + 1 + 96 + 1 };
bool dissector_key_line(const struct dissector *, uint32_t session, char line[KEY_LINE]);

/* What was lost to the bounds on memory. */
struct dissector_tally {
	uint64_t flows_forgotten, sessions_forgotten;	/* the least recently used, the oldest */
	uint64_t gave_up;		/* datagrams that waited for a key in vain */
	uint64_t fragments_unkept;	/* handshake fragments that no room was left for */
};

const struct dissector_tally *dissector_tally(const struct dissector *);

#endif
