/* conformance/judge/registration.h - what the server's answers let us believe of each UE's registration.
 *
 * State is not visible (facts 7): belief follows from answers alone, and a request whose answer is
 * missing makes it unknown again. */
#ifndef JUDGE_REGISTRATION_H
#define JUDGE_REGISTRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/judge/exchange.h"
#include "conformance/judge/peer.h"
#include "wire/table.h"

struct registration {
	struct registration *newer;
	const struct service *service;
	uint64_t service_hash;		/* of the UE Service ID */
	uint64_t layer2_hash;		/* a device's: of the Layer-2 ID that it is mapped to; 0: none */
	uint32_t pending;		/* requests on their way, unanswered */
	uint32_t latest;		/* first frame of the request answered last */
	uint8_t belief;			/* enum belief */
	uint8_t refused;		/* code of a refused registration since, or 0 */
	bool foreign_leave;		/* another UE's de-registration of it was refused since */
};

enum { REGISTRATIONS_MOST = 1 << 17 };

struct registrations {
	struct table table;
	struct registration *oldest, *newest;
	size_t count;
};

void registrations_init(struct registrations *);
void registrations_free(struct registrations *);
/* Fetches into the cache what asking about that exchange will look at. */
void registrations_expect(const struct registrations *, const struct exchange *);
/* A REG or DEREG leaves for the server, or a copy of it: one that comes after later ones, executed again, is COAP-MSG-11's
 * matter, and nothing is believed of its UE. */
void registrations_ask(struct registrations *, struct exchange *);
/* Its first answer came: what was believed until now goes into the exchange, what the answers tell
 * apart into its service. */
void registrations_recall(struct registrations *, struct exchange *);
/* The answer changes belief; to be called after the rules have been asked. */
void registrations_learn(struct registrations *, const struct exchange *);
/* That UE is registered in bulk, or in blocks: nothing is believed of it until its own next answer. */
void registrations_unsettle(struct registrations *, const struct service *, uint64_t service_hash);
/* Closed without an answer. */
void registrations_doubt(struct registrations *, const struct exchange *);

#endif
