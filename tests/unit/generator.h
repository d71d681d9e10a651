/* tests/unit/generator.h - seeded CoAP messages, by the book and bent: the same ones in each run. */
#ifndef TESTS_GENERATOR_H
#define TESTS_GENERATOR_H

#include "wire/message.h"

/* A number from 0 to BELOW - 1; SEED starts as any number but 0 and moves on. */
uint32_t generator_chance(uint64_t *seed, uint32_t below);
void generator_fill(uint64_t *seed, uint8_t *bytes, size_t len);
/* Up to 2000 octets: any type, a code, token, up to five options, a payload or none. */
void generator_message(uint64_t *seed, struct buffer *);
/* One octet changed, taken out or put in; or the end cut off: mostly among the first, where the structure is. */
void generator_bend(uint64_t *seed, struct buffer *);

#endif
