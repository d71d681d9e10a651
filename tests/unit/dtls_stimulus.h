/* tests/unit/dtls_stimulus.h - our client is bent; what a server makes of it. */
#ifndef TESTS_DTLS_STIMULUS_H
#define TESTS_DTLS_STIMULUS_H

#include "tests/peers/peer.h"

enum { SEEN_UP = -1, SEEN_SILENT = -2, SEEN_OPENSSL = 0, SEEN_OWN, SEEN_GNUTLS, SEEN_MBEDTLS };

struct seen_row {
	const char *words;	/* stimuli, ';' between them */
	int by[4];		/* SEEN_UP, SEEN_SILENT, or the fatal alert */
};

extern const struct seen_row seen_rows[];
extern const int seen_row_count;

/* Runs a row against a server and asserts its column. PEER: NULL for OpenSSL's and ours. */
void seen_check(const struct seen_row *, int column, const struct peer_kind *peer);

#endif
