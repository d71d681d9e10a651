/* wire/msgin5g.h - an MSGin5G payload read under a binding, and built from one.
 *
 * The reader marks where each information element stands, how often, and what it did not know;
 * the builder (json-c) makes the right payload only: deviations are mutations. */
#ifndef WIRE_MSGIN5G_H
#define WIRE_MSGIN5G_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/binding.h"
#include "wire/buffer.h"
#include "wire/json.h"
#include "wire/message.h"

enum msgin5g_kind {
	MSGIN5G_NONE,		/* no service identifier of MSGin5G under this binding */
	MSGIN5G_REG, MSGIN5G_DEREG,
	MSGIN5G_OTHER		/* the service identifier, but another or no Message Type */
};

enum outcome_said { RESULT_ABSENT, RESULT_SUCCESS, RESULT_FAILURE, RESULT_UNKNOWN };

struct msgin5g {
	enum msgin5g_kind kind;
	struct json json;
	int16_t node[ELEMENT_COUNT];	/* the first occurrence, or -1 */
	uint8_t times[ELEMENT_COUNT];	/* 2 and more: duplicates */
	uint8_t unknown_members;	/* of the payload and of the objects whose members are elements */
	int16_t first_unknown;		/* a node, or -1 */
};

/* Reads the message's payload; an absent payload gives kind NONE and no nodes. Never refuses. */
void msgin5g_read(struct msgin5g *, const struct message *, const struct binding *);

/* Present once, of the binding's type, and for strings not empty. */
bool msgin5g_sound(const struct msgin5g *, const struct binding *, enum element);
/* The same of its first occurrence, which is there: how often it is, is another question. */
bool msgin5g_sound_once(const struct msgin5g *, const struct binding *, enum element);
/* The element's unescaped string, terminated; its length (it may hold U+0000), or -1: absent, no
 * string, or no room. */
long msgin5g_text(const struct msgin5g *, enum element, char *text, size_t size);
/* Its first occurrence has the binding's type and that value; a number or boolean is compared as written. */
bool msgin5g_is(const struct msgin5g *, const struct binding *, enum element, enum binding_value);
/* What Registration result or De-registration result says. */
enum outcome_said msgin5g_result(const struct msgin5g *, const struct binding *, enum element result);

/* The list of individual requests or responses: the first entry (AFTER -1) or the next one, a node; -1: no more. */
int msgin5g_individual(const struct msgin5g *, int after);
/* An entry's UE Service ID as msgin5g_text gives it, and what its Registration result says. */
long msgin5g_individual_ue(const struct msgin5g *, const struct binding *, int entry, char *text, size_t size);
enum outcome_said msgin5g_individual_result(const struct msgin5g *, const struct binding *, int entry);
/* A whole number from 0 to 2^31 - 1 at the element, or -1. */
long msgin5g_count(const struct msgin5g *, enum element);

/* What a client says of itself; zero and NULL members are left out (of AVAILABILITY: all without
 * scheduled_time). */
struct client_profile {
	const char *ue_id;			/* MSGin5G UE ID */
	uint16_t ports[8];
	uint8_t port_count;
	const char *scheduled_time;		/* RFC 3339 date-time */
	uint32_t duration_s, interval_s, data_size, segment_size;
	enum { PERIODIC_UNSAID, PERIODIC_YES, PERIODIC_NO } periodic;
	enum { STORE_UNSAID, STORE_YES, STORE_NO } store_and_forward;	/* YES: the option is true, not requested */
};

struct request_content {
	enum msgin5g_kind kind;			/* REG or DEREG */
	const char *ue_service_id;
	const char *credential;			/* pre-CR: authenticationType, or NULL */
	const struct client_profile *profile;	/* REG only, or NULL */
	const char *client_address;		/* DEREG only, or NULL */
	bool urgent;				/* towards a Gateway UE: not to be bulked (23.554 8.2.7) */
	uint32_t wait_s;			/* likewise: Wait time; 0: not said */
};

/* A Gateway UE's bulk registration (23.554 8.2.7), and the server's answer: an entry a UE. */
struct bulk_content {
	const char *ue_service_id;		/* the Gateway UE's own */
	const char *credential;			/* a request in pre-CR: authenticationType, or NULL */
	const char *const *individuals;		/* UE Service IDs */
	const bool *success;			/* of each, in an answer */
	size_t count;
	uint32_t number;			/* as said: COUNT, but for a fault */
};

/* What a constrained device says to its Gateway UE (24.538 6.3.2.2.1); the wire of this leg is this project's reading. */
struct device_content {
	enum msgin5g_kind kind;			/* REG or DEREG */
	const char *layer2_id, *application_id;
	const char *credential;			/* pre-CR: authenticationType, or NULL */
};

/* JSON payloads, built by json-c, scalars of the types that the binding says; false where the buffer
 * failed. An answer holds UE Service ID and result, as 24.538 6.3.1.2.1 b)2) and 6.3.1.2.2 b)3) list. */
bool msgin5g_build_request(struct buffer *, const struct binding *, const struct request_content *);
bool msgin5g_build_answer(struct buffer *, const struct binding *, enum msgin5g_kind, const char *ue_service_id,
			  bool success);
/* The interim answer to an individual request that will be bulked; EXPECTED: RFC 3339 date-time, or NULL. */
bool msgin5g_build_interim(struct buffer *, const struct binding *, const char *ue_service_id, const char *expected);
bool msgin5g_build_bulk(struct buffer *, const struct binding *, const struct bulk_content *);
bool msgin5g_build_bulk_answer(struct buffer *, const struct binding *, const struct bulk_content *);
bool msgin5g_build_device(struct buffer *, const struct binding *, const struct device_content *);
bool msgin5g_build_device_answer(struct buffer *, const struct binding *, enum msgin5g_kind, const char *application_id,
				 bool success);

#endif
