/* wire/nearest.c - the distance of Levenshtein, with two neighbours exchanged counted as one slip. */
#include "wire/nearest.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

enum { LONGEST = 64 };

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* A word in capitals is the same word to its reader. */
static bool same(char a, char b) { return tolower((unsigned char)a) == tolower((unsigned char)b); }

/* The fewest letters to add, leave out, change or exchange with their neighbour; UINT_MAX for long words. */
static unsigned distance(const char *a, const char *b)
{
	size_t rows = strlen(a), columns = strlen(b);
	unsigned two_before[LONGEST + 1], before[LONGEST + 1] = { 0 }, now[LONGEST + 1];

	if (rows > LONGEST || columns > LONGEST)
		return UINT_MAX;
	for (unsigned j = 0; j <= columns; j++)
		now[j] = j;
	for (unsigned i = 1; i <= rows; i++) {
		memcpy(two_before, before, sizeof(before));
		memcpy(before, now, sizeof(before));
		now[0] = i;
		for (unsigned j = 1; j <= columns; j++) {
			now[j] = before[j - 1] + !same(a[i - 1], b[j - 1]);
			now[j] = least(now[j], least(before[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1]))
				now[j] = least(now[j], two_before[j - 2] + 1);
		}
	}
	return now[columns];
}

const char *nearest_word(const char *text, const char *const *words)
{
	const char *nearest = NULL;
	unsigned best = 1 + (unsigned)strlen(text) / 3;	/* one slip in three letters, at least one */

	for (; *words; words++) {
		unsigned d = distance(text, *words);
		if (d < best || (d == best && !nearest)) {
			best = d;
			nearest = *words;
		}
	}
	return nearest;
}
