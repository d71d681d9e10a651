# sim/: one Check program.
check_PROGRAMS += tests/check_sim
TESTS += tests/check_sim
tests_check_sim_SOURCES = tests/unit/sim.c tests/unit/sim.h tests/unit/sim_arrival.c tests/unit/sim_client.c tests/unit/sim_client_fault.c tests/unit/sim_gateway.c \
	tests/unit/sim_gateway_uplink.c \
	tests/unit/octets.c tests/unit/octets.h tests/unit/sim_oracle.c tests/unit/sim_play.c tests/unit/sim_population.c tests/unit/sim_population_kind.c tests/unit/sim_scenario.c tests/unit/sim_statistics.c \
	tests/unit/sim_step.c tests/unit/sim_world.c tests/unit/sim_world.h tests/unit/sink.h
tests_check_sim_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_check_sim_LDADD = $(TEST_LIBS)

# load, as its users call it
TESTS += tests/cli/small_link.sh tests/cli/load_trouble.sh tests/cli/load.sh tests/cli/gateway.sh tests/cli/ether.sh
EXTRA_DIST += tests/cli/small_link.sh tests/cli/load_trouble.sh tests/cli/load.sh tests/cli/gateway.sh tests/cli/ether.sh
