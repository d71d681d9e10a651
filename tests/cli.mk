# cli/: the program as its users type it.
EXTRA_DIST += tests/cli/own.sh
TESTS += tests/cli/own.sh
