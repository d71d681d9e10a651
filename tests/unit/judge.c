/* tests/unit/judge.c - runs the suites of conformance/judge/. */
#include "tests/unit/judge.h"

int main(void)
{
	SRunner *runner = srunner_create(clause_tests());

	srunner_add_suite(runner, talk_tests());
	srunner_add_suite(runner, whole_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
