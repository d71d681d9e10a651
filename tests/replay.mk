# replay, as its users call it
TESTS += tests/cli/replay.sh
EXTRA_DIST += tests/cli/replay.sh
