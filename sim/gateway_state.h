/* sim/gateway_state.h - a Gateway UE's insides: one request on its way through, the uplink, what waits for it. */
#ifndef SIM_GATEWAY_STATE_H
#define SIM_GATEWAY_STATE_H

#include "sim/gateway.h"
#include "wire/message.h"
#include "wire/msgin5g.h"
#include "wire/mutation.h"
#include "wire/table.h"

enum { ANSWERS_KEPT = 1024, BULK_MOST = 8, WAITING_MOST = 65536 };

enum gateway_refusal {
	ACCEPTED,
#define REFUSAL(name, ...) REFUSED_##name,
#include "sim/gateway_refusal.def"
#undef REFUSAL
	REFUSALS
};

enum gateway_deviation {
#define GATEWAY_DEVIATION(name, ...) GATEWAY_##name,
#include "sim/gateway_deviation.def"
#undef GATEWAY_DEVIATION
	GATEWAY_DEVIATIONS
};

/* What edits the messages of a leg. */
struct gateway_edit {
	enum gateway_deviation leg;
	struct mutation *list;
	size_t count;
};

struct gateway_conduct {
	uint32_t deviates, tolerates;	/* bits of the two tables */
	struct gateway_edit edits[4];
	unsigned edit_count;
};

/* What was answered to whom, for duplicates. */
struct answered {
	struct endpoint peer;
	uint64_t until_ns;
	uint8_t *bytes;			/* NULL: nothing is kept here */
	uint16_t mid, len;
};

/* A UE behind the gateway, from its request until it was told what came of it (23.554 8.2.7). */
enum waiting_state { WAITS_FOR_BULK, WAITS_ALONE, WAITS_ASKED, WAITS_TO_BE_TOLD };

struct waiting {
	struct waiting *newer;
	uint64_t due_ns;		/* the bulk must leave by then */
	enum waiting_state state;
	enum msgin5g_kind kind;		/* REG or DEREG */
	bool success;			/* TO_BE_TOLD: what the server said */
	struct {			/* asked for while the server was being asked for another thing */
		enum msgin5g_kind kind;		/* NONE: nothing */
		enum waiting_state state;
		uint64_t due_ns;
	} next;
	char ue_service_id[IDENTITY_TEXT];
};

enum uplink_doing { UPLINK_NOTHING, UPLINK_REGISTERS, UPLINK_LEAVES, UPLINK_ASKS };

struct uplink {
	struct gateway_uplink config;
	struct client client;
	enum uplink_doing doing;
	bool registered;
	enum msgin5g_kind order;	/* for itself, not yet begun; NONE: nothing */
	bool reset;			/* its link is from before the power went */
	uint64_t next_ns;		/* the deadline; 0: at once */
	uint64_t not_before_ns;		/* the next try, after one that failed */
	struct waiting *oldest, *newest;	/* in order of arrival */
	struct table waiting;		/* by UE Service ID */
};

struct gateway {
	struct gateway_config config;
	struct gateway_conduct conduct;
	struct table devices;		/* of struct device_identity, by Application ID */
	struct answered *answered;	/* ANSWERS_KEPT places, by hash: among neighbours the oldest goes */
	struct uplink uplink;
	uint16_t mid;
	bool mid_known, dark;		/* DARK: without power */
};

/* What is asked, and by whom. */
struct gateway_request {
	const struct in *in;
	struct message message;
	struct msgin5g content;
	enum msgin5g_kind kind;
	bool individual;		/* of a UE behind the gateway, not of a device */
	struct device_identity who;
	char ue_service_id[IDENTITY_TEXT];
};

/* --- gateway_check.c --- */
enum gateway_refusal gateway_check(const struct gateway *, struct gateway_request *);

/* --- gateway_conduct.c --- */
static inline bool gateway_deviates(const struct gateway *g, enum gateway_deviation d) { return g->conduct.deviates >> d & 1; }
/* The refusal, or ACCEPTED where it is tolerated. */
static inline enum gateway_refusal gateway_refuse(const struct gateway *g, enum gateway_refusal r)
{
	return g->conduct.tolerates >> r & 1 ? ACCEPTED : r;
}
/* True: something was changed. */
bool gateway_strike(const struct gateway *, enum gateway_deviation leg, struct buffer *octets);
void gateway_conduct_free(struct gateway_conduct *);

/* --- gateway_bulk.c --- */
/* Takes a request, or tells what came of an earlier one: the code and payload of the answer. */
enum gateway_refusal waiting_take(struct gateway *, const struct gateway_request *, struct buffer *payload, uint8_t *code,
				  enum gateway_deviation *leg);
bool waiting_build_next(struct gateway *, struct sent *, uint64_t now_ns, struct sink *);	/* false: nothing is due */
void waiting_build_own(struct gateway *, struct sent *, enum msgin5g_kind, struct sink *);
void waiting_answered(struct gateway *, const struct transaction *);
uint64_t waiting_deadline(const struct gateway *);
void waiting_init(struct uplink *);
void waiting_free(struct uplink *);

/* --- gateway_uplink.c --- */
void uplink_event(struct gateway *, enum link_event, uint64_t now_ns, struct sink *);
void uplink_input(struct gateway *, const struct in *, struct sink *);
uint64_t uplink_tick(struct gateway *, uint64_t now_ns, struct sink *);	/* the next deadline */
void uplink_power(struct gateway *, bool on, uint64_t now_ns);

#endif
