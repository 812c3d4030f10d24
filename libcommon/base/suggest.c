/*
 * The distance is that of optimal string alignment: F. J. Damerau, "A
 * technique for computer detection and correction of spelling errors", Comm.
 * ACM 7 (1964) 171-176, computed row by row (R. A. Wagner, M. J. Fischer, "The
 * string-to-string correction problem", J. ACM 21 (1974) 168-173).
 */
#include "suggest.h"

#include <string.h>

enum { WORD_MAX = 64 }; /* longer words are no typos of ours */

static size_t
least(size_t a, size_t b, size_t c)
{
	const size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

size_t
suggest_distance(const char *a, const char *b)
{
	const size_t la = strnlen(a, WORD_MAX), lb = strnlen(b, WORD_MAX);
	size_t row[3][WORD_MAX + 1];

	for (size_t j = 0; j <= lb; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t *now = row[i % 3], *last = row[(i + 2) % 3];
		const size_t *before = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			now[j] = least(last[j] + 1, now[j - 1] + 1,
			    last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	return row[la % 3][lb];
}

const char *
suggest(const char *word, const char *const *words)
{
	const char *best = NULL;
	size_t least_far = strlen(word) / 3 > 1 ? strlen(word) / 3 + 1 : 2;

	for (; *words; words++) {
		const size_t far = suggest_distance(word, *words);

		if (far < least_far) {
			least_far = far;
			best = *words;
		}
	}
	return best;
}
