/* sim/population_state.h - the insides of a population, for sim/population*.c only. */
#ifndef SIM_POPULATION_STATE_H
#define SIM_POPULATION_STATE_H

#include "sim/population.h"
#include "sim/prepared.h"
#include "wire/heap.h"
#include "wire/message.h"
#include "wire/table.h"

enum ue_state {
	UE_ABSENT,		/* has not arrived, or its life has ended */
	UE_WAITING,		/* until its timer, then the next step */
	UE_RETRYING,		/* until its timer, then the same step again */
	UE_AWAY,		/* without power until its timer */
	UE_OPENING,		/* its link */
	UE_ASKING,		/* a request is out */
	UE_ACKED,		/* and has an Empty ACK */
	UE_PROMISED,		/* a Gateway UE said when to ask again */
	UE_DOING,		/* its doer does it */
};

enum ue_flag {
	UE_SECURE = 1,		/* over DTLS */
	UE_REGISTERED = 2,	/* it was told so */
	UE_UNREACHABLE = 4,	/* ICMP, since the request */
	UE_MOVES = 8,		/* comes back from another port */
	UE_ARRIVED = 16,
};

/* One cache line a UE: what is common to many is the population's. */
struct ue {
	struct heap_item timer;		/* first */
	uint64_t intended_ns, begun_ns;	/* of what it is doing */
	uint32_t link;
	uint32_t count;			/* of tokens and other draws, so that none returns */
	uint32_t interval_us;		/* until the next copy */
	uint16_t mid;			/* of its last request */
	uint16_t again;			/* rounds of its life done */
	uint8_t state, step, copies, phase;	/* enum ue_state; index of the life; copies sent; of what is open */
	uint8_t operation, flags, moves;	/* enum operation, enum ue_flag bits; ports used up */
	uint8_t profile : 4, variant : 4;	/* enum profile_choice; 0 or 1 + index of its misbehaviour */
};
_Static_assert(sizeof(struct ue) == 64, "a cache line");

/* The octets around the UE Service ID of an answer whose meaning is known: most answers differ in
 * that name alone, and need not be read as JSON again. */
struct known_answer {
	uint8_t before[256], after[256];
	uint16_t before_len, after_len;
	enum outcome outcome;
};

/* When the next UE begins. */
struct timetable {
	struct arrivals arrivals;
	unsigned phase;
	uint64_t phase_ns, next_ns;	/* when the phase began; the next arrival of ours, or NEVER */
	uint64_t count;			/* arrivals of the whole run so far */
	uint32_t cursor;		/* UEs called so far: whose turn it is */
	uint32_t owed;			/* lives that a closed loop begins anew */
	unsigned outage;		/* the next one */
};

struct population {
	struct population_config config;
	const struct scenario *scenario;
	struct ue *ues;
	uint32_t ue_count;		/* of this shard */
	struct heap timers;
	struct table by_link;
	struct timetable timetable;
	struct prepared *prepared;	/* by step, profile and variant */
	struct known_answer known[2];	/* to REG, to DEREG */
	struct identity **identities;	/* of UEs over DTLS, while their link lives; or NULL */
	struct statistics phases[SCENARIO_PHASES];
	struct population_now now;
	uint64_t key;			/* of tokens: from entropy */
	uint64_t deadline_ns;		/* of the drain */
	uint64_t bad;			/* for the stop condition */
	bool begun, done;
};

enum { VARIANTS = SCENARIO_SHARES + 1, STARTS_AT_ONCE = 32 };

/* --- population.c --- */
uint32_t ue_number(const struct population *, const struct ue *);
/* From the seed, the number and the UE's own count: the same in whatever shard it is. */
uint64_t ue_dice(const struct population *, struct ue *);
void ue_timer(struct population *, struct ue *, uint64_t at_ns);
struct ue *ue_of_link(const struct population *, uint32_t link);

/* --- population_kind.c: what is not the same for all kinds of population --- */
uint32_t arrival_shard(const struct population *, uint64_t count);	/* whose the arrival is, counted over the run */
const struct endpoint *ue_peer(const struct population *, const struct ue *);
void ue_power(struct population *, const struct ue *, bool on, uint64_t now_ns);
void ue_have_done(struct population *, struct ue *, uint64_t now_ns);	/* what it is asking for, by its doer */
/* When to ask again, as an interim answer says; NEVER: it is none. */
uint64_t promised_at(const struct population *, const struct message *, uint64_t now_ns);
uint32_t ue_number_of(const struct population *, uint32_t index);

/* --- population_arrive.c --- */
void timetable_begin(struct population *);
void timetable_arrive(struct population *, uint64_t now_ns, struct sink *);	/* those due, a handful at once */
unsigned timetable_phase(const struct population *, uint64_t at_ns);

/* --- population_live.c: going through a life --- */
void ue_begin_life(struct population *, struct ue *, uint64_t intended_ns, uint64_t now_ns, struct sink *);
void ue_go_on(struct population *, struct ue *, uint64_t intended_ns, uint64_t now_ns, struct sink *);	/* from its step */
void ue_timer_over(struct population *, struct ue *, uint64_t now_ns, struct sink *);
void ue_lose_power(struct population *, struct ue *, const struct outage *, uint64_t now_ns, struct sink *);
void ue_end_life(struct population *, struct ue *, uint64_t now_ns, struct sink *);

/* --- population_ask.c: links and requests --- */
void ue_ask(struct population *, struct ue *, uint64_t intended_ns, uint64_t now_ns, struct sink *);
void ue_ask_opened(struct population *, struct ue *, uint64_t now_ns, struct sink *);	/* its link is up */
void ue_ask_again(struct population *, struct ue *, uint64_t now_ns, struct sink *);	/* its timer is over */
void ue_open(struct population *, struct ue *, uint64_t intended_ns, uint64_t now_ns, struct sink *);
void ue_close(struct population *, struct ue *, bool silently, struct sink *);
/* A fresh start on the same 5-tuple; false: a handshake was begun and will tell. */
bool ue_reboot(struct population *, struct ue *, uint64_t intended_ns, uint64_t now_ns, struct sink *);
/* Notes how what is open ended; ue_concluded goes on from there. */
void ue_conclude(struct population *, struct ue *, enum outcome, uint8_t detail, uint64_t now_ns);
void ue_concluded(struct population *, struct ue *, enum outcome, uint64_t now_ns, struct sink *);
const struct prepared *ue_prepared(const struct population *, const struct ue *);
void ue_token(const struct population *, const struct ue *, uint8_t token[8]);	/* of its last request */
bool ue_is_open(const struct ue *);		/* it waits for an outcome */

/* --- population_hear.c --- */
void population_input(void *self, const struct in *, struct sink *);
void population_event(void *self, uint32_t link, enum link_event, uint64_t now_ns, struct sink *);

#endif
