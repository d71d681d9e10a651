/* tests/unit/octets.h - octets as tests write them down. */
#ifndef TESTS_OCTETS_H
#define TESTS_OCTETS_H

#include <stddef.h>
#include <stdint.h>

/* "42 02 1a2b 'text' ff": hex digits, 'text', spaces where they please. Fails the test where it is neither. */
size_t octets_read(uint8_t *out, size_t size, const char *notation);

#endif
