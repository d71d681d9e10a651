/* server/exchange.h - the server's insides: one request on its way through, and what it finds there.
 *
 *     reception -> duplicates -> options -> resource -> blocks -> content -> profile -> authorization
 *               -> freshness -> registration -> answer -> departure (where faults strike) -> sink
 *
 * Each check returns true to go on; where it refuses, `answer` says how. */
#ifndef SERVER_EXCHANGE_H
#define SERVER_EXCHANGE_H

#include "server/blocks.h"
#include "server/conduct.h"
#include "server/duplicates.h"
#include "server/later.h"
#include "server/links.h"
#include "server/server.h"
#include "server/store.h"
#include "server/ues.h"
#include "server/wording.h"
#include "wire/message.h"
#include "wire/msgin5g.h"

enum { ANSWER_ROOM = 2048, DIAGNOSTIC_ROOM = 128, REQUEST_PAYLOAD = 1024, TOKEN_MOST = 64, RETRY_AFTER_S = 30 };

/* What the answer shall say. */
struct answer {
	enum reaction reaction;		/* BY_THE_BOOK: a response */
	uint8_t code;
	enum refusal refusal;
	enum msgin5g_kind kind;		/* whose result the body tells, or NONE */
	bool success;
	bool bulk;			/* an answer to a list */
	bool more_comes;		/* to a block that is not the last: no body */
	bool has_block1;		/* `block1` is its Block1 */
	uint32_t block1;
	const struct body *stored;	/* what is left of an answer given before, or NULL */
	char ue_service_id[SERVICE_ID_ROOM];
	char diagnostic[DIAGNOSTIC_ROOM];
};

/* The request before this one: some faults mix the two up. */
struct previous {
	uint8_t token[8];
	uint8_t token_len;
	uint16_t mid;
	bool any;
	char ue_service_id[SERVICE_ID_ROOM];
};

struct server {
	struct server_config config;
	struct buffer path;		/* a message with the resource's Uri-Path options ... */
	uint8_t path_room[320];
	struct message resource;	/* ... read */
	struct conduct conduct;
	struct duplicates duplicates;
	struct store store;
	struct ues ues;
	struct links links;
	struct bodies bodies;
	struct wordings wordings;
	uint64_t secret;		/* of its Echo values; 0: not drawn yet */
	struct later_queue later;
	struct previous previous;
	uint16_t mid;			/* of the next message of its own */
	bool mid_drawn;
	bool dead;			/* a fault: nothing more is heard of it */
	uint64_t changes_told;		/* of the store's */
};

struct exchange {
	struct server *server;
	const struct in *in;
	struct sink *sink;
	bool secure;			/* an identity was authenticated */
	struct message request;
	struct msgin5g content;		/* read by content_check only */
	struct answer answer;
};

/* --- the checks --- */
bool token_check(struct exchange *);		/* longer than it likes: 4.00 */
bool options_check(struct exchange *);		/* critical ones: 4.02, 5.05 */
bool resource_check(struct exchange *);		/* path, query, method: 4.04, 4.05 */
bool options_conditions(struct exchange *);	/* Accept, If-*, Content-Format: 4.06, 4.12, 4.15 */
bool content_check(struct exchange *);		/* payload, JSON, mandatory elements: 4.00, 4.13 */
bool profile_check(struct exchange *);
bool authorization_check(struct exchange *);	/* 4.03 */
bool bulk_check(struct exchange *);		/* the list of a Gateway UE: 4.00 */
bool freshness_check(struct exchange *);	/* Echo: 4.01 */
bool strictness_check(struct exchange *);	/* faults: refuses what is right */
void registration_execute(struct exchange *);	/* stores or deletes, and says so in the answer */
/* A Gateway UE's bulk registration (23.554 8.2.7). */
bool bulk_is(const struct exchange *);
void bulk_execute(struct exchange *);
void bulk_write(const struct exchange *, struct buffer *body);
/* For faults: the effect of a request, or that on a registered UE's profile alone, without any check. */
enum commit { COMMIT_ALL, COMMIT_PROFILE };
void registration_commit(struct exchange *, enum commit);

/* --- blocks: true where the answer is ready, and the message looked at no further --- */
bool blocks_resume(struct exchange *);		/* it asks for the rest of an answer */
bool blocks_later(const struct exchange *);	/* not: a block behind the first, whose options count with the last */
bool blocks_wait(struct exchange *);		/* more blocks are to come, or it does not fit those before; the last
						 * one makes the request whole */
void blocks_keep(struct exchange *);		/* the last block will come again */
/* What of the body goes into this answer. */
struct cut {
	const uint8_t *bytes;
	size_t len;
	bool is;			/* one block of several, or the only one asked for as one: */
	uint32_t block2, etag;
};
void blocks_cut(struct exchange *, struct cut *, const struct buffer *body);

/* A link's Echo, now: ECHO_ROOM octets. */
enum { ECHO_ROOM = 12 };
void freshness_echo(struct exchange *, uint8_t echo[ECHO_ROOM]);

/* Refuses: false; or true where a fault lets it pass. DETAIL (or NULL) and NUMBER (or -1) end the diagnostic. */
bool exchange_refuse(struct exchange *, enum refusal, const char *detail, long number);
bool exchange_deviates(const struct exchange *, enum deviation);

/* --- what leaves --- */
void answer_send(struct exchange *);		/* as `answer` says */
void answer_reset(struct exchange *);		/* an RST to what came in */
void answer_acknowledge(struct exchange *);	/* an Empty ACK */
void answer_bad_request(struct exchange *);	/* 4.00 to what is no request: a fault */
void answer_repeat(struct exchange *, const struct answered *);

/* One message leaves: faults strike, it is kept for duplicates of the request where KEEP says so. */
enum keep { KEEP_NOT, KEEP_FOR_DUPLICATES };
void departure(struct exchange *, struct buffer *, struct leaving *, enum keep);
void departure_send(struct server *, struct sink *, const struct outgoing *);

/* Keeps what a duplicate of this request gets: LEN 0 is silence. */
void duplicates_keep(struct exchange *, const struct buffer *, const struct manner *);
struct answered *duplicates_known(struct exchange *);

uint16_t server_own_mid(struct server *, struct sink *);

#endif
