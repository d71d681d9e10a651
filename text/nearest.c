/* text/nearest.c - the word that was probably meant. */
#include <ctype.h>
#include <string.h>

#include "text/node.h"

enum { LONGEST = 48 };

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

static bool same_letter(char a, char b) { return tolower((unsigned char)a) == tolower((unsigned char)b); }

/* Letters to put in, leave out, change or swap with a neighbour; upper and lower case are the same. */
static unsigned distance(const char *a, size_t n, const char *b, size_t m)
{
	unsigned d[LONGEST + 1][LONGEST + 1];

	for (size_t i = 0; i <= n; i++)
		d[i][0] = (unsigned)i;
	for (size_t k = 0; k <= m; k++)
		d[0][k] = (unsigned)k;
	for (size_t i = 1; i <= n; i++) {
		for (size_t k = 1; k <= m; k++) {
			bool same = same_letter(a[i - 1], b[k - 1]);
			d[i][k] = least(d[i - 1][k - 1] + !same, least(d[i - 1][k], d[i][k - 1]) + 1);
			if (i > 1 && k > 1 && same_letter(a[i - 1], b[k - 2]) && same_letter(a[i - 2], b[k - 1]))
				d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
		}
	}
	return d[n][m];
}

const char *nearest_word(const char *text, const char *const *words)
{
	size_t len = strlen(text);
	const char *nearest = NULL;
	unsigned best = 0;

	if (len > LONGEST)
		return NULL;
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (n > LONGEST)
			continue;
		/* A third of the letters may be wrong: beyond that it is another word. */
		unsigned away = distance(text, len, *words, n);
		if (3 * away > (n > len ? n : len) || (nearest && away >= best))
			continue;
		nearest = *words;
		best = away;
	}
	return nearest;
}
