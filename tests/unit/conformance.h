/* tests/unit/conformance.h - the suites of check_conformance, one a file. */
#ifndef TESTS_CONFORMANCE_H
#define TESTS_CONFORMANCE_H

#include <check.h>

Suite *case_tests(void);
Suite *contact_tests(void);
Suite *detection_tests(void);
Suite *life_tests(void);
Suite *matrix_tests(void);
Suite *outcome_tests(void);
Suite *result_tests(void);
Suite *replay_tests(void);
Suite *runner_tests(void);
Suite *target_tests(void);
Suite *waiver_tests(void);

#endif
