/* Which of many points is nearest to one. */
#ifndef HPO_NEAREST_H
#define HPO_NEAREST_H
#include <stddef.h>

#include "candidates.h"

/*
 * The distance of two rows of a space (point.h): the root of the sum over
 * parameters, of numbers of the squared distance of their coordinates, of
 * choices without order 1 if they are not the same; 1 if one of the two is
 * inactive.
 */
double nearest_distance(
    const struct space *space, const double *a, const double *b);

/*
 * The candidate that is not used and nearest to a row of the same space
 * (point.h), the first of equals; one is left.  O(n parameters).
 */
size_t nearest_candidate(struct candidates *c, const double *row);

#endif
