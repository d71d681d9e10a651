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
TESTS += tests/cli/check.sh tests/cli/extract.sh tests/cli/agree.sh
EXTRA_DIST += tests/cli/check.sh tests/cli/extract.sh tests/cli/agree.sh

# make bench BENCH_SIZES="10 100 1000": the cost of judging captures, beside tshark, at so many megabytes.
BENCH_SIZES = 10 100
EXTRA_PROGRAMS += tests/bench/multiply tests/bench/cost
EXTRA_DIST += tests/bench/captures.sh tests/bench/clear.yaml tests/bench/dtls.yaml
tests_bench_multiply_SOURCES = tests/bench/multiply.c
tests_bench_multiply_LDADD = $(LIBRARIES_OF_ALL) $(LIBS_OF_ALL)
tests_bench_cost_SOURCES = tests/bench/cost.c
bench: bench-captures
bench-captures: m5gtest$(EXEEXT) tests/bench/multiply$(EXEEXT) tests/bench/cost$(EXEEXT)
	SRCDIR='$(abs_top_srcdir)' BUILDDIR='$(abs_top_builddir)' $(top_srcdir)/tests/bench/captures.sh $(BENCH_SIZES)
.PHONY: bench bench-captures
CLEANFILES += tests/bench/multiply$(EXEEXT) tests/bench/cost$(EXEEXT)
