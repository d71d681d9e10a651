/* cli/main.c - m5gtest: finds the subcommand and hands over. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"

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
		return complain(EXIT_USAGE, "unknown command '%s' (m5gtest --help lists them)", argv[1]);
	if (!fact->run)
		return complain(EXIT_USAGE, "'%s' is not in this version", argv[1]);
	if (asks_help(argc - 2, argv + 2)) {
		usage_print_command(command, false);
		return EXIT_OK;
	}
	if (options_read(&options, command, argc - 2, argv + 2, &error))
		return complain(EXIT_USAGE, "%s", error.text);
	return fact->run(&options);
}
