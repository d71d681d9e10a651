/* wire/hex.h - octets as hexadecimal text and back; the only place that does it. */
#ifndef WIRE_HEX_H
#define WIRE_HEX_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* "0a1b" into TEXT, cut to SIZE with "..": always terminated. Returns TEXT. */
char *hex_format(char *text, size_t size, const uint8_t *bytes, size_t len);

/* Reads an even number of hex digits, LEN characters of TEXT. Returns the octets written,
 * or -1 for a character that is no hex digit, an odd count or too little room. */
long hex_read(uint8_t *out, size_t size, const char *text, size_t len);

/* The classic dump: offset, 16 octets, text; the MARK_LEN octets from MARK_AT on stand in brackets,
 * which are closed at a row's end and opened again in the next: "0000  44 02[1a 2b]01 ...". */
void hex_dump(FILE *, const uint8_t *bytes, size_t len, size_t mark_at, size_t mark_len);

#endif
