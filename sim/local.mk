noinst_LIBRARIES += libsim.a
libsim_a_SOURCES = \
	sim/automatic.def \
	sim/client.c \
	sim/client.h \
	sim/expectation.c \
	sim/expectation.h \
	sim/histogram.c \
	sim/histogram.h \
	sim/operation.def \
	sim/outcome.def \
	sim/play.c \
	sim/play.h \
	sim/reply_kind.def \
	sim/reception.c \
	sim/reception.h \
	sim/request.c \
	sim/request.h \
	sim/statistics.c \
	sim/statistics.h \
	sim/step.c \
	sim/step.def \
	sim/step.h \
	sim/step_expect.c \
	sim/step_files.h \
	sim/step_link.c \
	sim/step_request.c \
	sim/step_send.c \
	sim/transaction.h \
	sim/wish_word.def
