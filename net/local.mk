noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	net/host.h
