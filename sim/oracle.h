/* sim/oracle.h - who is registered, as an oracle beside the server says: no message tells it (spec: facts 7).
 *
 * An oracle prints one JSON text, whoever it is: a target's hook, or the reference server itself:
 *
 *     [{"ue-service-id": "ue1@example.org", "client-profile": {...}},
 *      {"ue-service-id": "ue2@example.org", "client-profile": null}]
 *
 * The profile stands there as the UE sent it, under the binding's names; null: none is stored. Other members say
 * nothing. */
#ifndef SIM_ORACLE_H
#define SIM_ORACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "wire/error.h"
#include "wire/json.h"

struct oracle_text {
	const char *bytes;
	size_t len;
};

enum oracle_said { ORACLE_SAYS, ORACLE_IS_ASKED, ORACLE_FAILS };

struct oracle {
	/* WHO asks, ANEW or on and on until something is said. SAYS: TEXT, until the next call; FAILS: an error of ours or
	 * the user's, in ERROR. NULL: there is no oracle. */
	enum oracle_said (*ask)(void *arg, const void *who, bool anew, struct oracle_text *, struct error *);
	void *arg;
};

/* What is stored of one UE. */
struct stored {
	bool found;
	struct json entry;		/* what it is read from; lives as long as the text */
	int profile;			/* a node of it */
};

/* -1: the text is not what an oracle prints; ERROR says where and what it should be. */
int oracle_find(const struct oracle_text *, const char *ue_service_id, struct stored *, struct error *);

#endif
