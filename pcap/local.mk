noinst_LIBRARIES += libpcapture.a
libpcapture_a_SOURCES = \
	pcap/block.h \
	pcap/blocks.c \
	pcap/capture.c pcap/capture.h \
	pcap/classic.c \
	pcap/copies.c pcap/copies.h \
	pcap/cut.c pcap/cut.h \
	pcap/field.h \
	pcap/fragments.c pcap/fragments.h \
	pcap/frame.c pcap/frame.h \
	pcap/gtp.c \
	pcap/input.c pcap/input.h \
	pcap/ip.c \
	pcap/link.c pcap/link.def \
	pcap/numbering.c pcap/numbering.h \
	pcap/options.c pcap/options.h \
	pcap/packet.h \
	pcap/pcapng.c pcap/pcapng.h \
	pcap/script.c pcap/script.h
