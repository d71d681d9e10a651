/* net/exact.c - OpenSSL's source of randomness, replaced by seeded dice where a run must be repeatable. */
#define OPENSSL_SUPPRESS_DEPRECATED	/* what 3.0 has instead is a provider of one's own */
#include "net/exact.h"

#include <openssl/rand.h>

#include "net/clock.h"
#include "wire/dice.h"

void exact_bytes(uint64_t *dice, void *bytes, size_t n)
{
	uint8_t *to = bytes;

	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(dice_roll(dice) >> 32);
}

/* Other threads, and this one after its host is gone, keep the system's. */
static int draw(unsigned char *bytes, int n)
{
	if (!seed_in_use())
		return RAND_OpenSSL()->bytes(bytes, n);
	exact_bytes(seed_in_use(), bytes, (size_t)n);
	return 1;
}

static int ready(void) { return 1; }

void exact_start(uint64_t *dice)
{
	static const RAND_METHOD method = { .bytes = draw, .pseudorand = draw, .status = ready };

	seed_use(dice);
	RAND_set_rand_method(&method);
}

void exact_stop(const uint64_t *dice)
{
	if (seed_in_use() == dice)
		seed_use(NULL);
}
