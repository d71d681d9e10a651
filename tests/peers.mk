# tests of peers: filled with the first of them

# libcoap as second opinion on every message that our reader reads
check_PROGRAMS += tests/coap_differential
TESTS += tests/coap_differential
tests_coap_differential_SOURCES = tests/coap_differential.c tests/unit/generator.c tests/unit/generator.h \
	tests/unit/octets.c tests/unit/octets.h \
	tests/unit/wire_message_vectors.c tests/unit/wire_message_vectors.h
tests_coap_differential_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(COAP_OPENSSL_CFLAGS)
tests_coap_differential_LDADD = $(TEST_LIBS) $(COAP_OPENSSL_LIBS)
