/* conformance/judge/rules_option.c - how a server takes options (group E, reactions). */
#include "conformance/judge/rules.h"

/* The answer to a request that is otherwise well formed: its first response, or an RST. A refusal for
 * want of authentication in the clear (T18) says nothing of options. */
static bool is_answer(const struct subject *s)
{
	const struct exchange *x = s->exchange;
	uint8_t code = s->now ? s->now->message->code : 0;

	if (s->moment != AT_REPLY || !is_request_exchange(x) || exchange_is(x, TRAIT_FORMAT_ERROR) ||
	    exchange_is(x, TRAIT_UNHEARD))
		return false;
	if (!exchange_secure(x) && (code == CODE_UNAUTHORIZED || code == CODE_FORBIDDEN))
		return false;
	return s->first_response || s->now->message->type == TYPE_RST;
}

static bool is_rst(const struct subject *s) { return s->now->message->type == TYPE_RST; }

/* Right but for the option in question: then 4.00 is about nothing else. */
static bool is_sound_otherwise(const struct exchange *x)
{
	return x->asked.said != MSGIN5G_NONE && x->asked.said == x->asked.meant && exchange_is(x, TRAIT_UE_SAID) &&
	       exchange_is(x, TRAIT_FORMAT_JSON) && !exchange_is(x, TRAIT_PROFILE_FAULTY) &&
	       !exchange_is(x, TRAIT_JSON_FAULTY) && !exchange_is(x, TRAIT_UE_NOT_ITS_OWN);
}

static enum answer code_is(const struct subject *s, struct note *note, uint8_t code, const char *expected)
{
	if (s->now->message->code == code)
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_CODE, expected, "%s", NOW_TEXT(s));
}

/* Neither 4.02 nor RST, nor 4.00 where nothing else is wrong: the option is ignored. */
static enum answer is_ignored(const struct subject *s, struct note *note, const char *expected)
{
	uint8_t code = s->now->message->code;

	if (code != CODE_BAD_OPTION && !is_rst(s) && !(code == CODE_BAD_REQUEST && is_sound_otherwise(s->exchange)))
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_CODE, expected, "%s", NOW_TEXT(s));
}

static bool is_con(const struct subject *s) { return s->exchange->asked_by.type == TYPE_CON; }

/* OPT-01. */
enum answer unknown_elective_is_ignored(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_answer(s) || !exchange_is(x, TRAIT_UNKNOWN_ELECTIVE) || exchange_is(x, TRAIT_UNKNOWN_CRITICAL) ||
	    exchange_is(x, TRAIT_LOCATION_RESERVED))
		return NOT_ASKED;
	return is_ignored(s, note, "the unknown elective option ignored");
}

/* OPT-02. */
enum answer unknown_critical_is_refused(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_answer(s) || !is_con(s) || !exchange_is(x, TRAIT_UNKNOWN_CRITICAL) || exchange_is(x, TRAIT_PROXY))
		return NOT_ASKED;
	return code_is(s, note, CODE_BAD_OPTION, "4.02 Bad Option, as the request has an unknown critical option");
}

/* OPT-03. */
enum answer bad_option_is_explained(const struct subject *s, struct note *note)
{
	if (!is_first_response(s) || s->now->message->code != CODE_BAD_OPTION)
		return NOT_ASKED;
	if (s->now->message->payload.len)
		return HELD;
	return broken(note, WHERE_WHOLE, "a diagnostic payload that names the option", "4.02 without payload");
}

/* OPT-04 (T11). */
enum answer unknown_critical_in_non(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x) || is_con(s) || !exchange_is(x, TRAIT_UNKNOWN_CRITICAL) ||
	    exchange_is(x, TRAIT_FORMAT_ERROR))
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->response.seen || x->count.resets ? NOT_ASKED : silent(s);
	if (!is_answer(s))
		return NOT_ASKED;
	if (is_rst(s))
		return HELD;
	return code_is(s, note, CODE_BAD_OPTION, "silence, RST or 4.02, as the request has an unknown critical option");
}

/* OPT-05 (T2): the client rejects a CON response with a critical option that it cannot know. */
enum answer bad_response_is_rejected(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	bool client_address = x->foreign_critical == OPTION_URI_PATH && s->context->readings[READING_T2] == 0 &&
			      exchange_is(x, TRAIT_CLIENT_ADDRESS);

	if (!is_request_exchange(x) || !x->foreign_critical || client_address || x->separate.type != TYPE_CON)
		return NOT_ASKED;
	if (s->now->message->type == TYPE_RST)
		return HELD;
	related_to(note, x->separate.first_frame);
	return broken(note, WHERE_TYPE, "RST, as the response has a critical option the client cannot take",
		      "%s to option %u", NOW_TEXT(s), x->foreign_critical);
}

static bool answers_con_with(const struct subject *s, enum trait trait)
{
	return is_answer(s) && is_con(s) && exchange_is(s->exchange, trait);
}

/* OPT-07: a value of wrong length counts as an unknown option. */
enum answer wrong_length_is_refused(const struct subject *s, struct note *note)
{
	if (!answers_con_with(s, TRAIT_CRITICAL_LENGTH))
		return NOT_ASKED;
	return code_is(s, note, CODE_BAD_OPTION, "4.02 Bad Option, as a critical option's value has a wrong length");
}

enum answer wrong_length_is_ignored(const struct subject *s, struct note *note)
{
	if (!answers_con_with(s, TRAIT_ELECTIVE_LENGTH) || exchange_is(s->exchange, TRAIT_CRITICAL_LENGTH))
		return NOT_ASKED;
	return is_ignored(s, note, "the elective option ignored, as its value has a wrong length");
}

/* OPT-09: a second occurrence counts as an unknown option. */
enum answer repeated_is_refused(const struct subject *s, struct note *note)
{
	if (!answers_con_with(s, TRAIT_CRITICAL_REPEATED))
		return NOT_ASKED;
	return code_is(s, note, CODE_BAD_OPTION, "4.02 Bad Option, as a critical option is repeated that may not be");
}

enum answer repeated_is_ignored(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!answers_con_with(s, TRAIT_FORMAT_REPEATED) || exchange_is(x, TRAIT_CRITICAL_REPEATED))
		return NOT_ASKED;
	if (exchange_is(x, TRAIT_FORMAT_JSON) && s->now->message->code == CODE_UNSUPPORTED_CONTENT_FORMAT)
		return broken(note, WHERE_CODE, "the second Content-Format ignored, the first one (50) held", "%s",
			      NOW_TEXT(s));
	return is_ignored(s, note, "the second Content-Format ignored");
}

/* OPT-16. */
enum answer path_is_taken_exactly(const struct subject *s, struct note *note)
{
	if (!is_first_response(s) || !exchange_is(s->exchange, TRAIT_PATH_SHUFFLED))
		return NOT_ASKED;
	if (CODE_CLASS(s->now->message->code) != 2)
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_CODE, "4.04 Not Found, as the Uri-Path options name another resource", "%s", NOW_TEXT(s));
}

/* OPT-17. */
enum answer proxying_is_refused(const struct subject *s, struct note *note)
{
	if (!is_answer(s) || !is_con(s) || !exchange_is(s->exchange, TRAIT_PROXY))
		return NOT_ASKED;
	return code_is(s, note, CODE_PROXYING_NOT_SUPPORTED, "5.05 Proxying Not Supported");
}

/* OPT-20. */
enum answer other_format_is_refused(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_answer(s) || x->asked.meant == MSGIN5G_NONE || !exchange_is(x, TRAIT_FORMAT_OTHER))
		return NOT_ASKED;
	return code_is(s, note, CODE_UNSUPPORTED_CONTENT_FORMAT,
		       "4.15 Unsupported Content-Format, as the Content-Format is not 50");
}

/* OPT-21. */
enum answer other_accept_is_refused(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_answer(s) || is_rst(s) || x->asked.meant == MSGIN5G_NONE || !exchange_is(x, TRAIT_ACCEPT_OTHER))
		return NOT_ASKED;
	if (CODE_CLASS(s->now->message->code) != 2 &&
	    !(s->now->message->code == CODE_BAD_REQUEST && is_sound_otherwise(x)))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "4.06 Not Acceptable, as Accept is not 50", "%s", NOW_TEXT(s));
}

/* OPT-22. */
enum answer json_accept_is_served(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;

	if (!is_answer(s) || x->asked.said == MSGIN5G_NONE || x->asked.meant == MSGIN5G_NONE ||
	    !exchange_is(x, TRAIT_ACCEPT_JSON) || exchange_is(x, TRAIT_CRITICAL_REPEATED))
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	if (is_rst(s) || m->code == CODE_NOT_ACCEPTABLE || m->code == CODE_BAD_OPTION)
		return broken(note, WHERE_CODE, "the JSON response, as Accept is 50", "%s", NOW_TEXT(s));
	if (CODE_CLASS(m->code) != 2)
		return NOT_ASKED;
	return HELD;
}

/* OPT-24: contradicts OPT-01 for requests; a note. */
enum answer reserved_location_is_refused(const struct subject *s, struct note *note)
{
	if (!is_answer(s) || !is_con(s) || !exchange_is(s->exchange, TRAIT_LOCATION_RESERVED))
		return NOT_ASKED;
	return code_is(s, note, CODE_BAD_OPTION, "4.02 Bad Option, as a reserved Location-* option is not supported");
}

/* OPT-25: the resource exists, and has no such ETag. */
enum answer condition_is_kept(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_answer(s) || is_rst(s) || !exchange_is(x, TRAIT_PATH_RIGHT) ||
	    (!exchange_is(x, TRAIT_IF_MATCH) && !exchange_is(x, TRAIT_IF_NONE_MATCH)) ||
	    exchange_is(x, TRAIT_CRITICAL_LENGTH))
		return NOT_ASKED;
	if (CODE_CLASS(s->now->message->code) != 2 &&
	    !(s->now->message->code == CODE_BAD_REQUEST && is_sound_otherwise(x)))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "4.12 Precondition Failed, or 4.02 where the option is not known", "%s", NOW_TEXT(s));
}

/* OPT-27: 5.03 tells when to come again; who comes before that is at fault. */
enum answer unavailable_says_when(const struct subject *s, struct note *note)
{
	if (!is_first_response(s) || s->now->message->code != CODE_SERVICE_UNAVAILABLE)
		return NOT_ASKED;
	if (message_option(s->now->message, OPTION_MAX_AGE, 0))
		return HELD;
	note->by = SIDE_SERVER;
	return broken(note, WHERE_WHOLE, "Max-Age, the time after which to retry", "5.03 without Max-Age");
}

enum answer retry_waits(const struct subject *s, struct note *note)
{
	const struct refusal *refusal = &peer_trouble(s->peer)->refusal;

	if (!is_request_exchange(s->exchange) || refusal->code != CODE_SERVICE_UNAVAILABLE)
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	if (s->at_ns >= refusal->retry_ns)
		return HELD;
	related_to(note, refusal->frame);
	return broken(note, WHERE_WHOLE, "no retry before the time that Max-Age of the 5.03 gave", "another request");
}

/* OPT-28. */
enum answer observe_is_ignored(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_answer(s) || x->asked.code != CODE_POST || !exchange_is(x, TRAIT_OBSERVE))
		return NOT_ASKED;
	if (message_option(s->now->message, OPTION_OBSERVE, 0))
		return broken(note, where_option(s->now->message, OPTION_OBSERVE), "no Observe in the response to a POST",
			      "Observe");
	return is_ignored(s, note, "Observe ignored on a POST");
}

/* OPT-31. */
enum answer query_has_an_outcome(const struct subject *s, struct note *note)
{
	static const char expected[] = "a response, whatever the Uri-Query means";
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x) || !exchange_is(x, TRAIT_QUERY) || x->asked.meant == MSGIN5G_NONE || !is_con(s) ||
	    exchange_is(x, TRAIT_FORMAT_ERROR))
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->response.seen || x->count.resets ? NOT_ASKED : absent(s, note, expected);
	if (is_rst(s))
		return broken(note, WHERE_TYPE, expected, "RST");
	return s->first_response ? HELD : NOT_ASKED;
}

/* OPT-29, the server's part: a class that No-Response (RFC 7967 2.1) does not suppress is sent. */
enum answer wanted_class_is_sent(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	unsigned due = is_sound_otherwise(x) ? 2 : x->asked.meant != MSGIN5G_NONE && !exchange_is(x, TRAIT_UE_SAID) ? 4 : 0;

	if (!is_request_exchange(x) || !exchange_is(x, TRAIT_NO_RESPONSE) || !due || x->asked.no_response & 1u << (due - 1) ||
	    !is_con(s))
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (s->moment == AT_REPLY)
		return s->first_response ? HELD : NOT_ASKED;
	/* Without an ACK it is MSG-01's. */
	if (!x->count.empty_acks || x->response.seen)
		return NOT_ASKED;
	return absent(s, note, due == 2 ? "the 2.xx response, which No-Response does not suppress"
					: "the 4.xx response, which No-Response does not suppress");
}
