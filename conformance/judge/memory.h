/* conformance/judge/memory.h - all that a judge remembers: exchanges by Message ID and by Token, peers,
 * services, registrations. Bounded: constant lifetimes expire first in, first out, and beyond a
 * number the oldest is forgotten, which is counted (what was forgotten is never "held"). */
#ifndef JUDGE_MEMORY_H
#define JUDGE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/judge/context.h"
#include "conformance/judge/exchange.h"
#include "conformance/judge/individual.h"
#include "conformance/judge/peer.h"
#include "conformance/judge/registration.h"
#include "conformance/judge/residue.h"
#include "conformance/judge/strain.h"
#include "conformance/judge/target.h"
#include "wire/observation.h"
#include "wire/table.h"

enum { EXCHANGES_MOST = 1 << 17, PEERS_MOST = 1 << 17, SERVICES_MOST = 256, RECENT_MIDS = 1 << 12 };

struct memory {
	const struct context *context;
	/* Asked for each exchange once: expired, FORGOTTEN for want of room, or at the end. */
	void (*close)(void *arg, struct exchange *, uint64_t at_ns, bool forgotten);
	void *arg;
	struct table by_mid, by_token, by_bare_token;
	struct exchange *oldest, *newest, *spare;
	size_t exchange_count, exchange_most, peer_most;
	size_t settle_above;		/* more than these exchanges: answered ones become residues; 0: none do */
	struct residues residues;
	struct table peers;
	struct peer *oldest_peer, *newest_peer;
	size_t peer_count;
	struct service *services[SERVICES_MOST];
	unsigned service_count;
	struct identity_index known;		/* context->ues */
	struct target targets[SERVERS_MOST];	/* of context->servers */
	struct registrations registrations;
	struct given *given;			/* Echo values, or NULL: none came (flow.h) */
	struct individual *individuals;	/* by UE Service ID, the latest: INDIVIDUALS places, or NULL: none came */
	struct recent { uint64_t hash; struct exchange *x; } *recent;	/* by server and MID, the latest: RECENT_MIDS places */
	struct strain strain;
	uint64_t forgotten;
};

void memory_init(struct memory *, const struct context *);
void memory_free(struct memory *);	/* closes nothing */
void memory_expire(struct memory *, uint64_t now_ns);	/* closes what is over, and what settle_above says */
void memory_close_all(struct memory *, uint64_t now_ns);

/* --- exchanges (memory_exchange.c) --- */

/* A zeroed exchange, last in line; the oldest is closed where there are too many. */
struct exchange *memory_open(struct memory *, struct peer *, uint64_t now_ns);
/* Fetches into the cache what tracking that message will look at: its payload is read meanwhile. */
void memory_expect(const struct memory *, const struct observation *);
/* After `from`, `to`, `association`, `epoch` and `mid` are filled. */
void memory_index_sending(struct memory *, struct exchange *, struct sending *);
void memory_forget_sending(struct memory *, struct sending *);
/* By the client's endpoint and Token; an older exchange with both gives way, and is returned. */
struct exchange *memory_index_token(struct memory *, struct exchange *);

/* How much must agree beyond sender and Message ID, or client and Token. */
enum agree { AGREE_ALL, AGREE_ENDPOINTS, AGREE_SENDER };

struct sending_key {
	struct endpoint from, to;
	uint32_t association;
	uint16_t epoch, mid;
	enum agree agree;
};
struct sending *memory_find_mid(const struct memory *, struct sending_key);

struct token_key {
	struct endpoint client, server;
	uint32_t association;
	uint16_t epoch;
	uint8_t len, token[8];
	enum agree agree;
};
struct exchange *memory_find_token(const struct memory *, struct token_key);
/* An unanswered exchange of any client; only Tokens of 4 and more octets are looked for. */
struct exchange *memory_find_bare_token(const struct memory *, const uint8_t *token, size_t len);
/* The latest exchange that used this MID towards this server, or NULL. */
struct exchange *memory_recent_mid(struct memory *, const struct endpoint *server, uint16_t mid);
void memory_note_mid(struct memory *, struct exchange *);

/* --- peers and services (peer.c) --- */

struct peer *memory_peer(struct memory *, const struct endpoint *client, const struct endpoint *server, uint64_t now_ns);
struct peer *memory_find_peer(const struct memory *, const struct endpoint *client, const struct endpoint *server);
/* Index into context->servers of the URI whose endpoint this is, or -1. */
int memory_target(const struct memory *, const struct endpoint *);

#endif
