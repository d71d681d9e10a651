/* tests/unit/text.h - the suites of check_text, one a file. */
#ifndef TESTS_TEXT_H
#define TESTS_TEXT_H

#include <check.h>

Suite *document_tests(void);
Suite *node_tests(void);
Suite *scalar_tests(void);
Suite *binding_file_tests(void);
Suite *slip_tests(void);

#endif
