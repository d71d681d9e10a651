# reports/: one Check program; and other programs that read what we write.
check_PROGRAMS += tests/check_reports tests/print_report
TESTS += tests/check_reports tests/reports/readers.sh
EXTRA_DIST += tests/reports/readers.sh tests/reports/junit.xsd
tests_check_reports_SOURCES = tests/unit/reports.c tests/unit/reports.h tests/unit/reports_ci.c \
	tests/unit/reports_console.c tests/unit/reports_escape.c tests/unit/reports_file.c \
	tests/unit/reports_fixture.c tests/unit/reports_json.c tests/unit/reports_ladder.c tests/unit/reports_load.c \
	tests/unit/octets.c tests/unit/octets.h
tests_check_reports_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_reports_LDADD = $(TEST_LIBS)
tests_print_report_SOURCES = tests/reports/print_report.c tests/unit/reports_fixture.c tests/unit/reports.h
tests_print_report_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_print_report_LDADD = $(TEST_LIBS)
