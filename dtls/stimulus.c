/* dtls/stimulus.c - the words of several stimuli, names among them, read into a list. */
#include "dtls/stimulus.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/nearest.h"

static const struct stimulus_fact rows[] = {
#define STIMULUS(word, number, stands_for, text) { word, number, stands_for, text },
#include "dtls/stimulus.def"
#undef STIMULUS
};

static const struct {
	const char *word, *text;
} habits[] = {
#define HABIT(name, word, text) { word, text },
#include "dtls/habit.def"
#undef HABIT
};

const char *habit_word(enum habit h) { return habits[h].word; }
const char *habit_text(enum habit h) { return habits[h].text; }

enum { ROWS = sizeof(rows) / sizeof(*rows), WORDS = 512 };

const struct stimulus_fact *stimulus_row(unsigned index) { return index < ROWS ? &rows[index] : NULL; }

static int unknown(const char *word, struct error *error)
{
	const char *known[ROWS + HABIT_COUNT + STIMULUS_COUNT + 1] = { NULL };
	size_t n = 0;

	for (; n < ROWS; n++)
		known[n] = rows[n].word;
	for (int h = 0; h < HABIT_COUNT; h++)
		known[n++] = habits[h].word;
	for (int verb = 0; verb < STIMULUS_COUNT; verb++)
		known[n++] = stimulus_word((enum stimulus_verb)verb);
	const char *near = nearest_word(word, known);
	return error_set(error, "unknown stimulus '%s'%s%s%s", word, near ? " (did you mean '" : "", near ? near : "",
			 near ? "'?)" : "");
}

static bool is_verb(const char *word)
{
	for (int verb = 0; verb < STIMULUS_COUNT; verb++)
		if (!strcmp(word, stimulus_word((enum stimulus_verb)verb)))
			return true;
	return stimulus_nth(word);
}

static const struct stimulus_fact *named(const char *word)
{
	for (int i = 0; i < ROWS; i++)
		if (!strcmp(rows[i].word, word))
			return &rows[i];
	return NULL;
}

/* "word rest": the word, and where the rest begins. */
static const char *first_word(const char *words, char *word, size_t size)
{
	size_t len = strcspn(words, " ");

	snprintf(word, size, "%.*s", (int)len, words);
	return words + len + strspn(words + len, " ");
}

static int add(struct stimuli *s, const char *words, struct error *error)
{
	if (s->count == STIMULI_AT_ONCE)
		return error_set(error, "more than %d stimuli at once", STIMULI_AT_ONCE);
	if (stimulus_parse(&s->list[s->count], words, error))
		return -1;
	s->count++;
	return 0;
}

/* Each of several between ";". */
static int each(struct stimuli *s, const char *words, int (*one)(struct stimuli *, const char *, struct error *),
		struct error *error)
{
	char copy[WORDS], *rest = copy;

	if ((size_t)snprintf(copy, sizeof(copy), "%s", words) >= sizeof(copy))
		return error_set(error, "too many stimuli");
	for (char *part; (part = strsep(&rest, ";"));) {
		part += strspn(part, " ");
		for (size_t len = strlen(part); len && part[len - 1] == ' ';)
			part[--len] = '\0';
		if (one(s, part, error))
			return -1;
	}
	return 0;
}

static int add_named(struct stimuli *s, const struct stimulus_fact *row, const char *rest, struct error *error)
{
	char words[WORDS], *end;

	if (!*rest != !row->takes_number)
		return error_set(error, "stimulus '%s' takes %s number", row->word, row->takes_number ? "a" : "no");
	errno = 0;
	unsigned long n = row->takes_number ? strtoul(rest, &end, 0) : 0;
	if (row->takes_number && (errno || end == rest || *end || n > UINT16_MAX))
		return error_set(error, "stimulus '%s': '%s' is no number up to 65535", row->word, rest);
	/* As often as a row may say %lu; what is given beyond that is not used. The rows are ours. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(words, sizeof(words), row->stands_for, n, n, n);
#pragma GCC diagnostic pop
	return each(s, words, add, error);
}

/* Some names are verbs too: alone, or with a number, they are the name. */
static int add_any(struct stimuli *s, const char *words, struct error *error)
{
	char word[64];
	const char *rest = first_word(words, word, sizeof(word));
	const struct stimulus_fact *row = named(word);
	bool fits = row && (row->takes_number ? *rest >= '0' && *rest <= '9' : !*rest);

	for (int h = 0; h < HABIT_COUNT; h++)
		if (!strcmp(words, habits[h].word)) {
			s->habits |= UINT64_C(1) << h;
			return 0;
		}
	if (fits || (row && !is_verb(word)))
		return add_named(s, row, rest, error);
	return is_verb(word) ? add(s, words, error) : unknown(word, error);
}

int stimuli_parse(struct stimuli *s, const char *words, struct error *error)
{
	*s = (struct stimuli){ .list = calloc(STIMULI_AT_ONCE, sizeof(*s->list)) };
	assert(s->list);
	if (!each(s, words, add_any, error))
		return 0;
	stimuli_free(s);
	return -1;
}

void stimuli_free(struct stimuli *s)
{
	free(s->list);
	*s = (struct stimuli){ .count = 0 };
}
