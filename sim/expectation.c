/* sim/expectation.c - comparing what was expected with what came. */
#include "sim/expectation.h"

#include <stdio.h>
#include <string.h>

static const struct reply_row {
	uint16_t bit;
	const char *word, *text;
} rows[] = {
#define REPLY(name, bit, word, text) { REPLY_##name, word, text },
#include "sim/reply_kind.def"
#undef REPLY
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

uint16_t reply_kind_named(const char *word)
{
	if (!strcmp(word, "response"))
		return REPLY_RESPONSE;
	for (int i = 0; i < ROWS; i++)
		if (!strcmp(rows[i].word, word))
			return rows[i].bit;
	return 0;
}

const char *reply_kind_word(enum reply_kind one)
{
	for (int i = 0; i < ROWS; i++)
		if (rows[i].bit == one)
			return rows[i].word;
	return "?";
}

static uint16_t reply_kind_of_response(const struct message *m, const struct binding *binding)
{
	struct msgin5g read;

	if (CODE_CLASS(m->code) >= 4)
		return REPLY_REFUSAL;
	if (m->code != CODE_CREATED && m->code != CODE_CHANGED)
		return REPLY_OTHER;
	msgin5g_read(&read, m, binding);
	enum outcome_said reg = msgin5g_result(&read, binding, ELEMENT_REG_RESULT);
	enum outcome_said dereg = msgin5g_result(&read, binding, ELEMENT_DEREG_RESULT);
	if (reg == RESULT_SUCCESS || dereg == RESULT_SUCCESS)
		return REPLY_SUCCESS;
	if (reg == RESULT_FAILURE || dereg == RESULT_FAILURE)
		return REPLY_FAILURE;
	return REPLY_OTHER;
}

uint16_t reply_kind_of(const struct transaction *t, const struct binding *binding)
{
	struct message m;

	switch (t->state) {
	case TRANSACTION_ANSWERED:
		message_read(&m, t->reply, t->reply_len);
		return reply_kind_of_response(&m, binding);
	case TRANSACTION_RESET:
		return REPLY_RESET;
	case TRANSACTION_ACKED:
		return REPLY_ACK;
	case TRANSACTION_CUT:
		return REPLY_CUT;
	case TRANSACTION_PENDING:
	case TRANSACTION_GIVEN_UP:
		break;
	}
	return REPLY_SILENCE;
}

static bool code_fits(const struct expectation *e, uint8_t code)
{
	for (unsigned i = 0; i < e->code_count; i++) {
		const struct expected_code *c = &e->codes[i];
		if (c->class_only ? CODE_CLASS(c->code) == CODE_CLASS(code) : c->code == code)
			return true;
	}
	return !e->code_count;
}

static bool same_octets(const struct transaction *a, const struct transaction *b)
{
	return a->reply_len == b->reply_len && !memcmp(a->reply, b->reply, a->reply_len);
}

struct said expectation_said(const struct transaction *t, const struct binding *binding)
{
	bool answered = t->state == TRANSACTION_ANSWERED;

	return (struct said){ .reaction = reply_kind_of(t, binding), .code = answered ? t->reply[1] : 0 };
}

/* What came, for people: the code and the start of a diagnostic payload. */
static void say_reply(char *text, size_t size, const struct transaction *t, uint16_t reaction)
{
	struct message m;
	char code[48];

	if (t->state != TRANSACTION_ANSWERED) {
		snprintf(text, size, "%s%s%s", reply_kind_word(reaction),
			 t->reply_other_peer ? " (something came from another endpoint)" : "",
			 t->reply_critical ? " (a response came with an unknown critical option, and was rejected)" : "");
		return;
	}
	message_read(&m, t->reply, t->reply_len);
	int n = snprintf(text, size, "%s: %s", reply_kind_word(reaction), code_format(code, sizeof(code), m.code));
	if (CODE_CLASS(m.code) < 4 || !m.payload.len || (size_t)n + 4 >= size)
		return;
	n += snprintf(text + n, size - (size_t)n, " \"");
	for (uint32_t i = 0; i < m.payload.len && i < 60 && (size_t)n + 2 < size; i++) {
		uint8_t octet = m.bytes[m.payload.at + i];
		text[n++] = octet >= ' ' && octet < 0x7f ? (char)octet : '.';
	}
	snprintf(text + n, size - (size_t)n, "\"");
}

bool expectation_holds(const struct expectation *e, const struct transaction *t, const struct binding *binding,
		       const struct earlier *earlier, char *said, size_t size)
{
	struct said now = expectation_said(t, binding);
	uint16_t reaction = now.reaction;
	bool answered = t->state == TRANSACTION_ANSWERED;
	bool holds = (!e->reactions || e->reactions & reaction) && !(e->refuses & reaction);
	char wanted[160], got[160];

	if (e->code_count && answered)
		holds = holds && code_fits(e, t->reply[1]);
	else if (e->code_count && !e->reactions)
		holds = false;
	if (e->same)
		holds = holds && earlier && earlier->before && same_octets(t, earlier->before);
	if (e->alike)
		holds = holds && earlier && earlier->alike.reaction == now.reaction && earlier->alike.code == now.code;
	if (holds)
		return true;
	say_reply(got, sizeof(got), t, reaction);
	snprintf(said, size, "expected %s, got %s", expectation_format(wanted, sizeof(wanted), e), got);
	return false;
}

static size_t add(char *text, size_t size, size_t n, const char *join, const char *word)
{
	return n < size ? n + (size_t)snprintf(text + n, size - n, "%s%s", join, word) : n;
}

static size_t add_reactions(char *text, size_t size, size_t n, uint16_t bits)
{
	const char *join = "";

	if ((bits & REPLY_RESPONSE) == REPLY_RESPONSE) {
		n = add(text, size, n, join, "a response");
		bits = (uint16_t)(bits & ~REPLY_RESPONSE);
		join = " or ";
	}
	for (int i = 0; i < ROWS; i++) {
		if (!(bits & rows[i].bit))
			continue;
		n = add(text, size, n, join, rows[i].word);
		join = " or ";
	}
	return n;
}

char *expectation_format(char *text, size_t size, const struct expectation *e)
{
	size_t n = 0;
	char code[48];

	text[0] = '\0';
	n = add_reactions(text, size, n, e->reactions);
	if (e->refuses)
		n = add_reactions(text, size, add(text, size, n, n ? ", not " : "not ", ""), e->refuses);
	for (unsigned i = 0; i < e->code_count; i++) {
		if (e->codes[i].class_only)
			snprintf(code, sizeof(code), "%u.xx", CODE_CLASS(e->codes[i].code));
		else
			code_format(code, sizeof(code), e->codes[i].code);
		n = add(text, size, n, i ? " or " : n ? " with " : "", code);
	}
	if (e->same)
		n = add(text, size, n, n ? ", " : "", "the same octets again");
	if (e->alike)
		add(text, size, n, n ? ", " : "", "the code and result of the last such request");
	return text;
}

bool expectation_is_negative(const struct expectation *e)
{
	uint16_t may = e->reactions ? (uint16_t)(e->reactions & ~e->refuses) : (uint16_t)(0xff & ~e->refuses);

	return !(may & REPLY_SUCCESS) || (e->refuses && !e->reactions);
}

/* "2.xx, 4.xx, 5.xx" lets every response pass. */
static bool takes_every_code(const struct expectation *e)
{
	unsigned classes = 0;

	for (unsigned i = 0; i < e->code_count; i++)
		classes |= e->codes[i].class_only ? 1u << CODE_CLASS(e->codes[i].code) : 0;
	return !e->code_count || (classes & 0x34) == 0x34;
}

enum { REPLY_IN_CLEAR = REPLY_RESPONSE | REPLY_RESET | REPLY_ACK | REPLY_SILENCE, REPLY_ALL = REPLY_IN_CLEAR | REPLY_CUT };

bool expectation_is_empty(const struct expectation *e, bool in_clear)
{
	uint16_t may = in_clear ? REPLY_IN_CLEAR : REPLY_ALL;

	if (e->refuses & may || e->same || e->alike || !takes_every_code(e))
		return false;
	return e->reactions ? (e->reactions & may) == may : !e->code_count;
}

static uint16_t taken(const struct expectation *e)
{
	return (uint16_t)((e->reactions ? e->reactions : REPLY_ALL) & ~e->refuses);
}

bool expectation_is_impossible(const struct expectation *e) { return !taken(e); }

/* What can have this code: success and failure are 2.01 and 2.04, a refusal 4.xx or 5.xx, other no refusal. */
static uint16_t bearers(const struct expected_code *c)
{
	bool result = c->class_only ? CODE_CLASS(c->code) == 2 : c->code == CODE_CREATED || c->code == CODE_CHANGED;

	if (CODE_CLASS(c->code) >= 4)
		return REPLY_REFUSAL;
	return result ? REPLY_SUCCESS | REPLY_FAILURE | REPLY_OTHER : REPLY_OTHER;
}

bool expectation_misses_code(const struct expectation *e)
{
	for (unsigned i = 0; i < e->code_count; i++)
		if (!(bearers(&e->codes[i]) & taken(e)))
			return true;
	return false;
}
