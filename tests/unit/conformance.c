/* tests/unit/conformance.c - runs the suites of conformance/. */
#include "tests/unit/conformance.h"

int main(void)
{
	SRunner *runner = srunner_create(result_tests());

	srunner_add_suite(runner, case_tests());
	srunner_add_suite(runner, contact_tests());
	srunner_add_suite(runner, detection_tests());
	srunner_add_suite(runner, life_tests());
	srunner_add_suite(runner, matrix_tests());
	srunner_add_suite(runner, outcome_tests());
	srunner_add_suite(runner, replay_tests());
	srunner_add_suite(runner, runner_tests());
	srunner_add_suite(runner, target_tests());
	srunner_add_suite(runner, waiver_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
