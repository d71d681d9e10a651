/* tests/unit/slip.h - seeded slips of a careless hand, the same in every run, for readers of text. */
#ifndef TESTS_SLIP_H
#define TESTS_SLIP_H

#include <check.h>
#include <stdint.h>
#include <string.h>

#include "tests/unit/generator.h"

/* For what is checked millions of times: ck_assert tells its runner of each. */
#define HOLDS_MSG(condition, ...)                                                                                      \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			ck_abort_msg(__VA_ARGS__);                                                                     \
	} while (0)
#define HOLDS(condition) HOLDS_MSG(condition, "not so: %s", #condition)

enum { SLIP_RUN = 12 };

/* One slip: an octet changed or put in (one of OCTETS), up to SLIP_RUN left out or doubled, seldom the
 * end missing. Returns the new length, at most LEN + SLIP_RUN. */
static inline size_t slip_once(char *text, size_t len, const char *octets, size_t octet_count, uint64_t *seed)
{
	size_t at = generator_chance(seed, (uint32_t)len + 1), run = 1 + generator_chance(seed, SLIP_RUN);
	char c = octets[generator_chance(seed, (uint32_t)octet_count)];

	run = run < len - at ? run : len - at;
	switch (generator_chance(seed, 5)) {
	case 0:
		if (run)
			text[at] = c;
		return len;
	case 1:
		memmove(text + at + 1, text + at, len - at);
		text[at] = c;
		return len + 1;
	case 2:
		memmove(text + at, text + at + run, len - at - run);
		return len - run;
	case 3:
		memmove(text + at + run, text + at, len - at);
		return len + run;
	default:
		return generator_chance(seed, 8) ? len : at;
	}
}

#endif
