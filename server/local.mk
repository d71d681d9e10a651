noinst_LIBRARIES += libserver.a
libserver_a_SOURCES = \
	server/answer.c server/authorization.c server/blocks.c server/blocks.h server/bodies.c server/bulk.c server/conduct.c server/conduct.h server/content.c \
	server/departure.c server/deviation.def server/duplicates.c server/duplicates.h \
	server/exchange.h server/fault.c server/fault.def server/fault.h server/fault_answer.def \
	server/fault_behaviour.def server/fault_gateway.def server/fault_handshake.def server/fault_refusal.def server/fault_wire.def server/freshness.c server/later.c \
	server/later.h server/links.c server/links.h server/null.c server/null.def server/null.h server/options.c server/profile.c server/recall.c \
	server/reception.c server/reception.def server/reception.h server/refusal.c \
	server/refusal.def server/refusal.h server/registration.c server/resource.c \
	server/server.c server/server.h server/store.c server/store.h server/strictness.c server/ues.c server/ues.h server/wording.c server/wording.h
