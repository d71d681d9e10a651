/* dtls/suite.h - the cipher suites we can protect and open records of (rows in dtls/suite.def). */
#ifndef DTLS_SUITE_H
#define DTLS_SUITE_H

#include <stdbool.h>
#include <stdint.h>

enum key_exchange { KX_PSK, KX_DHE_PSK, KX_ECDHE_PSK, KX_RSA_PSK, KX_RSA, KX_DHE_RSA, KX_ECDHE_RSA, KX_ECDHE_ECDSA };
enum bulk { BULK_CCM_8, BULK_CCM, BULK_GCM, BULK_CHACHA20_POLY1305, BULK_CBC };
enum suite_hash { HASH_SHA256, HASH_SHA384 };	/* of the PRF */
enum suite_mac { MAC_AEAD, MAC_SHA1, MAC_SHA256, MAC_SHA384 };

struct suite {
	uint16_t number;		/* 0xC0A8 */
	const char *name;		/* "TLS_PSK_WITH_AES_128_CCM_8" */
	const char *openssl;		/* "PSK-AES128-CCM8"; NULL: OpenSSL 3.0 has none */
	enum key_exchange kx;
	enum bulk bulk;
	uint8_t key_len;		/* octets */
	enum suite_hash hash;
	enum suite_mac mac;
	const char *clause;		/* where its number stands */
};

const struct suite *suite_by_number(uint16_t number);	/* NULL: not in the table */
const struct suite *suite_by_name(const char *name);	/* either spelling */
const struct suite *suite_row(unsigned index);		/* NULL: past the end */
bool suite_is_plain_psk(const struct suite *);

#endif
