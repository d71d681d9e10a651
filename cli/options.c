/* cli/options.c - reading the command line against the table; usage is printed from the same rows. */
#include "cli/options.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "text/node.h"

enum kind { FLAG, WORD, WORDS };

static const struct option_row {
	const char *word, *argument, *text;
	enum kind kind;
	size_t field;
	unsigned commands;
} rows[] = {
#define OPT(word, kind, field, argument, commands, text) \
	{ word, argument, text, kind, offsetof(struct options, field), commands },
#include "cli/option.def"
#undef OPT
};
enum { ROWS = sizeof(rows) / sizeof(*rows) };

static const struct command_fact commands[] = {
#define COMMAND(name, word, operands, function, text) { word, operands, text, function },
#include "cli/command.def"
#undef COMMAND
};

int complain(int status, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	fputs("m5gtest: ", stderr);
	vfprintf(stderr, format, list);
	fputc('\n', stderr);
	va_end(list);
	return status;
}

int complain_of(const struct error *error) { return complain(error->world ? EXIT_OURS : EXIT_USAGE, "%s", error->text); }

const struct command_fact *command_row(enum command command) { return &commands[command]; }

const struct command_fact *command_named(const char *word, enum command *which)
{
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (!strcmp(commands[i].word, word)) {
			*which = (enum command)i;
			return &commands[i];
		}
	return NULL;
}

static const struct option_row *row_of(const char *word, size_t len, enum command command)
{
	for (int i = 0; i < ROWS; i++)
		if (strlen(rows[i].word) == len && !strncmp(rows[i].word, word, len) && rows[i].commands & 1u << command)
			return &rows[i];
	return NULL;
}

/* Words of the contract that are not built yet. */
static const char *const later[] = { "--time-scale", "--failed" };

static int refuse_later(const char *word, struct error *error)
{
	size_t len = strcspn(word, "=");

	for (size_t i = 0; i < sizeof(later) / sizeof(*later); i++)
		if (strlen(later[i]) == len && !strncmp(later[i], word, len))
			return error_set(error, "%s is not in this version", later[i]);
	return 0;
}

/* An option of other subcommands: which. 0: of none. */
static int refuse_other(const char *word, enum command command, struct error *error)
{
	size_t len = strcspn(word, "=");
	char of[120] = "";

	for (int i = 0; i < COMMAND_COUNT; i++)
		if (commands[i].run && row_of(word, len, (enum command)i))
			snprintf(of + strlen(of), sizeof(of) - strlen(of), "%s%s", *of ? ", " : "", commands[i].word);
	return *of ? error_set(error, "%.*s is an option of %s, not of %s", (int)len, word, of, commands[command].word) : 0;
}

static int unknown(const char *word, enum command command, struct error *error)
{
	const char *words[ROWS + 1];
	unsigned n = 0;

	if (refuse_later(word, error) || refuse_other(word, command, error))
		return -1;
	for (int i = 0; i < ROWS; i++)
		if (rows[i].commands & 1u << command)
			words[n++] = rows[i].word;
	words[n] = NULL;
	const char *near = nearest_word(word, words);
	return error_set(error, "unknown option '%s' of %s%s%s%s", word, commands[command].word, near ? " (did you mean '" : "",
			 near ? near : "", near ? "'?)" : "");
}

static int set(struct options *o, const struct option_row *row, const char *value, struct error *error)
{
	char *field = (char *)o + row->field;
	struct words *words;

	switch (row->kind) {
	case FLAG:
		*(bool *)field = true;
		return 0;
	case WORD:
		*(const char **)field = value;
		return 0;
	case WORDS:
		words = (struct words *)field;
		if (words->count == WORDS_MAX)
			return error_set(error, "more than %d times %s", WORDS_MAX, row->word);
		words->list[words->count++] = value;
		return 0;
	}
	return -1;
}

/* "--word", "--word VALUE", "--word=VALUE". */
static int read_option(struct options *o, enum command command, int *i, int argc, char **argv, struct error *error)
{
	const char *word = argv[*i], *equals = strchr(word, '=');
	size_t len = equals ? (size_t)(equals - word) : strlen(word);
	const struct option_row *row = row_of(word, len, command);

	if (!row)
		return unknown(word, command, error);
	if (row->kind == FLAG)
		return equals ? error_set(error, "%s takes no argument", row->word) : set(o, row, NULL, error);
	if (!equals && *i + 1 >= argc)
		return error_set(error, "%s needs %s", row->word, row->argument);
	return set(o, row, equals ? equals + 1 : argv[++*i], error);
}

int options_read(struct options *o, enum command command, int argc, char **argv, struct error *error)
{
	bool only_operands = false;

	*o = (struct options){ 0 };
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];
		if (!only_operands && !strcmp(word, "--")) {
			only_operands = true;
		} else if (!only_operands && word[0] == '-' && word[1]) {
			if (read_option(o, command, &i, argc, argv, error))
				return -1;
		} else if (o->operand_count == OPERANDS_MAX) {
			return error_set(error, "more than %d operands", OPERANDS_MAX);
		} else {
			o->operands[o->operand_count++] = word;
		}
	}
	return 0;
}

void usage_print(bool to_stderr)
{
	FILE *out = to_stderr ? stderr : stdout;

	fputs("usage: m5gtest COMMAND ...\n\n", out);
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (commands[i].run)
			fprintf(out, "  %-9s %s\n", commands[i].word, commands[i].text);
	fputs("\nm5gtest COMMAND --help says more. Exit status: 0 passed, 1 failed, 2 usage, 3 error,\n"
	      "4 nothing ran, 5 inconclusive.\n",
	      out);
}

void usage_print_command(enum command command, bool to_stderr)
{
	FILE *out = to_stderr ? stderr : stdout;
	char left[64];

	fprintf(out, "usage: m5gtest %s %s\n%s\n\n", commands[command].word, commands[command].operands, commands[command].text);
	for (int i = 0; i < ROWS; i++) {
		if (!(rows[i].commands & 1u << command))
			continue;
		snprintf(left, sizeof(left), "%s%s%s", rows[i].word, rows[i].argument ? " " : "",
			 rows[i].argument ? rows[i].argument : "");
		fprintf(out, "  %-30s %s\n", left, rows[i].text);
	}
}

int option_number(const char *option, const char *text, uint64_t min, uint64_t max, uint64_t *out, struct error *error)
{
	char *end;

	errno = 0;
	unsigned long long value = strtoull(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || value < min || value > max)
		return error_set(error, "%s: '%s' is no number from %llu to %llu", option, text, (unsigned long long)min,
				 (unsigned long long)max);
	*out = value;
	return 0;
}
