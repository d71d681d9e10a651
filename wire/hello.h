/* wire/hello.h - the bodies of ClientHello, ServerHello and HelloVerifyRequest (RFC 5246 7.4.1, 6347 4.2.1).
 *
 *     ClientHello  version (2) random (32) session_id<0..32> cookie<0..255> suites<2..> compressions<1..> extensions<0..>
 *     ServerHello  version (2) random (32) session_id<0..32> suite (2) compression (1) extensions<0..>
 *     HelloVerifyRequest  version (2) cookie<0..255>
 *
 * Read without trust: a body that ends too early gives false, and what was read before it. */
#ifndef WIRE_HELLO_H
#define WIRE_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/cursor.h"

struct span {
	const uint8_t *bytes;	/* borrowed from the body */
	size_t len;
};

enum extension {
	EXTENSION_SERVER_NAME = 0,		/* RFC 6066 3 */
	EXTENSION_TRUNCATED_HMAC = 4,		/* RFC 6066 7 */
	EXTENSION_SUPPORTED_GROUPS = 10,	/* RFC 8422 5.1.1 */
	EXTENSION_POINT_FORMATS = 11,		/* RFC 8422 5.1.2 */
	EXTENSION_SIGNATURE_ALGORITHMS = 13,	/* RFC 5246 7.4.1.4.1 */
	EXTENSION_SERVER_CERTIFICATE_TYPE = 20,	/* RFC 7250 3 */
	EXTENSION_ENCRYPT_THEN_MAC = 22,	/* RFC 7366 */
	EXTENSION_EXTENDED_MASTER_SECRET = 23,	/* RFC 7627 5.1 */
	EXTENSION_SESSION_TICKET = 35,		/* RFC 5077 3.2 */
	EXTENSION_SUPPORTED_VERSIONS = 43,	/* RFC 8446 4.2.1 */
	EXTENSION_CONNECTION_ID = 54,		/* RFC 9146 3 */
	EXTENSION_RENEGOTIATION_INFO = 0xff01	/* RFC 5746 3.2 */
};

struct client_hello {
	uint16_t version;
	const uint8_t *random;	/* 32 octets, or NULL: not even these */
	struct span session_id, cookie, suites, compressions, extensions;
	size_t trailing;	/* octets after the extensions, where none may be */
};

struct server_hello {
	uint16_t version, suite;
	uint8_t compression;
	const uint8_t *random;
	struct span session_id, extensions;
};

struct hello_verify {
	uint16_t version;
	struct span cookie;
};

/* A vector with its length in OCTETS octets before it (RFC 5246 4.3); empty where it is cut short. */
struct span span_read(struct cursor *, size_t octets);

bool client_hello_read(struct client_hello *, const uint8_t *body, size_t len);
bool server_hello_read(struct server_hello *, const uint8_t *body, size_t len);
bool hello_verify_read(struct hello_verify *, const uint8_t *body, size_t len);
/* The first extension of that number; EXTENSIONS without their own length. */
bool hello_extension(struct span extensions, uint16_t number, struct span *out);
/* One after the other: AT is 0 at first and moved on; false at the end, or where they are cut short. */
bool hello_next_extension(struct span extensions, size_t *at, uint16_t *number, struct span *out);

#endif
