/* tests/unit/wire.h - the suites of check_wire, one a file. */
#ifndef TESTS_WIRE_H
#define TESTS_WIRE_H

#include <check.h>

Suite *json_tests(void);
Suite *json_compare_tests(void);
Suite *json_peer_tests(void);
Suite *msgin5g_tests(void);
Suite *table_tests(void);
Suite *fold_tests(void);
Suite *utf8_tests(void);
Suite *message_tests(void);
Suite *write_tests(void);
Suite *uri_tests(void);
Suite *nearest_tests(void);
Suite *mutation_tests(void);
Suite *property_tests(void);

#endif
