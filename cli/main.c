/* cli/main.c - m5gtest: finds the subcommand and hands over. */
#include <stdio.h>

int main(int argc, char **argv)
{
	(void)argc, (void)argv;
	fprintf(stderr, "m5gtest: no subcommand in this version\n");
	return 2;
}
