/* What trials are worth where results are noisy. */
#ifndef HPO_REPEATS_H
#define HPO_REPEATS_H
#include "rows.h"

/*
 * If the study declares noise: give the trials of a point, that have a value,
 * what the point is worth by all of them (shrink.h), to be minimised, as their
 * loss.  O(n log n).
 */
void repeats_judge(struct rows *rows, const struct history *h);

#endif
