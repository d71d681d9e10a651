# net/: one Check program.
check_PROGRAMS += tests/check_net
TESTS += tests/check_net
tests_check_net_SOURCES = tests/unit/net.c tests/unit/net.h tests/unit/net_clear.c tests/unit/net_crowd.c tests/unit/net_secure.c \
	tests/unit/net_tape.c tests/unit/net_tape.h tests/unit/net_wish.c
tests_check_net_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_net_LDADD = $(TEST_LIBS)
