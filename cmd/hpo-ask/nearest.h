/* Which of many points is nearest to one. */
#ifndef HPO_NEAREST_H
#define HPO_NEAREST_H
#include <stddef.h>

#include "candidates.h"

/*
 * The candidate that is not used and nearest to a row of the same space
 * (point.h), the first of equals; one is left.  The squared distance is the sum
 * over parameters: of numbers that of their coordinates; of choices without
 * order 1 if they are not the same; 1 if one of the two is inactive.  O(n
 * parameters).
 */
size_t nearest_candidate(struct candidates *c, const double *row);

#endif
