/* tests/unit/octets.c - octets as tests write them down. */
#include "tests/unit/octets.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

size_t octets_read(uint8_t *out, size_t size, const char *notation)
{
	size_t n = 0;

	for (const char *c = notation; *c;) {
		if (*c == ' ') {
			c++;
		} else if (*c == '\'') {
			const char *end = strchr(c + 1, '\'');
			ck_assert_msg(end && n + (size_t)(end - c - 1) <= size, "%s", notation);
			memcpy(out + n, c + 1, (size_t)(end - c - 1));
			n += (size_t)(end - c - 1);
			c = end + 1;
		} else {
			char pair[3] = { c[0], c[1], '\0' }, *end;
			ck_assert(n < size);
			out[n++] = (uint8_t)strtoul(pair, &end, 16);
			ck_assert_msg(end == pair + 2, "%s: at '%s'", notation, c);
			c += 2;
		}
	}
	return n;
}
