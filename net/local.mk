noinst_LIBRARIES += libnet.a
libnet_a_SOURCES = \
	net/door.c net/door.h net/own.c net/own.h \
	net/association.c net/association.h net/crowd.c net/crowd.h net/mailbox.c net/mailbox.h net/clock.c net/clock.h net/datagram_bio.c net/engine.c \
	net/ether.c net/ether.h net/exact.c net/exact.h net/failure.c net/gate.c net/gate.h net/host.c net/host.h net/impair.c net/impair.h net/lag.c net/lag.h \
	net/linger.c net/linger.h net/link.c net/link.h net/listener.c net/listener.h net/loop.c \
	net/packet.c net/packet.h net/peers.c net/peers.h net/reseal.c net/resolve.c net/secure.c \
	net/secure.h net/socket.c net/socket.h net/traffic.c net/udp.c net/udp.h net/polling.c net/polling.h net/wish.c net/wish.h net/world.h
libnet_a_CFLAGS = $(AM_CFLAGS) $(SSL_CFLAGS)
