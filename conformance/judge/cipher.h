/* conformance/judge/cipher.h - what rules ask of a cipher suite's number: rows of the IANA registry, as ranges. */
#ifndef JUDGE_CIPHER_H
#define JUDGE_CIPHER_H

#include <stdbool.h>
#include <stdint.h>

enum cipher_kind {
	CIPHER_PSK = 1 << 0,	/* a PSK takes part: PSK, DHE_PSK, ECDHE_PSK, RSA_PSK */
	CIPHER_PURE = 1 << 1,	/* RFC 4279 2: nothing but a PSK */
	CIPHER_RSA = 1 << 2,	/* RSA_PSK: the server sends a certificate all the same */
	CIPHER_AEAD = 1 << 3,
	CIPHER_CCM = 1 << 4
};

/* Bits; 0: none of these, or not in the table. */
unsigned cipher_kinds(uint16_t number);
/* The registry has it, or it is a signalling value. */
bool cipher_is_known(uint16_t number);

enum {
	CIPHER_PSK_AES_128_CCM_8 = 0xc0a8,
	CIPHER_ECDHE_ECDSA_AES_128_CCM_8 = 0xc0ae,
	CIPHER_RENEGOTIATION_INFO = 0x00ff	/* RFC 5746 3.3 */
};

#endif
