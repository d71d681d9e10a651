/* cli/main.c - m5gtest: finds the subcommand and hands over. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "wire/nearest.h"

static int version(void)
{
	printf("m5gtest %s\nconformance test suite and UE simulator for MSGin5G (3GPP TS 24.538)\n", PACKAGE_VERSION);
	return EXIT_OK;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

static int unknown_command(const char *word)
{
	const char *words[COMMAND_COUNT + 1];
	unsigned n = 0;

	for (int i = 0; i < COMMAND_COUNT; i++)
		if (command_row((enum command)i)->run)
			words[n++] = command_row((enum command)i)->word;
	words[n] = NULL;
	const char *near = nearest_word(word, words);
	if (near)
		return complain(EXIT_USAGE, "unknown command '%s' (did you mean '%s'?)", word, near);
	return complain(EXIT_USAGE, "unknown command '%s' (m5gtest --help lists them)", word);
}

/* What did not reach standard output was not said. */
static int written(int status)
{
	bool bad = fflush(stdout) || ferror(stdout);

	return bad && status != EXIT_OURS ? complain(EXIT_OURS, "standard output: %s", strerror(errno)) : status;
}

int main(int argc, char **argv)
{
	const struct command_fact *fact;
	enum command command;
	static struct options options;
	struct error error;

	if (argc < 2) {
		usage_print(true);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--version"))
		return version();
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		usage_print(false);
		return EXIT_OK;
	}
	fact = command_named(argv[1], &command);
	if (!fact)
		return unknown_command(argv[1]);
	if (!fact->run)
		return complain(EXIT_USAGE, "'%s' is not in this version", argv[1]);
	if (asks_help(argc - 2, argv + 2)) {
		usage_print_command(command, false);
		return EXIT_OK;
	}
	if (options_read(&options, command, argc - 2, argv + 2, &error))
		return complain_of(&error);
	return written(fact->run(&options));
}
