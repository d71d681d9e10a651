/* conformance/judge/session.h - DTLS records and handshakes on their way to the rules and into memory. */
#ifndef JUDGE_SESSION_H
#define JUDGE_SESSION_H

#include "conformance/judge/association.h"
#include "conformance/judge/memory.h"

/* Before the rules are asked: is the association one that matters (facts 7)? True where it has just
 * become so: what was stashed counts now. */
bool session_is_relevant_now(struct association *, const struct memory *, const struct observation *);
/* How the record arrived, before it is learned. PEER: of the association, or NULL: none yet. */
struct arrival session_arrival(const struct association *, const struct peer *, const struct observation *);
/* After the rules were asked. */
void session_learn(struct association *, struct memory *, struct peer *, const struct observation *, bool new_record);

#endif
