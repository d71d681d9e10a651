/* dtls/akma.h - AKMA keys (TS 33.535 Annex A, KDF of TS 33.220 B.2). */
#ifndef DTLS_AKMA_H
#define DTLS_AKMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { AKMA_KEY = 32, UA_PROTOCOL = 5 };

bool akma_k_akma(uint8_t out[AKMA_KEY], const uint8_t k_ausf[AKMA_KEY], const char *supi);	/* A.2 */
bool akma_a_tid(uint8_t out[AKMA_KEY], const uint8_t k_ausf[AKMA_KEY], const char *supi);	/* A.3 */
/* A.4; UA: the Ua* security protocol identifier (TS 33.220 Annex H). */
bool akma_k_af(uint8_t out[AKMA_KEY], const uint8_t k_akma[AKMA_KEY], const char *fqdn, const uint8_t ua[UA_PROTOCOL]);
/* (01,00,01,yy,zz): shared-key TLS with cipher suite yyzz (33.220 H.3). */
void akma_ua_of_suite(uint8_t ua[UA_PROTOCOL], uint16_t suite);

#endif
