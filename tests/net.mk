# net/: one Check program.
check_PROGRAMS += tests/check_net
TESTS += tests/check_net
tests_check_net_SOURCES = tests/unit/net.c tests/unit/net.h tests/unit/net_clear.c tests/unit/net_crowd.c tests/unit/net_lag.c tests/unit/net_own.c tests/unit/net_secure.c \
	tests/unit/net_tape.c tests/unit/net_tape.h tests/unit/net_wish.c
tests_check_net_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_net_LDADD = $(TEST_LIBS)

# make bench-udp: what net/ costs a request, beside bare loops.
EXTRA_PROGRAMS += tests/bench/udp
tests_bench_udp_SOURCES = tests/bench/bench.c tests/bench/bench.h tests/bench/udp.c tests/bench/udp_bare.c \
	tests/bench/udp_bare.h
tests_bench_udp_LDADD = $(LIBRARIES_OF_ALL) $(LIBS_OF_ALL)
bench: bench-udp
bench-udp: tests/bench/udp$(EXEEXT)
	tests/bench/udp$(EXEEXT)
.PHONY: bench-udp
CLEANFILES += tests/bench/udp$(EXEEXT)

# make bench-load: what a load costs a request and a UE (BENCH_TABLE=registrations, posts, flat, rate or memory: one of them).
EXTRA_PROGRAMS += tests/bench/load
tests_bench_load_SOURCES = tests/bench/bench.c tests/bench/bench.h tests/bench/load.c tests/bench/process.c tests/bench/process.h \
	tests/bench/udp_bare.c tests/bench/udp_bare.h
bench: bench-load
bench-load: tests/bench/load$(EXEEXT) m5gtest$(EXEEXT)
	M5GTEST=./m5gtest$(EXEEXT) M5GTEST_DATADIR='$(abs_top_srcdir)/cases' tests/bench/load$(EXEEXT) $(BENCH_TABLE)
.PHONY: bench-load
CLEANFILES += tests/bench/load$(EXEEXT)
