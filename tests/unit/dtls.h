/* tests/unit/dtls.h - the suites of check_dtls, one a file. */
#ifndef TESTS_DTLS_H
#define TESTS_DTLS_H

#include <check.h>

Suite *suite_tests(void);
Suite *schedule_tests(void);
Suite *protection_tests(void);
Suite *keyring_tests(void);
Suite *akma_tests(void);
Suite *capture_tests(void);
Suite *openssl_tests(void);
Suite *fault_tests(void);
Suite *bounds_tests(void);
Suite *connection_tests(void);
Suite *certificate_tests(void);
Suite *stimulus_tests(void);
Suite *fuzz_tests(void);
Suite *cookie_tests(void);

#endif
