/* dtls/dissection.h - what the dissector remembers (inside dtls/ only).
 *
 *     dissector ---- flows (5-tuples, in the clear or not, least used first) ---- waiting datagrams
 *         |            |  associations, newest first ------- the handshake in progress
 *         |            |     sessions by epoch
 *         |          parties (endpoints): what they speak, whose keys were used there last
 *         +--------- sessions, in order of their first frame: the session table
 *
 * All of it is bounded; what had to be forgotten is counted. */
#ifndef DTLS_DISSECTION_H
#define DTLS_DISSECTION_H

#include "dtls/dissector.h"
#include "dtls/hello.h"
#include "dtls/reassembly.h"
#include "dtls/record.h"
#include "dtls/schedule.h"
#include "dtls/session_store.h"
#include "wire/table.h"

enum {
	FLOWS_MAX = 1 << 16,
	ASSOCIATIONS_A_FLOW = 3,
	EPOCHS_KEPT = 4,		/* of an association: its sessions by epoch, modulo this */
	RECENT = 8,			/* associations an endpoint's keys are tried of */
	SESSIONS_KEPT = 1 << 16,	/* in the session table */
	RESUMABLE_MAX = 1 << 16,	/* master secrets kept for resumption */
	WAITING_A_FLOW = 16,		/* datagrams */
	WAITING_OCTETS = 1 << 22,	/* of all flows */
	ASSEMBLY_OCTETS = 1 << 24,	/* of all handshakes in progress */
	RANDOM_LENGTH = 32,
	SESSION_ID_MAX = 32,
	SESSION_KEYS = 2 * sizeof(struct direction_keys)
};
#define WAITING_NS (UINT64_C(3) * NS_PER_S)	/* of the capture's time */

enum side { SIDE_CLIENT, SIDE_SERVER };
enum speaks { SPEAKS_COAP = 1, SPEAKS_DTLS = 2 };
enum { FINISHED_RIGHT = 1, FINISHED_WRONG = 4, FINISHED_BOTH = 3 };
/* Of a datagram's way: just come; out of the queue; out of it whatever comes. */
enum dissect_mode { DISSECT_ARRIVING, DISSECT_WAITED, DISSECT_LAST };
enum transcript_until { TRANSCRIPT_KEY_EXCHANGE, TRANSCRIPT_CLIENT_FINISHED, TRANSCRIPT_SERVER_FINISHED };

struct association;

/* An endpoint; freed with the last flow that has it. */
struct party {
	struct endpoint endpoint;
	uint32_t users;
	uint8_t speaks, hinted;			/* hinted: by its port or carrier */
	struct association *latest;		/* whose keys opened a record here; */
	struct association **earlier;		/* RECENT - 1 before it, or NULL: none */
};

struct waiting {
	struct waiting *next;
	struct datagram datagram;	/* bytes and deliberate are copies */
	size_t at;			/* the first record that is not given out yet */
	size_t size;
};

struct flow {
	uint32_t number;
	uint8_t speaks;
	struct party *ends[2];		/* in the order of their octets */
	struct association *newest;
	struct waiting *first, *last;
	unsigned waiting;
	struct flow *older, *newer;	/* in their line, by last use */
	bool secure;			/* has, or had, an association */
};

/* What the hellos agreed on. */
struct agreement {
	uint16_t version, suite_number;
	const struct suite *suite;	/* NULL: unknown, or not in our table */
	uint8_t client_random[RANDOM_LENGTH];
	bool has_random[2], extended_master, encrypt_then_mac, truncated_hmac, connection_ids, resumed;
	bool exchanged;			/* the ClientKeyExchange was seen */
};

enum key_source { KEY_NONE, KEY_LOG, KEY_LOG_ANY, KEY_RESUMED, KEY_PSK, KEY_PSK_ANY };

/* What only the search for the key needs, and whoever resumes the session or writes a key log of it. */
struct making {
	uint8_t server_random[RANDOM_LENGTH];
	uint8_t offered_id[SESSION_ID_MAX], session_id[SESSION_ID_MAX];
	uint8_t offered_len, session_id_len;
	bool has_ticket[2];
	uint8_t ticket[2][32];		/* SHA-256 of the one offered, of the one given */
	uint8_t session_hash[HASH_MAX];
	uint8_t session_hash_len;	/* 0: not known (yet) */
	struct key_trial {
		unsigned nth;		/* of the candidates; see candidate() */
		unsigned version;	/* of the keyring when all candidates had failed */
		unsigned failures;	/* of all candidates, on one record each */
		bool made;		/* keys are those of candidate nth */
		uint8_t master[MASTER_SECRET];
		struct epoch_keys keys;
	} trial;
};

/* Of one handshake, complete or not; lives in the session table after its association. */
struct session {
	struct session *next;
	uint32_t number, flow, association, first_frame;
	struct endpoint ends[2];	/* by enum side */
	uint16_t epoch;			/* that its keys protect */
	bool dead;			/* its association is gone: no record will ask for it */
	bool middle, gave_up;		/* gave_up: waited in vain */
	bool proven;			/* its key has opened a record */
	uint8_t finished;		/* FINISHED_RIGHT or _WRONG << side */
	uint8_t key_source;		/* enum key_source */
	uint16_t identity_len;
	uint32_t opened, failed, dark;	/* records */
	uint8_t *identity;
	struct agreement agreed;
	struct making *making;		/* NULL: settled, and then */
	uint8_t *keys;			/* its keys, folded */
};

struct handshaking {
	uint16_t epoch;			/* that it leads to; 1: the first handshake */
	struct session *session;	/* NULL: no ClientHello yet */
	struct reassembly sides[2];
	int hello_seq[2];		/* of ClientHello and ServerHello; -1: not seen */
	int finished[2];		/* message_seq of each side's Finished, plus one; 0: not seen */
	bool server_done;		/* ServerHelloDone was seen */
};

struct association {
	uint32_t number;
	struct flow *flow;
	struct association *older;
	uint8_t client_end;		/* index into flow->ends */
	bool established;		/* a ServerHello was seen, or what comes after one */
	uint32_t established_by;	/* the frame of it */
	struct session *sessions[EPOCHS_KEPT], *middle;	/* middle: of records without a handshake */
	struct handshaking *handshaking;
	uint16_t done_epoch;		/* of the last finished handshake, and what it was complete of */
	uint32_t done[2];
};

struct dissector {
	struct keyring *keyring;
	struct protector *protector;
	struct schedule *schedule;
	void (*saw)(void *arg, const struct observation *);
	void *arg;
	struct port_hint *hints;
	size_t hint_count;
	bool guess, crowded;			/* crowded: sessions are settled */
	struct table flows, parties;
	struct flow_line { struct flow *oldest, *newest; } lines[2];	/* by flow->secure */
	struct flow *latest;			/* of all */
	size_t flows_most, clear_most, clear_count;
	struct session *first_session, *last_session;
	struct session_store *resumables;
	uint32_t flow_count, association_count, session_count;	/* numbers given out */
	struct dissector_tally tally;
	size_t sessions_kept, waiting_octets, assembly_octets;
	struct message message;
	uint8_t *plain;			/* room for one opened record */
};

/* One record on its way through: where it is, and what it turned out to be. */
struct passage {
	struct flow *flow;
	const struct datagram *datagram;
	struct record record;
	size_t at;			/* of the record in the datagram */
	const uint8_t *fragment;
	size_t fragment_len;
};

/* --- dissector_flow.c --- */
bool flow_equal(const void *entry, const void *key);
bool party_equal(const void *entry, const void *key);
uint8_t port_speaks(const struct dissector *, uint16_t port);	/* enum speaks, by the hints; 0: nobody named it */
struct flow *flow_of(struct dissector *, const struct datagram *);	/* made where it is new */
void flow_free(struct dissector *, struct flow *);			/* what waits is lost */
void flow_secure(struct dissector *, struct flow *);			/* it has an association now */
struct association *party_recent(const struct party *, unsigned nth);	/* from 0: the latest; NULL: not so many */
unsigned flow_end(const struct flow *, const struct endpoint *);	/* index into ends */

/* --- dissector_association.c --- */
struct association *flow_association_new(struct dissector *, struct flow *, unsigned client_end);
void flow_association_free(struct dissector *, struct association *);
/* The newest of the flow, made (joined in the middle) where there is none. */
struct association *flow_association_of(struct dissector *, struct flow *);
struct session *flow_association_session(const struct association *, uint16_t epoch);	/* or NULL */
void flow_association_session_set(struct association *, struct session *);
struct session *flow_association_middle(struct dissector *, struct association *, const struct passage *);
void flow_association_used(struct association *);	/* its keys opened a record: first to be tried elsewhere */
bool flow_association_from_client(const struct association *, const struct datagram *);

/* --- dissector_session.c --- */
struct session *session_new(struct dissector *, struct association *, uint16_t epoch, uint32_t frame);
void session_reset(struct session *);	/* to nothing agreed: another ClientHello before any ServerHello */
void session_identity(struct session *, struct span identity);
void session_settle(struct session *);	/* proven: it keeps its keys, and nothing of what led to them */
void session_forget_keys(struct session *);
const char *session_why(const struct session *, char *text, size_t size);	/* it stays dark */
bool session_hopeless(const struct session *);	/* no key that may come would open it */
void sessions_free(struct dissector *);

/* --- dissector_key.c --- */
enum opening { OPENING_DONE, OPENING_NO_KEY, OPENING_REFUSED };
/* Opens into the dissector's room with the session's keys, found now where they are not proven yet. */
enum opening session_open(struct dissector *, struct session *, bool from_client, const struct passage *, long *len);
/* What a session that says it resumes one may have been; NULL: not known. */
const struct stored_session *session_resumed(const struct dissector *, const struct session *);
bool session_finished(struct dissector *, const struct session *, enum side, const uint8_t *transcript, size_t len,
		      uint8_t verify[VERIFY_DATA]);
void session_remember(struct dissector *, struct session *);	/* for resumption, once proven */

/* --- dissector_open.c --- */
struct opened {
	struct association *association;
	struct session *session;
	uint16_t epoch;
	long len;
	bool from_client;
	bool may_come;		/* not opened, but a key may still arrive */
};
bool passage_open(struct dissector *, const struct passage *, struct opened *);
/* What passage_open could not open: whose it seems to be. */
void passage_explain(struct dissector *, const struct passage *, struct opened *);

/* --- dissector_handshake.c --- */
void handshaking_free(struct dissector *, struct association *);
/* Every message or fragment of an opened or clear handshake record (plain, opened_by and session
 * of the observation are set), learned from and given out. A may be NULL. */
void dissect_handshake(struct dissector *, const struct passage *, struct observation *, struct association *a);

/* --- dissector_learn.c --- */
/* A message is whole for the first time. */
void handshake_learn(struct dissector *, struct association *, struct handshaking *, const struct handshake *,
		     enum side from, uint32_t frame);
void handshake_learn_ccs(struct dissector *, struct association *, uint16_t epoch, bool from_client);

/* --- dissector_transcript.c --- */
/* False: a message of it is missing. */
bool transcript_hash(struct dissector *, const struct handshaking *, enum transcript_until, uint8_t hash[HASH_MAX],
		     size_t *len);

/* --- dissector_record.c --- */
/* Does a record stand here, on this flow? */
bool record_here(const struct flow *, const uint8_t *bytes, size_t len, size_t at);
/* The datagram from AT on; returns where it stopped to wait, or the datagram's length. */
size_t dissect_rest(struct dissector *, struct flow *, const struct datagram *, size_t at, enum dissect_mode);

/* --- dissector_waiting.c --- */
void waiting_add(struct dissector *, struct flow *, const struct datagram *, size_t at);
void waiting_release(struct dissector *, struct flow *, bool last_chance);
void waiting_drop(struct dissector *, struct flow *);
bool waiting_full(const struct dissector *, const struct flow *, const struct datagram *);

/* --- dissector_clear.c --- */
/* What is no record, from AT on. */
void dissect_clear(struct dissector *, struct flow *, const struct datagram *, size_t at);
bool dissect_crowd(struct dissector *, const struct datagram *);	/* false: it must have its flow */
void flow_learn_coap(struct flow *);

#endif
