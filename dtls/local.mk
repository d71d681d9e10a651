noinst_LIBRARIES += libdtls.a
libdtls_a_SOURCES = \
	dtls/akma.c \
	dtls/akma.h \
	dtls/dissector.h \
	dtls/keyring.c \
	dtls/keyring.h \
	dtls/premaster.c \
	dtls/protection.c \
	dtls/protection.h \
	dtls/protection_aead.c \
	dtls/protection_cbc.c \
	dtls/protector.h \
	dtls/record.c \
	dtls/record.h \
	dtls/schedule.c \
	dtls/schedule.h \
	dtls/schedule_once.c \
	dtls/suite.c \
	dtls/suite.def \
	dtls/suite.h
