# text/: one Check program.
check_PROGRAMS += tests/check_text
TESTS += tests/check_text
tests_check_text_SOURCES = tests/unit/generator.c tests/unit/generator.h tests/unit/text.c tests/unit/text.h \
	tests/unit/text_binding.c \
	tests/unit/text_document.c \
	tests/unit/text_node.c \
	tests/unit/text_scalar.c \
	tests/unit/text_slips.c \
	tests/unit/slip.h
tests_check_text_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_text_LDADD = $(TEST_LIBS)
