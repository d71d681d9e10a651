/* conformance/judge/rules_flow.c - bodies in blocks, from message to message (group H). */
#include "conformance/judge/flow.h"
#include "conformance/judge/rules.h"

/* The step of a request with Block1 whose first response is at hand, or NULL. */
static const struct flow_step *answered_block(const struct subject *s)
{
	const struct exchange *x = s->exchange;

	if (!is_first_response(s) || !x->step || !x->step->one.is || exchange_is(x, TRAIT_FORMAT_ERROR) ||
	    exchange_is(x, TRAIT_UNHEARD) || exchange_has_odd_option(x))
		return NULL;
	return x->step;
}

static bool is_success(const struct subject *s) { return CODE_CLASS(s->now->message->code) == 2; }

/* Refused for another reason, or by a server that could not: nothing is said of blocks. */
static bool is_other_refusal(const struct subject *s)
{
	uint8_t code = s->now->message->code;

	return CODE_CLASS(code) >= 4 && code != CODE_REQUEST_ENTITY_INCOMPLETE && code != CODE_BAD_REQUEST && code != CODE_BAD_OPTION;
}

/* BLK-06: the client keeps the format, the server joins no others. */
enum answer format_is_of_the_body(const struct subject *s, struct note *note)
{
	const struct flow_step *step = s->exchange->step;

	note->by = (uint8_t)s->by;
	if (!step || step->place != PLACE_NEXT)
		return NOT_ASKED;
	related_to(note, step->frame);
	if (s->moment == AT_REQUEST)
		return step->format_changed ? broken(note, where_option(s->now->message, OPTION_CONTENT_FORMAT),
						     "the Content-Format of the blocks before", "another") : HELD;
	if (!answered_block(s) || !step->format_changed)
		return NOT_ASKED;
	return is_success(s) ? broken(note, WHERE_CODE, "a block of another Content-Format not joined to those before (4.08)", "%s",
				      NOW_TEXT(s)) : HELD;
}

/* BLK-07. One that says M=0 has taken the block by itself: it is none of the atomic ones (RFC 7959 2.3). */
enum answer blocks_are_continued(const struct subject *s, struct note *note)
{
	const struct flow_step *step = answered_block(s);
	const struct message *m = s->now ? s->now->message : NULL;
	struct block said;

	if (!step || !is_success(s) || step->format_changed || (step->place != PLACE_FIRST && step->place != PLACE_NEXT))
		return NOT_ASKED;
	related_to(note, s->exchange->asked_by.first_frame);
	if (!step->one.more)
		return m->code != CODE_CONTINUE ? HELD : broken(note, WHERE_CODE, "a final code to the last block", "%s", NOW_TEXT(s));
	if (m->code == CODE_CONTINUE)
		return HELD;
	if (block_read(&said, m, OPTION_BLOCK1) && !said.more)
		return NOT_ASKED;
	return broken(note, WHERE_CODE, "2.31 Continue to a block that is not the last", "%s", NOW_TEXT(s));
}

/* BLK-08; what came in the clear is BLK-17's. */
enum answer gap_is_incomplete(const struct subject *s, struct note *note)
{
	const struct flow_step *step = answered_block(s);

	if (!step || step->place != PLACE_MISSING || step->one.more || step->clear_before || is_other_refusal(s) || !seen_from_start(s))
		return NOT_ASKED;
	if (s->now->message->code == CODE_REQUEST_ENTITY_INCOMPLETE)
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_CODE, "4.08 to a last block of which earlier ones are missing", "%s", NOW_TEXT(s));
}

/* BLK-17. */
enum answer clear_block_does_not_count(const struct subject *s, struct note *note)
{
	const struct flow_step *step = answered_block(s);

	if (!step || step->place != PLACE_MISSING || !step->clear_before)
		return NOT_ASKED;
	related_to(note, step->frame);
	if (!is_success(s))
		return HELD;
	return broken(note, WHERE_CODE, "a block in the clear not joined to one in a DTLS session", "%s", NOW_TEXT(s));
}

/* BLK-13. */
enum answer new_body_replaces_the_old(const struct subject *s, struct note *note)
{
	const struct flow_step *step = answered_block(s);

	if (!step || !step->restarts || step->format_changed || (step->place != PLACE_FIRST && step->place != PLACE_NEXT))
		return NOT_ASKED;
	if (is_success(s))
		return HELD;
	if (s->now->message->code != CODE_REQUEST_ENTITY_INCOMPLETE)
		return NOT_ASKED;
	related_to(note, step->frame);
	return broken(note, WHERE_CODE, "a new body taken in place of the unfinished one", "%s", NOW_TEXT(s));
}

/* BLK-09. */
enum answer smaller_blocks_follow(const struct subject *s, struct note *note)
{
	const struct flow_step *step = s->exchange->step;

	if (!step || !step->one.is || !step->one.num || step->said_szx == SZX_NONE)
		return NOT_ASKED;
	related_to(note, step->frame);
	if (step->one.szx > step->said_szx)
		return broken(note, where_option(s->now->message, OPTION_BLOCK1), "blocks no larger than the server asked for",
			      "SZX %u after SZX %u", step->one.szx, step->said_szx);
	if (step->place == PLACE_MISSING)
		return broken(note, where_option(s->now->message, OPTION_BLOCK1), "NUM counted in the smaller blocks", "NUM %u",
			      step->one.num);
	return HELD;
}

/* BLK-19. */
enum answer request_tag_is_not_recycled(const struct subject *s, struct note *note)
{
	const struct flow_step *step = s->exchange->step;

	if (!step || (!step->tag_recycled && !step->tag_renewed))
		return NOT_ASKED;
	if (step->tag_renewed)
		return HELD;
	related_to(note, step->frame);
	return broken(note, where_option(s->now->message, OPTION_REQUEST_TAG), "another Request-Tag than the unfinished body's", "the same");
}

/* BLK-10. */
enum answer answer_blocks_are_as_asked(const struct subject *s, struct note *note)
{
	const struct flow_step *step = s->exchange->step;
	struct block b;

	if (!is_first_response(s) || !step || !step->two.is || !is_success(s) || !block_read(&b, s->now->message, OPTION_BLOCK2))
		return NOT_ASKED;
	related_to(note, s->exchange->asked_by.first_frame);
	if (b.szx > step->two.szx)
		return broken(note, b.option->whole, "blocks as large as was asked for, or smaller", "SZX %u to SZX %u", b.szx, step->two.szx);
	if (step->follows && step->two.szx == step->two_szx && b.szx != step->two_szx)
		return broken(note, b.option->whole, "the same size through the sequence", "SZX %u after SZX %u", b.szx, step->two_szx);
	return HELD;
}

/* BLK-11: who goes on behind a block of another body has not looked. */
enum answer etags_are_compared(const struct subject *s, struct note *note)
{
	const struct flow_step *step = s->exchange->step;

	if (!step || !step->follows || !step->etag_known || step->two.at != step->due)
		return NOT_ASKED;
	related_to(note, step->frame);
	if (!step->etag_mixed)
		return HELD;
	return broken(note, where_option(s->now->message, OPTION_BLOCK2), "no further block of an answer whose blocks have different ETags",
		      "Block2 %u", step->two.num);
}

/* BLK-12. */
enum answer answer_is_fetched_in_order(const struct subject *s, struct note *note)
{
	const struct flow_step *step = s->exchange->step;

	if (!step || !step->follows || !step->after_body)
		return NOT_ASKED;
	related_to(note, step->frame);
	if (step->two.at == step->due)
		return HELD;
	return broken(note, where_option(s->now->message, OPTION_BLOCK2), "the blocks of the answer to a body in blocks in order",
		      "octet %u, where %u was due", step->two.at, step->due);
}

/* --- Echo (RFC 9175 2.3) --- */

static bool asks_for_state(const struct exchange *x)
{
	return exchange_procedure(x) != MSGIN5G_NONE && !exchange_is(x, TRAIT_FORMAT_ERROR) && !exchange_is(x, TRAIT_UNHEARD);
}

/* A session in which the server has seen an Echo of its own may be fresh enough for what follows. */
static bool is_unproven(const struct exchange *x) { return !x->step || !x->step->echo.proven; }

/* ECHO-01: with the feature declared, registrations and de-registrations have to be fresh. */
enum answer stale_request_is_challenged(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_first_response(s) || !asks_for_state(x) || exchange_is(x, TRAIT_ECHO) || !is_unproven(x) || !seen_from_start(s))
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	if (s->now->message->code == CODE_UNAUTHORIZED)
		return message_option(s->now->message, OPTION_ECHO, 0) ? HELD
			       : broken(note, WHERE_CODE, "an Echo with the 4.01 to a request that may be old", "none");
	if (!exchange_succeeded(x))
		return NOT_ASKED;
	return broken(note, WHERE_CODE, "4.01 with Echo to a request of which nothing shows that it is fresh", "%s", NOW_TEXT(s));
}

/* ECHO-07. */
enum answer false_echo_is_refused(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	bool foreign = x->step && (x->step->echo.said == ECHOED_ELSEWHERE || x->step->echo.said == ECHOED_UNKNOWN);

	if (!is_first_response(s) || !asks_for_state(x) || !foreign || !is_unproven(x) || !seen_from_start(s))
		return NOT_ASKED;
	if (!exchange_succeeded(x))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "an Echo that this endpoint was never given refused", "%s", NOW_TEXT(s));
}

static enum answer echo_comes_back(const struct subject *s, struct note *note, bool challenged, const char *expected)
{
	const struct flow_step *step = s->exchange->step;

	if (!is_request_exchange(s->exchange) || !step || !step->echo.due || step->echo.challenged != challenged)
		return NOT_ASKED;
	if (step->echo.same)
		return HELD;
	related_to(note, step->echo.frame);
	return broken(note, where_option(s->now->message, OPTION_ECHO), expected,
		      step->echo.said == ECHOED_NOT ? "no Echo" : "another Echo");
}

/* ECHO-02. */
enum answer challenge_is_met(const struct subject *s, struct note *note)
{
	return echo_comes_back(s, note, true, "the request again, with the Echo of the 4.01 before");
}

/* ECHO-03. */
enum answer given_echo_comes_back(const struct subject *s, struct note *note)
{
	return echo_comes_back(s, note, false, "the Echo of the answer before in the next request");
}

/* ECHO-04. */
enum answer echo_stays_in_its_session(const struct subject *s, struct note *note)
{
	const struct flow_step *step = s->exchange->step;

	if (!step || (step->echo.said != ECHOED_HERE && step->echo.said != ECHOED_ELSEWHERE))
		return NOT_ASKED;
	if (step->echo.said == ECHOED_HERE)
		return HELD;
	return broken(note, where_option(s->now->message, OPTION_ECHO), "an Echo only to whom it came from, in the same session",
		      "one that another endpoint or session was given");
}
