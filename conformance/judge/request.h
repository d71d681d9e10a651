/* conformance/judge/request.h - a message that opens an exchange, summed up in traits and hashes. */
#ifndef JUDGE_REQUEST_H
#define JUDGE_REQUEST_H

#include "conformance/judge/context.h"
#include "conformance/judge/exchange.h"
#include "conformance/judge/target.h"
#include "wire/observation.h"

/* MSGIN5G: of its payload, or NULL. TARGET: whom it is sent to, or NULL. IDENTITY: the pool's UE whose
 * PSK identity made the association, or NULL: unknown. */
void asked_sum_up(struct asked *, const struct observation *, const struct msgin5g *, const struct target *,
		  const struct identity *, const struct context *);
/* TRIGGERING, AVAILABILITY and what they must hold (24.538 6.3.1.1.1 d)). */
bool profile_is_sound(const struct msgin5g *, const struct binding *);
/* Of the string an element holds, unescaped; the element must be there. */
uint64_t element_hash(const struct msgin5g *, enum element);
/* The Token as exchanges keep it: of more than eight octets (RFC 8974) eight that stand for it. Returns how many. */
uint8_t token_sum(const struct message *, uint8_t token[8]);
/* Content-Format 50, in whatever number of octets. */
bool message_says_json(const struct message *);
/* Does the periodic indicator name a periodic communication? (T17) */
bool profile_is_periodic(const struct msgin5g *, const struct binding *);

#endif
