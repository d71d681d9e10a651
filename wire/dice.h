/* wire/dice.h - chance from a seed: splitmix64 (Steele, Lea, Flood 2014). Not for secrets. */
#ifndef WIRE_DICE_H
#define WIRE_DICE_H

#include <stdint.h>

/* A step of splitmix64. */
uint64_t dice_roll(uint64_t *state);
/* From 0 up to, not including, 1. */
double dice_share(uint64_t *state);

#endif
