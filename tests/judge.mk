# conformance/judge/: one Check program.
check_PROGRAMS += tests/check_judge
TESTS += tests/check_judge
JUDGE_TALKS = tests/unit/judge.h \
	tests/unit/judge_line.c tests/unit/judge_line.h \
	tests/unit/judge_table.c \
	tests/unit/judge_talk.c tests/unit/judge_talk.h \
	tests/unit/judge_talk_block.c \
	tests/unit/judge_talk_coaps.c \
	tests/unit/judge_talk_exchange.c \
	tests/unit/judge_talk_gateway.c \
	tests/unit/judge_talk_header.c \
	tests/unit/judge_talk_handshake.c \
	tests/unit/judge_talk_json.c \
	tests/unit/judge_talk_option.c \
	tests/unit/judge_talk_record.c \
	tests/unit/judge_talk_register.c \
	tests/unit/judge_talk_response.c \
	tests/unit/judge_talk_timing.c
tests_check_judge_SOURCES = $(JUDGE_TALKS) tests/unit/judge.c \
	tests/unit/judge_clause.c \
	tests/unit/judge_rows.c \
	tests/unit/judge_whole.c
tests_check_judge_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_judge_LDADD = $(TEST_LIBS)
