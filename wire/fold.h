/* wire/fold.h - a struct that nobody looks at for a while, kept without its zeros.
 *
 *     for each 64 octets: which of their words are not zero (1), and of each of these: which octets are not (1), those octets
 *
 * What is remembered of very many peers is mostly zeros: counters that stayed small, room for what did not happen. */
#ifndef WIRE_FOLD_H
#define WIRE_FOLD_H

#include <stddef.h>
#include <stdint.h>

enum { FOLD_MOST = 1024 };

/* SIZE octets (a multiple of 8, at most FOLD_MOST), anew or in the place of what was FOLDED before. The caller frees. */
uint8_t *fold(uint8_t *folded, const void *bytes, size_t size);
size_t folded_size(const uint8_t *folded);	/* that may be erased */
void unfold(const uint8_t *folded, void *bytes, size_t size);

#endif
