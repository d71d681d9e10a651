/* tests/unit/sim.c - runs the suites of sim/. */
#include "tests/unit/sim.h"

int main(void)
{
	SRunner *runner = srunner_create(client_tests());

	srunner_add_suite(runner, client_fault_tests());
	srunner_add_suite(runner, arrival_tests());
	srunner_add_suite(runner, gateway_tests());
	srunner_add_suite(runner, gateway_uplink_tests());
	srunner_add_suite(runner, oracle_tests());
	srunner_add_suite(runner, population_tests());
	srunner_add_suite(runner, population_kind_tests());
	srunner_add_suite(runner, scenario_tests());
	srunner_add_suite(runner, statistics_tests());
	srunner_add_suite(runner, play_tests());
	srunner_add_suite(runner, step_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
