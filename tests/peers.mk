# Peers: programs that share no line with ours, on both sides.

# libcoap as second opinion on every message that our reader reads
check_PROGRAMS += tests/coap_differential
TESTS += tests/coap_differential
tests_coap_differential_SOURCES = tests/coap_differential.c tests/unit/generator.c tests/unit/generator.h \
	tests/unit/octets.c tests/unit/octets.h \
	tests/unit/wire_message_vectors.c tests/unit/wire_message_vectors.h
tests_coap_differential_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(COAP_OPENSSL_CFLAGS)
tests_coap_differential_LDADD = $(TEST_LIBS) $(COAP_OPENSSL_LIBS)

# an MSGin5G server on libcoap's public API, once with each of its DTLS libraries, and one on the npm package coap; and libcoap's
# clients at our server
check_PROGRAMS += tests/peers/server_openssl tests/peers/server_gnutls tests/peers/compare
TESTS += tests/peers/libcoap_openssl.sh tests/peers/libcoap_gnutls.sh tests/peers/coap_client.sh \
	tests/peers/own_libcoap.sh tests/peers/node_coap.sh
EXTRA_DIST += tests/peers/libcoap_openssl.sh tests/peers/libcoap_gnutls.sh tests/peers/coap_client.sh \
	tests/peers/libcoap.sh tests/peers/libcoap.tsv tests/peers/libcoap_gnutls.tsv tests/peers/libcoap_openssl.tsv \
	tests/peers/own_libcoap.sh tests/peers/process.sh \
	tests/peers/node_coap.sh tests/peers/node_coap.tsv tests/peers/node_coap/package.json tests/peers/node_coap/server.js
tests_peers_server_openssl_SOURCES = tests/peers/msgin5g_server.c
tests_peers_server_openssl_CFLAGS = $(AM_CFLAGS) $(COAP_OPENSSL_CFLAGS)
tests_peers_server_openssl_LDADD = $(COAP_OPENSSL_LIBS) $(JSON_LIBS)
tests_peers_server_gnutls_SOURCES = tests/peers/msgin5g_server.c
tests_peers_server_gnutls_CFLAGS = $(AM_CFLAGS) $(COAP_GNUTLS_CFLAGS)
tests_peers_server_gnutls_LDADD = $(COAP_GNUTLS_LIBS) $(JSON_LIBS)
tests_peers_compare_SOURCES = tests/peers/compare.c
tests_peers_compare_LDADD = $(JSON_LIBS)
