/* conformance/judge/rules_response.c - response codes and their payloads (group F). */
#include "conformance/judge/rules.h"

#include "conformance/judge/request.h"
#include "wire/utf8.h"

enum { AMPLIFICATION = 3, AMPLIFICATION_SAFE = 136 };	/* RFC 9175 2.4 */

static bool is_error(const struct message *m) { return CODE_CLASS(m->code) >= 4 && message_is_response(m); }

static bool has_format(const struct message *m) { return message_option(m, OPTION_CONTENT_FORMAT, 0) != NULL; }

/* A refusal of anybody in the clear (T18) says nothing of methods and paths. */
static bool is_refused_in_the_clear(const struct subject *s)
{
	uint8_t code = s->now->message->code;

	return !exchange_secure(s->exchange) && (code == CODE_UNAUTHORIZED || code == CODE_FORBIDDEN);
}

/* RSP-02 (T4). */
enum answer renewal_is_changed(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_first_response(s) || x->asked.said != MSGIN5G_REG || x->belief != BELIEF_PRESENT ||
	    !exchange_succeeded(x))
		return NOT_ASKED;
	if (s->now->message->code == CODE_CHANGED)
		return HELD;
	return broken(note, WHERE_CODE, "2.04 Changed, as a renewed registration creates nothing", "%s", NOW_TEXT(s));
}

/* RSP-04, RSP-05. */
static enum answer code_is_not(const struct subject *s, struct note *note, uint8_t code, const char *expected)
{
	if (!is_response(s) || s->exchange->asked.code != CODE_POST)
		return NOT_ASKED;
	if (s->now->message->code != code)
		return HELD;
	related_to(note, s->exchange->asked_by.first_frame);
	return broken(note, WHERE_CODE, expected, "%s", NOW_TEXT(s));
}

enum answer post_gets_no_content(const struct subject *s, struct note *note)
{
	return code_is_not(s, note, CODE_CONTENT, "a code for POST: 2.05 Content is only for GET");
}

enum answer post_gets_no_valid(const struct subject *s, struct note *note)
{
	return code_is_not(s, note, CODE_VALID, "a code for POST: 2.03 Valid answers a GET with an ETag");
}

/* RSP-06. */
enum answer continue_answers_a_block(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!is_response(s) || m->code != CODE_CONTINUE)
		return NOT_ASKED;
	if (m->payload.len)
		return broken(note, m->payload, "2.31 Continue without payload", "%u octets", m->payload.len);
	if (exchange_is(s->exchange, TRAIT_BLOCK1))
		return HELD;
	return broken(note, WHERE_CODE, "2.31 Continue only as the answer to a Block1", "%s", NOW_TEXT(s));
}

/* RSP-07. Reserved classes are HDR-07's. */
enum answer code_is_registered(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!message_is_response(m))
		return NOT_ASKED;
	if (code_name(m->code))
		return HELD;
	note->as_warn = true;
	return broken(note, WHERE_CODE, "a response code of the registry", "%s", NOW_TEXT(s));
}

/* RSP-09 (T12). A method that is answered by success is one the server supports, unless it is none. */
enum answer other_method_is_refused(const struct subject *s, struct note *note)
{
	static const char expected[] = "4.05 Method Not Allowed, piggybacked where the request is Confirmable";
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;

	if (!is_first_response(s) || x->asked.code == CODE_POST || !exchange_is(x, TRAIT_PATH_RIGHT) ||
	    is_refused_in_the_clear(s) || exchange_is(x, TRAIT_UNKNOWN_CRITICAL))
		return NOT_ASKED;
	if (CODE_CLASS(m->code) == 2 && x->asked.code <= CODE_IPATCH && x->said != RESULT_SUCCESS)
		return NOT_ASKED;
	bool refused = m->code == CODE_METHOD_NOT_ALLOWED || m->code == CODE_NOT_IMPLEMENTED;
	if (refused && (m->type == TYPE_ACK || x->asked_by.type == TYPE_NON))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, refused ? WHERE_TYPE : WHERE_CODE, expected, "%s", NOW_TEXT(s));
}

/* RSP-10. */
enum answer unknown_path_is_not_found(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;

	if (!is_first_response(s) || !exchange_is(x, TRAIT_PATH_OTHER) || x->asked.said == MSGIN5G_NONE ||
	    is_refused_in_the_clear(s))
		return NOT_ASKED;
	if (s->now->message->code == CODE_NOT_FOUND)
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "4.04 Not Found, as the path is unknown", "%s", NOW_TEXT(s));
}

/* RSP-11. */
enum answer diagnostic_is_utf8(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!is_error(m) || !m->payload.len || has_format(m))
		return NOT_ASKED;
	if (utf8_valid(m->bytes + m->payload.at, m->payload.len, NULL))
		return HELD;
	return broken(note, m->payload, "a diagnostic payload in UTF-8", "octets that are not UTF-8");
}

/* RSP-13. */
enum answer json_error_has_format(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;
	const struct msgin5g *g = s->msgin5g;

	if (!is_error(m) || !g || !g->json.whole || json_anomaly(&g->json, JSON_NOT_OBJECT))
		return NOT_ASKED;
	if (message_says_json(m))
		return HELD;
	return broken(note, m->payload, "Content-Format 50 for JSON in an error response",
		      has_format(m) ? "another Content-Format" : "no Content-Format");
}

/* RSP-14. */
enum answer too_large_says_size(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!is_first_response(s) || m->code != CODE_REQUEST_ENTITY_TOO_LARGE)
		return NOT_ASKED;
	if (message_option(m, OPTION_SIZE1, 0))
		return HELD;
	return broken(note, WHERE_WHOLE, "Size1, the largest body the server takes", "4.13 without Size1");
}

/* RSP-15. */
enum answer not_acceptable_has_no_entity(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!message_is_response(m) || m->code != CODE_NOT_ACCEPTABLE)
		return NOT_ASKED;
	if (!has_format(m))
		return HELD;
	return broken(note, where_option(m, OPTION_CONTENT_FORMAT), "4.06 without a representation: a diagnostic only",
		      "a Content-Format");
}

/* RSP-16: GET and DELETE, 2.03 and 2.31. */
enum answer payload_is_defined(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (m->code != CODE_GET && m->code != CODE_DELETE && m->code != CODE_VALID && m->code != CODE_CONTINUE)
		return NOT_ASKED;
	note->by = (uint8_t)s->by;
	if (!m->payload.len)
		return HELD;
	return broken(note, m->payload, "no payload, as the code defines none", "%u octets with %s", m->payload.len,
		      CODE_TEXT(m->code));
}

/* RSP-17, RSP-18: the same request again, in the same session, after it was refused for what it is. */
static enum answer is_not_repeated(const struct subject *s, struct note *note, uint8_t code, const char *expected)
{
	const struct exchange *x = s->exchange;
	const struct refusal *refusal = &peer_trouble(s->peer)->refusal;

	if (!is_request_exchange(x) || refusal->code != code || refusal->association != x->asked_by.association)
		return NOT_ASKED;
	if (refusal->content_hash != x->asked.content_hash)
		return HELD;
	related_to(note, refusal->frame);
	return broken(note, WHERE_WHOLE, expected, "the same request again");
}

enum answer unauthorized_is_not_repeated(const struct subject *s, struct note *note)
{
	return is_not_repeated(s, note, CODE_UNAUTHORIZED, "no repetition after 4.01 without better authentication");
}

enum answer bad_option_is_not_repeated(const struct subject *s, struct note *note)
{
	return is_not_repeated(s, note, CODE_BAD_OPTION, "no unchanged repetition after 4.02");
}

/* RSP-19. */
enum answer too_many_says_when(const struct subject *s, struct note *note)
{
	if (!is_first_response(s) || s->now->message->code != CODE_TOO_MANY_REQUESTS)
		return NOT_ASKED;
	note->by = SIDE_SERVER;
	if (message_option(s->now->message, OPTION_MAX_AGE, 0))
		return HELD;
	return broken(note, WHERE_WHOLE, "Max-Age, the time to wait", "4.29 without Max-Age");
}

enum answer too_many_is_heeded(const struct subject *s, struct note *note)
{
	const struct refusal *refusal = &peer_trouble(s->peer)->refusal;

	if (!is_request_exchange(s->exchange) || refusal->code != CODE_TOO_MANY_REQUESTS)
		return NOT_ASKED;
	note->by = SIDE_CLIENT;
	if (s->at_ns >= refusal->retry_ns || refusal->content_hash != s->exchange->asked.content_hash)
		return HELD;
	related_to(note, refusal->frame);
	return broken(note, WHERE_WHOLE, "no request before the time that Max-Age of the 4.29 gave", "the same request");
}

/* RSP-20 (T5): what is wrong with the content is refused, and answered. Success without service
 * identifier, Message Type, UE Service ID or credential is S01's, S10's and S02.b's. */
static bool lacks_credential(const struct subject *s)
{
	return s->context->edition == EDITION_PRE_CR && !exchange_is(s->exchange, TRAIT_CREDENTIAL_SAID);
}

static bool has_faulty_content(const struct subject *s)
{
	const struct exchange *x = s->exchange;

	if (x->asked.meant == MSGIN5G_NONE || exchange_is(x, TRAIT_FORMAT_OTHER) || exchange_is(x, TRAIT_FORMAT_ERROR) ||
	    x->asked_by.type != TYPE_CON)
		return false;
	return exchange_is(x, TRAIT_JSON_MALFORMED) || !exchange_is(x, TRAIT_SERVICE_SAID) ||
	       !exchange_is(x, TRAIT_TYPE_SAID) || !exchange_is(x, TRAIT_UE_SAID) ||
	       exchange_is(x, TRAIT_PROFILE_FAULTY) || lacks_credential(s);
}

/* A success that another row reports. */
static bool is_elsewhere(const struct subject *s)
{
	const struct exchange *x = s->exchange;

	return x->asked.said != x->asked.meant || !exchange_is(x, TRAIT_UE_SAID) || lacks_credential(s);
}

enum answer faulty_content_is_refused(const struct subject *s, struct note *note)
{
	static const char expected[] = "a 4.xx, or a 2.04 whose result is failure, as the content is faulty";
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x) || !has_faulty_content(s))
		return NOT_ASKED;
	if (s->moment == AT_CLOSE)
		return x->response.seen || x->count.resets ? NOT_ASKED : absent(s, note, expected);
	if (!s->first_response && s->now->message->type != TYPE_RST)
		return NOT_ASKED;
	if (s->first_response && (CODE_CLASS(s->now->message->code) == 4 || x->said == RESULT_FAILURE))
		return HELD;
	if (exchange_succeeded(x) && is_elsewhere(s))
		return NOT_ASKED;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, expected, "%s", NOW_TEXT(s));
}

/* RSP-21. */
enum answer does_not_amplify(const struct subject *s, struct note *note)
{
	const struct exchange *x = s->exchange;
	size_t len = s->now->message->len;

	if (!is_response(s) || exchange_secure(x))
		return NOT_ASKED;
	if (len <= AMPLIFICATION_SAFE || len <= (size_t)AMPLIFICATION * x->asked.len)
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_WHOLE, "a response of at most 136 octets or three times its request, in the clear",
		      "%zu octets to %u", len, x->asked.len);
}

/* RSP-23. */
enum answer equal_requests_are_two(const struct subject *s, struct note *note)
{
	static const char expected[] = "a second, equal request with its own Message ID and Token answered for itself";
	const struct exchange *x = s->exchange;

	if (!is_request_exchange(x) || !x->before.equal_frame || x->asked_by.type != TYPE_CON ||
	    exchange_is(x, TRAIT_FORMAT_ERROR))
		return NOT_ASKED;
	related_to(note, x->before.equal_frame);
	/* Without an ACK it is MSG-01's. */
	if (s->moment == AT_CLOSE)
		return !x->count.empty_acks || x->response.seen ? NOT_ASKED : absent(s, note, expected);
	return s->first_response ? HELD : NOT_ASKED;
}
