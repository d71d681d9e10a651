/* dtls/premaster.c - the premaster secret of the PSK key exchanges (RFC 4279 2, RFC 5489 2).
 *
 *     | N (2) | other_secret (N) | M (2) | PSK (M) |
 *
 * Plain PSK: N = M and other_secret is zeros. */
#include "dtls/protection.h"

size_t premaster_of_secret(uint8_t *out, size_t size, const uint8_t *other, size_t other_len, const uint8_t *psk,
			   size_t psk_len)
{
	struct buffer b = buffer_on(out, size);

	buffer_u16(&b, other_len);
	buffer_bytes(&b, other, other_len);
	buffer_u16(&b, psk_len);
	buffer_bytes(&b, psk, psk_len);
	return b.failed || other_len > UINT16_MAX || psk_len > UINT16_MAX ? 0 : b.len;
}

size_t premaster_of_psk(uint8_t *out, size_t size, const uint8_t *psk, size_t psk_len)
{
	static const uint8_t zeros[256];

	return psk_len > sizeof(zeros) ? 0 : premaster_of_secret(out, size, zeros, psk_len, psk, psk_len);
}
