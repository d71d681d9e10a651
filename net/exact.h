/* net/exact.h - randomness that a seed repeats (--exact-ids), OpenSSL's included. */
#ifndef NET_EXACT_H
#define NET_EXACT_H

#include <stddef.h>
#include <stdint.h>

/* Until exact_stop this thread's OpenSSL draws from DICE: same seed, same octets on the wire. */
void exact_start(uint64_t *dice);
void exact_stop(const uint64_t *dice);
void exact_bytes(uint64_t *dice, void *bytes, size_t n);

#endif
