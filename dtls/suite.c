/* dtls/suite.c - finding a cipher suite in the table of dtls/suite.def. */
#include "dtls/suite.h"

#include <stddef.h>
#include <string.h>

static const struct suite suites[] = {
#define SUITE(number, name, openssl, kx, bulk, key, hash, mac, clause) \
	{ number, name, openssl, KX_##kx, BULK_##bulk, key, HASH_##hash, MAC_##mac, clause },
#include "dtls/suite.def"
#undef SUITE
};

enum { SUITES = sizeof(suites) / sizeof(*suites) };

const struct suite *suite_row(unsigned index) { return index < SUITES ? &suites[index] : NULL; }

const struct suite *suite_by_number(uint16_t number)
{
	for (unsigned i = 0; i < SUITES; i++)
		if (suites[i].number == number)
			return &suites[i];
	return NULL;
}

const struct suite *suite_by_name(const char *name)
{
	for (unsigned i = 0; i < SUITES; i++) {
		const char *openssl = suites[i].openssl;
		if (!strcmp(suites[i].name, name) || (openssl && !strcmp(openssl, name)))
			return &suites[i];
	}
	return NULL;
}

bool suite_is_plain_psk(const struct suite *suite) { return suite->kx == KX_PSK; }
