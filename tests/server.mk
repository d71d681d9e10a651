# server/: one Check program.
check_PROGRAMS += tests/check_server
TESTS += tests/check_server
tests_check_server_SOURCES = tests/unit/server.c tests/unit/server.h tests/unit/server_answer.c \
	tests/unit/server_duplicate.c tests/unit/server_epoch.c tests/unit/server_fault.c \
	tests/unit/server_later.c tests/unit/server_null.c tests/unit/server_play.c \
	tests/unit/server_play.h tests/unit/server_play_feature.c \
	tests/unit/server_reception.c tests/unit/server_refusal.c \
	tests/unit/server_world.c
tests_check_server_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_server_LDADD = $(TEST_LIBS)
