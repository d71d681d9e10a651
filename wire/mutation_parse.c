/* wire/mutation_parse.c - the words of a mutation, checked before anything is sent. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"
#include "wire/message.h"
#include "wire/mutation.h"
#include "wire/nearest.h"

static const struct {
	const char *word, *text;
} verbs[] = {
#define MUTATION(name, word_, text_) [MUTATION_##name] = { word_, text_ },
#include "wire/mutation.def"
#undef MUTATION
};

enum {
#define MUTATION(name, ...) CAN_##name = 1 << MUTATION_##name,
#include "wire/mutation.def"
#undef MUTATION
	CAN_ALL = (1 << MUTATION_COUNT) - 1
};

/* What a value of the target may be. */
enum fit { FIT_NONE, FIT_NUMBER, FIT_OCTETS, FIT_OPTION, FIT_MEMBER, FIT_PAYLOAD };

static const struct target {
	const char *word;
	unsigned can;
	enum fit fit;
	uint64_t max;	/* of FIT_NUMBER */
} targets[] = {
	/* clang-format off */
	[TARGET_VERSION]      = { "version",      CAN_REPLACE | CAN_FLIP, FIT_NUMBER, 3 },
	[TARGET_TYPE]         = { "type",         CAN_REPLACE | CAN_FLIP, FIT_NUMBER, 3 },
	[TARGET_TOKEN_LENGTH] = { "token-length", CAN_REPLACE | CAN_FLIP, FIT_NUMBER, 15 },
	[TARGET_CODE]         = { "code",         CAN_REPLACE | CAN_FLIP | CAN_TRUNCATE, FIT_NUMBER, 255 },
	[TARGET_MESSAGE_ID]   = { "message-id",   CAN_REPLACE | CAN_FLIP | CAN_TRUNCATE, FIT_NUMBER, 65535 },
	[TARGET_TOKEN]        = { "token",        CAN_DROP | CAN_EMPTY | CAN_REPLACE | CAN_FLIP | CAN_TRUNCATE,
				  FIT_OCTETS, 0 },
	[TARGET_OPTION]       = { "option",       CAN_ALL & ~CAN_RETYPE, FIT_OPTION, 0 },
	[TARGET_ELEMENT]      = { "",             CAN_ALL, FIT_MEMBER, 0 },
	[TARGET_MEMBER]       = { "member",       CAN_ALL, FIT_MEMBER, 0 },
	[TARGET_PAYLOAD]      = { "payload",      CAN_ALL & ~CAN_RETYPE, FIT_PAYLOAD, 0 },
	[TARGET_MARKER]       = { "marker",       CAN_DROP | CAN_DUPLICATE | CAN_INSERT | CAN_FLIP, FIT_NONE, 0 },
	[TARGET_OCTETS]       = { "octets",       CAN_INSERT | CAN_FLIP | CAN_TRUNCATE, FIT_OCTETS, 0 },
	/* clang-format on */
};

enum { TARGETS = sizeof(targets) / sizeof(*targets), WORD = 64 };

const char *mutation_verb_word(enum mutation_verb verb) { return verbs[verb].word; }

const char *mutation_verb_text(enum mutation_verb verb) { return verbs[verb].text; }

/* --- words --- */

/* The next word of *AT, up to a space, into WORD; false: none is left, or it is longer than any known. */
static bool next_word(const char **at, char word[WORD])
{
	*at += strspn(*at, " ");
	size_t len = strcspn(*at, " ");
	if (!len || len >= WORD)
		return false;
	memcpy(word, *at, len);
	word[len] = '\0';
	*at += len;
	return true;
}

static int unknown(struct error *error, const char *what, const char *word, const char *const *known)
{
	const char *near = nearest_word(word, known);

	return error_set(error, "unknown %s '%s'%s%s%s", what, word, near ? " (did you mean '" : "", near ? near : "",
			 near ? "'?)" : "");
}

/* The number WORD is, decimal or 0x; false: none. */
static bool number_of(const char *word, uint64_t *number)
{
	char *end;

	if (word[0] < '0' || word[0] > '9')
		return false;
	*number = strtoull(word, &end, word[1] == 'x' ? 16 : 10);
	return !*end;
}

/* "..." at *AT, with \" and \\ inside; the octets written, or -1. */
static long quoted(const char **at, uint8_t *out, size_t size)
{
	const char *c = *at;
	size_t n = 0;

	if (*c++ != '"')
		return -1;
	for (; *c != '"'; c++) {
		if (*c == '\\' && (c[1] == '"' || c[1] == '\\'))
			c++;
		if (!*c || n == size)
			return -1;
		out[n++] = (uint8_t)*c;
	}
	*at = c + 1;
	return (long)n;
}

/* --- verb and target --- */

static int read_verb(struct mutation *m, const char **at, struct error *error)
{
	const char *known[MUTATION_COUNT + 1] = { NULL };
	char word[WORD];

	if (!next_word(at, word))
		return error_set(error, "a mutation begins with a verb");
	for (int i = 0; i < MUTATION_COUNT; i++) {
		known[i] = verbs[i].word;
		if (!strcmp(word, verbs[i].word)) {
			m->verb = (enum mutation_verb)i;
			return 0;
		}
	}
	return unknown(error, "mutation", word, known);
}

static int unknown_target(const char *word, struct error *error)
{
	const char *known[TARGETS + ELEMENT_COUNT + 100] = { NULL };
	const struct option_fact *option;
	size_t n = 0;

	for (size_t i = 0; i < TARGETS; i++)
		if (i != TARGET_ELEMENT)
			known[n++] = targets[i].word;
	for (int i = 0; i < ELEMENT_COUNT; i++)
		known[n++] = element_fact((enum element)i)->word;
	for (unsigned i = 0; i < 99 && (option = option_fact_row(i)); i++)
		known[n++] = option->word;
	return unknown(error, "target", word, known);
}

/* What follows the words `option` and `member`. */
static int read_target_name(struct mutation *m, const char **at, struct error *error)
{
	char word[WORD];
	uint64_t number;

	if (m->target == TARGET_OPTION) {
		if (!next_word(at, word) || !number_of(word, &number) || number > 65535)
			return error_set(error, "after 'option' a number up to 65535 is expected");
		m->number = (uint32_t)number;
		return 0;
	}
	*at += strspn(*at, " ");
	long n = quoted(at, (uint8_t *)m->member, sizeof(m->member) - 1);
	if (n < 0)
		return error_set(error, "after 'member' a \"name\" of up to %zu octets is expected",
				 sizeof(m->member) - 1);
	m->member[n] = '\0';
	return 0;
}

static bool find_target(struct mutation *m, const char *word)
{
	const struct option_fact *option = option_fact_named(word);

	m->element = element_named(word);
	if (m->element != ELEMENT_NONE) {
		m->target = TARGET_ELEMENT;
		return true;
	}
	if (option) {
		m->target = TARGET_OPTION;
		m->number = option->number;
		return true;
	}
	for (size_t i = 0; i < TARGETS; i++)
		if (!strcmp(word, targets[i].word)) {
			m->target = (enum target_kind)i;
			return true;
		}
	return false;
}

static int read_target(struct mutation *m, const char **at, struct error *error)
{
	char word[WORD];
	uint64_t number;

	if (!next_word(at, word))
		return error_set(error, "after '%s' a target is expected", verbs[m->verb].word);
	if (m->verb == MUTATION_TRUNCATE && number_of(word, &number) && number <= UINT32_MAX) {
		m->target = TARGET_OCTETS;
		m->number = (uint32_t)number;
		return 0;
	}
	if (!find_target(m, word))
		return unknown_target(word, error);
	bool named = !strcmp(word, "option") || m->target == TARGET_MEMBER;
	if (named && read_target_name(m, at, error))
		return -1;
	/* `truncate octets` would say nothing: it takes the number of those that are left. */
	if (!(targets[m->target].can & 1u << m->verb) || (m->verb == MUTATION_TRUNCATE && m->target == TARGET_OCTETS))
		return error_set(error, "'%s' cannot be done to '%s'", verbs[m->verb].word, word);
	return 0;
}

/* --- value --- */

static int too_long(struct error *error)
{
	return error_set(error, "the value is longer than %d octets", MUTATION_VALUE);
}

static int read_octets(struct mutation *m, const char **at, struct error *error)
{
	size_t len = strcspn(*at, " ");

	if (len / 2 > sizeof(m->value))
		return too_long(error);
	long n = hex_read(m->value, sizeof(m->value), *at, len);
	if (n < 0)
		return error_set(error, "after 'hex:' an even number of hex digits is expected");
	m->value_kind = MUTATION_OCTETS;
	m->value_len = (uint16_t)n;
	*at += len;
	return 0;
}

/* Raw JSON: LEN characters at *AT. */
static int take_json(struct mutation *m, const char **at, size_t len, struct error *error)
{
	if (len > sizeof(m->value))
		return too_long(error);
	memcpy(m->value, *at, len);
	m->value_kind = MUTATION_JSON;
	m->value_len = (uint16_t)len;
	*at += len;
	return 0;
}

static bool type_named(const char *word, uint64_t *number)
{
	for (*number = 0; *number < 4; ++*number)
		if (!strcmp(word, type_name((unsigned)*number)))
			return true;
	return false;
}

/* A number, a code, a message type; for members of the JSON object any literal without quotes. */
static int read_bare(struct mutation *m, const char **at, struct error *error)
{
	const char *start = *at;
	char word[WORD];
	uint8_t code;

	if (!next_word(at, word))
		return error_set(error, "a value is expected after '%s'", m->words);
	if (!strcmp(word, "same")) {
		m->value_kind = MUTATION_SAME;
		return 0;
	}
	if (targets[m->target].fit == FIT_MEMBER) {
		*at = start;
		return take_json(m, at, strlen(word), error);
	}
	m->value_kind = MUTATION_NUMBER;
	if (m->target == TARGET_CODE && code_read(word, &code)) {
		m->value_number = code;
		return 0;
	}
	if (m->target == TARGET_TYPE && type_named(word, &m->value_number))
		return 0;
	return number_of(word, &m->value_number) ? 0 : error_set(error, "'%s' is no value", word);
}

static int read_value(struct mutation *m, const char **at, struct error *error)
{
	*at += strspn(*at, " ");
	if (!strncmp(*at, "hex:", 4)) {
		*at += 4;
		return read_octets(m, at, error);
	}
	if (!strncmp(*at, "json:", 5)) {
		*at += 5;
		return take_json(m, at, strlen(*at), error);
	}
	if (**at != '"')
		return read_bare(m, at, error);
	long n = quoted(at, m->value, sizeof(m->value));
	if (n < 0)
		return error_set(error, "a text ends with '\"' and has up to %d octets", MUTATION_VALUE);
	m->value_kind = MUTATION_TEXT;
	m->value_len = (uint16_t)n;
	return 0;
}

/* Is the value of a kind that the target can have? */
static bool value_fits(const struct mutation *m)
{
	const struct target *target = &targets[m->target];
	bool octets = m->value_kind == MUTATION_TEXT || m->value_kind == MUTATION_OCTETS;

	if (m->value_kind == MUTATION_SAME)
		return m->verb == MUTATION_REPLACE || m->target == TARGET_OPTION || target->fit == FIT_MEMBER;
	switch (target->fit) {
	case FIT_NONE:
		return m->value_kind == MUTATION_NO_VALUE;
	case FIT_NUMBER:
		return m->value_kind == MUTATION_NUMBER && m->value_number <= target->max;
	case FIT_OCTETS:
		return octets;
	case FIT_OPTION:
		return octets || (m->value_kind == MUTATION_NUMBER && m->value_number <= UINT32_MAX);
	case FIT_MEMBER:
		return octets || m->value_kind == MUTATION_JSON;
	case FIT_PAYLOAD:
		return octets || m->value_kind == MUTATION_JSON;
	}
	return false;
}

int mutation_parse(struct mutation *m, const char *words, struct error *error)
{
	const char *at = words;

	memset(m, 0, sizeof(*m));
	m->element = ELEMENT_NONE;
	snprintf(m->words, sizeof(m->words), "%s", words);
	if (read_verb(m, &at, error) || read_target(m, &at, error))
		return -1;
	bool takes_value = m->verb == MUTATION_REPLACE || (m->verb == MUTATION_INSERT && m->target != TARGET_MARKER);
	if (takes_value) {
		if (read_value(m, &at, error))
			return -1;
		if (!value_fits(m))
			return error_set(error, "'%s': the target cannot have this value", words);
	}
	at += strspn(at, " ");
	return *at ? error_set(error, "'%s' after the end of the mutation", at) : 0;
}
