/* conformance/judge/rules.h - the rules' functions, and the few things they say alike. */
#ifndef JUDGE_RULES_H
#define JUDGE_RULES_H

#include "conformance/judge/association.h"
#include "conformance/judge/exchange.h"
#include "conformance/judge/peer.h"
#include "conformance/judge/rule.h"
#include "conformance/judge/strain.h"

#define RULE(clause, scope, moments, needs, function) enum answer function(const struct subject *, struct note *);
#include "conformance/judge/rule.def"
#undef RULE

/* BROKEN, with both halves of the sentence. ACTUAL may be NULL. */
enum answer broken(struct note *, struct range where, const char *expected, const char *actual, ...)
	__attribute__((format(printf, 4, 5)));
/* The same as CANNOT_SAY: what would have been expected, and why it is not known. */
enum answer cannot_say(struct note *, const char *expected, const char *why, ...)
	__attribute__((format(printf, 3, 4)));
void related_to(struct note *, uint32_t frame);

/* Header fields of RFC 7252 3. */
#define WHERE_WHOLE ((struct range){ 0, 0 })
#define WHERE_TYPE ((struct range){ 0, 1 })
#define WHERE_CODE ((struct range){ 1, 1 })
#define WHERE_MID ((struct range){ 2, 2 })
/* The Token, or the octet with its length where there is none. */
struct range where_token(const struct message *);
/* The first option of that number, or the code where there is none. */
struct range where_option(const struct message *, uint32_t number);

/* A subject whose `now` is the first response to a request. */
static inline bool is_request_exchange(const struct exchange *x) { return x->asked.by == OPENED_BY_REQUEST; }

static inline bool is_first_response(const struct subject *s)
{
	return s->first_response && is_request_exchange(s->exchange);
}

/* `now` has a response code: any answer of the server to a request. */
bool is_response(const struct subject *);
/* The code's name in TEXT, for notes. */
#define CODE_TEXT(code) (code_format((char[48]){ 0 }, 48, (code)))
/* "2.04 Changed", "an Empty ACK", "RST": what `now` is, in TEXT. */
const char *now_text(const struct subject *, char *text, size_t size);
#define NOW_TEXT(s) (now_text((s), (char[64]){ 0 }, 64))

/* An answer that was due did not come (facts 7, vantage): BROKEN only on evidence that the request
 * was received and the watch was long enough. Use AT_CLOSE. */
enum answer absent(const struct subject *, struct note *, const char *expected);
/* No answer was due and none came: HELD, NOT_ASKED where the request never left. AT_CLOSE. */
enum answer silent(const struct subject *);
/* A bound missed by less, at `now`, is nobody's: what the link was measured to do, or how far we were behind just then.
 * What an interval has too little, twice the one before has too much: JITTER_OF_TWO times where they are compared. */
enum { JITTER_OF_TWO = 3 };
uint64_t jitter_now(const struct subject *);
/* T20: the session changed while the request was in flight. */
bool was_cut(const struct subject *);
/* An endpoint is not known to have been watched from its start: what it answers may be unseen. */
bool seen_from_start(const struct subject *);

#endif
