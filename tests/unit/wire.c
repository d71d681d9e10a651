/* tests/unit/wire.c - runs the suites of wire/. */
#include "tests/unit/wire.h"

int main(void)
{
	SRunner *runner = srunner_create(table_tests());

	srunner_add_suite(runner, fold_tests());
	srunner_add_suite(runner, utf8_tests());
	srunner_add_suite(runner, message_tests());
	srunner_add_suite(runner, write_tests());
	srunner_add_suite(runner, uri_tests());
	srunner_add_suite(runner, nearest_tests());
	srunner_add_suite(runner, mutation_tests());
	srunner_add_suite(runner, property_tests());
	srunner_add_suite(runner, json_tests());
	srunner_add_suite(runner, json_compare_tests());
	srunner_add_suite(runner, json_peer_tests());
	srunner_add_suite(runner, msgin5g_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
