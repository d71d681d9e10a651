noinst_LIBRARIES += libdtls.a
libdtls_a_SOURCES = \
	dtls/akma.h \
	dtls/dissector.h \
	dtls/keyring.h \
	dtls/protection.h \
	dtls/suite.h
