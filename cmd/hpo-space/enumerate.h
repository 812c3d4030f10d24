/* All points of a finite space, in order. */
#ifndef HPO_ENUMERATE_H
#define HPO_ENUMERATE_H
#include <stdbool.h>

#include "space.h"

/*
 * Give take() each point as a row (point.h), the first parameter slowest, but
 * each after those it depends on, until it returns false.  What the rules
 * refute of the values so far is passed over at once.  The space is finite.
 */
typedef bool enumerate_take(void *arg, const double *row);
void enumerate(const struct space *space, enumerate_take *take, void *arg);

/* The first parameter that has no end of values, or SPACE_NONE. */
size_t enumerate_endless(const struct space *space);

#endif
