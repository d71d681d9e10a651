/* conformance/judge/cipher.c - cipher suites by number: ranges of the IANA registry of TLS cipher suites. */
#include "conformance/judge/cipher.h"

#include <stddef.h>

struct row {
	uint16_t first, last;
	unsigned kinds;
};

/* In order of number. */
/* clang-format off */
static const struct row rows[] = {
	{ 0x002c, 0x002c, CIPHER_PSK | CIPHER_PURE },				/* PSK, NULL: RFC 4785 2 */
	{ 0x002d, 0x002d, CIPHER_PSK },						/* DHE_PSK, NULL */
	{ 0x002e, 0x002e, CIPHER_PSK | CIPHER_RSA },				/* RSA_PSK, NULL */
	{ 0x008a, 0x008d, CIPHER_PSK | CIPHER_PURE },				/* PSK: RFC 4279 2 */
	{ 0x008e, 0x0091, CIPHER_PSK },						/* DHE_PSK: RFC 4279 3 */
	{ 0x0092, 0x0095, CIPHER_PSK | CIPHER_RSA },				/* RSA_PSK: RFC 4279 4 */
	{ 0x009c, 0x00a7, CIPHER_AEAD },					/* GCM: RFC 5288 3 */
	{ 0x00a8, 0x00a9, CIPHER_PSK | CIPHER_PURE | CIPHER_AEAD },		/* PSK, GCM: RFC 5487 2 */
	{ 0x00aa, 0x00ab, CIPHER_PSK | CIPHER_AEAD },				/* DHE_PSK, GCM */
	{ 0x00ac, 0x00ad, CIPHER_PSK | CIPHER_RSA | CIPHER_AEAD },		/* RSA_PSK, GCM */
	{ 0x00ae, 0x00b1, CIPHER_PSK | CIPHER_PURE },				/* PSK, CBC: RFC 5487 3 */
	{ 0x00b2, 0x00b5, CIPHER_PSK },						/* DHE_PSK, CBC */
	{ 0x00b6, 0x00b9, CIPHER_PSK | CIPHER_RSA },				/* RSA_PSK, CBC */
	{ 0x1301, 0x1303, CIPHER_AEAD },					/* RFC 8446 B.4 */
	{ 0x1304, 0x1305, CIPHER_AEAD | CIPHER_CCM },
	{ 0xc02b, 0xc032, CIPHER_AEAD },					/* ECDHE, GCM: RFC 5289 3.2 */
	{ 0xc033, 0xc03b, CIPHER_PSK },						/* ECDHE_PSK: RFC 5489 3 */
	{ 0xc050, 0xc063, CIPHER_AEAD },					/* ARIA GCM: RFC 6209 2 */
	{ 0xc064, 0xc065, CIPHER_PSK | CIPHER_PURE },				/* PSK, ARIA CBC */
	{ 0xc066, 0xc067, CIPHER_PSK },						/* DHE_PSK, ARIA CBC */
	{ 0xc068, 0xc069, CIPHER_PSK | CIPHER_RSA },				/* RSA_PSK, ARIA CBC */
	{ 0xc06a, 0xc06b, CIPHER_PSK | CIPHER_PURE | CIPHER_AEAD },		/* PSK, ARIA GCM */
	{ 0xc06c, 0xc06d, CIPHER_PSK | CIPHER_AEAD },				/* DHE_PSK, ARIA GCM */
	{ 0xc06e, 0xc06f, CIPHER_PSK | CIPHER_RSA | CIPHER_AEAD },		/* RSA_PSK, ARIA GCM */
	{ 0xc070, 0xc071, CIPHER_PSK },						/* ECDHE_PSK, ARIA CBC */
	{ 0xc07a, 0xc08d, CIPHER_AEAD },					/* Camellia GCM: RFC 6367 2.2 */
	{ 0xc08e, 0xc08f, CIPHER_PSK | CIPHER_PURE | CIPHER_AEAD },		/* PSK, Camellia GCM */
	{ 0xc090, 0xc091, CIPHER_PSK | CIPHER_AEAD },				/* DHE_PSK, Camellia GCM */
	{ 0xc092, 0xc093, CIPHER_PSK | CIPHER_RSA | CIPHER_AEAD },		/* RSA_PSK, Camellia GCM */
	{ 0xc094, 0xc095, CIPHER_PSK | CIPHER_PURE },				/* PSK, Camellia CBC */
	{ 0xc096, 0xc097, CIPHER_PSK },						/* DHE_PSK, Camellia CBC */
	{ 0xc098, 0xc099, CIPHER_PSK | CIPHER_RSA },				/* RSA_PSK, Camellia CBC */
	{ 0xc09a, 0xc09b, CIPHER_PSK },						/* ECDHE_PSK, Camellia CBC */
	{ 0xc09c, 0xc0a3, CIPHER_AEAD | CIPHER_CCM },				/* RFC 6655 3 */
	{ 0xc0a4, 0xc0a5, CIPHER_PSK | CIPHER_PURE | CIPHER_AEAD | CIPHER_CCM },	/* PSK, CCM: RFC 6655 4 */
	{ 0xc0a6, 0xc0a7, CIPHER_PSK | CIPHER_AEAD | CIPHER_CCM },		/* DHE_PSK, CCM */
	{ 0xc0a8, 0xc0a9, CIPHER_PSK | CIPHER_PURE | CIPHER_AEAD | CIPHER_CCM },	/* PSK, CCM_8 */
	{ 0xc0aa, 0xc0ab, CIPHER_PSK | CIPHER_AEAD | CIPHER_CCM },		/* PSK_DHE, CCM_8 */
	{ 0xc0ac, 0xc0af, CIPHER_AEAD | CIPHER_CCM },				/* ECDHE_ECDSA, CCM: RFC 7251 2 */
	{ 0xcca8, 0xccaa, CIPHER_AEAD },					/* ChaCha20: RFC 7905 2 */
	{ 0xccab, 0xccab, CIPHER_PSK | CIPHER_PURE | CIPHER_AEAD },		/* PSK */
	{ 0xccac, 0xccad, CIPHER_PSK | CIPHER_AEAD },				/* ECDHE_PSK, DHE_PSK */
	{ 0xccae, 0xccae, CIPHER_PSK | CIPHER_RSA | CIPHER_AEAD },		/* RSA_PSK */
	{ 0xd001, 0xd002, CIPHER_PSK | CIPHER_AEAD },				/* ECDHE_PSK, GCM: RFC 8442 3 */
	{ 0xd003, 0xd005, CIPHER_PSK | CIPHER_AEAD | CIPHER_CCM },		/* ECDHE_PSK, CCM */
};
/* clang-format on */

/* Numbers the registry assigns (2024), in whole blocks: enough to tell what nobody can know. */
static const struct row assigned[] = {
	{ 0x0000, 0x001e, 0 }, { 0x001f, 0x006d, 0 }, { 0x0084, 0x00c7, 0 }, { 0x00ff, 0x00ff, 0 },
	{ 0x1301, 0x1307, 0 }, { 0x5600, 0x5600, 0 }, { 0xc001, 0xc0b5, 0 }, { 0xc100, 0xc106, 0 },
	{ 0xcca8, 0xccae, 0 }, { 0xd001, 0xd005, 0 },
};

static const struct row *row_of(const struct row *list, size_t count, uint16_t number)
{
	for (size_t i = 0; i < count; i++)
		if (number >= list[i].first && number <= list[i].last)
			return &list[i];
	return NULL;
}

unsigned cipher_kinds(uint16_t number)
{
	const struct row *row = row_of(rows, sizeof(rows) / sizeof(rows[0]), number);

	return row ? row->kinds : 0;
}

bool cipher_is_known(uint16_t number)
{
	return row_of(assigned, sizeof(assigned) / sizeof(assigned[0]), number) != NULL;
}
