# dtls/: one Check program. dtls_vectors.py made dtls_vectors.def and says how.
check_PROGRAMS += tests/check_dtls
TESTS += tests/check_dtls
tests_check_dtls_SOURCES = \
	tests/peers/peer.h tests/unit/dtls.c tests/unit/dtls.h tests/unit/dtls_akma.c \
	tests/unit/dtls_bounds.c tests/unit/dtls_capture.c tests/unit/dtls_certificate.c tests/unit/dtls_connection.c \
	tests/unit/dtls_cookie.c tests/unit/dtls_fault.c tests/unit/dtls_fuzz.c tests/unit/dtls_keyring.c \
	tests/unit/dtls_lab.c tests/unit/dtls_lab.h tests/unit/dtls_lab_run.c tests/unit/dtls_openssl.c \
	tests/unit/dtls_pair.c tests/unit/dtls_pair.h tests/unit/dtls_protection.c \
	tests/unit/dtls_schedule.c tests/unit/dtls_stimuli.c tests/unit/dtls_stimulus.c \
	tests/unit/dtls_stimulus.def tests/unit/dtls_stimulus.h tests/unit/dtls_suite.c \
	tests/unit/dtls_vectors.def tests/unit/dtls_watch.c tests/unit/dtls_watch.h
tests_check_dtls_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(SSL_CFLAGS)
tests_check_dtls_LDADD = $(TEST_LIBS)
EXTRA_DIST += tests/unit/dtls_vectors.py

# make bench: our engine beside OpenSSL's.
EXTRA_PROGRAMS += tests/bench/handshake
tests_bench_handshake_SOURCES = tests/bench/handshake.c
tests_bench_handshake_CFLAGS = $(AM_CFLAGS) $(SSL_CFLAGS)
tests_bench_handshake_LDADD = $(LIBRARIES_OF_ALL) $(LIBS_OF_ALL)
bench: bench-dtls
bench-dtls: tests/bench/handshake$(EXEEXT)
	tests/bench/handshake$(EXEEXT)
.PHONY: bench-dtls
CLEANFILES += tests/bench/handshake$(EXEEXT)

# Our client with other libraries' servers, where they are.
check_PROGRAMS += tests/check_dtls_peers
TESTS += tests/check_dtls_peers
tests_check_dtls_peers_SOURCES = tests/peers/clock.c tests/peers/dtls.c tests/peers/gnutls_server.c \
	tests/peers/mbedtls_server.c tests/peers/peer.h tests/unit/dtls_stimulus.c tests/unit/dtls_stimulus.def \
	tests/unit/dtls_stimulus.h tests/unit/dtls_lab.c tests/unit/dtls_lab.h tests/unit/dtls_lab_run.c \
	tests/unit/dtls_pair.c tests/unit/dtls_pair.h tests/unit/dtls_watch.c tests/unit/dtls_watch.h
tests_check_dtls_peers_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(SSL_CFLAGS) $(GNUTLS_CFLAGS)
tests_check_dtls_peers_LDADD = $(TEST_LIBS) $(GNUTLS_LIBS) $(MBEDTLS_LIBS)

# make interop: the matrix of our client and other libraries' servers, printed.
EXTRA_PROGRAMS += tests/peers/matrix
tests_peers_matrix_SOURCES = tests/peers/clock.c tests/peers/gnutls_server.c tests/peers/matrix.c \
	tests/peers/mbedtls_server.c tests/peers/peer.h tests/unit/dtls_lab.c tests/unit/dtls_lab.h tests/unit/dtls_lab_run.c \
	tests/unit/dtls_pair.c tests/unit/dtls_pair.h tests/unit/dtls_watch.c tests/unit/dtls_watch.h
tests_peers_matrix_CFLAGS = $(tests_check_dtls_peers_CFLAGS)
tests_peers_matrix_LDADD = $(tests_check_dtls_peers_LDADD)
interop: tests/peers/matrix$(EXEEXT)
	tests/peers/matrix$(EXEEXT)
.PHONY: interop
CLEANFILES += tests/peers/matrix$(EXEEXT)
