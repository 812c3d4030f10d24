/* "Did you mean ...": the nearest word of a list. */
#ifndef HPO_SUGGEST_H
#define HPO_SUGGEST_H
#include <stddef.h>

/* Letters to change, add, drop or swap with a neighbour to make b of a. */
size_t suggest_distance(const char *a, const char *b);

/*
 * The word of words (NULL last) nearest to word, if it is so near that a typo
 * explains it (at most a third of its letters, at least 1); else NULL.
 */
const char *suggest(const char *word, const char *const *words);

#endif
