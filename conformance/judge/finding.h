/* conformance/judge/finding.h - a rule that was broken, or could not be decided: object, clause, place. */
#ifndef JUDGE_FINDING_H
#define JUDGE_FINDING_H

#include <stdint.h>
#include <stdio.h>

#include "conformance/judge/rule.h"
#include "conformance/judge/verdict.h"

struct finding {
	const struct clause *clause;
	enum answer answer;		/* BROKEN or CANNOT_SAY */
	enum verdict verdict;		/* fail, warn, note or inconc: by level, ground, reading, strictness */
	enum side by;			/* who broke it: client or server */
	uint32_t frame;			/* where it shows; the last frame seen where it is an absence */
	uint64_t at_ns;
	struct range where;		/* octets of the (opened) message or record; len 0: the whole */
	uint32_t related[3];		/* frames */
	struct endpoint client, server;
	uint32_t association;
	bool absence;			/* what was due did not come: no datagram shows it */
	bool binding_unconfirmed;	/* T19 turned a fail into this inconc */
	char expected[200], actual[200];
};

/* The one formatter: "fail COAP-MSG-37 (RFC 7252 5.3.1, must) frame 8 octets 4-7: expected ..., got ...". */
void finding_print(FILE *, const struct finding *);

#endif
