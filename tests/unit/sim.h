/* tests/unit/sim.h - the suites of check_sim, one a file. */
#ifndef TESTS_SIM_H
#define TESTS_SIM_H

#include <check.h>

Suite *arrival_tests(void);
Suite *client_tests(void);
Suite *client_fault_tests(void);
Suite *gateway_tests(void);
Suite *gateway_uplink_tests(void);
Suite *oracle_tests(void);
Suite *population_tests(void);
Suite *population_kind_tests(void);
Suite *scenario_tests(void);
Suite *statistics_tests(void);
Suite *play_tests(void);
Suite *step_tests(void);

#endif
