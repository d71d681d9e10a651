noinst_LIBRARIES += libpcapture.a
libpcapture_a_SOURCES = \
	pcap/capture.h \
	pcap/pcapng.h
