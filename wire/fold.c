/* wire/fold.c - structs without their zeros, and back. */
#include "wire/fold.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 8, BLOCK = WORD * WORD, ROOM = sizeof(uint16_t), SPARE = 32 };

/* Its octets that are not zero, behind a bit for each. Returns how many octets that takes; 0: all are zero. */
static size_t put_word(uint8_t *out, const uint8_t *word)
{
	static const uint8_t zeros[WORD];
	size_t n = 1;

	if (!memcmp(word, zeros, WORD))
		return 0;
	out[0] = 0;
	for (unsigned i = 0; i < WORD; i++) {
		out[n] = word[i];
		out[0] |= (uint8_t)((word[i] != 0) << i);
		n += word[i] != 0;
	}
	return n;
}

static size_t put(uint8_t *out, const uint8_t *bytes, size_t size)
{
	size_t n = 0;

	for (size_t at = 0; at < size; at += BLOCK) {
		uint8_t *which = &out[n++];
		*which = 0;
		for (unsigned i = 0; i < WORD && at + i * WORD < size; i++) {
			size_t took = put_word(out + n, bytes + at + i * WORD);
			*which |= (uint8_t)((took != 0) << i);
			n += took;
		}
	}
	return n;
}

/* The room comes first: a struct that goes and comes grows and shrinks by a few octets. */
uint8_t *fold(uint8_t *folded, const void *bytes, size_t size)
{
	uint8_t scratch[FOLD_MOST + FOLD_MOST / WORD + FOLD_MOST / BLOCK + WORD];
	uint16_t room = 0;

	assert(size % WORD == 0 && size <= FOLD_MOST);
	size_t len = put(scratch, bytes, size);
	if (folded)
		memcpy(&room, folded, ROOM);
	if (len > room || len + SPARE < room) {
		room = (uint16_t)((ROOM + len + 7) / 16 * 16 + 8 - ROOM);	/* what malloc gives anyway */
		free(folded);
		folded = malloc(ROOM + room);
		assert(folded);
		memcpy(folded, &room, ROOM);
	}
	memcpy(folded + ROOM, scratch, len);
	return folded;
}

size_t folded_size(const uint8_t *folded)
{
	uint16_t room;

	memcpy(&room, folded, ROOM);
	return ROOM + room;
}

void unfold(const uint8_t *folded, void *bytes, size_t size)
{
	const uint8_t *in = folded + ROOM;
	uint8_t *out = bytes;

	memset(bytes, 0, size);
	for (size_t at = 0; at < size; at += BLOCK)
		for (unsigned which = *in++, i = 0; which; which >>= 1, i++) {
			if (!(which & 1))
				continue;
			for (unsigned octets = *in++, k = 0; octets; octets >>= 1, k++)
				if (octets & 1)
					out[at + i * WORD + k] = *in++;
		}
}
