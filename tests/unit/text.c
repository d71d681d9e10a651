/* tests/unit/text.c - runs the suites of text/. */
#include "tests/unit/text.h"

int main(void)
{
	SRunner *runner = srunner_create(document_tests());

	srunner_add_suite(runner, node_tests());
	srunner_add_suite(runner, scalar_tests());
	srunner_add_suite(runner, binding_file_tests());
	srunner_add_suite(runner, slip_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
