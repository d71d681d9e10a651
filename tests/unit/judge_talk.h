/* tests/unit/judge_talk.h - conversations written by hand, and what the judge finds in them.
 *
 * A line a datagram, in order; frames count from 1, and each comes 10 ms after the one before:
 *
 *     WHO [WORDS...]: OCTETS
 *
 * WHO     C  the client to the server              S  the server to the client
 *         D  another client to the server          T  the server to that other client
 *         P  the server, from another port, to the client
 *         R  the client to the coaps port          V  the coaps port to the client
 *         G  the client to the group of all CoAP nodes
 *         N  the coap port to the client's DTLS port
 *         B  the client to port 6684               b  and back
 *         E  a constrained device to its Gateway UE        e  and back
 *         F  another device to the Gateway UE      f  and back
 *         Q  another client to the coaps port      U  the coaps port to that other client
 * WORDS   @1500       at 1500 ms
 *         [1.2.3]     in association 1, a record of epoch 2, sequence number 3
 *         deliberate, dropped, doubled
 *         hs=1.0      a complete handshake message of type 1, message_seq 0: OCTETS are its body
 *         fragment=5+9/10   a fragment: octets 5 to 13 of 10
 *         ccs         a ChangeCipherSpec        alert=2.40   an alert, level and description
 *         dark, bad-tag, version=fefc, nonce=1, opened-by=1, type=23, again, overruns
 * OCTETS  hexadecimal, and 'text' between quotes; "-" for none
 */
#ifndef TESTS_JUDGE_TALK_H
#define TESTS_JUDGE_TALK_H

#include <stddef.h>

#include "conformance/judge/judge.h"

/* A conversation begins at 1 s, and is watched for so long after its end. */
enum { TALK_BEGIN_MS = 1000, TALK_STEP_MS = 10, TALK_WATCH_MS = 300000 };

/* What the judge makes of a conversation. */
struct talk_result {
	char findings[2048];	/* "fail COAP-MSG-37 2 4-7; ...": verdict, rule, frame, octets or "-" */
	struct tally tally;
};

/* CONTEXT: lines of wire/context text, added to the tests' own (see judge_talk.c), or "". Watched
 * until 300 s after the last line. A line that cannot be read aborts the test. */
void talk_judge(struct talk_result *, const char *context, const char *talk);
/* The same, but findings go to the caller's function. */
void talk_judge_into(const struct context *, const char *talk, void (*found)(void *, const struct finding *), void *arg,
		     struct tally *);
/* The tests' context with LINES added; lines `server=` replace the tests' two servers. */
void talk_context(struct context *, const char *lines);

/* Appends "fail COAP-MSG-37 2 4-7" for a finding, said to be in FRAME. */
void talk_finding_write(char *findings, size_t size, const struct finding *, uint32_t frame);

/* A row of the tables: a conversation that keeps the rule, and one that breaks it. */
struct talk_row {
	const char *clause, *context;
	const char *good, *good_findings;	/* held at least once; findings mostly "" */
	const char *bad, *bad_findings;		/* the row's own among them */
};

/* All rows of all tables, from 0; NULL: past the end. */
const struct talk_row *talk_row_at(int index);

#endif
