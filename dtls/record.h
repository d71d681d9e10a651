/* dtls/record.h - the words of the DTLS record layer (RFC 6347 4.1, RFC 5246 6.2). */
#ifndef DTLS_RECORD_H
#define DTLS_RECORD_H

#include "dtls/protection.h"

enum record_type {
	RECORD_CHANGE_CIPHER_SPEC = 20,
	RECORD_ALERT = 21,
	RECORD_HANDSHAKE = 22,
	RECORD_APPLICATION_DATA = 23,
	RECORD_CONNECTION_ID = 25,	/* tls12_cid, RFC 9146 4 */
	RECORD_ACK = 26			/* DTLS 1.3, RFC 9147 7 */
};

enum record_version {
	DTLS_1_3 = 0xfefc,	/* never in a record's header */
	DTLS_1_2 = 0xfefd,
	DTLS_1_0 = 0xfeff,
	DTLS_BAD = 0x0100	/* OpenSSL 0.9.8's, before the RFC */
};

enum { RECORD_EXPANSION_MAX = 2048 };	/* RFC 5246 6.2.3 */

/* Does a record of DTLS up to 1.2 stand here, as far as its header can tell? */
bool record_plausible(const uint8_t *datagram, size_t len, size_t at);
void record_header_write(struct buffer *, const struct record *, size_t length);

#endif
