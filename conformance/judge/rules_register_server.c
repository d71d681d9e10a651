/* conformance/judge/rules_register_server.c - what the MSGin5G Server answers: TS 24.538 6.3.1.2 (group A, S rows). */
#include <stdio.h>
#include <string.h>

#include "conformance/judge/flow.h"
#include "conformance/judge/request.h"
#include "conformance/judge/rules.h"

/* The first answer to a request that is, by both elements, of that kind. */
static bool answers(const struct subject *s, enum msgin5g_kind kind)
{
	return is_first_response(s) && s->exchange->asked.said == kind;
}

static bool accepted_code(enum msgin5g_kind kind, uint8_t code)
{
	return code == CODE_CHANGED || (kind == MSGIN5G_REG && code == CODE_CREATED);
}

/* Accepted by its code: then the content is prescribed. A block of a larger body is looked into when all of it is there. */
static bool accepts(const struct subject *s, enum msgin5g_kind kind)
{
	const struct message *m = s->now->message;

	return answers(s, kind) && accepted_code(kind, m->code) && m->whole && (s->msgin5g || !message_is_piece(m));
}

static enum element result_element(enum msgin5g_kind kind)
{
	return kind == MSGIN5G_REG ? ELEMENT_REG_RESULT : ELEMENT_DEREG_RESULT;
}

/* --- S01: both elements must say so --- */

/* Which procedure the answer speaks of; where it does not say, the one that was meant. */
static uint8_t treated_as(const struct exchange *x)
{
	return x->result_of != MSGIN5G_NONE ? x->result_of : x->asked.meant;
}

static enum answer is_told(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	static const char expected[] =
		"no success, as service identifier and Message Type do not both say %s";
	const struct exchange *x = s->exchange;
	char text[128];

	if (!is_first_response(s) || x->asked.meant == MSGIN5G_NONE || treated_as(x) != kind)
		return NOT_ASKED;
	if (x->asked.said == kind || !exchange_succeeded(x))
		return HELD;
	snprintf(text, sizeof(text), expected, kind == MSGIN5G_REG ? "registration (REG)" : "de-registration (DEREG)");
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, text, "%s", NOW_TEXT(s));
}

/* --- S02, S10: verification --- */

static enum answer verifies_ue(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	const struct exchange *x = s->exchange;

	if (!answers(s, kind) || !exchange_secure(x))
		return NOT_ASKED;
	if (exchange_is(x, TRAIT_UE_ITS_OWN))
		return HELD;
	if (!exchange_is(x, TRAIT_UE_NOT_ITS_OWN))
		return NOT_ASKED;
	if (!exchange_succeeded(x))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "no success: the UE Service ID is not that of the authenticated UE", "%s",
		      NOW_TEXT(s));
}

static enum answer verifies_credential(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	const struct exchange *x = s->exchange;

	if (!answers(s, kind))
		return NOT_ASKED;
	if (exchange_is(x, TRAIT_CREDENTIAL_SAID) || !exchange_succeeded(x))
		return HELD;
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, "no success without sound UE Credential Information", "%s", NOW_TEXT(s));
}

/* --- S04: the code of success --- */

static enum answer has_right_code(const struct subject *s, struct note *note, enum msgin5g_kind kind,
				  const char *expected)
{
	const struct exchange *x = s->exchange;

	if (s->moment == AT_CLOSE) {
		bool waits = x->asked.said == kind && x->count.empty_acks && !x->response.seen;
		bool due = !exchange_is(x, TRAIT_DELIBERATE) && !exchange_is(x, TRAIT_NO_RESPONSE);
		return waits && due ? absent(s, note, expected) : NOT_ASKED;
	}
	uint8_t code = s->now->message->code;
	if (!answers(s, kind) || (exchange_is(x, TRAIT_BLOCK1) && code == CODE_CONTINUE))
		return NOT_ASKED;	/* BLK-07's */
	if (accepted_code(kind, code))
		return HELD;
	if (CODE_CLASS(code) != 2 && x->said != RESULT_SUCCESS)
		return NOT_ASKED;	/* a refusal: no code is prescribed */
	related_to(note, x->asked_by.first_frame);
	return broken(note, WHERE_CODE, expected, "%s%s", CODE_TEXT(code),
		      x->said == RESULT_SUCCESS ? " with a result of success" : "");
}

/* --- S05: the Message ID (T1) --- */

static enum answer has_request_mid(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	static const char expected[] = "the request's Message ID (0x%04x)";
	const struct exchange *x = s->exchange;
	const struct message *m = s->now->message;
	char text[64];

	if (!answers(s, kind))
		return NOT_ASKED;
	if (m->mid == x->asked_by.mid)
		return HELD;
	snprintf(text, sizeof(text), expected, x->asked_by.mid);
	related_to(note, x->asked_by.first_frame);
	note->as_note = m->type <= TYPE_NON && s->context->readings[READING_T1] == 0;
	return broken(note, WHERE_MID, text, "%s 0x%04x in a %s%s", "Message ID", m->mid, type_name(m->type),
		      note->as_note ? ", a separate response with the request's Token (RFC 7252 5.2.2)" : "");
}

/* --- S07 to S09: content of an accepting answer --- */

static enum answer has_format(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	static const char expected[] = "Content-Format 50 (application/json)";
	const struct message *m = s->now->message;
	uint32_t format;

	if (!accepts(s, kind))
		return NOT_ASKED;
	if (!message_option_uint(m, OPTION_CONTENT_FORMAT, &format))
		return broken(note, WHERE_WHOLE, expected, "no Content-Format option");
	if (format == 50)
		return HELD;
	return broken(note, where_option(m, OPTION_CONTENT_FORMAT), expected, "Content-Format %u", format);
}

static struct range where_answer_element(const struct subject *s, enum element e)
{
	const struct msgin5g *g = s->msgin5g;

	return g && g->node[e] >= 0 ? g->json.nodes[g->node[e]].member : s->now->message->payload;
}

static enum answer repeats_ue(const struct subject *s, struct note *note, enum msgin5g_kind kind)
{
	static const char expected[] = "UE Service ID, equal to that of the request";
	const struct msgin5g *g = s->msgin5g;
	const char *member = s->context->binding.members[ELEMENT_UE_SERVICE_ID];
	char text[64];

	if (!accepts(s, kind) || !exchange_is(s->exchange, TRAIT_UE_SAID))
		return NOT_ASKED;
	related_to(note, s->exchange->asked_by.first_frame);
	if (!g || g->node[ELEMENT_UE_SERVICE_ID] < 0)
		return broken(note, s->now->message->payload, expected, "no member \"%s\"", member);
	if (g->json.nodes[g->node[ELEMENT_UE_SERVICE_ID]].kind != s->context->binding.types[ELEMENT_UE_SERVICE_ID])
		return broken(note, where_answer_element(s, ELEMENT_UE_SERVICE_ID), expected, "a member of another type");
	if (element_hash(g, ELEMENT_UE_SERVICE_ID) == s->exchange->asked.service_hash)
		return HELD;
	if (msgin5g_text(g, ELEMENT_UE_SERVICE_ID, text, sizeof(text)) < 0)
		strcpy(text, "a longer one");
	return broken(note, where_answer_element(s, ELEMENT_UE_SERVICE_ID), expected, "\"%s\"", text);
}

static enum answer says_result(const struct subject *s, struct note *note, enum msgin5g_kind kind, const char *expected)
{
	enum element e = result_element(kind);

	if (!accepts(s, kind))
		return NOT_ASKED;
	related_to(note, s->exchange->asked_by.first_frame);
	if (!s->msgin5g || s->msgin5g->node[e] < 0)
		return broken(note, s->now->message->payload, expected, "no member \"%s\"",
			      s->context->binding.members[e]);
	if (msgin5g_result(s->msgin5g, &s->context->binding, e) != RESULT_UNKNOWN)
		return HELD;
	return broken(note, where_answer_element(s, e), expected, "another value");
}

/* clang-format off */
enum answer reg_is_told(const struct subject *s, struct note *n)	{ return is_told(s, n, MSGIN5G_REG); }
enum answer dereg_is_told(const struct subject *s, struct note *n)	{ return is_told(s, n, MSGIN5G_DEREG); }
enum answer reg_verifies_ue(const struct subject *s, struct note *n)	{ return verifies_ue(s, n, MSGIN5G_REG); }
enum answer dereg_verifies_ue(const struct subject *s, struct note *n)	{ return verifies_ue(s, n, MSGIN5G_DEREG); }
enum answer reg_verifies_credential(const struct subject *s, struct note *n) { return verifies_credential(s, n, MSGIN5G_REG); }
enum answer dereg_verifies_credential(const struct subject *s, struct note *n) { return verifies_credential(s, n, MSGIN5G_DEREG); }
enum answer reg_has_right_code(const struct subject *s, struct note *n)
{ return has_right_code(s, n, MSGIN5G_REG, "2.01 Created or 2.04 Changed"); }
enum answer dereg_has_right_code(const struct subject *s, struct note *n)
{ return has_right_code(s, n, MSGIN5G_DEREG, "2.04 Changed"); }
enum answer reg_has_request_mid(const struct subject *s, struct note *n) { return has_request_mid(s, n, MSGIN5G_REG); }
enum answer dereg_has_request_mid(const struct subject *s, struct note *n) { return has_request_mid(s, n, MSGIN5G_DEREG); }
enum answer reg_answer_has_format(const struct subject *s, struct note *n) { return has_format(s, n, MSGIN5G_REG); }
enum answer dereg_answer_has_format(const struct subject *s, struct note *n) { return has_format(s, n, MSGIN5G_DEREG); }
enum answer reg_answer_repeats_ue(const struct subject *s, struct note *n) { return repeats_ue(s, n, MSGIN5G_REG); }
enum answer dereg_answer_repeats_ue(const struct subject *s, struct note *n) { return repeats_ue(s, n, MSGIN5G_DEREG); }
enum answer reg_answer_says_result(const struct subject *s, struct note *n)
{ return says_result(s, n, MSGIN5G_REG, "Registration result, saying success or failure"); }
enum answer dereg_answer_says_result(const struct subject *s, struct note *n)
{ return says_result(s, n, MSGIN5G_DEREG, "De-registration result, saying success or failure"); }
/* clang-format on */

/* DEREG-S07 (T2): the client's address in an option of the response. */
enum answer dereg_answer_has_address(const struct subject *s, struct note *note)
{
	const struct message *m = s->now->message;

	if (!answers(s, MSGIN5G_DEREG) || !exchange_is(s->exchange, TRAIT_CLIENT_ADDRESS))
		return NOT_ASKED;
	if (s->context->readings[READING_T2] != 0 || !message_option(m, OPTION_URI_PATH, 0))
		return HELD;
	return broken(note, where_option(m, OPTION_URI_PATH),
		      "nothing: it may be put there, but a strict client must reject a response with Uri-Path (RFC 7252 5.4)",
		      "the client address in Uri-Path");
}
