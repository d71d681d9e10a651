# conformance/: one Check program.
check_PROGRAMS += tests/check_conformance
TESTS += tests/check_conformance
tests_check_conformance_SOURCES = tests/unit/conformance.c tests/unit/conformance.h tests/unit/conformance_case.c \
	tests/unit/conformance_contact.c tests/unit/conformance_detection.c tests/unit/conformance_life.c tests/unit/conformance_matrix.c tests/unit/conformance_outcome.c tests/unit/conformance_result.c \
	tests/unit/conformance_replay.c tests/unit/conformance_runner.c tests/unit/conformance_scene.c tests/unit/conformance_scene.h \
	tests/unit/conformance_target.c tests/unit/conformance_waiver.c tests/unit/octets.c tests/unit/octets.h tests/unit/place.c tests/unit/place.h
tests_check_conformance_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_conformance_LDADD = libcli.a $(TEST_LIBS)
