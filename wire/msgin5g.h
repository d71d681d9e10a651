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
bool msgin5g_build_device(struct buffer *, const struct binding *, const struct device_content *);
bool msgin5g_build_device_answer(struct buffer *, const struct binding *, enum msgin5g_kind, const char *application_id,
				 bool success);

#endif
