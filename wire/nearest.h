/* wire/nearest.h - the known word nearest to one that is not known, for "did you mean". */
#ifndef WIRE_NEAREST_H
#define WIRE_NEAREST_H

/* The word of WORDS (ends with NULL) nearest to TEXT; NULL: none is near. */
const char *nearest_word(const char *text, const char *const *words);

#endif
