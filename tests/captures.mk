# Labelled captures: for each rule one that it passes and one that it fails, made from the judge's conversations.
LABELLED = $(JUDGE_TALKS) \
	tests/captures/labelled.c tests/captures/labelled.h \
	tests/captures/shadow.c tests/captures/shadow.h
check_PROGRAMS += tests/check_captures tests/make_labelled
TESTS += tests/check_captures tests/captures/command.sh
EXTRA_DIST += tests/captures/command.sh
tests_check_captures_SOURCES = $(LABELLED) tests/captures/check.c
tests_check_captures_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_captures_LDADD = libcli.a $(TEST_LIBS)
tests_make_labelled_SOURCES = $(LABELLED) tests/captures/make.c
tests_make_labelled_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_make_labelled_LDADD = $(TEST_LIBS)
