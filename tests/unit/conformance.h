/* tests/unit/conformance.h - the suites of check_conformance, one a file. */
#ifndef TESTS_CONFORMANCE_H
#define TESTS_CONFORMANCE_H

#include <check.h>

Suite *result_tests(void);

#endif
