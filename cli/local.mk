bin_PROGRAMS += m5gtest
# Everything but main is a library: the tests link it too.
noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	cli/akma.c \
	cli/akma.h \
	cli/check.c \
	cli/command.def \
	cli/commands.h \
	cli/coverage.c \
	cli/coverage.h \
	cli/embedded.c \
	cli/embedded.h \
	cli/embedded_gateway.c \
	cli/examination.c \
	cli/examination.h \
	cli/explain.c \
	cli/extract.c \
	cli/init.c \
	cli/interruption.c \
	cli/interruption.h \
	cli/lint.c \
	cli/generator.c \
	cli/generator.h \
	cli/generator_gateways.c \
	cli/generator_gateways.h \
	cli/list.c \
	cli/load.c \
	cli/load_memory.c \
	cli/load_memory.h \
	cli/load_parts.c \
	cli/load_parts.h \
	cli/load_run.c \
	cli/load_run.h \
	cli/load_setup.c \
	cli/load_setup.h \
	cli/option.def \
	cli/options.c \
	cli/options.h \
	cli/oracle.c \
	cli/oracle.h \
	cli/proposal.c \
	cli/proposal.h \
	cli/replay.c \
	cli/replay_run.c \
	cli/replay_run.h \
	cli/registrations.c \
	cli/registrations.h \
	cli/report.c \
	cli/run.c \
	cli/sameness.c \
	cli/sameness.h \
	cli/selftest.c \
	cli/target_text.c \
	cli/target_text.h \
	cli/trial.c \
	cli/trial.h \
	cli/workers.c \
	cli/workers.h \
	cli/serve.c \
	cli/early.c \
	cli/early.h \
	cli/session.c \
	cli/session.h \
	cli/session_table.c \
	cli/session_table.h \
	cli/setup.c \
	cli/setup.h \
	cli/shard.c \
	cli/shard.def \
	cli/shard.h \
	cli/tables.c \
	cli/tables.h \
	cli/watch.c \
	cli/watch.h
m5gtest_SOURCES = cli/main.c
m5gtest_LDADD = libcli.a $(LIBRARIES_OF_ALL) $(LIBS_OF_ALL)

dist_pkgdata_DATA += \
	cases/client.yaml \
	cases/coaps.yaml \
	cases/deregistration.yaml \
	cases/exchange.yaml \
	cases/feature.yaml \
	cases/gateway.yaml \
	cases/handshake.yaml \
	cases/header.yaml \
	cases/json.yaml \
	cases/option.yaml \
	cases/registration.yaml \
	cases/response.yaml \
	cases/state.yaml \
	cases/transfer.yaml
