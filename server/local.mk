noinst_LIBRARIES += libserver.a
libserver_a_SOURCES = \
	server/fault.h \
	server/server.h
