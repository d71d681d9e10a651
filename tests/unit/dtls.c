/* tests/unit/dtls.c - runs the suites of dtls/. */
#include "tests/unit/dtls.h"

int main(void)
{
	SRunner *runner = srunner_create(suite_tests());

	srunner_add_suite(runner, schedule_tests());
	srunner_add_suite(runner, protection_tests());
	srunner_add_suite(runner, keyring_tests());
	srunner_add_suite(runner, akma_tests());
	srunner_add_suite(runner, capture_tests());
	srunner_add_suite(runner, openssl_tests());
	srunner_add_suite(runner, fault_tests());
	srunner_add_suite(runner, bounds_tests());
	srunner_add_suite(runner, connection_tests());
	srunner_add_suite(runner, certificate_tests());
	srunner_add_suite(runner, stimulus_tests());
	srunner_add_suite(runner, fuzz_tests());
	srunner_add_suite(runner, cookie_tests());
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}
