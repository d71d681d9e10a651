/* tests/unit/server.c - runs the suites of server/. */
#include "tests/unit/server.h"

int main(void)
{
	SRunner *runner = srunner_create(server_answer_tests());

	srunner_add_suite(runner, server_refusal_tests());
	srunner_add_suite(runner, server_reception_tests());
	srunner_add_suite(runner, server_duplicate_tests());
	srunner_add_suite(runner, server_later_tests());
	srunner_add_suite(runner, server_epoch_tests());
	srunner_add_suite(runner, server_fault_tests());
	srunner_add_suite(runner, server_null_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
