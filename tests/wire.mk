# wire/: one Check program.
check_PROGRAMS += tests/check_wire
TESTS += tests/check_wire
tests_check_wire_SOURCES = tests/unit/generator.c tests/unit/generator.h \
	tests/unit/octets.c tests/unit/octets.h tests/unit/wire.c tests/unit/wire.h \
	tests/unit/wire_json.c \
	tests/unit/wire_json.h \
	tests/unit/wire_json_compare.c \
	tests/unit/wire_json_peer.c \
	tests/unit/slip.h \
	tests/unit/wire_json_vectors.c \
	tests/unit/wire_property.c tests/unit/wire_message.c tests/unit/wire_message_vectors.c tests/unit/wire_message_vectors.h \
	tests/unit/wire_msgin5g.c \
	tests/unit/wire_table.c \
	tests/unit/wire_fold.c \
	tests/unit/wire_uri.c tests/unit/wire_nearest.c tests/unit/wire_mutation.c \
	tests/unit/wire_utf8.c \
	tests/unit/wire_write.c
tests_check_wire_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_wire_LDADD = $(TEST_LIBS)
