/* dtls/akma.c - AKMA keys: TS 33.535 Annex A on the generic KDF of TS 33.220 B.2.
 *
 *     S = FC || P0 || L0 || P1 || L1        key = HMAC-SHA-256(Key, S), Ln two octets
 *
 *     K_AKMA  FC 0x80  P0 "AKMA"   P1 SUPI   Key K_AUSF
 *     A-TID   FC 0x81  P0 "A-TID"  P1 SUPI   Key K_AUSF
 *     K_AF    FC 0x82  P0 AF_ID = FQDN || Ua* protocol identifier   Key K_AKMA */
#include "dtls/akma.h"

#include <openssl/err.h>
#include <openssl/hmac.h>
#include <string.h>

#include "wire/buffer.h"

enum { FC_K_AKMA = 0x80, FC_A_TID = 0x81, FC_K_AF = 0x82, S_MAX = 512 };

struct parameter {
	const void *bytes;
	size_t len;
};

static bool kdf(uint8_t out[AKMA_KEY], const uint8_t key[AKMA_KEY], uint8_t fc, const struct parameter *p, size_t count)
{
	uint8_t room[S_MAX];
	struct buffer s = buffer_on(room, sizeof(room));
	unsigned len = 0;

	buffer_u8(&s, fc);
	for (size_t i = 0; i < count; i++) {
		buffer_bytes(&s, p[i].bytes, p[i].len);
		buffer_u16(&s, (uint16_t)p[i].len);
	}
	if (s.failed)
		return false;
	bool ok = HMAC(EVP_sha256(), key, AKMA_KEY, s.bytes, s.len, out, &len) && len == AKMA_KEY;
	if (!ok)
		ERR_clear_error();
	return ok;
}

static bool kdf_of_supi(uint8_t out[AKMA_KEY], const uint8_t *k_ausf, uint8_t fc, const char *word, const char *supi)
{
	const struct parameter p[] = { { word, strlen(word) }, { supi, strlen(supi) } };

	return kdf(out, k_ausf, fc, p, 2);
}

bool akma_k_akma(uint8_t out[AKMA_KEY], const uint8_t k_ausf[AKMA_KEY], const char *supi)
{
	return kdf_of_supi(out, k_ausf, FC_K_AKMA, "AKMA", supi);
}

bool akma_a_tid(uint8_t out[AKMA_KEY], const uint8_t k_ausf[AKMA_KEY], const char *supi)
{
	return kdf_of_supi(out, k_ausf, FC_A_TID, "A-TID", supi);
}

bool akma_k_af(uint8_t out[AKMA_KEY], const uint8_t k_akma[AKMA_KEY], const char *fqdn, const uint8_t ua[UA_PROTOCOL])
{
	uint8_t room[S_MAX];
	struct buffer af_id = buffer_on(room, sizeof(room));

	buffer_text(&af_id, fqdn);
	buffer_bytes(&af_id, ua, UA_PROTOCOL);
	const struct parameter p = { af_id.bytes, af_id.len };
	return !af_id.failed && kdf(out, k_akma, FC_K_AF, &p, 1);
}

void akma_ua_of_suite(uint8_t ua[UA_PROTOCOL], uint16_t suite)
{
	const uint8_t octets[UA_PROTOCOL] = { 1, 0, 1, (uint8_t)(suite >> 8), (uint8_t)suite };

	memcpy(ua, octets, UA_PROTOCOL);
}
