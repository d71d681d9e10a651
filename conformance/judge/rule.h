/* conformance/judge/rule.h - a rule: what spec/rules.tsv says of it (clause.h) plus a short function.
 *
 * The judge calls `holds` at the moments the row names, with a subject that carries only what the
 * scope grants. The function answers for this subject alone:
 *
 *     NOT_ASKED    the rule says nothing about it (not counted)
 *     HELD         judged, kept
 *     BROKEN       judged, broken: the note says expected, actual, where
 *     CANNOT_SAY   the vantage, the keys, the binding or our own forgetting do not allow an answer
 */
#ifndef JUDGE_RULE_H
#define JUDGE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "conformance/judge/clause.h"
#include "conformance/judge/context.h"
#include "wire/msgin5g.h"
#include "wire/observation.h"

struct exchange;
struct peer;
struct association;

enum scope { ON_MESSAGE, ON_EXCHANGE, ON_ENDPOINT, ON_RECORD, ON_HANDSHAKE, ON_ASSOCIATION };	/* from ON_RECORD: of an association */

/* When a rule of a scope is asked. */
enum moment {
	AT_REQUEST = 1 << 0,	/* exchange: its first message, mostly a request */
	AT_COPY = 1 << 1,	/* exchange: another copy of that */
	AT_REPLY = 1 << 2,	/* exchange: an ACK, RST or response of the other side */
	AT_REPEAT = 1 << 3,	/* exchange: another copy of a separate response */
	AT_CONFIRM = 1 << 4,	/* exchange: the client's ACK or RST of a separate response */
	AT_CLOSE = 1 << 5,	/* exchange: expired, or the end of watching */
	AT_EACH = 1 << 6	/* every message, record, handshake message */
};

enum answer { NOT_ASKED, HELD, BROKEN, CANNOT_SAY };

enum need {
	NEEDS_BINDING = 1 << 0,		/* T19: BROKEN becomes inconc until the binding is confirmed */
	NEEDS_VANTAGE = 1 << 1,		/* absence: n/a unless the vantage is the bound side's or a run of ours */
	NEEDS_ORACLE = 1 << 2,		/* state: CANNOT_SAY is reported once a rule, and colours nothing by itself */
	NEEDS_SERVER_URI = 1 << 3,
	NEEDS_CONNECTIONLESS = 1 << 4	/* n/a where our sockets were connected */
};

/* Caller-owned; the rule fills what it knows. A rule answers twice alike: it is asked without words first, and again
 * where its finding is wanted. */
struct note {
	struct range where;
	uint32_t related[3];	/* frames; 0: none */
	uint8_t by;		/* enum side that broke it, or 0: by the clause, or the sender */
	bool as_note;		/* BROKEN, but a policy makes it a note (T1, T2, T4) */
	bool as_warn;		/* BROKEN, but a policy makes it a warning (T14, T17) */
	bool wordless;		/* the two texts stay empty */
	char expected[200], actual[200];
};

/* Its texts are not written to. */
static inline void note_begin(struct note *note)
{
	memset(note, 0, offsetof(struct note, expected));
	note->wordless = true;
}

struct subject {
	const struct context *context;
	enum moment moment;
	enum side by;				/* who sent `now`: client or server of its exchange */
	const struct observation *now;		/* NULL only AT_CLOSE */
	const struct msgin5g *msgin5g;		/* of now's payload, or NULL; of the whole body where now ends one in blocks, */
	uint32_t before;			/* of which so many octets came before */
	const struct exchange *exchange;
	const struct peer *peer;		/* the client's endpoint and what is remembered of it */
	const struct association *association;	/* NULL: in the clear */
	const struct strain *strain;
	uint64_t at_ns;
	bool forgotten;				/* AT_CLOSE: for want of room, before its time */
	bool first_response;			/* AT_REPLY: the exchange had none before */
};

struct rule {
	enum clause_id clause;
	enum scope scope;
	uint8_t moments;	/* enum moment bits */
	uint16_t needs;		/* enum need bits */
	enum answer (*holds)(const struct subject *, struct note *);
};

const struct rule *rule_row(unsigned index);		/* NULL: past the end */
const struct rule *rule_of(enum clause_id);		/* NULL: none judges it */
unsigned rule_count(void);

#endif
