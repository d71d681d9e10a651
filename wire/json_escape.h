/* wire/json_escape.h - the \u escape, for the reader and the unescaper of JSON strings. */
#ifndef WIRE_JSON_ESCAPE_H
#define WIRE_JSON_ESCAPE_H

#include <stdbool.h>
#include <stdint.h>

enum { JSON_ESCAPE_OCTETS = 6 };	/* \uXXXX */

/* True where AT starts such an escape before END: *CODE is its UTF-16 code unit. */
bool json_escape_code(const uint8_t *at, const uint8_t *end, uint16_t *code);

static inline bool is_high_surrogate(uint16_t code) { return (code & 0xfc00) == 0xd800; }
static inline bool is_low_surrogate(uint16_t code) { return (code & 0xfc00) == 0xdc00; }

#endif
