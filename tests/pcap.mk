# pcap/: one Check program. No file of it bears a name of libpcap's.
check_PROGRAMS += tests/check_capture
TESTS += tests/check_capture
tests_check_capture_SOURCES = tests/unit/capture.c tests/unit/capture.h tests/unit/capture_corpus.c \
	tests/unit/capture_format.c tests/unit/capture_fragment.c tests/unit/capture_ip.c \
	tests/unit/capture_link.c tests/unit/capture_mutation.c tests/unit/capture_script.c tests/unit/capture_writer.c \
	tests/unit/octets.c tests/unit/octets.h
tests_check_capture_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(PCAP_CFLAGS)
tests_check_capture_LDADD = $(TEST_LIBS)

# check and extract, as their users call them
TESTS += tests/cli/check.sh tests/cli/extract.sh
EXTRA_DIST += tests/cli/check.sh tests/cli/extract.sh
