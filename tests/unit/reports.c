/* tests/unit/reports.c - runs the suites of reports/. */
#include "tests/unit/reports.h"

int main(void)
{
	SRunner *runner = srunner_create(escape_tests());

	srunner_add_suite(runner, console_tests());
	srunner_add_suite(runner, json_report_tests());
	srunner_add_suite(runner, ci_tests());
	srunner_add_suite(runner, file_tests());
	srunner_add_suite(runner, ladder_tests());
	srunner_add_suite(runner, load_report_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
