# replay, as its users call it
TESTS += tests/cli/replay.sh tests/cli/replay_faults.sh
EXTRA_DIST += tests/cli/replay.sh tests/cli/replay_faults.sh
