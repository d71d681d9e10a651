/* wire/utf8.h - is this UTF-8 (RFC 3629)? */
#ifndef WIRE_UTF8_H
#define WIRE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RFC 3629 4: no overlong forms, no surrogates, nothing above U+10FFFF, no truncated sequence.
 * Where it is none, *BAD_AT (may be NULL) is the first octet of the first bad sequence. */
bool utf8_valid(const uint8_t *bytes, size_t len, size_t *bad_at);

/* CODE as UTF-8 into OUT; the number of octets. A surrogate, or more than U+10FFFF, becomes U+FFFD. */
size_t utf8_encode(uint8_t out[4], uint32_t code);

#endif
