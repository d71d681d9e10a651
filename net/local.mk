noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	net/association.c net/association.h net/clock.c net/clock.h net/engine.c net/gate.h net/host.c \
	net/host.h net/impair.c net/impair.h net/link.c net/link.h net/listener.c net/listener.h \
	net/loop.c net/packet.c net/packet.h net/resolve.c net/socket.c net/socket.h net/udp.c \
	net/udp.h net/wish.c net/wish.h net/world.h
libnet_a_CFLAGS = $(AM_CFLAGS) $(SSL_CFLAGS)
