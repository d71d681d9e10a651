# cli/: the program as its users type it.
EXTRA_DIST += tests/cli/own.sh
TESTS += tests/cli/own.sh

# the command line as its users call it
CLI_TESTS = tests/cli/usage.sh tests/cli/lists.sh tests/cli/run.sh tests/cli/interrupt.sh \
	tests/cli/init.sh tests/cli/pixit.sh tests/cli/waivers.sh tests/cli/oracle.sh tests/cli/seeds.sh tests/cli/words.sh tests/cli/shards.sh \
	tests/cli/streams.sh
TESTS += $(CLI_TESTS)
EXTRA_DIST += $(CLI_TESTS) tests/cli/command.sh

# the matrix of clauses and the whole self-test
TESTS += tests/cli/selftest.sh
EXTRA_DIST += tests/cli/selftest.sh
