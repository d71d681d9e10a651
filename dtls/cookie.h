/* dtls/cookie.h - a server's cookie exchange, before it keeps any state of a client (RFC 6347 4.2.1).
 *
 *     ClientHello --screen--> not one | HelloVerifyRequest to be sent | good: connection_new, connection_input
 *
 * Cookie = HMAC-SHA-256(secret, endpoint || version || random || session_id || suites || compressions):
 * good for this endpoint and these parameters only. A ClientHello in pieces cannot be screened. */
#ifndef DTLS_COOKIE_H
#define DTLS_COOKIE_H

#include "wire/buffer.h"
#include "wire/datagram.h"

enum { COOKIE_SECRET = 32, COOKIE_LENGTH = 32, COOKIE_REPLY = 200 };

struct stimuli;

enum cookie_verdict { COOKIE_NO_HELLO, COOKIE_ASKED, COOKIE_GOOD };

bool cookie_secret_make(uint8_t secret[COOKIE_SECRET]);
/* COOKIE_ASKED: REPLY (room for COOKIE_REPLY octets) is the datagram that asks. BENT: what is wrong about it on
 * purpose; a cookie that was replaced is what comes back good. NULL: by the book. */
enum cookie_verdict cookie_screen(const uint8_t secret[COOKIE_SECRET], const struct endpoint *from, const uint8_t *datagram,
				  size_t len, const struct stimuli *bent, struct buffer *reply);
/* Has the ClientHello a cookie, whichever? */
bool cookie_brought(const uint8_t *datagram, size_t len);

#endif
