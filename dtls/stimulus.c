/* dtls/stimulus.c - the words, read and hung on a connection. */
#include "dtls/stimulus.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dtls/stimulus_files.h"
#include "wire/nearest.h"

static const struct stimulus_fact rows[] = {
#define STIMULUS(word_, number_, hook_, function_, text_) \
	{ .word = word_, .text = text_, .takes_number = number_, .hook_ = stimulus_##function_ },
#include "dtls/stimulus.def"
#undef STIMULUS
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

const struct stimulus_fact *stimulus_row(unsigned index) { return index < ROWS ? &rows[index] : NULL; }

static int unknown(const char *word, struct error *error)
{
	const char *words[ROWS + 1];

	for (int i = 0; i < ROWS; i++)
		words[i] = rows[i].word;
	words[ROWS] = NULL;
	const char *near = nearest_word(word, words);
	return error_set(error, "unknown stimulus '%s'%s%s%s", word, near ? " (did you mean '" : "", near ? near : "",
			 near ? "'?)" : "");
}

static int parse_one(struct stimuli *s, char *words, struct error *error)
{
	char *rest = words, *end;

	rest += strspn(rest, " ");
	const char *word = strsep(&rest, " ");
	if (s->count == STIMULI_AT_ONCE)
		return error_set(error, "more than %d stimuli at once", STIMULI_AT_ONCE);
	for (int i = 0; i < ROWS; i++) {
		if (strcmp(rows[i].word, word))
			continue;
		if (!rest != !rows[i].takes_number)
			return error_set(error, "stimulus '%s' takes %s number", word, rows[i].takes_number ? "a" : "no");
		errno = 0;
		unsigned long number = rest ? strtoul(rest, &end, 0) : 0;
		if (rest && (errno || end == rest || *end || number > UINT16_MAX))
			return error_set(error, "stimulus '%s': '%s' is no number up to 65535", word, rest);
		s->list[s->count].fact = &rows[i];
		s->list[s->count++].number = (uint32_t)number;
		return 0;
	}
	return unknown(word, error);
}

int stimuli_parse(struct stimuli *s, const char *words, struct error *error)
{
	char copy[256], *rest = copy;

	*s = (struct stimuli){ .count = 0 };
	if ((size_t)snprintf(copy, sizeof(copy), "%s", words) >= sizeof(copy))
		return error_set(error, "too many stimuli");
	for (char *one; (one = strsep(&rest, ";"));)
		if (parse_one(s, one, error))
			return -1;
	return 0;
}

static void bend_message(void *arg, struct message_out *m)
{
	struct stimuli *s = arg;

	s->hellos += m->type == HANDSHAKE_CLIENT_HELLO;
	for (unsigned i = 0; i < s->count; i++)
		if (s->list[i].fact->message)
			s->list[i].fact->message(s, s->list[i].number, m);
}

static void bend_flight(void *arg, struct piece *pieces, size_t *count, unsigned transmission)
{
	const struct stimuli *s = arg;

	(void)transmission;
	for (unsigned i = 0; i < s->count; i++)
		if (s->list[i].fact->flight)
			s->list[i].fact->flight(s->list[i].number, pieces, count);
}

static void bend_record(void *arg, struct record_out *r)
{
	const struct stimuli *s = arg;

	for (unsigned i = 0; i < s->count; i++)
		if (s->list[i].fact->record)
			s->list[i].fact->record(s->list[i].number, r);
}

void stimuli_profile(const struct stimuli *s, struct connection_profile *profile)
{
	for (unsigned i = 0; i < s->count; i++)
		if (s->list[i].fact->profile)
			s->list[i].fact->profile(s->list[i].number, profile);
}

void stimuli_hook(struct stimuli *s, struct connection *connection)
{
	static const struct connection_hooks hooks = { bend_message, bend_flight, bend_record };

	connection_hook(connection, &hooks, s);
}
