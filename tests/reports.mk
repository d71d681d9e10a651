# reports/: one Check program.
check_PROGRAMS += tests/check_reports
TESTS += tests/check_reports
tests_check_reports_SOURCES = tests/unit/reports.c tests/unit/reports.h tests/unit/reports_ci.c \
	tests/unit/reports_console.c tests/unit/reports_escape.c tests/unit/reports_file.c \
	tests/unit/reports_fixture.c tests/unit/reports_json.c
tests_check_reports_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_reports_LDADD = $(TEST_LIBS)
